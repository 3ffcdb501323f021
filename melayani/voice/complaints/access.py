"""Who sees which complaint, and who may do what. A stranger's case does not exist: 404, never 403.

A case about misconduct never shows itself to anybody with a post at or below the organisation it is about: not in
lists, counts, search, map, history or messages. The name of an anonymous reporter is not stored at all.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext

from melayani.foundation.audit import Actor
from melayani.foundation.audit.models import Event
from melayani.foundation.numbers.rules import read_number, read_paper_code
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import ApiClient, Officer, Role
from melayani.voice.complaints import states
from melayani.voice.complaints.models import KIND, Complaint, ComplaintQuerySet, Draft, equality_hash
from melayani.voice.complaints.rules import NotAllowed, filing

ACTS = frozenset({Role.LIAISON, Role.HEAD})
READS = ACTS | {Role.AUDITOR}
STANDS_IN = frozenset({Role.COUNTER, Role.LIAISON, Role.HEAD})
FILE_ON_BEHALF, UNMASK = "file", "unmask"
READ_STATISTICS, KEEP_SETTINGS = "read_statistics", "keep_settings"
RECEIPT_LIFE = timedelta(hours=12)  # how long the officer who filed may print the receipt

ROLES: dict[str, frozenset[Role]] = {
    **{action: ACTS for action in states.VERBS},
    # the reporter's own verbs: with the secret of the case, or by an officer who stands in for a reporter. Nobody
    # stands in to agree with an answer or to withdraw: that would let an office close its own cases
    states.COMPLETE: STANDS_IN,
    states.CONTINUE: STANDS_IN,
    states.REPLY: STANDS_IN,
    states.CONTEST: STANDS_IN,
    states.CONFIRM: frozenset(),
    states.WITHDRAW: frozenset(),
    FILE_ON_BEHALF: STANDS_IN,
    UNMASK: ACTS,
    READ_STATISTICS: READS | {Role.BUREAU, Role.MINISTRY},
    KEEP_SETTINGS: frozenset({Role.HEAD, Role.LIAISON, Role.BUREAU}),
}
REPORTERS_VERBS = frozenset(
    {states.COMPLETE, states.CONTINUE, states.REPLY, states.CONTEST, states.CONFIRM, states.WITHDRAW}
)
# decided where the case was received, so that a unit cannot class, reject or hide what it was asked to answer
COORDINATORS_VERBS = frozenset(
    {
        states.VERIFY,
        states.RECLASSIFY,
        states.REJECT,
        states.TRANSFER_OUT,
        states.MERGE_INTO,
        states.CONVERT,
        states.SET_ABOUT,
        states.PUBLISH,
        states.WITHHOLD,
        states.REDACT,
    }
)
LOADED = ("organisation", "coordinator", "about", "service", "category", "region", "contact", "master")


# --- officers ---------------------------------------------------------------------------------------------------------
def visible_to(officer: Officer) -> ComplaintQuerySet:
    """Cases that the officer's units hold or received. Narrow it by number; a list takes held_by or coordinated_by."""
    return _without_hidden(Complaint.objects.touching(officer.reach(*READS)), officer)


def held_by(officer: Officer) -> ComplaintQuerySet:
    """Cases that units of the officer hold now; dispositions go down the tree, so whoever disposed sees them, too."""
    return _without_hidden(Complaint.objects.held_within(officer.reach(*READS)), officer)


def owed_by(officer: Officer) -> ComplaintQuerySet:
    """Cases that units hold now in which the officer may act: what waits for the officer, not what he may read."""
    return _without_hidden(Complaint.objects.held_within(officer.reach(*ACTS)), officer)


def coordinated_by(officer: Officer) -> ComplaintQuerySet:
    """Cases that units of the officer received, wherever they are now."""
    return _without_hidden(Complaint.objects.coordinated_within(officer.reach(*READS)), officer)


