"""Track a case: the public state by its number, more with its secret."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from melayani.delivery.applications import states
from melayani.delivery.applications.tests.factories import application_in
from melayani.entrances.api.tests.factories import Caller
from melayani.foundation.audit.worker import react_to_news
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db


def test_the_number_alone_shows_no_person_and_no_history(world: World) -> None:
    application = application_in(states.IN_REVIEW, world=world, now=datetime.now(UTC) - timedelta(days=1))
    answer = Caller().get(f"/track/{application.number.lower().replace('-', ' ')}")
    assert answer.status_code == 200, answer.content
    got = answer.json()
    assert (got["number"], got["state"], got["label"]) == (application.number, "in_review", "Sedang diperiksa")
    assert got["due"].endswith("+08:00")
    assert (got["timeline"], got["survey_url"]) == (None, None)
    assert application.name not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_the_secret_opens_history_and_survey_by_header_or_query(world: World) -> None:
    application = application_in(states.ISSUED, world=world, now=datetime.now(UTC) - timedelta(days=1))
    react_to_news(datetime.now(UTC))
    by_query = Caller().get(f"/track/{application.number}?secret={application.secret}").json()
    by_header = Caller().get(f"/track/{application.number}", **{"X-Case-Secret": application.secret}).json()
    assert by_query == by_header
    assert by_query["timeline"][0]["event"] == "application.submitted"
    assert by_query["survey_url"].startswith("http://testserver/survei/")


def test_a_wrong_secret_or_number_is_404(world: World) -> None:
    application = application_in(states.SUBMITTED, world=world, now=datetime.now(UTC))
    other = application_in(states.SUBMITTED, world=world, now=datetime.now(UTC))
    for path in (
        f"/track/{application.number}?secret={other.secret}",
        f"/track/{application.number}?secret=é",
        "/track/PMH-00000000-0",
        "/track/ADU-7K3Q9XBT-W",
        "/track/apa",
    ):
        answer = Caller().get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path
    assert Caller().get(f"/track/{'x' * 41}").status_code == 422
