"""A report as a citizen tells it: first screen to receipt; strangers, bad input, advertising, two clicks."""

from __future__ import annotations

import io
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit import react_to_news
from melayani.foundation.messaging.models import OutboxMessage
from melayani.voice.complaints.models import Complaint, Draft
from melayani.voice.complaints.tests import factories, working
from melayani.voice.complaints.tests.factories import EMAIL, STORY, Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_goes_out")]
STORY_DATA = {"kind": "complaint", "text": STORY, "asked": "Lubangnya ditutup.", "loss": ""}
NO_TARGET = {"target": "tidak-tahu", "category": ""}


@pytest.fixture
def mail_goes_out(settings: Settings) -> None:
    """E-mail can be sent, so that codes reach e-mail addresses; telephones are reached by no channel."""
    settings.SMTP_URL, settings.EMAIL_FROM = "smtp://127.0.0.1:1", "layanan@contoh.id"


def begin(client: Client, **data: str) -> Draft:
    answer = client.post("/pengaduan/buat/", data)
    assert answer.status_code == 302
    return Draft.objects.get(pk=answer["Location"].split("/")[3])


def page(draft: Draft, step: str) -> str:
    return f"/pengaduan/isi/{draft.pk}/{step}/"


def fill(client: Client, draft: Draft, **over: dict[str, Any]) -> None:
    """Every screen: a story, a target, nothing of place and files, named."""
    screens: dict[str, dict[str, Any]] = {
        "cerita": STORY_DATA,
        "tujuan": {"target": "unit:disdukcapil-bontang"},
        "tempat": {},
        "berkas": {},
        "privasi": {},
        "anda": {"name": "Contoh Siti", "email": EMAIL},
        **over,
    }
    for step, data in screens.items():
        answer = client.post(page(draft, step), data)
        assert answer.status_code == 302, (step, answer.content.decode())


def sent_code() -> str:
    body = OutboxMessage.objects.filter(event="code.sent").latest("id").body
    found = re.search(r"\b(\d{3}) (\d{3})\b", body)
    assert found
    return found[1] + found[2]


def photo_with_place() -> SimpleUploadedFile:
    """A photo that says where it was taken."""
    image, buffer = Image.new("RGB", (40, 30), (11, 91, 99)), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Telepon Contoh"
    exif.get_ifd(0x8825)[1] = "N"
    image.save(buffer, "JPEG", exif=exif)
    return SimpleUploadedFile("lubang.jpg", buffer.getvalue(), content_type="image/jpeg")


def test_the_whole_report_to_the_receipt(client: Client, town: Town) -> None:
    draft = begin(client, target=f"unit:{town.works.slug}")
    assert "Langkah 1 dari 7" in client.get(page(draft, "cerita")).content.decode()
    assert "checked" in client.get(page(draft, "tujuan")).content.decode().split(town.works.name)[0][-300:]
    fill(
        client,
        draft,
        tujuan={"target": f"unit:{town.works.slug}", "category": ""},
        tempat={"occurred_on": "2026-03-01", "address": "Depan SD Contoh", "latitude": "0,1325", "longitude": "117.48"},
        berkas={"papers": [photo_with_place()]},
    )
    summary = client.get(page(draft, "periksa")).content.decode()
    for told in (STORY, town.works.name, "Depan SD Contoh", "lubang.jpg", "Contoh Siti", EMAIL, "Lubangnya ditutup."):
        assert told in summary
    assert client.post(page(draft, "kirim"))["Location"] == page(draft, "kode")
    answer = client.post(page(draft, "kode"), {"code": sent_code()})
    row = Complaint.objects.get()
    assert answer["Location"] == f"/pengaduan/{row.number}/{row.secret}/diterima/"
    receipt = client.get(answer["Location"]).content.decode()
    for told in (row.number, "Mengapa tanggal ini?", f"http://testserver/pengaduan/{row.number}/{row.secret}/"):
        assert told in receipt
    assert "Kode lacak" not in receipt
    assert (row.text, row.name, row.channel, row.about) == (STORY, "Contoh Siti", "web", town.works)
    assert (str(row.latitude), str(row.longitude)) == ("0.132500", "117.480000")
    file = Attachment.objects.get()
    assert (file.owner_kind, file.owner_number) == ("complaint", row.number)
    case = client.get(f"/pengaduan/{row.number}/{row.secret}/").content.decode()
    assert f"/berkas/{file.pk}/" in case


