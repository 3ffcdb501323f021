"""Intake: a case with its event and its message, at 0 and at 1,000,000 rows, against three bare inserts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bench.copies import BESIDE, CALLS, bare_inserts, insert_copies, rates, settle
from bench.database import copied_database
from bench.filer import filer, rates_of
from bench.result import Result

if TYPE_CHECKING:
    from melayani.delivery.applications.models import Application
    from melayani.delivery.applications.rules import Given
    from melayani.delivery.catalogue.models import Standard
    from melayani.foundation.people import Officer

ROWS = 1_000_000
AT_FULL, AGAINST_BARE = 0.9, 0.25


def measure() -> list[Result]:
    """Rates of filing with few and with many rows, and of the same three inserts without the house, in one run."""
    from bench.rows import insert_cases

    for count in range(CALLS):
        file_one(count)  # the contacts: a person who comes back is known
    filed, bare = rates(lambda number: file_one(number % CALLS), bare_inserts(COPIED))
    with copied_database("first") as environment:
        seconds = insert_cases(ROWS)
        for table, changed in BESIDE.items():
            insert_copies(table, changed, 10_000, 10_000 + ROWS)
        settle()
        print(f"     {ROWS} rows inserted in {seconds:.1f} s")
        with filer("bench.intake", environment) as small, filer("bench.intake") as large:
            first, full = rates_of(small, large)
    print(f"     filed per second: {filed:.0f}; three bare inserts: {bare:.0f}")
    print(f"     in turns on two databases: {first:.0f} at first, {full:.0f} at {ROWS}")
    return [
        Result("filing at a million rows against at first", full / first, AT_FULL, False),
        Result("filing against three bare inserts", filed / bare, AGAINST_BARE, False),
    ]


def file_one(count: int) -> Application:
    """File one application as an officer at a counter would, by the real action."""
    from django.utils import timezone

    from melayani.delivery.applications.actions import submit_application
    from melayani.delivery.applications.rules import COUNTER, Identity

    standard, variant, answers = _filled_in()
    return submit_application(
        actor=_officer(standard.service.agency_id),
        service=standard.service,
        standard=standard,
        variant=variant,
        identity=Identity(name="Contoh Warga", email=f"warga{count}@contoh.example"),
        answers=answers,
        channel=COUNTER,
        now=timezone.now(),
    )


@cache
def _filled_in() -> tuple[Standard, str, list[Given]]:
    """The standard with the answers that are filed each time, made once."""
    from melayani.delivery.applications.outlines import outline_of
    from melayani.delivery.applications.rules import BRING, TEXT, Given, requirements_of, ways_for
    from melayani.delivery.catalogue.models import Standard

    standard = Standard.objects.select_related("service__agency").get(service__source_id="ktpel-rusak-hilang-bengkalis")
    outline = outline_of(standard)
    variant = outline.variants[0][0] if outline.variants else ""
    answers = [
        Given(number=asked.number, kind=BRING if BRING in ways_for(asked) else TEXT, text="contoh")
        for asked in requirements_of(outline, variant or None)
    ]
    return standard, variant, answers


@cache
def _officer(organisation_id: int) -> Officer:
    """An officer at the counter of the unit, made once."""
    from django.utils import timezone

    from melayani.foundation.people.models import Membership, Person
    from melayani.foundation.people.queries import officer_for
    from melayani.foundation.people.rules import Role

    now = timezone.now()
    email = f"loket{organisation_id}@contoh.example"
    person = Person.objects.filter(email=email).first()  # there already in a copy of the database
    if person is None:
        person = Person.objects.create_user(email, None, name="Contoh Loket")
        Membership.objects.create(person=person, organisation_id=organisation_id, role=Role.COUNTER, since=now)
    return officer_for(person, now)


COPIED = {
    "applications_application": {
        "number": "'PMH-B' || lpad(to_hex(i), 7, '0') || '-0'",
        "secret_hash": "md5(i::text || 'bare') || md5(i::text)",
        "draft_id": "NULL",
    },
    **BESIDE,
}
