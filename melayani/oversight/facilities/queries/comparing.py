"""Places side by side: scores by section, last check, findings, improvements, reports. For whoever oversees many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.oversight.facilities import access, rules
from melayani.oversight.facilities.inventory import SPECIAL, Inventory, Section, inventory_on
from melayani.oversight.facilities.models import FacilityCheck, Improvement, MismatchReport

AT_MOST = 5_000  # places that one comparison holds
LOW = 2  # a score up to this is low: at most six of the fourteen items
KINDS = {"agency": "Instansi", "unit": "Unit", "mall": "Mal pelayanan publik"}
SHOWN = {
    "": "Semua tempat",
    "belum": "Belum pernah diperiksa",
    "rendah": "Nilai sarana khusus 0 sampai 2",
    "temuan": "Ada temuan tanpa rencana",
    "lewat": "Ada perbaikan lewat tenggat",
    "laporan": "Ada laporan warga",
    "waktunya": "Sudah waktunya diperiksa",
}
ORDERS = {"nilai": "Nilai terendah dahulu", "nama": "Nama", "lama": "Terlama tidak diperiksa"}


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see; every value is one of the known ones."""

    q: str = ""
    kind: str = ""
    shown: str = ""
    order: str = "nilai"

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Asked:
        kind, shown, order = (query.get(name, "") for name in ("jenis", "tampil", "urut"))
        return cls(
            q=query.get("q", "").replace("\x00", "").strip()[:80],
            kind=kind if kind in KINDS else "",
            shown=shown if shown in SHOWN else "",
            order=order if order in ORDERS else "nilai",
        )


@dataclass(frozen=True)
class ComparedPlace:
    """A place with its scores by section (None: cannot be told) and what is open there."""

    organisation: Organisation
    scores: Mapping[str, int | None]
    counted: int = 0  # special items met
    looked_at: int = 0
    checked_on: date | None = None
    next_check: date | None = None
    findings: int = 0  # special items not there, or anything damaged, without an improvement
    running: int = 0
    overdue: int = 0
    reports: int = 0

    @property
    def score(self) -> int | None:
        """The score of the special items (indicator 18)."""
        return self.scores.get(SPECIAL)


@dataclass(frozen=True)
class Comparison:
    """The places that were asked for, in order; `spread` counts all of them by score (None: never looked at)."""

    sections: Sequence[Section]
    places: Sequence[ComparedPlace]
    spread: Mapping[int | None, int]
    of: int
    asked: Asked = field(default_factory=Asked)


def compare(officer: Officer, asked: Asked, now: datetime, day: date) -> Comparison:
    """The officer's places side by side; four queries, however many places there are."""
    rows = access.places_visible_to(officer, day)
    if asked.q:
        rows = rows.filter(Q(name__icontains=asked.q) | Q(short_name__icontains=asked.q))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    listed = inventory_on(day)
    found = compared_places(list(rows[:AT_MOST]), listed, now)
    kept = [one for one in found if _is_shown(one, asked.shown, day)]
    spread = Counter(one.score for one in found)
    return Comparison(listed.sections, sorted(kept, key=_order(asked.order)), spread, len(found), asked)


def compared_places(organisations: Sequence[Organisation], listed: Inventory, now: datetime) -> list[ComparedPlace]:
    """The figures of these places; three queries."""
    keys = [one.pk for one in organisations]
    checks = _checks(keys, listed)
    work = _counts(
        Improvement.objects.open().filter(organisation__in=keys),
        running=Count("id"),
        overdue=Count("id", filter=Q(due_at__lt=now)),
    )
    said = _counts(MismatchReport.objects.open().filter(organisation__in=keys), reports=Count("id"))
    return [
        _place(one, listed, checks.get(one.pk), {**work.get(one.pk, {}), **said.get(one.pk, {})})
        for one in organisations
    ]


def _checks(keys: Sequence[int], listed: Inventory) -> dict[int, dict[str, Any]]:
    counts: dict[str, Any] = {"checked_on": Max("checked_on"), "next_check": Min("next_check")}
    met, marked = Q(state__in=sorted(rules.COUNTED)), Q(mandatory=True)
    for one in listed.sections:
        here = Q(item__in=[item.key for item in one.items])
        counts[f"{one.key}_looked"] = Count("id", filter=here)
        counts[f"{one.key}_met"] = Count("id", filter=here & met)
        if one.rule.kind == rules.BASE_PLUS_COUNT:
            counts[f"{one.key}_base"] = Count("id", filter=here & marked)
            counts[f"{one.key}_base_met"] = Count("id", filter=here & marked & met)
    special = listed.section(SPECIAL)
    missing = Q(state=rules.NOT_MET, item__in=[item.key for item in special.items] if special else [])
    damaged = Q(condition__in=[rules.DAMAGED, rules.BROKEN])
    planned = Improvement.objects.open().filter(organisation=OuterRef("organisation"), item=OuterRef("item"))
    counts["findings"] = Count("id", filter=(missing | damaged) & Q(~Exists(planned)))
    return _counts(FacilityCheck.objects.current().filter(organisation__in=keys), **counts)


def _counts(rows: Any, **counts: Any) -> dict[int, dict[str, Any]]:
    found = rows.order_by().values("organisation").annotate(**counts)
    return {row.pop("organisation"): row for row in found}


def _place(
    organisation: Organisation, listed: Inventory, row: Mapping[str, Any] | None, work: Mapping[str, Any]
) -> ComparedPlace:
    if row is None:
        return ComparedPlace(organisation, {one.key: None for one in listed.sections}, **work)
    scores = {
        one.key: rules.section_score(
            rules.Counts(
                looked_at=row[f"{one.key}_looked"],
                met=row[f"{one.key}_met"],
                mandatory=row.get(f"{one.key}_base", 0),
                mandatory_met=row.get(f"{one.key}_base_met", 0),
            ),
            one.rule,
        )
        for one in listed.sections
    }
    return ComparedPlace(
        organisation,
        scores,
        counted=row[f"{SPECIAL}_met"],
        looked_at=row[f"{SPECIAL}_looked"],
        checked_on=row["checked_on"],
        next_check=row["next_check"],
        findings=row["findings"],
        **work,
    )


def _is_shown(place: ComparedPlace, shown: str, day: date) -> bool:
    tests = {
        "belum": not place.looked_at,
        "rendah": place.score is not None and place.score <= LOW,
        "temuan": place.findings > 0,
        "lewat": place.overdue > 0,
        "laporan": place.reports > 0,
        "waktunya": place.next_check is not None and place.next_check <= day,
    }
    return tests.get(shown, True)


def _order(order: str) -> Any:
    if order == "nama":
        return lambda one: (one.organisation.name, one.organisation.pk)
    if order == "lama":
        return lambda one: (one.checked_on or date.min, one.organisation.name)
    return lambda one: (one.score if one.score is not None else -1, one.counted, one.organisation.name)
