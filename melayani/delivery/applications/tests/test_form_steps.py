"""The form derived from a standard, and what is wrong with what was given."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from melayani.delivery.applications import rules
from melayani.delivery.applications.outlines import outline_of
from melayani.delivery.applications.rules import Asked, Given, Identity, Outline
from melayani.delivery.catalogue.queries import published_standard
from melayani.delivery.catalogue.tests.factories import imported

TODAY = date(2026, 3, 16)
PLAIN = Outline(requirements=(Asked(1, "Salinan KK"), Asked(2, "Surat kuasa", condition="bila dikuasakan")))
TWO_KINDS = Outline(
    variants=(("hilang", "Hilang"), ("rusak", "Rusak")),
    requirements=(
        Asked(1, "Surat kehilangan polisi", variant="hilang"),
        Asked(1, "KTP-el yang rusak", variant="rusak"),
        Asked(2, "Salinan KK", variant="rusak"),
    ),
)


def test_a_screen_per_question_and_per_requirement() -> None:
    keys = [step.key for step in rules.form_steps(PLAIN)]
    assert keys == ["nama", "alamat", "kontak", "syarat-1", "syarat-2"]


def test_requirements_follow_the_chosen_variant() -> None:
    assert [step.key for step in rules.form_steps(TWO_KINDS)] == ["nama", "alamat", "kontak", "jenis"]
    chosen = rules.form_steps(TWO_KINDS, "rusak")
    assert [step.title for step in chosen[4:]] == ["KTP-el yang rusak", "Salinan KK"]


def test_a_standard_without_requirements_asks_one_free_text() -> None:
    last = rules.form_steps(Outline())[-1]
    assert (last.key, last.ways) == ("uraian", (rules.TEXT,))


def test_each_screen_of_a_requirement_knows_its_number_and_ways() -> None:
    first, second = rules.form_steps(PLAIN)[3:]
    assert first.requirement is not None
    assert first.requirement.number == 1
    assert first.ways == (rules.UPLOAD, rules.BRING)
    assert second.ways == (rules.UPLOAD, rules.BRING, rules.NOT_APPLICABLE)


def test_a_line_that_lists_fields_is_typed() -> None:
    assert rules.ways_for(Asked(1, "Isian wajib: nama, alamat"))[0] == rules.TEXT
    assert rules.ways_for(Asked(1, "Usia 17 tahun ke atas", is_fact=True))[0] == rules.TEXT


@pytest.mark.django_db
def test_every_published_standard_gives_a_form_that_can_be_answered() -> None:
    services = imported()
    assert len(services) == 28
    for service in services:
        standard = published_standard(service)
        assert standard is not None
        outline = outline_of(standard)
        for variant in [key for key, _ in outline.variants] or [""]:
            steps = rules.form_steps(outline, variant or None)
            keys = [step.key for step in steps]
            assert len(keys) == len(set(keys)), service.source_id
            assert steps[-1].kind in ("requirement", "story"), service.source_id
            brought = [Given(item.number, rules.BRING) for item in rules.requirements_of(outline, variant or None)]
            told = brought or [Given(0, rules.TEXT, "Keperluan saya.")]
            assert rules.given_problems(outline, variant or None, told) == {}, service.source_id


def test_missing_answers_are_named_by_screen() -> None:
    found = rules.given_problems(PLAIN, None, [Given(1, rules.BRING)])
    assert list(found) == ["syarat-2"]


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ([Given(1, rules.NOT_APPLICABLE), Given(2, rules.BRING)], "syarat-1"),
        ([Given(1, rules.UPLOAD), Given(2, rules.BRING)], "syarat-1"),
        ([Given(1, rules.TEXT, "x"), Given(2, rules.BRING)], "syarat-1"),
        ([Given(1, "lain"), Given(2, rules.BRING)], "syarat-1"),
        ([Given(1, rules.BRING), Given(2, rules.BRING), Given(3, rules.BRING)], "answers"),
        ([Given(1, rules.BRING), Given(1, rules.BRING), Given(2, rules.BRING)], "answers"),
    ],
)
def test_answers_that_do_not_fit_are_refused(given: list[Given], key: str) -> None:
    assert key in rules.given_problems(PLAIN, None, given)


def test_a_variant_must_be_one_of_the_standard() -> None:
    assert rules.VARIANT in rules.given_problems(TWO_KINDS, None, [])
    assert rules.VARIANT in rules.given_problems(TWO_KINDS, "baru", [])


def test_a_variant_of_a_standard_without_any_is_forged() -> None:
    given = [Given(1, rules.BRING), Given(2, rules.BRING)]
    assert list(rules.given_problems(PLAIN, "x" * 500, given)) == ["answers"]


@examples(st.text(max_size=20_000))
def test_any_name_is_either_fine_or_refused_in_words(name: str) -> None:
    found = rules.identity_problems(Identity(name=name, phone="0812"), today=TODAY, needs_contact=True)
    assert ("name" in found) == (not name.strip() or len(name) > 120)


@pytest.mark.parametrize(
    ("born", "fine"),
    [
        (TODAY, True),
        (TODAY + timedelta(days=1), False),
        (date(1906, 3, 17), True),
        (date(1906, 3, 15), False),
        (date(1, 1, 1), False),
    ],
)
def test_a_birth_date_must_be_possible(born: date, fine: bool) -> None:
    found = rules.identity_problems(Identity(name="A", birth_date=born), today=TODAY, needs_contact=False)
    assert ("birth_date" not in found) == fine


def test_a_leap_day_today_does_not_break_the_oldest_age() -> None:
    born = Identity(name="A", birth_date=date(1990, 1, 1))
    assert not rules.identity_problems(born, today=date(2028, 2, 29), needs_contact=False)


@pytest.mark.parametrize(
    ("least", "most", "unit", "starts", "told"),
    [
        (1, 14, "working_day", "", (14, "working_day", False)),
        (None, 3, "working_day", "berkas lengkap dan benar", (3, "working_day", True)),
        (30, None, "minute", "", (30, "minute", False)),
        (None, None, "", "", (None, "", False)),
        (None, None, "external_sla", "", (None, "", False)),
        (1, 1, "working_day", "berkas diterima", (1, "working_day", False)),
        (0, 0, "working_day", "", (None, "", False)),
    ],
)
def test_the_promise_is_the_longest_time_named(
    least: int | None, most: int | None, unit: str, starts: str, told: tuple[int | None, str, bool]
) -> None:
    found = rules.promised_time(minimum=least, maximum=most, unit=unit, clock_starts=starts)
    assert (found.amount, found.unit, found.restarts_when_complete) == told
