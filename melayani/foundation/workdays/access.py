"""Who changes an office's calendar: its head and its administrators. Everybody may read it: hours are public."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.http import Http404

from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Organisation, OrganisationQuerySet
from melayani.foundation.people import Officer, Role
from melayani.foundation.workdays.models import Closure, Holiday, Restriction

Row = TypeVar("Row", Holiday, Closure, Restriction)
KEEPERS = (Role.HEAD, Role.ADMINISTRATOR)


def may_change(actor: Actor, organisation: Organisation) -> bool:
    """Heads and administrators of the organisation or above it, and the platform itself (imports, commands)."""
    return actor.kind == "system" or any(actor.holds(role, organisation) for role in KEEPERS)


def visible_to(officer: Officer, day: date) -> OrganisationQuerySet:
    """The organisations whose calendar the officer keeps and that are open on `day`."""
    return Organisation.objects.at_or_below(officer.reach(*KEEPERS)).open_on(day)


def get_for_officer(officer: Officer, slug: str) -> Organisation:
    """The organisation with this slug; Http404 when there is none or the officer does not keep its calendar."""
    organisation = Organisation.objects.at_or_below(officer.reach(*KEEPERS)).filter(slug=slug).first()
    if organisation is None:
        raise Http404
    return organisation


def holiday_of(organisation: Organisation, pk: int) -> Holiday:
    """The organisation's own local holiday; Http404 for any other row."""
    return _or_404(Holiday.objects.filter(organisation=organisation, pk=pk).first())


def closure_of(organisation: Organisation, pk: int) -> Closure:
    """The organisation's own closure; Http404 for any other row."""
    return _or_404(Closure.objects.filter(organisation=organisation, pk=pk).first())


def restriction_of(organisation: Organisation, pk: int) -> Restriction:
    """The organisation's own restriction; Http404 for any other row."""
    return _or_404(Restriction.objects.filter(organisation=organisation, pk=pk).first())


def _or_404(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
