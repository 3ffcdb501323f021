"""The survey inside the conversation: one question a message, the page's own action, and nothing kept beside a name."""

from __future__ import annotations

from datetime import datetime

import pytest

from melayani.delivery.applications import states
from melayani.delivery.applications.tests import factories as cases
from melayani.entrances.whatsapp import payloads
from melayani.entrances.whatsapp.tests.factories import Phone
from melayani.foundation.audit.models import Event
from melayani.foundation.audit.worker import react_to_news
from melayani.foundation.messaging.models import InboundPayload, OutboxMessage, Turn
from melayani.foundation.people.tests.factories import World
from melayani.voice.surveys import actions, queries
from melayani.voice.surveys.instrument import suggested_attributes
from melayani.voice.surveys.models import Comment, Invitation, Response, Score, Trait
from melayani.voice.surveys.tests.factories import ALL_GOOD, versioned, wished

QUESTIONS = 9


@pytest.fixture
def invited(sari: Phone, world: World, now: datetime) -> Invitation:
    """The open invitation of Sari's own finished case."""
    sari.write("halo")
    case = cases.application_in(states.ISSUED, world=world, now=now)
    case.contact = sari.conversation.contact
    case.save(update_fields=["contact"])
    sari.now = now.replace(hour=23)
    react_to_news(sari.now)
    invitation = queries.invitation_for(case.reference)
    assert invitation is not None
    return invitation


def answer_all(phone: Phone, score: str = "3", count: int = QUESTIONS) -> str:
    told = ""
    for _ in range(count):
        told = phone.write(score)
    return told


def test_nine_answers_by_number_and_by_tap_are_one_questionnaire(sari: Phone, invited: Invitation) -> None:
    assert "9 pertanyaan singkat" in sari.write("nilai")
    told = sari.tap("Mulai")
    assert told.startswith("1/9. ")
    assert "4. " in told
    assert "angka 1 sampai 4" in sari.write("7")
    titles = list(sari.offered())
    assert sari.tap(titles[3]).startswith("2/9. ")
    assert "Ada saran" in answer_all(sari, count=8)
    assert "tanpa nama" in sari.write("Loketnya ramah sekali")
    response = Response.objects.get()
    assert (response.organisation, response.service) == (invited.organisation, invited.service)
    assert response.is_complete
    assert sorted(Score.objects.values_list("score", flat=True)) == [3] * 8 + [4]
    assert Comment.objects.get().text == "Loketnya ramah sekali"


def test_nothing_leads_from_the_conversation_to_the_answers(sari: Phone, invited: Invitation) -> None:
    sari.write("nilai")
    sari.write("ya")
    answer_all(sari, "2")
    sari.write("Rahasia saya 4711")
    said = list(Turn.objects.filter(inward=True).values_list("text", flat=True))
    assert said.count("[jawaban survei]") == QUESTIONS + 1
    assert "2" not in said
    assert InboundPayload.objects.filter(emptied_at__isnull=False).count() == QUESTIONS + 1
    assert not [row.pk for row in InboundPayload.objects.all() if "4711" in row.body]
    assert not [row.pk for row in OutboxMessage.objects.all() if "4711" in row.body]
    assert "scores" not in sari.conversation.state
    event = Event.objects.get(name="survey.answered")
    assert (event.actor_id, event.subject_kind) == ("", "service")


def test_a_survey_is_answered_once_here_or_on_its_page(sari: Phone, invited: Invitation) -> None:
    sari.write("nilai")
    sari.write("ya")
    answer_all(sari)
    actions.answer_survey(token=invited.token, scores=ALL_GOOD, now=sari.now)
    assert "sudah diisi" in sari.tap("Kirim tanpa saran")
    assert "Belum ada urusan selesai" in sari.write("nilai")
    assert Response.objects.count() == 1


@pytest.mark.parametrize("word", ["berhenti", "stop", "batal"])
def test_one_may_stop_any_time_and_go_on_send_what_there_is_or_use_the_page(
    sari: Phone, invited: Invitation, word: str
) -> None:
    sari.write("nilai")
    sari.write("ya")
    answer_all(sari, count=2)
    told = sari.write(word)
    assert "Belum ada yang terkirim" in told
    assert f"/survei/{invited.token}/" in told
    assert sari.conversation.contact.opted_out_at is None  # "stop" stops the survey, not the announcements
    assert sari.tap("Lanjutkan").startswith("3/9. ")
    sari.write("berhenti")
    assert "sudah kami terima" in sari.tap("Kirim 2 jawaban")
    assert Score.objects.count() == 2
    assert not Response.objects.get().is_complete


def test_back_leads_to_the_question_before(sari: Phone, invited: Invitation) -> None:
    sari.write("nilai")
    first = sari.write("ya")
    sari.write("1")
    assert sari.write("kembali") == first
    sari.write("4")
    answer_all(sari, count=8)
    sari.tap("Kirim tanpa saran")
    assert sorted(Score.objects.values_list("score", flat=True)) == [3] * 8 + [4]


def test_the_questions_are_those_of_the_office(sari: Phone, world: World, invited: Invitation) -> None:
    versioned(world.bontang, wished(drop=["fee"], attributes=suggested_attributes()[:1]), now=sari.now)
    assert "8 pertanyaan" in sari.write("nilai")
    sari.write("ya")
    told = answer_all(sari, count=8)
    assert "Tidak menjawab" in told
    sari.write("1")
    sari.tap("Kirim tanpa saran")
    assert (Score.objects.count(), Trait.objects.count()) == (8, 1)


def test_the_invitation_itself_opens_the_survey_and_only_its_owners(
    sari: Phone, tono: Phone, invited: Invitation
) -> None:
    message = OutboxMessage.objects.get(event="survey.invited")
    key = f"go:survey:{invited.reference_number}"
    assert key in message.offers
    told = "\n".join(row.body for row in sari.send(payloads.tapped(key, "Nilai di sini")))
    assert "9 pertanyaan singkat" in told
    told = "\n".join(row.body for row in tono.send(payloads.tapped(key, "Nilai di sini")))
    assert "Belum ada urusan selesai" in told
    assert invited.token not in told
