"""What the platform already knows about a unit, as proposals for F-01. One file per source, one line each here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from melayani.foundation.organisations.models import Organisation
from melayani.oversight.evaluation.instrument import Instrument
from melayani.oversight.evaluation.proposing import (
    complaints,
    consultations,
    facilities,
    innovations,
    standards,
    surveys,
)
from melayani.oversight.evaluation.suggesting import Proposal

Source = Callable[[Organisation, date, date], Iterable[Proposal]]
SOURCES: tuple[Source, ...] = (
    standards.propose,
    consultations.propose,
    surveys.propose,
    complaints.propose,
    facilities.propose,
    innovations.propose,
)


def proposals_for(unit: Organisation, instrument: Instrument, *, since: date, until: date) -> dict[int, list[Proposal]]:
    """The proposals by the numbers of `instrument`, from the facts of the days from `since` to `until`.

    A source speaks of indicators of A; B takes those whose scale it shares. Each source asks a fixed number of queries.
    """
    own = {(instrument.code, one.number): one.number for one in (*instrument.indicators, *instrument.extra)}
    shared = {("A", one.shared): one.number for one in instrument.indicators if one.shared is not None}
    found: dict[int, list[Proposal]] = defaultdict(list)
    for source in SOURCES:
        for one in source(unit, since, until):
            number = own.get((one.code, one.number), shared.get((one.code, one.number)))
            if number is not None:
                found[number].append(one)
    return dict(found)
