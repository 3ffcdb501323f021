"""From public consultations: which kinds of the public took part in the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from melayani.foundation.organisations.models import Organisation
from melayani.oversight.evaluation.suggesting import Proposal
from melayani.voice.consultations import queries as consultations

SOURCE = "Konsultasi publik"


def propose(unit: Organisation, since: date, until: date) -> Iterator[Proposal]:
    """Indicator 2 for a unit that held a consultation in the year of `until`."""
    facts = consultations.consultation_facts(unit, until.year, today=until)
    if not facts.held:
        return
    words = (
        f"{facts.held} konsultasi, {facts.signed} dengan berita acara bertanda tangan; {facts.kinds} dari 5 unsur "
        f"masyarakat hadir. {' '.join(facts.records)}"
    )
    yield Proposal("A", 2, SOURCE, min(facts.kinds, 5), words.strip(), reverse("consultations_office:desk"))
