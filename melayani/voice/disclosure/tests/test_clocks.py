"""Golden dates: ten working days and seven more, thirty for an objection, over Lebaran 2024 and 2026."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import officer
from melayani.foundation.workdays.rules import Due, explain
from melayani.foundation.workdays.tests.factories import imported_years, open_office
from melayani.voice.disclosure import actions, clock, rules
from melayani.voice.disclosure.models import InformationObjection, InformationRequest
from melayani.voice.disclosure.rules import law, limits
from melayani.voice.disclosure.tests import factories
from melayani.voice.disclosure.tests.factories import Desk

MAKASSAR = ZoneInfo("Asia/Makassar")


def at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=MAKASSAR)


def day_of(moment: datetime | None) -> date:
    assert moment is not None
    return moment.astimezone(MAKASSAR).date()


# counted by hand. 2024: Good Friday 29 March, Idulfitri 10 and 11 April with joint leave 8, 9, 12 and 15, 1 May
# 2026: joint leave 18 March, Nyepi 19, Idulfitri 21 and 22 (a weekend) with joint leave 20, 23, 24, Good Friday 3 April
LEBARAN = [
    (at(2024, 4, 1), date(2024, 4, 23), date(2024, 5, 3)),  # 2-5, 16-19, 22, 23; 24-26, 29, 30, 2, 3
    (at(2024, 3, 28), date(2024, 4, 22), date(2024, 5, 2)),  # 1-5, 16-19, 22; 23-26, 29, 30, 2
    (at(2026, 3, 16), date(2026, 4, 7), date(2026, 4, 16)),  # 17, 25-27, 30, 31, 1, 2, 6, 7; 8-10, 13-16
    (at(2026, 3, 2), date(2026, 3, 16), date(2026, 4, 1)),  # 3-6, 9-13, 16; 17, 25-27, 30, 31, 1
]


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "due", "extended"), LEBARAN)
def test_ten_and_seven_working_days_over_lebaran(start: datetime, due: date, extended: date, desk: Desk) -> None:
    imported_years(2024, 2025, 2026)
    row = factories.filed(desk, now=start)
    assert day_of(row.due_at) == due
    row = actions.extend(actor=desk.ppid, request=row, reason="Dokumen tersebar di tiga bidang.", now=start)
    assert day_of(row.due_at) == extended
    assert day_of(row.first_due_at) == due
    counted = Due.from_json(row.due_explanation)
    assert len(counted.counted) == 17
    assert any("Idul" in skipped.why or "cuti" in skipped.why.lower() for skipped in counted.skipped)


# thirty working days: of March 2026 the 25th to 27th, 30th and 31st; of April 21 (without the 3rd); of May 4th to 7th
@pytest.mark.django_db
def test_thirty_working_days_to_object_and_to_answer(desk: Desk) -> None:
    imported_years(2026)
    row = factories.decided(desk, factories.REFUSED, now=at(2026, 3, 9), at=at(2026, 3, 17))
    window = row.windows.get(ground="a")
    assert day_of(window.closes_at) == date(2026, 5, 7)
    last = window.closes_at
    with pytest.raises(rules.InputRefused, match="sudah lewat"):
        _object(row, last + timedelta(seconds=1))
    objection = _object(row, last)
    assert objection.promised_days == 30
    # of May the 8th, 11th to 13th, 18th to 22nd, 25th, 26th, 29th; of June 2-5, 8-12, 15, 17-19, 22-26
    assert day_of(objection.due_at) == date(2026, 6, 26)


def _object(row: InformationRequest, now: datetime) -> InformationObjection:
    return actions.object_to(
        actor=factories.citizen(),
        request=row,
        secret=row.secret,
        lodged=rules.Lodged(("a",), "Saya keberatan."),
        now=now,
    )


@pytest.mark.django_db
def test_the_due_moment_is_the_closing_of_the_office_and_explains_itself(desk: Desk) -> None:
    imported_years(2026)
    open_office(desk.world.bontang)
    row = factories.filed(desk, now=at(2026, 3, 16, 16))  # after closing: counts as Tuesday
    assert row.due_at == at(2026, 4, 8, 15)
    words = " ".join(explain(Due.from_json(row.due_explanation), "id"))
    assert "8 April 2026" in words
    assert "Nyepi" in words


@pytest.mark.django_db
def test_an_office_may_promise_less_never_more(desk: Desk, now: datetime) -> None:
    world = desk.world
    values: dict[str, Any] = {
        "actor": desk.head,
        "organisation": world.bontang,
        "basis": "SK Kepala Dinas 1/2026",
        "since": now.date(),
    }
    with pytest.raises(rules.InputRefused, match="tidak lebih lama"):
        actions.set_limit(stage=law.REQUEST, amount=11, now=now, **values)
    with pytest.raises(rules.InputRefused, match="hak pemohon"):
        actions.set_limit(stage=law.OBJECTION_WINDOW, amount=20, now=now, **values)
    actions.set_limit(stage=law.REQUEST, amount=5, now=now, **values)
    row = factories.filed(desk, now=now)
    assert row.promised_days == 5
    assert day_of(row.due_at) == date(2026, 3, 23)
    assert factories.filed(desk, now=now, organisation=world.bengkalis).promised_days == 10
    actions.set_limit(stage=law.REQUEST, amount=7, now=now, **{**values, "since": now.date() + timedelta(days=1)})
    assert clock.days_for(law.REQUEST, world.bontang, now.date()) == 5
    assert clock.days_for(law.REQUEST, world.bontang, now.date() + timedelta(days=1)) == 7


@pytest.mark.django_db
def test_a_promise_reaches_the_offices_below(desk: Desk, now: datetime) -> None:
    city = officer(Role.INFORMATION, desk.world.bontang_city, name="PPID utama")
    actions.set_limit(
        actor=city,
        organisation=desk.world.bontang_city,
        stage=law.EXTENSION,
        amount=3,
        basis="Peraturan wali kota",
        since=now.date(),
        now=now,
    )
    row = actions.extend(actor=desk.ppid, request=factories.filed(desk, now=now), reason="Banyak.", now=now)
    assert row.extension_days == 3


@pytest.mark.django_db
def test_strangers_set_no_limit(desk: Desk, now: datetime) -> None:
    for actor in (desk.stranger, desk.auditor, desk.world.bontang_counter):
        with pytest.raises(rules.NotAllowed):
            actions.set_limit(
                actor=actor,
                organisation=desk.world.bontang,
                stage=law.REQUEST,
                amount=5,
                basis="x",
                since=now.date(),
                now=now,
            )


def test_every_limit_carries_its_source_and_mark() -> None:
    stages = law.stages(date(2026, 3, 16))
    amounts = {key: (stage.amount, stage.unit, stage.verified) for key, stage in stages.items()}
    assert amounts == {
        law.REQUEST: (10, "working_day", True),
        law.EXTENSION: (7, "working_day", True),
        law.OBJECTION_WINDOW: (30, "working_day", True),
        law.OBJECTION_ANSWER: (30, "working_day", True),
        law.DISPUTE: (14, "working_day", False),
    }
    assert all(stage.source for stage in stages.values())
    assert "".join(law.objection_grounds()) == "abcdefg"
    letters = [ground.letter for ground in law.refusal_grounds().values() if ground.article == "17"]
    assert "".join(letters) == "abcdefghij"
    assert set(law.categories()) == {"periodic", "immediate", "always", "exempt"}


@given(st.integers(-5, 60), st.sampled_from([law.REQUEST, law.EXTENSION, law.OBJECTION_ANSWER]))
def test_a_local_limit_is_taken_exactly_up_to_the_law(amount: int, key: str) -> None:
    stage = law.stages(date(2026, 1, 1))[key]
    assert (limits.local_limit_problem(stage, amount) == "") == (1 <= amount <= stage.amount)
