"""/data/: verified figures for anybody, tidy, with their meaning; unverified ones never."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from melayani.entrances.portal.tests.test_read_a_service import read
from melayani.foundation.people.tests.factories import World
from melayani.oversight.reporting import actions, totals
from melayani.oversight.reporting.models import Report
from melayani.oversight.reporting.tests.factories import made, moment, monthly, region, sent, verified

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
    with django_assert_num_queries(4):
        client.get("/data/applicants.csv")


def test_what_is_there_is_told_to_people_and_programs(client: Client) -> None:
    page = read(client, "/data/")
    assert "Yang belum dilaporkan tidak punya baris" in page
    assert "idn-area-data" in page
    assert "Open data" in read(client, "/en/data/")
    package = client.get("/data/datapackage.json").json()
    assert all(client.get(one["path"]).status_code == 200 for one in package["resources"][:2])


@pytest.mark.parametrize(
    "path", ["nothing.csv", "operating_mode.csv", "visits.csv?wilayah=99", "visits.json?wilayah=xx"]
)
def test_what_is_not_there_is_404(client: Client, path: str) -> None:
    read(client, f"/data/{path}", status=404)
