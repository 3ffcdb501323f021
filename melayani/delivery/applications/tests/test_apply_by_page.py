"""The form as a citizen fills it in: first screen to receipt; strangers, forgery, bad files, two clicks."""

from __future__ import annotations

import re
import struct
import uuid
import zlib
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from melayani.delivery.applications import rules
from melayani.delivery.applications.models import Application, Draft
from melayani.delivery.applications.tests import factories
from melayani.delivery.catalogue.models import Service
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.organisations.actions import mark_installation
from melayani.foundation.people.tests.factories import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_goes_out")]
WHO = {"name": "Contoh Siti", "nik": "", "birth_date": "1990-08-17"}


@pytest.fixture
def service(world: World) -> Service:
    return factories.birth_certificate(world.bontang)


@pytest.fixture
def other() -> Client:
    """Another browser."""
    return Client()


def begin(client: Client, service: Service) -> Draft:
    answer = client.post(f"/permohonan/ajukan/{service.slug}/")
    assert answer.status_code == 302
    return Draft.objects.get(pk=answer["Location"].split("/")[3])


def page(draft: Draft, step: str) -> str:
    return f"/permohonan/isi/{draft.pk}/{step}/"


def fill(client: Client, draft: Draft, email: str = factories.EMAIL) -> None:
    """Answer every screen: a photo, brought, does not apply."""
    for step, data in (
        ("nama", WHO),
        ("alamat", {"address": "Jalan Contoh 1"}),
        ("kontak", {"phone": "", "email": email}),
        ("syarat-1", {"way": "upload", "papers": factories.photo()}),
        ("syarat-2", {"way": "bring"}),
        ("syarat-3", {"way": "not_applicable"}),
    ):
        answer = client.post(page(draft, step), data)
        assert answer.status_code == 302, (step, answer.content.decode())


def sent_code() -> str:
    body = OutboxMessage.objects.filter(event="code.sent").latest("id").body
    found = re.search(r"\b(\d{3}) (\d{3})\b", body)
    assert found
    return found[1] + found[2]


def test_the_whole_form_to_the_receipt(client: Client, service: Service) -> None:
    start = client.get(f"/permohonan/ajukan/{service.slug}/")
    assert b"Mulai mengisi" in start.content
    draft = begin(client, service)
    first = client.get(page(draft, "nama")).content.decode()
    assert "Langkah 1 dari 7" in first
    fill(client, draft)
    summary = client.get(page(draft, "ringkasan")).content.decode()
    for told in ("Contoh Siti", "Jalan Contoh 1", factories.EMAIL, "kk.jpg", "Saya bawa ke loket", "Tidak berlaku"):
        assert told in summary
    assert client.post(page(draft, "kirim"))["Location"] == page(draft, "kode")
    answer = client.post(page(draft, "kode"), {"code": sent_code()})
    row = Application.objects.get()
    assert answer["Location"] == f"/permohonan/{row.number}/{row.secret}/diterima/"
    receipt = client.get(answer["Location"]).content.decode()
    assert row.number in receipt
    assert "Mengapa tanggal ini?" in receipt
    assert "2. Salinan KK" in receipt  # what is to be brought
    assert f"http://testserver/permohonan/{row.number}/{row.secret}/" in receipt
    assert row.name == "Contoh Siti"
    assert row.channel == rules.WEB


