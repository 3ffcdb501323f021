"""The promise line: every part inside the bar, in the right order, and a sentence that says the same."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from melayani.foundation.ui.promise_line import promise_geometry, promise_sentence, reality_sentence

DAYS = st.integers(0, 400).map(Decimal)


def share(place: str | None) -> float:
    assert place is not None
    return float(place.rstrip("%"))


def test_the_sentence_of_the_look() -> None:
    assert promise_sentence(5, Decimal(3), Decimal(6), 212) == (
        "Dijanjikan 5 hari kerja. Separuh selesai dalam 3 hari, 9 dari 10 dalam 6 hari (212 permohonan)."
    )


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "Belum ada permohonan selesai yang bisa diukur."),
        (3, "Baru 3 permohonan selesai: terlalu sedikit untuk menyebut waktu nyata."),
    ],
)
def test_too_few_cases_are_said_to_be_too_few(count: int, expected: str) -> None:
    assert reality_sentence(Decimal(1), Decimal(2), count) == expected


@given(promised=st.integers(1, 400), low=DAYS, more=DAYS, now=DAYS)
def test_everything_lies_inside_the_bar(promised: int, low: Decimal, more: Decimal, now: Decimal) -> None:
    line = promise_geometry(promised=promised, median=low, p90=low + more, count=9, now=now)
    places = [line.promise, line.median, line.end, line.now]
    assert all(0 <= share(place) <= 100 for place in places)
    assert share(line.median) <= share(line.end)
    assert (line.late_start is not None) == (low + more > promised)


def test_fewer_than_five_cases_draw_no_reality() -> None:
    line = promise_geometry(promised=14, median=Decimal(6), p90=Decimal(12), count=4)
    assert (line.median, line.end, line.late_start) == (None, None, None)
    assert line.promise is not None


def test_a_promise_in_hours_is_not_compared_with_days() -> None:
    assert promise_geometry(promised=3, median=Decimal(1), p90=Decimal(2), count=50, unit="hour").median is None


@pytest.mark.parametrize("size", ["large", "card", "row"])
def test_the_drawing_needs_no_inline_style(size: str) -> None:
    template = Template('{% promise_line promised=5 median=3 p90=6 count=212 size="' + size + '" now=2 %}')
    html = template.render(Context())
    assert "style=" not in html
    assert "Dijanjikan 5 hari kerja." in html
    assert "#F2B233" in html
