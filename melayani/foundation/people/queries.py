"""Reads about people: the officer behind an account, the key behind a secret."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator

from melayani.foundation.audit import keyed_hash
from melayani.foundation.people.actors import ApiClient, Officer
from melayani.foundation.people.memory import kept
from melayani.foundation.people.models import ApiKey, Invitation, Membership, Person

API_KEY_PURPOSE = "people.apikey.secret"
INVITATION_PURPOSE = "people.invitation.token"
KEY_KEPT = timedelta(seconds=2)
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def officer_for(person: Person, now: datetime) -> Officer:
    """The person as an actor, with the memberships current at `now`; one query."""
    rows = Membership.objects.current(now).filter(person=person).select_related("organisation")
    return Officer(person=person, memberships=tuple(rows.order_by("organisation__path", "role")))


def has_second_factor(person: Person) -> bool:
    return bool(Authenticator.objects.filter(user=person, type__in=SECOND_FACTORS).exists())


def client_for_key(plain: str) -> ApiClient | None:
    """The client behind an API key as sent (`mly_<prefix>_<secret>`), or None when unknown or revoked; one query.

    A key that came a moment ago is not asked of the database again: a revoked one may be accepted for two more seconds.
    """
    parts = plain.split("_", 2)
    if len(parts) != 3 or parts[0] != "mly":
        return None
    secret = keyed_hash(parts[2], purpose=API_KEY_PURPOSE)
    return kept(("api key", parts[1], secret), lambda: _client(parts[1], secret), life=KEY_KEPT)


def _client(prefix: str, secret_hash: str) -> ApiClient | None:
    rows = ApiKey.objects.select_related("organisation").filter(prefix=prefix, revoked_at__isnull=True)
    key = rows.filter(secret_hash=secret_hash).first()
    return ApiClient(key=key) if key else None


def invitation_by_token(token: str, now: datetime, *, lock: bool = False) -> Invitation | None:
    """The invitation behind a link while it can be used; with `lock` its row is held until the transaction ends."""
    rows = Invitation.objects.filter(token_hash=keyed_hash(token, purpose=INVITATION_PURPOSE))
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    return row if row is not None and row.is_open(now) else None


def account_exists(email: str) -> bool:
    return Person.objects.filter(email__iexact=email).exists()


def names_of(people: Iterable[int]) -> dict[int, str]:
    """Names by primary key; one query."""
    return dict(Person.objects.filter(pk__in=list(people)).values_list("pk", "name"))
