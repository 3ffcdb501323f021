"""The index by the rule: golden figures of agencies, and one test against each error found in public applications."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.voice.surveys import counts, rules
from melayani.voice.surveys.figures import Headline, headline
from melayani.voice.surveys.instrument import UnknownInstrument

GOLDEN = json.loads((Path(__file__).parent / "data" / "skm-golden.json").read_text(encoding="utf-8"))
IN_2024 = date(2024, 6, 1)
IN_2012 = date(2012, 6, 1)
NINE = [case for case in GOLDEN["cases"] if "14 elements" not in case["regime"]]
BY_ID = {element.id_key: element.key for element in rules.load_instrument().elements}


def exact_means(case: dict[str, Any]) -> list[Fraction]:
    """The case's element means: from sums where it has them, else the printed ones."""
    if case.get("sums") and case["n"]:
        return [rules.element_mean(total, case["n"]) for total in case["sums"]]
    return [Fraction(mean) for mean in case["nrr"]]


@pytest.mark.parametrize("case", NINE, ids=lambda case: case["id"])
def test_every_golden_case_is_met_with_exact_and_with_literal_weights(case: dict[str, Any]) -> None:
    means = exact_means(case)
    index = rules.satisfaction_index(means)
    expected = Decimal(case["recomputed"]["exact_1_over_k"])
    assert abs(rules.round_half_up(25 * sum(means) / Fraction(len(means)), 4) - expected) <= Decimal("0.0001")
    assert index == rules.round_half_up(expected, 2)
    assert rules.grade(index, on=IN_2024).letter == case["recomputed_grade"]
    literal = rules.satisfaction_index(means, weights="0.111")
    assert abs(literal - Decimal(case["recomputed"]["w0.111"])) <= Decimal("0.005")


@pytest.mark.parametrize("case", [case for case in NINE if case["follows_formula"]], ids=lambda case: case["id"])
def test_what_an_agency_published_by_the_formula_is_found_again(case: dict[str, Any]) -> None:
    assert rules.satisfaction_index(exact_means(case)) == rules.round_half_up(Decimal(case["published_index"]), 2)


def test_counts_of_answers_give_sums_means_and_index() -> None:
    case = next(case for case in NINE if "counts" in case)
    tallies = {
        BY_ID[key]: rules.Tally((counts.get("1", 0), counts.get("2", 0), counts.get("3", 0), counts.get("4", 0)))
        for key, counts in zip(case["element_order"], case["counts"], strict=True)
    }
    result = rules.compute(tallies, on=date(2025, 9, 30))
    assert [tallies[BY_ID[key]].total for key in case["element_order"]] == case["sums"]
    assert {one.key: str(one.mean) for one in result.elements} == {
        BY_ID[key]: mean for key, mean in zip(case["element_order"], case["nrr"], strict=True)
    }
    assert (result.n, result.index, result.grade.letter) == (29, Decimal("91.48"), "A")
    assert result.lowest_first()[0].key == "time"


def test_raw_rows_give_the_published_running_total() -> None:
    case = next(case for case in NINE if "rows" in case)
    order = [BY_ID[key] for key in case["element_order"]]
    rows = [row if isinstance(row, list) else row["answers"] for row in case["rows"]]
    tallies = {key: rules.tally(int(row[place]) for row in rows) for place, key in enumerate(order)}
    assert rules.compute(tallies, on=IN_2024).index == Decimal("78.06")


def test_the_rule_of_2004_is_reconciled_with_its_weight_rounding_and_table() -> None:
    case = next(case for case in GOLDEN["cases"] if case not in NINE)
    index = rules.legacy_index([Fraction(mean) for mean in case["nrr"]])
    assert index == Decimal(case["published_index"]) == Decimal("76.475")
    assert rules.grade(index, on=IN_2012).letter == "B"
    assert rules.grade(index, on=IN_2024).letter == "C"
    with pytest.raises(rules.BadScore):
        rules.legacy_index([Fraction(3)] * 9)


