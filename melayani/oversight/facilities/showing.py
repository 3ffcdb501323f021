"""The list of a place in the visitor's words: what is there, for whom, since when, and what is said against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from melayani.foundation.organisations.models import Organisation
from melayani.oversight.facilities import rules
from melayani.oversight.facilities.inventory import Inventory, Item
from melayani.oversight.facilities.models import Improvement
from melayani.oversight.facilities.queries import ItemRow, PlaceView, SectionRows, place_view


@dataclass(frozen=True)
class Thing:
    """One item in words. `photo` is None without one; `day` is None where nobody has looked."""

    key: str
    name: str
    helps: str
    tone: str
    state: str
    count: int | None
    note: str
    photo: UUID | None
    photo_alt: str
    day: date | None
    reports: int
    improvement: Improvement | None
    is_overdue: bool = False  # the day by which it was to be mended is over


@dataclass(frozen=True)
class Group:
    """A need: how many of the things that help in particular are there and usable."""

    key: str
    name: str
    there: int
    of: int


@dataclass(frozen=True)
class Part:
    """A section of the list with its things."""

    key: str
    title: str
    things: list[Thing]
    there: int

    @property
    def looked_at(self) -> int:
        """How many of them somebody has looked at."""
        return sum(1 for one in self.things if one.day)

    @property
    def unseen(self) -> int:
        return len(self.things) - self.looked_at


@dataclass(frozen=True)
class PlacePage:
    """Everything on the public list of a place."""

    place: Organisation
    view: PlaceView
    groups: list[Group]
    asked: Group | None
    parts: list[Part]

    @property
    def special(self) -> Part:
        return self.parts[0]

    @property
    def general(self) -> list[Part]:
        return self.parts[1:]


def place_page(place: Organisation, need: str, day: date) -> PlacePage:
    """The list of the place, narrowed to what helps the group `need` where that is one; four queries."""
    view = place_view(place, day)
    groups = [Group(one.group.key, one.group.name(language()), one.there, one.of) for one in view.needs]
    asked = next((one for one in groups if one.key == need), None)
    if asked:
        rows = {row.item.key: row for one in view.sections for row in one.rows if _is_for(row.item, need)}
        parts = [_part(view, view.special, list(rows.values()), day)]
    else:
        parts = [_part(view, one, one.rows, day) for one in (view.special, *view.general)]
    return PlacePage(place, view, groups, asked, parts)


def thing_of(view: PlaceView, key: str, day: date) -> Thing | None:
    """One item of the list; None when the list does not know it."""
    row = next((row for one in view.sections for row in one.rows if row.item.key == key), None)
    return _thing(view.inventory, row, day) if row else None


def helps_words(listed: Inventory, item: Item) -> str:
    """Whom the item helps; some names have commas of their own, so semicolons stand between."""
    groups = {one.key: one.name(language()) for one in listed.groups}
    return "; ".join(groups[key] for key in item.helps if key in groups) or _("Semua yang membutuhkan")


def trouble_words(condition: str) -> str:
    """What is wrong with a thing that is there; "" for nothing."""
    return {"damaged": _("rusak, masih dipakai"), "broken": _("sedang rusak")}.get(condition, "")


def language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def _is_for(item: Item, need: str) -> bool:
    """What helps the group, and of the special items also what helps everybody."""
    return need in item.helps or (item.section == "special" and "all" in item.helps)


def _part(view: PlaceView, one: SectionRows, rows: Sequence[ItemRow], day: date) -> Part:
    there = sum(1 for row in rows if row.state in rules.COUNTED)
    return Part(
        one.section.key, one.section.name(language()), [_thing(view.inventory, row, day) for row in rows], there
    )


def _thing(listed: Inventory, row: ItemRow, day: date) -> Thing:
    tone, state = _state(row)
    check = row.check
    return Thing(
        key=row.item.key,
        name=row.item.name(language()),
        helps=helps_words(listed, row.item),
        tone=tone,
        state=state,
        count=check.count if check else None,
        note=check.note if check else "",
        photo=check.photo_id if check else None,
        photo_alt=check.photo_alt if check else "",
        day=check.checked_on if check else None,
        reports=row.reports,
        improvement=row.improvement,
        is_overdue=row.improvement is not None and row.improvement.deadline < day,
    )


def _state(row: ItemRow) -> tuple[str, str]:
    if row.check is None:
        return "off", _("Belum dilihat")
    if row.state == rules.NOT_MET:
        return "note", _("Belum ada")
    if row.state == rules.NOT_NEEDED:
        return "good", _("Tidak perlu: layanan di lantai 1")
    trouble = trouble_words(row.check.condition)
    return ("warn", _("Ada, {trouble}").format(trouble=trouble)) if trouble else ("good", _("Ada"))
