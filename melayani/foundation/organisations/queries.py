"""Reads over the tree."""

from __future__ import annotations

from datetime import date

from melayani.foundation.organisations.models import Installation, Organisation, OrganisationQuerySet, Region, Tenancy
from melayani.foundation.organisations.rules import SHORTEST, means, words_of

NAMED_MOST, WORDS_MOST = 100, 4  # letters and words of what may name a regency


def is_demonstration() -> bool:
    """Whether this database is marked as a demonstration; False when it is not yet marked at all."""
    return Installation.objects.filter(demonstration=True).exists()


def root_name() -> str:
    """Who runs this installation: the name of the first root of the tree, "" in an empty one; one query."""
    return Organisation.objects.filter(depth=1).order_by("path").values_list("name", flat=True).first() or ""


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


_ROUND_WORDS = "saya kami aku tinggal ada dari untuk daerah wilayah sini itu yang the from live"
ROUND_A_PLACE = frozenset(_ROUND_WORDS.split())  # what people write around the name of a place
KINDS_SHORT = {"kab": "kabupaten", "kabupten": "kabupaten", "kodya": "kota", "city": "kota", "regency": "kabupaten"}


def regencies_named(words: str, *, limit: int) -> list[Region]:
    """The regencies and cities of today whose names hold every word as a whole, by name; one query, or none.

    Words of fewer than three letters name nothing. What is written right comes alone; else a typing error is forgiven
    in long words (`rules.means`).
    """
    wanted = [KINDS_SHORT.get(word, word) for word in words_of(words[:NAMED_MOST]) if len(word) >= SHORTEST]
    wanted = [word for word in wanted if word not in ROUND_A_PLACE]
    if not 0 < len(wanted) <= WORDS_MOST or set(wanted) <= {"kabupaten", "kota"} or len(words) > NAMED_MOST:
        return []
    rows = Region.objects.filter(level="regency", valid_until__isnull=True).select_related("parent")
    names = [(row, words_of(row.name)) for row in rows.order_by("name", "code")]
    right = [row for row, name in names if all(word in name for word in wanted)]
    near = [row for row, name in names if all(any(means(word, one) for one in name) for word in wanted)]
    return (right or near)[:limit]


def by_slug(slug: str) -> Organisation | None:
    """The organisation of this slug, open or closed; one query."""
    return Organisation.objects.select_related("region").filter(slug=slug[:80]).first()
