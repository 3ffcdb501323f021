"""Old reports found again: literal weights as a labelled option, older tables by date, and honest gaps."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from melayani.foundation.people.tests.factories import World, signed_in
from melayani.voice.surveys.reconciling import CannotReconcile, read_means, readings
from melayani.voice.surveys.rules import round_half_up

DATA = json.loads((Path(__file__).parent / "data" / "skm-golden.json").read_text())
ON = date(2023, 12, 31)


def test_means_are_read_with_comma_or_point() -> None:
    assert read_means("3,12 3.40\n4") == [Fraction("3.12"), Fraction("3.40"), Fraction(4)]
    for wrong in ("", "0,5", "4,1", "tiga"):
        with pytest.raises(CannotReconcile):
            read_means(wrong)


def test_literal_weights_are_labelled_and_never_reach_100() -> None:
    exact, literal = readings([Fraction(4)] * 9, on=ON, reported=Decimal("99.90"))
    assert (exact.index, exact.found) == (Decimal("100.00"), False)
    assert (literal.index, literal.found) == (Decimal("99.90"), True)
    assert "hanya untuk mencocokkan" in literal.way


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: case["id"])
def test_every_published_table_is_found_again_by_the_way_it_was_computed(case: dict[str, Any]) -> None:
    means = [Fraction(value) for value in case["nrr"]]
    if "sums" in case:
        means = [Fraction(total, int(case["n"])) for total in case["sums"]]
    on = date(2012, 6, 30) if len(means) == 14 else ON
    exact, other = readings(means, on=on, reported=Decimal(case["published_index"]))
    computed = case["recomputed"]
    assert exact.index == round_half_up(Fraction(computed["exact_1_over_k"]), 2)
    if len(means) == 9:
        assert other.index == round_half_up(Fraction(computed["w0.111"]), 2)
    shown = [one for one in (exact, other) if one.found]
    assert bool(shown) == (case["id"] != "gaspul-2025-tw3")  # 90.56 came from weight 0.11, which is no option here


def test_the_rule_of_2004_has_fourteen_elements_and_its_own_table() -> None:
    means = [Fraction("43.08") / 14] * 14
    old = readings(means, on=date(2012, 6, 30), reported=Decimal("76.475"))
    legacy = old[1]
    assert (legacy.index, legacy.grade, legacy.found) == (Decimal("76.475"), "B", True)
    assert old[0].index == Decimal("76.93")
    assert readings(means, on=date(2018, 6, 30))[1].grade == "C"


def test_years_without_a_verified_table_are_not_guessed() -> None:
    exact, _ = readings([Fraction(3)] * 9, on=date(2015, 6, 30))
    assert exact.grade == ""
    assert "belum dapat dipastikan" in exact.label
    with pytest.raises(CannotReconcile, match="perlu 9"):
        readings([Fraction(3)] * 8, on=ON)


@pytest.mark.django_db
def test_the_page_computes_and_stores_nothing(client: Client, world: World) -> None:
    signed_in(client, world.bontang_head)
    page = client.get("/kantor/survei/cocokkan/", {"day": "2023-12-31", "means": "4 " * 9, "reported": "99,90"})
    text = page.content.decode()
    assert "100,00" in text
    assert "99,90" in text
    assert "Ya" in text
    assert client.get("/kantor/survei/cocokkan/", {"day": "2023-12-31", "means": "9"}).status_code == 422
    signed_in(client, world.bontang_processor)
    assert client.get("/kantor/survei/cocokkan/").status_code == 404
