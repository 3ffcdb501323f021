"""The origin of a clause in its standard, kept with the link of a commitment: one deed, both pages agree."""

from __future__ import annotations

from datetime import datetime

from melayani.delivery.catalogue import access as catalogue
from melayani.delivery.catalogue import actions as standards
from melayani.delivery.catalogue import states
from melayani.delivery.catalogue.models import ClauseOrigin, Standard
from melayani.foundation.audit import Actor
from melayani.voice.consultations.models import KIND, Commitment, Consultation

Clause = tuple[str, str, int | None]  # slug of the service, component, version


def version_named(slug: str, version: int | None) -> Standard | None:
    """The version of the service's standard, or without a number the one in force; None when there is none."""
    rows = Standard.objects.filter(service__slug=slug).select_related("service__agency")
    return (rows.in_force() if version is None else rows.filter(version=version)).order_by("-version").first()


def move_origin(
    commitment: Commitment, held: Consultation, *, before: Clause, actor: Actor, now: datetime
) -> ClauseOrigin | None:
    """Note the origin of the commitment's clause, withdraw that of the clause named `before` unless another needs it.

    None where the actor may not change the standard, or the version is out of force: its head or bureau notes it there.
    """
    _withdraw(held, before, actor, now)
    standard = _open_to(actor, (commitment.service_slug, commitment.component, commitment.version))
    if standard is None:
        return None
    cause = {"kind": KIND, "number": held.number, "words": commitment.action}
    return standards.note_origin(standard=standard, component=commitment.component, actor=actor, now=now, **cause)


def _withdraw(held: Consultation, before: Clause, actor: Actor, now: datetime) -> None:
    slug, component, version = before
    others = held.commitments.filter(service_slug=slug, component=component, version=version)
    standard = None if others.exists() else _open_to(actor, before)
    if standard is None:
        return
    rows = ClauseOrigin.objects.filter(standard=standard, component=component, kind=KIND, number=held.number)
    for pk in rows.values_list("pk", flat=True):
        standards.withdraw_origin(standard=standard, origin=pk, actor=actor, now=now)


def _open_to(actor: Actor, clause: Clause) -> Standard | None:
    """The version of the clause when it still counts and the actor may change it."""
    slug, _, version = clause
    if version is None:
        return None
    rows = Standard.objects.filter(service__slug=slug, version=version).exclude(state__in=sorted(states.FINAL))
    standard = rows.select_related("service__agency").first()
    ours = standard is not None and catalogue.may_change_standards(actor, standard.service.agency)
    return standard if ours else None
