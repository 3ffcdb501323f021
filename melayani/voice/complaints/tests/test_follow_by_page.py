"""The reporter's own page in each state, what is done there, and what strangers get."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from melayani.delivery.applications.tests.factories import photo
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.people import letters
from melayani.voice.complaints import actions, states
from melayani.voice.complaints.models import Complaint
from melayani.voice.complaints.tests import factories, working
from melayani.voice.complaints.tests.factories import EMAIL, STORY, Town

pytestmark = pytest.mark.django_db
PARTS = (
    "",
    "diterima/",
    "tanda-terima.pdf",
    "ombudsman.pdf",
    "lengkapi/",
    "balas/",
    "setuju/",
    "belum-selesai/",
    "tarik/",
)


def address(row: Complaint, part: str = "") -> str:
    return f"/pengaduan/{row.number}/{row.secret}/{part}"


def asked(town: Town, *, now: datetime) -> Complaint:
    row = working.verified(town, now=now)
    return actions.request_completion(
        actor=town.registry_liaison, complaint=row, question="Pukul berapa Anda datang?", now=now + working.HOUR * 2
    )


def shown(client: Client, row: Complaint) -> str:
    answer = client.get(address(row))
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    return answer.content.decode()


def test_the_page_says_state_date_history_and_masks_the_reporter(client: Client, town: Town) -> None:
    html = shown(client, factories.filed(town, now=timezone.now()))
    words = states.STATES[states.RECEIVED]
    for told in (words.citizen, words.next, "Mengapa tanggal ini?", STORY, "Cabut laporan", "Tulis pesan"):
        assert told in html
    for hidden in ("Contoh Siti", EMAIL, "Ya, sudah selesai", "Ombudsman (PDF)", "Lengkapi sekarang"):
        assert hidden not in html


def test_an_anonymous_reporter_reads_no_name_at_all(client: Client, town: Town, now: datetime) -> None:
    html = shown(client, factories.anonymous(town, now=now))
    assert "Anonim: nama dan kontak tidak dilihat siapa pun" in html
    assert EMAIL[1:] not in html


@pytest.mark.parametrize("part", PARTS)
def test_another_secret_opens_nothing(part: str, client: Client, town: Town, now: datetime) -> None:
    row = working.answered(town, now=now)
    other = factories.filed(town, now=now, email="lain@contoh.id", text=f"{STORY} Lagi.")
    for secret in (other.secret, "x", row.secret[:-1], f"{row.secret}a"):
        where = f"/pengaduan/{row.number}/{secret}/{part}"
        assert client.get(where).status_code == 404
        assert client.post(where, {"text": "Halo dari orang lain.", "satisfaction": "4"}).status_code == 404
    assert Complaint.objects.get(pk=row.pk).state == states.ANSWERED


def test_what_was_asked_is_answered_with_a_photo(client: Client, town: Town) -> None:
    row = asked(town, now=timezone.now() - timedelta(days=1))
    html = shown(client, row)
    assert "Pukul berapa Anda datang?" in html
    assert "Jam jawab sedang berhenti" in html
    assert "Tulis jawaban Anda dahulu" in client.post(address(row, "lengkapi/"), {"text": ""}).content.decode()
    script = SimpleUploadedFile("a.pdf", b"#!/bin/sh\n", content_type="application/pdf")
    refused = client.post(address(row, "lengkapi/"), {"text": "Pukul sembilan.", "papers": [script]}).content.decode()
    assert "bukan foto" in refused
    assert "Pukul sembilan." in refused
    sent = client.post(address(row, "lengkapi/"), {"text": "Pukul sembilan.", "papers": [photo()]})
    assert sent["Location"] == address(row)
    html = shown(client, row)
    assert "Pukul sembilan." in html
    assert "Jam jawab sedang berhenti" not in html
    file = Attachment.objects.get(state="claimed")
    download: Any = client.get(address(row, f"berkas/{file.pk}/"))
    assert b"".join(download).startswith(b"\xff\xd8")
    other = factories.filed(town, now=timezone.now(), email="lain@contoh.id", text=f"{STORY} Lagi.")
    assert client.get(address(other, f"berkas/{file.pk}/")).status_code == 404


def test_a_reply_is_part_of_the_case(client: Client, town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    assert client.post(address(row, "balas/"), {"text": "Hari ini terjadi lagi."}, follow=True).status_code == 200
    assert "Hari ini terjadi lagi." in shown(client, row)


def test_replies_of_an_hour_are_limited(
    client: Client, town: Town, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "LETTERS_PER_CASE", 1)
    row = factories.filed(town, now=now)
    assert client.post(address(row, "balas/"), {"text": "Hari ini terjadi lagi."}).status_code == 302
    assert "Terlalu banyak percobaan." in client.post(address(row, "balas/"), {"text": "Besok juga."}).content.decode()
    assert "Besok juga." not in shown(client, row)


def test_agreeing_asks_for_a_judgement_and_closes(client: Client, town: Town) -> None:
    row = working.answered(town, now=timezone.now() - timedelta(days=1))
    html = shown(client, row)
    assert working.ANSWER in html
    assert "Ya, sudah selesai" in html
    assert "Pilih satu dari empat" in client.post(address(row, "setuju/"), {}).content.decode()
    client.post(address(row, "setuju/"), {"satisfaction": "3", "note": "Terima kasih."})
    closed = Complaint.objects.get(pk=row.pk)
    assert (closed.state, closed.outcome, closed.satisfaction) == ("closed", "resolved", 3)
    html = shown(client, row)
    assert "Anda menyatakan laporan ini selesai." in html
    assert "Penilaian Anda: 3 dari 4" in html
    for part in ("setuju/", "belum-selesai/", "tarik/", "balas/", "lengkapi/"):
        assert client.get(address(row, part))["Location"] == address(row)


def test_not_done_needs_a_reason_and_opens_it_again(client: Client, town: Town) -> None:
    row = working.answered(town, now=timezone.now() - timedelta(days=1))
    assert "Tulis apa yang belum selesai" in client.post(address(row, "belum-selesai/"), {}).content.decode()
    client.post(address(row, "belum-selesai/"), {"text": "Lubangnya hanya ditutup tanah."})
    assert Complaint.objects.get(pk=row.pk).state == states.REOPENED
    html = shown(client, row)
    assert "Lubangnya hanya ditutup tanah." in html
    assert states.STATES[states.REOPENED].citizen in html


def test_withdrawing_is_asked_once_more(client: Client, town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    assert "tidak dapat diurungkan" in client.get(address(row, "tarik/")).content.decode()
    assert Complaint.objects.get(pk=row.pk).state == states.RECEIVED
    assert "Laporan dicabut." in client.post(address(row, "tarik/"), follow=True).content.decode()
    assert Complaint.objects.get(pk=row.pk).outcome == "withdrawn"


def test_the_ombudsman_comes_after_the_office_had_its_turn(client: Client, town: Town) -> None:
    fresh = factories.filed(town, now=timezone.now())
    assert client.get(address(fresh, "ombudsman.pdf")).status_code == 404
    late = factories.filed(town, now=timezone.now() - timedelta(days=60), text=f"{STORY} Lama.")
    html = shown(client, late)
    assert "melewati tanggal yang dijanjikan" in html
    assert "Ombudsman (PDF)" in html
    paper = client.get(address(late, "ombudsman.pdf"))
    assert paper.content.startswith(b"%PDF")


def test_the_receipt_is_a_pdf_and_a_page(client: Client, town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    assert client.get(address(row, "tanda-terima.pdf")).content.startswith(b"%PDF")
    html = client.get(address(row, "diterima/")).content.decode()
    assert row.number in html
    assert f"http://testserver{address(row)}" in html
    assert "Laporan dicabut" not in html


def test_the_page_stands_in_english_too(client: Client, town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    assert client.get(f"/en{address(row)}").status_code == 200


def test_queries_do_not_grow_with_what_was_said(client: Client, town: Town, django_assert_max_num_queries: Any) -> None:
    moment = timezone.now() - timedelta(days=1)
    row = factories.filed(town, now=moment)
    for place in range(12):
        actions.reply(
            actor=working.SITI,
            complaint=row,
            secret=row.secret,
            text=f"Pesan ke-{place} dari saya.",
            now=moment + timedelta(minutes=place),
        )
    with django_assert_max_num_queries(12):
        client.get(address(row))
