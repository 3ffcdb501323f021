"""Pages of figures: completeness, places by period, lines, constraints, the published record, slides, the API."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.oversight.reporting import actions, definitions, queries, record, totals
from melayani.oversight.reporting.models import Meeting, Report
from melayani.oversight.reporting.queries.completeness import Cell, percent
from melayani.oversight.reporting.tests.factories import made, moment, monthly, opened, region, sent, verified

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
FEBRUARY, MARCH = date(2020, 2, 1), date(2020, 3, 1)
NOW = moment(date(2020, 4, 2))
ASKED = "?jenis=mall&angka=applicants&sampai=2020-03&periode=6"


@pytest.fixture
def bogor(world: World) -> dict[str, Report]:
    """Two malls of two provinces; Bogor reports 7,912 and 4,431 applicants, the other nothing yet."""
    for government, code, name, above in (
        (world.bontang_city, "32.71", "Kota Bogor", ("32", "Jawa Barat")),
        (world.bengkalis_regency, "14.71", "Kota Pekanbaru", ("14", "Riau")),
    ):
        government.region = region(code, name, region(*above))
        government.save(update_fields=["region"])
    made("mall", "mpp-bogor", world.bontang_city)
    made("mall", "mpp-pekanbaru", world.bengkalis_regency)
    campaign = monthly(world.ministry, FEBRUARY, kinds=["mall"], until=date(2020, 3, 31))
    actions.open_rounds(now=NOW)
    rows = {(row.organisation.slug, row.starts_on): row for row in Report.objects.filter(round__campaign=campaign)}
    march = rows["mpp-bogor", MARCH]
    given: dict[str, Any] = {"actor": SYSTEM, "report": march, "indicator": "applicants", "now": NOW}
    actions.add_entry(kind="constraint", code="restriction", text="Warga takut keluar rumah.", **given)
    verified(rows["mpp-bogor", FEBRUARY], {"applicants": 7912, "visits": 9000}, now=moment(date(2020, 3, 3)))
    verified(march, {"applicants": 4431, "visits": 5000}, now=NOW, why="Wabah mulai menyebar.")
    totals.count_dirty(now=NOW)
    return {"february": rows["mpp-bogor", FEBRUARY], "march": march, "other": rows["mpp-pekanbaru", MARCH]}


def ministry(world: World) -> Officer:
    return officer(Role.MINISTRY, world.ministry)


# --- completeness -----------------------------------------------------------------------------------------------------
def test_completeness_and_timeliness_by_place_and_month(world: World, bogor: dict[str, Report]) -> None:
    sent(bogor["other"], {}, now=moment(date(2020, 4, 20)))  # received, late
    found = queries.heat(ministry(world), "", "monthly", "mall", [FEBRUARY, MARCH])
    cells = {row.name: row.cells for row in found.rows}
    assert [(one.completeness, one.timeliness) for one in cells["Riau"]] == [(0, 0), (100, 0)]
    assert [(one.completeness, one.timeliness) for one in cells["Jawa Barat"]] == [(100, 100), (100, 100)]
    assert [(one.completeness, one.timeliness) for one in found.total.cells] == [(50, 50), (100, 50)]
    assert found.total.total == Cell(expected=4, received=3, on_time=2, verified=2)


def test_nobody_expected_is_no_percentage(world: World, bogor: dict[str, Report]) -> None:
    bureau = officer(Role.BUREAU, world.bengkalis_regency)
    excused = actions.excuse(actor=bureau, report=bogor["other"], note="Mal tutup untuk perbaikan.", now=NOW)
    assert excused.state == "exempt"
    found = queries.heat(bureau, "", "monthly", "mall", [FEBRUARY, MARCH])
    assert [one.completeness for one in found.rows[0].cells] == [0, None]
    assert {row.name for row in found.rows} == {"Riau"}  # of its own region alone


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(0, 0, None), (0, 3, 0), (1, 3, 33), (2, 3, 67), (999, 1000, 99), (3, 3, 100)]
)
def test_one_missing_report_never_rounds_to_complete(part: int, whole: int, shown: int | None) -> None:
    assert percent(part, whole) == shown


# --- places -----------------------------------------------------------------------------------------------------------
def test_country_province_city_unit(world: World, bogor: dict[str, Report], sign_in: SignIn) -> None:
    client = sign_in(ministry(world))
    country = client.get(f"/kantor/laporan/angka/{ASKED}").content.decode()
    for words in ("7.912", "4.431", "−44,0 %", "Jawa Barat", "Peta petak 38 provinsi", "Jabar"):
        assert words in country
    assert "Riau" not in country.split("<tbody>")[1]  # nothing verified there
    province = client.get(f"/kantor/laporan/angka/{ASKED}&wilayah=32").content.decode()
    assert "Kota Bogor" in province
    city = client.get(f"/kantor/laporan/angka/{ASKED}&wilayah=32.71").content.decode()
    assert "unit=mpp-bogor" in city
    assert "−44,0 %" in city
    unit = client.get(f"/kantor/laporan/grafik/{ASKED}&wilayah=32.71&unit=mpp-bogor").content.decode()
    assert "Mpp Bogor" in unit
    assert "−44,0 %" in unit


def test_unverified_sums_are_for_the_ministry(world: World, bogor: dict[str, Report], sign_in: SignIn) -> None:
    sent(bogor["other"], {"applicants": 123}, now=NOW)
    totals.count_dirty(now=NOW)
    asked = f"/kantor/laporan/angka/{ASKED}&dasar=masuk"
    assert "123" in sign_in(ministry(world)).get(asked).content.decode().split("<tbody>")[1]
    bureau = sign_in(officer(Role.BUREAU, world.bontang_city))
    assert "123" not in bureau.get(asked).content.decode().split("<tbody>")[1]


def test_a_workbook_and_a_paper(world: World, bogor: dict[str, Report], sign_in: SignIn) -> None:
    client = sign_in(ministry(world))
    book = load_workbook(io.BytesIO(client.get(f"/kantor/laporan/angka.xlsx{ASKED}").content))
    rows = list(book["Angka"].iter_rows(min_row=7, values_only=True))
    assert rows[0] == ("32", "Jawa Barat", None, None, None, None, 7912, 4431)  # empty is no zero
    assert client.get(f"/kantor/laporan/angka.pdf{ASKED}").content.startswith(b"%PDF")


def test_the_line_knows_restrictions_and_what_was_before(world: World, bogor: dict[str, Report]) -> None:
    indicator = definitions.indicators()["applicants"]
    asked = queries.Asked("32.71", indicator, "mall", "monthly", queries.periods_of("monthly", date(2020, 5, 1), 6))
    found = queries.trend(asked)
    assert [one.name for one in found.restrictions if one.first == date(2020, 4, 15)] == ["PSBB"]
    assert len(found.lines.segments) == 1  # February to March; what nobody reported is a gap
    april = {MARCH: Decimal(4431), date(2020, 4, 1): Decimal(2000)}
    base = record.before_and_during(april, record.restrictions_of("32.71"))
    assert base is not None
    assert (base[0], base[2][0][2].percent) == (MARCH, Decimal("-54.9"))


def test_the_published_record_keeps_units_and_sources(world: World, sign_in: SignIn) -> None:
    found = {one.key: one for one in record.series()}
    bogor = found["mpp-bogor-2020"].points
    assert [(str(point.value), point.change) for point in bogor] == [("7912", ""), ("4431", "−44,0 %")]
    assert found["mpp-bogor-2020"].unit == "pemohon"
    assert [point.change for point in found["mpp-magelang"].points] == ["", "+225,2 %", "−17,4 %", ""]  # no half year
    text = sign_in(world.bontang_head).get("/kantor/laporan/rekaman/").content.decode()
    assert "sekitar 11 Mei 2020" in text
    for words in ("Februari 2020", "24 Juni 2024", "Semester 1 2025", "November 2022 sampai November 2024"):
        assert words in text, words
    assert not re.search(r"\.txt|20[0-9]{2}-[0-9H]|our reading", text.split("<h1>")[1])
    assert "tidak disebut" in text  # an end that no source named


# --- constraints ------------------------------------------------------------------------------------------------------
def test_constraints_are_ranked_searched_and_answered(world: World, bogor: dict[str, Report], sign_in: SignIn) -> None:
    given: dict[str, Any] = {"actor": SYSTEM, "report": bogor["other"], "now": NOW, "code": "restriction"}
    actions.add_entry(kind="strategy", text="Antar jemput berkas lewat pos.", outcome="solved", **given)
    client = sign_in(world.bontang_head)
    text = client.get("/kantor/laporan/kendala/?q=takut+rumah").content.decode()
    assert "Warga takut keluar rumah." in text
    assert "Siapa sudah mengatasi ini?" in text
    assert "Warga takut" not in client.get("/kantor/laporan/kendala/?q=jaringan").content.decode()
    there = "/kantor/laporan/kendala/restriction/"
    assert "Antar jemput" not in client.get(there).content.decode()  # not verified yet
    verified(bogor["other"], {}, now=NOW)
    totals.count_dirty(now=NOW)
    page = client.get(f"{there}?angka=applicants").content.decode()
    assert "Antar jemput berkas lewat pos." in page
    assert "Teratasi" in page
    assert client.get("/kantor/laporan/kendala/cuaca/").status_code == 404


# --- presentation, meeting --------------------------------------------------------------------------------------------
def test_slides_of_a_region(world: World, bogor: dict[str, Report], sign_in: SignIn) -> None:
    client = sign_in(officer(Role.BUREAU, world.bontang_city))
    page = client.get("/kantor/laporan/paparan/32.71/2020-03/")
    text = page.content.decode()
    for words in ("Kota Bogor", "4.431", "−44,0 %", "Warga takut keluar rumah.", "1 dari 1 laporan masuk"):
        assert words in text
    assert "<script>" not in text
    assert client.get("/kantor/laporan/paparan/32.71/2020-03.pdf").content.startswith(b"%PDF")
    assert client.get("/kantor/laporan/paparan/14.71/2020-03/").status_code == 404  # another region's, unverified
    assert client.get("/kantor/laporan/paparan/32.71/2020-13/").status_code == 404


def test_a_meeting_with_order_notes_and_agreement(world: World, bogor: dict[str, Report], sign_in: SignIn) -> None:
    client = sign_in(ministry(world))
    campaign = bogor["march"].round.campaign
    assert campaign.title in client.get("/kantor/laporan/permintaan/").content.decode()
    assert "Maret 2020" in client.get(f"/kantor/laporan/permintaan/{campaign.pk}/").content.decode()
    call = f"/kantor/laporan/permintaan/{campaign.pk}/pertemuan/{bogor['march'].round_id}/"
    assert client.get(call).status_code == 200
    assert client.post(call, {"title": ""}).status_code == 422
    first = bogor["other"].organisation_id
    given = {"title": "Ngulik Wilayah I", "starts_at": "2020-05-11T14:00", f"order_{first}": "1"}
    given[f"order_{bogor['march'].organisation_id}"] = "2"
    where = client.post(call, given)["Location"]
    meeting = Meeting.objects.get()
    turns = list(meeting.turns.order_by("place"))
    assert turns[0].organisation_id == first
    assert meeting.starts_at.hour == 7  # two in the afternoon in Jakarta
    Organisation.objects.filter(pk=world.ministry.pk).update(time_zone="Asia/Jayapura")
    assert "Waktu (WIT)" in client.get(call).content.decode()
    there = client.post(call, {**given, "title": "Di timur"})["Location"]
    assert Meeting.objects.get(title="Di timur").starts_at.hour == 5  # two in the afternoon in Jayapura
    assert "14.00 WIT" in client.get(there).content.decode()
    Organisation.objects.filter(pk=world.ministry.pk).update(time_zone="Asia/Jakarta")
    client.post(f"{where}catatan/", {f"turn_{turns[0].pk}": "Kunjungan turun.", "notes": "Dibuka pukul dua."})
    wrong = {"organisation": "mpp-bogor", "text": "x", "due_on": "2020-06-01"}
    assert client.post(f"{where}kesepakatan/", wrong).status_code == 422
    agreed = {"organisation": "mpp-bogor", "text": "Buka layanan lewat WhatsApp.", "due_on": "2020-06-01"}
    assert client.post(f"{where}kesepakatan/", agreed).status_code == 302
    text = client.get(where).content.decode()
    for words in ("Kunjungan turun.", "Dibuka pukul dua.", "Buka layanan lewat WhatsApp."):
        assert words in text
    assert "Ngulik Wilayah I" in client.get("/kantor/laporan/pertemuan/").content.decode()


def test_strangers_call_and_note_no_meeting(world: World, bogor: dict[str, Report], sign_in: SignIn) -> None:
    unit, one = bogor["march"].organisation, bogor["march"].round
    meeting = actions.call_meeting(actor=SYSTEM, one=one, title="Ngulik", starts_at=NOW, order=[unit], now=NOW)
    elsewhere = officer(Role.BUREAU, world.bengkalis_regency)
    for stranger in (world.bontang_head, world.bengkalis_head, elsewhere):
        given: dict[str, Any] = {"actor": stranger, "now": NOW}
        with pytest.raises(actions.ReportRefused):
            actions.call_meeting(one=one, title="Lain", starts_at=NOW, order=[unit], **given)
        with pytest.raises(actions.ReportRefused):
            actions.note_turn(meeting=meeting, notes={}, whole="Saya di sini.", **given)
        with pytest.raises(actions.ReportRefused):
            actions.agree(meeting=meeting, organisation=unit, text="Janji orang.", due_on=MARCH, **given)
        point = meeting.points.create(organisation=unit, text="Janji.", due_on=MARCH)
        if stranger is not world.bontang_head:
            with pytest.raises(actions.ReportRefused):
                actions.answer_point(report=bogor["march"], point=point, answer="Ya.", done=True, **given)
    client = sign_in(elsewhere)
    for rest in ("catatan/", "kesepakatan/"):
        assert client.post(f"/kantor/laporan/pertemuan/{meeting.pk}/{rest}", {"notes": "x"}).status_code == 404
    meeting.refresh_from_db()
    assert meeting.notes == ""


def test_asking_by_page(world: World, sign_in: SignIn) -> None:
    client = sign_in(officer(Role.BUREAU, world.bontang_city))
    there = "/kantor/laporan/permintaan/baru/"
    assert client.get(there).status_code == 200
    assert client.post(there, {}).status_code == 422
    given = {"asked_by": "kota-bontang", "title": "Bulanan", "template": "monthly", "since": "2026-01-01"}
    assert client.post(there, {**given, "regions": "Jawa"}).status_code == 422
    assert client.post(there, {**given, "template": "special"}).status_code == 422
    where = client.post(there, given)["Location"]
    assert "Belum ada periode" in client.get(where).content.decode()
    assert sign_in(officer(Role.BUREAU, world.bengkalis_regency)).get(where).status_code == 404
    assert sign_in(world.bontang_head).get(where).status_code == 200


# --- the API ----------------------------------------------------------------------------------------------------------
def test_only_verified_figures_are_open(world: World, bogor: dict[str, Report], client: Client) -> None:
    sent(bogor["other"], {"applicants": 123}, now=NOW)
    answer = client.get("/api/v1/reports?period=2020-03&region=32").json()
    assert [one["unit"] for one in answer["items"]] == ["mpp-bogor"]
    figures = {one["key"]: one for one in answer["items"][0]["figures"]}
    assert figures["applicants"]["value"] == 4431
    assert figures["skm_index"]["value"] is None
    assert figures["operating_mode"]["choice"] == "open"
    everything = client.get("/api/v1/reports?limit=1").json()
    assert len(everything["items"]) == 1
    assert len(client.get(everything["next"].split("8000")[-1]).json()["items"]) == 1
    assert client.get("/api/v1/reports?region=14").json()["items"] == []
    assert client.get("/api/v1/reports?period=Maret").status_code == 422
    assert client.get("/api/v1/reports?period=2020-02-31").json()["items"] == []  # no such day
    assert client.get("/api/v1/reports?region=99").status_code == 404


# --- bounded ----------------------------------------------------------------------------------------------------------
def test_queries_of_pages_of_figures_are_constant(
    world: World, bogor: dict[str, Report], sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    client = sign_in(ministry(world))
    client.get("/kantor/laporan/")
    pages = {
        f"angka/{ASKED}": 5,
        f"grafik/{ASKED}": 4,
        f"kelengkapan/{ASKED}": 6,  # kept rows, and what waits to be counted
        "kendala/": 5,
        "kendala/?q=takut": 6,  # a rare word: the newest remarks first, then all
        "permintaan/": 5,
        "pertemuan/": 4,
    }
    for page, count in pages.items():
        with django_assert_num_queries(count):
            assert client.get(f"/kantor/laporan/{page}").status_code == 200
    for number in range(4):
        place = made("city", f"kota-{number}", world.ministry)
        place.region = region(f"3{number + 3}.71", f"Kota {number}", region(f"3{number + 3}", f"Provinsi {number}"))
        place.save(update_fields=["region"])
        unit = made("mall", f"mpp-{number}", place)
        row = opened(monthly(place, MARCH, until=MARCH, kinds=["mall"]), NOW)[unit.slug]
        verified(row, {"applicants": number}, now=NOW + timedelta(days=1))
    totals.count_dirty(now=NOW + timedelta(days=2))
    for page, count in pages.items():
        with django_assert_num_queries(count):
            assert client.get(f"/kantor/laporan/{page}").status_code == 200
