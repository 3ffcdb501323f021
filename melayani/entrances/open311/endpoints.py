"""Whose endpoint this is: each agency has one of its own, and a shared one knows them all by `jurisdiction_id`."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Length

from melayani.entrances.open311.refusals import invalid, not_found
from melayani.foundation.organisations.models import Kind, Organisation

PRODUCTION, TEST = "open311/v2/", "open311/test/v2/"
UNKNOWN_AGENCY = "Instansi ini tidak ada. Lihat discovery.xml atau tanyakan alamat endpoint kepada instansinya."
WHICH_AGENCY = "jurisdiction_id: Sebutkan instansi yang dituju, karena endpoint ini melayani beberapa instansi."
UNKNOWN_JURISDICTION = "jurisdiction_id: Tidak ada instansi dengan nama domain atau slug ini pada endpoint ini."


def agency_of(slug: str, jurisdiction: str, today: date) -> Organisation:
    """The agency that is asked: by the address of its own endpoint, else by `jurisdiction_id`.

    Raises 404 for an unknown one, and 400 when none is named although there are several.
    """
    if slug:
        agency = _open_agencies(today).filter(slug=slug).first()
        if agency is None:
            raise not_found(UNKNOWN_AGENCY)
        if jurisdiction and jurisdiction.lower() not in {agency.slug, domain_of(agency)}:
            raise not_found(UNKNOWN_JURISDICTION)
        return agency
    return _named(jurisdiction, today) if jurisdiction else _only_one(today)


def jurisdiction_of(agency: Organisation) -> str:
    """The agency's domain name, or its slug when it has no site."""
    return domain_of(agency) or agency.slug


def domain_of(agency: Organisation) -> str:
    """The host of the agency's site without "www."; "" without a site."""
    return (urlsplit(agency.website).hostname or "").removeprefix("www.")


def address_of_endpoint(agency: Organisation | None, *, test: bool = False) -> str:
    """The absolute base address, which ends in a slash."""
    own = f"{agency.slug}/" if agency else ""
    return f"{settings.PUBLIC_URL}/{TEST if test else PRODUCTION}{own}"


def _open_agencies(today: date) -> QuerySet[Organisation]:
    rows = Organisation.objects.open_on(today).exclude(kind=Kind.UNIT)
    return rows.select_related("region__parent")


def _named(jurisdiction: str, today: date) -> Organisation:
    name = jurisdiction.lower()
    rows = _open_agencies(today)
    found = rows.filter(slug=name).first()
    if found is None and "." in name:  # an agency's pages may stand on its government's domain: the higher one it is
        found = rows.filter(website__in=_sites(name)).order_by(Length("path"), "path").first()
    if found is None:
        raise not_found(UNKNOWN_JURISDICTION)
    return found


def _only_one(today: date) -> Organisation:
    several = list(_open_agencies(today)[:2])
    if len(several) == 1:
        return several[0]
    raise invalid(WHICH_AGENCY)


def _sites(domain: str) -> list[str]:
    hosts = [domain, f"www.{domain}"]
    return [f"{scheme}://{host}{end}" for scheme in ("https", "http") for host in hosts for end in ("", "/")]
