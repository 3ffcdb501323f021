"""/data/: verified figures for anybody, tidy, with their meaning; unverified ones never."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.catalogue.tests.factories import published_service
from melayani.entrances.portal.tests.factories import ALL_GOOD, counted
from melayani.entrances.portal.tests.test_read_a_service import read
from melayani.foundation.people.tests.factories import World
from melayani.oversight.evaluation import actions as evaluate
from melayani.oversight.evaluation import states
from melayani.oversight.evaluation.tests.factories import cast, in_state
from melayani.oversight.reporting import actions, totals
from melayani.oversight.reporting.models import Report
from melayani.oversight.reporting.tests.factories import made, moment, monthly, region, sent, verified
from melayani.voice.surveys.tests.factories import ALL_BEST, published

pytestmark = pytest.mark.django_db
NOW = moment(date(2020, 3, 3))


@pytest.fixture
def reported(world: World) -> None:
    """The mall of Kota Bogor verified with 7,912 applicants; another one sent, which nobody has verified."""
    for government, code, name, above in (
        (world.bontang_city, "32.71", "Kota Bogor", ("32", "Jawa Barat")),
        (world.bengkalis_regency, "14.71", "Kota Pekanbaru", ("14", "Riau")),
    ):
        government.region = region(code, name, region(*above))
        government.save(update_fields=["region"])
    made("mall", "mpp-bogor", world.bontang_city)
    made("mall", "mpp-pekanbaru", world.bengkalis_regency)
    campaign = monthly(world.ministry, date(2020, 2, 1), kinds=["mall"], until=date(2020, 2, 29))
    actions.open_rounds(now=NOW)
    rows = {row.organisation.slug: row for row in Report.objects.filter(round__campaign=campaign)}
    verified(rows["mpp-bogor"], {"applicants": 7912, "visits": 9000}, now=NOW)
    sent(rows["mpp-pekanbaru"], {"applicants": 123}, now=NOW)
    totals.count_dirty(now=NOW)


def test_verified_figures_are_tidy_rows_and_unverified_ones_are_not_there(client: Client, reported: None) -> None:
    answer = client.get("/data/applicants.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert answer["Content-Type"].startswith("text/csv")
    assert [(row["month"], row["region"], row["region_name"], row["kind"], row["value"]) for row in rows] == [
        ("2020-02", "32", "Jawa Barat", "mall", "7912.00"),
        ("2020-02", "", "Indonesia", "mall", "7912.00"),
    ]
    below = client.get("/data/applicants.json?wilayah=32").json()
    assert (below["unit"], below["licence"]) == ("pemohon", "CC-BY-4.0")
    assert {row["region"]: row["value"] for row in below["items"]} == {"32": 7912.0, "32.71": 7912.0}


def test_each_file_takes_the_same_few_queries(
    client: Client, reported: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for key, queries in (("applicants", 4), ("ikm", 2), ("pekppp", 2)):
        with django_assert_num_queries(queries):
            client.get(f"/data/{key}.csv")


def test_published_indexes_of_units_are_rows_and_running_ones_are_not(client: Client, world: World) -> None:
    world.bontang_city.region = region("64.74", "Kota Bontang", region("64", "Kalimantan Timur"))
    world.bontang_city.save(update_fields=["region"])
    now = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
    counted(published_service(world.bontang), ALL_GOOD, now=now)
    counted(published_service(world.bontang, title="Akta"), ALL_BEST, times=7, now=now)
    period = published(world.bontang, now=now)
    counted(published_service(world.bengkalis), ALL_GOOD, now=now)  # never published
    (row,) = csv.DictReader(io.StringIO(client.get("/data/ikm.csv").content.decode()))
    told = {"unit": world.bontang.slug, "unit_name": world.bontang.name, "region": "64.74"}
    told |= {"region_name": "Kota Bontang", "first_day": f"{period.starts_on}", "last_day": f"{period.ends_on}"}
    told |= {"answers": "19", "index": "84.21", "grade": "B", "comparable": "True", "published_on": "2026-03-16"}
    assert row == told
    (item,) = client.get("/data/ikm.json?wilayah=64").json()["items"]
    assert (item["index"], item["answers"], item["comparable"]) == (84.21, 19, True)
    region("14", "Riau")
    assert client.get("/data/ikm.json?wilayah=14").json()["items"] == []


def test_published_evaluations_are_rows_and_sealed_ones_are_not(client: Client, world: World) -> None:
    who = cast(world)
    row = in_state(world, who, states.FINAL_STATE)
    assert client.get("/data/pekppp.json").json()["items"] == []
    evaluate.publish(actor=who.bureau, assessment=row, now=timezone.now())
    (item,) = client.get("/data/pekppp.json").json()["items"]
    assert (item["unit"], item["year"]) == (world.bontang.slug, row.campaign.year)
    assert (item["index"], item["category"]) == (3.81, "B")
    assert item["evaluator"] == row.campaign.organisation.name


def test_a_workbook_holds_numbers_and_says_what_they_mean(client: Client, reported: None) -> None:
    answer = client.get("/data/applicants.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="applicants.xlsx"'
    book = load_workbook(io.BytesIO(answer.content))
    rows = list(book["Data"].iter_rows(values_only=True))
    assert rows[:2] == [
        ("month", "region", "region_name", "kind", "value"),
        ("2020-02", "32", "Jawa Barat", "mall", 7912),
    ]
    meaning = {row[0]: row[1] for row in book["Keterangan"].iter_rows(values_only=True)}
    assert (meaning["Satuan"], meaning["Lisensi"]) == ("pemohon", "CC-BY-4.0")


def test_catalogues_of_governments_can_take_the_files_over(client: Client, world: World) -> None:
    answer = client.get("/data.json", headers={"Accept-Language": "en"})
    found = answer.json()
    assert answer["Content-Type"] == "application/ld+json"
    assert (found["@type"], found["dct:publisher"]["foaf:name"]) == ("dcat:Catalog", world.ministry.name)
    keys = [one["dct:identifier"] for one in found["dcat:dataset"]]
    assert {"ikm", "pekppp", "visits"} <= set(keys)
    assert keys == [one["name"] for one in client.get("/data/datapackage.json").json()["resources"]]
    for file in found["dcat:dataset"][0]["dcat:distribution"]:
        path = file["dcat:downloadURL"]["@id"].removeprefix(settings.PUBLIC_URL)
        assert path.startswith("/data/ikm.")  # not below /en/
        assert client.get(path).status_code == 200


def test_what_is_there_is_told_to_people_and_programs(client: Client) -> None:
    page = read(client, "/data/")
    assert "Yang belum dilaporkan tidak punya baris" in page
    assert "idn-area-data" in page
    assert "Open data" in read(client, "/en/data/")
    package = client.get("/data/datapackage.json").json()
    for one in package["resources"][:3]:
        header = client.get(one["path"]).content.decode().splitlines()[0]
        assert header == ",".join(field["name"] for field in one["schema"]["fields"])


@pytest.mark.parametrize(
    "path", ["nothing.csv", "operating_mode.csv", "visits.csv?wilayah=99", "visits.json?wilayah=xx"]
)
def test_what_is_not_there_is_404(client: Client, path: str) -> None:
    read(client, f"/data/{path}", status=404)
