"""Reads over the tree."""

from __future__ import annotations

from datetime import date

from melayani.foundation.organisations.models import Installation, Organisation, OrganisationQuerySet, Region, Tenancy


def is_demonstration() -> bool:
    """Whether this database is marked as a demonstration; False when it is not yet marked at all."""
    return Installation.objects.filter(demonstration=True).exists()


def ancestors_and_self(organisation: Organisation) -> list[Organisation]:
    """From the root down to `organisation`; one query."""
    steps = range(organisation.steplen, len(organisation.path) + 1, organisation.steplen)
    return list(Organisation.objects.filter(path__in=[organisation.path[:step] for step in steps]).order_by("path"))


def descendants_and_self(organisation: Organisation) -> OrganisationQuerySet:
    return Organisation.objects.at_or_below([organisation.path])


def tenants_of(mall: Organisation, day: date) -> list[Tenancy]:
    """The mall's tenants on `day`, by stand and name; one query."""
    return list(Tenancy.objects.current(day).filter(mall=mall).select_related("unit").order_by("stand", "unit__name"))


def provinces() -> list[Region]:
    return list(Region.objects.filter(level="province", valid_until__isnull=True).order_by("code"))


def regions_within(code: str) -> list[str]:
    """Codes of `code` and of every region below it."""
    return list(Region.objects.filter(code__startswith=code).values_list("code", flat=True))


def regencies_named(words: str, *, limit: int) -> list[Region]:
    """The regencies and cities of today whose names hold every word, by name; one query, none without words."""
    wanted = words.replace(",", " ").split()[:4]
    if not wanted or len(words) > 100:
        return []
    rows = Region.objects.filter(level="regency", valid_until__isnull=True).select_related("parent")
    for word in wanted:
        rows = rows.filter(name__icontains=word)
    return list(rows.order_by("name", "code")[:limit])


def by_slug(slug: str) -> Organisation | None:
    """The organisation of this slug, open or closed; one query."""
    return Organisation.objects.select_related("region").filter(slug=slug[:80]).first()
