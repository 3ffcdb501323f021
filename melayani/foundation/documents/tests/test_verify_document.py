"""Anybody checks a document: by its code, its number or its file; each answer has a word, not only a colour."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from melayani.foundation.attachments.queries import open_file
from melayani.foundation.audit.models import Event
from melayani.foundation.documents.citizen_views import TYPED_CODES
from melayani.foundation.documents.models import Document
from melayani.foundation.documents.tests.factories import issued, replaced, revoked
from melayani.foundation.people.tests.factories import World
from melayani.foundation.ui.format import mask_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(world: World) -> Document:
    return issued(world.bontang, world.bontang_approver)


def copy_of(document: Document, *, changed: bool = False) -> SimpleUploadedFile:
    with open_file(document.attachment) as file:
        content = bytearray(file.read())
    if changed:
        content[len(content) // 2] ^= 1
    return SimpleUploadedFile("surat.pdf", bytes(content), "application/pdf")


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_code_on_paper_leads_to_a_valid_document(client: Client, document: Document) -> None:
    answer = client.get(f"/verifikasi/{document.secret}/")
    page = words(answer)
    assert answer.status_code == 200
    for part in ("Dokumen berlaku", document.number, document.title, document.sha256, document.organisation.name):
        assert part in page
    assert "16 Maret 2026 pukul 10.00 WITA" in page
    assert "Siti Aminah" not in page
    assert "noindex" in page


def test_the_holder_is_masked_and_by_number_alone_not_named(client: Client, document: Document) -> None:
    page = words(client.get(f"/verifikasi/{document.secret}/"))
    assert f"<dd>{mask_name('Siti Aminah')}</dd>" in page
    assert "Siti Aminah" not in page
    assert "Atas nama" not in words(client.get(f"/verifikasi/{document.number}/"))
    assert document.secret not in words(client.get(f"/verifikasi/{document.number}/"))


def test_a_typed_number_is_read_as_a_hand_writes_it(client: Client, document: Document) -> None:
    answer = client.post("/verifikasi/", {"code": f" {document.number.lower().replace('-', '')} "})
    assert "Dokumen berlaku" in words(answer)
    assert "Atas nama" in words(answer)
    assert document.secret not in words(answer)


def test_a_replaced_document_leads_to_the_newer(client: Client, world: World) -> None:
    older, newer = replaced(world.bontang, world.bontang_approver)
    page = words(client.get(f"/verifikasi/{older.secret}/"))
    assert "Dokumen sudah diganti" in page
    assert f"/verifikasi/{newer.number}/" in page
    assert newer.secret not in page
    assert "Dokumen berlaku" in words(client.get(f"/verifikasi/{newer.number}/"))


def test_a_revoked_document_tells_when_and_why(client: Client, world: World) -> None:
    gone = revoked(world.bontang, world.bontang_head, reason="Data <b>keliru</b>")
    page = words(client.get(f"/verifikasi/{gone.secret}/"))
    assert "Dokumen dicabut" in page
    assert "Data &lt;b&gt;keliru&lt;/b&gt;" in page
    assert "16 Maret 2026 pukul 11.00 WITA" in page
    assert "Dokumen berlaku" not in page


@pytest.mark.parametrize("code", ["tidak-ada", "DOK-AAAAAAAA-A", "x" * 300, "%00", "..", "😀"])
def test_an_unknown_code_is_said_to_be_unknown(client: Client, document: Document, code: str) -> None:
    answer = client.get(f"/verifikasi/{code}/")
    assert answer.status_code == 404


def test_an_unknown_code_has_its_own_page(client: Client, document: Document) -> None:
    assert "tidak kami kenal" in words(client.get("/verifikasi/tidak-ada/"))


def test_the_very_file_matches(client: Client, document: Document) -> None:
    for address in ("/verifikasi/", f"/verifikasi/{document.secret}/", f"/verifikasi/{document.number}/"):
        page = words(client.post(address, {"file": copy_of(document)}))
        assert "Berkas cocok" in page
        assert "Dokumen berlaku" in page


def test_one_changed_byte_is_seen(client: Client, document: Document) -> None:
    for address in ("/verifikasi/", f"/verifikasi/{document.secret}/"):
        page = words(client.post(address, {"file": copy_of(document, changed=True)}))
        assert "Berkas ini berubah atau bukan terbitan kami" in page
        assert "Berkas cocok" not in page


def test_the_file_of_another_document_does_not_match_this_one(client: Client, world: World, document: Document) -> None:
    other = issued(world.bontang, world.bontang_approver)
    page = words(client.post(f"/verifikasi/{document.secret}/", {"file": copy_of(other)}))
    assert "Berkas ini berubah" in page


def test_the_file_of_a_revoked_document_matches_but_is_revoked(client: Client, world: World) -> None:
    gone = revoked(world.bontang, world.bontang_head)
    page = words(client.post("/verifikasi/", {"file": copy_of(gone)}))
    assert "Berkas cocok" in page
    assert "Dokumen dicabut" in page
    assert "Dokumen berlaku" not in page


@pytest.mark.parametrize(("content", "says"), [(b"", "kosong"), (None, "Pilih berkas")], ids=["zero bytes", "no file"])
def test_a_file_that_is_none_is_asked_again(client: Client, content: bytes | None, says: str) -> None:
    given: dict[str, Any] = {"by_file": "1"}
    if content is not None:
        given["file"] = SimpleUploadedFile("x.pdf", content)
    answer = client.post("/verifikasi/", given)
    assert answer.status_code == 400
    assert says in words(answer)


def test_a_file_over_the_limit_is_refused_in_words(client: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    answer = client.post("/verifikasi/", {"file": SimpleUploadedFile("x.pdf", b"%PDF" + b"x" * 2000)})
    assert answer.status_code == 400
    assert "paling besar" in words(answer)


@pytest.mark.parametrize(
    ("typed", "status"), [("", 400), ("DOK-7K3Q9XBT-0", 404), ("halo", 404), ("x" * 10_000, 400), ("\x00", 400)]
)
def test_bad_numbers_are_answered_in_words(client: Client, typed: str, status: int) -> None:
    answer = client.post("/verifikasi/", {"code": typed})
    assert answer.status_code == status
    assert "Perlu diperbaiki" in words(answer)


def test_guessing_numbers_is_slowed_down(client: Client, document: Document) -> None:
    for _ in range(TYPED_CODES):
        assert client.post("/verifikasi/", {"code": "DOK-AAAAAAAA-A"}).status_code == 404
    answer = client.post("/verifikasi/", {"code": document.number})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    elsewhere = client.post("/verifikasi/", {"code": document.number}, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 200


def test_checking_writes_no_event_and_keeps_no_file(client: Client, document: Document) -> None:
    events = Event.objects.count()
    client.get(f"/verifikasi/{document.secret}/")
    client.post("/verifikasi/", {"file": copy_of(document)})
    assert Event.objects.count() == events


def test_the_pages_speak_english(client: Client, document: Document) -> None:
    assert client.get("/en/verifikasi/").status_code == 200
    assert client.get(f"/en/verifikasi/{document.secret}/").status_code == 200
