"""Who sees which application, and who may do what. A stranger's case does not exist: 404, never 403."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import Http404

from melayani.delivery.applications import states
from melayani.delivery.applications.models import Application, ApplicationQuerySet, Draft, equality_hash
from melayani.delivery.applications.rules import NotAllowed
from melayani.foundation.audit import Actor
from melayani.foundation.numbers.rules import read_number, read_paper_code
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.foundation.people.rules import Role

DESK_ROLES = frozenset({Role.COUNTER, Role.PROCESSOR, Role.APPROVER, Role.HEAD})
FRONT = frozenset({Role.COUNTER, Role.PROCESSOR})
FILE_ON_BEHALF = "file"
UNMASK = "unmask"
WRITE = "write"
SETTLE_LETTERS = "settle_letters"
ASK_ERASURE = "ask_erasure"
ERASE = "erase"

ROLES: dict[str, frozenset[Role]] = {
    states.TAKE: FRONT,
    states.JUDGE: FRONT,
    states.RETURN: FRONT,
    states.VERIFY: FRONT,
    states.REQUEST_PAYMENT: FRONT,
    states.CONFIRM_PAYMENT: FRONT,
    states.PAUSE: FRONT | {Role.HEAD},
    states.RESUME: FRONT | {Role.HEAD},
    states.HAND_OVER: FRONT,
    states.APPROVE: frozenset({Role.APPROVER}),
    states.SEND_BACK: frozenset({Role.APPROVER}),
    states.REFUSE: frozenset({Role.APPROVER}),
    states.ISSUE: frozenset({Role.APPROVER}),
    states.REASSIGN: frozenset({Role.HEAD}),
    # the citizen's own verbs: with the secret of the case, or by an officer who stands in for a citizen at the counter
    states.ANSWER: FRONT,
    states.GIVE_PROOF: FRONT,
    states.WITHDRAW: FRONT,
    WRITE: FRONT,
    ASK_ERASURE: FRONT,
    ERASE: frozenset({Role.HEAD}),  # whoever answers for the unit: it cannot be undone
    SETTLE_LETTERS: DESK_ROLES,
    FILE_ON_BEHALF: FRONT,
    UNMASK: DESK_ROLES,
}
CITIZENS_VERBS = frozenset({states.ANSWER, states.GIVE_PROOF, states.WITHDRAW, WRITE, ASK_ERASURE})


def visible_to(officer: Officer) -> ApplicationQuerySet:
    """The cases of the officer's units and of everything below them."""
    return Application.objects.within(officer.reach(*DESK_ROLES))


def get_for_officer(officer: Officer, number: str) -> Application:
    """The case with unit, service and result loaded; raises Http404 when it is not the officer's."""
    rows = visible_to(officer).select_related("organisation", "service", "standard", "result", "assigned_to", "contact")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def get_for_citizen(number: str, secret: str) -> Application:
    """The case that `secret` opens; raises Http404 for any other secret or number."""
    rows = Application.objects.select_related("organisation", "service", "standard", "result", "contact")
    found = rows.filter(number=read_number(number) or "").first()
    if found is None or not opens(found, secret):
        raise Http404
    return found


def get_by_proof(number: str, proves: Callable[[int, str], bool]) -> Application | None:
    """The case of this number when `proves` accepts its applicant's contact (its id and the e-mail address
    of the case); None for any other.

    For doors at which no secret is shown: a letter proves by what it answers to that its sender was written to.
    """
    rows = Application.objects.select_related("organisation", "service", "standard", "result", "contact")
    found = rows.filter(number=read_number(number) or "").first()
    return found if found and found.contact_id is not None and proves(found.contact_id, found.email) else None


def get_for_contact(number: str, contact_id: int) -> Application | None:
    """The case of this number when it is of this proven contact, else None."""
    rows = Application.objects.select_related("organisation", "service", "standard", "result", "contact")
    return rows.filter(number=number, contact=contact_id).first()


def of_contact(contact_id: int) -> ApplicationQuerySet:
    """The cases of whoever holds this contact, newest first; only for somebody who has proven it."""
    return Application.objects.filter(contact=contact_id).select_related("service").order_by("-submitted_at", "-pk")


def opens(application: Application, secret: str) -> bool:
    """Whether `secret` is the secret of this case (compared in constant time)."""
    return bool(secret) and hmac.compare_digest(application.secret_hash, equality_hash(secret, field="secret"))


def find_by_paper_code(typed_number: str, typed_code: str) -> Application | None:
    """The case whose number and paper code were typed, or None. Throttle before calling: the code is short."""
    number, code = read_number(typed_number), read_paper_code(typed_code)
    if number is None or code is None:
        return None
    found = Application.objects.of_number(number).exclude(paper_code_hash="").first()
    wanted = equality_hash(code, field="paper_code")
    return found if found and hmac.compare_digest(found.paper_code_hash, wanted) else None


def get_draft(*, token: str, draft_id: UUID, now: datetime) -> Draft:
    """The draft of this session; raises Http404 for a foreign, unknown or expired one, or without a session."""
    rows = Draft.objects.select_related("service__agency", "standard__service", "application", "proven_contact")
    found = rows.of_token(token).filter(pk=draft_id, expires_at__gt=now).first() if token else None
    if found is None:
        raise Http404
    return found


def may(actor: Actor, action: str, organisation: Organisation) -> bool:
    """Whether the actor's role at `organisation` or above it allows `action`."""
    return any(actor.holds(role, organisation) for role in ROLES[action])


def actions_of(actor: Actor, organisation: Organisation) -> frozenset[str]:
    """All actions that the actor's roles allow at `organisation`."""
    return frozenset(action for action in ROLES if may(actor, action, organisation))


def demand(actor: Actor, action: str, application: Application, *, secret: str = "") -> None:
    """Raise NotAllowed unless the role allows it, or it is the citizen's own verb and the secret is right."""
    own = action in CITIZENS_VERBS and actor.kind == "citizen" and opens(application, secret)
    if not own and not may(actor, action, application.organisation):
        raise NotAllowed("Anda tidak berwenang melakukan ini pada permohonan ini.")
