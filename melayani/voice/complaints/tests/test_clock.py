"""The limits of a complaint over Eid 2024 and 2026 with joint leave, pauses, another class, and units that differ."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.foundation.workdays.rules import due
from melayani.foundation.workdays.tests.factories import imported_years, national_calendar
from melayani.voice.complaints import clock, national, rules
from melayani.voice.complaints.models import Complaint, LocalClock
from melayani.voice.complaints.rules import CASE, CLOSE, FOLLOW_UP_CLOCK, SETTLE, VERIFY_CLOCK
from melayani.voice.complaints.tests import factories
from melayani.voice.complaints.tests.factories import Town

WITA = ZoneInfo("Asia/Makassar")
EID_2026 = datetime(2026, 3, 16, 9, 0, tzinfo=WITA)  # Nyepi, Eid and its joint leave lie ahead
EID_2024 = datetime(2024, 4, 5, 9, 0, tzinfo=WITA)  # the Friday before
# working days from these two mornings, with joint leave and without
GOLDEN = [
    (EID_2026, 3, date(2026, 3, 26), date(2026, 3, 20)),
    (EID_2026, 5, date(2026, 3, 30), date(2026, 3, 24)),
    (EID_2026, 10, date(2026, 4, 7), date(2026, 3, 31)),
    (EID_2026, 14, date(2026, 4, 13), date(2026, 4, 7)),
    (EID_2026, 60, date(2026, 6, 25), date(2026, 6, 17)),
    (EID_2024, 3, date(2024, 4, 18), date(2024, 4, 12)),
    (EID_2024, 5, date(2024, 4, 22), date(2024, 4, 16)),
    (EID_2024, 10, date(2024, 4, 29), date(2024, 4, 23)),
    (EID_2024, 14, date(2024, 5, 6), date(2024, 4, 29)),
    (EID_2024, 60, date(2024, 7, 17), date(2024, 7, 8)),
]


@pytest.mark.parametrize(("start", "amount", "with_leave", "without_leave"), GOLDEN)
def test_working_days_over_eid(start: datetime, amount: int, with_leave: date, without_leave: date) -> None:
    for leave, wanted in ((True, with_leave), (False, without_leave)):
        calendar = national_calendar(start.year, leave=leave, zone=WITA)
        found = due(start=start, amount=amount, unit="working_day", calendar=calendar)
        assert found is not None
        assert found.at.date() == wanted


def test_the_limits_stand_with_amount_unit_and_source() -> None:
    day = date(2026, 3, 16)
    found = {
        (clock_name, kind): (rule.amount, rule.unit)
        for clock_name in rules.CLOCKS
        for kind in ("oversight", "non_oversight", "information_question", "aspiration")
        if (rule := rules.rule_for(national.clock_rules(), clock_name, kind, day))
    }
    assert {key: value for key, value in found.items() if key[0] == CASE} == {
        (CASE, "oversight"): (60, "working_day"),
        (CASE, "non_oversight"): (14, "working_day"),
        (CASE, "information_question"): (5, "working_day"),
    }
    assert found[VERIFY_CLOCK, "aspiration"] == (3, "working_day")
    assert found[FOLLOW_UP_CLOCK, "oversight"] == (5, "working_day")
    assert found[CLOSE, "non_oversight"] == (10, "working_day")
    assert found[SETTLE, "oversight"] == (60, "calendar_day")  # never the 60 working days
    assert all(rule.source for rule in national.clock_rules())


def test_a_limit_holds_between_its_days_only() -> None:
    old = {"clock": "case", "class": "", "amount": 3, "unit": "working_day", "starts_on": "received"}
    rest = {"pausable": True, "source": "lama", "verified": True}
    limits = rules.read_clock_rules(
        [
            {**old, **rest, "valid_from": None, "valid_until": "2018-12-31"},
            {**old, **rest, "amount": 14, "valid_from": "2019-01-01", "valid_until": None},
        ]
    )
    days = (date(2018, 12, 31), date(2019, 1, 1))
    assert [getattr(rules.rule_for(limits, CASE, "", day), "amount", None) for day in days] == [3, 14]


@pytest.mark.parametrize("wrong", [{"unit": "day"}, {"amount": 0}, {"clock": "soon"}, {"starts_on": "later"}])
def test_an_unusable_limit_is_refused(wrong: dict[str, object]) -> None:
    row = {"clock": "case", "class": "", "amount": 3, "unit": "working_day", "starts_on": "received"}
    with pytest.raises(rules.BadClock):
        rules.read_clock_rules([{**row, "pausable": True, "source": "x", "verified": True, **wrong}])


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "verify", "case"), [(EID_2026, 3, 14), (EID_2024, 3, 14)])
def test_a_new_case_gets_its_limits_over_eid(town: Town, start: datetime, verify: int, case: int) -> None:
    imported_years(start.year)
    row = factories.filed(town, now=start)
    wanted = {amount: day for moment, amount, day, _ in GOLDEN if moment == start}
    assert _day(row.verify_due_at) == wanted[verify]
    assert _day(row.due_at) == wanted[case]
    assert row.due_explanation is not None
    assert (row.due_explanation["amount"], row.due_explanation["unit"]) == (14, "working_day")


@pytest.mark.django_db
def test_the_reporters_word_chooses_the_class_until_the_officer_does(town: Town) -> None:
    imported_years(2026)
    assert _day(factories.oversight(town, now=EID_2026).due_at) == date(2026, 6, 25)
    assert _day(factories.question(town, now=EID_2026).due_at) == date(2026, 3, 30)
    wish = factories.aspiration(town, now=EID_2026)
    assert (wish.due_at, wish.due_explanation) == (None, None)
    assert _day(wish.verify_due_at) == date(2026, 3, 26)


@pytest.mark.django_db
def test_another_class_counts_from_receipt_with_the_pauses(town: Town) -> None:
    imported_years(2026)
    row = factories.question(town, now=EID_2026)
    clock.stop(row, now=EID_2026 + timedelta(hours=1))
    back = datetime(2026, 3, 27, 9, 0, tzinfo=WITA)
    assert clock.run_again(row, now=back)  # 17, 25, 26 and 27 March stood still at opening
    assert _day(row.due_at) == date(2026, 4, 6)
    row.complaint_class = "non_oversight"
    clock.set_clocks(row, CASE)
    assert row.due_explanation is not None
    assert (row.due_explanation["amount"], row.due_explanation["start"][:10]) == (14, "2026-03-16")
    assert _day(row.due_at) == date(2026, 4, 17)  # four working days after 13 April
    row.complaint_class = "oversight"
    clock.set_clocks(row, CASE)
    assert _day(row.due_at) == date(2026, 7, 1)


@pytest.mark.django_db
def test_while_the_clock_stands_no_moment_moves_and_nothing_is_due(town: Town) -> None:
    row = factories.filed(town, now=EID_2026)
    before = row.due_at
    row.state = "needs_completion"
    clock.stop(row, now=EID_2026 + timedelta(hours=1))
    assert not clock.set_clocks(row, VERIFY_CLOCK, CASE)
    clock.look_ahead(row)
    assert (row.due_at, row.next_due_at, row.escalate_at) == (before, None, None)


@pytest.mark.django_db
def test_sixty_calendar_days_stand_beside_sixty_working_days(town: Town) -> None:
    imported_years(2026)
    row = factories.oversight(town, now=EID_2026)
    outer = clock.settle_due(row)
    assert outer is not None
    assert (outer.at.date(), outer.unit) == (date(2026, 5, 15), "calendar_day")
    assert _day(row.due_at) == date(2026, 6, 25)
    clock.stop(row, now=EID_2026 + timedelta(days=1))
    clock.run_again(row, now=EID_2026 + timedelta(days=11))
    later = clock.settle_due(row)
    assert later is not None
    assert later.at.date() == date(2026, 5, 26)  # from the completed report


@pytest.mark.django_db
@pytest.mark.parametrize(("amount", "unit", "wanted"), [(3, "working_day", "03-26"), (90, "working_day", "04-13")])
def test_an_own_limit_only_shortens(town: Town, amount: int, unit: str, wanted: str) -> None:
    imported_years(2026)
    LocalClock.objects.create(
        organisation=town.city,
        clock=CASE,
        amount=amount,
        unit=unit,
        source="Perwali contoh",
        valid_from=date(2026, 1, 1),
    )
    assert _day(factories.filed(town, now=EID_2026).due_at) == date.fromisoformat(f"2026-{wanted}")


@pytest.mark.django_db
def test_an_own_limit_in_hours_stands_beside_days(town: Town) -> None:
    LocalClock.objects.create(
        organisation=town.registry, clock=VERIFY_CLOCK, amount=3, unit="hour", source="SOP", valid_from=date(2026, 1, 1)
    )
    row = factories.filed(town, now=EID_2026)
    assert row.verify_due_at == EID_2026 + timedelta(hours=3)
    assert row.next_due_at == row.verify_due_at


@pytest.mark.django_db
def test_silence_counts_ten_working_days_from_the_answer(town: Town) -> None:
    imported_years(2026)
    row = factories.filed(town, now=EID_2026)
    row.answered_at = EID_2026
    clock.begin_silence(row, EID_2026)
    assert _day(row.closes_at) == date(2026, 4, 7)
    clock.begin_silence(row, datetime(2026, 4, 1, 10, 0, tzinfo=WITA))  # the reporter said something
    assert _day(row.closes_at) == date(2026, 4, 16)
    clock.end_silence(row)
    assert (row.closes_at, row.closes_explanation) == (None, None)


@pytest.mark.parametrize(
    ("hours", "block"),
    [
        ("0", 1),
        ("24", 1),
        ("24.0001", 3),
        ("72", 3),
        ("72.5", 5),
        ("120", 5),
        ("168", 7),
        ("336", 14),
        ("336.01", None),
    ],
)
def test_blocks_of_24_hours(hours: str, block: int | None) -> None:
    assert rules.block_of(Decimal(hours)) == block


@given(hours=st.decimals(min_value=0, max_value=400, places=4))
def test_a_block_begins_where_the_one_before_ends(hours: Decimal) -> None:
    block = rules.block_of(hours)
    lower = max((one for one in rules.clocks.BLOCKS if one * 24 < hours), default=0)
    assert block is None if hours > 336 else block is not None
    assert block is None or lower * 24 < hours <= block * 24 or hours == 0


@pytest.mark.django_db
def test_blocks_come_from_the_same_moments_as_working_days(town: Town) -> None:
    """Filed on Friday evening, answered on Monday: one working day, but a block of three times 24 hours."""
    friday = datetime(2026, 1, 9, 17, 0, tzinfo=WITA)
    row = factories.filed(town, now=friday)
    clock.note_response(row, friday + timedelta(hours=64))
    clock.note_response(row, friday + timedelta(hours=90))  # the first word counts
    assert row.response_hours == Decimal("64.0000")
    assert rules.block_of(row.response_hours) == 3


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(WITA).date() if moment else None


@pytest.mark.django_db
def test_a_case_needs_no_more_queries_for_its_clocks_with_many_pauses(town: Town) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    row = Complaint.objects.select_related("organisation", "coordinator").get(pk=factories.filed(town, now=EID_2026).pk)
    counts = []
    for hours in (1, 3, 5):
        with CaptureQueriesContext(connection) as queries:
            clock.set_clocks(row, VERIFY_CLOCK, CASE)
        counts.append(len(queries))
        clock.stop(row, now=EID_2026 + timedelta(hours=hours))
        clock.run_again(row, now=EID_2026 + timedelta(hours=hours + 1))
    assert counts == [counts[0]] * 3
    assert counts[0] <= 12