def get_for_officer(officer: Officer, number: str) -> Complaint:
    """The case with what belongs to it loaded; raises Http404 when it is not the officer's to see."""
    found = visible_to(officer).select_related(*LOADED).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def get_filed(officer: Officer, number: str, now: datetime) -> Complaint:
    """The case that this officer filed for somebody within the last hours, for its receipt; Http404 for any other.

    A letter may have come days before it was written down: what counts is when it was, which its record knows.
    """
    rows = Complaint.objects.filter(filed_by=officer.person_id)
    found = rows.select_related(*LOADED).filter(number=number).first()
    events = Event.objects.about(KIND, number).filter(name="complaint.filed", person=officer.person_id)
    if found is None or hidden_from(officer, found) or not events.filter(at__gt=now - RECEIPT_LIFE).exists():
        raise Http404
    return found


def _without_hidden(rows: ComplaintQuerySet, officer: Officer) -> ComplaintQuerySet:
    return rows.hidden_from(places_of(officer))


def places_of(actor: Actor) -> list[str]:
    """The tree paths of the organisations at which the actor has any post, and of all above them."""
    paths: set[str] = set()
    for membership in getattr(actor, "memberships", ()):
        path, step = membership.organisation.path, membership.organisation.steplen
        paths.update(path[:end] for end in range(step, len(path) + 1, step))
    return sorted(paths)


def numbers_hidden_from(officer: Officer) -> Any:
    """The numbers of the cases about misconduct where the officer has a post, as a subquery for the record's pages."""
    about = Organisation.objects.filter(path__in=places_of(officer)).order_by().values("pk")
    return Complaint.objects.guarded().filter(about__in=about).values("number")


def hidden_from(actor: Actor, complaint: Complaint) -> bool:
    """Whether the case is about misconduct at an organisation in which, or below which, the actor has a post."""
    about = complaint.about
    return complaint.is_guarded and about is not None and about.path in places_of(actor)


def may_hold(complaint: Complaint, organisation: Organisation) -> bool:
    """Whether the case may be given to `organisation`: never to the one it is about, nor below, when it is guarded."""
    about = complaint.about
    return not (complaint.is_guarded and about is not None and organisation.path.startswith(about.path))


# --- what an actor may do ---------------------------------------------------------------------------------------------
def may_at(actor: Actor, action: str, organisation: Organisation | None) -> bool:
    """Whether the actor's role at `organisation` or above it allows `action`."""
    return any(actor.holds(role, organisation) for role in ROLES.get(action, ()))


def may(actor: Actor, action: str, complaint: Complaint) -> bool:
    """Whether the actor's roles where the case is held or was received allow `action` on it."""
    if hidden_from(actor, complaint):
        return False
    places = [complaint.coordinator]
    if action not in COORDINATORS_VERBS:
        places.append(complaint.organisation)
    return any(may_at(actor, action, place) for place in places)


def actions_of(actor: Actor, complaint: Complaint) -> frozenset[str]:
    """All actions that the actor's roles allow on this case."""
    return frozenset(action for action in ROLES if may(actor, action, complaint))


def demand(actor: Actor, action: str, complaint: Complaint, *, secret: str = "") -> None:
    """Raise NotAllowed unless the role allows it, or it is the reporter's own verb and the secret is right."""
    own = action in REPORTERS_VERBS and actor.kind == "citizen" and opens(complaint, secret)
    if not own and not may(actor, action, complaint):
        raise NotAllowed(gettext("Anda tidak berwenang melakukan ini pada laporan ini."))


# --- the reporter -----------------------------------------------------------------------------------------------------
def get_for_citizen(number: str, secret: str) -> Complaint:
    """The case that `secret` opens; raises Http404 for any other secret or number."""
    found = Complaint.objects.select_related(*LOADED).filter(number=read_number(number) or "").first()
    if found is None or not opens(found, secret):
        raise Http404
    return found


