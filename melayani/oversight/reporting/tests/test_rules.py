"""Periods, change, outliers, checks, sums: plain functions with figures worked out by hand."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from melayani.oversight.reporting import definitions, rules, states
from melayani.oversight.reporting.rules.checks import ERROR, Check


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


# --- change -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("7912", "4431", "−44,0 %"),  # Kota Bogor, February to March 2020: 3,481 of 7,912 = 43.996…
        ("4431", "7912", "+78,6 %"),
        ("0", "12", "dari nol"),
        ("0", "0", "0,0 %"),
        ("12", "0", "−100,0 %"),
        (None, "12", ""),
        ("12", None, ""),
        ("8", "8.004", "+0,1 %"),  # 0.05 rounds half-up
        ("200", "200", "0,0 %"),
    ],
)
def test_change_in_words(before: str | None, after: str | None, words: str) -> None:
    assert rules.change_words(rules.change(number(before), number(after))) == words


def test_bogor_fell_by_44_percent() -> None:
    assert rules.change(Decimal(7912), Decimal(4431)).percent == Decimal("-44.0")


@pytest.mark.parametrize(
    ("before", "after", "jumps"),
    [
        ("7912", "4431", True),
        ("100", "130", False),  # exactly the bound
        ("100", "131", True),
        ("10", "20", False),  # twice as many, but only ten
        ("0", "19", False),
        ("0", "20", True),
        (None, "5000", False),  # nothing to compare with
    ],
)
def test_a_jump_needs_bound_and_amount(before: str | None, after: str, jumps: bool) -> None:
    assert rules.is_jump(rules.change(number(before), Decimal(after)), bound=30, floor=20) is jumps


# --- outliers ---------------------------------------------------------------------------------------------------------
STEADY = [Decimal(one) for one in (100, 102, 98, 101, 99, 103)]


def test_outlier_by_median_and_spread() -> None:
    """Median 100.5, distances .5 1.5 2.5 .5 1.5 2.5, MAD 1.5: 0.6745 × 99.5 / 1.5 = 44.74."""
    score = rules.outlier_score(STEADY, Decimal(200))
    assert score is not None
    assert round(score, 2) == Decimal("44.74")
    assert rules.outlier_words(STEADY, Decimal(200)) == "Jauh di atas yang biasa (nilai tengah 100 dari 6 periode)."
    assert rules.outlier_words(STEADY, Decimal(105)) == ""


def test_short_series_claim_nothing() -> None:
    assert rules.outlier_score(STEADY[:5], Decimal(9_000)) is None
    assert rules.outlier_words(STEADY[:5], Decimal(9_000)) == ""


def test_a_series_of_equal_figures_claims_nothing() -> None:
    assert rules.outlier_score([Decimal(7)] * 12, Decimal(8)) is None


# --- checks -----------------------------------------------------------------------------------------------------------
WITHIN = Check("within", ERROR, ("a",), "<=", "a di dalam b", right=("b",))


def test_zero_is_a_figure_and_empty_is_none() -> None:
    assert rules.compare(WITHIN, {"a": Decimal(1), "b": Decimal(0)}) is False
    assert rules.compare(WITHIN, {"a": Decimal(0), "b": Decimal(0)}) is True
    assert rules.compare(WITHIN, {"a": Decimal(1), "b": None}) is None
    assert rules.compare(WITHIN, {"a": Decimal(1)}) is None


def test_a_check_that_does_not_hold_stands_at_its_first_figure() -> None:
    assert [one.indicator for one in rules.problems_of([WITHIN], {"a": Decimal(2), "b": Decimal(1)})] == ["a"]
    limit = Check("limit", ERROR, ("a",), "<=", "paling banyak 100", number=Decimal(100))
    assert rules.compare(limit, {"a": Decimal(100)}) is True
    assert rules.compare(limit, {"a": Decimal(101)}) is False


# --- periods ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("zone", "end"),
    [
        ("Asia/Jakarta", "2020-04-10T17:00"),
        ("Asia/Makassar", "2020-04-10T16:00"),
        ("Asia/Jayapura", "2020-04-10T15:00"),
    ],
)
def test_a_due_day_ends_in_each_of_three_time_zones(zone: str, end: str) -> None:
    moment = rules.due_moment(date(2020, 4, 10), ZoneInfo(zone))
    assert moment == datetime.fromisoformat(f"{end}+00:00")


def test_months_weeks_and_their_words() -> None:
    assert rules.month_of(date(2020, 2, 11)) == rules.Period(date(2020, 2, 1), date(2020, 2, 29))
    assert rules.week_of(date(2020, 5, 11)) == rules.Period(date(2020, 5, 11), date(2020, 5, 17))
    assert rules.period_words("month", date(2020, 3, 1), date(2020, 3, 31)) == "Maret 2020"
    assert rules.period_words("week", date(2020, 3, 30), date(2020, 4, 5)) == "30 Maret–5 April 2020"
    assert rules.period_words("week", date(2020, 3, 9), date(2020, 3, 15)) == "9–15 Maret 2020"
    assert rules.months_back(date(2020, 2, 1), 3) == [date(2019, 12, 1), date(2020, 1, 1), date(2020, 2, 1)]


@pytest.mark.parametrize(
    ("opened", "closed", "owes"),
    [
        (None, None, True),
        (date(2020, 3, 31), None, True),  # the last day is enough
        (date(2020, 4, 1), None, False),
        (None, date(2020, 3, 2), True),  # open on the first
        (None, date(2020, 3, 1), False),  # closed from the first
        (date(2020, 3, 10), date(2020, 3, 11), True),
    ],
)
def test_who_was_open_on_one_day_owes_a_report(opened: date | None, closed: date | None, owes: bool) -> None:
    assert rules.was_open(rules.month_of(date(2020, 3, 1)), opened, closed) is owes


# --- sums -------------------------------------------------------------------------------------------------------------
def part(*values: str, weights: tuple[str, ...] = ()) -> rules.Part:
    found = rules.Part()
    for place, text in enumerate(values):
        value, weight = Decimal(text), Decimal(weights[place]) if weights else Decimal(0)
        found = found.plus(rules.Part(1, value, value, value, weight, weight * value))
    return found


def test_an_index_of_many_is_weighted_by_answers_and_a_share_comes_from_sums() -> None:
    assert rules.combine("weighted", part("90", "60", weights=("10", "30"))) == Decimal("67.50")  # not 75
    share = rules.combine("ratio", rules.Part(), [part("9", "0"), part("10", "90")])
    assert share == Decimal("9.00")  # 9 of 100, not the mean of 90 % and 0 %
    assert rules.combine("sum", part("3", "4")) == 7
    assert rules.combine("min", part("3", "4")) == 3
    assert rules.combine("max", part("3", "4")) == 4
    assert rules.combine("mean", part("3", "4")) == Decimal("3.50")


def test_nobody_said_anything_is_not_zero() -> None:
    assert rules.combine("sum", rules.Part()) is None
    assert rules.combine("sum", part("0")) == 0
    assert rules.combine("ratio", rules.Part(), [part("0"), part("0")]) is None
    assert rules.combine("weighted", part("90", weights=("0",))) is None


# --- numbers ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("7.912", "7912"),
        ("7912", "7912"),
        ("87,28", "87.28"),
        ("87.28", "87.28"),
        ("1.234.567,5", "1234567.5"),
        ("0", "0"),
        (" 12 000", "12000"),
    ],
)
def test_numbers_as_a_hand_writes_them(typed: str, value: str) -> None:
    assert rules.read_number(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["dua", "-3", "1.2.3", "1,234,567", "7e3", "٣", "1.23.456"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        rules.read_number(typed)


def test_nothing_typed_is_no_zero() -> None:
    assert rules.read_number("  ") is None
    assert rules.write_number(None) == ""
    assert rules.write_number(Decimal("0.00")) == "0"
    assert rules.write_number(Decimal("7912.00")) == "7.912"
    assert rules.write_number(Decimal("87.28")) == "87,28"


# --- definitions ------------------------------------------------------------------------------------------------------
def test_every_template_names_known_indicators_and_its_source() -> None:
    known = definitions.indicators()
    for form in definitions.templates():
        keys = {item.indicator.key for item in form.items}
        assert form.source
        for check in form.checks:
            assert {*check.left, *check.right} <= keys
        assert all(set(item.indicator.parts) <= set(known) for item in form.items)


def test_working_regions_are_dated() -> None:
    """Jawa Tengah stood under Wilayah III in April 2020 and under Wilayah I in November; nothing is known before."""
    assert definitions.wilayah_of("33", date(2020, 4, 14)) == "III"
    assert definitions.wilayah_of("33.71", date(2020, 11, 12)) == "I"
    assert definitions.wilayah_of("33", date(2020, 4, 13)) == ""
    assert "32" in definitions.provinces_of_wilayah("I", date(2020, 5, 11))
    assert "33" not in definitions.provinces_of_wilayah("I", date(2020, 5, 11))


def test_the_tile_map_has_38_provinces_and_no_two_in_one_place() -> None:
    tiles = definitions.tiles()
    assert len(tiles) == 38
    assert len(set(tiles.values())) == 38


def test_what_cannot_be_done_leads_nowhere() -> None:
    assert states.next_state(states.VERIFIED, states.SEND) is None
    assert states.next_state(states.OWED, states.SEND) is None
    assert states.next_state(states.SENT, states.VERIFY) == states.VERIFIED
