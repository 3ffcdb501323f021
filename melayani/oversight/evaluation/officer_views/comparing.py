"""Units over the years, as chart, table and workbook."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.foundation.ui.papers import sheet
from melayani.oversight.evaluation import access, queries, workbooks
from melayani.oversight.evaluation.charts import ipp_chart
from melayani.oversight.evaluation.instrument import CURRENT, load
from melayani.oversight.evaluation.officer_views.reading import XLSX

ROWS_SHOWN = 50
BARS_SHOWN = 15


@officer_page(roles=access.READS)
@require_safe
def compare(request: OfficerRequest) -> HttpResponse:
    """Sealed indexes of the units that the officer oversees, best last year first, by category when one is chosen."""
    categories = load(CURRENT, "A").categories
    asked = request.GET.get("kategori", "")
    chosen = next((one for one in categories if one.code == asked), None)
    found = queries.compare(request.officer, category=chosen.code if chosen else "")
    page = Paginator(found.rows, ROWS_SHOWN).get_page(request.GET.get("page"))
    shown = [(str(line.unit), line.last.index, line.last.category) for line in page.object_list if line.last]
    context = {
        "found": found,
        "page": page,
        "chosen": chosen,
        "categories": [(one, found.counts.get(one.code, 0)) for one in categories],
        "chart": ipp_chart([(name, index, code) for name, index, code in shown if index is not None][:BARS_SHOWN]),
    }
    return render(request, "evaluation/officer/compare.html", context)


@officer_page(roles=access.READS)
@require_safe
def compare_xlsx(request: OfficerRequest) -> HttpResponse:
    content = workbooks.comparison_xlsx(queries.compare(request.officer))
    return sheet(content, "pekppp-banding.xlsx", XLSX)