def get_by_proof(number: str, proves: Callable[[int, str], bool]) -> Complaint | None:
    """The case of this number when `proves` accepts its reporter's contact (its id and the e-mail address
    of the case); None for any other.

    For doors at which no secret is shown: a letter proves by what it answers to that its sender was written to.
    """
    found = Complaint.objects.select_related(*LOADED).filter(number=read_number(number) or "").first()
    return found if found and found.contact_id is not None and proves(found.contact_id, found.email) else None


def get_for_contact(number: str, contact_id: int) -> Complaint | None:
    """The case of this number when it was reported from this proven contact, else None."""
    return Complaint.objects.select_related(*LOADED).filter(number=number, contact=contact_id).first()


def opens(complaint: Complaint, secret: str) -> bool:
    """Whether `secret` is the secret of this case (compared in constant time)."""
    return bool(secret) and hmac.compare_digest(complaint.secret_hash, equality_hash(secret, field="secret"))


def find_by_paper_code(typed_number: str, typed_code: str) -> Complaint | None:
    """The case whose number and paper code were typed, or None. Throttle before calling: the code is short."""
    number, code = read_number(typed_number), read_paper_code(typed_code)
    if number is None or code is None:
        return None
    found = Complaint.objects.of_number(number).exclude(paper_code_hash="").first()
    wanted = equality_hash(code, field="paper_code")
    return found if found and hmac.compare_digest(found.paper_code_hash, wanted) else None


def get_draft(*, token: str, draft_id: UUID, now: datetime) -> Draft:
    """The draft of this session; raises Http404 for a foreign, unknown or expired one, or without a session."""
    rows = Draft.objects.select_related("about", "service", "category", "complaint", "proven_contact")
    found = rows.of_token(token).filter(pk=draft_id, expires_at__gt=now).first() if token else None
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class ReporterShown:
    """What an officer may be shown of the reporter (masked by the page until unmasked with a reason)."""

    anonymous: bool
    name: str = ""
    address: str = ""
    nik: str = ""
    phone: str = ""
    email: str = ""

    @property
    def known(self) -> bool:
        return bool(self.name or self.phone or self.email)


def reporter_of(officer: Officer, complaint: Complaint) -> ReporterShown:
    """The reporter as `officer` may see it: nothing, ever, of an anonymous one; nothing for a stranger."""
    if complaint.anonymous or not may(officer, UNMASK, complaint):
        return ReporterShown(anonymous=complaint.anonymous)
    return ReporterShown(
        anonymous=False,
        name=complaint.name,
        address=complaint.address_of_reporter,
        nik=complaint.nik,
        phone=complaint.phone,
        email=complaint.email,
    )


def relays(actor: Actor, complaint: Complaint) -> bool:
    """Whether the actor is a system that may pass on what the reporter says: the report came from a system, and the
    key's organisation stands at or above the one that received it or that it is about."""
    if not isinstance(actor, ApiClient) or complaint.channel not in filing.KEY_CHANNELS or complaint.is_guarded:
        return False
    places = [place for place in (complaint.coordinator, complaint.about) if place]
    return any(place.path.startswith(actor.organisation.path) for place in places)


# --- the public -------------------------------------------------------------------------------------------------------
def public() -> ComplaintQuerySet:
    """Published reports: never secret ones, never those about misconduct, never of a category that is not listed."""
    return Complaint.objects.published()


def mapped() -> ComplaintQuerySet:
    """Those of `public` that have a place on the map."""
    return Complaint.objects.on_map()


def get_public(number: str) -> Complaint:
    """The published report with this number as a hand typed it; raises Http404 for any other."""
    rows = public().select_related("organisation", "coordinator", "service", "category", "region", "master")
    found = rows.filter(number=read_number(number) or "").first()
    if found is None:
        raise Http404
    return found


def without_hidden(people: Iterable[Officer], complaint: Complaint) -> list[Officer]:
    """Those of `people` to whom the case may be told."""
    return [person for person in people if not hidden_from(person, complaint)]
