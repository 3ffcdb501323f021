"""Masks show what lets a person recognise their own value, and nothing more."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from melayani.foundation.ui import format as words

LETTERS = st.text(alphabet=st.characters(categories=["L"]), min_size=1, max_size=20)


def test_masks_of_known_values() -> None:
    assert words.mask_name("Contoh Ani Putri") == "Contoh A•••• P••••"
    assert words.mask_nik("6474010101010003") == "6474••••••••0003"
    assert words.mask_phone("+6281200000017") == "0812••••••17"
    assert words.mask_email("warga@contoh.example") == "w••••@contoh.example"
    assert words.mask_address("Jalan Melati 12, Bontang") == "Jalan M••••"
    assert words.mask_date(date(1990, 8, 17)) == "••-••-1990"


@given(st.lists(LETTERS, min_size=2, max_size=6))
def test_a_name_shows_one_word_and_initials(parts: list[str]) -> None:
    shown = words.mask_name(" ".join(parts)).split()
    assert shown[0] == parts[0]
    assert all(part == f"{original[0]}••••" for part, original in zip(shown[1:], parts[1:], strict=True))


@given(st.text(alphabet="0123456789", min_size=0, max_size=30))
def test_a_number_never_shows_its_middle(digits: str) -> None:
    nik, phone = words.mask_nik(digits), words.mask_phone(digits)
    assert sum(character.isdigit() for character in nik) <= 8
    assert sum(character.isdigit() for character in phone) <= 6
    assert len(nik) == len(digits)


@given(st.text(max_size=40))
def test_no_text_breaks_a_mask(text: str) -> None:
    masks = (words.mask_name, words.mask_nik, words.mask_phone, words.mask_email, words.mask_address, words.mask_date)
    assert all(isinstance(mask(text), str) for mask in masks)
    assert text == "" or len(text) < 2 or words.mask_email(text) != text or set(text) == {"•"}
