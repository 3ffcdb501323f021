"""Who sees which consultation and who may do what there. A stranger's consultation does not exist: 404."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from melayani.delivery.catalogue.models import Service
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit import Actor, keyed_hash
from melayani.foundation.organisations.models import Organisation, OrganisationQuerySet
from melayani.foundation.people import SEES_PERSONAL_DATA, Officer, Role
from melayani.voice.consultations.models import (
    Attendance,
    Commitment,
    Consultation,
    ConsultationQuerySet,
    Contribution,
    Follower,
    Invitation,
    Material,
    Progress,
    Proposal,
    Record,
    Topic,
    token_hash,
)
from melayani.voice.consultations.rules import NotAllowed, attending, recording

Row = TypeVar("Row")

DECIDERS = frozenset({Role.HEAD, Role.BUREAU})  # plan, announce, sign, publish, cancel
WORKERS = DECIDERS | {Role.LIAISON, Role.PROCESSOR}  # invite, note who came, type and judge what was said, progress
ANSWERABLE = DECIDERS | {Role.LIAISON}  # whose general desk shows promises that are late or due soon
READERS = WORKERS | {Role.AUDITOR, Role.MINISTRY}
NAMES = READERS & SEES_PERSONAL_DATA  # others read totals and masked names


def visible_to(officer: Officer) -> ConsultationQuerySet:
    """The consultations of the officer's organisations and everything below."""
    return Consultation.objects.within(officer.reach(*READERS)).select_related("organisation")


def get_for_officer(officer: Officer, number: str) -> Consultation:
    """The consultation with its organisation; raises Http404 when it is not the officer's."""
    return _or_404(visible_to(officer).filter(number=number).first())


def get_to_work_on(officer: Officer, number: str, *, deciding: bool = False) -> Consultation:
    """The consultation when the officer works on it (`deciding`: decides about it); raises Http404 for others."""
    found = get_for_officer(officer, number)
    if not may_decide(officer, found.organisation) if deciding else not may_work(officer, found.organisation):
        raise Http404
    return found


def public() -> ConsultationQuerySet:
    """Announced consultations; everybody may read them."""
    return Consultation.objects.public().select_related("organisation")


def get_public(number: str) -> Consultation:
    """An announced consultation; raises Http404."""
    return _or_404(public().filter(number=number).first())


def find_invitation(token: str) -> Invitation:
    """The invitation behind a link; raises Http404. The token (192 random bits) is the permission."""
    rows = Invitation.objects.filter(token_hash=token_hash(token)).exclude(state="prepared")
    return _or_404(rows.select_related("consultation__organisation", "contact").first())


def find_contribution(token: str) -> Contribution:
    """The contribution behind its author's link; raises Http404. The token (192 random bits) is the permission."""
    rows = Contribution.objects.filter(token_hash=token_hash(token))
    return _or_404(rows.select_related("consultation__organisation", "topic").first())


def find_follower(token: str) -> Follower | None:
    """Who follows by this link; None when the person has left already."""
    rows = Follower.objects.filter(token_hash=token_hash(token))
    return rows.select_related("consultation__organisation").first()


def opens_attendance(row: Consultation, code: str, now: datetime, *, sending: bool = False) -> bool:
    """Whether the printed code or the changing one opens the attendance form of `row`."""
    if not row.takes_attendance(now):
        return False
    steps = attending.STEPS_TO_SEND if sending else attending.STEPS_TO_OPEN
    printed = hmac.compare_digest(row.code.encode(), code.encode())
    return printed or attending.is_current(code, now, make=lambda step: changing_code(row, step), steps=steps)


def changing_code(row: Consultation, step: int) -> str:
    """The code that is shown in one step of five minutes."""
    return keyed_hash(f"{row.number}:{step}", purpose="consultations.attendance")[:24]


def invitations_of(row: Consultation) -> QuerySet[Invitation]:
    return Invitation.objects.filter(consultation=row).select_related("contact").order_by("kind", "pk")


def attendances_of(row: Consultation) -> QuerySet[Attendance]:
    return Attendance.objects.filter(consultation=row).order_by("-at", "-pk")


def contributions_of(row: Consultation) -> QuerySet[Contribution]:
    return Contribution.objects.filter(consultation=row).select_related("topic").order_by("entry")


def topics_of(row: Consultation) -> QuerySet[Topic]:
    return Topic.objects.filter(consultation=row).order_by("pk")


def proposals_of(row: Consultation) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(consultation=row).prefetch_related("contributions", "commitments")
    return rows.order_by("entry")


def commitments_of(row: Consultation) -> QuerySet[Commitment]:
    rows = Commitment.objects.filter(consultation=row).select_related("proposal").prefetch_related("steps__attachment")
    return rows.order_by("due", "pk")


