"""The demonstration at national size, with a handful of regions and months."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.test import Client

from melayani.delivery.applications.models import Application, ServiceReality
from melayani.entrances.office.demonstration.nation import load_nation
from melayani.entrances.office.demonstration.nation.cases import ANSWERS, CASES
from melayani.foundation.organisations.models import Organisation, Region
from melayani.foundation.people import Role
from melayani.foundation.people.tests.factories import World, officer, signed_in
from melayani.oversight.reporting import rules, totals
from melayani.oversight.reporting.models import PlaceTotal, Remark, Report, ReportFigure, values_of
from melayani.voice.surveys.models import Response
from tests.remembered import remembered

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 16, 5, tzinfo=UTC)
MONTHS = 3
PLACES = {
    "32": ("Jawa Barat", {"32.71": "Kota Bogor", "32.01": "Kabupaten Bogor"}),
    "64": ("Kalimantan Timur", {"64.74": "Kota Bontang"}),
    "91": ("Papua", {"91.71": "Kota Jayapura"}),
}


@pytest.fixture
def nation(world: World) -> int:
    return _nation(world)


@remembered
def _nation(world: World) -> int:
    """Four regions of three provinces in three zones, loaded; how many."""
    for code, (name, below) in PLACES.items():
        province = Region.objects.create(code=code, level="province", name=name)
        for own, words in below.items():
            Region.objects.create(code=own, level="regency", name=words, parent=province)
    load_nation(now=NOW, say=lambda text: None, months=MONTHS)
    return sum(len(below) for _, below in PLACES.values())


def test_each_region_has_a_unit_with_verified_months(nation: int) -> None:
    units = Organisation.objects.filter(slug__startswith="contoh-")
    assert {one.region_id for one in units} == {code for _, below in PLACES.values() for code in below}
    assert {one.time_zone for one in units} == {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}
    assert all("(contoh)" in one.name for one in units)
    reports = Report.objects.all()
    assert reports.count() == nation * MONTHS == reports.filter(state="verified", judged_at__lte=NOW).count()
    assert ReportFigure.objects.count() == nation * MONTHS * 13
    for report in reports:
        assert report.entries.exists()
        assert rules.problems_of(report.definition.checks, values_of(report.figures.all())) == []
    assert all(one.text.endswith("(contoh)") for one in Remark.objects.all())


def test_sums_equal_the_reports_and_a_recount_of_one_place(nation: int) -> None:
    def kept() -> set[tuple[object, ...]]:
        return set(PlaceTotal.objects.values_list("place", "starts_on", "indicator", "verified", "total", "weighted"))

    month = Report.objects.latest("starts_on").starts_on
    rows = ReportFigure.objects.filter(report__starts_on=month, indicator="visits")
    for place in ("", "32", "64.74"):
        within = rows.filter(report__region__startswith=place).aggregate(total=Sum("value"))["total"]
        found = PlaceTotal.objects.get(place=place, starts_on=month, indicator="visits", verified=True)
        assert found.total == Decimal(within)
    before = kept()
    for report in Report.objects.filter(starts_on=month):
        totals.mark(report, now=NOW)
    assert totals.count_dirty(now=NOW) == nation
    assert kept() == before


def test_cases_and_answers_stand_at_every_unit(nation: int) -> None:
    assert Application.objects.count() == nation * CASES
    assert all(one.name.startswith("Contoh ") for one in Application.objects.all())
    assert {(one.count, one.on_time) for one in ServiceReality.objects.all()} == {(CASES, Decimal("0.75"))}
    assert Response.objects.count() == nation * ANSWERS


def test_the_ministry_reads_figures_of_agencies_without_choosing(world: World, nation: int) -> None:
    client = signed_in(Client(), officer(Role.MINISTRY, world.ministry))
    text = client.get("/kantor/laporan/angka/").content.decode()
    assert "Kalimantan Timur" in text.split("<tbody>")[1]
    assert "(contoh)" in client.get("/kantor/laporan/kendala/").content.decode()
    assert "Dinas Pelayanan Terpadu" in Client().get("/kinerja/").content.decode()
