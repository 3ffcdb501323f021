"""People for tests: officers by role, and a world of two civil registries with three standing people each."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value
from django.conf import settings
from django.test import Client
from django.utils.text import slugify

from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.actions import create_organisation
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.actors import Officer
from melayani.foundation.people.models import Membership, Person
from melayani.foundation.people.queries import officer_for
from melayani.foundation.people.rules import Role
from tests.remembered import remembered

LONG_AGO = datetime(2020, 1, 2, 8, 0, tzinfo=UTC)
PASSWORD = "kata sandi untuk uji coba"
STEP_S = 30  # how long an authenticator app shows one code
_USER_KEY = "account_authentication_methods_user"


def person(name: str, *, email: str = "", password: str | None = None, **fields: Any) -> Person:
    """An account without any role; without `password` it cannot sign in by password (and costs no hashing)."""
    address = email or f"{slugify(name)}@contoh.go.id"
    return Person.objects.create_user(address, password, name=name, **fields)


@remembered
def officer(
    role: str, organisation: Organisation, *, name: str = "", since: datetime = LONG_AGO, until: datetime | None = None
) -> Officer:
    """An officer who has `role` at `organisation` since long ago."""
    who = person(name or f"{Role(role).label} {organisation.slug}")
    Membership.objects.create(person=who, organisation=organisation, role=role, since=since, until=until)
    return reload_officer(who)


def reload_officer(who: Person) -> Officer:
    """The person as an actor with the memberships of today."""
    return officer_for(who, datetime.now(UTC))


@remembered
def superuser(name: str = "Pengelola sistem") -> Officer:
    return reload_officer(person(name, is_superuser=True))


def with_second_factor(who: Person) -> None:
    """Give the account an authenticator app (its secret is of no use: tests sign in by `signed_in`)."""
    Authenticator.objects.get_or_create(user=who, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}})


def code_now(secret: str) -> str:
    """What an authenticator app shows."""
    return f"{hotp_value(secret, int(time.time()) // STEP_S):06d}"


def signed_in(client: Client, who: Person | Officer, *, second_factor: bool = True) -> Client:
    """Sign the person in; with `second_factor` as if the code of the authenticator app had been entered."""
    account = who.person if isinstance(who, Officer) else who
    if settings.SESSION_COOKIE_NAME in client.cookies:  # somebody was there before: the session is changed as by hand
        _enter(client, account, second_factor)
    else:
        client.cookies.load(_session_of(account, second_factor))
    return client


@remembered
def _session_of(account: Person, second_factor: bool) -> str:
    """The cookies of somebody who signed in, as a browser keeps them."""
    client = Client()
    _enter(client, account, second_factor)
    return client.cookies.output(header="", sep=";")


def _enter(client: Client, account: Person, second_factor: bool) -> None:
    client.force_login(account)
    if second_factor:
        with_second_factor(account)
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": 0, "type": "totp"}]
        session[_USER_KEY] = str(account.pk)
        session.save()


@dataclass(frozen=True)
class World:
    """Two governments with a civil registry each, and three standing people in each registry."""

    ministry: Organisation
    bontang_city: Organisation
    bontang: Organisation
    bengkalis_regency: Organisation
    bengkalis: Organisation
    bontang_counter: Officer
    bontang_processor: Officer
    bontang_approver: Officer
    bontang_head: Officer
    bengkalis_counter: Officer
    bengkalis_processor: Officer
    bengkalis_approver: Officer
    bengkalis_head: Officer


def world() -> World:
    """Kota Bontang (WITA) and Kabupaten Bengkalis (WIB), each with its Dinas Kependudukan dan Pencatatan Sipil."""
    ministry = _organisation("ministry", "Kementerian PANRB", "kemenpanrb", None)
    city = _organisation("city", "Pemerintah Kota Bontang", "kota-bontang", ministry, "Asia/Makassar")
    regency = _organisation("regency", "Pemerintah Kabupaten Bengkalis", "kabupaten-bengkalis", ministry)
    bontang = _organisation(
        "agency", "Dinas Kependudukan dan Pencatatan Sipil Kota Bontang", "disdukcapil-bontang", city, "Asia/Makassar"
    )
    bengkalis = _organisation(
        "agency", "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Bengkalis", "disdukcapil-bengkalis", regency
    )
    return World(
        ministry=ministry,
        bontang_city=city,
        bontang=bontang,
        bengkalis_regency=regency,
        bengkalis=bengkalis,
        **_standing_people("bontang", bontang),
        **_standing_people("bengkalis", bengkalis),
    )


def _standing_people(place: str, registry: Organisation) -> dict[str, Officer]:
    roles = {"counter": Role.COUNTER, "processor": Role.PROCESSOR, "approver": Role.APPROVER, "head": Role.HEAD}
    return {
        f"{place}_{word}": officer(role, registry, name=f"{role.label} {place.title()}") for word, role in roles.items()
    }


@remembered
def _organisation(
    kind: str, name: str, slug: str, parent: Organisation | None, zone: str = "Asia/Jakarta"
) -> Organisation:
    return create_organisation(
        actor=SYSTEM, kind=kind, name=name, slug=slug, parent=parent, now=LONG_AGO, time_zone=zone
    )
