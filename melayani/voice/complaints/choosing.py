"""What an officer may choose from on the forms of a case: units of the tree, categories, services, texts, answers."""

from __future__ import annotations

from datetime import date

from melayani.delivery.catalogue.models import Service
from melayani.foundation.numbers.rules import read_number
from melayani.foundation.organisations.models import Organisation, at_or_below
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people import Officer
from melayani.voice.complaints import access, states
from melayani.voice.complaints.models import Category, Complaint, Entry, ReplyTemplate

UNITS_AT_MOST, SERVICES_AT_MOST, TEXTS_AT_MOST = 400, 200, 100
Choices = list[tuple[str, str]]
NONE = ("", "Tidak disebut")
GOVERNMENTS = frozenset({"city", "regency", "province", "ministry"})


def units_to(officer: Officer, row: Complaint, day: date, name: str = "") -> list[Organisation]:
    """Units that `officer` may give the case to, narrowed by a part of the `name`; two queries.

    Where the case was received: every unit of that government. Elsewhere: the units below the one that holds it.
    """
    top = row.organisation
    if access.may_at(officer, states.FORWARD, row.coordinator):
        line = ancestors_and_self(row.coordinator)
        top = next((one for one in reversed(line) if one.kind in GOVERNMENTS), row.coordinator)
    rows = Organisation.objects.at_or_below([top.path]).open_on(day).exclude(pk=row.organisation_id)
    if name:
        rows = rows.filter(name__icontains=name[:80])
    return [one for one in rows[:UNITS_AT_MOST] if access.may_hold(row, one)]


def unit_choices(officer: Officer, row: Complaint, day: date, name: str = "") -> Choices:
    """`units_to` for a list, each below its parent by a dash per level."""
    found = units_to(officer, row, day, name)
    top = min((one.depth for one in found), default=0)
    return [("", "Pilih unit"), *((str(one.pk), f"{'– ' * (one.depth - top)}{one.name}") for one in found)]


def unit(pk: str) -> Organisation | None:
    return Organisation.objects.filter(pk=int(pk)).first() if pk.isdigit() and len(pk) < 10 else None


def about_choices(row: Complaint) -> Choices:
    """The organisations that a case may be about: those below the one that received it, and the one it names."""
    found = [*Organisation.objects.at_or_below([row.coordinator.path])[:UNITS_AT_MOST]]
    if row.about and row.about not in found:
        found.insert(0, row.about)
    return [NONE, *((str(one.pk), one.name) for one in found)]


def category_choices(row: Complaint) -> Choices:
    """Categories that are offered where the case was received, and the one it has."""
    found = list(Category.objects.offered_at(paths_of(row.coordinator)).order_by("position", "name")[:SERVICES_AT_MOST])
    if row.category and row.category not in found:
        found.append(row.category)
    return [NONE, *((str(one.pk), one.name) for one in found)]


def category(pk: str) -> Category | None:
    return Category.objects.filter(pk=int(pk)).first() if pk.isdigit() and len(pk) < 10 else None


def service_choices(row: Complaint) -> Choices:
    """Services of the units below the organisation that received the case, and the one it names."""
    rows = Service.objects.filter(at_or_below([row.coordinator.path], "agency__"), is_offered=True)
    found = list(rows.select_related("agency").order_by("title", "agency__name")[:SERVICES_AT_MOST])
    if row.service and row.service not in found:
        found.append(row.service)
    return [NONE, *((str(one.pk), f"{one.title} ({one.agency})") for one in found)]


def service(pk: str) -> Service | None:
    rows = Service.objects.select_related("agency")
    return rows.filter(pk=int(pk)).first() if pk.isdigit() and len(pk) < 10 else None


def answer_choices(row: Complaint) -> Choices:
    """The answers that stand, newest first: one that was corrected is corrected through its correction."""
    rows = row.entries.answers().filter(corrections__isnull=True).order_by("-at", "-pk")
    return [(str(one.pk), f"{one.get_kind_display()} {one.at:%d-%m-%Y}: {one.text[:60]}") for one in rows[:20]]


def answer(row: Complaint, pk: str) -> Entry | None:
    return row.entries.answers().filter(pk=int(pk)).first() if pk.isdigit() and len(pk) < 16 else None


def texts_for(row: Complaint, action: str) -> list[ReplyTemplate]:
    """The reply texts in use at the unit that holds the case or above it, for this verb and category; one query."""
    paths = paths_of(row.organisation)
    rows = ReplyTemplate.objects.filter(organisation__path__in=paths, active=True, for_action__in=["", action])
    found = list(rows.order_by("title")[:TEXTS_AT_MOST])
    return [one for one in found if one.category_id in (None, row.category_id)]


def master_for(officer: Officer, typed: str) -> Complaint | None:
    """The case of the officer's units with this number, however it is spelt; None for any other."""
    number = read_number(typed)
    return access.visible_to(officer).filter(number=number).first() if number else None


def units_of(officer: Officer) -> Choices:
    """The units of the officer's government, by the tree: what a report that is written down may be about."""
    tops = set()
    for own in officer.organisations:
        line = ancestors_and_self(own)
        tops.add(next((one.path for one in reversed(line) if one.kind in GOVERNMENTS), own.path))
    rows = Organisation.objects.at_or_below(sorted(tops))[:UNITS_AT_MOST]
    return [NONE, *((str(one.pk), one.name) for one in rows)]


def categories_at(place: Organisation) -> Choices:
    """The categories offered at an organisation."""
    rows = Category.objects.offered_at(paths_of(place)).order_by("position", "name")
    return [NONE, *((str(one.pk), one.name) for one in rows[:SERVICES_AT_MOST])]


def services_at(place: Organisation) -> Choices:
    """The services of an organisation and of the units below it."""
    rows = Service.objects.filter(at_or_below([place.path], "agency__"), is_offered=True)
    return [NONE, *((str(one.pk), one.title) for one in rows.order_by("title")[:SERVICES_AT_MOST])]


def paths_of(place: Organisation) -> list[str]:
    """The tree paths of an organisation and of all above it."""
    return [place.path[:end] for end in range(place.steplen, len(place.path) + 1, place.steplen)]
