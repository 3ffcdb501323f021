"""Draft an event, its sessions, move it along its life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Min
from django.utils.text import slugify

from melayani.foundation.audit import Actor
from melayani.foundation.numbers.rules import make_secret
from melayani.foundation.organisations.models import Organisation
from melayani.oversight.training import access, lists, moving, rules, seats, states
from melayani.oversight.training.actions.registering import give_places
from melayani.oversight.training.models import Event, EventState, Registration, RoomKind, Session

FIELDS = (
    "kind",
    "title",
    "summary",
    "audience",
    "aims",
    "topics",
    "speakers",
    "needs_approval",
    "by_invitation",
    "certificate",
    "parts_percent",
    "post_score",
    "needs_feedback",
    "source",
)
PAST = "Acara berlangsung pada waktu yang sudah lewat."


@dataclass(frozen=True)
class Plan:
    """When, where, for whom, and how many; `recorded_…` only for an event of the past that a source reports."""

    starts_at: datetime
    ends_at: datetime
    capacity: int
    title: str = ""
    regions: Sequence[str] = ()
    offices: Sequence[str] = ()
    cap_per_agency: int | None = None
    parts: int = 1
    place: str = ""
    room_kind: str = RoomKind.NONE
    room_url: str = ""
    recorded_people: int | None = None
    recorded_offices: int | None = None
    recorded_note: str = ""
    time_known: bool = True  # False where the source gives the day alone


def draft_event(*, actor: Actor, organisation: Organisation, now: datetime, slug: str = "", **given: Any) -> Event:
    """Begin an event, unseen by the public. Raises NotAllowed, InputRefused."""
    access.demand_organiser(actor, organisation)
    _demand_event(given)
    with transaction.atomic():
        event = Event.objects.create(
            organisation=organisation,
            slug=slug or _free_slug(given["title"]),
            made_at=now,
            made_by_id=actor.person_id,
            **given,
        )
        moving.record_event(event, "training.drafted", actor=actor, now=now)
    return event


def change_event(*, actor: Actor, event: Event, now: datetime, **given: Any) -> Event:
    """Change words and rules of an event that is not over. Raises NotAllowed, InputRefused, ActionRefused."""
    _demand_event({**{name: getattr(event, name) for name in FIELDS}, **given})
    with transaction.atomic():
        row = _lock(event)
        access.demand_organiser(actor, row.organisation)
        if row.state in states.event.FINAL:
            raise rules.ActionRefused("Acara yang sudah selesai atau dibatalkan tidak diubah lagi.")
        changed = [name for name, value in given.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, given[name])
        row.save(update_fields=changed or None)
        moving.record_event(row, "training.changed", actor=actor, now=now, what=", ".join(changed))
    return row


def save_session(*, actor: Actor, event: Event, plan: Plan, now: datetime, session: Session | None = None) -> Session:
    """Add a session, or change one: who has a place is told of another time, who waits gets places that came.

    Raises NotAllowed, InputRefused, ActionRefused, Busy.
    """
    with transaction.atomic():
        row = _lock(event)
        access.demand_organiser(actor, row.organisation)
        if row.state in states.event.FINAL:
            raise rules.ActionRefused("Acara yang sudah selesai atau dibatalkan tidak diubah lagi.")
        held = seats.lock(session.pk) if session else Session(event=row, number=_next_number(row))
        _demand_plan(plan, held)
        moved = held.pk is not None and (held.starts_at, held.ends_at) != (plan.starts_at, plan.ends_at)
        for name, value in vars(plan).items():
            setattr(held, name, list(value) if name in ("regions", "offices") else value)
        held.code_secret = held.code_secret or make_secret()
        held.save()
        _note_span(row)
        moving.record_event(row, "training.session_saved", actor=actor, now=now, number=held.number)
        if moved:
            _tell_moved(held, now)
        held.event = row
        give_places(session=held, now=now)
    return held


def publish(*, actor: Actor, event: Event, now: datetime) -> Event:
    """Announce the event and open registration; it needs a session that lies ahead. Raises as the others."""
    with transaction.atomic():
        row = _advance(actor, event, states.event.PUBLISH)
        if not Session.objects.filter(event=row, starts_at__gt=now).exists():
            raise rules.ActionRefused("Tambahkan dahulu sesi yang belum mulai.")
        moving.record_event(row, "training.publish", actor=actor, now=now)
    return row


def close(*, actor: Actor, event: Event, now: datetime) -> Event:
    """Take no more registrations; who waits still gets places. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = _advance(actor, event, states.event.CLOSE)
        moving.record_event(row, "training.close", actor=actor, now=now)
    return row


def reopen(*, actor: Actor, event: Event, now: datetime) -> Event:
    """Take registrations again. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = _advance(actor, event, states.event.REOPEN)
        moving.record_event(row, "training.reopen", actor=actor, now=now)
    return row


def finish(*, actor: Actor, event: Event, now: datetime) -> Event:
    """All sessions are over: who had a place and was not seen is noted absent. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = _advance(actor, event, states.event.FINISH)
        if not row.last_at or row.last_at > now:
            raise rules.ActionRefused("Acara baru dapat diselesaikan sesudah sesi terakhir.")
        moving.record_event(row, "training.finish", actor=actor, now=now)
        for one in _registrations(row, states.CONFIRMED):
            moving.advance(one, states.MISS)
            moving.record_on(one, "training.missed", actor=actor, now=now)
        for one in _registrations(row, states.WAITING, states.PENDING):
            _lapse(one, actor, PAST, now)
    return row


