"""Endpoints and news, named by situation."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.foundation.audit import SYSTEM, record
from melayani.foundation.audit.models import Event
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.foundation.webhooks import actions
from melayani.foundation.webhooks.models import Endpoint

NUMBER = "PMH-7K3Q9XBT-W"


def keeper(organisation: Organisation, name: str = "") -> Officer:
    return officer(Role.ADMINISTRATOR, organisation, name=name or f"Administrator {organisation.slug}")


def registered(
    world: World, *, now: datetime, url: str = "https://sistem.contoh.go.id/melayani", events: tuple[str, ...] = ()
) -> Endpoint:
    """An endpoint of the city of Bontang; without `events` it hears of returned and issued applications."""
    wanted = events or ("application.returned", "application.issued")
    place = world.bontang_city
    actor = keeper(place, f"Administrator {url}")
    row, _ = actions.register(actor=actor, organisation=place, name="Aplikasi kota", url=url, events=wanted, now=now)
    return row


def happened(name: str, organisation: Organisation, *, now: datetime, number: str = NUMBER) -> Event:
    """An event as a module above would record it."""
    with transaction.atomic():
        subject = Reference(kind=name.split(".")[0], number=number)
        return record(name, actor=SYSTEM, subject=subject, organisation=organisation, now=now, data={"reason": "x"})
