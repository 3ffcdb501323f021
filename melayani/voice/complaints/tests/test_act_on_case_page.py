"""Each verb by its page: done and said, refused with what was typed kept, unknown to strangers and to readers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.http import FileResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.applications.tests.factories import uploaded
from melayani.foundation.audit.models import Event
from melayani.foundation.people import Officer
from melayani.voice.complaints import actions, states
from melayani.voice.complaints.models import Complaint, Entry
from melayani.voice.complaints.officer_views.verbs import VERBS
from melayani.voice.complaints.tests import factories, working
from melayani.voice.complaints.tests.factories import Town
from tests.remembered import STARTED

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
CASE_QUERIES = 19


def earlier() -> datetime:
    """This morning: what is done by page today comes after it."""
    return STARTED - timedelta(hours=6)


def address(row: Complaint, verb: str = "") -> str:
    return f"/kantor/pengaduan/{row.number}/{f'{verb}/' if verb else ''}"


def page(client: Client, row: Complaint) -> str:
    response = client.get(address(row))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return str(response.content.decode())


def do(client: Client, row: Complaint, verb: str, **data: object) -> Complaint:
    """Post the form of `verb`, be told that it is done, and return the case as it stands."""
    assert client.get(address(row, verb)).status_code == 200
    answer = client.post(address(row, verb), data)
    assert answer.status_code == 302, answer.content.decode()
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [VERBS[verb].done]
    return Complaint.objects.get(pk=row.pk)


def test_a_case_from_receipt_over_two_units_to_the_answer_that_stands(town: Town, sign_in: SignIn) -> None:
    row = factories.filed(town, now=earlier() - timedelta(minutes=5), about=town.city)
    chief = sign_in(town.city_liaison)
    row = do(chief, row, "verify", complaint_class="non_oversight", about=str(town.registry.pk))
    assert (row.state, row.about) == (states.VERIFIED, town.registry)
    row = do(chief, row, "forward", to=str(town.registry.pk), instruction="Jawab dalam tiga hari.")
    assert row.organisation == town.registry
    row = do(sign_in(town.registry_liaison), row, "forward", to=str(town.unit.pk), instruction="Periksa di lapangan.")
    client = sign_in(town.unit_liaison)
    row = do(client, row, "follow_up", text="Sudah diperiksa.", public="on")
    row = do(client, row, "answer", text="Sudah diperbaiki.", public_text="Sudah diperbaiki.")
    assert row.state == states.ANSWERED
    entry = Entry.objects.filter(complaint=row, kind="answer").get()
    do(client, row, "correct_answer", entry=str(entry.pk), text="Diperbaiki kemarin.")
    html = page(client, row)
    for words in ("Jawab dalam tiga hari.", "Periksa di lapangan.", "Dibaca pelapor", "jawaban yang diperbaiki"):
        assert words in html
    row = do(client, row, "contest", text="Belum ada yang datang.")
    assert (row.state, row.round) == (states.REOPENED, 2)


def test_the_other_verbs(town: Town, sign_in: SignIn) -> None:
    now = earlier()
    row = working.verified(town, now=now)
    client = sign_in(town.registry_liaison)
    do(client, row, "add_note", text="Tanya seksi arsip.")
    assert do(client, row, "record_external_number", external_number="7654321").external_number == "7654321"
    assert do(client, row, "set_about", about=str(town.unit.pk)).about == town.unit
    assert do(client, row, "convert", kind="aspiration").complaint_class == "aspiration"
    again = do(client, row, "reclassify", complaint_class="non_oversight", reason="Ada keluhan.")
    assert again.complaint_class == "non_oversight"
    shown = do(client, row, "publish", title="Jalan berlubang", text="Jalan berlubang di depan sekolah.")
    assert shown.publication == "published"
    assert do(client, row, "redact", title="Jalan", text="Jalan berlubang.").public_text == "Jalan berlubang."
    assert do(client, row, "withhold", reason="Menunjuk orang.").publication == "withheld"
    asked = do(client, row, "request_completion", question="Tanggal berapa?")
    assert asked.state == states.NEEDS_COMPLETION
    assert do(client, row, "complete", text="Tanggal satu.").state == states.IN_PROGRESS
    do(client, row, "reply", text="Ia menelepon lagi.")
    assert do(client, row, "transfer_out", body="PT Contoh", reason="Milik mereka.").outcome == "transferred"


def test_duplicates_are_joined_by_number_and_rejected_with_words(town: Town, sign_in: SignIn) -> None:
    now = earlier()
    top = working.verified(town, now=now)
    row = factories.filed(town, now=now, email="dua@contoh.id")
    client = sign_in(town.registry_liaison)
    assert do(client, row, "merge_into", master=top.number.lower()).master == top
    other = factories.filed(town, now=now, email="tiga@contoh.id", text="Tulisan yang tidak jelas apa maksudnya.")
    assert do(client, other, "reject", outcome="unclear", reason="Tidak ada tempat.").outcome == "unclear"
    html = page(client, top)
    assert row.number in html


def test_returning_a_disposition(town: Town, sign_in: SignIn) -> None:
    row = working.verified(town, now=earlier())
    given = actions.forward(
        actor=town.registry_liaison, complaint=row, to=town.unit, instruction="Periksa.", now=earlier()
    )
    back = do(sign_in(town.unit_liaison), given, "return_disposition", reason="Bukan tugas kami.")
    assert back.organisation == town.registry


@pytest.mark.parametrize(
    ("verb", "data", "sentence"),
    [
        ("forward", {"to": "", "instruction": "Kerjakan."}, "Pilih salah satu"),
        ("forward", {"to": "999999", "instruction": "Kerjakan."}, "Pilih salah satu dari daftar"),
        ("answer", {"text": ""}, "Isi dahulu"),
        ("reject", {"outcome": "", "reason": "Tidak jelas."}, "Pilih salah satu"),
        ("merge_into", {"master": "ADU-00000000-0"}, "Periksa nomornya"),
        ("record_external_number", {"external_number": "a b;c"}, "huruf, angka"),
        ("request_completion", {"question": "x" * 2001}, "Paling panjang 2000"),
    ],
)
def test_a_refusal_keeps_what_was_typed(
    verb: str, data: dict[str, str], sentence: str, town: Town, sign_in: SignIn
) -> None:
    row = working.verified(town, now=earlier())
    events = Event.objects.count()
    answer = sign_in(town.registry_liaison).post(address(row, verb), data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    for typed in (value for name, value in data.items() if name != "to" and value.strip()):
        assert typed in html
    assert Complaint.objects.get(pk=row.pk).state == states.VERIFIED
    assert Event.objects.count() == events


def test_what_is_not_possible_yet_is_said_and_not_done(town: Town, sign_in: SignIn) -> None:
    row = factories.filed(town, now=earlier())
    client = sign_in(town.registry_liaison)
    html = page(client, row)
    assert "Belum bisa" in html
    answer = client.post(address(row, "answer"), {"text": "Sudah."})
    assert answer.status_code == 422
    assert "Bisa bila statusnya" in answer.content.decode()


def test_a_preview_shows_both_readers_and_does_nothing(town: Town, sign_in: SignIn) -> None:
    row = working.verified(town, now=earlier())
    data = {"text": "Untuk pelapor saja.", "public_text": "Untuk semua orang.", "preview": "1"}
    answer = sign_in(town.registry_liaison).post(address(row, "answer"), data)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Begini tampilnya" in html
    assert html.count("Untuk semua orang.") == 2  # in the preview and in the field
    assert Complaint.objects.get(pk=row.pk).state == states.VERIFIED


def test_a_template_begins_the_answer_and_hints_point_at_persons(town: Town, sign_in: SignIn) -> None:
    now = earlier()
    text = actions.keep_template(
        actor=town.registry_liaison, organisation=town.registry, title="Maaf", text="Kami meminta maaf.", now=now
    )
    row = working.verified(town, now=now, text="Pak Contoh Joko di 0812 3456 7890 meminta saya datang lagi besok.")
    client = sign_in(town.registry_liaison)
    assert "Kami meminta maaf.</textarea>" in client.get(address(row, "answer"), {"templat": text.pk}).content.decode()
    html = client.get(address(row, "publish")).content.decode()
    assert "nomor telepon <q>0812 3456 7890</q>" in html
    assert "nama orang <q>Pak Contoh</q>" in html


def test_a_clock_that_ran_out_says_since_when(town: Town, sign_in: SignIn) -> None:
    row = factories.filed(town, now=timezone.now() - timedelta(days=60))
    html = page(sign_in(town.city_liaison), row)
    assert "lewat tenggat sejak" in html
    assert not re.search(r"hari ke-(\d+) dari \1<", html)
    fresh = factories.filed(town, now=earlier(), email="dua@contoh.id", text="Antrean di loket tiga panjang.")
    assert "lewat tenggat sejak" not in page(sign_in(town.city_liaison), fresh)


def test_strangers_and_the_unit_complained_about_get_404(town: Town, sign_in: SignIn) -> None:
    now = earlier()
    plain, hidden = working.verified(town, now=now), factories.oversight(town, now=now, email="lain@contoh.id")
    for who, row in ((town.stranger, plain), (town.registry_liaison, hidden), (town.people.bontang_head, hidden)):
        client = sign_in(who)
        for path in (address(row), address(row, "add_note"), f"{address(row)}ombudsman.pdf"):
            assert client.get(path).status_code == 404
        assert client.post(address(row, "add_note"), {"text": "x"}).status_code == 404
        assert client.post(address(row, "buka"), {"field": "name", "reason": "Ingin tahu"}).status_code == 404
    assert not Entry.objects.filter(complaint__in=[plain, hidden], kind="note").exists()


def test_a_case_that_may_be_the_same_is_never_named_to_whom_it_is_hidden(town: Town, sign_in: SignIn) -> None:
    now = earlier()
    plain, hidden = working.verified(town, now=now), factories.oversight(town, now=now)
    assert hidden.number not in page(sign_in(town.registry_liaison), plain)


def test_the_auditor_reads_and_changes_nothing(town: Town, sign_in: SignIn) -> None:
    row = working.verified(town, now=earlier())
    client = sign_in(town.auditor)
    html = page(client, row)
    assert "peran auditor tidak mengubah laporan" in html
    assert "<textarea" not in html
    assert "Contoh S" not in html.split("<main")[1].split("Pelapor</h2>")[1].split("</section>")[0]
    for verb in VERBS:
        assert client.get(address(row, verb)).status_code == 404
        assert client.post(address(row, verb), {"text": "x"}).status_code == 404


def test_unmasking_needs_a_reason_and_an_anonymous_reporter_stays_unknown(town: Town, sign_in: SignIn) -> None:
    now = earlier()
    row = working.verified(town, now=now)
    client = sign_in(town.registry_liaison)
    assert "Contoh Siti" not in page(client, row)
    refused = client.post(address(row, "buka"), {"field": "name", "reason": ""})
    assert refused.status_code == 422
    assert "Contoh Siti" not in refused.content.decode()
    shown = client.post(address(row, "buka"), {"field": "name", "reason": "Menghubungi pelapor"})
    assert "Contoh Siti" in shown.content.decode()
    assert Event.objects.filter(name__startswith="personal.").count() == 1
    hidden = factories.anonymous(town, now=now, email="rahasia@contoh.id", text="Petugas menutup loket sebelum jamnya.")
    html = page(client, hidden)
    assert "Pelapor memilih anonim" in html
    assert "Tampilkan" not in html
    assert client.post(address(hidden, "buka"), {"field": "name", "reason": "Menghubungi pelapor"}).status_code == 422
    assert "rahasia@contoh.id" not in html


def test_files_of_the_case_and_of_what_was_said(town: Town, sign_in: SignIn) -> None:
    now = earlier()
    row = working.verified(town, now=now)
    file = uploaded(town.registry_liaison, now=now)
    actions.answer(actor=town.registry_liaison, complaint=row, text="Ini suratnya.", files=[file], now=now)
    path = f"{address(row)}berkas/{file}/"
    answer = sign_in(town.registry_liaison).get(path)
    assert isinstance(answer, FileResponse)
    assert b"".join(answer).startswith(b"\xff\xd8")
    assert sign_in(town.stranger).get(path).status_code == 404
    other = uploaded(town.registry_liaison, now=now)
    assert sign_in(town.registry_liaison).get(f"{address(row)}berkas/{other}/").status_code == 404


def test_unknown_verbs_are_no_address(town: Town, sign_in: SignIn) -> None:
    row = working.verified(town, now=earlier())
    for verb in ("hapus", "confirm", "withdraw", "escalate", "close_silent"):
        assert sign_in(town.registry_liaison).post(address(row, verb), {}).status_code == 404


def test_the_page_costs_the_same_with_much_said(
    town: Town, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = earlier()
    row = working.verified(town, now=now)
    client = sign_in(town.registry_liaison)
    actions.add_note(actor=town.registry_liaison, complaint=row, text="Catatan 0.", now=now)
    with django_assert_num_queries(CASE_QUERIES):
        page(client, row)
    for place in range(1, 8):
        actions.add_note(actor=town.registry_liaison, complaint=row, text=f"Catatan {place}.", now=now)
    with django_assert_num_queries(CASE_QUERIES):
        assert page(client, row).count("Catatan internal</h3>") == 8
