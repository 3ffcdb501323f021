"""From complaints: how many were followed up, and how fast the first answers came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from melayani.foundation.organisations.models import Organisation
from melayani.oversight.evaluation import suggesting
from melayani.oversight.evaluation.suggesting import Proposal
from melayani.voice.complaints import queries as complaints

SOURCE = "Pengaduan"


def propose(unit: Organisation, since: date, until: date) -> Iterator[Proposal]:
    """Indicator 28 of A and response time (25) of B; nothing for a unit that received no complaint."""
    total = complaints.statistics(unit, since=since, until=until).total
    if not total.received:
        return
    url = f"{reverse('complaints_office:statistics')}?unit={unit.slug}"
    percent = total.percent_answered
    yield Proposal(
        "A",
        28,
        SOURCE,
        suggesting.answered_outside(percent),
        f"{total.answered} dari {total.received} pengaduan dijawab ({percent} persen) di saluran ini. Bila pengaduan "
        "ditindaklanjuti lewat SP4N-LAPOR!, nilainya 3 sampai 5 dengan rekap sebagai bukti.",
        url,
    )
    speed = suggesting.response_time(total.hours)
    if speed is not None:
        words = f"Sembilan dari sepuluh jawaban pertama datang dalam waktu yang bernilai {speed}."
        yield Proposal("B", 25, SOURCE, speed, words, url)
