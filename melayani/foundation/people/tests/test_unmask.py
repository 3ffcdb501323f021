"""Showing a masked value: only to whose duty it is, with a reason, on record before it is read."""

from __future__ import annotations

from datetime import datetime

import pytest

from melayani.foundation.audit.models import Event
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.people.actions import Refused, unmask
from melayani.foundation.people.actors import Officer
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import World, officer, superuser

pytestmark = pytest.mark.django_db
CASE = Reference(kind="application", number="PMH-7K3Q9XBT-W")


def show(who: Officer, world: World, now: datetime, reason: str = "Mencocokkan dengan KTP-el di loket") -> str:
    return unmask(
        officer=who,
        subject=CASE,
        field="nik",
        reason=reason,
        value_of=lambda: "6474014502050003",
        organisation=world.bontang,
        now=now,
    )


def test_the_value_comes_with_a_record(world: World, now: datetime) -> None:
    assert show(world.bontang_processor, world, now) == "6474014502050003"
    event = Event.objects.get(name="personal.unmasked")
    assert event.data == {"field": "nik", "reason": "Mencocokkan dengan KTP-el di loket"}
    assert (event.person, event.subject_number) == (world.bontang_processor.person, CASE.number)


def test_a_value_that_cannot_be_read_leaves_no_record_of_a_reading(world: World, now: datetime) -> None:
    def broken() -> str:
        raise LookupError

    with pytest.raises(LookupError):
        unmask(
            officer=world.bontang_processor,
            subject=CASE,
            field="nik",
            reason="Mencocokkan dengan KTP-el",
            value_of=broken,
            organisation=world.bontang,
            now=now,
        )
    assert not Event.objects.filter(name="personal.unmasked").exists()


def test_a_reason_is_kept_as_both_databases_can(world: World, now: datetime) -> None:
    show(world.bontang_processor, world, now, "Mencocokkan\x00dengan KTP-el")
    assert Event.objects.get(name="personal.unmasked").data["reason"] == "Mencocokkan dengan KTP-el"


@pytest.mark.parametrize("reason", ["", "   ", "cek", "a        b"])
def test_a_reason_is_needed(world: World, now: datetime, reason: str) -> None:
    with pytest.raises(Refused, match="alasan"):
        show(world.bontang_processor, world, now, reason)
    assert not Event.objects.filter(name="personal.unmasked").exists()


def test_strangers_see_nothing(world: World, now: datetime) -> None:
    bureau = officer(Role.BUREAU, world.bontang_city, name="Biro organisasi")
    manager = officer(Role.MALL_MANAGER, world.bontang_city, name="Pengelola MPP")
    administrator = officer(Role.ADMINISTRATOR, world.bontang_city, name="Administrator Bontang")
    for stranger in (world.bengkalis_processor, bureau, manager, administrator, superuser()):
        with pytest.raises(Refused):
            show(stranger, world, now)
    assert not Event.objects.filter(name="personal.unmasked").exists()
