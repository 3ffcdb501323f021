"""What the addresses of malls name, who may open them, and what the rightful send."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.test import Client

from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.actions import create_organisation, start_tenancy
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import LONG_AGO, World, officer, signed_in

NAMES = ("catalogue_office",)
# columns as in url_table
TABLE = """
catalogue_office:malls                  in  in  in 404 404 200 200 404 200  |  in  in 404 405
catalogue_office:agree                  in  in  in 404 404 405 405 404 405  |  in  in 404 404
catalogue_office:decline                in  in  in 404 404 405 405 404 405  |  in  in 404 404
catalogue_office:mall                   in  in  in 404 404 404 200 404 404  |  in  in 404 405
catalogue_office:details                in  in  in 404 404 404 200 404 404  |  in  in 404 404
catalogue_office:add_tenant             in  in  in 404 404 404 200 404 404  |  in  in 404 404
catalogue_office:end_tenant             in  in  in 404 404 404 200 404 404  |  in  in 404 404
catalogue_office:withdraw               in  in  in 404 404 404 405 404 405  |  in  in 404 404
catalogue_office:readiness              in  in  in 404 404 404 200 404 404  |  in  in 404 404
appointments_office:close_mall          in  in  in 404 404 404 404 404 404  |  in  in 404 404
portal:malls                           200 200 200 200 200 200 200 200 200  | 200 200 200 200
portal:mall                            200 200 200 200 200 200 200 200 200  | 200 200 200 200
portal:mall_index                      200 200 200 200 200 200 200 200 200  | 200 200 200 200
"""


def build(things: dict[str, Any], clients: dict[str, Client], world: World, now: datetime) -> None:
    """A mall below the registry of Bontang with a tenant and an unanswered proposal, and a proposal to the registry.

    `keeper` manages that mall and nothing else.
    """
    day = now.astimezone(world.bontang.zone).date()
    mall = things["mall"] = _mall("mpp-bontang", world.bontang)
    elsewhere = _mall("mpp-bengkalis", world.bengkalis_regency)
    keeper = officer(Role.MALL_MANAGER, mall, name="Pengelola mal")
    clients["keeper"] = signed_in(Client(), keeper)
    tenant, asked = (
        create_organisation(actor=SYSTEM, kind="agency", name=name, parent=world.bengkalis_regency, now=LONG_AGO)
        for name in ("Dinas Gerai", "Dinas Diajak")
    )
    things["stay"] = start_tenancy(actor=SYSTEM, mall=mall, unit=tenant, since=day, now=now)
    things["asked stay"] = start_tenancy(actor=keeper, mall=mall, unit=asked, since=day, now=now)
    manager = officer(Role.MALL_MANAGER, elsewhere, name="Pengelola mal lain")
    things["proposal"] = start_tenancy(actor=manager, mall=elsewhere, unit=world.bontang, since=day, now=now)


def argument(things: Mapping[str, Any], world: World, name: str, parameter: str) -> object:
    """What stands in the address for `parameter`."""
    stays = {"agree": "proposal", "decline": "proposal", "withdraw": "asked stay"}
    page = name.split(":")[1]
    if parameter == "pk":
        return things[stays.get(page, "stay")].pk
    return {"slug": things["mall"].slug, "criterion": "queue"}[parameter]


def deeds(day: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Each address that takes something: who may send it, and what."""
    closing = {"starts": f"{day}T00:00", "ends": f"{day}T23:59", "reason": "Gempa bumi"}
    return {
        "appointments_office:close_mall": ("keeper", closing),
        "catalogue_office:agree": ("head", {}),
        "catalogue_office:decline": ("head", {}),
        "catalogue_office:details": ("keeper", {"address": "Jalan Contoh 1"}),
        "catalogue_office:end_tenant": ("keeper", {"until": day}),
        "catalogue_office:withdraw": ("keeper", {}),
        "catalogue_office:readiness": ("keeper", {"state": "met", "evidence": "Kios.", "checked_on": day}),
    }


def _mall(slug: str, parent: Organisation) -> Organisation:
    name = slug.replace("mpp-", "MPP ").title()
    return create_organisation(actor=SYSTEM, kind="mall", name=name, slug=slug, parent=parent, now=LONG_AGO)
