"""From the satisfaction survey: was it published, in how many media, what was followed up and how fast."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from melayani.foundation.organisations.models import Organisation
from melayani.oversight.evaluation import suggesting
from melayani.oversight.evaluation.suggesting import Proposal
from melayani.voice.surveys import queries as surveys
from melayani.voice.surveys.models import Period

SOURCE = "Survei kepuasan"
OWN = "website"  # the result has its page here
PRINTED = frozenset({"print", "display", "billboard"})


def propose(unit: Organisation, since: date, until: date) -> Iterator[Proposal]:
    """Indicators 6 to 9 from the period that the unit published last and that ended within the days."""
    period = surveys.latest_published(unit)
    url = reverse("surveys_office:unit", args=[unit.slug])
    if period is None or not since <= period.ends_on <= until:
        yield Proposal("A", 6, SOURCE, 0, "Tidak ada hasil survei yang terbit untuk tahun ini.", url)
        return
    yield from _published(period, url)


def _published(period: Period, url: str) -> Iterator[Proposal]:
    media = {row.medium for row in surveys.publications_of(period)} | {OWN}
    rows = surveys.follow_ups_of(period)
    score = surveys.follow_up_score(period, rows)
    span = f"Periode {period.starts_on:%d-%m-%Y} sampai {period.ends_on:%d-%m-%Y} terbit"
    page = reverse("surveys:result", args=[period.organisation.slug, period.pk])
    step = suggesting.surveyed(published=True, offline=bool(media & PRINTED), online=True, followed=score.done > 0)
    yield Proposal("A", 6, SOURCE, step, f"{span}; tindak lanjut selesai {score.done} dari {score.planned}.", page)
    yield Proposal("A", 7, SOURCE, min(len(media), 5), f"{span} di {len(media)} jenis media.", page)
    done = f"Selesai {score.done} dari {score.planned} rencana ({score.percent} persen)."
    yield Proposal("A", 8, SOURCE, score.percent_mark, done, url)
    months = f"Semua selesai dalam {score.months} bulan." if score.months else "Belum semua rencana selesai."
    yield Proposal("A", 9, SOURCE, score.speed_mark, months, url)
