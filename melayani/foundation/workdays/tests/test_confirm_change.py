"""Before a calendar changes, its keeper sees the days and promises that would move, and confirms or mends the form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.foundation.people.tests.factories import World
from melayani.foundation.workdays import actions, effects, queries
from melayani.foundation.workdays.models import Closure, Holiday, OpeningHours, WorkWeek
from melayani.foundation.workdays.proposals import Proposal
from melayani.foundation.workdays.rules import FIVE_DAYS, Calendar, Hours
from melayani.foundation.workdays.tests.factories import DAY_WITH_BREAK, imported_years, open_office

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
TABLES = (Closure, Holiday, OpeningHours, WorkWeek)
SHORT = dict.fromkeys(FIVE_DAYS, Hours(time(8), time(11)))
TUESDAY = date(2026, 4, 7)


def monday_after(days: int = 30) -> date:
    day = timezone.localdate() + timedelta(days=days)
    return day + timedelta(days=-day.weekday() % 7)


def address(name: str, organisation: Organisation, *rest: int) -> str:
    return reverse(f"workdays_office:{name}", args=[organisation.slug, *rest])


def filled_forms() -> dict[str, dict[str, str]]:
    day = monday_after().isoformat()
    return {
        "close": {"starts_on": day, "ends_on": day, "reason": "Pindah gedung"},
        "add_holiday": {"day": day, "name": "Hari jadi", "source": "SE 1"},
        "hours": {"since": day, "opens_0": "08:00", "closes_0": "14:30"},
        "week": {"since": day, "six_days": "6", "leave": "no"},
    }


@pytest.fixture
def a_module_above() -> Iterator[None]:
    """A module that says of every proposal that one promise moves."""
    before = dict(effects._looks)

    @effects.shows_effects("test")
    def look(proposal: Proposal, officer: Officer, now: datetime) -> effects.Effect:
        return effects.Effect("Satu janji bergeser.", [effects.MovedRow("PMH-1", "/x/", now, now)])

    yield
    effects._looks.clear()
    effects._looks.update(before)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("close", "Kantor tutup"),
        ("add_holiday", "Libur"),
        ("hours", "Jam layanan berubah mulai"),
        ("week", "Hari kerja menjadi 6 hari seminggu dan cuti bersama tetap dihitung"),
    ],
)
@pytest.mark.usefixtures("a_module_above")
def test_nothing_is_saved_before_the_confirmation(name: str, words: str, world: World, sign_in: SignIn) -> None:
    client, page = sign_in(world.bontang_head), address(name, world.bontang)
    given = filled_forms()[name]
    events = Event.objects.count()
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(page, given)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert words in text
    assert "Satu janji bergeser." in text
    assert "PMH-1" in text
    assert not [row["sql"] for row in captured if row["sql"].upper().startswith(("INSERT", "UPDATE", "DELETE"))]
    for field, value in given.items():
        assert f'type="hidden" name="{field}" value="{value}"' in text
    assert not any(table.objects.exists() for table in TABLES)
    assert Event.objects.count() == events
    assert client.post(page, given | {"confirm": "1"}).status_code == 302
    assert any(table.objects.exists() for table in TABLES)


def test_the_page_names_the_days_that_would_not_count(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    text = client.post(address("close", world.bontang), filled_forms()["close"]).content.decode()
    assert "Tidak lagi dihitung, 1 hari: Sen " in text
    text = client.post(address("week", world.bontang), filled_forms()["week"]).content.decode()
    assert "Menjadi hari kerja, 52 hari: Sab " in text or "Menjadi hari kerja, 53 hari: Sab " in text
    assert "dan seterusnya" in text
    text = client.post(address("hours", world.bontang), filled_forms()["hours"]).content.decode()
    assert "Hari kerja tetap sama." in text


def test_who_goes_back_finds_the_form_as_it_was_typed(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    given = filled_forms()["close"] | {"edit": "1"}
    text = client.post(address("close", world.bontang), given).content.decode()
    assert 'value="Pindah gedung"' in text
    assert "Lihat akibatnya" in text
    assert not Closure.objects.exists()


def test_what_ends_is_confirmed_too(world: World, sign_in: SignIn) -> None:
    client, day = sign_in(world.bontang_head), monday_after()
    by: dict[str, Any] = {"organisation": world.bontang, "actor": SYSTEM, "now": timezone.now()}
    closure = actions.close(starts_on=day, ends_on=day, reason="Pindah", **by)
    holiday = actions.add_local_holiday(day=day + timedelta(days=1), name="Hari jadi", **by)
    for name, row in (("reopen", closure), ("remove_holiday", holiday)):
        text = client.post(address(name, world.bontang, row.pk)).content.decode()
        assert "Menjadi hari kerja, 1 hari" in text
        assert type(row)._default_manager.filter(pk=row.pk).exists()
        assert client.post(address(name, world.bontang, row.pk), {"confirm": "1"}).status_code == 302
        assert not type(row)._default_manager.filter(pk=row.pk).exists()


def test_a_senseless_change_is_refused_before_it_is_looked_at(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    given = filled_forms()["close"]
    early = given | {"ends_on": "2020-01-01"}
    assert "mendahului" in client.post(address("close", world.bontang), early).content.decode()
    actions.close(
        organisation=world.bontang,
        starts_on=monday_after(),
        ends_on=monday_after(),
        reason="Pindah",
        actor=SYSTEM,
        now=timezone.now(),
    )
    assert "sudah tercatat" in client.post(address("close", world.bontang), given).content.decode()


def test_strangers_see_no_effects(world: World, sign_in: SignIn) -> None:
    for stranger in (world.bengkalis_head, world.bontang_processor):
        client = sign_in(stranger)
        for name, given in filled_forms().items():
            assert client.post(address(name, world.bontang), given).status_code == 404
    now = timezone.now()
    with pytest.raises(actions.Refused):
        actions.propose_week(
            organisation=world.bontang, six_days=True, since=monday_after(), actor=world.bengkalis_head, now=now
        )


Change = Callable[[Organisation, datetime], tuple[Proposal, Callable[[], object]]]


def _twins(action: str, **given: object) -> Change:
    """The proposal and the deed with the same arguments."""

    def make(organisation: Organisation, now: datetime) -> tuple[Proposal, Callable[[], object]]:
        whole = {"organisation": organisation, "actor": SYSTEM, "now": now, **given}
        propose, act = getattr(actions, f"propose_{_PROPOSALS[action]}"), getattr(actions, action)
        return propose(**whole), lambda: act(**whole)

    return make


_PROPOSALS = {"close": "closing", "add_local_holiday": "local_holiday", "set_hours": "hours", "set_week": "week"}


def _end_of_closure(organisation: Organisation, now: datetime) -> tuple[Proposal, Callable[[], object]]:
    span: dict[str, Any] = {"starts_on": date(2026, 3, 13), "ends_on": TUESDAY}
    earlier = now - timedelta(days=4)
    row = actions.close(organisation=organisation, reason="Banjir", actor=SYSTEM, now=earlier, **span)
    ending: dict[str, Any] = {"closure": row, "actor": SYSTEM, "now": now}
    return actions.propose_reopening(**ending), lambda: actions.reopen(**ending)


def _end_of_holiday(organisation: Organisation, now: datetime) -> tuple[Proposal, Callable[[], object]]:
    row = actions.add_local_holiday(organisation=organisation, day=TUESDAY, name="Hari jadi", actor=SYSTEM, now=now)
    removal: dict[str, Any] = {"holiday": row, "actor": SYSTEM, "now": now}
    return actions.propose_removal(**removal), lambda: actions.remove_local_holiday(**removal)


@pytest.mark.parametrize(
    "make",
    [
        _twins("close", starts_on=date(2026, 3, 31), ends_on=TUESDAY, reason="Banjir"),
        _twins("add_local_holiday", day=TUESDAY, name="Hari jadi"),
        _twins("set_hours", hours=SHORT, since=TUESDAY),
        _twins("set_week", six_days=True, since=TUESDAY, collective_leave_counts_as_holiday=False),
        _end_of_closure,
        _end_of_holiday,
    ],
)
def test_the_proposed_calendar_is_the_one_that_stands_afterwards(make: Change, world: World, now: datetime) -> None:
    imported_years(2026)
    open_office(world.bontang_city, DAY_WITH_BREAK, six_days=True)
    later = dict.fromkeys(FIVE_DAYS, DAY_WITH_BREAK)
    actions.set_hours(organisation=world.bontang, hours=later, since=date(2026, 5, 1), actor=SYSTEM, now=now)
    offices = [world.bontang_city, world.bontang, world.bengkalis]
    proposal, act = make(world.bontang_city, now)

    def calendars(one: Proposal | None) -> dict[int, Calendar]:
        return queries.calendars_for(offices, around=now.date(), proposal=one)

    before, proposed = calendars(None), calendars(proposal)
    act()
    after = calendars(None)
    days = [date(2026, 3, 1) + timedelta(days=number) for number in range(300)]
    for office in offices:
        for day in days:
            will, stands = proposed[office.pk], after[office.pk]
            assert (day, will.skipped(day), will.hours_on(day)) == (day, stands.skipped(day), stands.hours_on(day))
    assert any(
        (before[office.pk].skipped(day), before[office.pk].hours_on(day))
        != (after[office.pk].skipped(day), after[office.pk].hours_on(day))
        for office in offices[:2]
        for day in days
    )
