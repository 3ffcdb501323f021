"""The lawful form as a citizen fills it in: first screen to receipt; strangers, bad input, two clicks."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from melayani.foundation.messaging.models import OutboxMessage
from melayani.voice.disclosure import drafts
from melayani.voice.disclosure.models import Draft, InformationRequest
from melayani.voice.disclosure.rules import asking
from melayani.voice.disclosure.tests import factories

pytestmark = pytest.mark.django_db
SCREENS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("siapa", {"kind": "person", "name": "Contoh Ratna", "address": "Jalan Contoh 7", "occupation": "Peneliti"}),
    ("informasi", {"information": "Rincian anggaran 2025", "purpose": "Penelitian"}),
    ("bentuk", {"form": "soft", "medium": "online"}),
    ("bukti", {}),
    ("kontak", {"phone": "", "email": factories.EMAIL}),
)


@pytest.fixture(autouse=True)
def mail_goes_out(settings: Any) -> None:
    """The e-mail channel is on, so that the pages may promise a code."""
    settings.SMTP_URL, settings.EMAIL_FROM = "smtp://localhost:2525", "melayani@contoh.go.id"


def picture(name: str, content: bytes = b"") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), (11, 91, 99)).save(buffer, "JPEG")
    return SimpleUploadedFile(name, content or buffer.getvalue(), content_type="image/jpeg")


def begin(client: Client, desk: factories.Desk) -> Draft:
    answer = client.post(f"/informasi-publik/ajukan/{desk.world.bontang.slug}/")
    assert answer.status_code == 302
    return Draft.objects.get(pk=answer["Location"].split("/")[3])


def page(draft: Draft, step: str) -> str:
    return f"/informasi-publik/isi/{draft.pk}/{step}/"


def fill(client: Client, draft: Draft) -> None:
    for step, data in SCREENS:
        answer = client.post(page(draft, step), data)
        assert answer.status_code == 302, (step, answer.content.decode())


def sent_code() -> str:
    body = OutboxMessage.objects.filter(event="code.sent").latest("id").body
    found = re.search(r"\b(\d{3}) (\d{3})\b", body)
    assert found
    return found[1] + found[2]


def test_from_the_office_to_the_receipt(client: Client, desk: factories.Desk) -> None:
    chosen = client.get("/informasi-publik/ajukan/", {"q": "sipil bontang"}).content.decode()
    assert "Pencatatan Sipil Kota Bontang" in chosen
    assert "Bengkalis" not in chosen
    assert (
        "Bila Anda mengirim hari ini"
        in client.get(f"/informasi-publik/ajukan/{desk.world.bontang.slug}/").content.decode()
    )
    draft = begin(client, desk)
    assert "Langkah 1 dari 6" in client.get(page(draft, "siapa")).content.decode()
    fill(client, draft)
    summary = client.get(page(draft, "ringkasan")).content.decode()
    for told in ("Contoh Ratna", "Rincian anggaran 2025", "Penelitian", "Salinan berkas digital", "Disusulkan"):
        assert told in summary
    assert client.post(page(draft, "kirim"))["Location"] == page(draft, "kode")
    answer = client.post(page(draft, "kode"), {"code": sent_code()})
    row = InformationRequest.objects.get()
    assert answer["Location"] == f"/informasi-publik/{row.number}/{row.secret}/diterima/"
    receipt = client.get(answer["Location"]).content.decode()
    assert row.number in receipt
    assert "Mengapa tanggal ini?" in receipt
    paper = client.get(f"/informasi-publik/{row.number}/{row.secret}/tanda-terima.pdf")
    assert paper.content.startswith(b"%PDF")
    assert (row.channel, row.name, row.manner, row.copy_form) == (asking.WEB, "Contoh Ratna", "copy", "soft")
    again = client.post(page(draft, "kode"), {"code": "000000"})  # the second of two clicks
    assert again["Location"] == answer["Location"]
    assert InformationRequest.objects.count() == 1


def test_who_speaks_for_a_body_is_asked_for_its_name(client: Client, desk: factories.Desk) -> None:
    draft = begin(client, desk)
    answer = client.post(page(draft, "siapa"), {**SCREENS[0][1], "kind": "body"})
    assert answer["Location"] == page(draft, "badan")
    refused = client.post(page(draft, "badan"), {"body_name": "", "body_paper": "Akta 3"}).content.decode()
    assert "Isi nama badan hukum atau kelompok yang Anda wakili." in refused
    assert "Akta 3" in refused
    assert client.post(page(draft, "badan"), {"body_name": "Yayasan Contoh"})["Location"] == page(draft, "informasi")


@pytest.mark.parametrize(
    ("step", "data", "told"),
    [
        ("siapa", {"name": "Budi"}, "Pilih salah satu."),
        ("informasi", {"information": "Anggaran", "purpose": ""}, "undang-undang memintanya"),
        ("informasi", {"information": "Pinjaman dana tunai hubungi WA", "purpose": "x"}, "terbaca sebagai iklan"),
        ("bentuk", {"form": "hard", "medium": "online"}, "dikirim lewat pos atau diambil"),
        ("kontak", {"phone": "", "email": ""}, "supaya kami dapat mengabari Anda"),
        ("kontak", {"phone": "", "email": "bukan-alamat"}, "E-mail"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    step: str, data: dict[str, str], told: str, client: Client, desk: factories.Desk
) -> None:
    draft = begin(client, desk)
    html = client.post(page(draft, step), data).content.decode()
    assert told in html
    for typed in data.values():
        assert typed in html
    assert step not in drafts.contents(Draft.objects.get())


def test_the_summary_says_what_is_missing(client: Client, desk: factories.Desk) -> None:
    html = client.get(page(begin(client, desk), "ringkasan")).content.decode()
    assert "Sebelum dikirim, lengkapi dahulu" in html
    assert "Kirim kode" not in html


def test_another_session_finds_no_draft(client: Client, desk: factories.Desk) -> None:
    draft = begin(client, desk)
    other = Client()
    begin(other, desk)
    for step in ("siapa", "ringkasan", "kode"):
        assert other.get(page(draft, step)).status_code == 404
    assert other.post(page(draft, "siapa"), SCREENS[0][1]).status_code == 404
    assert Client().post(page(draft, "kirim")).status_code == 404
    assert drafts.contents(Draft.objects.get(pk=draft.pk)) == {}


def test_papers_are_kept_removed_and_travel_with_the_request(client: Client, desk: factories.Desk) -> None:
    draft = begin(client, desk)
    fill(client, draft)
    card = picture("ktp.jpg")
    assert client.post(page(draft, "bukti"), {"papers": card, "more": "1"})["Location"] == page(draft, "bukti")
    assert "ktp.jpg" in client.get(page(draft, "bukti")).content.decode()
    bad = picture("racun.jpg", content=b"MZ not a picture")
    assert "bukan foto" in client.post(page(draft, "bukti"), {"papers": bad}).content.decode()
    client.post(page(draft, "kirim"))
    client.post(page(draft, "kode"), {"code": sent_code()})
    row = InformationRequest.objects.get()
    assert [file.kind for file in row.files.all()] == ["identity"]


def test_a_get_writes_nothing(client: Client, desk: factories.Desk) -> None:
    for path in ("", "ajukan/", f"ajukan/{desk.world.bontang.slug}/", "daftar/", "dikecualikan/", "laporan/"):
        assert client.get(f"/informasi-publik/{path}").status_code == 200
    assert not Draft.objects.exists()
    assert "sessionid" not in client.cookies


def test_drafts_that_were_not_sent_go(client: Client, desk: factories.Desk, now: datetime) -> None:
    begin(client, desk)
    assert drafts.sweep(timezone.now()) == 0
    assert drafts.sweep(timezone.now() + drafts.DRAFT_LIFE + timedelta(minutes=1)) == 1
    assert not Draft.objects.exists()