def test_a_get_writes_nothing(
    client: Client, service: Service, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(f"/permohonan/ajukan/{service.slug}/")
    client.get("/permohonan/")
    assert not Draft.objects.exists()
    assert "sessionid" not in client.cookies
    draft = begin(client, service)
    before = Draft.objects.values().get()
    for step in ("nama", "syarat-1", "ringkasan", "kode"):
        client.get(page(draft, step))
    assert Draft.objects.values().get() == before


@pytest.mark.parametrize(("step", "most"), [("nama", 7), ("syarat-1", 8), ("ringkasan", 8)])
def test_queries_per_screen_are_few(
    step: str, most: int, client: Client, service: Service, django_assert_max_num_queries: Any
) -> None:
    draft = begin(client, service)
    fill(client, draft)
    with django_assert_max_num_queries(most):
        client.get(page(draft, step))


def test_the_session_lasts_as_long_as_the_draft(client: Client, service: Service) -> None:
    begin(client, service)
    assert client.session.get_expiry_age() > 29 * 24 * 3600


def test_an_address_cannot_begin_drafts_without_end(client: Client, service: Service, settings: Settings) -> None:
    settings.PEOPLE_PER_ADDRESS = 2
    begin(client, service)
    begin(Client(), service)
    answer = client.post(f"/permohonan/ajukan/{service.slug}/")
    assert "Terlalu banyak percobaan" in answer.content.decode()
    assert Draft.objects.count() == 2


def test_another_session_finds_no_draft(client: Client, other: Client, service: Service) -> None:
    draft = begin(client, service)
    begin(other, service)
    before = Draft.objects.get(pk=draft.pk).answers
    for step in ("nama", "syarat-1", "ringkasan", "kode"):
        assert other.get(page(draft, step)).status_code == 404
        assert other.post(page(draft, step), WHO).status_code in (404, 405)
    assert other.post(page(draft, "kirim")).status_code == 404
    assert Client().get(page(draft, "nama")).status_code == 404
    assert client.get(page(draft, "nama").replace(str(draft.pk), str(uuid.uuid4()))).status_code == 404
    assert Draft.objects.get(pk=draft.pk).answers == before


def test_an_unknown_screen_or_service_is_not_there(client: Client, service: Service) -> None:
    draft = begin(client, service)
    assert client.get(page(draft, "syarat-99")).status_code == 404
    assert client.get("/permohonan/ajukan/tidak-ada/").status_code == 404


def test_a_service_without_online_channel_is_explained(client: Client, service: Service) -> None:
    service.channels = ["counter"]
    service.save()
    answer = client.post(f"/permohonan/ajukan/{service.slug}/")
    assert "belum dapat diajukan daring" in answer.content.decode()
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("step", "data", "said"),
    [
        ("nama", {**WHO, "name": "x" * 10_000}, "Nama paling panjang 120 huruf"),
        ("nama", {**WHO, "name": ""}, "Isi nama Anda"),
        ("nama", {**WHO, "birth_date": "31-02-2020"}, "Tanggal ini tidak ada"),
        ("nama", {**WHO, "birth_date": "2090-01-01"}, "tidak masuk akal"),
        ("nama", {**WHO, "nik": "123"}, "16"),
        ("nama", {**WHO, "nik": "6474018508900001"}, "tanggal lahir"),
        ("alamat", {"address": "x" * 301}, "Alamat paling panjang"),
        ("kontak", {"phone": "", "email": ""}, "Isi nomor telepon atau e-mail"),
        ("kontak", {"phone": "1", "email": ""}, "tidak dikenali"),
        ("kontak", {"phone": "", "email": "bukan"}, "tidak lengkap"),
        ("syarat-1", {}, "Pilih salah satu cara"),
        ("syarat-1", {"way": "upload"}, "Pilih paling sedikit satu berkas"),
        ("syarat-1", {"way": "not_applicable"}, "Pilih salah satu cara yang tersedia"),
        ("syarat-1", {"way": "approved"}, "Pilih salah satu cara yang tersedia"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_kept_out(
    step: str, data: dict[str, str], said: str, client: Client, service: Service
) -> None:
    draft = begin(client, service)
    answer = client.post(page(draft, step), data)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert said in html
    assert "Perlu diperbaiki" in html
    assert Draft.objects.get().answers == "{}"


PHONE_ALONE = {"phone": "0812 3456 7890", "email": ""}


def test_a_contact_that_no_message_reaches_is_told_at_once(client: Client, service: Service, settings: Any) -> None:
    draft = begin(client, service)
    alone = client.post(page(draft, "kontak"), PHONE_ALONE)
    assert (alone.status_code, "Tambahkan e-mail" in alone.content.decode()) == (200, True)
    assert Draft.objects.get().answers == "{}"
    both = {**PHONE_ALONE, "email": factories.EMAIL}
    assert client.post(page(draft, "kontak"), both).status_code == 302
    settings.SMTP_URL = settings.EMAIL_FROM = ""
    assert "sedang tidak dapat kami kirim" in client.post(page(draft, "kontak"), both).content.decode()


def test_a_demonstration_reaches_a_telephone(client: Client, service: Service, now: datetime) -> None:
    mark_installation(demonstration=True, now=now)
    draft = begin(client, service)
    assert client.post(page(draft, "kontak"), PHONE_ALONE).status_code == 302


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("kosong.pdf", b"", "kosong"),
        ("skrip.pdf", b"#!/bin/sh\nrm -rf /\n", "bukan foto"),
        ("halaman.pdf", b"<html><script>alert(1)</script></html>", "bukan foto"),
    ],
)
def test_bad_files_are_refused_in_words(name: str, content: bytes, said: str, client: Client, service: Service) -> None:
    draft = begin(client, service)
    upload = SimpleUploadedFile(name, content, content_type="application/pdf")
    answer = client.post(page(draft, "syarat-1"), {"way": "upload", "papers": upload})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Attachment.objects.exists()


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 60,000 by 60,000 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_picture_that_would_burst_memory_is_refused(client: Client, service: Service) -> None:
    draft = begin(client, service)
    upload = SimpleUploadedFile("foto.png", bomb(), content_type="image/png")
    answer = client.post(page(draft, "syarat-1"), {"way": "upload", "papers": [factories.photo(), upload]})
    assert answer.status_code == 200
    assert "Perlu diperbaiki" in answer.content.decode()
    assert not Attachment.objects.filter(state="claimed").exists()
    assert Draft.objects.get().answers == "{}"


def test_five_files_at_most_and_files_can_be_removed(client: Client, service: Service) -> None:
    draft = begin(client, service)
    where = page(draft, "syarat-1")
    six = [factories.photo(f"{place}.jpg") for place in range(6)]
    assert "Paling banyak 5" in client.post(where, {"way": "upload", "papers": six}).content.decode()
    answer = client.post(
        where, {"way": "upload", "papers": [factories.photo(f"{place}.jpg") for place in range(5)], "more": "1"}
    )
    assert answer["Location"] == where
    kept = list(Attachment.objects.order_by("name"))
    assert len(kept) == 5
    again = client.post(where, {"way": "upload", "papers": factories.photo("baru.jpg")})
    assert "Paling banyak 5" in again.content.decode()
    client.post(where, {"way": "upload", "remove": [str(kept[0].pk), str(kept[1].pk)]})
    assert Attachment.objects.filter(state="removed").count() == 2
    client.post(where, {"way": "bring"})
    assert Attachment.objects.filter(state="claimed").count() == 0


def test_forged_fields_change_nothing(client: Client, other: Client, service: Service, world: World) -> None:
    foreign = begin(other, service)
    other.post(page(foreign, "syarat-1"), {"way": "upload", "papers": factories.photo()})
    stolen = Attachment.objects.get()
    draft = begin(client, service)
    forged = {
        "service": "999",
        "standard": "999",
        "application": "1",
        "state": "approved",
        "token": "x",
        "proven_contact": "1",
        "files": str(stolen.pk),
        "attachments": str(stolen.pk),
        "remove": str(stolen.pk),
    }
    client.post(page(draft, "nama"), {**WHO, **forged})
    answer = client.post(page(draft, "syarat-1"), {"way": "upload", **forged})
    assert answer.status_code == 200  # no file of one's own: refused
    draft.refresh_from_db()
    assert (draft.service, draft.application, draft.proven_contact) == (service, None, None)
    stolen.refresh_from_db()
    assert (stolen.state, stolen.owner_number) == ("claimed", str(foreign.pk))


def test_another_variant_drops_the_answers_of_the_first(client: Client, world: World) -> None:
    draft = begin(client, factories.lost_card(world.bontang))
    assert client.post(page(draft, "jenis"), {"variant": "hilang"})["Location"] == page(draft, "syarat-1")
    client.post(page(draft, "syarat-1"), {"way": "upload", "papers": factories.photo()})
    client.post(page(draft, "jenis"), {"variant": "rusak"})
    assert Attachment.objects.get().state == "removed"
    assert "KTP-el yang rusak" in client.get(page(draft, "syarat-1")).content.decode()
    assert "tersedia" in client.post(page(draft, "jenis"), {"variant": "asing"}).content.decode()


def test_changing_from_the_summary_leads_back_to_it(client: Client, service: Service) -> None:
    draft = begin(client, service)
    answer = client.post(page(draft, "alamat") + "?ke=ringkasan", {"address": "Jalan Lain 2"})
    assert answer["Location"] == page(draft, "ringkasan")
    assert "Sebelum dikirim, lengkapi dahulu" in client.get(page(draft, "ringkasan")).content.decode()


def test_what_is_missing_keeps_it_from_being_sent(client: Client, service: Service) -> None:
    draft = begin(client, service)
    assert client.post(page(draft, "kirim"))["Location"] == page(draft, "kontak")
    client.post(page(draft, "kontak"), {"phone": "", "email": factories.EMAIL})
    client.post(page(draft, "kirim"))
    assert client.post(page(draft, "kode"), {"code": sent_code()})["Location"] == page(draft, "ringkasan")
    assert not Application.objects.exists()


def test_a_wrong_code_is_told_and_five_are_enough(client: Client, service: Service) -> None:
    draft = begin(client, service)
    fill(client, draft)
    client.post(page(draft, "kirim"))
    right = sent_code()
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        assert "tidak cocok" in client.post(page(draft, "kode"), {"code": wrong}).content.decode()
    assert "Minta kode baru" in client.post(page(draft, "kode"), {"code": right}).content.decode()
    assert not Application.objects.exists()


def test_two_clicks_and_a_replay_show_the_same_receipt(client: Client, service: Service) -> None:
    draft = begin(client, service)
    fill(client, draft)
    client.post(page(draft, "kirim"))
    code = sent_code()
    first = client.post(page(draft, "kode"), {"code": code})["Location"]
    assert client.post(page(draft, "kode"), {"code": code})["Location"] == first
    assert client.post(page(draft, "kirim"))["Location"] == first
    assert client.get(page(draft, "nama"))["Location"] == first
    assert client.post(page(draft, "alamat"), {"address": "lain"})["Location"] == first
    assert Application.objects.count() == 1
    assert Event.objects.filter(name="application.submitted").count() == 1


def test_each_application_proves_its_contact_anew(client: Client, service: Service) -> None:
    first, second = begin(client, service), begin(client, service)
    for draft in (first, second):
        fill(client, draft)
        assert client.post(page(draft, "kirim"))["Location"] == page(draft, "kode")
        assert "/diterima/" in client.post(page(draft, "kode"), {"code": sent_code()})["Location"]
    assert Application.objects.count() == 2


def test_an_expired_draft_is_not_there(client: Client, service: Service, now: datetime) -> None:
    draft = begin(client, service)
    Draft.objects.update(created_at=now.replace(year=2020), expires_at=now.replace(year=2020, month=4))
    assert client.get(page(draft, "nama")).status_code == 404


def test_drafts_of_this_session_can_be_continued(client: Client, other: Client, service: Service) -> None:
    draft = begin(client, service)
    assert str(draft.pk) in client.get("/permohonan/").content.decode()
    assert str(draft.pk) not in other.get("/permohonan/").content.decode()


def test_an_english_citizen_gets_english_paths_and_messages(client: Client, service: Service) -> None:
    answer = client.post(f"/en/permohonan/ajukan/{service.slug}/")
    assert answer["Location"].startswith("/en/permohonan/isi/")
    draft = Draft.objects.get()
    wrong = client.post("/en" + page(draft, "nama"), {**WHO, "nik": "123"}).content.decode()
    assert "A NIK has 16 digits." in wrong
    fill(client, draft)
    client.post("/en" + page(draft, "kirim"))
    client.post("/en" + page(draft, "kode"), {"code": sent_code()})
    body = OutboxMessage.objects.get(event="application.submitted").body
    assert "has received your application" in body
    assert "/en/permohonan/" in body
