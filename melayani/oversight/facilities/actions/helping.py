"""Say how a visitor asks for help at a place."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from melayani.foundation.audit import Actor, record
from melayani.foundation.organisations.models import Organisation
from melayani.oversight.facilities import access
from melayani.oversight.facilities.actions.checking import CheckRefused, demand_fitting
from melayani.oversight.facilities.keeping import locked, place_reference
from melayani.oversight.facilities.models import HelpNote


def describe_help(
    *, actor: Actor, organisation: Organisation, text: str, now: datetime, contact: str = ""
) -> HelpNote | None:
    """Say how to ask for help at the place, and whom to call; an empty text takes the words away. Raises
    CheckRefused; records facility.help_described."""
    if not access.may_check(actor, organisation):
        raise CheckRefused(_("Anda tidak berwenang memeriksa sarana di tempat ini."))
    said, number = text.strip(), contact.strip()
    with transaction.atomic():
        locked(organisation)
        note = None
        if said:
            given = {"text": said, "contact": number, "changed_at": now}
            demand_fitting(HelpNote(organisation=organisation, **given))
            note, _made = HelpNote.objects.update_or_create(organisation=organisation, defaults=given)
        else:
            HelpNote.objects.filter(organisation=organisation).delete()
        record(
            "facility.help_described",
            actor=actor,
            subject=place_reference(organisation),
            organisation=organisation,
            data={"text": said, "contact": number},
            now=now,
        )
    return note
