"""The door: handshake, signature over the raw bytes, written down before it is answered, each message once."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from melayani.entrances.whatsapp import payloads
from melayani.entrances.whatsapp.tests.factories import SARI, SECRET, TONO, WEBHOOK, WORD, Phone, post, signed
from melayani.foundation.messaging import conversations, inbound
from melayani.foundation.messaging.models import Contact, Conversation, InboundPayload, OutboxMessage, Turn

HELLO = payloads.call(SARI, payloads.text("halo"), at=datetime.fromisoformat("2026-03-16T02:00:00+00:00")).encode()


@pytest.mark.django_db
def test_the_door_is_not_there_while_the_channel_is_off() -> None:
    assert post(HELLO) == 404
    assert Client().get(WEBHOOK).status_code == 404


def test_the_handshake_says_the_challenge_back_for_the_right_word_only(on: None) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": WORD, "hub.challenge": "1158201444"}
    answer = Client().get(WEBHOOK, asked)
    assert (answer.status_code, answer.content) == (200, b"1158201444")
    assert Client().get(WEBHOOK, {**asked, "hub.verify_token": "lain"}).status_code == 403
    assert Client().get(WEBHOOK, {**asked, "hub.mode": "unsubscribe"}).status_code == 403
    assert Client().get(WEBHOOK).status_code == 403


def test_an_empty_word_of_the_settings_opens_nothing(on: None, settings: Settings) -> None:
    settings.WHATSAPP_VERIFY_TOKEN = ""
    asked = {"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1"}
    assert Client().get(WEBHOOK, asked).status_code == 403


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "sha256=",
        signed(HELLO, "kunci lain"),
        signed(HELLO + b" "),
        signed(HELLO).removeprefix("sha256="),
        "sha256=é",
    ],
    ids=["none", "empty", "other key", "other body", "no method", "no hexadecimal"],
)
def test_a_forged_call_is_refused_and_leaves_nothing(on: None, signature: str) -> None:
    assert post(HELLO, signature) == 403
    assert not InboundPayload.objects.exists()


def test_a_call_is_written_down_and_not_read_in_the_request(on: None) -> None:
    assert post(HELLO) == 200
    assert InboundPayload.objects.get().body == HELLO.decode()
    assert not Conversation.objects.exists()


def test_a_call_that_is_too_big_is_refused_before_it_is_read(on: None) -> None:
    big = b"{" + b" " * 600_000 + b"}"
    assert post(big, signed(big)) == 413
    assert not InboundPayload.objects.exists()


def test_a_replayed_call_and_a_repeated_message_are_answered_once(sari: Phone) -> None:
    assert "Pilih dari daftar" in sari.write("halo", wamid="wamid.satu")
    count = OutboxMessage.objects.count()
    raw = payloads.call(SARI, payloads.text("halo"), at=sari.now, wamid="wamid.satu").encode()
    assert post(raw) == 200  # the very same bytes: stored once
    assert post(raw + b" ") == 200  # the same message in another call
    sari.work()
    assert OutboxMessage.objects.count() == count
    assert Turn.objects.filter(inward=True).count() == 1


def test_messages_of_one_call_are_answered_in_the_order_in_which_they_were_written(sari: Phone) -> None:
    whole = json.loads(payloads.call(SARI, payloads.text("kedua"), at=sari.now + timedelta(seconds=9)))
    first = json.loads(payloads.call(SARI, payloads.text("pertama"), at=sari.now + timedelta(seconds=5)))
    value = whole["entry"][0]["changes"][0]["value"]
    value["messages"] += first["entry"][0]["changes"][0]["value"]["messages"]
    assert post(json.dumps(whole).encode()) == 200
    sari.now += timedelta(minutes=1)
    sari.work()
    said = Turn.objects.filter(inward=True).order_by("pk")
    assert [turn.text for turn in said] == ["pertama", "kedua"]


@pytest.mark.parametrize("body", ['{"object":"page"}', "bukan json", "[]", '{"object":"whatsapp_business_account"}'])
def test_what_nobody_understands_is_kept_and_counted(on: None, body: str, now: datetime) -> None:
    assert post(body.encode()) == 200
    InboundPayload.objects.update(next_attempt_at=now)
    inbound.read_due(now)
    row = InboundPayload.objects.get()
    assert (row.state, row.body) == ("unknown", body)


def test_what_is_new_at_meta_gets_an_answer_that_says_what_can_be_done(sari: Phone) -> None:
    told = "\n".join(row.body for row in sari.send({"type": "hologram", "hologram": {"id": "1"}}))
    assert "belum dapat saya baca" in told
    assert "janji temu" in told


def test_a_message_is_heard_whole_or_not_at_all(sari: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the middle leaves nothing, and the next try answers once."""
    from melayani.entrances.whatsapp import turning

    def fail(*_: object) -> None:
        raise OSError("listrik padam")

    sari.write("halo")
    count = Turn.objects.count()
    with monkeypatch.context() as broken:
        broken.setattr(turning, "answer", fail)
        raw = payloads.call(SARI, payloads.text("layanan"), at=sari.now).encode()
        assert post(raw) == 200
        inbound.read_due(sari.now + timedelta(seconds=1))
        InboundPayload.objects.exclude(state="read").update(next_attempt_at=sari.now)
        inbound.read_due(sari.now + timedelta(seconds=1))
        assert Turn.objects.count() == count
    sari.work()
    assert "Layanan apa" in sari.last.body


