"""The name of a calendar entry, by which an announcement knows what it was drafted from: events carry no row keys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date


def origin_of_entry(event: str, organisation_id: int, data: Mapping[str, object]) -> str:
    """The entry an event of the calendar is about; its end is named as it was at the beginning."""
    if event == "mode.changed":
        return f"mode:{organisation_id}:{data['since']}:{data['mode']}"
    if event == "visits.closed":
        return f"stop:{organisation_id}:{data['starts_at']}:{data['ends_at']}"
    kind = "closure" if event.startswith("closure") else str(data["kind"])
    return f"{kind}:{organisation_id}:{data['starts_on']}:{data['ends_on']}"


def origin_of_row(kind: str, organisation_id: int, starts_on: date, ends_on: date) -> str:
    """The same for a row of the calendar; `kind` is "closure" or the kind of the restriction."""
    return f"{kind}:{organisation_id}:{starts_on.isoformat()}:{ends_on.isoformat()}"
