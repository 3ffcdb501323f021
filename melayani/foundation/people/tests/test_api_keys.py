"""Keys of other systems: made once, never stored, bound to an agency and to scopes."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from melayani.foundation.audit.models import Event
from melayani.foundation.people.actions import Refused, create_api_key, note_key_use, revoke_api_key
from melayani.foundation.people.actors import Officer
from melayani.foundation.people.models import ApiKey
from melayani.foundation.people.queries import client_for_key
from melayani.foundation.people.rules import SCOPES, Role, unknown_scopes
from melayani.foundation.people.tests.factories import World, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(world: World) -> Officer:
    return officer(Role.ADMINISTRATOR, world.bontang_city, name="Administrator Bontang")


def make(actor: Officer, world: World, now: datetime, *scopes: str) -> tuple[ApiKey, str]:
    return create_api_key(
        actor=actor, organisation=world.bontang, scopes=scopes or ("track:read",), name="Antrean", now=now
    )


def test_a_key_opens_its_agency_and_scopes(administrator: Officer, world: World, now: datetime) -> None:
    key, plain = make(administrator, world, now, "track:read", "bookings:write", "track:read")
    client = client_for_key(plain)
    assert client is not None
    assert client.organisation == world.bontang
    assert client.has_scope("track:read")
    assert not client.has_scope("reports:read")
    assert client.id == key.prefix
    assert key.scopes == ["bookings:write", "track:read"]
    assert not client.holds(Role.ADMINISTRATOR, world.bontang)


def test_the_secret_is_not_kept(administrator: Officer, world: World, now: datetime) -> None:
    key, plain = make(administrator, world, now)
    secret = plain.split("_", 2)[2]
    stored = ApiKey.objects.filter(pk=key.pk).values().get()
    assert secret not in str(stored)
    assert secret not in str(Event.objects.filter(name="api_key.created").values().get())


@pytest.mark.parametrize("sent", ["", "mly", "mly_", "mly_x_y", "Bearer x", "mly__", "x" * 10_000])
def test_nonsense_opens_nothing(world: World, sent: str) -> None:
    assert client_for_key(sent) is None


def test_another_secret_with_the_right_prefix_opens_nothing(
    administrator: Officer, world: World, now: datetime
) -> None:
    key, plain = make(administrator, world, now)
    assert client_for_key(plain[:-1] + ("A" if plain[-1] != "A" else "B")) is None
    assert client_for_key(f"mly_{key.prefix}_{key.secret_hash}") is None


def test_a_secret_with_underscores_is_read_whole(administrator: Officer, world: World, now: datetime) -> None:
    for _ in range(30):
        _, plain = make(administrator, world, now)
        assert client_for_key(plain) is not None


def test_a_revoked_key_opens_nothing(administrator: Officer, world: World, now: datetime) -> None:
    key, plain = make(administrator, world, now)
    revoke_api_key(actor=administrator, key=key, now=now)
    assert client_for_key(plain) is None
    with pytest.raises(Refused, match="sudah dicabut"):
        revoke_api_key(actor=administrator, key=key, now=now)
    assert Event.objects.filter(name="api_key.revoked").count() == 1


def test_the_last_use_is_kept_to_the_quarter_of_an_hour(
    administrator: Officer, world: World, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    key, _ = make(administrator, world, now)
    with django_assert_num_queries(2):
        for minute in range(29):
            note_key_use(key=key, now=now + timedelta(minutes=minute))
    key.refresh_from_db()
    assert key.last_used_at == now + timedelta(minutes=15)


def test_strangers_make_and_revoke_nothing(administrator: Officer, world: World, now: datetime) -> None:
    key, _ = make(administrator, world, now)
    elsewhere = officer(Role.ADMINISTRATOR, world.bengkalis, name="Administrator Bengkalis")
    for stranger in (elsewhere, world.bontang_head):
        with pytest.raises(Refused):
            make(stranger, world, now)
        with pytest.raises(Refused):
            revoke_api_key(actor=stranger, key=key, now=now)
    assert ApiKey.objects.filter(revoked_at__isnull=True).count() == 1


def test_scopes_come_from_the_list(administrator: Officer, world: World, now: datetime) -> None:
    with pytest.raises(Refused, match=r"semua:tulis"):
        make(administrator, world, now, "track:read", "semua:tulis")
    with pytest.raises(Refused, match="satu izin"):
        create_api_key(actor=administrator, organisation=world.bontang, scopes=[], now=now)
    assert unknown_scopes(list(SCOPES)) == []


def test_the_command_prints_the_key_once(world: World) -> None:
    out = StringIO()
    call_command(
        "create_api_key",
        "--organisation",
        world.bontang.slug,
        "--scopes",
        "bookings:write, complaints:write",
        stdout=out,
    )
    client = client_for_key(out.getvalue().strip())
    assert client is not None
    assert client.key.scopes == ["bookings:write", "complaints:write"]


def test_the_command_refuses_what_it_does_not_know(world: World) -> None:
    with pytest.raises(CommandError, match="slug"):
        call_command("create_api_key", "--organisation", "tidak-ada", "--scopes", "track:read")
    with pytest.raises(CommandError, match="semua"):
        call_command("create_api_key", "--organisation", world.bontang.slug, "--scopes", "semua")
