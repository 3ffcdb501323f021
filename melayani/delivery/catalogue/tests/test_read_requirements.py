"""The rules of the catalogue: lines into items, promises, actors, search words. No database."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.delivery.catalogue import rules, states
from melayani.delivery.catalogue.rules import Item, read_item, read_requirements

LINES = st.lists(
    st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=80), max_size=8
)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("KTP-el rusak (bila rusak)", Item(1, "KTP-el rusak", condition="bila rusak")),
        ("SKDLN bila dari luar negeri", Item(1, "SKDLN", condition="bila dari luar negeri")),
        ("Foto anak (di atas 5 tahun)", Item(1, "Foto anak", condition="bila di atas 5 tahun")),
        ("Foto 2x3 dua lembar (5-17 tahun)", Item(1, "Foto 2x3 dua lembar", condition="bila 5-17 tahun")),
        (
            "Rekomendasi instansi terkait bila perlu",
            Item(1, "Rekomendasi instansi terkait", condition="bila perlu"),
        ),
        (
            "surat kehilangan polisi atau KTP-el rusak",
            Item(
                1, "Surat kehilangan polisi atau KTP-el rusak", alternatives=("Surat kehilangan polisi", "KTP-el rusak")
            ),
        ),
        ("usia 17+ atau sudah/pernah menikah", Item(1, "Usia 17+ atau sudah/pernah menikah", kind="fact")),
        (
            "Pelapor ahli waris, atau ketua RT/RW bila tak ada",
            Item(1, "Pelapor ahli waris, atau ketua RT/RW bila tak ada", kind="fact"),
        ),
        ("e-KTP, e-mail, NPWP bila ada", Item(1, "E-KTP, e-mail, NPWP bila ada")),
    ],
)
def test_an_item_keeps_its_condition_and_alternatives(text: str, item: Item) -> None:
    assert read_item(1, text) == item


def test_one_labelled_line_is_no_variant() -> None:
    (group,) = read_requirements(["KK", "WNA: paspor"])
    assert (group.key, [item.text for item in group.items]) == ("", ["KK", "WNA: paspor"])


def test_two_labelled_lines_are_variants_and_other_lines_belong_to_both() -> None:
    groups = read_requirements(["Baru: KK", "Hilang: surat polisi; KK", "Formulir"])
    assert [(g.label, [i.text for i in g.items]) for g in groups] == [
        ("Baru", ["KK", "Formulir"]),
        ("Hilang", ["Surat polisi", "KK", "Formulir"]),
    ]


@given(LINES)
def test_no_published_line_is_lost(lines: list[str]) -> None:
    used = {item.line for group in read_requirements(lines) for item in group.items}
    assert used == set(range(1, len(lines) + 1))


def promise(**fields: object) -> rules.Promise | None:
    values = {
        "duration_min": 1,
        "duration_max": 3,
        "duration_unit": "working_day",
        "duration_text": "",
        "clock_starts": "",
    }
    standard: Any = SimpleNamespace(**{**values, **fields})
    return rules.promised(standard)


def test_the_limit_of_a_promise_is_its_most() -> None:
    both, least = promise(), promise(duration_max=None)
    assert both is not None
    assert least is not None
    assert (both.limit, least.limit) == (3, 1)


@pytest.mark.parametrize(
    "fields",
    [{"duration_unit": ""}, {"duration_unit": "external_sla"}, {"duration_min": None, "duration_max": None}],
)
def test_an_unknown_time_is_no_promise(fields: dict[str, object]) -> None:
    assert promise(**fields) is None


@pytest.mark.parametrize("unit", ["minute", "hour", "day", "working_day", "month", "external_sla", None])
def test_units_find_their_way_back(unit: str | None) -> None:
    assert rules.unit_as_published(rules.unit_from_published(unit)) == unit


@pytest.mark.parametrize(
    ("step", "actor"),
    [
        ("Pemohon menyerahkan berkas", "applicant"),
        ("Kepala Dinas TTE", "head"),
        ("Loket verifikasi dan mencatat", "counter"),
        ("Operator edit/entri", "processor"),
        ("Verifikasi data", ""),
    ],
)
def test_a_step_says_who_acts_only_where_its_words_do(step: str, actor: str) -> None:
    assert rules.actor_of(step) == actor


def test_folding_forgets_case_marks_and_hyphens() -> None:
    assert rules.fold("KTP-el Café") == "ktp el cafe ktpel"
    assert rules.query_words("Cara membuat KTP di Bengkalis") == ["ktp", "bengkalis"]
    assert rules.query_words("di untuk") == ["di", "untuk"]


@given(st.text(alphabet="abcdefghij", min_size=5, max_size=9), st.data())
def test_one_letter_wrong_missing_added_or_swapped_still_finds_the_word(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(min_value=1, max_value=len(word) - 2))
    typed = data.draw(
        st.sampled_from(
            [
                f"{word[:place]}z{word[place + 1 :]}",
                f"{word[:place]}{word[place + 1 :]}",
                f"{word[:place]}z{word[place:]}",
                f"{word[:place]}{word[place + 1]}{word[place]}{word[place + 2 :]}",
            ]
        )
    )
    assert re.search(rules.one_letter_off(typed), rules.searchable([word]))


def test_every_state_is_reached_and_only_the_last_is_an_end() -> None:
    after = {state for _, _, state in states.TRANSITIONS}
    before = {state for state, _, _ in states.TRANSITIONS}
    assert after | {states.FIRST} == set(states.STATES)
    assert set(states.STATES) - before == states.FINAL