def test_synthetic_boundaries() -> None:
    flips, maximum, gap, eight = GOLDEN["synthetic"]
    means = [Fraction(flips["nrr_all"])] * 9
    exact, literal = rules.satisfaction_index(means), rules.satisfaction_index(means, weights="0.111")
    assert (str(exact), rules.grade(exact, on=IN_2024).letter) == (flips["exact"], flips["exact_grade"])
    assert (str(literal), rules.grade(literal, on=IN_2024).letter) == (flips["w0111"], flips["w0111_grade"])
    assert str(rules.satisfaction_index([Fraction(4)] * 9)) == maximum["exact"]
    assert str(rules.satisfaction_index([Fraction(4)] * 9, weights="0.111")) == maximum["w0111"]
    assert str(rules.round_half_up(Decimal(gap["index_unrounded"]), 2)) == gap["rounded_half_up"]
    assert rules.grade(Decimal(gap["index_unrounded"]), on=IN_2024).letter == gap["grade"]
    assert str(rules.satisfaction_index([Fraction(mean) for mean in eight["nrr"]])) == eight["exact"]


def test_published_service_and_unit_indexes_carry_their_published_grades() -> None:
    services = GOLDEN["index_only"][0]["items"]
    assert [rules.grade(Decimal(index), on=date(2023, 12, 31)).letter for _, index, _ in services] == ["C", "B", "A"]


EDGES = [  # the table of the data, the inclusive minimum of each grade, and what stands a hundredth below it
    (table, day, letter, Decimal(lowest), below)
    for table, day in (("intervals_2017", IN_2024), ("intervals_2004", IN_2012))
    for (letter, _label, _low, _high, lowest, _highest), below in zip(
        GOLDEN[table], [None, *(row[0] for row in GOLDEN[table])], strict=False
    )
]


@pytest.mark.parametrize(
    ("day", "letter", "lowest", "below"),
    [edge[1:] for edge in EDGES],
    ids=[f"{table}-{letter}-from-{lowest}" for table, _, letter, lowest, _ in EDGES],
)
def test_the_edges_of_both_tables(day: date, letter: str, lowest: Decimal, below: str | None) -> None:
    assert rules.grade(lowest, on=day).letter == letter
    if below:
        assert rules.grade(lowest - Decimal("0.005"), on=day).letter == letter  # rounded before it is graded
        assert rules.grade(lowest - Decimal("0.01"), on=day).letter == below
        assert rules.grade(lowest - Decimal("0.0051"), on=day).letter == below


@pytest.mark.parametrize(("table", "day"), [("intervals_2017", IN_2024), ("intervals_2004", IN_2012)])
def test_the_printed_upper_bounds_of_both_tables(table: str, day: date) -> None:
    assert [rules.grade(Decimal(row[5]), on=day).letter for row in GOLDEN[table]] == [row[0] for row in GOLDEN[table]]


@pytest.mark.parametrize(("year", "index"), GOLDEN["index_only"][1]["items"])
def test_the_published_index_of_each_year_is_a_b_by_the_table_of_its_last_day(year: str, index: str) -> None:
    assert rules.grade(Decimal(index), on=date(int(year), 12, 31)).letter == "B"


# --- one test against each error found in public applications (docs/modules/surveys.md) ---


def test_the_table_follows_the_regulation_of_the_date_not_the_nine_elements() -> None:
    assert rules.grade(Decimal("70.00"), on=IN_2024).letter == "C"
    assert rules.grade(Decimal("70.00"), on=IN_2012).letter == "B"


@pytest.mark.parametrize(("index", "letter"), [("64.99", "D"), ("65.00", "C"), ("55.00", "D"), ("25.00", "D")])
def test_c_begins_at_65_not_at_55(index: str, letter: str) -> None:
    assert rules.grade(Decimal(index), on=IN_2024).letter == letter


@pytest.mark.parametrize(("index", "letter"), [("83.31", "B"), ("88.30", "B"), ("88.31", "A"), ("100.00", "A")])
def test_a_begins_at_8831_not_at_8331_and_includes_it(index: str, letter: str) -> None:
    assert rules.grade(Decimal(index), on=IN_2024).letter == letter


@pytest.mark.parametrize(("index", "letter"), [("76.60", "C"), ("76.61", "B"), ("76.604", "C"), ("76.605", "B")])
def test_b_includes_its_bound_and_gaps_close_by_rounding_first(index: str, letter: str) -> None:
    assert rules.grade(Decimal(index), on=IN_2024).letter == letter


