"""Take an innovation over in another place, and say whether that is so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Organisation
from melayani.oversight.innovations import access, news, states
from melayani.oversight.innovations.actions.describing import begun
from melayani.oversight.innovations.models import Innovation, Replication
from melayani.oversight.innovations.telling import (
    InnovationRefused,
    demand,
    demand_keeper,
    local_day,
    locked,
    record_step,
)


@dataclass(frozen=True)
class Takeover:
    """How a place took the innovation over; since None while it is only planned."""

    since: date | None = None
    is_adapted: bool = False
    adaptation: str = ""
    agreement: str = ""
    result: str = ""


def replicate(
    *, actor: Actor, original: Innovation, organisation: Organisation, takeover: Takeover, now: datetime
) -> Innovation:
    """Begin the record of `organisation` as a copy of a published innovation; the owner of the original confirms it.

    Raises InnovationRefused: without the right, for the own innovation, a second time; records
    innovation.replication_started at the original.
    """
    demand(access.may_keep(actor, organisation), "Anda tidak berwenang mendaftarkan inovasi untuk tempat ini.")
    demand(original.organisation_id != organisation.pk, "Inovasi ini milik tempat itu sendiri.", "organisation")
    try:
        with transaction.atomic():
            source = locked(original)
            demand(source.state == states.PUBLISHED, "Hanya inovasi yang terbit yang dapat direplikasi.")
            _demand_sense(source, takeover, now)
            copy = begun(organisation, source.title, now, original=source)
            copy.goals, copy.phase = source.goals, source.phase
            copy.is_digital = source.is_digital
            copy.save(update_fields=["goals", "phase", "is_digital"])
            place = {"organisation": organisation, "copy": copy, "state": states.PROPOSED}
            Replication.objects.create(original=source, created_at=now, **place, **_fields(takeover))
            record_step("innovation.replication_started", actor, source, now, where=organisation.name, copy=copy.slug)
            news.tell_keepers(source, news.PROPOSED, actor, now, where=organisation.name)
    except IntegrityError as error:
        raise InnovationRefused("Tempat ini sudah mereplikasi inovasi itu.", "organisation") from error
    return copy


def note_replication(
    *, actor: Actor, original: Innovation, place: str, takeover: Takeover, now: datetime
) -> Replication:
    """Keep that a place outside the platform took the own innovation over; its keeper vouches for it.

    Raises InnovationRefused; records innovation.replication_noted.
    """
    demand_keeper(actor, original)
    where = " ".join(place.split())[:160]
    demand(bool(where), "Tulis instansi dan daerahnya.", "place")
    with transaction.atomic():
        source = locked(original)
        demand(source.state == states.PUBLISHED, "Hanya inovasi yang terbit yang dapat direplikasi.")
        _demand_sense(source, takeover, now)
        told = {"place": where, "state": states.CONFIRMED}
        made = Replication.objects.create(original=source, created_at=now, **told, **_fields(takeover))
        record_step("innovation.replication_noted", actor, source, now, where=where)
    return made


def confirm_replication(*, actor: Actor, replication: Replication, now: datetime) -> Replication:
    """The keeper of the original says that the place took it over. Raises InnovationRefused."""
    return _answer(actor, replication, states.CONFIRMED, "innovation.replication_confirmed", now)


def decline_replication(*, actor: Actor, replication: Replication, reason: str, now: datetime) -> Replication:
    """The keeper of the original says that it is not so, and why. Raises InnovationRefused."""
    demand(bool(reason.strip()), "Tulis alasannya.", "reason")
    said = reason.strip()[:300]
    return _answer(actor, replication, states.DECLINED, "innovation.replication_declined", now, reason=said)


def _answer(
    actor: Actor, replication: Replication, state: str, event: str, now: datetime, reason: str = ""
) -> Replication:
    demand_keeper(actor, replication.original)
    with transaction.atomic():
        source = locked(replication.original)
        row = Replication.objects.select_related("organisation", "copy__organisation").get(pk=replication.pk)
        demand(row.state == states.PROPOSED, "Replikasi ini sudah dijawab.")
        row.state, row.reason = state, reason
        row.save(update_fields=["state", "reason"])
        told = {"where": row.where, "reason": reason}
        record_step(event, actor, source, now, **told)
        if row.copy is not None:
            what = news.CONFIRMED if state == states.CONFIRMED else news.DECLINED
            news.tell_keepers(row.copy, what, actor, now, where=source.organisation.name, reason=reason)
    return row


def _demand_sense(source: Innovation, takeover: Takeover, now: datetime) -> None:
    ahead = takeover.since is None or takeover.since <= local_day(source, now)
    demand(ahead, "Hari mulai belum tiba.", "since")
    told = not takeover.is_adapted or bool(takeover.adaptation.strip())
    demand(told, "Tulis apa yang disesuaikan.", "adaptation")


def _fields(takeover: Takeover) -> dict[str, object]:
    return {name: text.strip() if isinstance(text, str) else text for name, text in vars(takeover).items()}