def cancel(*, actor: Actor, event: Event, reason: str, now: datetime) -> Event:
    """Call the event off; everybody who registered is told why. Raises NotAllowed, InputRefused, ActionRefused."""
    said = reason.strip()
    if not said or len(said) > rules.seats.REASON_MAX:
        raise rules.InputRefused({"reason": "Tulis alasannya; peserta dan publik membacanya."})
    with transaction.atomic():
        row = _advance(actor, event, states.event.CANCEL, reason=said)
        moving.record_event(row, "training.cancel", actor=actor, now=now, reason=said)
        for one in _registrations(row, *states.AHEAD):
            _lapse(one, actor, said, now)
            moving.tell(one, "cancelled", now=now)
    return row


def lapse_waiting(*, actor: Actor, session: Session, now: datetime) -> int:
    """A session has begun: who still waits or was never judged is told that there was no place. Twice does no harm."""
    count = 0
    with transaction.atomic():
        access.demand_organiser(actor, session.event.organisation)
        held = seats.lock(session.pk)
        rows = Registration.objects.filter(session=held, state__in=(states.WAITING, states.PENDING))
        for one in rows.select_related("event__organisation", "session", "contact"):
            _lapse(one, actor, "Sesi sudah mulai sebelum ada tempat.", now)
            moving.tell(one, "lapsed", now=now)
            count += 1
    return count


def _lapse(row: Registration, actor: Actor, reason: str, now: datetime) -> None:
    moving.advance(row, states.LAPSE, reason=reason, sequence=row.sequence + 1)
    moving.record_on(row, "training.lapsed", actor=actor, now=now, reason=reason)


def _registrations(event: Event, *found_in: str) -> list[Registration]:
    rows = Registration.objects.select_for_update(of=("self",)).filter(event=event, state__in=found_in)
    return list(rows.select_related("event__organisation", "session", "contact").order_by("pk"))


def _advance(actor: Actor, event: Event, action: str, **changes: Any) -> Event:
    row = _lock(event)
    access.demand_organiser(actor, row.organisation)
    target = states.event.next_state(row.state, action)
    if target is None:
        raise rules.ActionRefused(f"Acara ini berstatus “{row.words.officer}”, jadi tindakan ini tidak mungkin.")
    row.state = EventState(target)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *changes])
    return row


def _lock(event: Event) -> Event:
    return Event.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=event.pk)


def _next_number(event: Event) -> int:
    return (Session.objects.filter(event=event).aggregate(most=Max("number"))["most"] or 0) + 1


def _note_span(event: Event) -> None:
    span = Session.objects.filter(event=event).aggregate(first=Min("starts_at"), last=Max("ends_at"))
    event.first_at, event.last_at = span["first"], span["last"]
    event.save(update_fields=["first_at", "last_at"])


def _tell_moved(session: Session, now: datetime) -> None:
    rows = Registration.objects.filter(session=session, state__in=states.AHEAD)
    for row in rows.select_related("event__organisation", "session", "contact"):
        row.sequence += 1
        row.reminded_day_at = row.reminded_hours_at = None
        row.save(update_fields=["sequence", "reminded_day_at", "reminded_hours_at"])
        moving.tell(row, "moved", now=now, dedupe=str(row.sequence))


def _demand_event(given: dict[str, Any]) -> None:
    problems: dict[str, str] = {}
    if not str(given.get("title", "")).strip():
        problems["title"] = "Beri judul acara."
    if given.get("kind") not in lists.keys("kinds"):
        problems["kind"] = "Pilih jenis acara dari daftar."
    if set(given.get("topics", ())) - lists.keys("topics"):
        problems["topics"] = "Pilih materi dari daftar."
    for name in ("parts_percent", "post_score"):
        if not 0 <= int(given.get(name, 0)) <= 100:
            problems[name] = "Isi 0 sampai 100 persen."
    if problems:
        raise rules.InputRefused(problems)


def _demand_plan(plan: Plan, session: Session) -> None:
    problems = {name: text for name, wrong, text in _wrong(plan) if wrong}
    if session.pk is not None and (taken := seats.room(session).taken) > plan.capacity:
        problems["capacity"] = f"Sudah ada {taken} orang dengan tempat di sesi ini."
    if problems:
        raise rules.InputRefused(problems)


def _wrong(plan: Plan) -> Sequence[tuple[str, bool, str]]:
    few_of_agency = plan.cap_per_agency is not None and plan.cap_per_agency < 1
    unknown = set(plan.offices) - lists.keys("offices")
    no_link = plan.room_kind == RoomKind.LINK and not plan.room_url
    return (
        ("ends_at", plan.ends_at <= plan.starts_at, "Selesainya harus sesudah mulainya."),
        ("capacity", plan.capacity < 1, "Paling sedikit satu tempat."),
        ("cap_per_agency", few_of_agency, "Paling sedikit satu orang, atau kosongkan."),
        ("parts", not 1 <= plan.parts <= 12, "Isi 1 sampai 12 bagian."),
        ("offices", bool(unknown), "Pilih jenis kantor dari daftar."),
        ("room_url", no_link, "Isi tautan rapat daring."),
    )


def _free_slug(title: str) -> str:
    base = slugify(title)[:60] or "acara"
    taken = set(Event.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbers = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(one for one in numbers if one not in taken)
