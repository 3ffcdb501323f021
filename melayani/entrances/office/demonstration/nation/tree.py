"""A government and one made-up unit for every regency and city."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.delivery.catalogue.actions.place_agency import government_of, zone_of
from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.actions import create_organisation
from melayani.foundation.organisations.models import Kind, Level, Organisation, Region

MARK = "(contoh)"
STOOD_FOR = timedelta(days=900)  # longer than the reports reach back


def open_units(*, now: datetime) -> list[Organisation]:
    """The units in the order of the codes of their regions; a government that is there already is kept."""
    regions = Region.objects.filter(level=Level.REGENCY, valid_until__isnull=True).select_related("parent")
    return [_open_unit(region, now) for region in regions.order_by("code")]


def _open_unit(region: Region, now: datetime) -> Organisation:
    return create_organisation(
        actor=SYSTEM,
        kind=Kind.AGENCY,
        name=f"Dinas Pelayanan Terpadu {region.name} {MARK}",
        slug=f"contoh-{region.code.replace('.', '-')}",
        parent=government_of(region, SYSTEM, now),
        region=region,
        time_zone=zone_of(region),
        opened_on=(now - STOOD_FOR).date(),
        now=now,
    )
