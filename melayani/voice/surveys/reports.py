"""What a published period shows: as figures for pages, and as the full report (PDF)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from melayani.foundation.documents import letterhead, render
from melayani.foundation.ui.format import format_day, format_decimal2, format_number
from melayani.voice.surveys import queries, rules
from melayani.voice.surveys.figures import ElementResult, Figures, IndexResult, thaw
from melayani.voice.surveys.instrument import media, suggested_attributes
from melayani.voice.surveys.models import FollowUp, Period, Publication

ANNEX_SERVICES = 100


@dataclass(frozen=True)
class Row:
    """A service or a group with its figures."""

    label: str
    n: int
    figures: Figures


@dataclass(frozen=True)
class Shown:
    """The frozen figures of a published period."""

    result: IndexResult
    margin: Decimal | None
    complete: int
    incomplete: int
    users: int
    required: int
    services: list[Row]
    groups: list[tuple[str, list[Row]]]
    regulation: str
    instrument: str

    @property
    def missing(self) -> int:
        """Answers by which the sample fell short."""
        return max(0, self.required - self.result.n)


def shown(period: Period) -> Shown:
    """The figures that a published period froze; no query."""
    frozen: dict[str, Any] = period.frozen or {}
    result = thaw(frozen["unit"])
    if not isinstance(result, IndexResult):
        raise ValueError("a published period has an index")
    forms, sample = frozen["forms"], frozen["sample"]
    return Shown(
        result=result,
        margin=Decimal(forms["margin"]) if forms["margin"] else None,
        complete=forms["complete"],
        incomplete=forms["incomplete"],
        users=sample["users"],
        required=sample["required"],
        services=[Row(row["title"], row["figures"]["n"], thaw(row["figures"])) for row in frozen["services"]],
        groups=[
            (side_words(side), [Row(row["label"], row["n"], thaw(row["figures"])) for row in rows])
            for side, rows in frozen["groups"].items()
            if rows
        ],
        regulation=frozen["regulation"],
        instrument=frozen["instrument"],
    )


@dataclass(frozen=True)
class Compared:
    """A period beside the unit's one before it: both indexes, each element's, and what was done in between."""

    before: Period
    index: Decimal
    change: Decimal
    elements: dict[str, Decimal]
    done: list[FollowUp]

    @property
    def size(self) -> Decimal:
        """How far the index moved, either way."""
        return abs(self.change)


def compared(period: Period, found: Shown) -> Compared | None:
    """The period before it and what was done since; None for a first one, or where either deviates; two queries."""
    before = queries.period_before(period)
    then = thaw((before.frozen or {})["unit"]) if before is not None else None
    if before is None or not isinstance(then, IndexResult) or not (then.comparable and found.result.comparable):
        return None
    done = [row for row in queries.follow_ups_of(before) if row.done_on is not None]
    elements = {one.key: one.index for one in then.elements}
    return Compared(before, then.index, found.result.index - then.index, elements, done)


def announced(rows: Iterable[Publication]) -> list[tuple[str, Publication]]:
    """Announcements with the words of their medium."""
    words = media()
    return [(words.get(row.medium, row.medium), row) for row in rows]


def report_pdf(period: Period) -> bytes:
    """The full report of a published period; five queries. Equal content gives equal bytes."""
    with override("id"):
        found = shown(period)
        before = queries.period_before(period)
        inputs = {
            "title": f"Laporan survei kepuasan masyarakat: {period.organisation.name}",
            "number": f"{format_day(period.starts_on)} sampai {format_day(period.ends_on)}",
            "organisation": letterhead(period.organisation),
            "chapters": [
                _introduction(period, found),
                _method(period, found),
                _results(found),
                _analysis(period, found, before),
                _conclusion(period, found),
                _annex(found),
            ],
        }
        return render("surveys/report", inputs, at=period.published_at)


def _introduction(period: Period, found: Shown) -> dict[str, Any]:
    unit = period.organisation.name
    return {
        "heading": "I. Pendahuluan",
        "sections": [
            _text(
                "Latar belakang",
                f"{unit} menanyakan kepada setiap orang yang urusannya selesai bagaimana layanannya. Laporan ini "
                "menyajikan jawaban mereka apa adanya, supaya warga dan unit sama-sama tahu apa yang perlu membaik.",
            ),
            _text("Dasar hukum", f"Undang-Undang 25/2009, Peraturan Pemerintah 96/2012, {found.regulation}."),
            _text("Tujuan", "Mengetahui mutu layanan menurut warga, unsur demi unsur, dan menetapkan perbaikannya."),
            _text("Sasaran", "Semua pengguna layanan unit ini dalam masa survei."),
            _text("Manfaat", "Menjadi dasar rencana tindak lanjut, dan pembanding antarperiode yang dihitung sama."),
        ],
    }


def _method(period: Period, found: Shown) -> dict[str, Any]:
    span = f"{format_day(period.starts_on)} sampai {format_day(period.ends_on)}"
    enough = (
        f"Menurut tabel Krejcie dan Morgan, dari {format_number(found.users)} pengguna diperlukan "
        f"{format_number(found.required)} jawaban; terkumpul {format_number(found.result.n)}."
        if found.users
        else "Jumlah pengguna tidak diketahui, sehingga ukuran sampel tidak dapat dihitung."
    )
    short = f" Sampel kurang {format_number(found.missing)} jawaban." if found.missing else ""
    margin = (
        f"Selang kepercayaan 95 persen: indeks lebih kurang {format_decimal2(found.margin)}."
        if found.margin is not None
        else "Selang kepercayaan tidak dapat dihitung."
    )
    return {
        "heading": "II. Metode",
        "sections": [
            _text("Masa survei", f"{span}. Kuesioner: {found.instrument}."),
            _text(
                "Pengumpulan",
                "Tautan sesudah layanan, kode QR di loket, layar sentuh, dan formulir kertas. Jawaban disimpan tanpa "
                "nama dan tanpa nomor permohonan.",
            ),
            _text("Sampel", enough + short),
            _text(
                "Pengolahan",
                "Nilai rata-rata unsur adalah jumlah jawaban (1 sampai 4) dibagi banyaknya kuesioner. Indeks adalah 25 "
                "kali rata-rata unsur dengan bobot tepat 1 dibagi banyaknya unsur, dibulatkan sekali ke dua desimal.",
                f"Kuesioner lengkap {format_number(found.complete)}; tidak lengkap {format_number(found.incomplete)}, "
                "disimpan tetapi tidak dihitung.",
                margin,
            ),
            _bands(period),
        ],
    }


def _bands(period: Period) -> dict[str, Any]:
    bands = rules.load_instrument().table_on(period.ends_on).bands
    rows = [[band.grade, band.labels["id"], format_decimal2(band.lowest)] for band in reversed(bands)]
    return {"heading": "Batas mutu", "paragraphs": [], "headers": ["Mutu", "Arti", "Indeks mulai"], "rows": rows}


def _results(found: Shown) -> dict[str, Any]:
    result = found.result
    apart = "" if result.comparable else " Kuesioner menyimpang dari yang resmi; tidak sebanding dengan unit lain."
    sections = [
        _text(
            "Indeks",
            f"Indeks kepuasan masyarakat {format_decimal2(result.index)}, mutu {result.grade} ({result.labels['id']}), "
            f"dari {format_number(result.n)} jawaban.{apart}",
        ),
        {
            "heading": "Unsur",
            "paragraphs": [],
            "bars": [_bar(one.names["id"], one.index) for one in result.elements],
            "headers": ["Unsur", "Rata-rata", "Indeks", "Mutu"],
            "rows": [_element(one) for one in result.elements],
        },
    ]
    tables = [("Layanan", found.services[:ANNEX_SERVICES]), *found.groups]
    sections += [
        {
            "heading": heading,
            "paragraphs": [],
            "headers": [heading, "Jawaban", "Indeks", "Mutu"],
            "rows": [_row(row) for row in rows],
        }
        for heading, rows in tables
        if rows
    ]
    return {"heading": "III. Hasil", "sections": sections}


def _analysis(period: Period, found: Shown, before: Period | None) -> dict[str, Any]:
    ordered = found.result.lowest_first
    low = ", ".join(f"{one.names['id']} ({format_decimal2(one.index)})" for one in ordered[:3])
    high = ", ".join(f"{one.names['id']} ({format_decimal2(one.index)})" for one in reversed(ordered[-3:]))
    sections = [_text("Terendah dan tertinggi", f"Paling rendah: {low}.", f"Paling tinggi: {high}.")]
    if before is None:
        sections.append(_text("Perkembangan", "Belum ada periode terbit sebelumnya."))
    else:
        sections.append(_trend(found.result, shown(before).result))
        rows = queries.follow_ups_of(before)
        sections.append(_plan("Tindak lanjut periode sebelumnya", rows, before))
    return {"heading": "IV. Analisis", "sections": sections}


def _trend(now: IndexResult, then: IndexResult) -> dict[str, Any]:
    old = {one.key: one for one in then.elements}
    rows = [["Indeks", format_decimal2(then.index), format_decimal2(now.index), _change(now.index - then.index)]]
    for one in now.elements:
        if one.key in old:
            past = old[one.key].index
            rows.append([one.names["id"], format_decimal2(past), format_decimal2(one.index), _change(one.index - past)])
    headers = ["Unsur", "Sebelumnya", "Sekarang", "Selisih"]
    return {"heading": "Perkembangan", "paragraphs": [], "headers": headers, "rows": rows}


def _conclusion(period: Period, found: Shown) -> dict[str, Any]:
    lowest = found.result.lowest_first[0]
    rows = queries.follow_ups_of(period)
    return {
        "heading": "V. Kesimpulan dan rencana tindak lanjut",
        "sections": [
            _text(
                "Kesimpulan",
                f"Mutu layanan {found.result.labels['id'].lower()}. Yang pertama diperbaiki: {lowest.names['id']}.",
            ),
            _plan("Rencana tindak lanjut", rows, period),
        ],
    }


def _plan(heading: str, rows: Sequence[FollowUp], period: Period) -> dict[str, Any]:
    if not rows:
        return _text(heading, "Belum ada rencana yang dicatat.")
    score = queries.follow_up_score(period, rows)
    names = {element.key: element.names["id"] for element in rules.load_instrument().elements}
    return {
        "heading": heading,
        "paragraphs": [f"Selesai {score.done} dari {score.planned} ({score.percent} persen)."],
        "headers": ["Unsur", "Tindakan", "Target", "Penanggung jawab", "Keadaan"],
        "rows": [
            [
                names.get(row.element, row.element),
                row.action,
                format_day(row.target),
                row.responsible,
                f"Selesai {format_day(row.done_on)}: {row.evidence}" if row.done_on else "Berjalan",
            ]
            for row in rows
        ],
    }


def _annex(found: Shown) -> dict[str, Any]:
    elements = [rules.load_instrument().element(one.key) for one in found.result.elements]
    return {
        "heading": "Lampiran",
        "sections": [
            {
                "heading": "Kuesioner",
                "paragraphs": [],
                "headers": ["Unsur", "1", "2", "3", "4"],
                "rows": [[one.names["id"], *(label.words["id"] for label in one.labels)] for one in elements],
            },
            {
                "heading": "Tabulasi jawaban",
                "paragraphs": [],
                "headers": ["Unsur", "1", "2", "3", "4", "Kuesioner"],
                "rows": [
                    [one.names["id"], *map(format_number, one.counts), format_number(one.n)]
                    for one in found.result.elements
                ],
            },
        ],
    }


def _text(heading: str, *paragraphs: str) -> dict[str, Any]:
    return {"heading": heading, "paragraphs": list(paragraphs), "headers": [], "rows": []}


def _element(one: ElementResult) -> list[str]:
    mean = str(one.mean).replace(".", ",")
    return [one.names["id"], mean, format_decimal2(one.index), f"{one.grade} ({one.labels['id']})"]


def _row(row: Row) -> list[str]:
    if not isinstance(row.figures, IndexResult):
        return [row.label, format_number(row.n), "terlalu sedikit", ""]
    grade = f"{row.figures.grade} ({row.figures.labels['id']})"
    return [row.label, format_number(row.n), format_decimal2(row.figures.index), grade]


def _bar(label: str, index: Decimal) -> dict[str, Any]:
    """A bar from 25 to 100, its length in percent."""
    return {"label": label, "value": format_decimal2(index), "percent": float((index - 25) * 100 / 75)}


def _change(by: Decimal) -> str:
    return f"{'+' if by > 0 else ''}{format_decimal2(by)}"


def side_words(side: str) -> str:
    """The words of a side of the results or of an attribute."""
    known = {one.key: one.names["id"] for one in suggested_attributes()}
    return queries.SIDES.get(side) or known.get(side, side.replace("-", " ").capitalize())
