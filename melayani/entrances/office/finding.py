"""Where a typed number leads: the page of a case of any module that the officer may open."""

from __future__ import annotations

from django.urls import reverse

from melayani.delivery.queues import access as queues
from melayani.foundation.numbers.rules import read_number
from melayani.foundation.people import Officer
from melayani.voice.complaints import access as complaints
from melayani.voice.consultations import access as consultations
from melayani.voice.disclosure import access as disclosure


def page_of(officer: Officer, typed: str) -> str:
    """The page of that queue number, complaint, request, objection, forum or promise of a forum (FKP-…/2), else ""."""
    number = read_number(typed) or ""
    if number.startswith("ATR"):
        ticket = queues.visible_to(officer).select_related("site__organisation").filter(number=number).first()
        return f"{reverse('queues_office:desk', args=[ticket.site.organisation.slug])}?q={number}" if ticket else ""
    if number.startswith("ADU") and complaints.visible_to(officer).filter(number=number).exists():
        return reverse("complaints_office:case", args=[number])
    if number.startswith("INF") and disclosure.visible_to(officer).filter(number=number).exists():
        return reverse("disclosure_office:case", args=[number])
    if number.startswith("KBR") and disclosure.visible_objections(officer).filter(number=number).exists():
        return reverse("disclosure_office:objection", args=[number])
    if promise := consultations.find_commitment(officer, typed):
        return f"{reverse('consultations_office:commitments', args=[promise.consultation.number])}#k-{promise.entry}"
    if number.startswith("FKP") and consultations.visible_to(officer).filter(number=number).exists():
        return reverse("consultations_office:case", args=[number])
    return ""
