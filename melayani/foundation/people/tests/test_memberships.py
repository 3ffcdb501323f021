"""Granting and ending roles, signing out everywhere, a lost second factor."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client

from melayani.foundation.audit.models import Event
from melayani.foundation.people.actions import (
    Refused,
    end_membership,
    grant_membership,
    reset_second_factor,
    sign_out_everywhere,
)
from melayani.foundation.people.actors import Officer
from melayani.foundation.people.models import Membership, Person
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import (
    World,
    officer,
    person,
    reload_officer,
    signed_in,
    superuser,
    with_second_factor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(world: World) -> Officer:
    return officer(Role.ADMINISTRATOR, world.bontang_city, name="Administrator Bontang")


@pytest.fixture
def today() -> datetime:
    return datetime.now(UTC)


def post(who: Officer) -> Membership:
    return Membership.objects.get(person=who.person)


def test_a_granted_role_counts_at_once(administrator: Officer, world: World, today: datetime) -> None:
    who = world.bontang_processor.person
    grant_membership(actor=administrator, person=who, organisation=world.bontang, role=Role.LIAISON, now=today)
    assert reload_officer(who).holds(Role.LIAISON, world.bontang)
    assert Event.objects.filter(name="membership.granted", subject_number=str(who.pk)).count() == 1


def test_granting_twice_gives_one_membership(administrator: Officer, world: World, today: datetime) -> None:
    who = world.bontang_processor.person
    for _ in range(2):
        grant_membership(actor=administrator, person=who, organisation=world.bontang, role=Role.LIAISON, now=today)
    assert Membership.objects.filter(person=who, role=Role.LIAISON).count() == 1


def test_the_database_allows_one_open_membership_of_a_kind(world: World) -> None:
    again = post(world.bontang_head)
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_strangers_grant_nothing(administrator: Officer, world: World, today: datetime) -> None:
    who = world.bengkalis_processor.person
    for actor, place in ((administrator, world.bengkalis), (world.bontang_head, world.bontang)):
        with pytest.raises(Refused):
            grant_membership(actor=actor, person=who, organisation=place, role=Role.APPROVER, now=today)
    assert not Event.objects.filter(name="membership.granted").exists()


def test_nobody_grants_oneself(administrator: Officer, world: World, today: datetime) -> None:
    with pytest.raises(Refused, match="diri sendiri"):
        grant_membership(
            actor=administrator,
            person=administrator.person,
            organisation=world.bontang,
            role=Role.APPROVER,
            now=today,
        )


def test_an_ended_role_ends_at_once_and_stays_on_record(administrator: Officer, world: World, today: datetime) -> None:
    end_membership(actor=administrator, membership=post(world.bontang_head), now=today)
    assert reload_officer(world.bontang_head.person).memberships == ()
    assert post(world.bontang_head).until == today
    assert Event.objects.filter(name="membership.ended").count() == 1
    with pytest.raises(Refused, match="sudah berakhir"):
        end_membership(actor=administrator, membership=post(world.bontang_head), now=today)


def test_strangers_end_nothing(world: World, today: datetime) -> None:
    elsewhere = officer(Role.ADMINISTRATOR, world.bengkalis, name="Administrator Bengkalis")
    for stranger in (elsewhere, world.bontang_processor):
        with pytest.raises(Refused):
            end_membership(actor=stranger, membership=post(world.bontang_head), now=today)
    assert post(world.bontang_head).until is None


def test_an_administrator_cannot_end_the_own_post(administrator: Officer, today: datetime) -> None:
    with pytest.raises(Refused, match="sendiri"):
        end_membership(actor=administrator, membership=post(administrator), now=today)


def test_signing_out_everywhere_ends_every_session(administrator: Officer, world: World, today: datetime) -> None:
    who = world.bontang_processor.person
    desk, phone = signed_in(Client(), who), signed_in(Client(), who)
    assert alive(desk)
    assert alive(phone)
    sign_out_everywhere(actor=administrator, person=who, now=today)
    assert not alive(desk)
    assert not alive(phone)
    assert Event.objects.filter(name="person.signed_out_everywhere").count() == 1


def test_another_password_ends_the_sessions_too(world: World) -> None:
    who = world.bontang_processor.person
    desk = signed_in(Client(), who)
    who.set_password("kata sandi yang lain lagi")
    who.save()
    assert not alive(desk)


def test_a_switched_off_account_is_out(world: World) -> None:
    desk = signed_in(Client(), world.bontang_processor)
    Person.objects.filter(pk=world.bontang_processor.person.pk).update(is_active=False)
    assert not alive(desk)


def test_one_place_cannot_sign_out_somebody_who_also_works_elsewhere(
    administrator: Officer, world: World, today: datetime
) -> None:
    who = world.bontang_processor.person
    Membership.objects.create(person=who, organisation=world.bengkalis, role=Role.PROCESSOR, since=today)
    with pytest.raises(Refused):
        sign_out_everywhere(actor=administrator, person=who, now=today)
    sign_out_everywhere(actor=reload_officer(who), person=who, now=today)


def test_strangers_sign_nobody_out(administrator: Officer, world: World, today: datetime) -> None:
    nobody = person("Tanpa tugas")
    for actor, who in (
        (world.bontang_head, world.bontang_processor.person),
        (administrator, world.bengkalis_head.person),
        (administrator, superuser().person),
        (administrator, nobody),
    ):
        with pytest.raises(Refused):
            sign_out_everywhere(actor=actor, person=who, now=today)


def test_a_lost_phone_is_reset_with_a_reason(administrator: Officer, world: World, today: datetime) -> None:
    who = world.bontang_processor.person
    with_second_factor(who)
    desk = signed_in(Client(), who)
    with pytest.raises(Refused, match="alasan"):
        reset_second_factor(actor=administrator, person=who, reason="  hilang ", now=today)
    reset_second_factor(actor=administrator, person=who, reason="Ponsel hilang, datang sendiri", now=today)
    assert not Authenticator.objects.filter(user=who).exists()
    assert not alive(desk)
    assert Event.objects.get(name="person.second_factor_reset").data["reason"] == "Ponsel hilang, datang sendiri"


def test_nobody_resets_the_own_second_factor_nor_a_strangers(
    administrator: Officer, world: World, today: datetime
) -> None:
    for who in (administrator.person, world.bengkalis_head.person):
        with_second_factor(who)
        with pytest.raises(Refused):
            reset_second_factor(actor=administrator, person=who, reason="Ponsel hilang kemarin", now=today)
    assert Authenticator.objects.count() == 2


def alive(client: Client) -> bool:
    """Whether the session still opens a page of its own."""
    return client.get("/kantor/akun/").status_code == 200