def test_nine_perfect_elements_give_100_not_99() -> None:
    assert rules.satisfaction_index([Fraction(4)] * 9) == Decimal("100.00")


def test_the_labels_are_the_regulations() -> None:
    labels = [rules.grade(Decimal(index), on=IN_2024).label("id") for index in ("30", "70", "80", "90")]
    assert labels == ["Tidak baik", "Kurang baik", "Baik", "Sangat baik"]


def test_the_scale_has_four_points() -> None:
    with pytest.raises(rules.BadScore):
        rules.tally([1, 5])
    with pytest.raises(rules.BadScore):
        rules.tally([0])


def test_means_are_never_truncated_because_counts_are_kept() -> None:
    one = rules.tally([3, 4, 4])
    assert (one.n, int(one.total), one.counts) == (3, 11, (0, 0, 1, 2))
    assert rules.element_mean(one.total, one.n) == Fraction(11, 3)


def test_a_unit_is_pooled_from_answers_not_averaged_from_services() -> None:
    many = dict.fromkeys(rules.load_instrument().keys, rules.Tally((0, 0, 0, 30)))
    few = dict.fromkeys(rules.load_instrument().keys, rules.Tally((10, 0, 0, 0)))
    unit = rules.compute(rules.pooled([many, few]), on=IN_2024)
    assert (unit.n, unit.index) == (40, Decimal("81.25"))
    assert unit.index != (Decimal("100.00") + Decimal("25.00")) / 2


# --- what is not known is refused ---


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2014, 1, 1), date(2016, 12, 31)])
def test_a_date_without_a_verified_table_is_refused(day: date) -> None:
    with pytest.raises(rules.NoGradeTable):
        rules.grade(Decimal("80.00"), on=day)


@pytest.mark.parametrize("index", ["24.99", "100.01", "-1"])
def test_a_figure_that_is_no_index_is_refused(index: str) -> None:
    with pytest.raises(rules.BadScore):
        rules.grade(Decimal(index), on=IN_2024)


def test_odd_weights_uneven_answers_and_unknown_instruments_are_refused() -> None:
    with pytest.raises(rules.BadScore):
        rules.satisfaction_index([Fraction(3)] * 9, weights="0.11")
    with pytest.raises(rules.BadScore):
        rules.satisfaction_index([Fraction(3)] * 8, weights="0.111")
    with pytest.raises(rules.BadScore):
        rules.satisfaction_index([])
    with pytest.raises(rules.BadScore):
        rules.compute({"time": rules.tally([3]), "fee": rules.tally([3, 3])}, on=IN_2024)
    with pytest.raises(rules.BadScore):
        rules.compute({"U1": rules.tally([3])}, on=IN_2024)
    with pytest.raises(rules.BadScore):
        rules.element_mean(0, 0)
    with pytest.raises(UnknownInstrument):
        rules.load_instrument("../../settings")


nine = st.lists(st.integers(1, 4), min_size=9, max_size=9)
rows = st.lists(nine, min_size=1, max_size=40)


@given(rows)
def test_the_index_is_between_25_and_100_and_does_not_depend_on_the_order(answers: list[list[int]]) -> None:
    keys = rules.load_instrument().keys
    tallies = {key: rules.tally(row[place] for row in answers) for place, key in enumerate(keys)}
    result = rules.compute(tallies, on=IN_2024)
    turned = rules.compute(dict(reversed(tallies.items())), on=IN_2024)
    assert Decimal(25) <= result.index <= Decimal(100)
    assert result == turned
    exact = Fraction(25 * sum(map(sum, answers)), 9 * len(answers))
    assert abs(Fraction(result.index) - exact) <= Fraction(1, 200)


@given(rows, st.integers(0, 9), st.booleans())
def test_a_line_of_a_trend_shows_the_index_of_the_same_answers(
    answers: list[list[int]], dropped: int, twice: bool
) -> None:
    """The quick way for what was asked evenly, and the long one, say the same."""
    keys = [*rules.load_instrument().keys]
    kept = {key: list(rules.tally(row[place] for row in answers).counts) for place, key in enumerate(keys)}
    for key in keys[dropped:9:8]:
        del kept[key]
    if twice and "time" in kept:
        kept["time/2"] = [2 * count for count in kept.pop("time")]
    line = headline({True: kept, False: {}}, until=IN_2024)
    assert line.n == len(answers)
    if line.n >= rules.MINIMUM_SHOWN:
        n, index, grade = rules.summarise(counts.tallies(kept), on=IN_2024)
        assert line == Headline(n, index, grade.letter)
    else:
        assert line.index is None


