"""What a place has for people who need support, in the visitor's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from melayani.foundation.organisations.models import Organisation
from melayani.oversight.facilities import queries as facilities


@dataclass(frozen=True)
class Thing:
    """One thing at the place: its name, whom it helps, what the last check said of it, whether citizens deny it."""

    name: str
    helps: str
    note: str = ""
    trouble: str = ""
    reports: int = 0


@dataclass(frozen=True)
class Need:
    """A need of visitors, and how many of the things that help are there and usable."""

    key: str
    name: str
    there: int
    of: int


@dataclass(frozen=True)
class GeneralThings:
    """A section of the general inventory with what is there, in one line."""

    title: str
    names: str


@dataclass(frozen=True)
class FacilityCard:
    """The card of a place. `missing` was looked for and not found; `unknown` nobody has looked at yet."""

    place: Organisation
    there: list[Thing]
    needs: list[Need]
    missing: str
    unknown: str
    general: list[GeneralThings]
    checked_on: date | None
    help: str
    contact: str


def facility_card(place: Organisation, day: date) -> FacilityCard:
    """What is there, for whom, and how to ask for help; four queries."""
    view = facilities.place_view(place, day)
    rows = view.special.rows
    return FacilityCard(
        place=place,
        there=[_thing(view, row) for row in rows if row.is_there],
        needs=[Need(one.group.key, one.group.name(_language()), one.there, one.of) for one in view.needs],
        missing=_names(row for row in rows if row.state == "not_met"),
        unknown=_names(row for row in rows if not row.state) if view.special.looked_at else "",
        general=[GeneralThings(one.section.name(_language()), _names(one.there)) for one in view.general if one.there],
        checked_on=view.checked_on,
        help=view.help.text if view.help else "",
        contact=view.help.contact if view.help else "",
    )


def things_for(places: Sequence[Organisation], group: str, day: date) -> dict[int, list[str]]:
    """The names of what each place has for the group ("": of all special things); one query."""
    found = facilities.things_for(places, group, day=day)
    return {place: [item.name(_language()) for item in items] for place, items in found.items()}


def _thing(view: facilities.PlaceView, row: facilities.ItemRow) -> Thing:
    groups = {one.key: one.name(_language()) for one in view.inventory.groups}
    helps = [groups[key] for key in row.item.helps if key in groups]
    note, trouble = (row.check.note, row.check.condition) if row.check else ("", "")
    words = {"damaged": _("rusak, masih dipakai"), "broken": _("sedang rusak")}
    return Thing(
        name=row.item.name(_language()),
        helps=_list(helps) or _("Semua yang membutuhkan"),
        note=note,
        trouble=words.get(trouble, ""),
        reports=row.reports,
    )


def _names(rows: Iterable[facilities.ItemRow]) -> str:
    return _list(row.item.name(_language()) for row in rows)


def _list(names: Iterable[str]) -> str:
    """Names in one line; some have commas of their own, so semicolons stand between."""
    return "; ".join(names)


def _language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"