def materials_of(row: Consultation) -> QuerySet[Material]:
    return Material.objects.filter(consultation=row).select_related("attachment").order_by("pk")


def record_of(row: Consultation) -> Record | None:
    """The minutes, signed or still written; None while nobody wrote any."""
    rows = Record.objects.filter(consultation=row).select_related("document__attachment", "scan")
    return rows.first()


def is_said(row: Consultation, once: str) -> bool:
    """Whether the form with this key was taken already."""
    return Contribution.objects.filter(consultation=row, once=once[:64]).exists()


def evidence_of(row: Consultation, file: UUID) -> Attachment:
    """A file of a step of a commitment; raises Http404."""
    rows = Progress.objects.filter(commitment__consultation=row, attachment=file).select_related("attachment")
    step = _or_404(rows.first())
    if step.attachment is None:
        raise Http404
    return step.attachment


def get_invitation(row: Consultation, pk: int) -> Invitation:
    return _or_404(invitations_of(row).filter(pk=pk).first())


def get_contribution(row: Consultation, pk: int) -> Contribution:
    return _or_404(contributions_of(row).filter(pk=pk).first())


def get_attendance(row: Consultation, pk: int) -> Attendance:
    return _or_404(attendances_of(row).filter(pk=pk).first())


def get_proposal(row: Consultation, pk: int) -> Proposal:
    return _or_404(Proposal.objects.filter(consultation=row, pk=pk).first())


def get_commitment(row: Consultation, pk: int) -> Commitment:
    return _or_404(Commitment.objects.filter(consultation=row, pk=pk).first())


def find_commitment(officer: Officer, typed: str) -> Commitment | None:
    """The promise whose number was typed (FKP-…/2), when the officer may read it. One query, none for other words."""
    named = recording.read_commitment_number(typed)
    if named is None:
        return None
    rows = Commitment.objects.filter(consultation__in=visible_to(officer), consultation__number=named[0])
    return rows.select_related("consultation").filter(entry=named[1]).first()


def get_topic(row: Consultation, pk: int) -> Topic:
    return _or_404(Topic.objects.filter(consultation=row, pk=pk).first())


def get_material(row: Consultation, file: UUID, *, public_only: bool) -> Material:
    """A file of the consultation; raises Http404, for the public also for what stays inside."""
    rows = Material.objects.filter(consultation=row, attachment=file).select_related("attachment")
    return _or_404((rows.filter(is_public=True) if public_only else rows).first())


def places_of(officer: Officer) -> OrganisationQuerySet:
    """Where the officer may hold consultations: the organisations of the deciding roles and everything below."""
    return Organisation.objects.at_or_below(officer.reach(*DECIDERS))


def get_place(officer: Officer, slug: str) -> Organisation:
    """The organisation of that slug at which the officer may hold one; raises Http404."""
    return _or_404(places_of(officer).filter(slug=slug).first())


def places_read_by(officer: Officer) -> OrganisationQuerySet:
    """The organisations whose consultations the officer reads."""
    return Organisation.objects.at_or_below(officer.reach(*READERS))


def services_below(organisation: Organisation, most: int = 200) -> list[Service]:
    """Services of the organisation and everything below, by title: what a consultation there can be about."""
    return list(Service.objects.of_agencies([organisation.path]).order_by("title", "pk")[:most])


def service_below(organisation: Organisation, slug: str) -> Service | None:
    """One of these services, with a standard in force or still a draft; None when it is not there."""
    return Service.objects.of_agencies([organisation.path]).filter(slug=slug).first()


def may_decide(actor: Actor, organisation: Organisation) -> bool:
    """The head of the unit and the organisation bureau above it."""
    return any(actor.holds(role, organisation) for role in DECIDERS)


def may_work(actor: Actor, organisation: Organisation) -> bool:
    return any(actor.holds(role, organisation) for role in WORKERS)


def may_read_names(actor: Actor, organisation: Organisation) -> bool:
    """Names of guests and speakers: those whose duty includes personal data, so who has a second factor."""
    return any(actor.holds(role, organisation) for role in NAMES)


def demand_work(actor: Actor, row: Consultation) -> None:
    """Raise NotAllowed unless the actor works on the consultation."""
    if not may_work(actor, row.organisation):
        raise NotAllowed("Anda tidak berwenang mengisi konsultasi ini.")


def demand_decide(actor: Actor, organisation: Organisation) -> None:
    """Raise NotAllowed unless the actor decides about consultations of the organisation."""
    if not may_decide(actor, organisation):
        raise NotAllowed("Hanya kepala unit atau biro organisasi yang dapat melakukannya.")


def _or_404(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
