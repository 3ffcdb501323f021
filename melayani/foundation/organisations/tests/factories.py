"""Organisations for tests: two governments with their agencies, and administrators as this module knows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.actions import create_organisation, start_tenancy
from melayani.foundation.organisations.models import Organisation, Tenancy
from tests.remembered import remembered

MONDAY = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Administrator:
    """An administrator (or, with `role`, somebody else) of one organisation and everything below it."""

    home: Organisation
    role: str = "administrator"
    id: str = "7"
    kind: str = "officer"
    person_id: int | None = None

    def holds(self, role: str, organisation: Any) -> bool:
        return role == self.role and organisation.path.startswith(self.home.path)


def made(kind: str, name: str, parent: Organisation | None = None, **details: Any) -> Organisation:
    """An organisation made by the platform."""
    return create_organisation(actor=SYSTEM, kind=kind, name=name, parent=parent, now=MONDAY, **details)


@dataclass(frozen=True)
class Tree:
    """Ministry > city and regency > a registry each; the city also has a mall and a health agency."""

    ministry: Organisation
    city: Organisation
    regency: Organisation
    city_registry: Organisation
    regency_registry: Organisation
    health: Organisation
    mall: Organisation


@remembered
def tree() -> Tree:
    ministry = made("ministry", "Kementerian PANRB")
    city = made("city", "Pemerintah Kota Bontang", ministry)
    regency = made("regency", "Pemerintah Kabupaten Bengkalis", ministry)
    return Tree(
        ministry=ministry,
        city=city,
        regency=regency,
        city_registry=made("agency", "Dinas Dukcapil Bontang", city),
        regency_registry=made("agency", "Dinas Dukcapil Bengkalis", regency),
        health=made("agency", "Dinas Kesehatan Bontang", city),
        mall=made("mall", "MPP Bontang", city),
    )


def tenant(mall: Organisation, unit: Organisation, *, since: date = date(2026, 1, 5), stand: str = "") -> Tenancy:
    """A unit that serves in the mall since January."""
    return start_tenancy(actor=SYSTEM, mall=mall, unit=unit, since=since, now=MONDAY, stand=stand)
