"""Figures as the officers' page shows them: for which units, the chart of months, the blocks of 24 hours."""

from __future__ import annotations

from collections.abc import Sequence

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.foundation.workdays.rules import MONTH_NAMES
from melayani.voice.complaints import access, rules
from melayani.voice.complaints.charts import Columns, months_chart
from melayani.voice.complaints.queries import Statistics

SPANS = ((6, "6 bulan terakhir"), (12, "12 bulan terakhir"), (24, "24 bulan terakhir"))
UNITS_AT_MOST = 200


def units_of(officer: Officer) -> Sequence[Organisation]:
    """The officer's units and those below, in tree order; one query."""
    paths = officer.reach(*access.ROLES[access.READ_STATISTICS])
    return list(Organisation.objects.at_or_below(paths)[:UNITS_AT_MOST])


def unit_of(officer: Officer, slug: str) -> Organisation | None:
    """The unit with this slug among the officer's, the outermost without one; None for another's."""
    rows = Organisation.objects.at_or_below(officer.reach(*access.ROLES[access.READ_STATISTICS]))
    return (rows.filter(slug=slug[:80]) if slug else rows).first()


def chart_of(found: Statistics) -> Columns:
    """Received and answered by month, with the sentence that says the same."""
    rows = [
        (f"{MONTH_NAMES[one.month.month - 1][:3]} {one.month:%y}", one.received, one.answered)
        for one in found.months
        if one.month
    ]
    total = found.total
    sentence = f"{total.received} laporan masuk, {total.answered} sudah dijawab."
    return months_chart(rows, sentence)


def blocks_of(total: rules.Figures) -> list[tuple[str, int]]:
    """First responses within 1, 3, 5, 7 and 14 times 24 hours, each block by itself, and later ones."""
    return [
        (f"{block} × 24 jam" if block else "lebih dari 14 × 24 jam", count) for block, count in total.blocks.items()
    ]
