"""Completeness of the country: what is kept equals the reports, always, and a report counts once it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.models import Organisation, Region
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests import factories as people
from melayani.foundation.people.tests.factories import World, officer
from melayani.oversight.reporting import access, actions, drawing, queries, totals
from melayani.oversight.reporting.actions import ReportRefused
from melayani.oversight.reporting.charts import tiles_of
from melayani.oversight.reporting.models import DirtyPlace, OwedTotal, Report
from melayani.oversight.reporting.queries import Cell
from melayani.oversight.reporting.tests.factories import made, moment, monthly, region, sent, verified

SignIn = Callable[[Officer], Client]
FEBRUARY, MARCH = date(2020, 2, 1), date(2020, 3, 1)
PERIODS = [FEBRUARY, MARCH]
NOW = moment(date(2020, 4, 2))
WHY = "Gedung terbakar malam tadi."


def units(world: World) -> None:
    """Two units of one city, one of a city elsewhere, one that stands in a province alone, one that stands nowhere."""
    for government, code, above in (
        (world.bontang_city, "64.74", ("64", "Kalimantan Timur")),
        (world.bengkalis_regency, "14.03", ("14", "Riau")),
    ):
        government.region = region(code, government.name, region(*above))
        government.save(update_fields=["region"])
    made("agency", "dinkes-bontang", world.bontang_city)
    made("agency", "badan-pusat", world.ministry)
    made("agency", "dinas-riau", world.ministry)
    Organisation.objects.filter(slug="dinas-riau").update(region=Region.objects.get(code="14"))


def asked(world: World) -> list[Report]:
    """February and March of these units."""
    units(world)
    monthly(world.ministry, FEBRUARY, kinds=["agency"], until=date(2020, 3, 31))
    actions.open_rounds(now=NOW)
    return list(Report.objects.order_by("organisation__slug", "starts_on"))


def shown(reader: Officer, code: str) -> dict[str, list[Cell]]:
    return {row.code: row.cells for row in queries.heat(reader, code, "monthly", "agency", PERIODS).rows}


def recounted(code: str) -> dict[str, list[Cell]]:
    """The table, report by report."""
    found: dict[str, list[Cell]] = {}
    for row in Report.objects.exclude(state="exempt").filter(is_expected=True):
        if code and row.province != code:
            continue
        cells = found.setdefault(row.region if code else row.province, [Cell(), Cell()])
        came = row.state in ("sent", "verified")
        one = (1, came, came and row.on_time, row.state == "verified")
        place = PERIODS.index(row.starts_on)
        cells[place] = Cell(*map(sum, zip(cells[place], one, strict=True)))
    return found


def counted() -> None:
    while totals.count_dirty(now=NOW + timedelta(days=400)):
        pass


def step(row: Report, verb: str) -> None:
    late = NOW + timedelta(days=20)
    given: dict[str, Any] = {"actor": SYSTEM, "report": row, "now": late}
    with suppress(ReportRefused):
        if verb == "send":
            sent(row, {}, now=NOW)
        elif verb == "send late":
            actions.unlock(until=late + timedelta(days=9), note=WHY, **given)
            sent(row, {}, now=late)
        elif verb == "verify":
            actions.verify(**given)
        elif verb == "close":
            Organisation.objects.filter(pk=row.organisation_id).update(closed_on=date(2020, 1, 9))
            actions.renew_expected(now=NOW)
        elif verb == "open":
            Organisation.objects.filter(pk=row.organisation_id).update(closed_on=None)
            actions.renew_expected(now=NOW)
        else:
            {"reopen": actions.reopen, "excuse": actions.excuse, "owe": actions.owe_again}[verb](note=WHY, **given)


VERBS = ["send", "send late", "verify", "reopen", "excuse", "owe", "close", "open"]


class WhatIsKeptEqualsTheReports(TestCase):
    """Whatever happens to reports and units, and whenever the worker comes by, at each moment."""

    @given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(VERBS), st.booleans()), max_size=8))
    @settings(max_examples=12, deadline=None)
    def test_in_any_order(self, steps: Sequence[tuple[int, str, bool]]) -> None:
        world = people.world()
        reader = officer(Role.MINISTRY, world.ministry)
        rows = asked(world)
        assert len(rows) == 10
        for place, verb, comes_by in [*steps, (0, "send", True)]:
            step(Report.objects.get(pk=rows[place].pk), verb)
            if comes_by:
                counted()
            for code in ("", "14", "64"):
                assert shown(reader, code) == recounted(code)
        assert not DirtyPlace.objects.exists()
        totals.count_period("monthly", MARCH)
        assert shown(reader, "") == recounted("")


@pytest.mark.django_db
def test_a_report_counts_before_the_worker_comes_by(world: World, sign_in: SignIn) -> None:
    rows = asked(world)
    counted()
    client = sign_in(officer(Role.MINISTRY, world.ministry))
    where = "/kantor/laporan/kelengkapan/?jenis=agency&sampai=2020-03&periode=6"
    assert "0 %<small>0/2</small>" in client.get(f"{where}&wilayah=64").content.decode()
    row = next(one for one in rows if (one.region, one.starts_on) == ("64.74", MARCH))
    sent(row, {}, now=NOW)
    for page in (where, f"{where}&wilayah=64", f"{where}&ukuran=tepat-waktu"):
        assert "50 %<small>1/2</small>" in client.get(page).content.decode()
    counted()
    assert "50 %<small>1/2</small>" in client.get(where).content.decode()


@pytest.mark.django_db
def test_the_country_reads_what_is_kept_and_others_their_own(world: World) -> None:
    rows = asked(world)
    counted()
    OwedTotal.objects.update(expected=7)  # no worker would write that: it shows who reads kept rows
    ministry = officer(Role.MINISTRY, world.ministry)
    bureau = officer(Role.BUREAU, world.bontang_city)
    assert (access.sees_all_reports(ministry), access.sees_all_reports(bureau)) == (True, False)
    assert shown(ministry, "")["64"][1].expected == shown(ministry, "64")["64.74"][1].expected == 7
    assert shown(bureau, "") == {"64": [Cell(2), Cell(2)]}
    unit = next(one for one in rows if (one.region, one.starts_on) == ("64.74", MARCH))
    assert shown(ministry, "64.74")[str(unit.organisation_id)] == [Cell(1), Cell(1)]
    verified(unit, {}, now=NOW)
    assert shown(ministry, "64")["64.74"] == [Cell(7), Cell(2, 1, 1, 1)]  # the marked month is counted, the other read


def test_names_of_places_are_words_on_the_map() -> None:
    found = tiles_of({"11": (0, 0)}, {"11": "A<b>"}, {"11": None})
    drawn = drawing.tiles(found, "jenis=mall&periode=6")
    assert "<title>A&lt;b&gt;</title>" in drawn
    assert 'href="?jenis=mall&amp;periode=6&amp;wilayah=11"' in drawn
