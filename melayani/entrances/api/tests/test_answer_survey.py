"""Answer a survey by its token: once, repeatable, and without leaving a trail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from melayani.entrances.api.tests.factories import Caller
from melayani.foundation.people.models import IdempotencyRow
from melayani.foundation.people.tests.factories import World
from melayani.voice.surveys.models import Response, Score
from melayani.voice.surveys.tests.factories import ALL_BEST, ALL_GOOD, invited

pytestmark = pytest.mark.django_db
INDONESIAN = ("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "sarana", "pengaduan")


def path_of(invitation: Any) -> str:
    return f"/surveys/{invitation.token}/responses"


def test_an_answer_is_taken_once(world: World) -> None:
    invitation = invited(organisation=world.bontang, now=datetime.now(UTC))
    answer = Caller().post(path_of(invitation), {"answers": ALL_GOOD, "comment": "Cepat"})
    assert answer.status_code == 201, answer.content
    again = Caller().post(path_of(invitation), {"answers": ALL_BEST})
    assert (again.status_code, again.json()["code"]) == (409, "already_answered")
    assert Response.objects.count() == 1
    assert set(Score.objects.values_list("score", flat=True)) == {3}


def test_indonesian_element_names_are_read_too(world: World) -> None:
    invitation = invited(organisation=world.bontang, now=datetime.now(UTC))
    answers = {**dict.fromkeys(INDONESIAN, 4), "biaya": 1}
    assert Caller().post(path_of(invitation), {"answers": answers}).status_code == 201
    assert Score.objects.get(element="fee").score == 1


def test_a_replay_hears_the_first_answer_and_another_body_is_refused(world: World) -> None:
    invitation = invited(organisation=world.bontang, now=datetime.now(UTC))
    key = {"Idempotency-Key": "2f9d7a52-survei"}
    first = Caller().post(path_of(invitation), {"answers": ALL_GOOD}, **key)
    again = Caller().post(path_of(invitation), {"answers": ALL_GOOD}, **key)
    assert (first.status_code, again.status_code, again["Idempotency-Replayed"]) == (201, 201, "true")
    other = Caller().post(path_of(invitation), {"answers": ALL_BEST}, **key)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    elsewhere = invited(organisation=world.bontang, now=datetime.now(UTC))
    assert Caller().post(path_of(elsewhere), {"answers": ALL_GOOD}, **key).status_code == 201


def test_the_kept_row_leads_neither_to_the_token_nor_to_the_answers(world: World) -> None:
    """Without the caller's own key, nobody can try which token or which of 4^9 answers a row stands for."""
    invitation = invited(organisation=world.bontang, now=datetime.now(UTC))
    rows = []
    for key in ("kunci-pertama", "kunci-kedua"):
        IdempotencyRow.objects.all().delete()
        Caller().post(path_of(invitation), {"answers": ALL_GOOD}, **{"Idempotency-Key": key})
        invitation = type(invitation).objects.get(pk=invitation.pk)
        type(invitation).objects.filter(pk=invitation.pk).update(used=False)
        rows.append(IdempotencyRow.objects.get())
    first, second = rows
    assert first.body_hash != second.body_hash
    assert first.owner != second.owner
    assert invitation.token not in f"{first.owner}{first.key_hash}{first.body_hash}{first.body}"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"answers": {}},
        {"answers": {**ALL_GOOD, "fee": 5}},
        {"answers": {**ALL_GOOD, "fee": 0}},
        {"answers": {**ALL_GOOD, "fee": "baik"}},
        {"answers": {key: score for key, score in ALL_GOOD.items() if key != "fee"}},
        {"answers": {("biaya2" if key == "fee" else key): score for key, score in ALL_GOOD.items()}},
        {"answers": ALL_GOOD, "comment": "x" * 2001},
        [],
        None,
    ],
)
def test_wrong_answers_are_422_and_spend_nothing(world: World, body: Any) -> None:
    invitation = invited(organisation=world.bontang, now=datetime.now(UTC))
    answer = Caller().post(path_of(invitation), body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), answer.content
    invitation.refresh_from_db()
    assert not invitation.used


def test_unknown_and_old_tokens_say_so(world: World) -> None:
    assert Caller().post("/surveys/tidak-ada/responses", {"answers": ALL_GOOD}).status_code == 404
    old = invited(organisation=world.bontang, now=datetime.now(UTC) - timedelta(days=31))
    answer = Caller().post(path_of(old), {"answers": ALL_GOOD})
    assert (answer.status_code, answer.json()["code"]) == (410, "survey_expired")
