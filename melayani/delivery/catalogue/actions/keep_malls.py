"""Enter a mall (MPP) into the register, and judge how ready it is by the criteria in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from melayani.delivery.catalogue import access, mall_readings, rules
from melayani.delivery.catalogue.actions.place_agency import UnknownRegion, government_of, region_named, zone_of
from melayani.delivery.catalogue.models import MallEntry, ReadinessCheck
from melayani.delivery.catalogue.steps import NotPossible
from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.actions import create_organisation
from melayani.foundation.organisations.models import Kind, Organisation


def register_mall(*, source: Mapping[str, Any], actor: Actor, now: datetime) -> Organisation:
    """The mall of `source` (a record of malls.json), created below its government when it is not there yet.

    Its opening date stays unknown unless the source names it. Raises UnknownRegion.
    """
    region = region_named(source["region_text"])
    if region is None:
        raise UnknownRegion(source["region_text"])
    existing = Organisation.objects.filter(kind=Kind.MALL, region=region).first()
    if existing is not None:
        return existing
    opened = source.get("opened_on")
    with transaction.atomic():
        mall = create_organisation(
            actor=actor,
            kind=Kind.MALL,
            name=source.get("name") or f"Mal Pelayanan Publik {region.name}",
            short_name=f"MPP {region.name}",
            slug=rules.slug(f"mpp {region.name}"),
            parent=government_of(region, actor, now),
            now=now,
            region=region,
            time_zone=zone_of(region),
            opened_on=date.fromisoformat(opened) if opened else None,
        )
        MallEntry.objects.create(
            mall=mall,
            source=source["source"],
            opening_note=source.get("opening", ""),
            published=source.get("published", []),
            note=source.get("note", ""),
        )
        _record("mall.registered", mall, actor, now, source=source["source"])
    return mall


def judge_readiness(
    *,
    actor: Actor,
    mall: Organisation,
    criterion: str,
    state: str,
    now: datetime,
    evidence: str = "",
    evidence_url: str = "",
    checked_on: date | None = None,
) -> ReadinessCheck:
    """Judge one criterion of the version in force; the judgement before it stays in the history.

    `checked_on` is today when None. Raises NotPossible: without the right to it, for an unknown criterion, for a
    judgement without evidence, or for a day that has not come.
    """
    today = now.astimezone(mall.zone).date()
    day = checked_on or today
    criteria = mall_readings.criteria_on(today)
    if not access.may_judge_readiness(actor, mall):
        raise NotPossible(_("Anda tidak berwenang menilai kesiapan mal ini."))
    asked = criteria.find(criterion)
    if asked is None:
        raise NotPossible(_("Kriteria ini tidak ada dalam daftar yang berlaku."))
    if day > today:
        raise NotPossible(_("Tanggal pemeriksaan belum tiba."))
    row = ReadinessCheck(
        mall=mall,
        version=criteria.version,
        criterion=criterion,
        state=state,
        evidence=evidence.strip(),
        evidence_url=evidence_url.strip(),
        checked_on=day,
        checked_by_id=actor.person_id,
    )
    _demand_sense(row)
    _put_in_force(row, asked.name("id"), actor, now)
    return row


def _put_in_force(row: ReadinessCheck, name: str, actor: Actor, now: datetime) -> None:
    """Save the judgement and let the one before it be history; the event names both."""
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",)).get(pk=row.mall_id)  # one judgement of a mall at a time
        held = ReadinessCheck.objects.current(row.version).filter(mall=row.mall, criterion=row.criterion)
        before = held.values_list("state", flat=True).first() or rules.NOT_JUDGED
        held.update(is_current=False)
        row.save(force_insert=True)
        labels = dict(ReadinessCheck.STATES)
        data = {"criterion": row.criterion, "name": name, "before": labels[before], "after": labels[row.state]}
        _record("readiness.judged", row.mall, actor, now, **data)


def _demand_sense(row: ReadinessCheck) -> None:
    if row.state != rules.NOT_JUDGED and not row.evidence:
        raise NotPossible(_("Tuliskan buktinya: apa yang dilihat dan di mana."))
    try:
        row.full_clean(exclude={"mall", "checked_by"}, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise NotPossible(" ".join(error.messages)) from error


def _record(event: str, mall: Organisation, actor: Actor, now: datetime, **data: str) -> None:
    subject = Reference(kind="organisation", number=mall.slug)
    record(event, actor=actor, subject=subject, organisation=mall, data=data, now=now)
