"""A complaint with a photo and a place, filed in the conversation."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from melayani.delivery.catalogue.tests.factories import published_service
from melayani.entrances.whatsapp import media, payloads
from melayani.entrances.whatsapp.tests.factories import NOBODY, Phone
from melayani.foundation.attachments.queries import files_of
from melayani.foundation.messaging.tests.providers import Answer, graph
from melayani.foundation.people.tests.factories import World
from melayani.voice.complaints.models import Complaint
from melayani.voice.complaints.tests.factories import regions

STORY = "Sudah tiga kali saya datang, KTP belum jadi, dan tidak ada yang menjelaskan kenapa."


@pytest.fixture
def service(world: World) -> Any:
    regions()
    return published_service(world.bontang, title="KTP-el hilang")


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (200, 150), "red").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def meta(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes | None]:
    """What lies at Meta, by media id."""
    kept: dict[str, bytes | None] = {"foto-1": picture(), "foto-2": b"MZ bukan gambar"}
    monkeypatch.setattr(media, "fetch", lambda media_id: kept.get(media_id))
    return kept


def test_a_whole_complaint(sari: Phone, service: Any, meta: Any) -> None:
    assert "tentang layanan" in sari.write("lapor")
    assert "KTP-el hilang" in sari.write("ktp")
    assert "Ceritakan" in sari.write("1")
    assert "20 huruf" in sari.write("lambat")
    assert "foto" in sari.write(STORY)
    assert "bukan foto" in "\n".join(row.body for row in sari.send(payloads.image("foto-2")))
    assert "1 berkas" in "\n".join(row.body for row in sari.send(payloads.image("foto-1")))
    assert "Di mana" in sari.write("lanjut")
    place = payloads.location("0.133300", "117.500000", "Loket 3")
    assert "Atas nama" in "\n".join(row.body for row in sari.send(place))
    assert "Kirim sekarang?" in sari.tap("Contoh Sari")
    told = sari.tap("Ya, kirim")
    row = Complaint.objects.get()
    assert row.number in told
    assert (row.channel, row.name, row.phone) == ("whatsapp", "Contoh Sari", "+6281210000001")
    assert (str(row.latitude), row.service) == ("0.133300", service)
    assert row.contact == sari.conversation.contact
    assert len(files_of(row.reference)) == 1


def told_to_the_end(phone: Phone, who: str) -> None:
    phone.write("lapor")
    phone.write("saya tidak tahu")
    phone.write("bontang")
    phone.write(STORY)
    phone.write("lanjut")
    phone.write("lewati")
    phone.write(who)


def test_whoever_hides_the_name_leaves_none(sari: Phone, service: Any) -> None:
    told_to_the_end(sari, "rahasiakan nama")
    sari.write("ya")
    row = Complaint.objects.get()
    assert (row.anonymous, row.name, row.phone) == (True, "", "")


def test_whoever_has_no_number_is_asked_for_one(on: None, now: datetime, service: Any) -> None:
    phone = Phone(NOBODY, now)
    told_to_the_end(phone, "Contoh Warga")
    assert "Nomor teleponnya" in phone.last.body
    assert "belum saya kenali" in phone.write("besok saja")
    phone.write("0812 3456 7890")
    phone.write("ya")
    assert Complaint.objects.get().phone == "+6281234567890"


def test_nothing_is_filed_when_the_citizen_stops(sari: Phone, service: Any) -> None:
    told_to_the_end(sari, "Contoh Sari")
    assert "kita hentikan" in sari.write("batal")
    assert not Complaint.objects.exists()


def test_the_same_story_twice_and_too_many_are_refused_in_words(sari: Phone, service: Any) -> None:
    for _ in range(2):
        told_to_the_end(sari, "Contoh Sari")
        sari.write("ya")
    assert "sudah Anda kirim hari ini" in sari.last.body
    assert Complaint.objects.count() == 1


def test_words_of_a_story_are_no_commands(sari: Phone, service: Any) -> None:
    sari.write("lapor")
    sari.write("ktp hilang")
    sari.write("1")
    assert "20 huruf" in sari.write("petugas")
    assert sari.conversation.handed_over_at is None


def test_the_file_comes_from_the_graph_api_by_two_calls_with_our_token(settings: Any) -> None:
    with graph(settings) as meta:
        meta.answers += [Answer(body={"url": f"{meta.url}/berkas/1"}), Answer(body="isi foto")]
        assert media.fetch("12345") == b"isi foto"
        assert [path.rpartition("/")[2] for path in meta.paths] == ["12345", "1"]
        assert {headers.get("Authorization") for headers in meta.headers} == {f"Bearer {settings.WHATSAPP_TOKEN}"}


def test_a_foreign_address_gets_no_token_and_a_gone_file_is_none(settings: Any) -> None:
    with graph(settings) as meta:
        meta.answers += [Answer(body={"url": "http://orang-lain.example/1"}), Answer(404, {"error": {}})]
        assert media.fetch("1") is None
        assert media.fetch("2") is None
        assert len(meta.received) == 2
        meta.answers += [Answer(500, {"error": {}})]
        with pytest.raises(media.NotFetched):
            media.fetch("3")


def test_whoever_tells_at_once_need_not_tell_twice(sari: Phone, service: Any, meta: Any) -> None:
    sari.write("lapor")
    told = "Petugas loket meminta uang lima puluh ribu dan antrean lama sekali"
    assert "sudah saya catat" in sari.write(told)
    assert "sudah saya catat" in "\n".join(row.body for row in sari.send(payloads.image("foto-1")))
    sari.write("ktp hilang")
    assert "1 berkas" in sari.write("1")
    sari.write("lanjut")
    sari.write("lewati")
    assert told in sari.write("rahasiakan nama")
    sari.write("ya")
    row = Complaint.objects.get()
    assert (row.text, row.service) == (told, service)
    assert len(files_of(row.reference)) == 1


def test_a_wrong_name_is_no_story(sari: Phone, service: Any) -> None:
    sari.write("lapor")
    assert "belum menemukannya" in sari.write("kantor entah apa")
