"""The officers' desk of complaints: open cases in groups, contested ones first, each with its promise and its due date.

The number of queries does not depend on the number of rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Q, Value, When

from melayani.foundation.people import Officer, Role
from melayani.foundation.ui.format import mask_name
from melayani.voice.complaints import access, rules, states
from melayani.voice.complaints.models import Complaint, ComplaintQuerySet, Publication

PAGE_SIZE = 50
UNITS_AT_MOST = 60
SEARCH_LIMIT = 50
DAYS = frozenset({"working_day", "calendar_day"})
HELD, COORDINATED = "", "koordinasi"

# key, heading, what to do, states; in the order of the desk
GROUPS: tuple[tuple[str, str, str, frozenset[str]], ...] = (
    ("dibantah", "Belum selesai menurut pelapor", "Tanggapi lebih dulu.", frozenset({states.REOPENED})),
    ("verifikasi", "Perlu diverifikasi", "Baca, golongkan, lalu teruskan.", frozenset({states.RECEIVED})),
    ("disposisi", "Perlu didisposisikan", "Pilih unit yang menindaklanjuti.", frozenset({states.VERIFIED})),
    ("ditangani", "Sedang ditangani", "Urut jatuh tempo.", frozenset({states.FORWARDED, states.IN_PROGRESS})),
    (
        "melengkapi",
        "Menunggu pelapor melengkapi",
        "Jam berhenti sampai pelapor menjawab.",
        frozenset({states.NEEDS_COMPLETION}),
    ),
    (
        "dijawab",
        "Dijawab, menunggu tanggapan pelapor",
        "Selesai bila pelapor setuju, atau diam sampai tanggalnya.",
        frozenset({states.ANSWERED}),
    ),
)
LATE, GUARDED = "terlambat", "pengawasan"
PLACES = {state: place for place, group in enumerate(GROUPS) for state in group[3]}


@dataclass(frozen=True)
class Filters:
    """What the officer chose to see. Empty values do not narrow."""

    group: str = ""
    scope: str = HELD
    complaint_class: str = ""
    channel: str = ""
    unit: int | None = None


@dataclass(frozen=True)
class Promise:
    """The limit that binds the office next: so long in days, so many of them begun."""

    amount: int
    unit: str
    used: int
    paused: bool

    @property
    def words(self) -> str:
        return f"hari ke-{self.used} dari {self.amount}" if self.used else f"{self.amount} hari"


@dataclass(frozen=True)
class Row:
    """A case as the desk shows it."""

    case: Complaint
    who: str
    promise: Promise | None
    due: datetime | None
    late: bool
    days_late: int


@dataclass(frozen=True)
class Group:
    """Rows of this page under one heading, and how many there are altogether."""

    key: str
    title: str
    note: str
    count: int
    rows: Sequence[Row]

    @property
    def late(self) -> bool:
        return any(row.late for row in self.rows)


@dataclass(frozen=True)
class Desk:
    """A page of the desk in its groups, and the counts that stand on the filters."""

    page: Page[Any]
    groups: Sequence[Group]
    counts: Mapping[str, int]
    units: Sequence[tuple[int, str]]


def desk(officer: Officer, filters: Filters, now: datetime, page: str = "1") -> Desk:
    """Open cases of the officer's units: contested, to verify, to forward, in hand, waiting, answered; by due date."""
    everything = _scope(officer, filters.scope).open()
    rows = _filtered(everything, filters, now)
    order = Case(*(When(state=state, then=Value(place)) for state, place in PLACES.items()), default=Value(9))
    due = Case(When(state=states.ANSWERED, then=F("closes_at")), default=F("next_due_at"))
    # keys first, from the desk's index alone; then only the rows of this page
    in_order = rows.annotate(place=order, until=due).order_by("place", F("until").asc(nulls_last=True), "pk")
    paged: Page[Any] = Paginator(in_order.values_list("pk", flat=True), PAGE_SIZE).get_page(page)
    keys = list(paged.object_list)
    shown = [row_of(case, now) for case in load(keys)]
    paged.object_list = shown
    counts = _counts(everything, now)
    acts = not access.ACTS.isdisjoint(officer.roles)  # an auditor reads, and is told to do nothing
    groups = [
        Group(key, title, note if acts else "", counts[key], [row for row in shown if row.case.state in members])
        for key, title, note, members in GROUPS
    ]
    return Desk(paged, [group for group in groups if group.rows], counts, _units(everything))


def load(keys: Sequence[int]) -> list[Complaint]:
    """These cases in this order, with what a row shows; two queries."""
    whole = Complaint.objects.select_related("organisation", "category", "service").prefetch_related("pauses")
    found = whole.in_bulk(keys)
    return [found[pk] for pk in keys]