def test_a_line_of_a_trend_is_rounded_half_up() -> None:
    kept = {key: [0, 0, 20, 0] for key in rules.load_instrument().keys}
    kept["fee"] = [1, 7, 12, 0]  # 531 of 180 answers: 73.75
    assert headline({True: kept, False: {}}, until=IN_2024).index == Decimal("73.75")
    assert rules.even_index(points=15321, answers=5000) == Decimal("76.61")  # 76.605


@given(rows, st.permutations(range(9)))
def test_the_index_does_not_depend_on_which_element_got_which_answers(
    answers: list[list[int]], order: list[int]
) -> None:
    keys = rules.load_instrument().keys
    plain = {key: rules.tally(row[place] for row in answers) for place, key in enumerate(keys)}
    moved = {key: plain[keys[place]] for key, place in zip(keys, order, strict=True)}
    assert rules.compute(moved, on=IN_2024).index == rules.compute(plain, on=IN_2024).index


@given(st.fractions(min_value=25, max_value=100))
def test_the_grade_is_that_of_the_rounded_figure_and_never_falls(exact: Fraction) -> None:
    """Rounding comes before grading: no figure that is printed alike has two grades."""
    rounded = rules.round_half_up(exact, 2)
    numerator, denominator = exact.numerator * 100, exact.denominator
    assert int(rounded * 100) == (2 * numerator + denominator) // (2 * denominator)
    letter = rules.grade(rounded, on=IN_2024).letter
    bounds = [(Decimal("88.31"), "A"), (Decimal("76.61"), "B"), (Decimal("65.00"), "C"), (Decimal("25.00"), "D")]
    assert letter == next(grade for lowest, grade in bounds if rounded >= lowest)


@given(
    st.lists(st.tuples(st.lists(st.integers(1, 4), min_size=9, max_size=9), st.integers(0, 3)), min_size=1, max_size=40)
)
def test_the_index_of_a_unit_is_that_of_its_services_pooled(answers: list[tuple[list[int], int]]) -> None:
    keys = rules.load_instrument().keys
    services: dict[int, dict[str, rules.Tally]] = {}
    for scores, service in answers:
        own = services.setdefault(service, {})
        for key, score in zip(keys, scores, strict=True):
            own[key] = own.get(key, rules.Tally()) + rules.tally([score])
    exact = Fraction(25 * sum(sum(scores) for scores, _ in answers), 9 * len(answers))
    unit = rules.compute(rules.pooled(services.values()), on=IN_2024)
    assert (unit.n, unit.index) == (len(answers), rules.round_half_up(exact, 2))
    assert rules.summarise(rules.pooled(services.values()), on=IN_2024) == (unit.n, unit.index, unit.grade)


@given(rows, rows)
def test_pooling_is_the_same_as_counting_all_answers_at_once(first: list[list[int]], second: list[list[int]]) -> None:
    keys = rules.load_instrument().keys

    def count(answers: list[list[int]]) -> dict[str, rules.Tally]:
        return {key: rules.tally(row[place] for row in answers) for place, key in enumerate(keys)}

    assert rules.pooled([count(first), count(second)]) == count(first + second)


@pytest.mark.parametrize(
    ("population", "required"),
    [
        (1, 1),
        (9, 9),
        (10, 10),
        (12, 12),
        (17, 17),
        (29, 28),
        (100, 80),
        (101, 86),
        (4384, 354),
        (4500, 354),
        (75_001, 384),
        (10**9, 384),
    ],
)
def test_the_sample_is_read_from_the_first_row_not_below_the_population(population: int, required: int) -> None:
    assert rules.required_sample(population) == required


@given(st.integers(1, 2_000_000))
def test_a_sample_is_never_larger_than_its_population_and_never_falls(population: int) -> None:
    required = rules.required_sample(population)
    assert required <= population
    assert required <= rules.required_sample(population + 1)


def test_nobody_needs_no_sample() -> None:
    with pytest.raises(ValueError, match="paling sedikit 1"):
        rules.required_sample(0)
