"""Inviting somebody and joining by the link."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people.actions import Refused, accept_invitation, invite, withdraw_invitation
from melayani.foundation.people.actors import Officer
from melayani.foundation.people.models import Invitation, Membership, Person
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import World, officer, person, reload_officer, superuser

pytestmark = pytest.mark.django_db
SECRET = "empat kata yang panjang"


@pytest.fixture
def administrator(world: World) -> Officer:
    return officer(Role.ADMINISTRATOR, world.bontang_city, name="Administrator Bontang")


def invited(actor: Officer, world: World, now: datetime, *, email: str = "Rina@Contoh.go.id") -> tuple[Invitation, str]:
    invitation, link = invite(actor=actor, email=email, role=Role.COUNTER, organisation=world.bontang, now=now)
    return invitation, link.rstrip("/").rpartition("/")[2]


def test_the_invited_gets_a_message_with_the_link(administrator: Officer, world: World, now: datetime) -> None:
    _, token = invited(administrator, world, now)
    message = OutboxMessage.objects.get()
    assert token in message.body
    assert "Petugas loket" in message.body
    assert message.address == "rina@contoh.go.id"
    assert Event.objects.filter(name="person.invited", person=administrator.person).count() == 1


def test_joining_makes_an_account_with_the_role(administrator: Officer, world: World, now: datetime) -> None:
    _, token = invited(administrator, world, now)
    joined = accept_invitation(token=token, now=now + timedelta(days=6), name="Rina", password=SECRET)
    assert joined.email == "rina@contoh.go.id"
    assert joined.check_password(SECRET)
    assert reload_officer(joined).holds(Role.COUNTER, world.bontang)
    assert not joined.is_superuser
    assert Event.objects.filter(name="person.joined", person=joined).count() == 1


def test_the_link_works_once(administrator: Officer, world: World, now: datetime) -> None:
    _, token = invited(administrator, world, now)
    accept_invitation(token=token, now=now, name="Rina", password=SECRET)
    with pytest.raises(Refused, match="sudah dipakai"):
        accept_invitation(token=token, now=now, name="Orang lain", password=SECRET)
    assert Person.objects.filter(name="Orang lain").count() == 0


def test_the_link_lives_seven_days(administrator: Officer, world: World, now: datetime) -> None:
    _, token = invited(administrator, world, now)
    with pytest.raises(Refused):
        accept_invitation(token=token, now=now + timedelta(days=7), name="Rina", password=SECRET)


def test_a_withdrawn_link_is_worthless(administrator: Officer, world: World, now: datetime) -> None:
    invitation, token = invited(administrator, world, now)
    withdraw_invitation(actor=administrator, invitation=invitation, now=now)
    with pytest.raises(Refused):
        accept_invitation(token=token, now=now, name="Rina", password=SECRET)


def test_the_database_holds_neither_the_link_nor_the_address(
    administrator: Officer, world: World, now: datetime
) -> None:
    invitation, token = invited(administrator, world, now)
    raw = Invitation.objects.raw("SELECT id, token_hash, email AS stored FROM people_invitation")[0]
    assert token not in raw.token_hash
    assert "rina" not in vars(raw)["stored"]
    assert invitation.email == "rina@contoh.go.id"


@pytest.mark.parametrize("weak", ["", "pendek", "password1234", "rina contoh"])
def test_a_weak_password_is_refused_with_a_reason(
    administrator: Officer, world: World, now: datetime, weak: str
) -> None:
    _, token = invited(administrator, world, now)
    with pytest.raises(Refused) as refused:
        accept_invitation(token=token, now=now, name="Rina", password=weak)
    assert len(str(refused.value)) > 20
    assert not Person.objects.filter(email="rina@contoh.go.id").exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 10_000])
def test_a_name_is_needed_and_bounded(administrator: Officer, world: World, now: datetime, name: str) -> None:
    _, token = invited(administrator, world, now)
    with pytest.raises(Refused, match="nama"):
        accept_invitation(token=token, now=now, name=name, password=SECRET)


def test_somebody_with_an_account_joins_by_signing_in(administrator: Officer, world: World, now: datetime) -> None:
    rina = person("Rina", email="rina@contoh.go.id")
    _, token = invited(administrator, world, now)
    with pytest.raises(Refused, match="Masuk dulu"):
        accept_invitation(token=token, now=now, name="Rina palsu", password=SECRET)
    with pytest.raises(Refused, match="Masuk dulu"):
        accept_invitation(token=token, now=now, signed_in=world.bontang_head.person)
    assert accept_invitation(token=token, now=now, signed_in=rina) == rina
    assert not rina.has_usable_password()
    assert Membership.objects.filter(person=rina, role=Role.COUNTER).count() == 1


def test_somebody_else_signed_in_cannot_take_the_invitation(
    administrator: Officer, world: World, now: datetime
) -> None:
    _, token = invited(administrator, world, now)
    with pytest.raises(Refused, match="orang lain"):
        accept_invitation(token=token, now=now, name="Rina", password=SECRET, signed_in=world.bontang_head.person)


def test_strangers_cannot_invite(world: World, now: datetime) -> None:
    elsewhere = officer(Role.ADMINISTRATOR, world.bengkalis, name="Administrator Bengkalis")
    for stranger in (elsewhere, world.bontang_head, world.bontang_processor):
        with pytest.raises(Refused):
            invited(stranger, world, now)
    assert not Invitation.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_strangers_cannot_withdraw(administrator: Officer, world: World, now: datetime) -> None:
    invitation, _ = invited(administrator, world, now)
    with pytest.raises(Refused):
        withdraw_invitation(actor=world.bengkalis_head, invitation=invitation, now=now)


def test_nobody_invites_oneself_or_makes_a_superuser(administrator: Officer, world: World, now: datetime) -> None:
    with pytest.raises(Refused, match="diri sendiri"):
        invited(administrator, world, now, email=administrator.person.email.upper())
    for actor in (administrator, superuser()):
        with pytest.raises(Refused):
            invite(
                actor=actor, email="a@contoh.id", role=Role.ADMINISTRATOR, organisation=None, superuser=True, now=now
            )


@pytest.mark.parametrize("address", ["", "bukan surel", "a@", "x" * 300 + "@contoh.id"])
def test_a_bad_address_is_refused(administrator: Officer, world: World, now: datetime, address: str) -> None:
    with pytest.raises(Refused):
        invited(administrator, world, now, email=address)


def test_an_unknown_role_is_refused(administrator: Officer, world: World, now: datetime) -> None:
    with pytest.raises(Refused, match="daftar"):
        invite(actor=administrator, email="a@contoh.id", role="raja", organisation=world.bontang, now=now)


def test_the_command_makes_the_first_administrator(now: datetime) -> None:
    out = StringIO()
    call_command("create_administrator", "kepala@contoh.go.id", "--name", "Kepala", stdout=out)
    link = out.getvalue().strip()
    assert link.startswith("http://testserver/kantor/undangan/")
    made = accept_invitation(
        token=link.rstrip("/").rpartition("/")[2], now=datetime.now(now.tzinfo), name="Kepala", password=SECRET
    )
    assert made.is_superuser
    assert Event.objects.get(name="person.invited").actor_kind == SYSTEM.kind


def test_the_command_knows_its_organisations(world: World) -> None:
    call_command("create_administrator", "a@contoh.id", "--organisation", world.bontang.slug, stdout=StringIO())
    assert Invitation.objects.get().organisation == world.bontang
    with pytest.raises(CommandError, match="slug"):
        call_command("create_administrator", "b@contoh.id", "--organisation", "tidak-ada")
    with pytest.raises(CommandError):
        call_command("create_administrator", "bukan surel")
