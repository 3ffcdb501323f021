"""A unit's version of the instrument: many questions to an element, marks, orders, deviations with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.audit.models import Event
from melayani.foundation.people.tests.factories import World
from melayani.voice.surveys import actions, queries, rules, versions
from melayani.voice.surveys.instrument import suggested_attributes
from melayani.voice.surveys.models import DayTotal
from melayani.voice.surveys.tests.factories import (
    ALL_BEST,
    ALL_GOOD,
    KEYS,
    answered,
    counted,
    head_of,
    invited,
    versioned,
    wished,
)

NOON = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
TODAY = NOON.date()


def built(wish: versions.Wish) -> rules.Instrument:
    content = versions.content_of(wish)
    return versions.build(content, name="unit-1", comparable=versions.is_comparable(content), reason="")


def test_wording_marks_order_and_more_questions_stay_comparable() -> None:
    one = built(wished(twice=["time"], marks="letters", order="text"))
    assert one.comparable
    assert one.keys == KEYS
    assert [question.key for question in one.asked][2:4] == ["time-1", "time-2"]
    assert one.asked[-1].element == "facilities"  # the order of the text: complaints before facilities
    assert one.choices(one.questions[0], "id")[0] == (1, "a. Tidak sesuai")
    assert one.questions[3].text("en") == "And after?"


def test_leaving_an_element_out_or_other_answers_deviate() -> None:
    assert not built(wished(drop=["fee"])).comparable
    labels = {"fee": (("Sangat mahal", ""), ("Mahal", ""), ("Wajar", ""), ("Gratis", ""))}
    relabelled = versions.Wish(questions=wished().questions, labels=labels)
    assert not built(relabelled).comparable
    assert built(relabelled).element("fee").choices("en")[0] == (1, "Sangat mahal")
    official = {"fee": tuple((label.words["id"], "") for label in rules.load_instrument().element("fee").labels)}
    assert built(versions.Wish(questions=wished().questions, labels=official)).comparable


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (wished(drop=KEYS), "satu unsur"),
        (versions.Wish(questions={"fee": (("Berapa?", ""),) * 6}, labels={}), "paling banyak 5"),
        (versions.Wish(questions={"fee": (("x" * 301, ""),)}, labels={}), "300 huruf"),
        (versions.Wish(questions={"fee": (("", ""),)}, labels={"fee": (("Satu", ""),)}), "empat pilihan"),
        (versions.Wish(questions={"fee": (("", ""),)}, labels={}, order="lain"), "tidak dikenal"),
    ],
)
def test_what_makes_no_sense_is_refused(wish: versions.Wish, why: str) -> None:
    with pytest.raises(versions.BadVersion, match=why):
        versions.content_of(wish)


def test_lists_about_respondents_are_written_as_lines() -> None:
    lines = "Jenis kelamin: Laki-laki, Perempuan\nAsal: Kota, Desa\n"
    sex, origin = versions.read_attributes(lines, suggested_attributes())
    assert (sex.key, sex.choices("en")) == ("sex", [("L", "Male"), ("P", "Female")])
    assert (origin.key, origin.choices("en")) == ("asal", [("kota", "Kota"), ("desa", "Desa")])
    assert versions.write_attributes((sex, origin)) == lines.strip()
    for wrong in ("Pendidikan", "Asal: Kota, Kota", "Asal: A, B\nasal: C, D"):
        with pytest.raises(versions.BadVersion):
            versions.read_attributes(wrong, suggested_attributes())


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=30))
def test_an_element_of_two_questions_is_the_mean_of_their_means(pairs: list[tuple[int, int]]) -> None:
    both = rules.tally([score for pair in pairs for score in pair])
    one = rules.Tally.of(both.counts, parts=2)
    assert one.n == len(pairs)
    assert one.total == sum((Fraction(a + b, 2) for a, b in pairs), Fraction())
    single = rules.tally([a for a, _ in pairs])
    assert (one + single).n == 2 * len(pairs)  # pooled with a unit that asks once: by questionnaires, not by answers
    assert (one + single).total == one.total + single.total


def test_a_form_is_worth_the_mean_of_its_elements() -> None:
    assert rules.form_value(ALL_GOOD) == 7500
    assert rules.form_value({**ALL_GOOD, "fee": 4}) == 7778  # 77.777... rounded half up
    assert rules.form_value({key: 4 for key in KEYS[:8]}) is None
    two = built(wished(twice=["time"]))
    scores = {question.key: 4 for question in two.questions} | {"time-2": 2}
    assert rules.form_value(scores, instrument=two) == round(100 * 25 * (8 * 4 + 3) / 9)


@pytest.mark.django_db
def test_the_nearest_version_in_force_is_asked(world: World) -> None:
    versioned(world.bontang_city, wished(marks="letters"), now=NOON)
    assert queries.instrument_for(world.bontang, TODAY).marks == "letters"
    own = versioned(world.bontang, wished(marks="numbers"), now=NOON + timedelta(days=3))
    assert queries.instrument_for(world.bontang, TODAY).marks == "letters"
    assert queries.instrument_for(world.bontang, TODAY + timedelta(days=3)).id == own.key
    assert queries.instrument_named(own.key).marks == "numbers"
    assert queries.instrument_for(world.bengkalis, TODAY).id == rules.CURRENT


@pytest.mark.django_db
def test_an_index_of_eight_elements_weighs_an_eighth_and_stands_apart(world: World) -> None:
    service = published_service(world.bontang)
    versioned(world.bontang, wished(drop=["fee"]), now=NOON - timedelta(days=9))
    eight = {key: 3 for key in KEYS if key != "fee"} | {"time": 4}
    counted(service, eight, times=12, now=NOON)
    alone = queries.index_of(unit=world.bontang, now=NOON)
    assert isinstance(alone, queries.IndexResult)
    assert (alone.index, alone.comparable, alone.n) == (Decimal("78.13"), False, 12)  # 25 x 25/8 = 78.125
    counted(published_service(world.bengkalis), ALL_BEST, times=10, now=NOON)
    country = queries.index_of(unit=world.ministry, now=NOON)
    assert isinstance(country, queries.IndexResult)
    assert (country.index, country.comparable, country.n, country.apart) == (Decimal("100.00"), True, 10, 12)


@pytest.mark.django_db
def test_a_unit_that_asks_twice_is_pooled_by_forms(world: World) -> None:
    versioned(world.bontang, wished(twice=["time"]), now=NOON - timedelta(days=9))
    twice = {key: 4 for key in KEYS if key != "time"} | {"time-1": 1, "time-2": 1}
    counted(published_service(world.bontang), twice, times=10, now=NOON)
    counted(published_service(world.bengkalis), ALL_BEST, times=10, now=NOON)
    assert DayTotal.objects.get(organisation=world.bontang).counts["time/2"] == [20, 0, 0, 0]
    country = queries.index_of(unit=world.ministry, now=NOON)
    assert isinstance(country, queries.IndexResult)
    time = next(one for one in country.elements if one.key == "time")
    assert (time.n, time.mean) == (20, Decimal("2.5000"))


@pytest.mark.django_db
def test_a_deviation_needs_a_reason_and_waits_for_the_next_period(world: World) -> None:
    head = head_of(world.bontang)
    given: dict[str, object] = {"actor": head, "organisation": world.bontang, "now": NOON}
    with pytest.raises(actions.VersionRefused, match="alasannya"):
        actions.make_version(**given, wish=wished(drop=["fee"]), reason="", valid_from=TODAY)  # type: ignore[arg-type]
    with pytest.raises(actions.VersionRefused, match="hari ini"):
        actions.make_version(**given, wish=wished(), reason="", valid_from=date(2026, 3, 1))  # type: ignore[arg-type]
    actions.open_period(
        actor=head, organisation=world.bontang, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31), now=NOON
    )
    why = "Semua layanan unit ini gratis menurut undang-undang."
    with pytest.raises(actions.VersionRefused, match="periode berikutnya"):
        actions.make_version(**given, wish=wished(drop=["fee"]), reason=why, valid_from=TODAY)  # type: ignore[arg-type]
    made = actions.make_version(
        actor=head,
        organisation=world.bontang,
        wish=wished(drop=["fee"]),
        reason=why,
        valid_from=date(2026, 4, 1),
        now=NOON,
    )
    assert (made.number, made.comparable, made.reason) == (1, False, why)
    assert Event.objects.filter(name="survey.version_made").get().data["comparable"] is False


@pytest.mark.django_db
def test_strangers_make_no_version(world: World) -> None:
    for actor in (world.bontang_processor, world.bontang_counter, world.bengkalis_head):
        with pytest.raises(actions.VersionRefused, match="kepala unit"):
            actions.make_version(
                actor=actor, organisation=world.bontang, wish=wished(), reason="", valid_from=TODAY, now=NOON
            )


@pytest.mark.django_db
def test_an_invitation_is_asked_in_the_version_of_its_unit(world: World) -> None:
    versioned(world.bontang, wished(twice=["time"]), now=NOON)
    service = published_service(world.bontang)
    with pytest.raises(actions.BadAnswers) as refusal:
        actions.answer_survey(token=invited(service, now=NOON).token, scores=ALL_GOOD, now=NOON)
    assert set(refusal.value.problems) == {"time", "time-1", "time-2"}
    answered(service, {**{key: 3 for key in KEYS if key != "time"}, "time-1": 3, "time-2": 4}, now=NOON)
