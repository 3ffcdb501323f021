"""Issuing: number, secret, code, hash and bytes belong together; nobody issues twice or without the right."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from pypdf import PdfReader

from melayani.foundation.attachments.queries import open_file
from melayani.foundation.audit import SYSTEM, Actor
from melayani.foundation.audit.models import Event
from melayani.foundation.audit.queries import history, timeline
from melayani.foundation.documents.actions import AlreadyIssued, Refused, verification_url
from melayani.foundation.documents.models import Document
from melayani.foundation.documents.queries import documents_of, find, find_by_file
from melayani.foundation.documents.rendering import RenderFailed
from melayani.foundation.documents.tests.factories import LETTER, MONDAY, case, issued
from melayani.foundation.numbers.rules import Reference, read_number
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db


def bytes_of(document: Document) -> bytes:
    with open_file(document.attachment) as file:
        return file.read()


def test_number_secret_code_and_hash_belong_together(world: World) -> None:
    document = issued(world.bontang, world.bontang_approver)
    content = bytes_of(document)
    assert read_number(document.number) == document.number
    assert len(document.secret) >= 22  # 128 bits or more
    assert hashlib.sha256(content).hexdigest() == document.sha256 == document.attachment.sha256
    words = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert document.number in words
    assert document.secret in "".join(words.split())
    assert (document.attachment.content_type, document.attachment.name) == ("application/pdf", f"{document.number}.pdf")
    assert (document.attachment.owner_kind, document.attachment.owner_number) == ("document", document.number)


def test_the_letter_carries_head_and_date_of_the_unit(world: World) -> None:
    late = MONDAY + timedelta(hours=14, minutes=30)  # 00.30 of the next day in Bontang
    words = PdfReader(io.BytesIO(bytes_of(issued(world.bontang, world.bontang_head, now=late)))).pages[0].extract_text()
    assert "Pemerintah Kota Bontang" in words
    assert world.bontang.name in " ".join(words.split())
    assert "Selasa, 17 Maret 2026" in words


def test_inputs_cannot_forge_number_or_address(world: World) -> None:
    forged = {**LETTER, "number": "DOK-00000000-0", "verify_url": "https://palsu.example/", "qr": "<svg/>"}
    document = issued(world.bontang, world.bontang_approver, inputs=forged)
    words = PdfReader(io.BytesIO(bytes_of(document))).pages[0].extract_text()
    assert "palsu" not in words
    assert document.number in words


def test_the_event_is_recorded(world: World) -> None:
    document = issued(world.bontang, world.bontang_approver)
    event = Event.objects.get(name="document.issued")
    assert (event.subject_kind, event.subject_number) == ("document", document.number)
    assert event.organisation_id == world.bontang.pk
    assert event.person_id == world.bontang_approver.person.pk == document.issued_by_id
    assert event.data["sha256"] == document.sha256
    subject = Reference(kind="document", number=document.number)
    assert document.title in history(subject)[0].text
    assert document.title in timeline(subject)[0].text


def test_the_holder_stands_encrypted(world: World) -> None:
    document = issued(world.bontang, world.bontang_approver, holder_name="Siti Aminah")
    with connection.cursor() as cursor:
        cursor.execute("SELECT holder_name FROM documents_document WHERE id = %s", [document.pk])
        assert "Siti" not in cursor.fetchone()[0]
    assert Document.objects.get().holder_name == "Siti Aminah"


def test_the_same_document_is_not_issued_twice(world: World) -> None:
    about = case()
    issued(world.bontang, world.bontang_approver, reference=about)
    with pytest.raises(AlreadyIssued, match="sudah diterbitkan"):
        issued(world.bontang, world.bontang_approver, reference=about)
    issued(world.bontang, world.bontang_approver, reference=about, kind="certificate")
    assert [document.kind for document in documents_of(about)] == ["certificate", "result"]


def test_the_database_refuses_a_second_valid_one(world: World) -> None:
    first = issued(world.bontang, world.bontang_approver)
    second = issued(world.bontang, world.bontang_approver)
    second.reference_number = first.reference_number
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_every_document_differs(world: World) -> None:
    documents = [issued(world.bontang, world.bontang_approver) for _ in range(3)]
    for field in ("number", "secret", "sha256"):
        assert len({getattr(document, field) for document in documents}) == 3


@pytest.mark.parametrize("who", ["bengkalis_approver", "bengkalis_head", "bontang_counter"])
def test_strangers_issue_nothing(world: World, who: str) -> None:
    with pytest.raises(Refused, match="tidak berwenang"):
        issued(world.bontang, getattr(world, who))
    assert not Document.objects.exists()
    assert not Event.objects.filter(name="document.issued").exists()


def test_a_citizen_issues_nothing(world: World) -> None:
    with pytest.raises(Refused):
        issued(world.bontang, Citizen(token="x"))


@pytest.mark.parametrize("who", ["bontang_processor", "bontang_approver", "bontang_head"])
def test_those_who_work_on_cases_issue(world: World, who: str) -> None:
    actor: Actor = getattr(world, who)
    assert issued(world.bontang, actor).state == "valid"


def test_the_platform_issues_for_a_case(world: World) -> None:
    assert issued(world.bontang, SYSTEM).issued_by_id is None


def test_nothing_is_left_when_the_template_lacks_an_input(world: World) -> None:
    incomplete: dict[str, Any] = {"statements": ["x"]}
    with pytest.raises(RenderFailed):
        issued(world.bontang, world.bontang_approver, inputs=incomplete)
    assert not Document.objects.exists()


def test_a_document_is_found_by_code_number_and_file(world: World) -> None:
    document = issued(world.bontang, world.bontang_approver)
    typed = document.number.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert find(document.secret) == find(document.number) == find(typed) == document
    assert find_by_file(bytes_of(document)) == document
    content = bytearray(bytes_of(document))
    content[len(content) // 2] ^= 1
    assert find_by_file(bytes(content)) is None


@pytest.mark.parametrize("code", ["", " ", "x" * 5_000, "DOK-AAAAAAAA-A", "\x00", "' OR 1=1 --", "😀"])
def test_what_is_no_code_finds_nothing(world: World, code: str) -> None:
    issued(world.bontang, world.bontang_approver)
    assert find(code) is None


def test_the_address_is_absolute_and_indonesian(settings: Any) -> None:
    settings.PUBLIC_URL = "https://contoh.go.id"
    assert verification_url("abc") == "https://contoh.go.id/verifikasi/abc/"
