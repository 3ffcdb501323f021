"""The report (PDF) and the workbook (XLSX) of a published period show and compute the platform's figures."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.people.tests.factories import World, signed_in
from melayani.voice.surveys import actions, queries, reports, workbooks
from melayani.voice.surveys.models import Period
from melayani.voice.surveys.tests.factories import (
    ALL_BEST,
    ALL_GOOD,
    KEYS,
    counted,
    period_over,
    published,
    versioned,
    wished,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
LOWER = {**ALL_GOOD, "time": 2, "complaints": 1}


def one(world: World, now: datetime = NOON) -> Period:
    """Twelve at 3.5 on average with low time and complaints, after a better period before it."""
    service = published_service(world.bontang)
    counted(service, ALL_BEST, times=12, now=now - timedelta(days=60))
    before = period_over(world.bontang, now=now - timedelta(days=60))
    before = actions.publish_period(actor=world.bontang_head, period=before, now=now - timedelta(days=59))
    actions.plan_follow_up(
        actor=world.bontang_head,
        period=before,
        element="fee",
        action="Pasang daftar tarif",
        target=now.date(),
        responsible="Sekretaris",
        now=now - timedelta(days=58),
    )
    counted(service, LOWER, times=7, now=now)
    counted(service, ALL_BEST, times=5, now=now)
    return published(world.bontang, now=now)


def test_the_report_has_its_chapters_figures_and_tags(client: Client, world: World) -> None:
    period = one(world)
    answer = client.get(f"/survei/hasil/{world.bontang.slug}/{period.pk}/laporan.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pdf = PdfReader(io.BytesIO(answer.content))
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))
    result = reports.shown(period).result
    for words in ("I. Pendahuluan", "II. Metode", "III. Hasil", "IV. Analisis", "V. Kesimpulan", "Lampiran"):
        assert words in text
    assert f"{result.index:.2f}".replace(".", ",") in text
    for element in result.elements:
        assert f"{element.index:.2f}".replace(".", ",") in text
    assert "Pasang daftar tarif" in text  # the plan of the period before
    assert "Paling rendah: Penanganan pengaduan" in text
    assert reports.report_pdf(period) == answer.content


def test_the_report_is_tagged_for_those_who_hear_it(world: World) -> None:
    """Headings and tables with header cells, in the language of the report, under the mark of PDF/UA-1."""
    pdf = PdfReader(io.BytesIO(reports.report_pdf(one(world))))
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id"
    assert "pdfuaid:part>1<" in root["/Metadata"].get_data().decode()
    tags = Counter(tags_below(root["/StructTreeRoot"]))
    assert tags["/H1"] + tags["/H2"] >= 6
    assert tags["/Table"] >= 3
    assert tags["/TH"] >= 9


def tags_below(node: Any) -> Iterator[str]:
    """The names of all structure elements below a node of the tree of tags; a figure only with its alternative."""
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            yield from tags_below(one)
    elif isinstance(node, dict):
        if "/S" in node and (node["/S"] != "/Figure" or node.get("/Alt")):
            yield str(node["/S"])
        yield from tags_below(node.get("/K", []))


def test_the_workbook_computes_by_formulas(client: Client, world: World) -> None:
    period = one(world)
    answer = client.get(f"/survei/hasil/{world.bontang.slug}/{period.pk}/hitungan.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content))["Indeks"]
    index = next(row for row in sheet.iter_rows() if row[0].value == "Indeks kepuasan masyarakat")
    assert str(index[9].value).startswith("=ROUND(2500*SUM(H4:H12)/(COUNT(G4:G12)*G4),0)/100")
    assert [cell.value for cell in sheet[4][1:5]] == [0, 0, 7, 5]
    counts = [[int(str(cell.value)) for cell in sheet[row][1:5]] for row in range(4, 13)]
    total = sum(score * count for row in counts for score, count in enumerate(row, start=1))
    doubled = 2 * 2500 * total // (9 * 12)  # what the formula does, in whole numbers: half up
    assert Decimal((doubled + 1) // 2) / 100 == reports.shown(period).result.index


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed here")
def test_libreoffice_computes_the_same(world: World, tmp_path: Path) -> None:
    """The workbook with sums and the one with the tabulated answers, opened by a profile of their own."""
    period = one(world)
    (tmp_path / "jumlah.xlsx").write_bytes(workbooks.period_xlsx(period, answers=()))
    (tmp_path / "tabulasi.xlsx").write_bytes(workbooks.period_xlsx(period, answers=queries.tabulation(period)))
    books = [str(tmp_path / f"{name}.xlsx") for name in ("jumlah", "tabulasi")]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = ["soffice", profile, "--headless", "--convert-to", every_sheet, "--outdir", str(tmp_path), *books]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    result = reports.shown(period).result
    for name in ("jumlah", "tabulasi"):
        lines = (tmp_path / f"{name}-Indeks.csv").read_text().splitlines()
        row = next(line for line in lines if line.startswith("Indeks kepuasan masyarakat"))
        assert str(result.index) in row.replace(",", ".")
        assert row.rstrip().endswith(result.grade)
        (year,) = queries.yearly(world.bontang, until=date(2026, 3, 31))
        line = (tmp_path / f"{name}-Perkembangan.csv").read_text().splitlines()[1]
        assert line.startswith(f"2026,{year.headline.n},{year.answers},{year.points},{year.headline.index},")


def test_the_workbook_shows_years_and_periods_up_to_its_own(world: World) -> None:
    period = one(world)
    counted(published_service(world.bontang, title="Akta"), ALL_BEST, times=40, now=NOON + timedelta(days=40))
    sheet = load_workbook(io.BytesIO(workbooks.period_xlsx(period)))["Perkembangan"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    # 12 forms of 9 fours; 7 forms of 3, time 2 and complaints 1; 5 of fours: nothing of the month after the period
    points = 12 * 36 + 7 * (7 * 3 + 3) + 5 * 36
    assert rows[1] == [2026, 24, 24 * 9, points, "=ROUND(2500*D2/C2,0)/100", "A", "sampai 2026-03-31"]
    assert [row[0] for row in rows[4:]] == [
        f"{one.starts_on} sampai {one.ends_on}" for one in (period, queries.period_before(period)) if one
    ]
    assert rows[4][4] == float(reports.shown(period).result.index)


def test_the_tabulation_holds_scores_only_and_is_for_those_who_publish(client: Client, world: World) -> None:
    period = one(world)
    rows = queries.tabulation(period)
    assert sorted(map(tuple, rows)) == sorted([tuple(LOWER[key] for key in KEYS)] * 7 + [(4,) * 9] * 5)
    signed_in(client, world.bontang_head)
    address = f"/kantor/survei/{world.bontang.slug}/periode/{period.pk}/tabulasi.xlsx"
    book = load_workbook(io.BytesIO(client.get(address).content))
    assert book["Tabulasi"].max_row == 13
    assert book["Indeks"]["B4"].value == "=COUNTIF(Tabulasi!A$2:A$13,1)"
    signed_in(client, world.bontang_processor)
    assert client.get(address).status_code == 404


def test_an_element_of_two_questions_is_halved_in_the_workbook(world: World) -> None:
    versioned(world.bontang, wished(twice=["time"]), now=NOON - timedelta(days=9))
    twice = {key: 4 for key in KEYS if key != "time"} | {"time-1": 2, "time-2": 3}
    counted(published_service(world.bontang), twice, times=12, now=NOON)
    period = published(world.bontang, now=NOON)
    sheet = load_workbook(io.BytesIO(workbooks.period_xlsx(period)))["Indeks"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "Waktu penyelesaian")
    assert [cell.value for cell in row[1:6]] == [0, 12, 12, 0, 2]
    assert reports.shown(period).result.elements[2].mean == Decimal("2.5000")
    assert queries.tabulation(period) == []  # some asked twice: no plain table
