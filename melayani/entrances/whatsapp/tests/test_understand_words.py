"""Commands with typing errors, numbers anywhere in a text, choices by number and by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.entrances.whatsapp import understanding
from melayani.entrances.whatsapp.understanding import Option, Said, chosen, command, numbers_in
from melayani.foundation.numbers.rules import KINDS, make_number
from melayani.foundation.organisations.rules import distance

DAYS = (Option("a", "Senin 16 Mar"), Option("b", "Selasa 17 Mar"), Option("c", "Rabu 18 Mar"))
KNOWN = sorted(understanding._COMMANDS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("MENU", "menu"),
        ("mneu", "menu"),
        ("Batal!", "cancel"),
        ("btal", "cancel"),
        ("kembalii", "back"),
        ("Petugs 🙏", "officer"),
        ("antrian", "queue"),
        ("pngaduan", "complain"),
        ("Selamat pagi", "menu"),
        ("janji temuu", "book"),
        ("inglish", ""),
        ("ya", ""),
        ("petugas tidak pernah ada di loket", ""),
        ("", ""),
        ("🙏", ""),
    ],
)
def test_a_command_is_known_with_its_typing_errors(typed: str, meant: str) -> None:
    assert command(typed) == meant


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ("Syarat KTP hilang apa saja?", "KTP hilang"),
        ("bagaimana cara mengurus akta lahir, kak", "akta lahir"),
        ("berapa biaya SIM?", "SIM"),
        ("apa syaratnya?", "apa syaratnya?"),
        ("KTP", "KTP"),
    ],
)
def test_a_question_is_about_what_is_left_without_the_asking(asked: str, about: str) -> None:
    assert understanding.subject_of(asked) == about


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    said = Said(text=text)
    assert said.command in {"", *understanding._WORDS}
    assert all(number[:3] in KINDS for number in said.numbers)
    assert chosen(said, DAYS) in {"", "a", "b", "c"}


@given(st.sampled_from([word for word in KNOWN if len(word) >= 5]), st.data())
def test_two_neighbouring_letters_may_change_places(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(word) - 2))
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    assert distance(word, understanding.folded(swapped)) <= 2
    found = command(swapped)
    assert not found or found in understanding._WORDS


@given(st.text("abcdef", max_size=8), st.text("abcdef", max_size=8))
def test_the_distance_is_the_same_both_ways_and_zero_only_for_the_same(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) <= max(len(one), len(other))


@given(
    st.sampled_from(sorted(KINDS)),
    st.text(st.characters(whitelist_categories=("Zs", "Po"), max_codepoint=0x2FF), max_size=20),
    st.sampled_from(["-", " ", "", "–"]),
    st.booleans(),
)
def test_a_number_is_found_anywhere_in_a_text(kind: str, around: str, sign: str, small: bool) -> None:
    number = make_number(kind)
    written = number.replace("-", sign)
    text = f"halo {around} {written.lower() if small else written} {around} terima kasih"
    assert number in numbers_in(text)


def test_a_number_with_a_wrong_sign_is_none() -> None:
    number = make_number("ADU")
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    assert numbers_in(f"nomor {wrong}") == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (Said(choice="b"), "b"),
        (Said(choice="z"), ""),
        (Said(text="2"), "b"),
        (Said(text=" 2. "), "b"),
        (Said(text="nomor 3"), "c"),
        (Said(text="4"), ""),
        (Said(text="selasa 17 mar"), "b"),
        (Said(text="slasa 17 mar"), "b"),
        (Said(text="rabu"), "c"),
        (Said(text="kamis"), ""),
    ],
)
def test_a_choice_is_tapped_numbered_or_written(said: Said, meant: str) -> None:
    assert chosen(said, DAYS) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("batal deh kak", "cancel"),
        ("ubah janji dong", "visits"),
        ("makasih bnyk kak 🙏", "thanks"),
        ("terima kasih, tapi berapa biayanya?", ""),
        ("baik", ""),  # one letter from "balik"
        ("ok", ""),
        ("di", ""),
    ],
)
def test_a_command_may_have_manners_and_good_is_not_back(typed: str, meant: str) -> None:
    assert command(typed) == meant


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        ("petugas, ktp saya kapan jadi?", "ktp saya kapan jadi?"),
        ("halo kak petugas mau tanya soal KK", "mau tanya soal KK"),
        ("min, bisa diwakili?", "bisa diwakili?"),
        ("petugas", ""),
        ("petugas!", ""),
        ("ktp saya ditahan petugas", ""),
        ("loket tiga petugas tidak ada", ""),
    ],
)
def test_who_calls_an_officer_with_a_question_is_heard(typed: str, about: str) -> None:
    assert understanding.to_officer(typed) == about


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        ("ktpku ilang gmn ya min", "KTP hilang"),
        ("bs bikin sim dmn", "sim"),
        ("brp biayanya urus kknya", "kknya"),
        ("lost ID", "hilang KTP"),
    ],
)
def test_slang_and_english_are_put_straight(typed: str, about: str) -> None:
    assert understanding.subject_of(typed) == about


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("antrian disdukcapil bogor gmn", ("queue", "disdukcapil bogor")),
        ("mau buat janji temu rekam ktp", ("book", "rekam ktp")),
        ("lapor jalan rusak", ("complain", "jalan rusak")),
        ("lapor", ("", "")),
        ("lapor dong kak", ("", "")),
        ("jalan rusak mau lapor", ("", "")),
    ],
)
def test_a_command_is_known_with_what_it_is_about(typed: str, found: tuple[str, str]) -> None:
    assert understanding.command_about(typed) == found


@pytest.mark.parametrize(
    ("typed", "count"),
    [("2", 2), ("3 orang", 3), ("saya sendiri", 1), ("berdua sama istri", 2), ("banyak", 0), ("", 0), ("1000000", 0)],
)
def test_people_are_counted_in_words(typed: str, count: int) -> None:
    assert understanding.people_in(typed) == count


@given(st.text(max_size=300))
def test_any_text_is_judged_without_a_fault(text: str) -> None:
    understanding.only_asks(text)
    understanding.is_angry(text)
    understanding.looks_english(text)
    assert len(understanding.to_officer(text)) <= len(text)
    assert understanding.people_in(text) >= 0
    assert set(understanding.chosen_all(Said(text=text), DAYS)) <= {"a", "b", "c"}