def test_a_number_that_changed_hands_forgets_what_was_asked(sari: Phone) -> None:
    sari.write("layanan")
    assert sari.conversation.state
    sari.handset = payloads.Handset("Orang baru", phone=SARI.phone, user_id="ID.baru")
    assert "mulai dari awal" not in sari.write("menu")
    assert Contact.objects.count() == 1


def test_an_id_alone_leads_to_the_number_it_came_with_before(sari: Phone) -> None:
    sari.write("halo")
    contact = sari.conversation.contact
    raw = payloads.call(payloads.Handset("Contoh Sari", user_id=SARI.user_id), payloads.text("menu"), at=sari.now)
    assert post(raw.encode()) == 200
    sari.now += timedelta(seconds=5)
    sari.work()
    assert list(Conversation.objects.values_list("contact", flat=True)) == [contact.pk]
    assert contact.verified_at is not None


def test_a_machine_that_answers_a_machine_is_left_alone(sari: Phone) -> None:
    answers = [len(sari.send(payloads.text("Terima kasih, pesan Anda kami terima."))) for _ in range(8)]
    assert answers[-3:] == [0, 0, 0]
    assert sum(answers) < 12
    assert "diam sebentar" in sari.last.body
    sari.now += timedelta(minutes=11)
    assert sari.write("halo")


def test_too_many_messages_are_not_answered_for_a_while(sari: Phone, tono: Phone) -> None:
    for number in range(55):
        sari.write(f"pesan {number}")
    assert sari.send(payloads.text("pesan lagi")) == []
    assert tono.write("halo")


def test_replies_are_rows_of_the_outbox_for_this_channel(sari: Phone) -> None:
    sari.write("halo")
    row = sari.last
    assert (row.event, row.channel, row.address) == (conversations.REPLY, "whatsapp", "+6281210000001")
    assert row.urgent
    assert row.expires_at == sari.conversation.last_in_at + conversations.WINDOW  # type: ignore[operator]
    assert "1. Cari layanan" in row.body
    assert SECRET not in row.body


def test_the_language_and_announcements_are_the_citizens_choice(sari: Phone, tono: Phone) -> None:
    assert "Find a service" in sari.write("english") or "Menu" in sari.write("menu")
    contact = sari.conversation.contact
    assert contact.language == "en"
    sari.write("bahasa")
    assert "Cari layanan" in sari.last.body
    assert "tidak kami kirim lagi" in sari.write("STOP")
    contact.refresh_from_db()
    assert contact.opted_out_at is not None
    assert contact.consents.get().words == "stop"
    assert TONO.phone not in sari.last.body
