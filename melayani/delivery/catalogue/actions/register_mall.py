"""Enter a mall (MPP) that a published source names into the register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from melayani.delivery.catalogue.actions.place_agency import UnknownRegion, government_of, region_named, zone_of
from melayani.delivery.catalogue.rules import slug
from melayani.foundation.audit import Actor
from melayani.foundation.organisations.actions import create_organisation
from melayani.foundation.organisations.models import Kind, Organisation


def register_mall(*, source: Mapping[str, Any], actor: Actor, now: datetime) -> Organisation:
    """The mall of `source` (a record of malls.json), created below its government when it is not there yet.

    Its opening date stays unknown unless the source names it. Raises UnknownRegion.
    """
    region = region_named(source["region_text"])
    if region is None:
        raise UnknownRegion(source["region_text"])
    government = government_of(region, actor, now)
    existing = Organisation.objects.filter(kind=Kind.MALL, region=region).first()
    if existing is not None:
        return existing
    opened = source.get("opened_on")
    return create_organisation(
        actor=actor,
        kind=Kind.MALL,
        name=source.get("name") or f"Mal Pelayanan Publik {region.name}",
        short_name=f"MPP {region.name}",
        slug=slug(f"mpp {region.name}"),
        parent=government,
        now=now,
        region=region,
        time_zone=zone_of(region),
        opened_on=date.fromisoformat(opened) if opened else None,
        aliases=["MPP", "mal pelayanan publik", "mall"],
    )
