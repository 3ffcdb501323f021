"""Status, queue, survey and an officer: what is one's own, and what strangers hear."""

from __future__ import annotations

from datetime import datetime

import pytest
from pytest_django import Settings

from melayani.delivery.applications.tests import factories as cases
from melayani.delivery.queues.tests import factories as queues
from melayani.entrances.whatsapp import media, payloads
from melayani.entrances.whatsapp.tests.factories import Phone
from melayani.foundation.messaging import conversations
from melayani.foundation.messaging import queries as messaging
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.numbers.rules import make_number
from melayani.foundation.people.tests.factories import World
from melayani.foundation.workdays import actions as workdays

VOICE = {"type": "audio", "audio": {"id": "suara", "mime_type": "audio/ogg; codecs=opus"}}


def said(rows: list[OutboxMessage]) -> str:
    return "\n".join(row.body for row in rows)


def test_a_number_of_nobody_is_said_to_be_none(sari: Phone) -> None:
    assert "tidak ada pada kami" in sari.write(make_number("PMH"))
    assert "belum lengkap" in sari.write("status") + sari.write("PMH 123")


def test_a_strangers_case_shows_its_public_state_only(sari: Phone, world: World, now: datetime) -> None:
    case = cases.application_in("submitted", world=world, now=now)
    told = sari.write(f"tolong cek {case.number} ya")
    assert case.service.title in told
    assert "hanya terbuka bagi pemiliknya" in told
    assert case.secret not in told


def test_ones_own_case_shows_its_history(sari: Phone, world: World, now: datetime) -> None:
    sari.write("halo")
    case = cases.application_in("submitted", world=world, now=now)
    case.contact = sari.conversation.contact
    case.save(update_fields=["contact"])
    told = sari.write(case.number)
    assert case.secret in told
    assert "•" in told


def test_trying_numbers_out_is_slowed_down(sari: Phone) -> None:
    answers = (sari.write(make_number("ADU")) for _ in range(62))  # an hour may end between: then it begins anew, once
    freely = next((n for n, answer in enumerate(answers) if "Terlalu banyak percobaan" in answer), None)
    assert freely in range(30, 61)


def test_the_queue_of_a_place_and_ones_own_number(sari: Phone, world: World, now: datetime) -> None:
    place = queues.place(world)
    ticket = queues.ticket(place, now=now)
    assert "kantor mana" in sari.write("antri")
    told = sari.write("bontang")
    assert "Layanan A: 1 menunggu" in told
    assert "Layanan B: " in told
    assert "0 menunggu" not in told
    ticket.contact = sari.conversation.contact
    ticket.save(update_fields=["contact"])
    told = sari.write("antrean")
    assert ticket.code in told
    assert "Di depan Anda: 0 orang" in told


def test_a_closed_place_says_so_once(sari: Phone, world: World, now: datetime) -> None:
    queues.place(world)
    span = {"starts_on": now.date(), "ends_on": now.date()}
    workdays.close(organisation=world.bontang, reason="Listrik diganti", actor=world.bontang_head, now=now, **span)
    sari.write("antrean")
    assert sari.write("bontang").count("Tutup") == 1


def test_limits_of_today_are_said_with_the_service(sari: Phone, world: World, now: datetime) -> None:
    from melayani.delivery.catalogue.tests.factories import published_service

    published_service(world.bontang, title="Surat pindah", requirements=("Salinan KK",))
    today = now.date()
    workdays.restrict(
        organisation=world.bontang,
        starts_on=today,
        ends_on=today,
        kind="visitor_cap",
        cap=40,
        reason="Perbaikan gedung",
        actor=world.bontang_head,
        now=now,
    )
    told = sari.write("surat pindah")
    assert "loket 40 orang per hari" in told
    assert "Perbaikan gedung" in told
    assert "Salinan KK" in told


def test_nothing_to_rate_says_so(sari: Phone) -> None:
    assert "Belum ada urusan selesai" in sari.write("survei")


