"""Open data: verified figures and published indexes as tidy CSV, JSON and XLSX, with meaning and licence."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from melayani.entrances.portal.composing import open_data, open_files
from melayani.entrances.portal.composing.open_data import Dataset, Row
from melayani.foundation.organisations.queries import root_name
from melayani.foundation.people import CitizenRequest, public_page
from melayani.oversight.reporting import queries as reporting


@require_safe
@public_page
def data_index(request: CitizenRequest) -> HttpResponse:
    """What there is, each with its meaning and its files."""
    context = {
        "datasets": open_data.datasets().values(),
        "licence": settings.OPEN_DATA_LICENCE,
        "regions": open_files.REGIONS,
    }
    return render(request, "portal/data.html", context)


@require_safe
@public_page
def data_csv(request: CitizenRequest, key: str) -> HttpResponse:
    """One table: the country, or with `?wilayah=32` a province."""
    one, rows = _table(request, key)
    return _file(open_files.csv_text(one, rows).encode(), "text/csv; charset=utf-8", f"{key}.csv")


@require_safe
@public_page
def data_xlsx(request: CitizenRequest, key: str) -> HttpResponse:
    """The same as a workbook."""
    one, rows = _table(request, key)
    return _file(open_files.xlsx_bytes(one, rows), open_files.XLSX, f"{key}.xlsx")


@require_safe
@public_page
def data_json(request: CitizenRequest, key: str) -> HttpResponse:
    """The same as JSON, with its meaning and its licence; values are numbers."""
    one, rows = _table(request, key)
    names = [column.name for column in one.columns]
    items = [dict(zip(names, open_data.as_json(row), strict=True)) for row in rows]
    return JsonResponse({**open_files.about(one), "items": items})


@require_safe
@public_page
def data_package(request: CitizenRequest) -> HttpResponse:
    """All tables in the words of Data Package, for programs that fetch them."""
    return JsonResponse(open_files.data_package())


@require_safe
@public_page
def data_catalogue(request: CitizenRequest) -> HttpResponse:
    """All tables in the words of DCAT 3 (JSON-LD)."""
    found = open_files.catalogue(root_name() or settings.PUBLIC_URL)
    return JsonResponse(found, content_type="application/ld+json")


def _table(request: HttpRequest, key: str) -> tuple[Dataset, list[Row]]:
    one = open_data.datasets().get(key)
    code = request.GET.get("wilayah", "")
    is_province = len(code) == 2 and code.isascii() and code.isdigit()
    if one is None or (code and not (is_province and reporting.is_region(code))):
        raise Http404
    return one, list(one.rows(code))


def _file(content: bytes, media: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media)
    answer["Cache-Control"] = "public, max-age=3600"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
