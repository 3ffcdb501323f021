"""Consultations that touched a standard: what can still be said, what was promised, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from melayani.delivery.catalogue.models import Service
from melayani.entrances.portal import words
from melayani.voice.consultations import queries as consultations

TALKS_SHOWN, PROMISES_SHOWN = 5, 5


@dataclass(frozen=True)
class Promised:
    """A commitment that changed a clause, with what became of it on the day of reading.

    `in_force` says that the changed clause stands in the version that citizens read, or stood in one before it.
    """

    action: str
    component: str
    version: int | None
    in_force: bool
    due: date
    done_on: date | None
    is_late: bool


@dataclass(frozen=True)
class Talk:
    """A consultation about the service; `open_until` is set while anybody may contribute on line."""

    number: str
    title: str
    label: str
    open_until: date | None
    promises: list[Promised]


def talks_about(service: Service, in_force: int, today: date) -> list[Talk]:
    """The newest consultations about the standard, those that can be joined first; two queries.

    `in_force` is the number of the version that citizens read. A consultation that changed a clause stands here even
    when the service was not its topic.
    """
    discussed = {row.number: row for row in consultations.topics_touching([service.slug])}
    promises: dict[str, list[consultations.TouchingCommitment]] = defaultdict(list)
    for promise in consultations.commitments_touching([service.slug]):
        promises[promise.number].append(promise)
    found = [
        Talk(
            number=number,
            title=row.title,
            label=row.label,
            open_until=row.closes_on if row.takes_contributions(today) else None,
            promises=_promised(promises.pop(number, []), in_force, today),
        )
        for number, row in discussed.items()
    ]
    found += [
        Talk(number=number, title=rows[0].title, label="", open_until=None, promises=_promised(rows, in_force, today))
        for number, rows in promises.items()
    ]
    return sorted(found, key=lambda talk: (talk.open_until is None, not talk.promises))[:TALKS_SHOWN]


def _promised(rows: list[consultations.TouchingCommitment], in_force: int, today: date) -> list[Promised]:
    return [
        Promised(
            action=row.action,
            component=str(words.COMPONENTS.get(row.component, row.component)),
            version=row.version,
            in_force=row.version is not None and row.version <= in_force,
            due=row.due,
            done_on=row.done_on,
            is_late=row.done_on is None and row.due < today,
        )
        for row in rows[:PROMISES_SHOWN]
    ]
