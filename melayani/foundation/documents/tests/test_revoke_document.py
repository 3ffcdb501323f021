"""Replacing and revoking: with a reason, by those who decide, once; officers see the documents of their units only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from melayani.foundation.audit.models import Event
from melayani.foundation.documents.actions import Refused, replace, revoke
from melayani.foundation.documents.models import Document
from melayani.foundation.documents.tests.factories import LETTER, MONDAY, issued, replaced, revoked
from melayani.foundation.people import Officer
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]


def test_a_revoked_document_tells_when_and_why(world: World) -> None:
    document = revoked(world.bontang, world.bontang_head, reason="  Data pemohon keliru ")
    kept = Document.objects.get()
    assert (kept.state, kept.revoked_reason) == ("revoked", "Data pemohon keliru")
    event = Event.objects.get(name="document.revoked")
    assert event.data["reason"] == "Data pemohon keliru"
    assert event.subject_number == document.number


def test_a_replaced_document_leads_to_the_newer(world: World) -> None:
    older, newer = replaced(world.bontang, world.bontang_approver)
    assert (older.state, older.replaced_by) == ("replaced", newer)
    assert newer.state == "valid"
    assert (newer.title, newer.holder_name, newer.reference_number) == (
        older.title,
        older.holder_name,
        older.reference_number,
    )
    assert {newer.number, newer.secret, newer.sha256}.isdisjoint({older.number, older.secret, older.sha256})
    names = list(Event.objects.filter(subject_kind="document").order_by("id").values_list("name", flat=True))
    assert names == ["document.issued", "document.replaced", "document.issued"]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_reason_is_needed(world: World, reason: str) -> None:
    document = issued(world.bontang, world.bontang_head)
    with pytest.raises(Refused, match="alasan"):
        revoke(document=document, reason=reason, actor=world.bontang_head, now=MONDAY)
    with pytest.raises(Refused, match="alasan"):
        replace(document=document, inputs=LETTER, reason=reason, actor=world.bontang_head, now=MONDAY)
    assert Document.objects.get().state == "valid"


@pytest.mark.parametrize(
    "who", ["bontang_processor", "bontang_counter", "bengkalis_approver", "bengkalis_head", "bengkalis_processor"]
)
def test_strangers_and_other_roles_change_nothing(world: World, who: str) -> None:
    document = issued(world.bontang, world.bontang_head)
    with pytest.raises(Refused, match="Hanya pejabat"):
        revoke(document=document, reason="mau saja", actor=getattr(world, who), now=MONDAY)
    with pytest.raises(Refused, match="Hanya pejabat"):
        replace(document=document, inputs=LETTER, reason="mau saja", actor=getattr(world, who), now=MONDAY)
    assert Document.objects.get().state == "valid"
    assert not Event.objects.filter(name__in=["document.revoked", "document.replaced"]).exists()


def test_a_document_that_fell_does_not_fall_again(world: World) -> None:
    gone = revoked(world.bontang, world.bontang_head)
    older, _ = replaced(world.bontang, world.bontang_head)
    for document in (gone, older):
        with pytest.raises(Refused, match="tidak berlaku"):
            revoke(document=document, reason="lagi", actor=world.bontang_head, now=MONDAY)


def test_after_revocation_the_case_may_get_a_new_document(world: World) -> None:
    gone = revoked(world.bontang, world.bontang_head)
    about = issued(world.bontang, world.bontang_head)
    assert about.state == "valid"
    again = issued(
        world.bontang,
        world.bontang_head,
        reference=type("R", (), {"kind": "application", "number": gone.reference_number}),
    )
    assert again.state == "valid"


def test_the_head_revokes_on_the_page(world: World, sign_in: SignIn) -> None:
    document = issued(world.bontang, world.bontang_head)
    client = sign_in(world.bontang_head)
    page = client.get(f"/kantor/dokumen/{document.number}/")
    assert "Cabut dokumen" in page.content.decode()
    answer = client.post(f"/kantor/dokumen/{document.number}/cabut/", {"reason": "Salah orang"}, follow=True)
    assert "Salah orang" in answer.content.decode()
    assert Document.objects.get().state == "revoked"
    again = client.post(f"/kantor/dokumen/{document.number}/cabut/", {"reason": "Lagi"})
    assert again.status_code == 409
    assert "sudah tidak berlaku" in again.content.decode()


def test_an_empty_reason_is_asked_again(world: World, sign_in: SignIn) -> None:
    document = issued(world.bontang, world.bontang_head)
    answer = sign_in(world.bontang_head).post(f"/kantor/dokumen/{document.number}/cabut/", {"reason": " "})
    assert answer.status_code == 400
    assert "Tulis alasannya" in answer.content.decode()


def test_a_processor_reads_but_finds_no_form(world: World, sign_in: SignIn) -> None:
    document = issued(world.bontang, world.bontang_head)
    client = sign_in(world.bontang_processor)
    assert "Alasan pencabutan" not in client.get(f"/kantor/dokumen/{document.number}/").content.decode()
    answer = client.post(f"/kantor/dokumen/{document.number}/cabut/", {"reason": "mau saja"})
    assert answer.status_code == 409
    assert Document.objects.get().state == "valid"


def test_the_file_is_downloaded_as_it_was_issued(world: World, sign_in: SignIn) -> None:
    document = issued(world.bontang, world.bontang_head)
    answer: Any = sign_in(world.bontang_counter).get(f"/kantor/dokumen/{document.number}/berkas/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("end", ["", "cabut/", "berkas/"])
def test_a_document_of_another_agency_is_not_there(world: World, sign_in: SignIn, method: str, end: str) -> None:
    document = issued(world.bontang, world.bontang_head)
    client = sign_in(world.bengkalis_head)
    answer = getattr(client, method)(f"/kantor/dokumen/{document.number}/{end}", {"reason": "mau saja"})
    assert answer.status_code in {404, 405}
    assert Document.objects.get().state == "valid"


def test_the_list_shows_the_documents_of_my_units_only(world: World, sign_in: SignIn) -> None:
    ours = issued(world.bontang, world.bontang_head)
    theirs = issued(world.bengkalis, world.bengkalis_head)
    page = sign_in(world.bontang_counter).get("/kantor/dokumen/").content.decode()
    assert ours.number in page
    assert theirs.number not in page
    assert "Siti Aminah" not in page


def test_the_list_finds_by_number_of_document_or_case(world: World, sign_in: SignIn) -> None:
    first, second = issued(world.bontang, world.bontang_head), issued(world.bontang, world.bontang_head)
    client = sign_in(world.bontang_head)
    for typed in (first.number.lower(), first.reference_number):
        page = client.get("/kantor/dokumen/", {"cari": typed}).content.decode()
        assert first.number in page
        assert second.number not in page
    assert "Tidak ada dokumen" in client.get("/kantor/dokumen/", {"cari": "<b>x"}).content.decode()


@pytest.mark.parametrize("address", ["?cari=%00", "%00/", "x/", "%F0%9F%98%80/", "DOK-AAAAAAAA-A/berkas/"])
def test_odd_addresses_answer(world: World, sign_in: SignIn, address: str) -> None:
    answer = sign_in(world.bontang_head).get(f"/kantor/dokumen/{address}")
    assert answer.status_code == (200 if address.startswith("?") else 404)


@pytest.mark.parametrize("page", ["2", "-1", "abc", "99999999999999999999"])
def test_odd_pages_answer(world: World, sign_in: SignIn, page: str) -> None:
    assert sign_in(world.bontang_head).get("/kantor/dokumen/", {"page": page}).status_code == 200


def test_a_visitor_is_sent_to_sign_in(client: Client, world: World) -> None:
    answer = client.get("/kantor/dokumen/")
    assert answer.status_code == 302
    assert "masuk" in answer["Location"]
