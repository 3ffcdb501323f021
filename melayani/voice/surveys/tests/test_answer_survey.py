"""Answer the survey: once per invitation, whole, and never linkable to the case."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from melayani.foundation.audit.models import Event
from melayani.foundation.people.tests.factories import World
from melayani.voice.surveys import actions, queries
from melayani.voice.surveys.models import Comment, DayTotal, Invitation, Response, Score
from melayani.voice.surveys.tests.factories import ALL_BEST, ALL_GOOD, KEYS, answered, invited

pytestmark = pytest.mark.django_db


def test_nine_scores_are_kept_by_key_with_service_unit_and_local_day(world: World, now: datetime) -> None:
    late = datetime(2026, 3, 16, 16, 30, tzinfo=UTC)  # half past midnight in Bontang (WITA), still the 16th in Jakarta
    invitation = invited(organisation=world.bontang, now=now)
    actions.answer_survey(token=invitation.token, scores={**ALL_GOOD, "fee": 4}, comment="  Cepat. ", now=late)
    response = Response.objects.get()
    assert response.day == date(2026, 3, 17)
    assert (response.organisation, response.service) == (world.bontang, invitation.service)
    assert response.standard == invitation.standard
    assert dict(Score.objects.values_list("element", "score")) == {**ALL_GOOD, "fee": 4}
    assert Comment.objects.get().text == "Cepat."
    invitation.refresh_from_db()
    assert invitation.used


def test_a_second_answer_is_refused_and_changes_nothing(world: World, now: datetime) -> None:
    invitation = invited(organisation=world.bontang, now=now)
    actions.answer_survey(token=invitation.token, scores=ALL_GOOD, now=now)
    with pytest.raises(actions.AlreadyAnswered):
        actions.answer_survey(token=invitation.token, scores=ALL_BEST, now=now)
    assert Response.objects.count() == 1
    assert set(Score.objects.values_list("score", flat=True)) == {3}


def test_unknown_and_expired_invitations_are_refused(world: World, now: datetime) -> None:
    with pytest.raises(actions.UnknownInvitation):
        actions.answer_survey(token="tidak-ada", scores=ALL_GOOD, now=now)
    invitation = invited(organisation=world.bontang, now=now)
    with pytest.raises(actions.InvitationExpired):
        actions.answer_survey(token=invitation.token, scores=ALL_GOOD, now=now + timedelta(days=30))
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("scores", "comment", "wrong"),
    [
        ({key: 3 for key in KEYS if key != "fee"}, "", "fee"),
        ({**ALL_GOOD, "fee": 5}, "", "fee"),
        ({**ALL_GOOD, "fee": 0}, "", "fee"),
        ({**ALL_GOOD, "U8": 3}, "", "U8"),
        (ALL_GOOD, "x" * 2001, "comment"),
        ({}, "", "requirements"),
    ],
)
def test_missing_odd_or_unknown_answers_spend_nothing(
    world: World, now: datetime, scores: dict[str, int], comment: str, wrong: str
) -> None:
    invitation = invited(organisation=world.bontang, now=now)
    with pytest.raises(actions.BadAnswers) as refusal:
        actions.answer_survey(token=invitation.token, scores=scores, comment=comment, now=now)
    assert wrong in refusal.value.problems
    invitation.refresh_from_db()
    assert not invitation.used


# --- nothing joins an answer to its case ---


def values_of(row: models.Model) -> set[Any]:
    """Every stored value of the row that could join it to another: no flags, no small numbers, no foreign keys that
    whole services share."""
    shared = {"organisation", "service", "standard", "instrument"}
    found = {getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in shared}
    return {value for value in found if not isinstance(value, bool) and value not in ("", None, 1, 2, 3, 4)}


def test_no_column_of_an_answer_is_found_in_its_invitation(world: World, now: datetime) -> None:
    invitation = invited(organisation=world.bontang, now=now)
    actions.answer_survey(token=invitation.token, scores=ALL_GOOD, comment="Terima kasih", now=now + timedelta(hours=3))
    invitation.refresh_from_db()
    response = Response.objects.get()
    answers = values_of(response) | values_of(response.comment)
    for score in Score.objects.all():
        answers |= values_of(score)
    assert not answers & values_of(invitation)
    assert not [one for one in answers if isinstance(one, datetime)]
    assert invitation.expires_at == now + timedelta(days=30)


def test_the_tables_of_answers_point_nowhere_near_a_case() -> None:
    for model in (Response, Score, Comment, DayTotal):
        fields = list(model._meta.concrete_fields)
        assert not [field.name for field in fields if isinstance(field, models.DateTimeField)]
        targets = {field.related_model for field in fields if field.is_relation}
        assert Invitation not in targets
        assert {target._meta.label for target in targets if target} <= {
            "surveys.Response",
            "surveys.Point",
            "organisations.Organisation",
            "catalogue.Service",
            "catalogue.Standard",
        }
    for model in (Response, Score):
        assert isinstance(model._meta.pk, models.UUIDField)
    spent = {field.name for field in Invitation._meta.concrete_fields}
    assert not spent & {"used_at", "answered_at", "response", "updated_at"}


def test_the_order_of_ids_does_not_tell_the_order_of_answers(world: World, now: datetime) -> None:
    invitations = [invited(organisation=world.bontang, now=now) for _ in range(12)]
    in_time: list[UUID] = []
    for invitation in invitations:
        actions.answer_survey(token=invitation.token, scores=ALL_GOOD, now=now)
        in_time.append(Response.objects.exclude(pk__in=in_time).get().pk)
    by_key = list(Response.objects.order_by("pk").values_list("pk", flat=True))
    assert by_key != in_time  # random keys: 1 in 12! that they agree


def test_the_event_names_the_service_and_the_day_but_no_case_no_hour_and_nobody(world: World, now: datetime) -> None:
    invitation = invited(organisation=world.bontang, now=now)
    actions.answer_survey(token=invitation.token, scores=ALL_GOOD, now=now + timedelta(minutes=17))
    event = Event.objects.get(name="survey.answered")
    assert (event.subject_kind, event.subject_number) == ("service", invitation.service.slug)
    assert event.at == datetime(2026, 3, 16, 0, 0, tzinfo=world.bontang.zone)
    assert (event.actor_kind, event.actor_id, event.person_id) == ("citizen", "", None)
    assert (event.data, event.personal_digest) == ({}, "")
    assert Event.objects.about("application", invitation.reference_number).filter(name="survey.answered").count() == 0


def test_the_token_stands_nowhere_in_the_clear(world: World, now: datetime) -> None:
    invitation = invited(organisation=world.bontang, now=now, email="warga@contoh.id")
    with connection.cursor() as cursor:
        cursor.execute("SELECT token, token_hash FROM surveys_invitation")
        stored = " ".join(cursor.fetchone())
        cursor.execute("SELECT subject, body FROM messaging_outboxmessage")
        sent = " ".join(cursor.fetchone())
    assert invitation.token not in stored
    assert invitation.token not in sent


# --- the page ---


def test_the_page_asks_nine_questions_in_the_official_words(client: Client, world: World, now: datetime) -> None:
    invitation = invited(organisation=world.bontang, now=datetime.now(UTC))
    page = client.get(f"/survei/{invitation.token}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count('type="radio"') == 36
    for words in ("Sangat sopan dan ramah", "Ada tetapi tidak berfungsi", "Gratis", "tidak dapat dihubungkan"):
        assert words in text
    assert invitation.reference_number not in text
    assert "no-cache" in page["Cache-Control"]
    english = client.get(f"/en/survei/{invitation.token}/").content.decode()
    assert "Very polite and friendly" in english


def test_an_answer_leads_to_thanks_without_the_token(client: Client, world: World) -> None:
    invitation = invited(organisation=world.bontang, now=datetime.now(UTC))
    page = client.post(f"/survei/{invitation.token}/", {**ALL_BEST, "comment": ""})
    assert (page.status_code, page["Location"]) == (302, "/survei/terima-kasih/")
    assert client.get(page["Location"]).status_code == 200
    assert Response.objects.count() == 1
    again = client.post(f"/survei/{invitation.token}/", ALL_BEST)
    assert again.status_code == 410
    assert "sudah diisi" in again.content.decode()
    assert Response.objects.count() == 1


def test_errors_keep_the_answers_given(client: Client, world: World) -> None:
    invitation = invited(organisation=world.bontang, now=datetime.now(UTC))
    page = client.post(f"/survei/{invitation.token}/", {"time": 2, "fee": "9", "comment": "Antreannya panjang"})
    text = page.content.decode()
    assert page.status_code == 422
    assert text.count("checked") == 1
    assert "Antreannya panjang" in text
    assert "Pilih salah satu jawaban." in text
    assert not Response.objects.exists()


def test_unknown_used_and_old_links_say_so(client: Client, world: World, now: datetime) -> None:
    assert client.get("/survei/tidak-ada/").status_code == 404
    assert client.post("/survei/tidak-ada/", ALL_BEST).status_code == 404
    old = invited(organisation=world.bontang, now=datetime.now(UTC) - timedelta(days=31))
    page = client.get(f"/survei/{old.token}/")
    assert page.status_code == 410
    assert "sudah lewat" in page.content.decode()
    assert client.post(f"/survei/{old.token}/", ALL_BEST).status_code == 410


def test_the_page_asks_for_the_invitation_and_the_questionnaire_beside_the_frame(client: Client, world: World) -> None:
    invitation = invited(organisation=world.bontang, now=datetime.now(UTC))
    client.get(f"/survei/{invitation.token}/")
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/survei/{invitation.token}/")
    own = [row["sql"] for row in captured if "surveys_" in row["sql"]]
    assert len(own) == 2
    assert len(captured) <= 5
    assert [row["sql"][:60] for row in captured if not row["sql"].lstrip("(").startswith("SELECT")] == []


@pytest.mark.django_db(transaction=True)
def test_of_many_clicks_at_once_one_answer_is_taken(world: World, now: datetime) -> None:
    for round_ in range(1, 21):
        invitation = invited(organisation=world.bontang, now=now)
        assert sorted(_clicks_at_once(invitation.token, now, people=4)) == ["refused"] * 3 + ["taken"]
        assert Response.objects.count() == round_
        assert Score.objects.count() == 9 * round_


def _clicks_at_once(token: str, now: datetime, *, people: int) -> list[str]:
    outcomes: list[str] = []
    ready = threading.Barrier(people)

    def click() -> None:
        ready.wait()
        try:
            actions.answer_survey(token=token, scores=ALL_GOOD, now=now)
            outcomes.append("taken")
        except actions.AlreadyAnswered:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_answered_twice_a_day_by_two_people_are_two_answers(world: World, now: datetime) -> None:
    answered(invited(organisation=world.bontang, now=now).service, ALL_GOOD, times=2, now=now)
    assert Response.objects.count() == 2


def test_what_is_missing_is_asked_once_and_then_kept_apart(client: Client, world: World, now: datetime) -> None:
    invitation = invited(organisation=world.bontang, now=timezone.now())
    some = {key: "4" for key in KEYS if key != "fee"}
    page = client.post(f"/survei/{invitation.token}/", some)
    assert page.status_code == 422
    assert "Kirim tanpa jawaban yang kosong" in page.content.decode()
    assert not Response.objects.exists()
    empty = client.post(f"/survei/{invitation.token}/", {"tidak-lengkap": "ya"})
    assert empty.status_code == 422
    assert "Kirim tanpa jawaban" not in empty.content.decode()
    sent = client.post(f"/survei/{invitation.token}/", {**some, "tidak-lengkap": "ya"})
    assert sent.status_code == 302
    assert Response.objects.get().value is None
    actions.close_days(now=timezone.now() + timedelta(days=2))
    until = timezone.localdate() + timedelta(days=2)
    spread = queries.spread_of(world.bontang, since=until - timedelta(days=9), until=until)
    assert (spread.complete, spread.incomplete) == (0, 1)
    assert queries.figures_between(world.bontang, since=until - timedelta(days=9), until=until).n == 0
