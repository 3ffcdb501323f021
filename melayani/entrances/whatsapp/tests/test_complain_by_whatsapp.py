"""A complaint with a photo and a place, filed in the conversation."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from melayani.delivery.catalogue.tests.factories import published_service
from melayani.entrances.whatsapp import media, payloads
from melayani.entrances.whatsapp.tests.factories import NOBODY, Phone, switched_on
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
    phone.write("sy tdk tau")
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


def texts(rows: list[Any]) -> str:
    return "\n".join(row.body for row in rows)


def at_the_photo(phone: Phone) -> None:
    phone.write("lapor")
    phone.write("ktp hilang")
    phone.write("1")
    assert "Ada foto" in phone.write(STORY)


def test_a_photo_that_meta_does_not_hand_out_is_told_and_the_case_goes_on(
    sari: Phone, service: Any, settings: Any
) -> None:
    at_the_photo(sari)
    with graph(settings) as meta:
        switched_on(settings)
        settings.WHATSAPP_URL = meta.url
        for answers, word in (
            ([Answer(404, {"error": {"code": 100}})], "tidak menyerahkan"),
            ([Answer(401, {"error": {"code": 190}})], "tidak menyerahkan"),
            ([Answer(500, {"error": {}}), Answer(503, {"error": {}})], "sedang terganggu"),
        ):
            meta.answers += answers
            told = texts(sari.send(payloads.image(f"foto-{word}")))
            assert word in told
            assert "lanjut dulu" in told
            assert "Ada foto" in told  # the question stands
        meta.answers += [Answer(500, {}), Answer(body={"url": f"{meta.url}/berkas/1"}), Answer(body="bukan gambar")]
        assert "bukan foto" in texts(sari.send(payloads.image("foto-4")))  # it stumbled once and was asked once more
    sari.write("lanjut")
    sari.write("lewati")
    sari.write("Contoh Sari")
    assert "diterima" in sari.write("ya")
    assert Complaint.objects.get().text == STORY


def test_a_photo_that_is_too_large_is_told_with_another_way(
    sari: Phone, service: Any, meta: Any, settings: Any
) -> None:
    at_the_photo(sari)
    settings.UPLOAD_MAX_BYTES = 3_000_000
    meta["besar"] = b"x" * 3_000_001
    told = texts(sari.send(payloads.image("besar")))
    assert "lebih besar dari 3 MB" in told
    assert "foto biasa" in told


@pytest.mark.parametrize("code", [131052, 131053])
@pytest.mark.parametrize("shape", ["image", "unsupported"])
def test_a_photo_that_meta_could_not_keep_is_told(sari: Phone, service: Any, code: int, shape: str) -> None:
    at_the_photo(sari)
    lost = {"type": shape, "errors": [{"code": code, "title": "Media download error"}]}
    told = texts(sari.send({**lost, "image": {"mime_type": "image/jpeg"}} if shape == "image" else lost))
    assert "tidak menyerahkan" in told
    assert "Lanjut" in sari.offered()


@pytest.mark.parametrize(
    ("mime", "kind", "word"),
    [
        ("audio/ogg; codecs=opus", "audio", "pesan suara"),
        ("video/mp4", "video", "video belum bisa"),
        ("image/webp", "sticker", "Stikernya"),
    ],
)
def test_what_is_no_photo_is_told_and_the_question_stands(
    sari: Phone, service: Any, mime: str, kind: str, word: str
) -> None:
    at_the_photo(sari)
    told = texts(sari.send({"type": kind, kind: {"id": "m1", "mime_type": mime}}))
    assert word in told
    assert "Ada foto" in told


def test_a_caption_counts_though_its_photo_does_not_come(sari: Phone, service: Any, meta: Any) -> None:
    sari.write("lapor")
    sari.write("ktp hilang")
    sari.write("1")
    told = texts(sari.send(payloads.image("tidak-ada", STORY)))
    assert "tidak menyerahkan" in told
    assert "Ada foto" in told
    assert STORY in sari.conversation.state


def test_whoever_goes_on_telling_beside_the_photos_is_heard(sari: Phone, service: Any) -> None:
    at_the_photo(sari)
    assert "Saya tambahkan" in sari.write("Oh ya, loket nomor tiga juga tutup sejak pagi")
    sari.write("lanjut")
    sari.write("lewati")
    sari.write("rahasiakan nama")
    sari.write("ya")
    assert Complaint.objects.get().text.endswith("tutup sejak pagi")


def test_a_photo_before_any_word_becomes_the_complaints_own(sari: Phone, service: Any, meta: Any) -> None:
    told = texts(sari.send(payloads.image("foto-1", "Jalan di depan kantor rusak parah sejak lama")))
    assert "tidak perlu dikirim lagi" in told
    assert "sudah saya catat" in sari.tap("Buat pengaduan")
    sari.write("ktp hilang")
    assert "1 berkas" in sari.write("1")
    assert "rusak parah" in sari.conversation.state
