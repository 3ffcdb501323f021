"""Surveys as tests need them: invitations, answers of a finished day, periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from melayani.delivery.catalogue.models import Service
from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.numbers.rules import Reference, make_number
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.actors import Officer
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import officer
from melayani.voice.surveys import actions, rules, versions
from melayani.voice.surveys.instrument import Attribute
from melayani.voice.surveys.models import InstrumentVersion, Invitation, Period, Point
from tests.remembered import remembered

KEYS = rules.load_instrument().keys
ALL_GOOD = dict.fromkeys(KEYS, 3)
ALL_BEST = dict.fromkeys(KEYS, 4)
ALL_WORST = dict.fromkeys(KEYS, 1)


@remembered
def invited(
    service: Service | None = None, *, now: datetime, email: str = "", organisation: Organisation | None = None
) -> Invitation:
    """The open invitation of a case that was just decided."""
    what = service or published_service(organisation)
    standard = what.standards.get(state="published")
    return actions.invite(
        reference=Reference(kind="application", number=make_number("PMH")),
        organisation=what.agency,
        service_id=what.pk,
        standard_id=standard.pk,
        channel="web",
        contact=keep_contact(email=email, now=now) if email else None,
        now=now,
    )


@remembered
def answered(service: Service, scores: Mapping[str, int], *, times: int = 1, now: datetime, comment: str = "") -> None:
    """`times` people answered about the service at `now`; their day is not yet counted."""
    for _ in range(times):
        actions.answer_survey(token=invited(service, now=now).token, scores=scores, comment=comment, now=now)


@remembered
def counted(service: Service, scores: Mapping[str, int], *, times: int = 12, now: datetime, comment: str = "") -> None:
    """`times` people answered about the service on the day before `now`, and that day is closed."""
    answered(service, scores, times=times, now=now - timedelta(days=1), comment=comment)
    actions.close_days(now=now)


@remembered
def head_of(organisation: Organisation) -> Officer:
    return officer(Role.HEAD, organisation, name=f"Kepala {organisation.slug}")


@remembered
def period_over(organisation: Organisation, *, days: int = 30, now: datetime, minimum: int = 10) -> Period:
    """A period of `organisation` whose last day was the day before `now`, closed."""
    who = officer(Role.BUREAU, organisation, name=f"Biro {organisation.slug} {now.isoformat()}")
    last = now.astimezone(organisation.zone).date() - timedelta(days=1)
    began = datetime.combine(last, time(12), tzinfo=organisation.zone)
    period = actions.open_period(
        actor=who,
        organisation=organisation,
        starts_on=last - timedelta(days=days - 1),
        ends_on=last,
        minimum=minimum,
        now=began,
    )
    actions.close_days(now=now)
    actions.close_periods(now=now)
    period.refresh_from_db()
    return period


@remembered
def published(organisation: Organisation, *, now: datetime) -> Period:
    """The period that ended yesterday, published by the platform's own bureau."""
    period = period_over(organisation, now=now)
    who = officer(Role.HEAD, organisation, name=f"Penerbit {organisation.slug} {now.isoformat()}")
    return actions.publish_period(actor=who, period=period, now=now)


def wished(
    *,
    drop: Sequence[str] = (),
    twice: Sequence[str] = (),
    attributes: tuple[Attribute, ...] = (),
    marks: str = "none",
    order: str = "form",
) -> versions.Wish:
    """The official questions without those of `drop`, and two questions about each element of `twice`."""
    own = {key: ((("", ""), ("Dan sesudahnya?", "And after?")) if key in twice else (("", ""),)) for key in KEYS}
    questions = {key: () if key in drop else own[key] for key in KEYS}
    return versions.Wish(questions=questions, labels={}, attributes=attributes, marks=marks, order=order)


def versioned(
    organisation: Organisation, wish: versions.Wish, *, now: datetime, reason: str = "Loket ini tidak memungut biaya."
) -> InstrumentVersion:
    """A version of the questionnaire that holds from the day of `now` on."""
    who = officer(Role.BUREAU, organisation, name=f"Penyusun {organisation.slug} {now.isoformat()}")
    day = now.astimezone(organisation.zone).date()
    return actions.make_version(actor=who, organisation=organisation, wish=wish, reason=reason, valid_from=day, now=now)


def opened(
    organisation: Organisation,
    *,
    kind: str = "qr",
    name: str = "Loket 1",
    service: Service | None = None,
    now: datetime,
) -> Point:
    """An open counter's code or kiosk."""
    who = officer(Role.HEAD, organisation, name=f"Pembuka {kind} {name} {organisation.slug} {now.isoformat()}")
    return actions.open_point(actor=who, organisation=organisation, kind=kind, name=name, service=service, now=now)


def span_of(period: Period) -> tuple[date, date]:
    return period.starts_on, period.ends_on
