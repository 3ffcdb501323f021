"""What is at a location: everything about one place, one line about many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q

from melayani.foundation.organisations.models import Organisation
from melayani.oversight.facilities import rules
from melayani.oversight.facilities.inventory import SPECIAL as SPECIAL
from melayani.oversight.facilities.inventory import Inventory, Item, Named, Section, inventory_on
from melayani.oversight.facilities.models import FacilityCheck, HelpNote, Improvement, MismatchReport

HISTORY = 40


@dataclass(frozen=True)
class ItemRow:
    """An item with what was found last (None when nobody has looked yet), how many citizens say that it is not so,
    and the improvement that runs for it."""

    item: Item
    check: FacilityCheck | None
    reports: int = 0
    improvement: Improvement | None = None

    @property
    def state(self) -> str:
        """The found state; "" for not yet looked at, which is not the same as not there."""
        return self.check.state if self.check else ""

    @property
    def is_there(self) -> bool:
        return self.state == rules.MET

    @property
    def is_usable(self) -> bool:
        """Whether a visitor finds it: there and not broken, or not needed."""
        return self.state in rules.COUNTED and (self.check is None or self.check.condition != rules.BROKEN)

    @property
    def needs_work(self) -> bool:
        """Whether the last finding calls for an improvement."""
        return self.check is not None and rules.needs_work(state=self.check.state, condition=self.check.condition)


@dataclass(frozen=True)
class SectionRows:
    """A section with its items; an item that two sections share is read from the one row."""

    section: Section
    rows: list[ItemRow]

    @property
    def there(self) -> list[ItemRow]:
        return [row for row in self.rows if row.is_there]

    @property
    def looked_at(self) -> int:
        return sum(1 for row in self.rows if row.check)

    @property
    def counted(self) -> int:
        """How many items count as met."""
        return sum(1 for row in self.rows if row.state in rules.COUNTED)

    @property
    def counts(self) -> rules.Counts:
        marked = [row for row in self.rows if row.check and row.check.mandatory]
        met = sum(1 for row in marked if row.state in rules.COUNTED)
        return rules.Counts(self.looked_at, self.counted, len(marked), met)

    @property
    def score(self) -> int | None:
        """The score of the section, 0 to 5; None while it cannot be told (rules.section_score)."""
        return rules.section_score(self.counts, self.section.rule)

    @property
    def has_mandatory(self) -> bool:
        """Whether the rule of the section asks the checker to mark mandatory items."""
        return self.section.rule.kind == rules.BASE_PLUS_COUNT


@dataclass(frozen=True)
class NeedCount:
    """How many of the things that help a group in particular are there and usable."""

    group: Named
    there: int
    of: int


@dataclass(frozen=True)
class PlaceView:
    """All that is known of a location."""

    organisation: Organisation
    inventory: Inventory
    sections: list[SectionRows]
    help: HelpNote | None = None

    @property
    def special(self) -> SectionRows:
        return next(one for one in self.sections if one.section.key == SPECIAL)

    @property
    def general(self) -> list[SectionRows]:
        return [one for one in self.sections if one.section.key != SPECIAL]

    @property
    def score(self) -> int | None:
        """The score of the special items (indicator 18), 0 to 5; None while none of them was looked at."""
        return self.special.score

    @property
    def counted(self) -> int:
        """How many special items count as met."""
        return self.special.counted

    @property
    def own_rows(self) -> list[ItemRow]:
        """Every item once, in the order of the list."""
        return [row for one in self.sections for row in one.rows if row.item.section == one.section.key]

    @property
    def needs(self) -> list[NeedCount]:
        """What each group of visitors finds here."""
        return [_need(group, self.own_rows) for group in self.inventory.groups]

    @property
    def reported(self) -> int:
        """How many reports of citizens wait for somebody to look."""
        return sum(row.reports for row in self.own_rows)

    @property
    def checked_on(self) -> date | None:
        """The day of the newest check of anything here."""
        days = [row.check.checked_on for one in self.sections for row in one.rows if row.check]
        return max(days, default=None)


@dataclass(frozen=True)
class PlaceLine:
    """A location in the officer's list; days None where nobody has looked."""

    organisation: Organisation
    looked_at: int = 0
    counted: int = 0
    checked_on: date | None = None
    next_check: date | None = None


