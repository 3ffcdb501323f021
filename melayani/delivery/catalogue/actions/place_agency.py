"""Give an agency named in a published standard its place in the tree, with the government above it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from melayani.delivery.catalogue.rules import slug
from melayani.foundation.audit import Actor
from melayani.foundation.organisations.actions import create_organisation
from melayani.foundation.organisations.models import Kind, Level, Organisation, Region

MINISTRY = "Kementerian Pendayagunaan Aparatur Negara dan Reformasi Birokrasi"
NOWHERE = "Belum diketahui wilayahnya"
WITA = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
WIT = frozenset({"81", "82", "91", "92", "93", "94", "95", "96"})
_REGISTRY = "Dinas Kependudukan dan Pencatatan Sipil"
FULL_NAMES = {
    "Disdukcapil": _REGISTRY,
    "Dispendukcapil": _REGISTRY,
    "Dinpendukcapil": _REGISTRY,
    "Dindukcapil": _REGISTRY,
    "DPMPTSP": "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
    "Satpol PP": "Satuan Polisi Pamong Praja",
}
ALIASES = {_REGISTRY: ["Disdukcapil", "Dukcapil", "Capil"], FULL_NAMES["DPMPTSP"]: ["DPMPTSP", "PTSP", "perizinan"]}


class UnknownRegion(Exception):
    """The region that a record names is none of the shipped regions."""


@dataclass(frozen=True)
class _Name:
    full: str
    short: str
    kind: str
    aliases: list[str]


def place_agency(*, published: str, region_text: str, actor: Actor, now: datetime) -> Organisation:
    """The agency that a standard calls `published`, created below its government when it is not there yet.

    Of a joint agency ("A + B Kota X") the first is the owner. Raises UnknownRegion when `region_text` names a
    region that is not among the shipped ones; a text that says that the region is not named gives a region of None.
    """
    region = region_named(region_text)
    name = _name(published, region_text, region)
    existing = Organisation.objects.filter(slug=slug(name.short)).first()
    existing = existing or Organisation.objects.filter(name=name.full).first()
    if existing is not None:
        return existing
    parent = government_of(region, actor, now) if region else _holder(actor, now)
    return create_organisation(
        actor=actor,
        kind=name.kind,
        name=name.full,
        short_name=name.short,
        slug=slug(name.short),
        parent=parent,
        now=now,
        region=region,
        time_zone=zone_of(region),
        aliases=name.aliases,
    )


def region_named(text: str) -> Region | None:
    """The regency or city of "Kab. Way Kanan, Lampung"; None for "(kab/kota tidak disebut)"."""
    if "tidak disebut" in text:
        return None
    local, _, province = (part.strip() for part in text.partition(","))
    name = re.sub(r"^Kab\.", "Kabupaten", local)
    found = Region.objects.filter(level=Level.REGENCY, name=name, parent__name=province).first()
    if found is None:
        raise UnknownRegion(text)
    return found


def zone_of(region: Region | None) -> str:
    """The time zone of a region by its province (Keppres 41/1987); western time where the region is not known."""
    province = region.code[:2] if region else ""
    if province in WIT:
        return "Asia/Jayapura"
    return "Asia/Makassar" if province in WITA else "Asia/Jakarta"


def _name(published: str, region_text: str, region: Region | None) -> _Name:
    local = region_text.partition(",")[0] if region else ""
    owner = re.sub(r" \+ .*$", "", published)
    short = owner if not local or local in owner or "(" in owner else f"{owner} {local}"
    office = short.removesuffix(local).strip(" ,")
    full = FULL_NAMES.get(office)
    kind = Kind.AGENCY if full else Kind.UNIT
    aliases = ALIASES.get(full, []) if full else []
    if full and region:
        return _Name(full=f"{full} {region.name}", short=short, kind=kind, aliases=aliases)
    return _Name(full=short, short=short, kind=kind, aliases=aliases)


def government_of(region: Region, actor: Actor, now: datetime) -> Organisation:
    """The government of a regency or city, created with its province when it is not there yet."""
    city = region.name.startswith("Kota ")
    above = _find_or_create(
        parent=_ministry(actor, now),
        kind=Kind.PROVINCE,
        name=f"Pemerintah Provinsi {region.parent}",
        short_name=f"Pemprov {region.parent}",
        actor=actor,
        now=now,
        region=region.parent,
        time_zone=zone_of(region),
    )
    bare = region.name.removeprefix("Kota ").removeprefix("Kabupaten ")
    return _find_or_create(
        parent=above,
        kind=Kind.CITY if city else Kind.REGENCY,
        name=f"Pemerintah {region.name}",
        short_name=f"{'Pemkot' if city else 'Pemkab'} {bare}",
        actor=actor,
        now=now,
        region=region,
        time_zone=zone_of(region),
    )


def _holder(actor: Actor, now: datetime) -> Organisation:
    return _find_or_create(parent=_ministry(actor, now), kind=Kind.UNIT, name=NOWHERE, actor=actor, now=now)


def _ministry(actor: Actor, now: datetime) -> Organisation:
    root = Organisation.objects.filter(kind=Kind.MINISTRY, depth=1).first()
    if root is not None:
        return root
    return _find_or_create(
        parent=None, kind=Kind.MINISTRY, name=MINISTRY, short_name="Kementerian PANRB", actor=actor, now=now
    )


def _find_or_create(
    *, parent: Organisation | None, kind: str, name: str, actor: Actor, now: datetime, **details: Any
) -> Organisation:
    existing = Organisation.objects.filter(kind=kind, name=name).first()
    if existing is not None:
        return existing
    short = details.get("short_name") or name
    return create_organisation(actor=actor, kind=kind, name=name, slug=slug(short), parent=parent, now=now, **details)
