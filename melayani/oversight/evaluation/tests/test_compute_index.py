"""From scores to the index: the worked sheet, the edges of the categories, the weights, the tool."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from melayani.oversight.evaluation import rules
from melayani.oversight.evaluation.instrument import CURRENT, Instrument, UnknownInstrument, load
from melayani.oversight.evaluation.tests.worked_sheet import Worked, worked
from melayani.oversight.evaluation.tools import pekppp_score

A = load(CURRENT, "A")
B = load(CURRENT, "B")
Run = Callable[[Mapping[str, Any]], tuple[int, dict[str, Any], str]]


def instrument_of(sheet: Worked) -> Instrument:
    return load(CURRENT, sheet.code).with_weights(sheet.weights)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    def call(given: Mapping[str, Any]) -> tuple[int, dict[str, Any], str]:
        path = tmp_path / "nilai.json"
        path.write_text(json.dumps(given))
        code = pekppp_score([str(path)])
        shown = capsys.readouterr()
        return code, json.loads(shown.out) if shown.out else {}, shown.err

    return call


def as_file(sheet: Worked, **more: Any) -> dict[str, Any]:
    form = load(CURRENT, sheet.code).form
    scores = {str(number): score for number, score in sheet.scores.items()}
    return {"instrument": sheet.code, "f02": scores, "f03": {"form": form, "answers": sheet.answers}, **more}


@pytest.mark.parametrize("code", ["A", "B"])
def test_the_worked_sheet_is_met_in_every_step(code: str) -> None:
    sheet = worked(code)
    found = rules.compute(instrument_of(sheet), sheet.scores, sheet.answers)
    assert {one.aspect.code: one.total for one in found.aspects} == sheet.sums
    shown = [str(rules.rounded(value)) for value in (found.f02, found.f03, found.ipp)]
    assert [*shown, found.category.code] == [sheet.f02, sheet.f03, sheet.ipp, sheet.category]


def test_the_sheet_of_a_uses_the_published_weights() -> None:
    assert worked("A").weights == {one.number: one.weight for one in A.indicators}


def test_nothing_is_rounded_before_the_end() -> None:
    sheet = worked("A")
    found = rules.compute(A, sheet.scores, sheet.answers)
    early = Fraction(3, 4) * Fraction(rules.rounded(found.f02)) + Fraction(1, 4) * Fraction(rules.rounded(found.f03))
    assert (found.shown, rules.rounded(early)) == (Decimal("3.81"), Decimal("3.82"))


@pytest.mark.parametrize(
    ("index", "code"),
    [
        ("5.00", "A"),
        ("4.51", "A"),
        ("4.50", "A-"),
        ("4.01", "A-"),
        ("4.00", "B"),
        ("3.51", "B"),
        ("3.50", "B-"),
        ("3.01", "B-"),
        ("3.00", "C"),
        ("2.51", "C"),
        ("2.50", "C-"),
        ("2.01", "C-"),
        ("2.00", "D"),
        ("1.51", "D"),
        ("1.50", "E"),
        ("1.01", "E"),
        ("1.00", "F"),
        ("0.00", "F"),
    ],
)
def test_edges_of_the_categories(index: str, code: str) -> None:
    assert rules.category_of(A, Decimal(index)).code == code


@pytest.mark.parametrize(
    ("exact", "shown", "code"),
    [("4.505", "4.51", "A"), ("4.50499", "4.50", "A-"), ("1.005", "1.01", "E"), ("3.505", "3.51", "B")],
)
def test_an_index_between_two_categories_is_rounded_first(exact: str, shown: str, code: str) -> None:
    found = rules.rounded(Fraction(exact))
    assert (str(found), rules.category_of(A, found).code) == (shown, code)


@pytest.mark.parametrize(
    ("region", "index"),
    [
        ("Jawa Barat", "4.76"),
        ("Jawa Timur", "4.63"),
        ("DI Yogyakarta", "4.62"),
        ("Sumatera Selatan", "4.60"),
        ("Kalimantan Selatan", "4.56"),
        ("DKI Jakarta", "4.53"),
        ("Jawa Tengah", "4.53"),
    ],
)
def test_published_indexes_have_their_published_category(region: str, index: str) -> None:
    assert rules.category_of(A, Decimal(index)).code == "A"  # KepmenPANRB 659/2024


@given(some.integers(0, 500))
def test_every_rounded_index_has_exactly_one_category(hundredths: int) -> None:
    index = Decimal(hundredths).scaleb(-2)
    assert len([one for one in A.categories if one.low <= index <= one.high]) == 1


@given(some.fractions(0, 5))
def test_rounding_is_half_up_and_nowhere_else(value: Fraction) -> None:
    gap = Fraction(rules.rounded(value)) - value
    assert -Fraction(1, 200) < gap <= Fraction(1, 200)


@given(some.integers(0, 5))
def test_the_same_score_everywhere_is_the_index(score: int) -> None:
    scores = {one.number: score for one in A.indicators}
    assert rules.compute(A, scores, [[score] * 14]).ipp == score


def test_plain_means_would_give_another_index() -> None:
    scores = {one.number: 0 for one in A.indicators} | {14: 5}
    found = rules.compute(A, scores, [[0] * 14])
    assert found.f02 == Fraction(25, 100) * Fraction(30, 100) * 5  # not 5 / 5 / 6


def test_weights_that_do_not_sum_to_100_are_refused() -> None:
    heavier = replace(
        A, indicators=tuple(replace(one, weight=Fraction(18)) if one.number == 1 else one for one in A.indicators)
    )
    with pytest.raises(rules.BadInstrument, match="aspek I berjumlah 101, seharusnya 100"):
        rules.demand_weights(heavier)
    lighter = replace(A, aspects=(replace(A.aspects[0], weight=Fraction(23)), *A.aspects[1:]))
    with pytest.raises(rules.BadInstrument, match="Bobot aspek berjumlah 99"):
        rules.demand_weights(lighter)
    with pytest.raises(rules.BadInstrument, match="tepat satu"):
        rules.demand_weights(A.with_shares(Fraction("0.7"), Fraction("0.25")))


def test_weights_below_zero_are_refused_though_their_sum_is_right() -> None:
    entered = dict(worked("B").weights) | {1: Fraction(-10), 2: Fraction(46)}
    with pytest.raises(rules.BadInstrument, match="di bawah nol"):
        rules.demand_weights(B.with_weights(entered))


def test_open_weights_are_refused_and_entering_changes_no_published_one() -> None:
    with pytest.raises(rules.OpenWeights, match="belum berbobot"):
        rules.compute(B, worked("B").scores, worked("B").answers)
    assert A.with_weights({1: Fraction(99)}) == A
    rules.demand_weights(A)
    rules.demand_weights(B.with_weights(worked("B").weights))


def test_a_scale_of_a_stands_in_b_under_its_own_number() -> None:
    review, pledge = A.indicator(4), B.indicator(4)
    assert review is not None
    assert pledge is not None
    assert (pledge.shared, pledge.words(1)) == (5, "Tersedia")
    unknown = B.indicator(14)
    assert unknown is not None
    assert (unknown.scale, unknown.words(3)) == ((), "")


def test_the_thirty_first_is_scored_but_counts_nothing() -> None:
    sheet = worked("A")
    assert (
        rules.compute(A, {**sheet.scores, 31: 5}, sheet.answers).ipp
        == rules.compute(A, sheet.scores, sheet.answers).ipp
    )


def test_unknown_versions_and_codes_are_refused() -> None:
    with pytest.raises(UnknownInstrument):
        load("pekppp-1999", "A")
    with pytest.raises(UnknownInstrument):
        load(CURRENT, "C")


def test_the_tool_prints_the_sheet_of_a(run: Run) -> None:
    code, shown, error = run(as_file(worked("A")))
    assert (code, error) == (0, "")
    assert shown == {
        "aspects": {
            "I": {"f02": 3.99, "f03": 4.1},
            "II": {"f02": 3.9, "f03": 3.93},
            "III": {"f02": 3.46, "f03": 3.45},
            "IV": {"f02": 4.0, "f03": 3.7},
            "V": {"f02": 3.85, "f03": 4.1},
            "VI": {"f02": 3.5, "f03": None},
        },
        "f02": 3.8,
        "f03": 3.86,
        "ipp": 3.81,
        "category": "B",
    }


def test_the_tool_refuses_open_weights_and_takes_entered_ones(run: Run) -> None:
    sheet = worked("B")
    code, shown, error = run(as_file(sheet))
    assert (code, shown) == (2, {})
    assert "belum berbobot" in error
    weights = {str(number): int(weight) for number, weight in sheet.weights.items()}
    assert run(as_file(sheet, weights=weights))[1]["ipp"] == 4.37
    assert run(as_file(sheet, weights=weights | {"1": 21}))[0] == 2
    assert run(as_file(worked("A"), weights={"1": 18}))[0] == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"instrument": "C"},
        {"f02": {}},
        {"f02": []},
        {"f02": {"satu": 4}},
        {"f02": {"99": 4}},
        {"f03": {"form": "offline", "answers": []}},
        {"f03": {"form": "online", "answers": [[5] * 11]}},
        {"f03": {"form": "offline", "answers": [[5] * 13]}},
        {"f03": {"form": "offline", "answers": [[5] * 13 + [6]]}},
        {"f03": {"form": "offline", "answers": [5]}},
        {"f03": None},
        {"version": "lama"},
        {"weights": [1]},
    ],
)
def test_the_tool_refuses_bad_input_with_one_sentence(run: Run, wrong: dict[str, Any]) -> None:
    code, shown, error = run({**as_file(worked("A")), **wrong})
    assert (code, shown, error.count("\n")) == (2, {}, 1)


@pytest.mark.parametrize("score", [-1, 6, 3.5, "4", True, None])
def test_scores_off_the_scale_are_refused(run: Run, score: object) -> None:
    given = as_file(worked("A"))
    given["f02"]["7"] = score
    assert run(given)[0] == 2


def test_the_tool_refuses_what_is_no_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    broken = tmp_path / "rusak.json"
    broken.write_text("{")
    for arguments in ([], ["a", "b"], ["--help"], [str(tmp_path / "tiada.json")], [str(broken)], [str(tmp_path)]):
        assert pekppp_score(arguments) == 2
    broken.write_text("[]")
    assert pekppp_score([str(broken)]) == 2
    assert capsys.readouterr().out == ""
