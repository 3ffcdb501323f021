"""The telephone of the demonstration: only there, over the real door, without any setting and without scripts."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from melayani.entrances.whatsapp import handset, payloads, proof
from melayani.entrances.whatsapp.tests.factories import SARI
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.messaging.models import InboundPayload, OutboxMessage
from melayani.foundation.messaging.tests.factories import in_a_demonstration
from melayani.voice.complaints.tests.factories import regions

PAGE = "/demo/whatsapp/"
QUERIES = 7


@pytest.fixture
def phone(client: Client, db: None, now: datetime) -> Client:
    in_a_demonstration(now)
    regions()
    return client


@pytest.mark.django_db
def test_elsewhere_there_is_no_telephone(client: Client) -> None:
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"teks": "halo"}).status_code == 404


def test_what_is_written_comes_back_answered(phone: Client) -> None:
    assert "Tulis “halo” untuk mulai" in phone.get(PAGE).text
    page = phone.post(PAGE, {"teks": "halo"}, follow=True).text
    assert "Pilih dari daftar" in page
    assert 'value="row|go:services|Cari layanan"' in page
    assert "1. Cari layanan" not in page  # a telephone shows the list instead
    assert InboundPayload.objects.get().state == "read"
    page = phone.post(PAGE, {"pilih": "row|go:services|Cari layanan"}, follow=True).text
    assert "Layanan apa yang Anda cari" in page


def test_each_telephone_is_another_person(phone: Client) -> None:
    phone.post(f"{PAGE}?telepon=3", {"teks": "halo"})
    assert "Pilih dari daftar" in phone.get(f"{PAGE}?telepon=3").text
    assert "Pilih dari daftar" not in phone.get(PAGE).text
    assert phone.get(f"{PAGE}?telepon=9").status_code == 404


def test_a_photo_and_a_place_go_the_same_way(phone: Client) -> None:
    file = BytesIO()
    Image.new("RGB", (90, 60), "red").save(file, "JPEG")
    phone.post(PAGE, {"teks": "lapor"})
    phone.post(PAGE, {"teks": "saya tidak tahu"})
    phone.post(PAGE, {"teks": "bontang"})
    upload = SimpleUploadedFile("lubang.jpg", file.getvalue(), "image/jpeg")
    page = phone.post(PAGE, {"teks": "Jalan berlubang besar di depan sekolah sejak lama.", "foto": upload}, follow=True)
    assert "1 berkas" in page.text
    assert Attachment.objects.filter(actor_id="contact-" + str(OutboxMessage.objects.first().contact_id)).exists()  # type: ignore[union-attr]
    phone.post(PAGE, {"teks": "lanjut"})
    assert "Atas nama siapa" in phone.post(PAGE, {"lokasi": "bogor"}, follow=True).text


def test_what_is_no_picture_is_refused_at_once(phone: Client) -> None:
    upload = SimpleUploadedFile("lubang.jpg", b"MZ", "image/jpeg")
    assert "bukan foto" in phone.post(PAGE, {"foto": upload}, follow=True).text
    assert not InboundPayload.objects.exists()


def test_words_of_a_stranger_are_no_markup(phone: Client) -> None:
    page = phone.post(PAGE, {"teks": "<script>alert(1)</script> *<i>x</i>*"}, follow=True).text
    assert "<script>alert" not in page
    assert "<i>x</i>" not in page


def test_the_door_takes_the_demonstrations_own_signature_only_in_one(phone: Client, now: datetime) -> None:
    raw = payloads.call(SARI, payloads.text("halo"), at=now).encode()
    assert handset.knock(raw, "sha256=" + "0" * 64) == 403
    assert handset.knock(raw, proof.sign_as_demonstration(raw)) == 200


def test_the_page_costs_the_same_for_a_long_talk(
    phone: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    phone.post(PAGE, {"teks": "halo"})
    phone.get(PAGE)
    with django_assert_num_queries(QUERIES):
        phone.get(PAGE)
    for word in ("layanan", "menu", "antrean", "menu"):
        phone.post(PAGE, {"teks": word})
    with django_assert_num_queries(QUERIES):
        phone.get(PAGE)