def test_a_photo_loses_where_it_was_taken(client: Client, town: Town) -> None:
    draft = begin(client)
    client.post(page(draft, "berkas"), {"papers": [photo_with_place()]})
    fill(client, draft)
    client.post(page(draft, "kirim"))
    client.post(page(draft, "kode"), {"code": sent_code()})
    row, file = Complaint.objects.get(), Attachment.objects.get()
    answer: Any = client.get(f"/pengaduan/{row.number}/{row.secret}/berkas/{file.pk}/")
    assert not Image.open(io.BytesIO(b"".join(answer))).getexif()


def test_without_contact_an_anonymous_reporter_gets_a_code_on_paper(client: Client, town: Town) -> None:
    draft = begin(client)
    fill(client, draft, privasi={"anonymous": "on"}, anda={})
    answer = client.post(page(draft, "kirim"))
    receipt = client.get(answer["Location"]).content.decode()
    row = Complaint.objects.get()
    found = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", receipt.replace(row.number, ""))
    assert found
    assert (row.name, row.email, row.contact) == ("", "", None)
    elsewhere = Client()
    opened = elsewhere.post("/pengaduan/", {"number": row.number.lower(), "code": found[0].lower()})
    assert opened["Location"] == f"/pengaduan/{row.number}/{row.secret}/"
    assert found[0] not in elsewhere.get(f"{opened['Location']}diterima/").content.decode()
    wrong = elsewhere.post("/pengaduan/", {"number": row.number, "code": "00000-00000"})
    assert "tidak cocok" in wrong.content.decode()


def test_an_anonymous_reporter_with_a_contact_hears_but_is_not_kept(client: Client, town: Town) -> None:
    draft = begin(client)
    fill(client, draft, anda={"name": "Contoh Siti", "email": EMAIL}, privasi={})
    client.post(page(draft, "privasi"), {"anonymous": "on"})  # decided after the name was typed
    client.post(page(draft, "kirim"))
    client.post(page(draft, "kode"), {"code": sent_code()})
    row = Complaint.objects.get()
    assert (row.name, row.email, row.phone) == ("", "", "")
    assert row.contact is not None
    assert OutboxMessage.objects.filter(event="complaint.filed", reference_number=row.number).count() == 1


def test_a_get_writes_nothing_and_opens_no_session(client: Client, town: Town) -> None:
    for path in ("/pengaduan/", "/pengaduan/buat/"):
        client.get(path)
    assert not Draft.objects.exists()
    assert "sessionid" not in client.cookies
    draft = begin(client)
    before = Draft.objects.values().get()
    for step in ("cerita", "tujuan", "mirip", "tempat", "berkas", "privasi", "anda", "periksa", "kode"):
        assert client.get(page(draft, step)).status_code in (200, 302)
    assert Draft.objects.values().get() == before
    assert client.session.get_expiry_age() > 29 * 24 * 3600


def test_another_session_finds_no_draft(client: Client, town: Town) -> None:
    draft, other = begin(client), Client()
    begin(other)
    for step in ("cerita", "mirip", "mirip/cari", "periksa", "kode", "kirim"):
        assert other.get(page(draft, step)).status_code in (404, 405)
        assert other.post(page(draft, step), STORY_DATA).status_code == 404
        assert client.get(page(draft, step).replace(str(draft.pk), str(uuid.uuid4()))).status_code in (404, 405)
    assert Draft.objects.get(pk=draft.pk).contents == "{}"
    assert client.get(page(draft, "tidak-ada")).status_code == 404
    assert client.get(page(draft, "pertanyaan")).status_code == 404  # no category, no questions


