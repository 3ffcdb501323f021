"""From the checks of facilities: what is there, item by item, and when somebody looked last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from melayani.foundation.organisations.models import Organisation
from melayani.oversight.evaluation import suggesting
from melayani.oversight.evaluation.instrument import CURRENT, load
from melayani.oversight.evaluation.suggesting import Proposal
from melayani.oversight.facilities import queries as facilities
from melayani.oversight.facilities import rules

SOURCE = "Pemeriksaan sarana"


def propose(unit: Organisation, since: date, until: date) -> Iterator[Proposal]:
    """Indicators 15 to 20 where somebody has looked; a waiting room gets no score: its base is not stated."""
    view = facilities.place_view(unit, until)
    url = reverse("facilities_office:place", args=[unit.slug])
    for section in view.sections:
        looked = [row for row in section.rows if row.check]
        indicator = load(CURRENT, "A").indicator(section.section.indicator)
        if not looked or indicator is None:
            continue
        count = sum(1 for row in looked if row.state in rules.COUNTED)
        last = max(row.check.checked_on for row in looked if row.check)
        words = f"{count} dari {len(section.rows)} butir terpenuhi; terakhir diperiksa {last:%d-%m-%Y}."
        yield Proposal("A", indicator.number, SOURCE, suggesting.counted(indicator, count), words, url)
