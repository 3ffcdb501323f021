"""The case page and what the citizen does there, in each state; strangers; paper codes."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse
from django.test import Client
from django.utils.translation import override
from pypdf import PdfReader

from melayani.delivery.applications import access, results, states
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.tests import factories
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db


def address(row: Application, part: str = "") -> str:
    return f"/permohonan/{row.number}/{row.secret}/{part}"


def downloaded(client: Client, where: str) -> bytes:
    answer = client.get(where)
    assert isinstance(answer, FileResponse)
    assert answer["X-Content-Type-Options"] == "nosniff"
    return b"".join(answer)


@pytest.mark.parametrize("state", sorted(states.STATES))
def test_every_state_has_its_words_and_masks_the_applicant(
    state: str, client: Client, world: World, now: datetime
) -> None:
    row = factories.application_in(state, world=world, now=now)
    html = client.get(address(row)).content.decode()
    assert states.STATES[state].citizen in html
    assert states.STATES[state].next in html
    assert row.number in html
    assert "Contoh Siti" not in html
    assert factories.EMAIL not in html
    assert 'name="robots" content="noindex"' in html
    assert ("Batalkan permohonan" in html) == (states.next_state(state, states.WITHDRAW) is not None)


@pytest.mark.parametrize("part", ["", "diterima/", "tanda-terima.pdf", "hasil.pdf", "jawab/", "bayar/", "batalkan/"])
def test_another_secret_opens_nothing(part: str, client: Client, world: World, now: datetime) -> None:
    row = factories.returned_case(world, now=now)
    other = factories.filed(world, now=now)
    for secret in (other.secret, "x", row.secret[:-1], row.secret + "a"):
        where = f"/permohonan/{row.number}/{secret}/{part}"
        assert client.get(where).status_code == 404
        assert client.post(where, {"syarat-2-way": "bring"}).status_code in (404, 405)
    assert Application.objects.get(pk=row.pk).state == states.RETURNED


def test_the_receipt_is_a_pdf_with_the_number(client: Client, world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    answer = client.get(address(row, "tanda-terima.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert row.number in answer["Content-Disposition"]
    assert client.get("/en" + address(row, "tanda-terima.pdf")).content.startswith(b"%PDF")


def test_the_receipt_for_paper_carries_the_code(world: World, now: datetime) -> None:
    row = factories.without_phone(world, now=now)
    with override("id"):
        paper = results.receipt(row, paper_code=row.paper_code)
    words = PdfReader(io.BytesIO(paper)).pages[0].extract_text()
    assert row.number in words
    assert row.paper_code in words
    assert "Senin, 23 Maret 2026" in words
    assert "Contoh Mbah" in words
    assert row.secret not in words


def test_the_result_is_there_once_it_is_issued(client: Client, world: World, now: datetime) -> None:
    early = factories.filed(world, now=now)
    assert client.get(address(early, "hasil.pdf")).status_code == 404
    row = factories.application_in(states.ISSUED, world=world, now=now)
    assert downloaded(client, address(row, "hasil.pdf")).startswith(b"%PDF")
    html = client.get(address(row)).content.decode()
    assert row.result is not None
    assert f"/verifikasi/{row.result.secret}/" in html


def test_the_reason_of_a_return_stands_on_the_page_and_is_answered(client: Client, world: World, now: datetime) -> None:
    row = factories.returned_case(world, now=now)
    assert "Cap tidak terbaca." in client.get(address(row)).content.decode()
    form = client.get(address(row, "jawab/")).content.decode()
    assert "2. Salinan KK" in form
    assert "Surat kelahiran" not in form
    empty = client.post(address(row, "jawab/"), {})
    assert empty.status_code == 200
    data = {"syarat-2-way": "upload", "syarat-2-papers": factories.photo("baru.jpg")}
    assert client.post(address(row, "jawab/"), data)["Location"] == address(row)
    answered = Application.objects.get(pk=row.pk)
    assert answered.state == states.IN_REVIEW
    html = client.get(address(row)).content.decode()
    assert "Anda mengirim perbaikan" in html
    assert "baru.jpg" in html


def test_only_returned_requirements_are_taken(client: Client, world: World, now: datetime) -> None:
    row = factories.returned_case(world, now=now)
    client.post(address(row, "jawab/"), {"syarat-1-way": "bring", "syarat-2-way": "bring"})
    assert row.answers.get(number=1).round == 1
    assert row.answers.get(number=2).round == 2


def test_a_bad_file_in_an_answer_is_told(client: Client, world: World, now: datetime) -> None:
    row = factories.returned_case(world, now=now)
    bad = SimpleUploadedFile("skrip.pdf", b"#!/bin/sh\n", content_type="application/pdf")
    answer = client.post(address(row, "jawab/"), {"syarat-2-way": "upload", "syarat-2-papers": bad})
    assert "bukan foto" in answer.content.decode()
    assert Application.objects.get(pk=row.pk).state == states.RETURNED


def test_files_of_the_case_only(client: Client, world: World, now: datetime) -> None:
    row = factories.returned_case(world, now=now)
    client.post(address(row, "jawab/"), {"syarat-2-way": "upload", "syarat-2-papers": factories.photo()})
    file = row.answers.get(number=2).files.get().attachment_id
    assert downloaded(client, address(row, f"berkas/{file}/")).startswith(b"\xff\xd8")
    other = factories.filed(world, now=now)
    assert client.get(address(other, f"berkas/{file}/")).status_code == 404


def test_paying_by_page(client: Client, world: World, now: datetime) -> None:
    row = factories.application_in(states.AWAITING_PAYMENT, world=world, now=now)
    html = client.get(address(row, "bayar/")).content.decode()
    assert "Rp25.000" in html
    assert row.payments.get().code in html
    assert "Pilih berkas" in client.post(address(row, "bayar/"), {}).content.decode()
    assert client.post(address(row, "bayar/"), {"proof": factories.photo()})["Location"] == address(row)
    assert row.payments.get().state == "proof_given"
    proof = row.payments.get().proof_id
    assert downloaded(client, address(row, f"berkas/{proof}/")).startswith(b"\xff\xd8")
    paid_not = factories.filed(world, now=now)
    assert client.get(address(paid_not, "bayar/"))["Location"] == address(paid_not)


def test_withdrawing_asks_first(client: Client, world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    assert "tidak dapat diurungkan" in client.get(address(row, "batalkan/")).content.decode()
    assert Application.objects.get(pk=row.pk).state == states.SUBMITTED
    client.post(address(row, "batalkan/"))
    assert Application.objects.get(pk=row.pk).state == states.WITHDRAWN
    assert client.get(address(row, "batalkan/"))["Location"] == address(row)


@pytest.mark.parametrize("state", [states.SUBMITTED, states.RETURNED, states.ISSUED])
def test_queries_of_the_case_page_are_bounded(
    state: str, client: Client, world: World, now: datetime, django_assert_max_num_queries: Any
) -> None:
    row = factories.application_in(state, world=world, now=now)
    factories.many(40, service=row.service, now=now, state=states.REFUSED)
    with django_assert_max_num_queries(20):
        client.get(address(row))


def test_a_late_case_says_sorry(client: Client, world: World, now: datetime) -> None:
    row = factories.overdue(world, now=now)
    assert "melewati tanggal yang dijanjikan" in client.get(address(row)).content.decode()


def test_a_case_without_time_says_so(client: Client, world: World, now: datetime) -> None:
    row = factories.filed(world, now=now, service=factories.birth_certificate(world.bontang, amount=None))
    html = client.get(address(row)).content.decode()
    assert "Belum dicantumkan dalam standar layanan." in html
    assert "Mengapa tidak ada tanggal?" in html


def test_the_paper_code_opens_the_case_and_is_throttled(client: Client, world: World, now: datetime) -> None:
    row = factories.without_phone(world, now=now)
    typed = {"number": row.number.lower(), "code": row.paper_code.lower().replace("-", " ")}
    assert client.post("/permohonan/", typed)["Location"] == address(row)
    for _ in range(9):
        wrong = client.post("/permohonan/", {**typed, "code": "AAAAA-AAAAA"}).content.decode()
        assert "tidak cocok" in wrong
    assert "Terlalu banyak percobaan" in client.post("/permohonan/", typed).content.decode()


def test_another_spelling_of_the_number_gives_no_further_tries(client: Client, world: World, now: datetime) -> None:
    row = factories.without_phone(world, now=now)
    spellings = (row.number, row.number.lower(), row.number.replace("-", ""), row.number.replace("-", "."))
    for count in range(10):
        client.post("/permohonan/", {"number": spellings[count % 4], "code": "AAAAA-AAAAA"})
    typed = {"number": row.number.replace("-", " - "), "code": row.paper_code}
    assert "Terlalu banyak percobaan" in client.post("/permohonan/", typed).content.decode()


def test_a_case_with_a_contact_has_no_paper_code(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    assert row.paper_code == ""
    assert access.find_by_paper_code(row.number, "AAAAA-AAAAA") is None
    assert access.find_by_paper_code("bukan nomor", "AAAAA-AAAAA") is None
