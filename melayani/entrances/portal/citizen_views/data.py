"""Open data: verified figures of the monthly reports as tidy CSV and JSON, with what they mean and their licence."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from melayani.foundation.people import CitizenRequest, public_page
from melayani.oversight.reporting import queries as reporting

REGIONS = (
    "Contains administrative area data of Indonesia from idn-area-data 4.0.1 (fityannugroho), "
    "made available under the Open Database License (ODbL) 1.0."
)
COLUMNS = reporting.OpenRow._fields


@require_safe
@public_page
def data_index(request: CitizenRequest) -> HttpResponse:
    """What there is, each with its meaning and its files."""
    context = {
        "indicators": reporting.open_indicators().values(),
        "licence": settings.OPEN_DATA_LICENCE,
        "regions": REGIONS,
    }
    return render(request, "portal/data.html", context)


@require_safe
@public_page
def data_csv(request: CitizenRequest, key: str) -> HttpResponse:
    """One indicator: the country and its provinces, or with `?wilayah=32` a province and its regencies."""
    _, rows = _figures(request, key)
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r\n")
    write.writerow(COLUMNS)
    write.writerows(rows)
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{key}.csv"'
    return answer


@require_safe
@public_page
def data_json(request: CitizenRequest, key: str) -> HttpResponse:
    """The same as JSON, with its meaning and its licence; values are numbers."""
    about, rows = _figures(request, key)
    items = [{**row._asdict(), "value": float(row.value)} for row in rows]
    return JsonResponse({**about, "items": items})


@require_safe
@public_page
def data_package(request: CitizenRequest) -> HttpResponse:
    """All files in the words of Data Package, for programs that fetch them."""
    fields = [{"name": name, "type": "number" if name == "value" else "string"} for name in COLUMNS]
    files = [
        {
            **_about(key),
            "path": settings.PUBLIC_URL + reverse("portal:data_csv", args=[key]),
            "format": "csv",
            "encoding": "utf-8",
            "schema": {"fields": fields},
        }
        for key in reporting.open_indicators()
    ]
    package = {"name": "melayani", "licenses": [{"name": settings.OPEN_DATA_LICENCE}], "resources": files}
    return JsonResponse({**package, "attribution": REGIONS})


def _about(key: str) -> dict[str, Any]:
    one = reporting.open_indicators()[key]
    return {
        "name": one.key,
        "title": one.name_en,
        "title_id": one.name,
        "description": one.definition,
        "unit": one.unit,
        "licence": settings.OPEN_DATA_LICENCE,
    }


def _figures(request: HttpRequest, key: str) -> tuple[dict[str, Any], list[reporting.OpenRow]]:
    indicator = reporting.open_indicators().get(key)
    code = request.GET.get("wilayah", "")
    is_province = len(code) == 2 and code.isascii() and code.isdigit()
    if indicator is None or (code and not (is_province and reporting.is_region(code))):
        raise Http404
    return _about(key), reporting.open_figures(indicator, code)