@dataclass(frozen=True)
class Needs:
    """What a visitor may filter by, and the group asked for (None: no filter)."""

    groups: Sequence[Named]
    asked: Named | None = field(default=None)


def place_view(organisation: Organisation, day: date) -> PlaceView:
    """Everything at the location by the list in force on `day`; four queries."""
    listed = inventory_on(day)
    found = {row.item: row for row in FacilityCheck.objects.current().filter(organisation=organisation)}
    waiting = MismatchReport.objects.open().filter(organisation=organisation).order_by()
    said: dict[str, int] = dict(waiting.values_list("item").annotate(Count("id")))
    running = Improvement.objects.open().filter(organisation=organisation).select_related("owner")
    mended = {row.item: row for row in running}
    return PlaceView(
        organisation=organisation,
        inventory=listed,
        sections=[SectionRows(one, [_row(item, found, said, mended) for item in one.items]) for one in listed.sections],
        help=HelpNote.objects.filter(organisation=organisation).first(),
    )


def _row(
    item: Item, found: Mapping[str, FacilityCheck], said: Mapping[str, int], mended: Mapping[str, Improvement]
) -> ItemRow:
    return ItemRow(item, found.get(item.key), said.get(item.key, 0), mended.get(item.key))


def _need(group: Named, rows: Sequence[ItemRow]) -> NeedCount:
    wanted = [row for row in rows if group.key in row.item.helps]
    return NeedCount(group, sum(1 for row in wanted if row.is_usable), len(wanted))


def needs(asked: str, day: date) -> Needs:
    """The groups to choose from, and the one that `asked` names; no query."""
    listed = inventory_on(day)
    return Needs(listed.groups, listed.group(asked))


def places_with(group: str, *, kind: str, day: date) -> list[int]:
    """Primary keys of organisations of `kind` with a thing that helps this group in particular; one query."""
    keys = [item.key for item in inventory_on(day).items_for(group)]
    rows = FacilityCheck.objects.there().filter(item__in=keys, organisation__kind=kind)
    return list(rows.order_by().values_list("organisation", flat=True).distinct())


def things_for(organisations: Sequence[Organisation], group: str, *, day: date) -> dict[int, list[Item]]:
    """What each place has for the group ("": of all special items), in the order of the list; one query."""
    listed = inventory_on(day)
    special = listed.section(SPECIAL)
    wanted = listed.items_for(group) if group else list(special.items if special else ())
    rows = FacilityCheck.objects.there().filter(
        organisation__in=list(organisations), item__in=[item.key for item in wanted]
    )
    found: dict[int, set[str]] = defaultdict(set)
    for place, key in rows.values_list("organisation", "item"):
        found[place].add(key)
    return {place: [item for item in wanted if item.key in keys] for place, keys in found.items()}


def place_lines(organisations: Sequence[Organisation], day: date) -> list[PlaceLine]:
    """The places with how much was looked at and when to look again; one query."""
    special = inventory_on(day).section(SPECIAL)
    keys = [item.key for item in special.items] if special else []
    rows = (
        FacilityCheck.objects.current()
        .filter(organisation__in=list(organisations))
        .order_by()
        .values("organisation")
        .annotate(
            looked_at=Count("id", filter=Q(item__in=keys)),
            counted=Count("id", filter=Q(item__in=keys, state__in=sorted(rules.COUNTED))),
            checked_on=Max("checked_on"),
            next_check=Min("next_check"),
        )
    )
    found = {row["organisation"]: row for row in rows}
    return [_line(one, found.get(one.pk)) for one in organisations]


def _line(organisation: Organisation, row: Mapping[str, Any] | None) -> PlaceLine:
    if row is None:
        return PlaceLine(organisation)
    return PlaceLine(organisation, row["looked_at"], row["counted"], row["checked_on"], row["next_check"])


def score_of(organisation: Organisation, day: date) -> int | None:
    """The score of the special items (0 to 5) for whoever evaluates; None while nobody has looked."""
    return place_view(organisation, day).score


def history_of(organisation: Organisation, item: str) -> list[FacilityCheck]:
    """The findings about one item, newest first, with who made them; one query."""
    rows = FacilityCheck.objects.filter(organisation=organisation, item=item).select_related("checked_by")
    return list(rows.order_by("-pk")[:HISTORY])
