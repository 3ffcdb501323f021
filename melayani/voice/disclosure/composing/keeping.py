"""What the information officer keeps: entries of the list, exclusions, limits, registers, yearly reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator

from melayani.foundation.audit.queries import Line, history
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer, Role
from melayani.voice.disclosure import access, clock, queries, registers
from melayani.voice.disclosure.actions.excluding import reference_of as exclusion_reference
from melayani.voice.disclosure.actions.informing import reference_of as entry_reference
from melayani.voice.disclosure.models import (
    AnnualReport,
    ConsequenceTest,
    EntryState,
    Exclusion,
    ExclusionState,
    Information,
    InformationFile,
    InformationObjection,
    InformationRequest,
    LocalLimit,
)
from melayani.voice.disclosure.rules import law
from melayani.voice.disclosure.states import entries, exclusions

PAGE_SIZE, REGISTER_PAGE, AT_MOST = 50, 30, 200
KEEPERS = (Role.INFORMATION, Role.HEAD, Role.AUDITOR)


# --- the public list --------------------------------------------------------------------------------------------------
def entries_page(officer: Officer, *, q: str, state: str, page: str) -> Page[Information]:
    """Entries of the officer's bodies, drafts and withdrawn ones too, newest first."""
    rows = queries.found_entries(q, access.entries_of(officer)) if q else access.entries_of(officer)
    if state in EntryState.values:
        rows = rows.filter(state=state)
    return Paginator(rows.order_by("-updated_at", "-pk"), PAGE_SIZE).get_page(page)


@dataclass(frozen=True)
class EntryPage:
    """One entry with what may be done with it."""

    entry: Information
    files: list[InformationFile]
    lines: list[Line]
    may_change: bool
    may_publish: bool
    may_withdraw: bool


def entry_page(officer: Officer, pk: int) -> EntryPage:
    """An entry of the officer's bodies; raises Http404."""
    entry = access.get_entry_for_officer(officer, pk)

    def can(action: str) -> bool:
        return entries.next_state(entry.state, action) is not None and access.may(officer, action, entry.organisation)

    return EntryPage(
        entry=entry,
        files=list(entry.files.select_related("attachment")[:AT_MOST]),
        lines=history(entry_reference(entry)),
        may_change=can(entries.CHANGE),
        may_publish=can(entries.PUBLISH),
        may_withdraw=can(entries.WITHDRAW),
    )


def exclusions_in_force(organisation: Organisation, now: datetime) -> list[tuple[str, str]]:
    """Exclusions that an exempt entry of this office can name, for a select."""
    day = now.astimezone(organisation.zone).date()
    rows = Exclusion.objects.in_force(day).filter(organisation=organisation).order_by("-decided_at", "pk")
    return [(str(one.pk), one.content[:100]) for one in rows[:AT_MOST]]


def exclusion_in_force(organisation: Organisation, chosen: str, now: datetime) -> Exclusion | None:
    """The exclusion that was chosen, when it is one of the choices."""
    if chosen not in dict(exclusions_in_force(organisation, now)):
        return None
    return Exclusion.objects.select_related("organisation").filter(pk=int(chosen)).first()


# --- exclusions -------------------------------------------------------------------------------------------------------
def exclusions_page(officer: Officer, *, state: str, page: str) -> Page[Exclusion]:
    """Exclusions of the officer's bodies, newest first."""
    rows = Exclusion.objects.within(officer.reach(*access.READERS)).select_related("organisation")
    if state in ExclusionState.values:
        rows = rows.filter(state=state)
    return Paginator(rows.order_by("-created_at", "-pk"), PAGE_SIZE).get_page(page)


@dataclass(frozen=True)
class ExclusionPage:
    """One exclusion with its tests and what may be done with it."""

    row: Exclusion
    ground: str
    tests: list[ConsequenceTest]
    lines: list[Line]
    may_test: bool
    may_decide: bool
    may_drop: bool
    may_end: bool


def exclusion_page(officer: Officer, pk: int) -> ExclusionPage:
    """An exclusion of the officer's bodies; raises Http404."""
    row = access.get_exclusion_for_officer(officer, pk)

    def can(action: str) -> bool:
        return exclusions.next_state(row.state, action) is not None and access.may(officer, action, row.organisation)

    return ExclusionPage(
        row=row,
        ground=law.refusal_grounds()[row.ground].words,
        tests=list(row.tests.select_related("recorded_by", "request").order_by("-recorded_at")[:AT_MOST]),
        lines=history(exclusion_reference(row)),
        may_test=can(exclusions.TEST),
        may_decide=can(exclusions.DECIDE),
        may_drop=can(exclusions.DROP),
        may_end=can(exclusions.END),
    )


# --- registers --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class RegisterPage:
    """A page of a register: the columns of the law's form, and each line with its case."""

    columns: tuple[str, ...]
    lines: list[tuple[str, list[tuple[str, str]]]]  # the case's number, each column with its cell
    page: Page[Any]


def register_page(desk: Organisation, *, book: str, year: int, page: str, reader: Officer) -> RegisterPage:
    """A page of the register of requests, or of objections; the same cells as in the files."""
    found: Page[Any]
    columns: tuple[str, ...]
    if book == "keberatan":
        lodged = InformationObjection.objects.registered_in(desk, year)
        lodged = lodged.select_related("desk", "request__organisation", "request__desk")
        found = Paginator(lodged, REGISTER_PAGE).get_page(page)
        cells = registers.objection_rows(found.object_list, reader=reader)
        columns = registers.OBJECTION_COLUMNS
    else:
        rows = InformationRequest.objects.registered_in(desk, year).select_related("organisation", "desk")
        found = Paginator(rows, REGISTER_PAGE).get_page(page)
        cells = registers.request_rows(found.object_list, reader=reader)
        columns = registers.REQUEST_COLUMNS
    numbers = [row.number for row in found.object_list]
    labelled = [list(zip(columns, line, strict=True)) for line in cells]
    return RegisterPage(columns, list(zip(numbers, labelled, strict=True)), found)


def years_of(desk: Organisation, now: datetime) -> list[int]:
    """The years that a desk's registers have, and this one; newest first."""
    rows = InformationRequest.objects.filter(desk=desk).order_by().values_list("register_year", flat=True)
    return sorted({*rows.distinct(), now.astimezone(desk.zone).year}, reverse=True)


# --- reports and limits -----------------------------------------------------------------------------------------------
def reports_of(desk: Organisation, now: datetime) -> list[tuple[int, AnnualReport | None]]:
    """Each year of the desk with its report, written or not."""
    written = {row.year: row for row in AnnualReport.objects.filter(organisation=desk).select_related("document")[:50]}
    years = sorted({*years_of(desk, now), *written}, reverse=True)
    return [(year, written.get(year)) for year in years]


@dataclass(frozen=True)
class LimitLine:
    """A stage with the law's limit and what the office promises."""

    stage: law.Stage
    holds: int
    own: list[LocalLimit]


def limits_of(desk: Organisation, now: datetime) -> list[LimitLine]:
    """Every stage with its limit; the office's own promises, newest first."""
    day: date = now.astimezone(desk.zone).date()
    own = list(LocalLimit.objects.filter(organisation=desk).order_by("-valid_from", "-pk")[:AT_MOST])
    return [
        LimitLine(stage, clock.days_for(key, desk, day), [row for row in own if row.stage == key])
        for key, stage in law.stages(day).items()
    ]
