"""Changes of the tree, one at a time under a lock, because treebeard rewrites paths of neighbours."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations import access
from melayani.foundation.organisations.models import Installation, Organisation

TREE_LOCK = 7203201
PLACE = frozenset({"id", "pk", "path", "depth", "numchild"})


class Refused(Exception):
    """The actor may not change this part of the tree, or the change makes no sense; the text says which."""


def create_organisation(
    *, actor: Actor, kind: str, name: str, parent: Organisation | None, now: datetime, slug: str = "", **details: Any
) -> Organisation:
    """Add an organisation below `parent` (None: the root); `details` are fields of Organisation.

    Raises Refused when `actor` may not change the tree below `parent`.
    """
    _demand(access.may_change_tree(actor, parent))
    with transaction.atomic():
        _lock_tree()
        fields = {"kind": kind, "name": name, "slug": slug or free_slug(name), **details}
        if parent is None:
            created: Organisation = Organisation.objects.add_root(fields)
        else:
            created = Organisation.objects.add_child(Organisation.objects.get(pk=parent.pk), fields)
        record("organisation.created", actor=actor, subject=reference_of(created), organisation=created, now=now)
    return created


def change_organisation(*, actor: Actor, organisation: Organisation, now: datetime, **details: Any) -> Organisation:
    """Set fields other than the place in the tree; raises Refused without the right to do so, or for a bad value."""
    _demand(access.may_change_tree(actor, organisation))
    if details.keys() & PLACE:
        raise Refused(_("Letak dalam susunan instansi hanya berubah lewat pemindahan."))
    return record_details(organisation=organisation, details=details, actor=actor, now=now)


def close_organisation(*, actor: Actor, organisation: Organisation, on: date, now: datetime) -> Organisation:
    """Give the organisation its last day; raises Refused without the right to do so."""
    return change_organisation(actor=actor, organisation=organisation, now=now, closed_on=on)


def move_organisation(*, actor: Actor, organisation: Organisation, parent: Organisation, now: datetime) -> Organisation:
    """Hang a subtree below another parent; raises Refused when that would make a loop or the actor may not."""
    _demand(access.may_change_tree(actor, organisation) and access.may_change_tree(actor, parent))
    with transaction.atomic():
        _lock_tree()
        row, below = (Organisation.objects.get(pk=pk) for pk in (organisation.pk, parent.pk))
        if below.path.startswith(row.path):
            raise Refused(_("Instansi tidak dapat berada di bawah dirinya sendiri."))
        Organisation.objects.move(row, below, "last-child")
        row.refresh_from_db()
        record(
            "organisation.moved",
            actor=actor,
            subject=reference_of(row),
            organisation=row,
            data={"parent": below.slug},
            now=now,
        )
    return row


def mark_installation(*, demonstration: bool, now: datetime) -> Installation:
    """Say once what kind of database this is; an existing mark stays."""
    row, _made = Installation.objects.get_or_create(id=1, defaults={"demonstration": demonstration, "created_at": now})
    return row


def free_slug(name: str) -> str:
    """A slug made of `name` that no organisation has yet."""
    base = slugify(name)[:70] or "unit"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = [base, *(f"{base}-{count}" for count in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)


def record_details(*, organisation: Organisation, details: dict[str, Any], actor: Actor, now: datetime) -> Organisation:
    """Save `details` of the organisation and record which fields changed; raises Refused for a bad value."""
    with transaction.atomic():
        row = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        changed = sorted(name for name, value in details.items() if getattr(row, name) != value)
        for name, value in details.items():
            setattr(row, name, value)
        _demand_valid(row, details)
        row.save(update_fields=sorted(details))
        record(
            "organisation.changed",
            actor=actor,
            subject=reference_of(row),
            organisation=row,
            data={"fields": changed},
            now=now,
        )
    return row


def reference_of(organisation: Organisation) -> Reference:
    """How events name an organisation."""
    return Reference(kind="organisation", number=organisation.slug)


def _demand(allowed: bool) -> None:
    if not allowed:
        raise Refused(_("Anda tidak berwenang mengubah bagian ini dari susunan instansi."))


def _demand_valid(row: Organisation, details: dict[str, Any]) -> None:
    """Check what was set; an emptied field is fine where the database allows it, and untouched ones are left alone."""
    given = {name for name, value in details.items() if value not in (None, "", [])}
    untouched = {field.name for field in row._meta.fields} - given
    try:
        row.clean_fields(exclude=untouched)
        row.validate_unique(exclude=untouched)
        row.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def _lock_tree() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])
