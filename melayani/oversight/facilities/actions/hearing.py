"""A citizen says that an item is not as stated; a check answers it (checking), or an officer sets it aside."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from melayani.foundation.audit import Actor, record
from melayani.foundation.messaging.models import Contact
from melayani.foundation.numbers.rules import make_secret
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.actions import throttle
from melayani.oversight.facilities import access, rules, states, telling
from melayani.oversight.facilities.inventory import inventory_on
from melayani.oversight.facilities.keeping import locked
from melayani.oversight.facilities.models import FacilityCheck, MismatchReport

PER_HOUR = 5  # reports of one network; a family or a group that came together is below it
OPEN_PER_ITEM = 20  # more say nothing new before somebody looks


class ReportRefused(Exception):
    """The report is not taken, or cannot be set aside; the text says why and what to do."""


def report_mismatch(
    *,
    actor: Actor,
    organisation: Organisation,
    item: str,
    text: str,
    network: str,
    now: datetime,
    contact: Contact | None = None,
) -> MismatchReport:
    """Take the report that an item is not as the list says. Without a `contact` (proven) nobody is known.

    Guarded by words (rules.odd_words), by a rate per `network`, by a bound per item. Those who keep the place are told;
    the public list says that it was reported until somebody looked again.
    Raises ReportRefused, TooMany. Records facility.mismatch_reported.
    """
    words = text.strip()
    _demand_words(words)
    today = now.astimezone(organisation.zone).date()
    throttle(scope="facility.report", key=network, limit=PER_HOUR, window=timedelta(hours=1), now=now)
    with transaction.atomic():
        locked(organisation)
        row = MismatchReport.objects.create(
            organisation=organisation,
            item=item,
            said=_stated(organisation, item),
            text=words,
            contact=contact,
            secret=make_secret(),
            created_at=now,
            due_at=rules.end_of(today + timedelta(days=inventory_on(today).report_days), organisation.zone),
        )
        _record("facility.mismatch_reported", actor, row, now, known=contact is not None)
        telling.tell_reporter(row, organisation, now=now)
        telling.tell_keepers(row, organisation, now=now)
    return row


def set_aside_report(*, actor: Actor, report: MismatchReport, reason: str, now: datetime) -> MismatchReport:
    """Set aside what is no report about this item, with words that the citizen reads.

    Raises ReportRefused. Records facility.report_set_aside.
    """
    if not access.may_check(actor, report.organisation):
        raise ReportRefused(_("Anda tidak berwenang memeriksa sarana di tempat ini."))
    words = reason.strip()
    if not words or len(words) > 300:
        raise ReportRefused(_("Tuliskan alasannya, paling banyak 300 huruf. Pelapor membacanya."))
    with transaction.atomic():
        locked(report.organisation)
        rows = MismatchReport.objects.select_for_update(of=("self",)).select_related("organisation", "contact")
        row = rows.get(pk=report.pk)
        if states.reports.next_state(row.state, states.reports.PUT_ASIDE) is None:
            raise ReportRefused(_("Laporan ini sudah dijawab."))
        row.state, row.answer, row.ended_at = states.reports.SET_ASIDE, words, now
        row.save(update_fields=["state", "answer", "ended_at"])
        _record("facility.report_set_aside", actor, row, now, reason=words)
        telling.tell_reporter(row, row.organisation, now=now)
    return row


def _demand_words(text: str) -> None:
    said = {
        "short": _("Ceritakan apa yang Anda temui, paling sedikit 10 huruf."),
        "long": _("Paling banyak 500 huruf."),
        "links": _("Tuliskan tanpa tautan."),
    }
    if wrong := rules.odd_words(text):
        raise ReportRefused(said[wrong])


def _stated(organisation: Organisation, item: str) -> str:
    """What the list says now, when it says something and is not denied by many already."""
    finding = FacilityCheck.objects.current().filter(organisation=organisation, item=item).first()
    if finding is None:
        raise ReportRefused(_("Butir ini belum pernah diperiksa, jadi belum ada yang dapat dibantah."))
    waiting = MismatchReport.objects.open().filter(organisation=organisation, item=item)
    if waiting.count() >= OPEN_PER_ITEM:
        raise ReportRefused(_("Butir ini sudah banyak dilaporkan dan menunggu diperiksa. Terima kasih."))
    return finding.state


def _record(name: str, actor: Actor, row: MismatchReport, now: datetime, **data: Any) -> None:
    told = {"item": row.item, **data}
    record(name, actor=actor, subject=row.reference, organisation=row.organisation, data=told, now=now)
