"""Complaints: intake at 0, 100,000 and 1,000,000 cases, and the public list, search and map at the same sizes.

The pages are compared with a table that already fills them (6,000 cases), because an empty list shows nothing. What is
compared is measured in turns, so that a busy neighbour meets both alike: copies of the database as it was at first and
at 6,000 cases stand beside the full one, each with a process of its own. Each tenth case
is public, with a position and twelve words in the index, so that a million cases are 1.2 million words.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING

from bench.copies import BESIDE, CALLS, bare_inserts, insert_copies, rates, settle
from bench.database import copied_database
from bench.filer import filer, rates_of
from bench.pages import server, times
from bench.result import Result

if TYPE_CHECKING:
    from melayani.foundation.messaging.models import Contact
    from melayani.foundation.organisations.models import Organisation
    from melayani.foundation.people import Citizen
    from melayani.voice.complaints.models import Complaint

FEW, SIZES = 6_000, (100_000, 1_000_000)
AT_FULL, AGAINST_BARE, PAGE_FULL = 0.9, 0.25, 1.3
PAGES = (
    "/pengaduan/",
    "/pengaduan/daftar/",
    "/pengaduan/daftar/?q=jalan+berlubang",
    "/pengaduan/daftar/?q=kata77",
    "/pengaduan/peta/",
    "/pengaduan/statistik/",
)


def measure() -> list[Result]:
    """Rates and page times at each size in one run; what is compared is measured in turns."""
    for count in range(CALLS):
        _contact(count)  # a contact is kept when its code is typed, before anything is filed
    file_one(0)
    filed, bare = rates(lambda number: file_one(number % CALLS), bare_inserts(COPIED))
    results = [Result("filing against three bare inserts", filed / bare, AGAINST_BARE, False)]
    print(f"     filed per second: {filed:.0f}; three bare inserts: {bare:.0f}")
    with copied_database("first") as first:
        _grow(1, FEW)
        with copied_database("few") as few, server(environment=few) as before:
            for done, size in zip((FEW, *SIZES), SIZES, strict=False):
                start = perf_counter()
                _grow(done + 1, size)
                print(f"     {size} cases after {perf_counter() - start:.1f} s", flush=True)
                results += [_filing(first, size), _pages(before, size)]
    return results


def _filing(first: Mapping[str, str], size: int) -> Result:
    """The real action on the full database and on one as it was at first."""
    with filer("bench.complaints", first) as small, filer("bench.complaints") as large:
        swift, full = rates_of(small, large)
    print(f"     filed per second: {swift:.0f} at first, {full:.0f} at {size}", flush=True)
    return Result(f"filing at {size} against at first", full / swift, AT_FULL, False)


def _pages(before: str, size: int) -> Result:
    """The page that suffers most; every page is printed for the reader."""
    with server() as after:
        few, full = times([before, after], PAGES)
    for path in PAGES:
        print(f"     {few[path]:6.1f} ms with {FEW}  {full[path]:6.1f} ms with {size}  {path}")
    worst = max(PAGES, key=lambda path: full[path] / few[path])
    return Result(f"page at {size} against {FEW}", full[worst] / few[worst], PAGE_FULL, True, worst)


def file_one(count: int) -> Complaint:
    """File one report, with words of its own so that none repeats another."""
    from django.utils import timezone

    from melayani.voice.complaints.actions import file_complaint
    from melayani.voice.complaints.rules import Report, Reporter

    now = timezone.now()
    citizen, agency = _setting()
    return file_complaint(
        actor=citizen,
        report=Report(
            kind="complaint", text=f"Loket tutup sebelum jam yang tertulis, kejadian {count} {now.isoformat()}"
        ),
        reporter=Reporter(name="Contoh Warga", email=f"warga{count}@contoh.example"),
        channel="web",
        about=agency,
        contact=_contact(count),
        now=now,
    )


@cache
def _setting() -> tuple[Citizen, Organisation]:
    from melayani.delivery.catalogue.models import Service
    from melayani.foundation.people import Citizen

    service = Service.objects.select_related("agency").get(source_id="ktpel-rusak-hilang-bengkalis")
    return Citizen(), service.agency


@cache
def _contact(count: int) -> Contact:
    from django.utils import timezone

    from melayani.foundation.messaging.actions import keep_contact

    return keep_contact(email=f"warga{count}@contoh.example", language="id", now=timezone.now())


def _grow(first: int, last: int) -> None:
    """Copies of a real case in the database itself, with events and messages beside them; each tenth is public."""
    from django.db import connection

    insert_copies("complaints_complaint", FILLED, first, last)
    for table, changed in BESIDE.items():
        insert_copies(table, changed, first, last)
    with connection.cursor() as cursor:
        cursor.execute(WORDS, {"first": first, "last": last})
    settle()


PUBLIC = "CASE WHEN i %% 10 = 0 THEN {} ELSE {} END"
MOMENT = "(now() - (i %% 300) * interval '1 day' - (i %% 86399) * interval '1 second')"
FILLED = {
    "number": "'ADU-' || lpad(upper(to_hex(i)), 8, '0') || '-0'",
    "secret_hash": "md5(i::text) || md5((i + 1)::text)",
    "fingerprint": "md5(i::text || 'f')",
    "draft_id": "NULL",
    "state": "'closed'",
    "outcome": "'resolved'",
    "complaint_class": "'non_oversight'",
    "received_at": MOMENT,
    "updated_at": MOMENT,
    "closed_at": "now()",
    "due_at": "NULL",
    "due_explanation": "NULL",
    "next_due_at": "NULL",
    "escalate_at": "NULL",
    "publication": PUBLIC.format("'published'", "'pending'"),
    "public_title": PUBLIC.format("'Jalan berlubang di depan sekolah ' || i", "''"),
    "public_text": PUBLIC.format("'Jalan berlubang sejak Senin, sudah dua orang jatuh dari motor.'", "''"),
    "published_at": PUBLIC.format(MOMENT, "NULL"),
    "public_latitude": PUBLIC.format("1.0 + (i %% 997) / 1000.0", "NULL"),
    "public_longitude": PUBLIC.format("102.0 + (i %% 991) / 1000.0", "NULL"),
}
WORDS = """
    INSERT INTO complaints_publicword (word, complaint_id, published_at)
    SELECT word, c.id, c.published_at
    FROM complaints_complaint c, generate_series(0, 11) n,
    LATERAL (SELECT CASE n WHEN 0 THEN 'jalan' WHEN 1 THEN 'berlubang' ELSE 'kata' || (c.id * 31 + n * 7919) %% 5000 END
             AS word) w
    WHERE c.publication = 'published'
        AND c.number BETWEEN 'ADU-' || lpad(upper(to_hex(%(first)s)), 8, '0') || '-0'
        AND 'ADU-' || lpad(upper(to_hex(%(last)s)), 8, '0') || '-0'
    ON CONFLICT DO NOTHING
"""
COPIED = {
    "complaints_complaint": {
        "number": "'ADU-B' || lpad(to_hex(i), 7, '0') || '-0'",
        "secret_hash": "md5(i::text || 'bare') || md5(i::text)",
        "fingerprint": "md5(i::text || 'bare')",
        "draft_id": "NULL",
    },
    **BESIDE,
}
