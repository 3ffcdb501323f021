"""Who sees which request, objection and entry, and who may do what. A stranger's case does not exist: 404."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from melayani.foundation.audit import Actor
from melayani.foundation.numbers.rules import read_number, read_paper_code
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.foundation.people.rules import Role
from melayani.voice.disclosure import states
from melayani.voice.disclosure.models import (
    AnnualReport,
    Exclusion,
    ExclusionQuerySet,
    Information,
    InformationObjection,
    InformationQuerySet,
    InformationRequest,
    ObjectionQuerySet,
    RequestQuerySet,
    equality_hash,
)
from melayani.voice.disclosure.rules import NotAllowed
from melayani.voice.disclosure.states import entries, exclusions, objections

PPID = frozenset({Role.INFORMATION})
SUPERIOR = frozenset({Role.HEAD})
READERS = frozenset({Role.INFORMATION, Role.HEAD, Role.AUDITOR})
OWES = PPID | SUPERIOR  # for whom something waits; an auditor reads only
FRONT = frozenset({Role.INFORMATION, Role.COUNTER, Role.LIAISON})
FILE_ON_BEHALF, UNMASK, OBJECT_ON_BEHALF = "file", "unmask", "object"
SET_LIMIT, WRITE_REPORT, READ_REGISTER = "set_limit", "write_report", "read_register"
WRITE, SETTLE_LETTERS = "write", "settle_letters"
ADD_INFORMATION, PROPOSE_EXCLUSION = "add_information", "propose_exclusion"

ROLES: dict[str, frozenset[Role]] = {
    states.TAKE: PPID,
    states.EXTEND: PPID,
    states.DECIDE: PPID,
    states.RECORD_PAYMENT: PPID,
    states.DELIVER: PPID,
    states.CLOSE: PPID,
    states.CLOSE_CONVERTED: PPID,
    states.WITHDRAW: PPID,
    FILE_ON_BEHALF: FRONT,
    OBJECT_ON_BEHALF: FRONT,
    UNMASK: PPID,
    WRITE: FRONT,
    SETTLE_LETTERS: PPID,
    objections.ANSWER: SUPERIOR,  # at the desk or above it, and never the person who decided
    objections.RESPOND: PPID,
    objections.WITHDRAW: PPID,
    ADD_INFORMATION: PPID,
    entries.CHANGE: PPID,
    entries.PUBLISH: PPID,
    entries.WITHDRAW: PPID,
    PROPOSE_EXCLUSION: PPID,
    exclusions.TEST: PPID,
    exclusions.DECIDE: SUPERIOR,
    exclusions.DROP: PPID | SUPERIOR,
    exclusions.END: SUPERIOR,
    SET_LIMIT: PPID | SUPERIOR,
    WRITE_REPORT: PPID,
    READ_REGISTER: READERS,
}
CITIZENS_VERBS = frozenset({states.WITHDRAW, objections.RESPOND, objections.WITHDRAW, OBJECT_ON_BEHALF, WRITE})


# --- requests ---------------------------------------------------------------------------------------------------------
def visible_to(officer: Officer) -> RequestQuerySet:
    """The requests to the officer's bodies and everything below; who files at a counter sees the own filings."""
    return _requests(officer, READERS)


def owed_by(officer: Officer) -> RequestQuerySet:
    """The requests that wait for the officer: not what may only be read."""
    return _requests(officer, OWES)


def _requests(officer: Officer, roles: frozenset[Role]) -> RequestQuerySet:
    readers, front = officer.reach(*roles), officer.reach(*FRONT)
    units = Organisation.objects.at_or_below(readers).order_by().values("pk")
    served = Organisation.objects.at_or_below(front).order_by().values("pk")
    own = Q(filed_by_id=officer.person_id, organisation__in=served)
    return InformationRequest.objects.filter(Q(organisation__in=units) | own)


def get_for_officer(officer: Officer, number: str) -> InformationRequest:
    """The request with organisation, desk and contact loaded; raises Http404 when it is not the officer's."""
    rows = visible_to(officer).select_related("organisation", "desk", "contact", "assigned_to", "decided_by")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def get_for_citizen(number: str, secret: str) -> InformationRequest:
    """The request that `secret` opens; raises Http404 for any other secret or number."""
    rows = InformationRequest.objects.select_related("organisation", "desk", "contact")
    found = rows.filter(number=read_number(number) or "").first()
    if found is None or not opens(found, secret):
        raise Http404
    return found


def get_by_proof(number: str, proves: Callable[[int, str], bool]) -> InformationRequest | None:
    """The request of this number, or against which the objection of this number was lodged, when `proves` accepts its
    requester's contact (its id and the e-mail address
    of the case); None for any other.

    For doors at which no secret is shown: a letter proves by what it answers to that its sender was written to.
    """
    known = read_number(number) or ""
    rows = InformationRequest.objects.select_related("organisation", "desk", "contact", "assigned_to")
    if known.startswith("KBR"):
        rows = rows.filter(pk__in=InformationObjection.objects.filter(number=known).values("request"))
    else:
        rows = rows.filter(number=known)
    found = rows.first()
    return found if found and found.contact_id is not None and proves(found.contact_id, found.email) else None


def get_for_contact(number: str, contact_id: int) -> InformationRequest | None:
    """The request of this number when it is of this proven contact, else None."""
    rows = InformationRequest.objects.select_related("organisation", "desk", "contact")
    return rows.filter(number=number, contact=contact_id).first()


def opens(request: InformationRequest, secret: str) -> bool:
    """Whether `secret` is the secret of this request (compared in constant time)."""
    return bool(secret) and hmac.compare_digest(request.secret_hash, equality_hash(secret, field="secret"))


