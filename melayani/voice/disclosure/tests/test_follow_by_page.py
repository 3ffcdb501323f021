"""The own request, the list and the figures as everybody reads them: what is shown, what is not, to whom."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from melayani.foundation.audit import react_to_news
from melayani.foundation.messaging import following
from melayani.foundation.messaging.models import ContactKind, OutboxMessage
from melayani.foundation.messaging.tests.factories import push_on
from melayani.foundation.messaging.tests.test_push_channel import GOOD
from melayani.voice.disclosure import actions, totals
from melayani.voice.disclosure.models import InformationObjection, InformationRequest
from melayani.voice.disclosure.rules import objecting
from melayani.voice.disclosure.tests import factories
from melayani.voice.disclosure.tests.factories import Desk
from tests.remembered import STARTED

pytestmark = pytest.mark.django_db


@pytest.fixture
def then() -> datetime:
    """Twelve days ago: requests of then are answered, and may still be objected to."""
    return STARTED - timedelta(days=12)


def own(row: InformationRequest, page: str = "") -> str:
    return f"/informasi-publik/{row.number}/{row.secret}/{page}"


def test_a_new_request_shows_its_clock(client: Client, desk: Desk) -> None:
    html = client.get(own(factories.filed(desk, now=timezone.now()))).content.decode()
    for told in ("Diterima", "Dijawab paling lambat", "Mengapa tanggal ini?", "Hitungan mulai", "Batalkan permintaan"):
        assert told in html
    assert "Contoh Ratna" not in html  # masked: somebody else may look at the screen


def test_a_request_is_followed_on_a_device(client: Client, desk: Desk, settings: Any, then: datetime) -> None:
    push_on(settings)
    row = factories.filed(desk, now=then)
    url = following.device_url(row.number, row.contact_id, "id")
    assert f'href="{url}"' in client.get(own(row)).content.decode()
    tag = url.rstrip("/").rpartition("/")[2]
    following.follow(actor=factories.citizen(), tag=tag, told=GOOD, on=True, language="id", now=then)
    assert following.copy_for_devices(then) == 1  # its receipt
    actions.remind(request=row, now=then)  # to officers: none of the requester's devices hears of it
    assert following.copy_for_devices(then) == 0
    told = OutboxMessage.objects.get(contact__kind=ContactKind.PUSH)
    assert (told.event, told.reference_number) == ("information_request.received", row.number)


def test_only_the_secret_opens_it(client: Client, desk: Desk, then: datetime) -> None:
    row = factories.delivered(desk, factories.PARTLY, now=then, files=factories.redacted_files(desk, now=then))
    other = factories.filed(desk, now=then, draft=factories.draft_of(desk, now=then, token="lain"))
    assert client.get(f"/informasi-publik/{row.number}/{other.secret}/").status_code == 404
    assert client.get(f"/informasi-publik/{other.number}/{row.secret}/").status_code == 404
    for page in ("diterima/", "tanda-terima.pdf", "keberatan/", "batalkan/"):
        assert client.get(f"/informasi-publik/{row.number}/bukan-rahasia/{page}").status_code == 404
    answer = client.get(own(row))
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_a_redacted_copy_is_given_and_its_original_never(client: Client, desk: Desk, then: datetime) -> None:
    row = factories.delivered(desk, factories.PARTLY, now=then, files=factories.redacted_files(desk, now=then))
    html = client.get(own(row)).content.decode()
    for told in ("Diberikan sebagian", "2 bagian dihitamkan", "Nama pasien", "Halaman 2", "pasal 17 huruf h"):
        assert told in html
    copy, original = row.files.get(kind="delivered"), row.files.get(kind="original")
    given = client.get(own(row, f"berkas/{copy.attachment_id}/"))
    assert b"".join(given).startswith(b"\xff\xd8")
    assert client.get(own(row, f"berkas/{original.attachment_id}/")).status_code == 404
    assert str(original.attachment_id) not in html


def test_what_was_blacked_out_is_a_paper_of_its_own(client: Client, desk: Desk, then: datetime) -> None:
    row = factories.delivered(desk, factories.PARTLY, now=then, files=factories.redacted_files(desk, now=then))
    paper = client.get(own(row, "bagian-dihitamkan.pdf"))
    assert paper["Content-Type"] == "application/pdf"
    assert "no-store" in paper["Cache-Control"]
    assert "Nama pasien" in factories.words_of(paper.content)
    assert own(row, "bagian-dihitamkan.pdf") in client.get(own(row)).content.decode()
    whole = factories.delivered(desk, now=then, draft=factories.draft_of(desk, now=then, token="lain"))
    assert client.get(own(whole, "bagian-dihitamkan.pdf")).status_code == 404
    assert "bagian-dihitamkan" not in client.get(own(whole)).content.decode()


def test_the_proof_that_an_objection_was_received(client: Client, desk: Desk, then: datetime) -> None:
    objection = factories.objected(desk, now=then)
    address = own(objection.request, f"keberatan/{objection.number}/tanda-terima.pdf")
    assert address in client.get(own(objection.request)).content.decode()
    paper = client.get(address)
    assert f"tanda-terima-{objection.number}.pdf" in paper["Content-Disposition"]
    assert objection.request.secret[:12] in factories.words_of(paper.content)
    english = factories.words_of(client.get("/en" + address).content)
    assert "Objection" in english or "objection" in english


def test_files_wait_for_the_hand_over(client: Client, desk: Desk, then: datetime) -> None:
    row = factories.decided(desk, factories.PARTLY, now=then, files=factories.redacted_files(desk, now=then))
    copy = row.files.get(kind="delivered")
    assert client.get(own(row, f"berkas/{copy.attachment_id}/")).status_code == 404


def test_letters_open_for_their_own_request_only(client: Client, desk: Desk, then: datetime) -> None:
    row = factories.decided(desk, factories.NOT_HELD, now=then)
    draft = factories.draft_of(desk, now=then, token="lain")
    other = factories.decided(desk, factories.NOT_HELD, now=then, draft=draft)
    html = client.get(own(row)).content.decode()
    assert "Tidak dikuasai" in html
    number = html.split("/surat/")[1].split("/")[0]
    assert b"".join(client.get(own(row, f"surat/{number}/"))).startswith(b"%PDF")
    assert client.get(own(other, f"surat/{number}/")).status_code == 404


def test_objecting_by_page(client: Client, desk: Desk, then: datetime) -> None:
    row = factories.decided(desk, factories.REFUSED, now=then)
    form = client.get(own(row, "keberatan/")).content.decode()
    assert "Permintaan saya ditolak" in form
    assert "Permintaan saya tidak ditanggapi" not in form  # that ground did not arise
    refused = client.post(own(row, "keberatan/"), {"grounds": ["a"], "case_position": ""}).content.decode()
    assert "Ceritakan apa yang terjadi" in refused
    forged = client.post(own(row, "keberatan/"), {"grounds": ["c"], "case_position": "x"}).content.decode()
    assert "Pilih alasan yang tersedia" in forged
    answer = client.post(own(row, "keberatan/"), {"grounds": ["a"], "case_position": "Angka saja cukup."})
    assert answer["Location"] == own(row)
    objection = InformationObjection.objects.get()
    html = client.get(own(row)).content.decode()
    for told in (objection.number, "Keberatan diterima", "Dijawab paling lambat", "Batalkan keberatan"):
        assert told in html
    assert client.get(own(row, "keberatan/")).status_code == 302  # one at a time


def test_the_answer_the_response_and_the_dispute(client: Client, desk: Desk, then: datetime) -> None:
    objection = factories.answered(desk, objecting.REJECTED, now=then)
    row = objection.request
    html = client.get(own(row)).content.decode()
    for told in ("Keberatan Anda ditolak", "Komisi Informasi", "tanyakan batas pastinya"):
        assert told in html
    path = own(row, f"keberatan/{objection.number}/tanggapi/")
    assert client.post(path.replace(row.secret, "bukan"), {"response": "satisfied"}).status_code == 404
    client.post(path, {"response": "not_satisfied", "text": "Belum menjawab."})
    objection.refresh_from_db()
    assert (objection.response, objection.response_text) == ("not_satisfied", "Belum menjawab.")
    assert "Permintaan saya ditolak</li>" not in client.get(own(row)).content.decode()  # a used ground is not offered


def test_silence_opens_an_objection(client: Client, desk: Desk) -> None:
    row = factories.filed(desk, now=timezone.now() - timedelta(days=25))
    html = client.get(own(row)).content.decode()
    for told in ("Kami minta maaf", "Permintaan saya tidak ditanggapi", "Ajukan keberatan"):
        assert told in html


def test_taking_back_asks_once_more(client: Client, desk: Desk) -> None:
    row = factories.filed(desk, now=timezone.now())
    assert "tidak dapat diurungkan" in client.get(own(row, "batalkan/")).content.decode()
    client.post(own(row, "batalkan/"))
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_the_paper_code_opens_it(client: Client, desk: Desk) -> None:
    row = factories.without_contact(desk, now=timezone.now())
    answer = client.post("/informasi-publik/", {"number": row.number.lower(), "code": row.paper_code})
    assert answer["Location"] == own(row)
    wrong = client.post("/informasi-publik/", {"number": row.number, "code": "0000000000"}).content.decode()
    assert "tidak cocok" in wrong


def test_the_list_by_words_category_and_office(client: Client, desk: Desk, then: datetime) -> None:
    entry = factories.listed(desk, now=then)
    factories.listed(desk, now=then, title="Rencana kerja", summary="Rencana tahun depan", category="always")
    draft = actions.add_information(
        actor=desk.ppid, organisation=desk.world.bontang, entry=factories.entry(title="Konsep laporan"), now=then
    )
    html = client.get("/informasi-publik/daftar/", {"q": "realis"}).content.decode()
    assert entry.title in html
    assert "Rencana kerja" not in html
    assert "Rencana kerja" in client.get("/informasi-publik/daftar/", {"jenis": "always"}).content.decode()
    assert entry.title in client.get("/informasi-publik/daftar/", {"instansi": "disdukcapil-bontang"}).content.decode()
    assert "Tidak ada yang cocok" in client.get("/informasi-publik/daftar/", {"q": "tidakada\x00"}).content.decode()
    page = client.get(f"/informasi-publik/daftar/{entry.pk}/").content.decode()
    for told in ("Subbagian Keuangan", "5 tahun", "Kantor dinas", "berkas digital".capitalize()):
        assert told in page
    assert client.get(f"/informasi-publik/daftar/{draft.pk}/").status_code == 404


def test_exclusions_show_their_test(client: Client, desk: Desk, then: datetime) -> None:
    factories.excluded(desk, now=then)
    proposed = factories.proposed(desk, now=then, content="Belum diuji")
    html = client.get("/informasi-publik/dikecualikan/").content.decode()
    for told in ("Riwayat kesehatan pegawai", "pasal 17 huruf h", "Selama pegawai hidup", "Dibahas."):
        assert told in html
    assert proposed.content not in html


def test_figures_for_everybody(client: Client, desk: Desk, then: datetime) -> None:
    row = factories.decided(desk, now=then)
    factories.filed(desk, now=then, draft=factories.draft_of(desk, now=then, token="lain"))
    year = row.register_year
    react_to_news(then)
    totals.count_stale(now=then + totals.SETTLE)
    html = client.get("/informasi-publik/laporan/", {"tahun": year}).content.decode()
    assert "permintaan diterima" in html
    one = client.get("/informasi-publik/laporan/", {"tahun": str(year), "instansi": row.desk.slug}).content.decode()
    assert row.desk.name in one
    lines = client.get("/informasi-publik/laporan.csv", {"tahun": year}).content.decode().splitlines()
    assert lines[1].startswith(f"{year},{row.desk.name},2,1,1,0,1,")
    assert client.get("/informasi-publik/laporan/", {"tahun": "1890"}).status_code == 404
    assert client.get("/informasi-publik/laporan/", {"instansi": "tidak-ada"}).status_code == 404


def test_queries_do_not_grow(client: Client, desk: Desk, then: datetime, django_assert_max_num_queries: Any) -> None:
    row = factories.answered(desk, now=then).request
    for count in range(12):
        factories.listed(desk, now=then, title=f"Laporan {count}")
    for path, most in ((own(row), 14), ("/informasi-publik/", 9), ("/informasi-publik/daftar/", 8)):
        with django_assert_max_num_queries(most):
            client.get(path)