@pytest.mark.parametrize(
    ("step", "data", "said"),
    [
        ("cerita", {**STORY_DATA, "text": ""}, "Tulis dahulu apa yang terjadi"),
        ("cerita", {**STORY_DATA, "text": "pendek"}, "paling sedikit 20 huruf"),
        ("cerita", {**STORY_DATA, "kind": "gosip"}, "Pilih salah satu"),
        ("cerita", {**STORY_DATA, "text": "x" * 10_001}, "Paling panjang 10000 huruf"),
        ("tujuan", {"target": "unit:tidak-ada"}, "Pilih salah satu yang tersedia"),
        ("tempat", {"occurred_on": "31-02-2026"}, "Tanggal ini tidak ada"),
        ("tempat", {"occurred_on": "2090-01-01"}, "setelah hari ini"),
        ("tempat", {"latitude": "1.2"}, "Isi lintang dan bujur keduanya"),
        ("tempat", {"latitude": "48.85", "longitude": "2.35"}, "di luar Indonesia"),
        ("tempat", {"latitude": "satu", "longitude": "2"}, "Tulis angka"),
        ("tempat", {"elsewhere": "Atlantis"}, "tidak kami temukan"),
        ("anda", {"name": "", "email": EMAIL}, "Isi nama Anda"),
        ("anda", {"name": "Contoh", "email": ""}, "Isi e-mail atau nomor telepon"),
        ("anda", {"name": "Contoh", "email": "bukan"}, "tidak lengkap"),
        ("anda", {"name": "Contoh", "phone": "0812 3456 7890"}, "Tambahkan e-mail"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_nothing_typed_is_lost(
    step: str, data: dict[str, str], said: str, client: Client, town: Town
) -> None:
    draft = begin(client)
    answer = client.post(page(draft, step), data)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert said in html
    assert "Perlu diperbaiki" in html
    assert all(value[:50] in html for name, value in data.items() if name not in ("target", "kind"))
    assert Draft.objects.get().contents == "{}"


def test_html_and_emoji_stay_what_they_are(client: Client, town: Town) -> None:
    text = "<script>alert(1)</script> Petugasnya ramah 😀 tetapi antreannya tiga jam lamanya."
    draft = begin(client)
    client.post(page(draft, "cerita"), {**STORY_DATA, "text": text})
    html = client.get(page(draft, "cerita")).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Petugasnya ramah 😀" in html
    assert "<script>alert(1)" not in html


def test_a_service_or_an_office_is_found_by_its_name(client: Client, town: Town) -> None:
    service = factories.service_of(town.registry)
    draft = begin(client)
    found = client.get(page(draft, "tujuan"), {"cari": "akta kelahiran"}).content.decode()
    assert f'value="service:{service.slug}"' in found
    assert (
        f'value="unit:{town.works.slug}"'
        in client.get(page(draft, "tujuan"), {"cari": "umum bontang"}).content.decode()
    )
    assert "Tidak ada layanan atau kantor" in client.get(page(draft, "tujuan"), {"cari": "qqqq"}).content.decode()
    assert client.post(page(draft, "tujuan"), {"target": f"service:{service.slug}"}).status_code == 302
    row = Draft.objects.get()
    assert (row.service, row.about) == (service, town.registry)


def test_a_page_before_may_name_what_the_report_is_about(client: Client, town: Town) -> None:
    service = factories.service_of(town.registry)
    html = client.get("/pengaduan/buat/", {"layanan": service.slug}).content.decode()
    assert service.title in html
    draft = begin(client, target=f"service:{service.slug}")
    assert (draft.service, draft.about) == (service, town.registry)


def test_questions_of_the_category_are_asked_and_another_category_forgets_them(client: Client, town: Town) -> None:
    factories.road_category()
    draft = begin(client)
    asked = client.post(page(draft, "tujuan"), {"target": "tidak-tahu", "category": "jalan-rusak"})
    assert asked["Location"] == page(draft, "pertanyaan")
    missing = client.post(page(draft, "pertanyaan"), {"question-count": "banyak"}).content.decode()
    assert "Isi ini dahulu" in missing
    assert "Tulis angka saja" in missing
    assert client.post(page(draft, "pertanyaan"), {"question-size": "large", "question-count": "3"}).status_code == 302
    summary = client.get(page(draft, "periksa")).content.decode()
    assert "Besar" in summary
    client.post(page(draft, "tujuan"), NO_TARGET)
    assert "Besar" not in client.get(page(draft, "periksa")).content.decode()


def test_a_place_is_found_by_its_name_or_chosen_near_the_office(client: Client, town: Town) -> None:
    city, district = factories.regions()
    town.works.region = city
    town.works.save(update_fields=["region"])
    draft = begin(client, target=f"unit:{town.works.slug}")
    assert district.name in client.get(page(draft, "tempat")).content.decode()
    assert client.post(page(draft, "tempat"), {"elsewhere": "bontang utara"}).status_code == 302
    assert district.name in client.get(page(draft, "periksa")).content.decode()
    several = client.post(page(draft, "tempat"), {"elsewhere": "bontang"}).content.decode()
    assert "Pilih yang Anda maksud" in several
    assert client.post(page(draft, "tempat"), {"elsewhere": "bontang", "region": city.pk}).status_code == 302


def test_a_report_that_would_reach_nobody_asks_for_a_place_at_once(client: Client, town: Town) -> None:
    factories.regions()
    draft = begin(client)
    client.post(page(draft, "tujuan"), NO_TARGET)
    asked = client.get(page(draft, "tempat")).content.decode()
    assert "Hanya kecamatan atau kabupatennya yang perlu diisi." in asked
    assert "Semua di layar ini boleh kosong" not in asked
    assert "Sebutkan kecamatan" in client.post(page(draft, "tempat"), {}).content.decode()
    assert "Pilih kabupaten, kota" in client.get(page(draft, "periksa")).content.decode()
    assert client.post(page(draft, "tempat"), {"elsewhere": "bontang utara"}).status_code == 302
    assert "Pilih kabupaten, kota" not in client.get(page(draft, "periksa")).content.decode()


def test_like_reports_are_shown_while_typing_and_on_the_next_screen(client: Client, town: Town) -> None:
    moment = timezone.now() - timedelta(days=1)
    row = working.published(town, now=moment)
    react_to_news(moment + timedelta(hours=9))
    draft = begin(client)
    text = "Jalan berlubang lagi di depan sekolah kami."
    typed = client.post(page(draft, "mirip/cari"), {"text": text}).content.decode()
    assert row.number in typed
    assert STORY not in typed
    assert "<html" not in typed
    assert client.post(page(draft, "mirip/cari"), {"text": "jalan"}).content.decode().strip() == ""
    client.post(page(draft, "cerita"), {**STORY_DATA, "text": text})
    assert client.post(page(draft, "tujuan"), NO_TARGET)["Location"] == page(draft, "mirip")
    shown = client.get(page(draft, "mirip")).content.decode()
    assert f"/pengaduan/ikut/{row.number}/" in shown
    assert page(draft, "tempat") in shown


def test_files_can_be_added_removed_and_are_counted(
    client: Client, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("melayani.voice.complaints.rules.FILES_MAX", 3)
    draft = begin(client)
    two = {"papers": [photo_with_place(), photo_with_place()], "more": "1"}
    assert client.post(page(draft, "berkas"), two)["Location"] == page(draft, "berkas")
    first, second = Attachment.objects.order_by("created_at")
    assert "Paling banyak 20" in client.post(page(draft, "berkas"), two).content.decode()
    assert client.post(page(draft, "berkas"), {"remove": [str(first.pk)]}).status_code == 302
    assert Attachment.objects.get(pk=first.pk).state == "removed"
    assert Attachment.objects.get(pk=second.pk).state == "claimed"
    script = SimpleUploadedFile("a.pdf", b"#!/bin/sh\nrm -rf /\n", content_type="application/pdf")
    assert "bukan foto" in client.post(page(draft, "berkas"), {"papers": [script]}).content.decode()


def test_a_code_is_asked_of_a_changed_contact_anew_and_a_wrong_one_is_told(client: Client, town: Town) -> None:
    draft = begin(client)
    fill(client, draft)
    client.post(page(draft, "kirim"))
    wrong = client.post(page(draft, "kode"), {"code": "000000"}).content.decode()
    assert "tidak cocok" in wrong
    assert not Complaint.objects.exists()
    client.post(page(draft, "anda"), {"name": "Contoh Siti", "email": "lain@contoh.id"})
    assert client.post(page(draft, "kirim"))["Location"] == page(draft, "kode")
    newest = OutboxMessage.objects.filter(event="code.sent").order_by("-pk")[0]
    assert newest.address == "lain@contoh.id"


def test_pressing_twice_makes_one_report(client: Client, town: Town) -> None:
    draft = begin(client)
    fill(client, draft)
    client.post(page(draft, "kirim"))
    code = sent_code()
    first = client.post(page(draft, "kode"), {"code": code})["Location"]
    assert client.post(page(draft, "kode"), {"code": code})["Location"] == first
    assert client.post(page(draft, "kirim"))["Location"] == first
    assert client.get(page(draft, "cerita"))["Location"] == first
    assert client.post(page(draft, "cerita"), STORY_DATA)["Location"] == first
    assert Complaint.objects.count() == 1
    assert Draft.objects.get().contents == "{}"


def test_advertising_is_refused_in_calm_words_and_the_draft_stays(client: Client, town: Town) -> None:
    text = "Pinjaman cepat cair tanpa agunan bunga rendah, hubungi WA 0812 3456 7890 sekarang juga. Slot gacor."
    draft = begin(client)
    fill(client, draft, cerita={**STORY_DATA, "text": text})
    client.post(page(draft, "kirim"))
    answer = client.post(page(draft, "kode"), {"code": sent_code()}, follow=True)
    assert "terbaca seperti iklan" in answer.content.decode()
    assert not Complaint.objects.exists()
    assert "Pinjaman cepat cair" in client.get(page(draft, "cerita")).content.decode()


def test_too_many_reports_of_one_contact_are_refused_for_a_while(
    client: Client, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("melayani.voice.complaints.actions.filing.PER_HOUR", 1)
    for place, expected in ((1, 1), (2, 1)):
        draft = begin(client)
        fill(client, draft, cerita={**STORY_DATA, "text": f"{STORY} Untuk yang ke-{place}."})
        client.post(page(draft, "kirim"))
        answer = client.post(page(draft, "kode"), {"code": sent_code()}, follow=True)
        assert Complaint.objects.count() == expected
    assert "Terlalu banyak percobaan" in answer.content.decode()


def test_an_address_cannot_begin_drafts_without_end(client: Client, settings: Settings) -> None:
    settings.PEOPLE_PER_ADDRESS = 1
    begin(client)
    assert "Terlalu banyak percobaan" in Client().post("/pengaduan/buat/").content.decode()


def test_an_incomplete_draft_says_where_to_go_on_and_is_found_again(client: Client, town: Town) -> None:
    draft = begin(client)
    client.post(page(draft, "cerita"), STORY_DATA)
    summary = client.get(page(draft, "periksa")).content.decode()
    assert f"{page(draft, 'anda')}?ke=ringkasan" in summary
    assert "Kirim" not in summary.split("</dl>")[1].split("<footer")[0]
    assert client.post(f"{page(draft, 'privasi')}?ke=ringkasan", {})["Location"] == page(draft, "periksa")
    assert STORY[:40] in client.get("/pengaduan/").content.decode()
    assert STORY[:40] not in Client().get("/pengaduan/").content.decode()


@pytest.mark.parametrize(
    ("step", "most"), [("cerita", 6), ("tujuan", 8), ("tempat", 9), ("berkas", 7), ("privasi", 6), ("periksa", 10)]
)
def test_queries_per_screen_are_few(
    step: str, most: int, client: Client, town: Town, django_assert_max_num_queries: Any
) -> None:
    city, _ = factories.regions()
    town.works.region = city
    town.works.save(update_fields=["region"])
    draft = begin(client, target=f"unit:{town.works.slug}")
    fill(client, draft, tujuan={"target": f"unit:{town.works.slug}"}, berkas={"papers": [photo_with_place()]})
    with django_assert_max_num_queries(most):
        assert client.get(page(draft, step)).status_code == 200


def test_the_questions_of_a_category_and_their_answers_are_in_the_readers_language(client: Client, town: Town) -> None:
    category = factories.road_category()
    choices = [{"key": "small", "name": "Kecil", "name_en": "Small"}, {"key": "large", "name": "Besar"}]
    category.questions.filter(code="size").update(description_en="How big?", values=choices)
    category.questions.filter(code="count").update(datatype="datetime", description="Sejak kapan?")
    draft = begin(client)
    client.post(page(draft, "tujuan"), {**NO_TARGET, "category": category.slug})
    asked = client.get("/en" + page(draft, "pertanyaan")).content.decode()
    assert "How big?" in asked
    assert "Small" in asked
    client.post(page(draft, "pertanyaan"), {"question-size": "small", "question-count": "2026-03-16"})
    summary = client.get("/en" + page(draft, "periksa")).content.decode()
    for told in ("How big?", "Small", "Monday, 16 March 2026"):
        assert told in summary
    indonesian = client.get(page(draft, "periksa")).content.decode()
    assert "Seberapa besar?" in indonesian
    assert "Senin, 16 Maret 2026" in indonesian