def find_by_paper_code(typed_number: str, typed_code: str) -> InformationRequest | None:
    """The request whose number and paper code were typed, or None. Throttle before calling: the code is short."""
    number, code = read_number(typed_number), read_paper_code(typed_code)
    if number is None or code is None:
        return None
    found = InformationRequest.objects.of_number(number).exclude(paper_code_hash="").first()
    wanted = equality_hash(code, field="paper_code")
    return found if found and hmac.compare_digest(found.paper_code_hash, wanted) else None


def may_see_identity(actor: Actor, request: InformationRequest) -> bool:
    """A secret identity is for the information officer alone; any other for whoever reads the request."""
    if not request.secret_identity:
        return any(actor.holds(role, request.organisation) for role in READERS | FRONT)
    return any(actor.holds(role, request.organisation) for role in PPID)


# --- objections -------------------------------------------------------------------------------------------------------
def visible_objections(officer: Officer) -> ObjectionQuerySet:
    """Objections against requests to the officer's bodies and everything below."""
    return InformationObjection.objects.within(officer.reach(*READERS))


def owed_objections(officer: Officer) -> ObjectionQuerySet:
    """Objections that wait for the officer's body: not what may only be read."""
    return InformationObjection.objects.within(officer.reach(*OWES))


def get_objection_for_officer(officer: Officer, number: str) -> InformationObjection:
    """The objection with its request loaded; raises Http404 when it is not the officer's."""
    rows = visible_objections(officer).select_related("desk", "request__organisation", "request__desk")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def get_objection_for_citizen(number: str, secret: str) -> InformationObjection:
    """The objection whose request `secret` opens; raises Http404 for any other."""
    rows = InformationObjection.objects.select_related("desk", "request__organisation", "request__desk")
    found = rows.filter(number=read_number(number) or "").first()
    if found is None or not opens(found.request, secret):
        raise Http404
    return found


def may_answer(actor: Actor, objection: InformationObjection) -> bool:
    """The superior: a head at the desk or above it, who neither handled nor decided the request."""
    request = objection.request
    involved = actor.person_id is not None and actor.person_id in (request.decided_by_id, request.assigned_to_id)
    return not involved and any(actor.holds(role, objection.desk) for role in SUPERIOR)


# --- the public list --------------------------------------------------------------------------------------------------
def public_entries() -> InformationQuerySet:
    """Published entries of the list; everybody may read them."""
    return Information.objects.published().select_related("organisation")


def get_public_entry(pk: int) -> Information:
    """A published entry with its organisation; raises Http404."""
    found = public_entries().select_related("exclusion").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def entries_of(officer: Officer) -> InformationQuerySet:
    """All entries of the officer's bodies, drafts and withdrawn ones too."""
    return Information.objects.within(officer.reach(*READERS)).select_related("organisation")


def get_entry_for_officer(officer: Officer, pk: int) -> Information:
    """An entry of the officer's bodies; raises Http404."""
    found = entries_of(officer).select_related("exclusion", "from_request").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def exclusions_of(officer: Officer) -> ExclusionQuerySet:
    """Exclusions of the officer's bodies in every state."""
    return Exclusion.objects.within(officer.reach(*READERS)).select_related("organisation")


def get_exclusion_for_officer(officer: Officer, pk: int) -> Exclusion:
    """An exclusion of the officer's bodies; raises Http404."""
    rows = Exclusion.objects.within(officer.reach(*READERS)).select_related("organisation", "decided_by", "decree")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def public_exclusions(now: datetime) -> ExclusionQuerySet:
    """Exclusions in force: what is not opened, by which law and for how long, is itself public."""
    return Exclusion.objects.in_force(timezone.localdate(now)).select_related("organisation")


# --- books ------------------------------------------------------------------------------------------------------------
def desks_of(officer: Officer, *roles: Role) -> list[Organisation]:
    """The organisations at which the officer holds one of the roles (none: the readers' roles), in tree order."""
    wanted = set(roles or READERS)
    found = {row.organisation_id: row.organisation for row in officer.memberships if row.role in wanted}
    return sorted(found.values(), key=lambda organisation: organisation.path)


def get_desk(officer: Officer, slug: str, action: str = READ_REGISTER) -> Organisation:
    """An organisation whose books the officer may use for `action`; raises Http404."""
    found = Organisation.objects.filter(slug=slug).first()
    if found is None or not may(officer, action, found):
        raise Http404
    return found


def get_report(organisation: Organisation, year: int) -> AnnualReport | None:
    """The texts of the yearly report, or None while nobody wrote any."""
    return AnnualReport.objects.filter(organisation=organisation, year=year).select_related("document").first()


# --- rights -----------------------------------------------------------------------------------------------------------
def may(actor: Actor, action: str, organisation: Organisation) -> bool:
    """Whether the actor's role at `organisation` or above it allows `action`."""
    return any(actor.holds(role, organisation) for role in ROLES[action])


def actions_of(actor: Actor, organisation: Organisation) -> frozenset[str]:
    """All actions that the actor's roles allow at `organisation`."""
    return frozenset(action for action in ROLES if may(actor, action, organisation))


def demand(actor: Actor, action: str, request: InformationRequest, *, secret: str = "") -> None:
    """Raise NotAllowed unless the role allows it, or it is the requester's own verb and the secret is right."""
    own = action in CITIZENS_VERBS and actor.kind == "citizen" and opens(request, secret)
    if not own and not may(actor, action, request.organisation):
        raise NotAllowed("Anda tidak berwenang melakukan ini pada permintaan ini.")


def demand_at(actor: Actor, action: str, organisation: Organisation) -> None:
    """Raise NotAllowed unless the actor's role at `organisation` or above it allows `action`."""
    if not may(actor, action, organisation):
        raise NotAllowed("Anda tidak berwenang melakukan ini di badan publik ini.")