def test_an_old_button_asks_the_open_question_again(sari: Phone) -> None:
    sari.write("layanan")
    told = "\n".join(row.body for row in sari.send(payloads.tapped("2026-01-01", "Kam 1 Jan")))
    assert "pesan yang lebih lama" in told
    assert "Layanan apa" in told


def test_what_cannot_be_done_is_answered_with_what_can(sari: Phone, world: World) -> None:
    told = sari.write("berapa harga cabai hari ini zzz")
    assert "belum mengerti" in told
    assert "Cari layanan" in told


@pytest.mark.parametrize("word", ["menu", "selesai"])
def test_with_an_officer_the_menu_is_silent(sari: Phone, world: World, now: datetime, word: str) -> None:
    from melayani.delivery.catalogue.tests.factories import published_service

    published_service(world.bontang, title="KTP-el hilang", requirements=("Salinan KK",))
    sari.write("petugas")
    assert "Petugas" in sari.write("ktp hilang")
    conversation = sari.conversation
    assert conversation.organisation == world.bontang
    assert sari.send(payloads.text("KTP saya kapan jadi?")) == []
    assert sari.send(payloads.text("halo?")) == []
    assert sari.conversation.waiting_since is not None
    conversations.answer(actor=world.bontang_counter, conversation=conversation, text="Besok pagi.", now=sari.now)
    assert sari.last.body == "Besok pagi."
    assert sari.conversation.waiting_since is None
    assert bool(sari.send(payloads.text(word))) is (word == "menu")


def test_a_call_for_an_officer_with_a_question_takes_the_question_along(
    sari: Phone, world: World, now: datetime
) -> None:
    from melayani.delivery.catalogue.tests.factories import published_service

    published_service(world.bontang, title="KTP-el hilang", requirements=("Salinan KK",))
    told = sari.write("halo petugas, KTP saya yang hilang kapan jadi?")
    assert "Pertanyaan Anda saya" in told
    told = sari.tap("Ya, hubungkan") if "Ya, hubungkan" in sari.offered() else sari.write("ktp hilang")
    assert "sudah sampai ke petugas" in told
    assert "KTP saya yang hilang kapan jadi?" in told
    assert "pada jam layanan" in told
    conversation = sari.conversation
    assert conversation.organisation == world.bontang
    read = [turn.text for turn in messaging.turns_of(conversation, "1")]
    assert "halo petugas, KTP saya yang hilang kapan jadi?" in read  # in the citizen's own words
    conversations.answer(actor=world.bontang_counter, conversation=conversation, text="Besok.", now=sari.now)


def test_an_officer_reads_nothing_from_before_the_question(sari: Phone, world: World, now: datetime) -> None:
    from melayani.delivery.catalogue.tests.factories import published_service

    published_service(world.bontang, title="KTP-el hilang", requirements=("Salinan KK",))
    sari.write("rahasia saya sebelumnya")
    sari.write("petugas apa saya boleh diwakili anak saya?")
    sari.write("ktp hilang")
    read = [turn.text for turn in messaging.turns_of(sari.conversation, "1")]
    assert "petugas apa saya boleh diwakili anak saya?" in read
    assert "rahasia saya sebelumnya" not in read


def test_words_that_are_not_understood_go_to_an_officer_or_into_a_complaint(sari: Phone, world: World) -> None:
    from melayani.delivery.catalogue.tests.factories import published_service

    published_service(world.bontang, title="KTP-el hilang", requirements=("Salinan KK",))
    words = "zzz qqq wifi di ruang tunggu mati terus"
    told = sari.write(words)
    assert "belum mengerti" in told
    assert "Cari layanan" in sari.offered()
    sari.tap("Teruskan ke petugas")
    told = sari.write("ktp hilang")
    assert words in told
    assert words in [turn.text for turn in messaging.turns_of(sari.conversation, "1")]


