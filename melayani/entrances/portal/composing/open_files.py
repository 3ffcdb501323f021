"""Datasets as files (CSV, XLSX) and as catalogues for programs (Data Package, DCAT)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from melayani.entrances.portal.composing.open_data import Dataset, Row, datasets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REGIONS = (
    "Contains administrative area data of Indonesia from idn-area-data 4.0.1 (fityannugroho), "
    "made available under the Open Database License (ODbL) 1.0."
)
FORMATS = (("csv", "text/csv"), ("json", "application/json"), ("xlsx", XLSX))
MEDIA = "https://www.iana.org/assignments/media-types/"
OFTEN = {"monthly": "MONTHLY", "irregular": "IRREG"}
FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}


def csv_text(one: Dataset, rows: Sequence[Row]) -> str:
    """The table with its header, lines ended as RFC 4180 has them."""
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r\n")
    write.writerow([column.name for column in one.columns])
    write.writerows(rows)
    return text.getvalue()


def xlsx_bytes(one: Dataset, rows: Sequence[Row]) -> bytes:
    """The table as numbers and days, and a second sheet that says what it means."""
    book = Workbook(write_only=True)
    table, words = book.create_sheet("Data"), book.create_sheet("Keterangan")
    table.append([column.name for column in one.columns])
    for row in rows:
        table.append([_cell(cell) for cell in row])
    told = {
        "Judul": one.title,
        "Arti": one.description,
        "Satuan": one.unit,
        "Lisensi": settings.OPEN_DATA_LICENCE,
        "Sumber": _address("data"),
        "Wilayah": REGIONS,
    }
    for label, text in told.items():
        words.append([label, text])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def about(one: Dataset) -> dict[str, Any]:
    """What the table means, as JSON beside its rows."""
    return {
        "name": one.key,
        "title": one.title_en,
        "title_id": one.title,
        "description": one.description,
        "unit": one.unit,
        "licence": settings.OPEN_DATA_LICENCE,
    }


def data_package() -> dict[str, Any]:
    """All tables in the words of Data Package."""
    files = [
        {
            **about(one),
            "path": _address("data_csv", one.key),
            "format": "csv",
            "encoding": "utf-8",
            "schema": {"fields": [vars(column) for column in one.columns]},
        }
        for one in datasets().values()
    ]
    licences = [{"name": settings.OPEN_DATA_LICENCE}]
    return {"name": "melayani", "licenses": licences, "resources": files, "attribution": REGIONS}


def catalogue(publisher: str) -> dict[str, Any]:
    """All tables in the words of DCAT 3, as JSON-LD, so that catalogues of a government can take them over."""
    home = _address("data")
    return {
        "@context": CONTEXT,
        "@id": f"{settings.PUBLIC_URL}{reverse('data_catalogue')}",
        "@type": "dcat:Catalog",
        "dct:title": _both("Data terbuka", "Open data"),
        "dct:description": _both(
            "Angka laporan bulanan yang disahkan, indeks kepuasan, dan hasil evaluasi yang terbit.",
            "Verified figures of monthly reports, published satisfaction indexes and evaluation results.",
        ),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher},
        "dct:license": _licence(),
        "dct:rights": REGIONS,
        "foaf:homepage": {"@id": home},
        "dcat:dataset": [_described(one, publisher, home) for one in datasets().values()],
    }


def _described(one: Dataset, publisher: str, home: str) -> dict[str, Any]:
    return {
        "@id": f"{home}#{one.key}",
        "@type": "dcat:Dataset",
        "dct:identifier": one.key,
        "dct:title": _both(one.title, one.title_en),
        "dct:description": {"@language": "id", "@value": one.description},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher},
        "dct:license": _licence(),
        "dct:accrualPeriodicity": {"@id": FREQUENCY + OFTEN[one.often]},
        "dcat:landingPage": {"@id": f"{home}#{one.key}"},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": f"{one.title_en} ({ending.upper()})",
                "dct:license": _licence(),
                "dcat:mediaType": {"@id": MEDIA + media},
                "dcat:accessURL": {"@id": f"{home}#{one.key}"},
                "dcat:downloadURL": {"@id": _address(f"data_{ending}", one.key)},
            }
            for ending, media in FORMATS
        ],
    }


def _both(indonesian: str, english: str) -> list[dict[str, str]]:
    return [{"@language": "id", "@value": indonesian}, {"@language": "en", "@value": english}]


def _licence() -> dict[str, str]:
    return {"@id": f"https://spdx.org/licenses/{settings.OPEN_DATA_LICENCE}"}


def _address(name: str, *arguments: str) -> str:
    """The whole address of a page, in Indonesian: what catalogues keep does not depend on who asked."""
    with override(settings.LANGUAGE_CODE):
        return f"{settings.PUBLIC_URL}{reverse(f'portal:{name}', args=arguments)}"


def _cell(value: Any) -> Any:
    """Text that a sheet can hold and that no program takes for a formula; everything else as it is."""
    if not isinstance(value, str):
        return value
    plain = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{plain}" if plain[:1] in ("=", "+", "-", "@") else plain
