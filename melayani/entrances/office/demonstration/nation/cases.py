"""A service in every unit with a few finished cases and filled questionnaires, so that its figures have a ground.

The cases are refusals: a result would be a signed paper with a file of its own, which is not written in bulk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from melayani.delivery.applications import actions as applications
from melayani.delivery.applications.models import Application, Channel, State, equality_hash
from melayani.delivery.catalogue.actions import import_standard
from melayani.delivery.catalogue.models import Standard
from melayani.delivery.catalogue.queries import shipped_standards
from melayani.entrances.office.demonstration.nation.tree import MARK
from melayani.foundation.audit import SYSTEM
from melayani.foundation.numbers.rules import make_number, make_secret
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.workdays.queries import calendar_for
from melayani.foundation.workdays.rules import Due, due, working_days_between
from melayani.voice.surveys import actions as surveys
from melayani.voice.surveys import rules
from melayani.voice.surveys.models import Response, Score

FOLLOWS = "kk-bontang"  # a published standard that the made-up services follow, up to three working days
CASES, ANSWERS = 4, 12
ANSWERED_WITHIN = 75  # days
BATCH = 2000


def open_services(units: Sequence[Organisation], *, now: datetime) -> list[Standard]:
    """One service with its standard in force at each unit, by the action that takes in published standards."""
    record = next(one for one in shipped_standards()["services"] if one["id"] == FOLLOWS)
    return [import_standard(source=_following(record, unit), actor=SYSTEM, now=now) for unit in units]


def _following(record: Mapping[str, Any], unit: Organisation) -> dict[str, Any]:
    return {
        **record,
        "id": f"contoh-nasional-{unit.slug}",
        "agency": unit.name,
        "region_text": "(kab/kota tidak disebut)",  # the unit is found by its name
        "service": f"{record['service']} {MARK}",
        "source": "",
        "note": f"Contoh untuk peragaan: mengikuti standar terbit {record['agency']}, bukan standar {unit.name}.",
    }


def load_cases(standards: Sequence[Standard], *, now: datetime) -> None:
    """CASES decided cases of each service, with the promise of its standard, and the summary of their real times."""
    spans = {unit.time_zone: _spans(unit, now) for unit in {one.service.agency for one in standards}}
    Application.objects.bulk_create(
        (case for one in standards for case in _cases(one, spans[one.service.agency.time_zone])), batch_size=BATCH
    )
    for one in standards:
        applications.count_real_time(one.service_id, now=now)


def _spans(unit: Organisation, now: datetime) -> list[tuple[Due, datetime, int]]:
    """Due moments, decisions and working days of the cases; the same in each unit of a zone: one calendar."""
    today = now.astimezone(unit.zone).date()
    found = []
    for count in range(CASES):
        start = datetime.combine(today - timedelta(days=20 + 9 * count), time(8, 30), tzinfo=unit.zone)
        calendar = calendar_for(unit, around=start.date())
        promise = due(start=start, amount=3, unit="working_day", calendar=calendar)
        if promise is None:
            raise LookupError(FOLLOWS)
        decided = promise.at + timedelta(days=2 if count == 1 else 0, hours=-3)
        found.append((promise, decided, working_days_between(start, decided, calendar)))
    return found


def _cases(standard: Standard, spans: Sequence[tuple[Due, datetime, int]]) -> Iterator[Application]:
    service = standard.service
    for count, (promise, decided, taken) in enumerate(spans):
        secret = make_secret()
        yield Application(
            number=make_number("PMH"),
            secret=secret,
            secret_hash=equality_hash(secret, field="secret"),
            organisation=service.agency,
            service=service,
            standard=standard,
            state=State.REFUSED,
            channel=Channel.COUNTER,
            name=f"Contoh Warga {count + 1}",
            submitted_at=promise.start,
            clock_started_at=promise.start,
            due_at=promise.at,
            due_explanation=promise.to_json(),
            promised_amount=promise.amount,
            promised_unit=promise.unit,
            decided_at=decided,
            closed_at=decided,
            refusal_reason=f"Berkas tidak lengkap {MARK}.",
            working_days_taken=taken,
        )


def load_answers(standards: Sequence[Standard], *, now: datetime) -> None:
    """ANSWERS questionnaires of each unit, counted by the module's own rebuild."""
    today = now.date()
    forms = [form for one in standards for form in _forms(one, today)]
    Response.objects.bulk_create((response for response, _ in forms), batch_size=BATCH)
    Score.objects.bulk_create(
        (
            Score(response=response, element=key, question=key, score=score)
            for response, scores in forms
            for key, score in scores.items()
        ),
        batch_size=BATCH,
    )
    surveys.rebuild_totals(since=today - timedelta(days=ANSWERED_WITHIN), until=today)


def _forms(standard: Standard, today: date) -> Iterator[tuple[Response, Mapping[str, int]]]:
    unit = standard.service.agency
    chance, instrument = Random(unit.slug), rules.load_instrument()  # noqa: S311
    lean = chance.uniform(0.4, 0.9)  # how often somebody is quite content
    for _ in range(ANSWERS):
        scores = {key: 4 if chance.random() < lean else chance.choice((2, 3, 3)) for key in instrument.keys}
        response = Response(
            organisation=unit,
            service=standard.service,
            standard=standard,
            value=rules.form_value(scores, instrument=instrument),
            day=today - timedelta(days=2 + chance.randrange(ANSWERED_WITHIN - 2)),
            counted=True,
        )
        yield response, scores