def test_anger_is_met_with_an_apology_and_a_way(sari: Phone, world: World) -> None:
    words = "pelayanan parah bangettt, sudah 3 jam nunggu!!!"
    assert "Maaf Anda sampai mengalami ini" in sari.write(words)
    assert "sudah saya catat" in sari.tap("Jadikan pengaduan")
    assert words in sari.conversation.state


def test_a_long_story_is_kept_whole(sari: Phone, world: World) -> None:
    story = ("Saya datang ke loket tanggal satu dan disuruh kembali lagi. " * 67)[:4000].strip()
    assert "Terima kasih sudah bercerita" in sari.write(story)
    sari.tap("Jadikan pengaduan")
    assert story in sari.conversation.state


@pytest.mark.parametrize("words", ["makasih ya kak", "Terima kasih 🙏", "thanks"])
def test_thanks_are_answered_and_the_open_question_stays(sari: Phone, words: str) -> None:
    assert "Sama-sama" in sari.write(words)
    sari.write("layanan")
    told = sari.write(words)
    assert "Sama-sama" in told
    assert "Layanan apa" in told


def test_english_words_are_told_of_english(sari: Phone, world: World) -> None:
    assert "write “english”" in sari.write("where can I renew my fishing boat permit please")


def test_an_officer_gets_words_and_photos_and_hears_nothing_else(
    sari: Phone, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from melayani.delivery.catalogue.tests.factories import published_service

    at_meta = {"foto-1": bytes(cases.photo().read()), "surat": b"MZ\x90 bukan foto"}
    monkeypatch.setattr(media, "fetch", at_meta.get)
    published_service(world.bontang, title="KTP-el hilang", requirements=("Salinan KK",))
    sari.write("petugas")
    sari.write("ktp hilang")
    assert sari.send(payloads.image("foto-1", "Ini KTP saya")) == []
    (turn, *_) = messaging.turns_of(sari.conversation, "1")
    (file,) = messaging.files_of_turns([turn.pk])
    assert (turn.text, file.content_type) == ("[foto] Ini KTP saya", "image/jpeg")
    assert messaging.file_in(sari.conversation, file.pk) == file
    assert "bukan foto" in said(sari.send(payloads.image("surat")))
    assert "WhatsApp tidak menyerahkan" in said(sari.send(payloads.image("tidak-ada")))
    assert "Suara, video, dan stiker tidak sampai" in said(sari.send(VOICE))
    assert sari.send(payloads.text("baik")) == []
    assert len(messaging.files_of_turns(one.pk for one in messaging.turns_of(sari.conversation, "1"))) == 1


def test_what_is_no_words_is_no_answer_to_a_question(sari: Phone, world: World) -> None:
    sari.write("layanan")
    told = said(sari.send({"type": "contacts", "contacts": [{"name": {"formatted_name": "Contoh"}}]}))
    assert "belum dapat saya baca" in told
    assert "Layanan apa" in told
    assert sari.send({"type": "reaction", "reaction": {"message_id": "wamid.1", "emoji": "\U0001f44d"}}) == []
    assert "Layanan apa" in sari.conversation.state


def test_announcements_are_stopped_while_an_officer_listens(sari: Phone, world: World) -> None:
    from melayani.delivery.catalogue.tests.factories import published_service

    published_service(world.bontang, title="KTP-el hilang", requirements=("Salinan KK",))
    sari.write("petugas")
    sari.write("ktp hilang")
    assert sari.send(payloads.text("stok")) == []
    assert "Pengumuman tidak kami kirim lagi" in sari.write("STOP")
    assert sari.conversation.contact.opted_out_at is not None
    assert sari.conversation.handed_over_at is not None
    assert "kami kirim lagi" in sari.write("start")
    assert sari.conversation.contact.opted_out_at is None


def test_what_comes_to_another_number_of_the_account_is_not_ours(sari: Phone, world: World, settings: Settings) -> None:
    sari.write("halo")
    settings.WHATSAPP_NUMBER_ID = "100000000000002"
    assert sari.send(payloads.text("halo")) == []
