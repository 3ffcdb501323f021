"""Reports of the country: figures, tile map, constraints and the API with 514 regions of 24 months.

Over real HTTP against one worker of the real server, in turns with the same server on a copy of the database in which
one region of each province reports: that fills every page of the country already, and an empty page shows less. The
view that does nothing is asked like every page, by the same client in the same rounds. Pages of one province are
compared with it alone. Nothing but reports is loaded. BENCH_MONTHS sets the number of months.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from time import perf_counter
from typing import TYPE_CHECKING

from bench.copies import settle
from bench.database import copied_database
from bench.pages import AGAINST_EMPTY, AGAINST_NOTHING, NOTHING, server, times
from bench.result import Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from melayani.foundation.organisations.models import Organisation

MONTHS = int(os.environ.get("BENCH_MONTHS", "24"))
API = "/api/v1/reports"


def pages(month: str) -> list[str]:
    """What officers read of the country in the months up to `month`, and what everybody reads by the API."""
    figures = f"/kantor/laporan/angka/?jenis=agency&sampai={month}&periode=24"
    return [
        figures,
        f"{figures}&angka=on_time_share",
        f"/kantor/laporan/grafik/?jenis=agency&sampai={month}&periode=24",
        f"/kantor/laporan/kelengkapan/?jenis=agency&sampai={month}&periode=24",
        "/kantor/laporan/kendala/",
        "/kantor/laporan/kendala/?q=jaringan+putus",
        "/kantor/laporan/kendala/?kendala=staff",
        "/kantor/laporan/kendala/staff/?angka=visits",
        API,
        f"{API}?region=33",
    ]


def narrow_pages(month: str) -> list[str]:
    """What shows fewer rows where fewer regions report."""
    figures = f"/kantor/laporan/angka/?jenis=agency&sampai={month}&periode=24"
    constraints = "/kantor/laporan/kendala/?kendala=staff&wilayah=33"
    return [f"{figures}&wilayah=33", f"{figures}&wilayah=33.74", constraints, f"{API}?region=33&limit=100"]


def measure() -> list[Result]:
    """Each page with few regions and with all; the worst ratios decide."""
    from django.utils import timezone

    from melayani.entrances.office.demonstration.nation.tree import open_units

    now = timezone.now()
    units = open_units(now=now)
    session, month = _enter(now), _last_month(now)
    _load(list({str(one.region_id)[:2]: one for one in units}.values()), now)
    with copied_database("few") as environment:
        _empty()
        _load(units, now)
        compared, all_pages = pages(month), [*pages(month), *narrow_pages(month)]
        with server(environment=environment) as before, server() as after:
            few, full = times([before, after], [NOTHING, *all_pages], cookies={"sessionid": session})
    for path in [NOTHING, *all_pages]:
        print(f"     {few[path]:6.1f} ms with few regions  {full[path]:6.1f} ms with all  {path}")
    worst = max(compared, key=lambda path: full[path] / few[path])
    slowest = max(all_pages, key=lambda path: full[path])
    slower = full[slowest] / full[NOTHING]
    return [
        Result(
            "reports, page of the country with all regions against few",
            full[worst] / few[worst],
            AGAINST_EMPTY,
            True,
            worst,
        ),
        Result("reports, page against a view that does nothing", slower, AGAINST_NOTHING, True, slowest),
    ]


def _load(units: Sequence[Organisation], now: datetime) -> None:
    from melayani.entrances.office.demonstration.nation.reports import load_months

    start = perf_counter()
    load_months(units, months=MONTHS, now=now)
    settle()
    print(f"     {MONTHS} months of {len(units)} regions after {perf_counter() - start:.1f} s", flush=True)


def _empty() -> None:
    """Take every report away again, so that the full table is loaded as a whole."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE reporting_campaign, reporting_placetotal, reporting_owedtotal RESTART IDENTITY CASCADE"
        )


def _last_month(now: datetime) -> str:
    return (now.date().replace(day=1) - timedelta(days=1)).strftime("%Y-%m")


def _enter(now: datetime) -> str:
    """Somebody of the ministry, signed in; the key of the session."""
    from django.test import Client

    from melayani.foundation.organisations.models import Organisation
    from melayani.foundation.people.models import Membership, Person
    from melayani.foundation.people.rules import Role

    person = Person.objects.create_user("kementerian@contoh.example", None, name="Contoh Kementerian")
    root = Organisation.objects.get(depth=1)
    Membership.objects.create(person=person, organisation=root, role=Role.MINISTRY, since=now - timedelta(days=30))
    client = Client()
    client.force_login(person)
    return str(client.cookies["sessionid"].value)
