"""Reads about people: the officer behind an account, the key behind a secret."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator

from melayani.foundation.audit import keyed_hash
from melayani.foundation.people.actors import ApiClient, Officer
from melayani.foundation.people.models import ApiKey, Membership, Person

API_KEY_PURPOSE = "people.apikey.secret"
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def officer_for(person: Person, now: datetime) -> Officer:
    """The person as an actor, with the memberships current at `now`; one query."""
    rows = Membership.objects.current(now).filter(person=person).select_related("organisation")
    return Officer(person=person, memberships=tuple(rows.order_by("organisation__path", "role")))


def has_second_factor(person: Person) -> bool:
    return bool(Authenticator.objects.filter(user=person, type__in=SECOND_FACTORS).exists())


def client_for_key(plain: str) -> ApiClient | None:
    """The client behind an API key as sent (`mly_<prefix>_<secret>`), or None when unknown or revoked; one query."""
    parts = plain.split("_", 2)
    if len(parts) != 3 or parts[0] != "mly":
        return None
    rows = ApiKey.objects.select_related("organisation").filter(prefix=parts[1], revoked_at__isnull=True)
    key = rows.filter(secret_hash=keyed_hash(parts[2], purpose=API_KEY_PURPOSE)).first()
    return ApiClient(key=key) if key else None
