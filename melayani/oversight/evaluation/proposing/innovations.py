"""From innovations: is one running and for how long, did it enter a contest, what carries it on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from melayani.foundation.organisations.models import Organisation
from melayani.oversight.evaluation import suggesting
from melayani.oversight.evaluation.suggesting import Proposal
from melayani.oversight.innovations import queries as innovations

SOURCE = "Inovasi"


def propose(unit: Organisation, since: date, until: date) -> Iterator[Proposal]:
    """Indicators 29 and 30 for a unit with published innovations."""
    facts = innovations.innovation_facts(unit)
    if not facts.count:
        return
    days = (until - facts.oldest_use).days if facts.oldest_use else None
    created = suggesting.created(days=days, entered=facts.entered, won=facts.won)
    url = reverse("innovations_office:list")
    used = f", dipakai sejak {facts.oldest_use:%d-%m-%Y}" if facts.oldest_use else ", belum dipakai"
    contest = " Pernah menang lomba." if facts.won else " Pernah diikutkan lomba." if facts.entered else ""
    yield Proposal("A", 29, SOURCE, created, f"{facts.count} inovasi tercatat{used}.{contest}", url)
    carried = suggesting.carried(legal=facts.legal_state, resources=len(facts.resources))
    words = f"Dasar hukum: {LEGAL[facts.legal_state]}; {len(facts.resources)} sumber daya tercatat."
    yield Proposal("A", 30, SOURCE, carried, words, url)


LEGAL = {"": "belum ada", "draft": "rancangan", "in_force": "berlaku"}
