"""Addresses of webhooks and of the telephone: who may open which, the objects they name, what the rightful ones do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from melayani.foundation.people.tests.factories import World
from melayani.foundation.webhooks import actions
from melayani.foundation.webhooks.models import Delivery
from melayani.foundation.webhooks.tests import factories

NAMES = ("webhooks_office",)
# columns as in url_table
TABLE = """
office_telephone                        in  in  in 200 200 200 404 404 200  |  in  in 404 200
office_telephone_caller                 in  in  in 405 405 405 405 405 405  |  in  in 404  to
office_telephone_note                   in  in  in  to  to  to 404 404  to  |  in  in 404 422
webhooks_office:list                    in  in  in 404 404 404 200 404 200  |  in  in 405 405
webhooks_office:register                in  in  in 404 404 404 200 404 200  |  in  in 404 422
webhooks_office:guide                   in  in  in 404 404 404 200 404 200  |  in  in 405 405
webhooks_office:endpoint                in  in  in 404 404 404 200 404 404  |  in  in 405 405
webhooks_office:change                  in  in  in 404 404 404 200 404 404  |  in  in 404 404
webhooks_office:rotate                  in  in  in 405 405 405 405 405 405  |  in  in 404 404
webhooks_office:replay                  in  in  in 405 405 405 405 405 405  |  in  in 404 404
webhooks_office:act                     in  in  in 405 405 405 405 405 405  |  in  in 404 404
list_webhooks                          401 401 401 401 401 401 401 401 401  | 401 401 401 401
create_webhook                         401 401 401 401 401 401 401 401 401  | 401 401 401 401
delete_webhook                         405 405 405 405 405 405 405 405 405  | 405 405 405 405
"""
API = {
    "list_webhooks": "/api/v1/webhooks",
    "create_webhook": "/api/v1/webhooks",
    "delete_webhook": "/api/v1/webhooks/{id}",
}
URL = "https://sistem.contoh.go.id/kabar"


def build(things: dict[str, Any], world: World, now: datetime) -> None:
    """An endpoint of Bontang with one delivery that was given up."""
    keeper = factories.keeper(world.bontang, "Pengelola webhook")
    row, _ = actions.register(
        actor=keeper, organisation=world.bontang, name="Kota", url=URL, events=["application.issued"], now=now
    )
    told = actions.send_test(actor=keeper, endpoint=row, now=now)
    Delivery.objects.give_up([told.pk])
    things["webhook"], things["webhook delivery"] = row, told


def argument(things: Mapping[str, Any], name: str, parameter: str) -> object:
    """What stands in the address for `parameter`."""
    if parameter == "verb":  # whoever asks puts the verb itself
        return "jeda"
    return things["webhook delivery" if parameter == "delivery" else "webhook"].pk


def deeds(slug: str = "disdukcapil-bontang") -> dict[str, tuple[str, dict[str, Any]]]:
    """Each address that takes something: who may send it, and what."""
    endpoint = {"name": "Lain", "url": URL, "events": ["application.refused"]}
    return {
        "webhooks_office:register": ("admin", {**endpoint, "organisation": slug}),
        "webhooks_office:change": ("admin", endpoint),
        "webhooks_office:rotate": ("admin", {}),
        "webhooks_office:replay": ("admin", {}),
    }
