"""Service discovery: where the endpoints are, what they speak, whom to ask. Of one agency, or of the installation."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from melayani.entrances.open311 import codec
from melayani.entrances.open311.door import Answer, Call
from melayani.entrances.open311.endpoints import address_of_endpoint, agency_of, jurisdiction_of
from melayani.entrances.open311.parameters import MOST_RESULTS, flag
from melayani.foundation.organisations.models import Organisation

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2026-01-05T09:00:00+07:00"  # when the form of the endpoints last changed
FORMATS = ("text/xml", "application/json")
FRESH_FOR = 3600


def show(call: Call) -> Answer:
    """The discovery document of the agency whose endpoint this is, else of the shared endpoint."""
    agency = agency_of(call.slug, "", call.now.date()) if call.slug else None
    found: dict[str, Any] = {
        "changeset": CHANGESET,
        "contact": _contact(agency),
        "key_service": _key_service(agency),
        "endpoints": codec.Many("endpoint", [_endpoint(agency, call, test=False), _endpoint(agency, call, test=True)]),
    }
    if flag(call.given, "extensions"):
        found["max_requests"] = MOST_RESULTS
        if agency:
            found["jurisdiction_id"] = jurisdiction_of(agency)
            found["service_area"] = agency.region_id
    return Answer("discovery", found, FRESH_FOR)


def _endpoint(agency: Organisation | None, call: Call, *, test: bool) -> dict[str, Any]:
    return {
        "specification": SPECIFICATION,
        "url": address_of_endpoint(agency, test=test),
        "changeset": CHANGESET,
        "type": "test" if test else "production",
        "formats": codec.Many("format", FORMATS),
    }


def _contact(agency: Organisation | None) -> str:
    site = f"{settings.PUBLIC_URL}/pengaduan/"
    if agency is None:
        return site
    ways = [agency.name, agency.email, agency.phone, agency.address, site]
    return ", ".join(way for way in ways if way)


def _key_service(agency: Organisation | None) -> str:
    who = agency.name if agency else "instansi yang dituju"
    return f"Mintalah kunci API kepada administrator {who}; administrator membuatnya di {settings.PUBLIC_URL}/kantor/."
