"""The officers' pages of an evaluation: who sees what when, what is typed and kept, files, workbook, minutes."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from melayani.delivery.applications.tests.factories import photo
from melayani.foundation.organisations.tests.factories import made
from melayani.foundation.people import Officer
from melayani.foundation.people.tests.factories import World
from melayani.oversight.evaluation import actions, states
from melayani.oversight.evaluation.models import Campaign, Score, SelfAnswer, UserAnswer
from melayani.oversight.evaluation.tests.factories import Cast, cast, filling, fresh, in_state, prepared, with_unit
from melayani.oversight.evaluation.tests.worked_sheet import worked

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
HOME = "/kantor/evaluasi/"


@pytest.fixture
def who(world: World) -> Cast:
    return cast(world)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_a_bureau_prepares_and_starts_a_campaign(world: World, who: Cast, sign_in: SignIn) -> None:
    client = sign_in(who.bureau)
    page = client.get(f"{HOME}baru/")
    assert page.context["form"]["fewest"].value() == 10
    today = timezone.localdate()
    sent = {
        "organisation": world.bontang_city.slug,
        "title": "PEKPPP Kota",
        "year": str(today.year),
        "f01_until": (today + timedelta(10)).isoformat(),
        "desk_until": (today + timedelta(20)).isoformat(),
        "field_until": (today + timedelta(30)).isoformat(),
        "objection_days": "7",
        "f02_share": "0,75",
        "fewest": "10",
        "most": "20",
    }
    assert client.post(f"{HOME}baru/", {**sent, "fewest": "30"}).status_code == 422
    address = client.post(f"{HOME}baru/", sent)["Location"]
    assert "Kependudukan" in text_of(client, f"{address}?cari=kepend")
    unit = client.post(f"{address}unit/", {"unit": world.bontang.slug, "code": "A"})["Location"]
    client.post(f"{unit}penilai/", {"email": who.leader.person.email, "leads": "on"})
    assert who.leader.name in text_of(client, unit)
    client.post(f"{address}mulai/")
    assert Campaign.objects.get().is_running
    assert "Berjalan" in text_of(client, address)


def test_weights_are_entered_and_a_wrong_sum_is_said(world: World, who: Cast, sign_in: SignIn) -> None:
    campaign = prepared(who, world.bontang_city)
    client = sign_in(who.bureau)
    address = f"{HOME}{campaign.pk}/bobot/B/"
    sent = {f"weight_{number}": str(weight) for number, weight in worked("B").weights.items()}
    wrong = client.post(address, {**sent, "weight_1": "21", "source": "Surat contoh"})
    assert "berjumlah 101, seharusnya 100" in wrong.content.decode()
    assert client.post(address, {**sent, "source": "Surat contoh"}).status_code == 302
    assert "Siap dipakai" in text_of(client, f"{HOME}{campaign.pk}/")
    assert client.get(address).context["form"]["weight_1"].value() == "20"
    assert client.get(f"{HOME}{campaign.pk}/bobot/A/").status_code == 404


def test_the_unit_fills_f01_with_evidence_and_sends_it(world: World, who: Cast, sign_in: SignIn) -> None:
    row = filling(world, who)
    client = sign_in(who.head)
    home = f"{HOME}unit/{row.pk}/"
    assert row.unit.name in text_of(client, home)
    answer = client.post(f"{home}f01/1/", {"score": "4", "note": "Keputusan 12", "papers": photo()})
    assert answer["Location"] == f"{home}f01/2/"
    sheet = text_of(client, f"{home}f01/")
    assert "1 dari 30 indikator terisi" in sheet
    assert "Keputusan 12" in sheet
    own = SelfAnswer.objects.get()
    assert (own.number, own.score) == (1, 4)
    [file] = client.get(f"{home}f01/1/").context["line"].evidence
    for one in (who.head, who.judge):
        shown = sign_in(one).get(f"{home}berkas/1/{file.pk}/")
        assert shown.status_code == 200
        assert b"".join(shown)
    client = sign_in(who.head)
    client.post(f"{home}f01/1/{file.pk}/hapus/")
    assert client.get(f"{home}f01/1/").context["line"].evidence == []
    client.post(f"{home}langkah/kirim/")
    assert fresh(row).state == states.FILLING  # twenty-nine are missing
    for number in range(2, 31):
        client.post(f"{home}f01/{number}/", {"score": "3"})
    client.post(f"{home}langkah/kirim/")
    assert fresh(row).state == states.DESK
    assert "sudah terkirim" in text_of(client, f"{home}f01/1/")


def test_a_bad_file_is_said_beside_its_field(world: World, who: Cast, sign_in: SignIn) -> None:
    row = filling(world, who)
    bad = SimpleUploadedFile("bukti.pdf", b"bukan pdf")
    answer = sign_in(who.head).post(f"{HOME}unit/{row.pk}/f01/1/", {"score": "4", "papers": bad})
    assert answer.status_code == 422
    assert "bukan foto" in answer.context["form"].errors["papers"][0]


def test_the_unit_reads_no_score_before_it_is_told(world: World, who: Cast, sign_in: SignIn) -> None:
    row = in_state(world, who, states.REVIEW)
    home = f"{HOME}unit/{row.pk}/"
    client = sign_in(who.head)
    assert "tampil setelah hasilnya disampaikan" in text_of(client, home)
    for path in ("berita-acara.pdf", "hitungan.xlsx", "f02/", "lapangan/", "f02/1/"):
        assert client.get(f"{home}{path}").status_code == 404, path
    actions.announce(actor=who.leader, assessment=row, now=timezone.now())
    shown = text_of(sign_in(who.head), home)
    assert "24 × 399 / 10.000 = 0,9576" in shown
    assert "dibulatkan sekali menjadi 3,81" in shown


def test_a_judge_scores_with_a_photo_and_the_reason_is_asked(world: World, who: Cast, sign_in: SignIn) -> None:
    row = in_state(world, who, states.DESK)
    client = sign_in(who.judge)
    address = f"{HOME}unit/{row.pk}/f02/1/"
    refused = client.post(address, {"score": "2"})
    assert refused.status_code == 422
    assert "Tulis alasannya" in refused.content.decode()
    client.post(address, {"score": "2", "reason": "Hanya 14 komponen.", "photos": photo()})
    assert Score.objects.get().score == 2
    page = client.get(address)
    assert len(page.context["line"].photos) == 1
    assert "Hanya 14 komponen." in text_of(client, f"{HOME}unit/{row.pk}/f02/")


def test_the_field_page_sends_by_itself_and_once(world: World, who: Cast, sign_in: SignIn) -> None:
    row = in_state(world, who, states.DESK)
    client = sign_in(who.judge)
    assert "Pemeriksaan lapangan" in text_of(client, f"{HOME}unit/{row.pk}/lapangan/")
    address = f"{HOME}unit/{row.pk}/f02/1/"
    asks: Any = {"HTTP_ACCEPT": "application/json"}
    assert client.post(address, {"score": "1", "key": "k1"}, **asks).status_code == 422
    for _ in range(2):
        said = client.post(address, {"score": "5", "key": "k2", "photos": photo()}, **asks)
        assert said.json() == {"words": "Indikator 1: nilai 5 tersimpan."}
    assert Score.objects.count() == 1
    assert len(client.get(address).context["line"].photos) == 1


def test_an_interview_is_counted_with_the_others(world: World, who: Cast, sign_in: SignIn) -> None:
    row = filling(world, who)
    address = f"{HOME}unit/{row.pk}/f03/"
    answers = {item.key: "4" for item in row.instrument.items}
    client = sign_in(who.judge)
    assert client.post(address, {**answers, "toilet": ""}).status_code == 422
    client.post(address, answers)
    assert UserAnswer.objects.get().way == "interview"
    assert "1 dari 10 sampai 20 jawaban, kurang 9" in text_of(client, address)
    assert sign_in(who.head).post(address, answers).status_code == 404
    assert UserAnswer.objects.count() == 1


def test_objection_decision_and_signatures_by_page(world: World, who: Cast, sign_in: SignIn) -> None:
    row = in_state(world, who, states.ANNOUNCED)
    home = f"{HOME}unit/{row.pk}/"
    head = sign_in(who.head)
    assert head.post(f"{home}sanggah/", {"number": "2", "text": "pendek"}).status_code == 422
    head.post(f"{home}sanggah/", {"number": "2", "text": "Lima unsur masyarakat hadir, daftar terlampir."})
    leader = sign_in(who.leader)
    objection = row.objections.get()
    address = f"{home}sanggah/{objection.pk}/"
    assert leader.post(address, {"accepted": "yes", "score": "5"}).status_code == 422
    leader.post(address, {"accepted": "yes", "score": "5", "reason": "Daftar hadir sudah diperiksa."})
    leader.post(f"{home}langkah/tutup-sanggahan/")
    leader.post(f"{home}langkah/tandatangani/")
    sign_in(who.judge).post(f"{home}langkah/tandatangani/")
    assert "kepala unit" in text_of(sign_in(who.head), home)
    sign_in(who.head).post(f"{home}langkah/tandatangani/")
    assert fresh(row).state == states.FINAL_STATE
    bureau = sign_in(who.bureau)
    bureau.post(f"{home}langkah/terbitkan/")
    assert fresh(row).state == states.PUBLISHED
    issued = bureau.get(f"{home}berita-acara.pdf")
    assert issued["Content-Type"] == "application/pdf"
    assert b"".join(issued).startswith(b"%PDF")
    assert "Ketua penilai".lower() in text_of(bureau, home).lower()


def test_draft_minutes_and_workbook_say_the_same(world: World, who: Cast, sign_in: SignIn) -> None:
    row = in_state(world, who, states.ANNOUNCED)
    home = f"{HOME}unit/{row.pk}/"
    client = sign_in(who.head)
    assert client.get(f"{home}berita-acara.pdf").content.startswith(b"%PDF")
    book = load_workbook(io.BytesIO(client.get(f"{home}hitungan.xlsx").content))
    assert book["Indikator"]["D4"].value == 17
    assert book["Indikator"]["F4"].value == "=D4*E4"
    cells = {line[0]: line[1] for line in book["Indeks"].iter_rows(values_only=True)}
    assert cells["F-02"] == "=SUMPRODUCT(B2:B7,C2:C7)/10000"
    assert cells["Indeks yang tercatat"] == 3.81


def test_improvements_are_planned_and_reported_by_page(world: World, who: Cast, sign_in: SignIn) -> None:
    row = in_state(world, who, states.REVIEW)
    home = f"{HOME}unit/{row.pk}/"
    leader = sign_in(who.leader)
    leader.post(f"{home}saran/", {"number": "18", "text": "Pasang jalur pemandu di lobi."})
    leader.post(f"{home}langkah/sampaikan/")
    one = row.recommendations.get()
    head = sign_in(who.head)
    day = (timezone.localdate() + timedelta(30)).isoformat()
    assert head.post(f"{home}saran/{one.pk}/rencana/", {"owner": "", "target": day}).status_code == 422
    head.post(f"{home}saran/{one.pk}/rencana/", {"owner": "Kasubag Umum", "target": day})
    head.post(f"{home}saran/{one.pk}/kemajuan/", {"progress": "40", "text": "Sudah dipesan."})
    shown = text_of(head, home)
    assert "Kasubag Umum" in shown
    assert "40 %, Sudah dipesan." in shown


def test_years_and_units_stand_side_by_side(world: World, who: Cast, sign_in: SignIn) -> None:
    row = in_state(world, who, states.PUBLISHED)
    client = sign_in(who.bureau)
    shown = text_of(client, f"{HOME}banding/")
    assert "3,81 · B" in shown
    assert "3,81" in text_of(client, f"{HOME}banding/?kategori=B")
    assert "3,81 · B" not in text_of(client, f"{HOME}banding/?kategori=A-")
    book = load_workbook(io.BytesIO(client.get(f"{HOME}banding.xlsx").content))
    assert [cell.value for cell in book["Indeks"][2]] == [row.unit.name, 3.81, "B", None]
    assert "3,81" not in text_of(sign_in(who.leader), f"{HOME}banding/?kategori=A")


def test_strangers_find_nothing(world: World, who: Cast, sign_in: SignIn) -> None:
    row = in_state(world, who, states.ANNOUNCED)
    home = f"{HOME}unit/{row.pk}/"
    for one in (world.bengkalis_head, world.bontang_processor):
        client = sign_in(one)
        assert client.get(HOME).context["rows"] == []
        for path in ("", "f01/", "f01/1/", "f02/", "f02/1/", "lapangan/", "f03/", "berita-acara.pdf", "hitungan.xlsx"):
            assert client.get(f"{home}{path}").status_code == 404, path
        for path in ("langkah/terima/", "sanggah/", "saran/", "f03/", "f02/1/", "f01/1/", "penilai/"):
            assert client.post(f"{home}{path}", {}).status_code == 404, path
        assert client.get(f"{HOME}{row.campaign.pk}/").status_code == 404
    assert fresh(row).state == states.ANNOUNCED
    assert sign_in(who.head).post(f"{home}langkah/entah/").status_code == 404


def test_a_judge_of_another_unit_has_no_part_in_this_one(world: World, who: Cast, sign_in: SignIn) -> None:
    campaign = prepared(who, world.bontang_city)
    mine = with_unit(who, campaign, world.bontang)
    other = made("agency", "Dinas Lain", world.bontang_city)
    theirs = actions.add_unit(actor=who.bureau, campaign=campaign, unit=other, code="A", now=timezone.now())
    actions.appoint(actor=who.bureau, assessment=theirs, person=who.bureau.person, leads=True, now=timezone.now())
    actions.start_campaign(actor=who.bureau, campaign=campaign, now=timezone.now())
    client = sign_in(who.judge)
    assert client.get(f"{HOME}unit/{mine.pk}/").status_code == 200
    assert client.get(f"{HOME}unit/{theirs.pk}/").status_code == 404


def test_pages_ask_as_many_questions_for_many_units(
    world: World, who: Cast, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    campaign = prepared(who, world.bontang_city)
    with_unit(who, campaign, world.bontang)
    client = sign_in(who.bureau)
    address = f"{HOME}{campaign.pk}/"
    client.get(address)
    for number in range(6):
        unit = made("agency", f"Dinas {number}", world.bontang_city)
        with_unit(who, campaign, unit)
    with django_assert_num_queries(8):
        client.get(address)
    with django_assert_num_queries(5):
        client.get(HOME)


def test_a_units_pages_ask_as_many_questions_with_much_beside_it(world: World, who: Cast, sign_in: SignIn) -> None:
    row = in_state(world, who, states.REVIEW)
    client = sign_in(who.leader)
    pages = ("", "f01/", "f02/", "f02/1/", "lapangan/", "f03/")

    def asked() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as context:
                client.get(f"{HOME}unit/{row.pk}/{page}")
            found.append(len(context))
        return found

    def advise(number: int) -> None:
        text, now = "Saran yang cukup panjang.", timezone.now()
        one = actions.recommend(actor=who.leader, assessment=row, number=number, text=text, now=now)
        one.notes.create(progress=10, text="Dimulai.", noted_at=now)

    asked()
    advise(1)
    before = asked()
    for number in range(2, 8):
        advise(number)
    assert asked() == before
    assert max(before) <= 30
