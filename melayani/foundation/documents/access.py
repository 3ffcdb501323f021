"""Who issues, sees, replaces and revokes documents. Whether a document is genuine, everybody may ask."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from melayani.foundation.audit import Actor
from melayani.foundation.documents.models import Document, DocumentQuerySet
from melayani.foundation.numbers.rules import read_number
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.foundation.people.rules import Role

DECIDE = (Role.APPROVER, Role.HEAD)
ISSUE = (*DECIDE, Role.PROCESSOR)
SEE = (*ISSUE, Role.COUNTER)


def may_issue(actor: Actor, organisation: Organisation) -> bool:
    """Those who decide or work on cases of the unit; the platform itself, when an action of a case calls for it."""
    return actor.kind == "system" or any(actor.holds(role, organisation) for role in ISSUE)


def may_revoke(actor: Actor, document: Document) -> bool:
    """Those who decide for the unit, on a document that still stands; the same for a replacement.

    The platform itself, too, when an action of a case, which has asked its own right, calls for it.
    """
    decides = actor.kind == "system" or any(actor.holds(role, document.organisation) for role in DECIDE)
    return decides and document.state == "valid"


def visible_to(officer: Officer) -> DocumentQuerySet:
    return Document.objects.of_units(officer.reach(*SEE))


def get_for_officer(officer: Officer, number: str) -> Document:
    """The document with that number among those of the officer's units; 404 for any other."""
    rows = visible_to(officer).select_related("organisation", "attachment", "replaced_by", "issued_by")
    return get_object_or_404(rows, number=read_number(number) or "")
