"""Beside the desk: intake on behalf, moderation, texts, figures as sheets, settings, hand-over; each for its own."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from melayani.delivery.applications.tests.factories import photo
from melayani.foundation.audit import react_to_news
from melayani.foundation.people import Officer
from melayani.voice.complaints import totals
from melayani.voice.complaints.models import Category, Complaint, LadderStep, LocalClock, ReplyTemplate
from melayani.voice.complaints.tests import factories, working
from melayani.voice.complaints.tests.factories import Town
from tests.remembered import STARTED

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
DESK = "/kantor/pengaduan/"
KEY = "6a3b7a52-3d0c-4f0e-9d8f-0d2f5a1c9a11"
TYPED = {
    "form_key": KEY,
    "channel": "letter",
    "kind": "complaint",
    "text": "Loket tutup pukul dua padahal papan menulis pukul empat.",
    "name": "Contoh Mbah Karto",
}


def earlier() -> datetime:
    return STARTED - timedelta(hours=6)


def test_a_letter_is_written_down_once_with_its_day_and_scan(town: Town, sign_in: SignIn) -> None:
    client = sign_in(town.people.bontang_counter)
    assert client.get(f"{DESK}catat/").status_code == 200
    came = (timezone.now() - timedelta(days=2)).astimezone(town.registry.zone)
    data = {
        **TYPED,
        "about": str(town.registry.pk),
        "received_at": f"{came:%Y-%m-%dT%H:%M}",
        "papers": photo("surat.jpg"),
    }
    answer = client.post(f"{DESK}catat/", data)
    assert answer.status_code == 302, answer.content.decode()
    row = Complaint.objects.get()
    assert (row.channel, row.about, row.name, row.contact) == ("letter", town.registry, "Contoh Mbah Karto", None)
    assert row.received_at.date() == came.astimezone(row.received_at.tzinfo).date()
    again = client.post(f"{DESK}catat/", {**TYPED, "about": str(town.registry.pk)})
    assert again["Location"] == answer["Location"]
    assert Complaint.objects.count() == 1
    receipt = client.get(answer["Location"]).content.decode()
    assert row.number in receipt
    assert "Contoh Mbah" not in receipt
    coded = client.post(f"{answer['Location']}kode/").content.decode()
    assert re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", coded)


def test_what_is_wrong_stands_at_its_field_and_the_scan_stays(town: Town, sign_in: SignIn) -> None:
    client = sign_in(town.registry_liaison)
    scan = photo("surat.jpg")
    answer = client.post(f"{DESK}catat/", {**TYPED, "text": "Pendek", "nik": "123", "papers": scan})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "paling sedikit 20 huruf" in html
    assert "Contoh Mbah Karto" in html
    kept = re.search(r'name="kept" value="([0-9a-f-]{36})"', html)
    assert kept
    done = client.post(f"{DESK}catat/", {**TYPED, "about": str(town.registry.pk), "kept": kept.group(1)})
    assert done.status_code == 302
    assert "surat.jpg" in client.get(f"{DESK}{Complaint.objects.get().number}/").content.decode()


def test_the_questions_of_the_category_are_asked(town: Town, sign_in: SignIn) -> None:
    category = factories.road_category()
    client = sign_in(town.registry_liaison)
    topic = {"about": str(town.works.pk), "category": str(category.pk), "service": ""}
    assert "Seberapa besar?" in client.get(f"{DESK}catat/", topic).content.decode()
    assert client.post(f"{DESK}catat/", {**TYPED, **topic}).status_code == 422
    assert client.post(f"{DESK}catat/", {**TYPED, **topic, "question-size": "large"}).status_code == 302
    assert Complaint.objects.get().answers == '{"size": ["large"]}'


def test_the_queue_of_moderation_holds_what_may_be_public(town: Town, sign_in: SignIn) -> None:
    now = earlier()
    waits = working.verified(town, now=now)
    shown = working.published(town, now=now, email="a@contoh.id", text="Loket tutup sebelum jamnya hari ini.")
    secret = working.verified(town, now=now, email="b@contoh.id", secret=True, text="Nama saya jangan sampai terbaca.")
    new = factories.filed(town, now=now, email="c@contoh.id", text="Saya menunggu tiga jam tanpa dipanggil juga.")
    client = sign_in(town.registry_liaison)
    html = client.get(f"{DESK}moderasi/").content.decode()
    assert re.findall(r"data-row>(ADU-[0-9A-Z-]+)<", html) == [waits.number]
    html = client.get(f"{DESK}moderasi/", {"tayang": "1"}).content.decode()
    assert re.findall(r"data-row>(ADU-[0-9A-Z-]+)<", html) == [shown.number]
    for hidden in (secret, new):
        assert hidden.number not in html
    assert waits.number not in sign_in(town.stranger).get(f"{DESK}moderasi/").content.decode()


def test_reply_texts_are_kept_and_retired_by_their_own(town: Town, sign_in: SignIn) -> None:
    client = sign_in(town.registry_liaison)
    data = {
        "organisation": str(town.registry.pk),
        "title": "Maaf",
        "text": "Kami meminta maaf.",
        "for_action": "answer",
    }
    assert client.post(f"{DESK}templat/baru/", data).status_code == 302
    row = ReplyTemplate.objects.get()
    assert "Maaf" in client.get(f"{DESK}templat/").content.decode()
    assert client.post(f"{DESK}templat/{row.pk}/", {**data, "text": ""}).status_code == 422
    assert client.post(f"{DESK}templat/{row.pk}/", {**data, "text": "Maaf sekali."}).status_code == 302
    assert ReplyTemplate.objects.get().text == "Maaf sekali."
    assert sign_in(town.stranger).get(f"{DESK}templat/{row.pk}/").status_code == 404
    assert sign_in(town.stranger).post(f"{DESK}templat/{row.pk}/hentikan/").status_code == 404
    assert sign_in(town.registry_liaison).post(f"{DESK}templat/{row.pk}/hentikan/").status_code == 302
    assert not ReplyTemplate.objects.get().active


def test_figures_stand_on_the_page_and_in_the_sheets(town: Town, sign_in: SignIn) -> None:
    now = timezone.now() - timedelta(days=3)
    for place in range(3):
        working.closed(town, now=now, email=f"{place}@contoh.id", text=f"Loket {place} tutup sebelum jamnya hari ini.")
    while react_to_news(timezone.now()):
        continue
    totals.count_dirty(now=timezone.now() + timedelta(minutes=5))
    client = sign_in(town.bureau)
    html = client.get(f"{DESK}statistik/").content.decode()
    assert "3 pengaduan masuk, 3 dijawab" in html
    sheet = load_workbook(io.BytesIO(client.get(f"{DESK}statistik.xlsx").content))
    assert sheet["Seluruhnya"]["B4"].value == 3
    assert [row[0].value for row in sheet["Per saluran"].iter_rows(min_row=4)] == ["Daring"]
    lines = client.get(f"{DESK}statistik.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Tabel,Baris,Masuk")
    assert any(line.startswith("Seluruhnya,") and ",3,3,3,100," in line for line in lines)
    assert client.get(f"{DESK}statistik/", {"unit": town.people.bengkalis.slug}).status_code == 404
    assert "0 pengaduan masuk" in sign_in(town.bengkalis_liaison).get(f"{DESK}statistik/").content.decode()


def test_an_own_limit_is_shorter_or_refused_with_the_national_one(town: Town, sign_in: SignIn) -> None:
    client = sign_in(town.registry_liaison)
    tomorrow = timezone.now().astimezone(town.registry.zone).date() + timedelta(days=1)
    data = {
        "organisation": str(town.registry.pk),
        "clock": "case",
        "complaint_class": "non_oversight",
        "amount": "20",
        "unit": "working_day",
        "source": "Keputusan contoh",
        "valid_from": tomorrow.isoformat(),
    }
    refused = client.post(f"{DESK}pengaturan/batas/", data)
    assert refused.status_code == 422
    assert "Batas nasional 14 hari kerja; batas sendiri harus lebih pendek." in refused.content.decode()
    past = {**data, "amount": "7", "valid_from": date(2020, 1, 1).isoformat()}
    assert client.post(f"{DESK}pengaturan/batas/", past).status_code == 422
    assert client.post(f"{DESK}pengaturan/batas/", {**data, "amount": "7"}).status_code == 302
    row = LocalClock.objects.get()
    assert "7 hari kerja" in client.get(f"{DESK}pengaturan/").content.decode()
    assert sign_in(town.stranger).post(f"{DESK}pengaturan/batas/{row.pk}/akhiri/").status_code == 404
    assert sign_in(town.registry_liaison).post(f"{DESK}pengaturan/batas/{row.pk}/akhiri/").status_code == 302
    assert LocalClock.objects.get().valid_until == tomorrow


def test_own_categories_questions_and_rungs(town: Town, sign_in: SignIn) -> None:
    client = sign_in(town.registry_liaison)
    place = str(town.registry.pk)
    data = {
        "organisation": place,
        "name": "Loket cepat",
        "kind": "complaint",
        "keywords": "loket, cepat",
        "listed": "on",
    }
    assert client.post(f"{DESK}pengaturan/kategori/", data).status_code == 302
    row = Category.objects.get(organisation=town.registry)
    assert (row.keywords, row.listed, row.moderated) == (["loket", "cepat"], True, False)
    path = f"{DESK}pengaturan/kategori/{row.slug}/"
    asked = {"code": "loket", "description": "Loket berapa?", "datatype": "singlevaluelist", "order": "1"}
    assert client.post(f"{path}pertanyaan/", {**asked, "values": "satu"}).status_code == 422
    assert client.post(f"{path}pertanyaan/", {**asked, "values": "1 = Loket satu\n2 = Loket dua"}).status_code == 302
    assert row.questions.get().values == [{"key": "1", "name": "Loket satu"}, {"key": "2", "name": "Loket dua"}]
    national = factories.road_category()
    assert client.post(f"{DESK}pengaturan/kategori/{national.slug}/", data).status_code == 404
    assert sign_in(town.stranger).get(path).status_code == 404
    rung = {"organisation": place, "key": "sehari", "clock": "case", "hours": "-24", "level": "head"}
    client = sign_in(town.registry_liaison)
    assert client.post(f"{DESK}pengaturan/tangga/", rung).status_code == 302
    step = LadderStep.objects.get()
    assert "24 jam sebelum jatuh tempo" in client.get(f"{DESK}pengaturan/").content.decode()
    assert client.post(f"{DESK}pengaturan/tangga/{step.pk}/hapus/").status_code == 302
    assert not LadderStep.objects.exists()


def test_numbers_come_back_on_trial_first(town: Town, sign_in: SignIn) -> None:
    now = earlier()
    row, other = (
        working.verified(town, now=now),
        factories.filed(
            town,
            now=now,
            about=town.people.bengkalis,
            email="lain@contoh.id",
            text="Loket di sana tutup sebelum jamnya.",
        ),
    )
    client = sign_in(town.registry_liaison)
    page = client.get(f"{DESK}lapor/").content.decode()
    assert row.number in page
    assert other.number not in page
    out = client.post(f"{DESK}lapor/ekspor/", {"number": row.number, "form": "csv"})
    assert row.number in out.content.decode("utf-8-sig")
    assert client.post(f"{DESK}lapor/ekspor/", {"number": other.number, "form": "csv"}).status_code == 422
    sheet = f"nomor_pengaduan,tracking_id\n{row.number},7654321\n{other.number},111\n".encode()
    trial = client.post(f"{DESK}lapor/nomor/", {"file": SimpleUploadedFile("n.csv", sheet)}).content.decode()
    assert "1 nomor akan dicatat, 1 baris dilewati" in trial
    assert Complaint.objects.get(pk=row.pk).external_number == ""
    content = re.search(r'name="content" value="([^"]+)"', trial)
    assert content
    done = client.post(f"{DESK}lapor/nomor/", {"content": content.group(1), "confirm": "1"})
    assert done.status_code == 302
    assert Complaint.objects.get(pk=row.pk).external_number == "7654321"
    assert client.post(f"{DESK}lapor/nomor/", {"content": "%%%"}).status_code == 422
