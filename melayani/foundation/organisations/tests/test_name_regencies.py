"""What names a regency: whole words of three letters and more, a typing error only where the word is long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.foundation.organisations import queries
from melayani.foundation.organisations.models import Region
from melayani.foundation.organisations.rules import allowed, distance, means

NAMES = {
    "14.03": "Kabupaten Bengkalis",
    "32.01": "Kabupaten Bogor",
    "32.71": "Kota Bogor",
    "35.78": "Kota Surabaya",
    "64.74": "Kota Bontang",
    "73.22": "Kabupaten Luwu Utara",
    "73.24": "Kabupaten Luwu Timur",
    "75.05": "Kabupaten Gorontalo Utara",
}


@pytest.fixture
def regencies(db: None) -> None:
    for code, name in NAMES.items():
        parent, _ = Region.objects.get_or_create(code=code[:2], defaults={"level": "province", "name": "Provinsi"})
        Region.objects.get_or_create(code=code, defaults={"level": "regency", "name": name, "parent": parent})


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("bengkalis", ["14.03"]),
        ("saya di Bengkalis", ["14.03"]),
        ("benkalis", ["14.03"]),
        ("bengklais", ["14.03"]),
        ("bogor", ["32.01", "32.71"]),
        ("kota bogor", ["32.71"]),
        ("Kab. Bogor", ["32.01"]),
        ("surabya", ["35.78"]),
        ("luwu timur", ["73.24"]),
        ("luwu", ["73.24", "73.22"]),
        ("ya", []),
        ("ok", []),
        ("di", []),
        ("bo", []),
        ("bog", []),
        ("bogro2", []),
        ("kota", []),
        ("", []),
        ("🙏", []),
        ("tidak tahu", []),
        ("x" * 200, []),
    ],
)
def test_what_is_typed_names(regencies: None, typed: str, codes: list[str]) -> None:
    assert [row.code for row in queries.regencies_named(typed, limit=8)] == codes


@given(st.text("abcdef", min_size=1, max_size=10), st.text("abcdef", min_size=1, max_size=10))
def test_a_short_word_is_right_or_another_word(one: str, other: str) -> None:
    if means(one, other) and one != other:
        assert min(len(one), len(other)) >= 5
        assert one[0] == other[0]
        assert distance(one, other) <= allowed(other)
    assert means(one, one)