def row_of(case: Complaint, now: datetime) -> Row:
    """The case with its promise; pauses and organisation are loaded."""
    due = case.closes_at if case.state == states.ANSWERED else (case.next_due_at or case.due_at)
    late = case.state in states.UNANSWERED and due is not None and due < now
    zone = case.organisation.zone
    days = (now.astimezone(zone).date() - due.astimezone(zone).date()).days if late and due else 0
    return Row(case, who(case), promise_of(case, now), due, late, days)


def who(case: Complaint) -> str:
    """The reporter in a list: masked, or that the name is not known."""
    if case.anonymous:
        return "Anonim"
    return mask_name(case.name) if case.name else "Tanpa nama"


def promise_of(case: Complaint, now: datetime) -> Promise | None:
    """The limit that counts now: the verification's for a new case, the whole case's afterwards; None without one."""
    counted = case.due_explanation
    if case.state == states.RECEIVED:
        counted = case.verify_explanation or counted
    elif case.round > 1 and case.state in states.WORKING:  # contested: its own clock runs
        counted = case.follow_up_explanation
    if not counted or counted["unit"] not in DAYS:
        return None
    pause = next((one for one in case.pauses.all() if one.until is None), None)
    stands = case.answered_at if case.state == states.ANSWERED else pause.since if pause else None
    today = (stands or now).astimezone(case.organisation.zone).date().isoformat()
    used = sum(1 for day in counted["counted"] if str(day) <= today)
    return Promise(counted["amount"], counted["unit"], used, paused=stands is not None)


def of_nik(officer: Officer, nik_hash: str) -> list[Complaint]:
    """The officer's cases of the person with this NIK (its keyed hash), newest first; two queries."""
    rows = access.visible_to(officer).select_related("organisation", "category", "service").prefetch_related("pauses")
    return list(rows.filter(nik_hash=nik_hash).order_by("-received_at")[:SEARCH_LIMIT])


def reads_only(officer: Officer) -> bool:
    """Whether the officer may look at cases but do nothing: an auditor."""
    return officer.roles.isdisjoint(access.ACTS) and Role.AUDITOR in officer.roles


def _scope(officer: Officer, scope: str) -> ComplaintQuerySet:
    return access.coordinated_by(officer) if scope == COORDINATED else access.held_by(officer)


def _filtered(rows: ComplaintQuerySet, filters: Filters, now: datetime) -> ComplaintQuerySet:
    members = next((group[3] for group in GROUPS if group[0] == filters.group), None)
    if members is not None:
        rows = rows.filter(state__in=sorted(members))
    if filters.group == LATE:
        rows = rows.filter(late(now))
    if filters.group == GUARDED or filters.complaint_class == "oversight":
        rows = rows.guarded()
    elif filters.complaint_class:
        rows = rows.filter(complaint_class=filters.complaint_class)
    if filters.channel in rules.CHANNELS:
        rows = rows.filter(channel=filters.channel)
    return rows.filter(organisation=filters.unit) if filters.unit else rows


def late(now: datetime) -> Q:
    """What the office owed before `now`."""
    return Q(state__in=sorted(states.UNANSWERED), next_due_at__lt=now)


def _counts(rows: ComplaintQuerySet, now: datetime) -> Mapping[str, int]:
    groups = {key: Count("pk", filter=Q(state__in=sorted(members))) for key, _, _, members in GROUPS}
    return rows.aggregate(all=Count("pk"), terlambat=Count("pk", filter=late(now)), **groups)


def _units(rows: ComplaintQuerySet) -> list[tuple[int, str]]:
    """The units that hold these cases, by name; one query."""
    found = rows.order_by("organisation__name").values_list("organisation_id", "organisation__name").distinct()
    return list(found[:UNITS_AT_MOST])


def to_moderate(officer: Officer, *, shown: bool, page: str) -> Page[Complaint]:
    """Cases received by the officer's units that may be published and are not yet, or with `shown` those that are.

    Two queries.
    """
    rows = access.coordinated_by(officer).select_related("organisation", "category")
    if shown:
        rows = rows.published().order_by("-published_at", "-pk")
    else:
        listed = Q(category__isnull=True) | Q(category__listed=True)
        waiting = rows.filter(listed, publication=Publication.PENDING, secret_content=False, verified_at__isnull=False)
        rows = waiting.exclude(complaint_class=rules.OVERSIGHT).exclude(state=states.REJECTED)
        rows = rows.order_by("verified_at", "pk")
    return Paginator(rows, PAGE_SIZE).get_page(page)


def to_hand_over(officer: Officer, *, everything: bool, page: str) -> Page[Complaint]:
    """Cases received by the officer's units, newest first; without `everything` those without a tracking number."""
    rows = access.coordinated_by(officer).select_related("organisation", "category").order_by("-received_at", "-pk")
    return Paginator(rows if everything else rows.filter(external_number=""), PAGE_SIZE).get_page(page)
