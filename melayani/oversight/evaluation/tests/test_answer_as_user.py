"""F-03 at the counter: the questions, in both languages, once per browser, without a name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from melayani.foundation.people.tests.factories import World
from melayani.oversight.evaluation import sampling, states
from melayani.oversight.evaluation.models import Assessment, UserAnswer
from melayani.oversight.evaluation.tests.factories import cast, filling, in_state, prepared, with_unit

pytestmark = pytest.mark.django_db


def address_of(row: Assessment, language: str = "") -> str:
    return f"{language}/penilaian/{row.token}/"


def good(row: Assessment) -> dict[str, str]:
    return {item.key: "4" for item in row.instrument.items}


def test_a_user_answers_once_from_a_browser(world: World, client: Client) -> None:
    row = filling(world, cast(world))
    page = client.get(address_of(row)).content.decode()
    assert "Pertanyaan 1 dari 14" in page
    answer = client.post(address_of(row), good(row))
    assert answer["Location"] == "/penilaian/terima-kasih/"
    assert "Terima kasih" in client.get("/penilaian/terima-kasih/").content.decode()
    again = client.post(address_of(row), good(row))
    assert again.status_code == 410
    assert UserAnswer.objects.count() == 1


def test_the_questions_are_asked_in_english_too(world: World, client: Client) -> None:
    row = filling(world, cast(world))
    page = client.get(address_of(row, "/en")).content.decode()
    assert "Question 1 of 14" in page
    assert "Requirements easy" in page
    assert "Thank you" in client.get("/en/penilaian/terima-kasih/").content.decode()


def test_what_is_missing_is_marked(world: World, client: Client) -> None:
    row = filling(world, cast(world))
    answer = client.post(address_of(row), {**good(row), "parking": "7", "toilet": ""})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"parking", "toilet"}
    assert not UserAnswer.objects.exists()


def test_a_day_that_has_enough_says_so(world: World, client: Client) -> None:
    row = filling(world, cast(world))
    for _ in range(sampling.per_day(row.campaign.most)):
        Client().post(address_of(row), good(row))
    answer = client.post(address_of(row), good(row))
    assert answer.status_code == 422
    assert "hari ini sudah cukup" in answer.content.decode()


def test_the_form_is_closed_after_the_field_and_unknown_before_the_start(world: World, client: Client) -> None:
    who = cast(world)
    row = in_state(world, who, states.REVIEW)
    assert client.get(address_of(row)).status_code == 410
    draft = with_unit(who, prepared(who, world.bontang_city, title="Lain"), world.bontang)
    assert client.get(address_of(draft)).status_code == 404
    assert client.get("/penilaian/tidak-ada/").status_code == 404


@pytest.mark.parametrize(("most", "each"), [(20, 5), (10, 3), (3, 1), (1, 1)])
def test_the_most_is_spread_over_four_days(most: int, each: int) -> None:
    assert sampling.per_day(most) == each


def test_answers_of_a_day_are_counted_by_the_offices_own_day(world: World, client: Client) -> None:
    row = filling(world, cast(world))
    Client().post(address_of(row), good(row))
    today = timezone.now().astimezone(row.unit.zone).date()
    assert UserAnswer.objects.get().day == today
    assert today - UserAnswer.objects.get().day < timedelta(days=1)
