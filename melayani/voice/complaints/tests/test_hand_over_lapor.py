"""Hand-over to SP4N-LAPOR! by file: a field map, tracking numbers read back after a dry run, an adapter that is off."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import pytest

from melayani.voice.complaints import actions, exchange
from melayani.voice.complaints.exchange import NotReadable
from melayani.voice.complaints.models import Complaint
from melayani.voice.complaints.tests import factories, working
from melayani.voice.complaints.tests.factories import Town
from melayani.voice.complaints.tests.working import HOUR, events, fresh

pytestmark = pytest.mark.django_db


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_case_in_the_columns_of_the_field_map(town: Town, now: datetime) -> None:
    row = working.answered(town, now=now)
    content = actions.export_reports(
        actor=town.registry_liaison, numbers=[row.number], form=exchange.CSV, now=now + 5 * HOUR
    )
    (line,) = read_csv(content)
    assert list(line) == [column for _, column in exchange.field_map().columns]
    assert line["nomor_pengaduan"] == row.number
    assert line["isi_laporan"] == factories.STORY
    assert line["jawaban"] == working.ANSWER
    assert line["nama_pelapor"] == "Contoh Siti"
    assert (line["anonim"], line["rahasia"]) == ("tidak", "tidak")
    assert events(row)[-1] == "exported"
    as_json = actions.export_reports(
        actor=town.registry_liaison, numbers=[row.number], form=exchange.JSON, now=now + 5 * HOUR
    )
    assert json.loads(as_json) == [line]


def test_an_anonymous_reporter_is_named_in_no_file(town: Town, now: datetime) -> None:
    row = factories.anonymous(town, now=now)
    content = actions.export_reports(
        actor=town.registry_liaison, numbers=[row.number], form=exchange.CSV, now=now + HOUR
    )
    (line,) = read_csv(content)
    assert (line["nama_pelapor"], line["kontak_pelapor"], line["anonim"]) == ("", "", "ya")
    assert factories.EMAIL not in content.decode()


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(1) jalan rusak di sini", "+62 jalan rusak di depan", "@siti jalan rusak parah"]
)
def test_no_value_becomes_a_formula(town: Town, now: datetime, text: str) -> None:
    row = factories.filed(town, now=now, text=text)
    (line,) = read_csv(
        actions.export_reports(actor=town.registry_liaison, numbers=[row.number], form=exchange.CSV, now=now)
    )
    assert line["isi_laporan"] == f"'{text}"


def test_cases_of_others_are_not_taken_out(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    guarded = factories.oversight(town, now=now, email="rina@contoh.id")
    tries = [(town.stranger, row), (town.auditor, row), (town.bureau, row), (town.registry_liaison, guarded)]
    for who, case in tries:
        with pytest.raises(actions.NotAllowed):
            actions.export_reports(actor=who, numbers=[case.number], form=exchange.CSV, now=now)
    assert events(row) == ["filed"]
    with pytest.raises(actions.ActionRefused):
        actions.export_reports(actor=town.registry_liaison, numbers=[], form=exchange.CSV, now=now)
    with pytest.raises(actions.ActionRefused):
        actions.export_reports(actor=town.registry_liaison, numbers=[row.number], form="xml", now=now)


def file_of(lines: Sequence[tuple[str, str]], sign: str = ",") -> bytes:
    rows = ["nomor_pengaduan", "tracking_id"], *lines
    return "\r\n".join(sign.join(row) for row in rows).encode("utf-8-sig")


@pytest.mark.parametrize("sign", [",", ";"])
def test_a_dry_run_says_what_the_import_then_does(town: Town, now: datetime, sign: str) -> None:
    row = factories.filed(town, now=now)
    foreign = factories.filed(
        town, now=now, about=town.people.bengkalis, email="b@contoh.id", text="Jalan di Bengkalis juga berlubang."
    )
    content = file_of(
        [
            (row.number.lower(), "7654321"),
            (row.number, "7654321"),
            ("ADU-00000000-0", "1"),
            (foreign.number, "99"),
            ("PMH-7K3Q9XBT-W", "1"),
            ("x", ""),
        ],
        sign,
    )
    plan = actions.import_tracking(actor=town.registry_liaison, content=content, dry_run=True, now=now)
    assert (plan.written, len(plan.problems), plan.dry_run) == (1, 5, True)
    assert fresh(row).external_number == ""
    done = actions.import_tracking(actor=town.registry_liaison, content=content, dry_run=False, now=now)
    assert (done.written, done.lines) == (1, plan.lines)
    assert fresh(row).external_number == "7654321"
    assert fresh(foreign).external_number == ""
    assert events(row) == ["filed", "external_number_recorded"]
    again = actions.import_tracking(actor=town.registry_liaison, content=content, dry_run=False, now=now)
    assert again.written == 0
    assert events(row) == ["filed", "external_number_recorded"]


def test_what_was_exported_can_be_filled_in_and_read_back(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    content = actions.export_reports(actor=town.registry_liaison, numbers=[row.number], form=exchange.JSON, now=now)
    filled = json.loads(content)
    filled[0]["tracking_id"] = "LPR-2026-11"
    actions.import_tracking(
        actor=town.registry_liaison, content=json.dumps(filled).encode(), dry_run=False, now=now + HOUR
    )
    assert fresh(row).external_number == "LPR-2026-11"


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"a,b\r\n1,2", b"[1, 2]", b"{", b'{"number": 1}', b"[" * 5_000, b"x" * 2_000_001],
)
def test_a_file_that_is_none_is_told_in_words(town: Town, now: datetime, content: bytes) -> None:
    with pytest.raises(NotReadable) as refusal:
        actions.import_tracking(actor=town.registry_liaison, content=content, dry_run=True, now=now)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("number", ["", "a b", "<b>", "x" * 41, "١٢٣"])
def test_a_malformed_tracking_number_is_refused(town: Town, now: datetime, number: str) -> None:
    row = factories.filed(town, now=now)
    with pytest.raises(actions.InputRefused):
        actions.record_external_number(actor=town.registry_liaison, complaint=row, external_number=number, now=now)


class Bridge:
    """An adapter as an installation would write it: it takes every second report."""

    name = "uji"

    def __init__(self) -> None:
        self.sent: list[Mapping[str, str]] = []

    def hand_over(self, reports: Sequence[Mapping[str, str]], *, now: datetime) -> Mapping[str, str]:
        self.sent = list(reports)
        return {row["nomor_pengaduan"]: f"T{place}" for place, row in enumerate(reports) if place % 2 == 0}


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    made = Bridge()
    exchange.register(made)
    yield made
    exchange.unregister()


def two(town: Town, now: datetime) -> list[Complaint]:
    texts = ("Lampu jalan mati di depan pasar.", "Air selokan meluap ke rumah warga.")
    return [factories.filed(town, now=now, email=f"w{place}@contoh.id", text=text) for place, text in enumerate(texts)]


def test_without_an_adapter_hand_over_is_by_file(town: Town, now: datetime) -> None:
    rows = two(town, now)
    assert exchange.adapter() is None
    with pytest.raises(actions.ActionRefused, match="dengan berkas"):
        actions.hand_over(actor=town.registry_liaison, numbers=[row.number for row in rows], now=now)


def test_an_adapter_brings_tracking_numbers_back(town: Town, now: datetime, bridge: Bridge) -> None:
    rows = two(town, now)
    numbers = [row.number for row in rows]
    assert actions.hand_over(actor=town.registry_liaison, numbers=numbers, now=now) == 1
    assert [line["nomor_pengaduan"] for line in bridge.sent] == numbers
    assert [fresh(row).external_number for row in rows] == ["T0", ""]
    with pytest.raises(actions.NotAllowed):
        actions.hand_over(actor=town.stranger, numbers=numbers, now=now)
