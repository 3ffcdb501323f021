"""From the checks of facilities: what is there, item by item, and since when nobody has looked again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from melayani.foundation.organisations.models import Organisation
from melayani.oversight.evaluation.suggesting import Proposal
from melayani.oversight.facilities import queries as facilities

SOURCE = "Pemeriksaan sarana"


def propose(unit: Organisation, since: date, until: date) -> Iterator[Proposal]:
    """Indicators 15 to 20 where somebody has looked; without a score where the mandatory items were not named."""
    url = reverse("facilities_office:place", args=[unit.slug])
    for number, facts in facilities.facility_facts(unit, until).by_indicator.items():
        if facts.oldest_check is None:
            continue
        every = len(facts.met) + len(facts.missing) + len(facts.not_looked_at)
        words = (
            f"{len(facts.met)} dari {every} butir terpenuhi, {facts.photos} berfoto; pemeriksaan terlama "
            f"{facts.oldest_check:%d-%m-%Y}."
        )
        yield Proposal("A", number, SOURCE, facts.score, words, url)
