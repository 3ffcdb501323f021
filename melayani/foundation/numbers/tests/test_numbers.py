"""Public numbers and paper codes: made at random, read as a hand writes them, wrong ones refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.foundation.numbers.rules import (
    ALPHABET,
    KINDS,
    check_character,
    make_number,
    make_paper_code,
    make_secret,
    read_number,
    read_paper_code,
)

KIND = st.sampled_from(sorted(KINDS))
BODY = st.text(ALPHABET, min_size=8, max_size=8)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    kind, body = draw(KIND), draw(BODY)
    return f"{kind}-{body}-{check_character(body)}"


@given(KIND)
def test_a_made_number_reads_as_itself(kind: str) -> None:
    number = make_number(kind)
    assert len(number) == 14
    assert number.startswith(f"{kind}-")
    assert not set(number[4:]) & set("ILOU")
    assert read_number(number) == number


@given(numbers(), st.sampled_from([str.lower, str.upper, str.title, str.swapcase]))
def test_letter_case_does_not_matter(number: str, change: Callable[[str], str]) -> None:
    assert read_number(change(number)) == number


@given(numbers(), st.data())
def test_a_hand_may_write_o_for_0_and_i_or_l_for_1(number: str, data: st.DataObject) -> None:
    kind, rest = number[:4], number[4:]
    for true, looks in (("0", "Oo"), ("1", "IiLl")):
        rest = "".join(data.draw(st.sampled_from(true + looks)) if char == true else char for char in rest)
    assert read_number(kind + rest) == number


@given(numbers(), st.sampled_from(["", " ", "-", " - ", ".", "–", "—", "\t", "\n"]))
def test_separators_do_not_matter(number: str, between: str) -> None:
    bare = number.replace("-", "")
    assert read_number(bare) == number
    assert read_number(f" {between.join(bare)} ") == number


@given(numbers(), st.data())
def test_every_single_wrong_character_is_found(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(4, 11) | st.just(13))
    wrong = data.draw(st.sampled_from([char for char in ALPHABET if char != number[place]]))
    assert read_number(number[:place] + wrong + number[place + 1 :]) is None


@given(BODY, st.data())
def test_a_wrong_letter_in_the_kind_is_found(body: str, data: st.DataObject) -> None:
    kind = data.draw(KIND)
    number = f"{kind}-{body}-{check_character(body)}"
    for letter in range(3):
        other = "X" if kind[letter] != "X" else "Y"
        assert read_number(kind[:letter] + other + number[letter + 1 :]) is None


@given(numbers(), st.integers(4, 10))
def test_two_swapped_neighbours_are_found_but_for_0_and_z(number: str, place: int) -> None:
    first, second = number[place], number[place + 1]
    swapped = number[:place] + second + first + number[place + 2 :]
    if first == second or {first, second} == {"0", "Z"}:
        return
    assert read_number(swapped) is None


@given(st.text(max_size=40))
def test_no_text_whatever_breaks_the_reading(text: str) -> None:
    found = read_number(text)
    assert found is None or read_number(found) == found
    code = read_paper_code(text)
    assert code is None or read_paper_code(code) == code


@pytest.mark.parametrize(
    "typed", ["", "PMH", "PMH-", "PMH-7K3Q9XBT", "ABC-7K3Q9XBT-W", "7K3Q9XBT-W", "PMH-7K3Q9XBT-WM"]
)
def test_what_is_no_number_reads_as_none(typed: str) -> None:
    assert read_number(typed) is None


def test_the_check_character_is_fixed_for_ever() -> None:
    """Numbers on paper must read in every later version."""
    printed = {"7K3Q9XBT": "W", "3M6Y0CHQ": "S", "9ZD41XNA": "Y", "C4N9E1ZR": "5"}
    assert {body: check_character(body) for body in printed} == printed


def test_an_unknown_kind_makes_no_number() -> None:
    with pytest.raises(KeyError):
        make_number("XYZ")


def test_numbers_and_secrets_do_not_repeat() -> None:
    assert len({make_number("PMH") for _ in range(2_000)}) == 2_000
    assert len({make_secret() for _ in range(2_000)}) == 2_000
    assert all(len(make_secret()) == 32 for _ in range(50))


@given(st.text(ALPHABET, min_size=10, max_size=10), st.sampled_from(["", "-", " "]))
def test_a_paper_code_reads_as_a_hand_writes_it(body: str, between: str) -> None:
    code = f"{body[:5]}-{body[5:]}"
    typed = between.join([body[:5], body[5:]]).lower().replace("0", "o").replace("1", "l")
    assert read_paper_code(typed) == read_paper_code(code) == code


def test_a_made_paper_code_reads_as_itself() -> None:
    for _ in range(200):
        code = make_paper_code()
        assert read_paper_code(code) == code


@pytest.mark.parametrize("typed", ["", "7K3Q9", "7K3Q9-XBTM", "7K3Q9-XBTM22", "7K3Q9-XBTMU", "7K3Q9-XBTM!"])
def test_what_is_no_paper_code_reads_as_none(typed: str) -> None:
    assert read_paper_code(typed) is None
