"""The calendar of an office says that it closes or serves otherwise: a draft with ready words waits for its head."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from melayani.delivery.announcements import actions, rules, telling
from melayani.delivery.announcements.models import Announcement
from melayani.delivery.announcements.recipients import whole_days
from melayani.delivery.announcements.rules import Words, wording
from melayani.delivery.announcements.rules.origins import origin_of_entry
from melayani.foundation.audit import SYSTEM, on_event
from melayani.foundation.audit.models import Event
from melayani.foundation.organisations.models import Organisation

PUBLIC_FROM = timedelta(days=14)  # how long before it begins an announcement is already shown


@on_event("closure.added", "restriction.started", "mode.changed", consumer="announcements.drafts")
def draft(event: Event, now: datetime) -> None:
    """Write the draft, once per entry; nothing for days that are past and for an office that simply opens."""
    office = event.organisation
    if office is None:
        return
    first, last = _span(event)
    words, kind = _words(event, office, first, last)
    origin = origin_of_entry(event.name, office.pk, event.data)
    if event.name == "mode.changed":
        _propose_older_modes(office, origin, event, now)
    begins, ends = whole_days(first, last, office.zone)
    if words is None or (ends and ends <= now) or Announcement.objects.filter(origin=origin).exists():
        return
    given = actions.Given(
        words=words,
        kind=kind,
        severity=rules.WARN,
        valid_from=max(now, begins - PUBLIC_FROM),
        valid_until=ends,
        affects_from=begins,
        affects_until=ends,
        unit=office,
        tell_bookings=kind == "closure",
        tell_subscribers=True,
    )
    row = actions.draft_announcement(actor=SYSTEM, organisation=office, given=given, now=now, origin=origin)
    telling.tell_heads(row, now)


@on_event("visits.closed", consumer="announcements.stops")
def draft_stop(event: Event, now: datetime) -> None:
    """The counters stop in an emergency: a draft, once per closing. Whoever had a visit was told by the closing."""
    office = event.organisation
    if office is None:
        return
    starts, ends = (datetime.fromisoformat(str(event.data[name])) for name in ("starts_at", "ends_at"))
    origin = origin_of_entry(event.name, office.pk, event.data)
    if ends <= now or Announcement.objects.filter(origin=origin).exists():
        return
    reason = str(event.data["reason"])
    given = actions.Given(
        words=wording.for_stop(str(office), starts.astimezone(office.zone), ends.astimezone(office.zone), reason),
        kind="closure",
        severity=rules.URGENT,
        valid_from=now,
        valid_until=ends,
        affects_from=starts,
        affects_until=ends,
        unit=office,
        tell_bookings=False,
        tell_subscribers=True,
    )
    actions.draft_announcement(actor=SYSTEM, organisation=office, given=given, now=now, origin=origin)


@on_event("closure.ended", "restriction.ended", consumer="announcements.withdrawals")
def propose(event: Event, now: datetime) -> None:
    """The entry has ended before its time: propose to withdraw what was announced of it."""
    if event.organisation is None:
        return
    origin = origin_of_entry(event.name, event.organisation.pk, event.data)
    what = "Penutupan" if event.name == "closure.ended" else "Pembatasan"
    for row in Announcement.objects.filter(origin=origin):
        actions.propose_withdrawal(announcement=row, reason=f"{what} di kalender sudah diakhiri.", now=now)


def _propose_older_modes(office: Organisation, origin: str, event: Event, now: datetime) -> None:
    older = Announcement.objects.filter(origin__startswith=f"mode:{office.pk}:").exclude(origin=origin)
    for row in older:
        reason = f"Cara melayani diubah menjadi {str(event.data['what']).lower()}."
        actions.propose_withdrawal(announcement=row, reason=reason, now=now)


def _span(event: Event) -> tuple[date, date | None]:
    first = event.data.get("starts_on") or event.data["since"]
    last = event.data.get("ends_on") or event.data.get("until")
    return date.fromisoformat(str(first)), date.fromisoformat(str(last)) if last else None


def _words(event: Event, office: Organisation, first: date, last: date | None) -> tuple[Words | None, str]:
    """The ready words and the kind; None for an office that simply opens."""
    name = str(office)
    if event.name == "mode.changed":
        return wording.for_mode(name, str(event.data["mode"]), first, last), "limit"
    end = last or first
    reason = str(event.data["reason"])
    if event.name == "closure.added":
        return wording.for_closure(name, first, end, reason), "closure"
    kind = "hours" if event.data["kind"] == "changed_hours" else "limit"
    return wording.for_restriction(name, first, end, reason, event.data), kind
