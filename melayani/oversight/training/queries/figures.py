"""Participants by agency and region: people and offices counted apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from melayani.oversight.training import lists, states
from melayani.oversight.training.models import Event, Registration
from melayani.oversight.training.queries.events import session_views


@dataclass(frozen=True)
class AgencyRow:
    """One office at one session: how many people have a place, how many came."""

    session: int
    region: str
    office: str
    agency: str
    key: str
    people: int
    came: int


@dataclass(frozen=True)
class RegionRow:
    """One region: people, offices, people who came, offices of which somebody came."""

    region: str
    people: int
    offices: int
    came: int
    offices_came: int


@dataclass(frozen=True)
class SessionRow:
    """One session: from rows, or as a source reported it; None where the source gives no number, which is not 0."""

    number: int
    title: str
    people: int | None
    offices: int | None
    came: int | None
    note: str = ""


@dataclass(frozen=True)
class Figures:
    """Everything that was counted of an event."""

    sessions: Sequence[SessionRow]
    regions: Sequence[RegionRow]
    agencies: Sequence[AgencyRow]

    @property
    def people(self) -> int:
        return sum(row.people or 0 for row in self.sessions)

    @property
    def came(self) -> int:
        return sum(row.came or 0 for row in self.sessions)

    @property
    def offices(self) -> int:
        """Offices with somebody who has a place; an office that is at two sessions is one office."""
        recorded = sum(row.offices or 0 for row in self.sessions if row.note)
        return len({row.key for row in self.agencies}) + recorded


def figures_of(event: Event) -> Figures:
    """What was counted; three queries."""
    rows = (
        Registration.objects.filter(event=event, state__in=states.HOLDS_PLACE)
        .order_by()
        .values("session__number", "region__name", "office", "agency_key")
        .annotate(name=Max("agency_name"), people=Count("pk"), came=Count("pk", filter=Q(state__in=states.CAME)))
    )
    agencies = sorted(
        (
            AgencyRow(
                row["session__number"],
                row["region__name"] or "",
                lists.words("offices", row["office"]),
                row["name"],
                row["agency_key"],
                row["people"],
                row["came"],
            )
            for row in rows
        ),
        key=lambda row: (row.session, row.region, row.office, row.agency),
    )
    return Figures(_sessions(event, agencies), _regions(agencies), agencies)


def trained_by(organisation_id: int, *, since: int, until: int) -> int:
    """How many people of an organisation came to events in the years from `since` to `until`, for whoever evaluates."""
    rows = Registration.objects.filter(
        organisation=organisation_id,
        state__in=states.CAME,
        session__starts_at__year__gte=since,
        session__starts_at__year__lte=until,
    )
    return rows.count()


def _sessions(event: Event, agencies: Sequence[AgencyRow]) -> list[SessionRow]:
    found = []
    for one in session_views(event, language="id"):
        session = one.session
        if one.is_recorded:
            people, note = session.recorded_people, session.recorded_note or event.source
            found.append(SessionRow(session.number, session.title, people, session.recorded_offices, people, note))
            continue
        offices = {row.key for row in agencies if row.session == session.number}
        found.append(SessionRow(session.number, session.title, one.taken, len(offices), one.came))
    return found


def _regions(agencies: Sequence[AgencyRow]) -> list[RegionRow]:
    names = sorted({row.region for row in agencies})
    found = []
    for name in names:
        rows = [row for row in agencies if row.region == name]
        came = [row for row in rows if row.came]
        found.append(
            RegionRow(
                name,
                sum(row.people for row in rows),
                len({row.key for row in rows}),
                sum(row.came for row in rows),
                len({row.key for row in came}),
            )
        )
    return found
