"""What a browser session knows: the officer signed in, the citizen's token and the contact proven by a code."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import cast

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from melayani.foundation.people import queries
from melayani.foundation.people.actors import Citizen, Officer
from melayani.foundation.people.models import Person
from melayani.foundation.people.rules import PROOF_LIFE, address_group, client_address

CITIZEN = "citizen_token"
PROOF = "citizen_contact"
OFFICER_CACHE = "_melayani_officer"
SWEEP_BATCH = 5_000


def officer_of(request: HttpRequest) -> Officer | None:
    """The officer signed in, or None for everybody else and for an account without any current role."""
    if not hasattr(request, OFFICER_CACHE):
        setattr(request, OFFICER_CACHE, _load_officer(request))
    return cast("Officer | None", getattr(request, OFFICER_CACHE))


def citizen_of(request: HttpRequest) -> Citizen:
    """The citizen of this session. A token is made only while a POST is handled, so that a GET saves no session."""
    token = str(request.session.get(CITIZEN, ""))
    if not token and request.method == "POST":
        token = request.session[CITIZEN] = secrets.token_urlsafe(24)
    return Citizen(token=token, contact_id=_proven_contact(request, timezone.now()))


def remember_proof(request: HttpRequest, *, contact_id: int, now: datetime) -> None:
    """Note in the session that a one-time code proved this contact; it counts for 30 minutes.

    The session gets a new key, so that one planted before the proof is worth nothing.
    """
    citizen_of(request)
    request.session.cycle_key()
    request.session[PROOF] = {"contact": contact_id, "at": now.timestamp()}


def keep_session_short(request: HttpRequest) -> None:
    """Let the session of somebody who signs in end as every officer's does (SESSION_COOKIE_AGE).

    A citizen's draft in the same browser may have stretched it to thirty days.
    """
    request.session.set_expiry(settings.SESSION_COOKIE_AGE)


def address_of(request: HttpRequest) -> str:
    """The caller's network address; X-Forwarded-For is believed only as far as MELAYANI_TRUSTED_PROXIES says."""
    return client_address(
        remote=request.META.get("REMOTE_ADDR", ""),
        forwarded=request.META.get("HTTP_X_FORWARDED_FOR", ""),
        proxies=settings.TRUSTED_PROXIES,
    )


def network_of(request: HttpRequest) -> str:
    """What a limit per address counts by: the address, for IPv6 its /64, since one home owns all of that."""
    return address_group(address_of(request))


def passed_second_factor(request: HttpRequest, person: Person) -> bool:
    """Whether this very session was opened or renewed with a second factor; no query beyond the session's own."""
    return any(entry.get("method") == "mfa" for entry in get_authentication_records(request, person))


def sweep_sessions(now: datetime) -> int:
    """Remove sessions that have run out, in batches; return how many."""
    over = Session.objects.filter(expire_date__lt=now).order_by("expire_date").values_list("pk", flat=True)
    return Session.objects.filter(pk__in=list(over[:SWEEP_BATCH])).delete()[0]


def _load_officer(request: HttpRequest) -> Officer | None:
    user = getattr(request, "user", None)  # an error page may come before the sign-in middleware ran
    if user is None or not user.is_authenticated:
        return None
    officer = queries.officer_for(user, timezone.now())
    return officer if officer.memberships or officer.person.is_superuser else None


def _proven_contact(request: HttpRequest, now: datetime) -> int | None:
    proof = request.session.get(PROOF)
    if not proof or not 0 <= now.timestamp() - proof["at"] < PROOF_LIFE.total_seconds():
        return None
    return int(proof["contact"])
