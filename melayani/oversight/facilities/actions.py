"""The verbs of facilities: record what was found at a location, say how to ask for help there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.oversight.facilities import access, rules
from melayani.oversight.facilities.inventory import Section, inventory_on
from melayani.oversight.facilities.models import FacilityCheck, HelpNote


class CheckRefused(Exception):
    """The actor may not check here, or a finding makes no sense; `item` names the one, "" for the whole."""

    def __init__(self, text: str, item: str = "") -> None:
        super().__init__(text)
        self.item = item


@dataclass(frozen=True)
class Finding:
    """What was seen of one item; `count` and `floor` None where nobody wrote them down."""

    item: str
    state: str
    count: int | None = None
    condition: str = ""
    floor: int | None = None
    note: str = ""


def record_check(
    *,
    actor: Actor,
    organisation: Organisation,
    section: str,
    findings: Sequence[Finding],
    checked_on: date,
    now: datetime,
    next_check: date | None = None,
) -> list[FacilityCheck]:
    """Record a walk through one section of the list; items without a finding stay as they were found before.

    Raises CheckRefused: without the right to it, for an unknown item, for a finding without sense (rules.problem),
    for a day that has not come, or when nothing was found. Records facility.checked.
    """
    if not access.may_check(actor, organisation):
        raise CheckRefused(_("Anda tidak berwenang memeriksa sarana di tempat ini."))
    today = now.astimezone(organisation.zone).date()
    walked = _section(section, today)
    _demand_days(checked_on, next_check, today)
    _demand_findings(findings, walked)
    rows = [_row(organisation, one, checked_on, next_check, actor) for one in findings]
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)  # one check at a time
        held = FacilityCheck.objects.current().filter(organisation=organisation, item__in=[row.item for row in rows])
        before = dict(held.values_list("item", "state"))
        held.update(is_current=False)
        FacilityCheck.objects.bulk_create(rows)
        changed = [row.item for row in rows if before.get(row.item) != row.state]
        told = {"items": len(rows), "changed": len(changed), "changed_items": changed}
        data = {"section": walked.name("id"), "checked_on": checked_on.isoformat(), **told}
        subject = _reference(organisation)
        record("facility.checked", actor=actor, subject=subject, organisation=organisation, data=data, now=now)
    return rows


def describe_help(
    *, actor: Actor, organisation: Organisation, text: str, now: datetime, contact: str = ""
) -> HelpNote | None:
    """Say how to ask for help at the place, and whom to call; an empty text takes the words away. Raises
    CheckRefused; records facility.help_described."""
    if not access.may_check(actor, organisation):
        raise CheckRefused(_("Anda tidak berwenang memeriksa sarana di tempat ini."))
    said, number = text.strip(), contact.strip()
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        note = None
        if said:
            given = {"text": said, "contact": number, "changed_at": now}
            _demand_fitting(HelpNote(organisation=organisation, **given))
            note, _made = HelpNote.objects.update_or_create(organisation=organisation, defaults=given)
        else:
            HelpNote.objects.filter(organisation=organisation).delete()
        record(
            "facility.help_described",
            actor=actor,
            subject=_reference(organisation),
            organisation=organisation,
            data={"text": said, "contact": number},
            now=now,
        )
    return note


def _section(key: str, today: date) -> Section:
    found = inventory_on(today).section(key)
    if found is None:
        raise CheckRefused(_("Bagian ini tidak ada dalam daftar yang berlaku."))
    return found


def _demand_days(checked_on: date, next_check: date | None, today: date) -> None:
    if checked_on > today:
        raise CheckRefused(_("Tanggal pemeriksaan belum tiba."))
    if next_check is not None and next_check <= checked_on:
        raise CheckRefused(_("Pemeriksaan berikutnya harus sesudah yang ini."))


def _demand_findings(findings: Sequence[Finding], walked: Section) -> None:
    known = {item.key for item in walked.own}
    if not findings:
        raise CheckRefused(_("Belum ada butir yang dinilai."))
    if len({one.item for one in findings}) != len(findings):
        raise CheckRefused(_("Satu butir dinilai dua kali."))
    for one in findings:
        if one.item not in known:
            raise CheckRefused(_("Butir ini tidak diperiksa di bagian ini."), one.item)
        wrong = rules.problem(item=one.item, state=one.state, count=one.count, floor=one.floor)
        if wrong:
            raise CheckRefused(wrong, one.item)


def _row(
    organisation: Organisation, one: Finding, checked_on: date, next_check: date | None, actor: Actor
) -> FacilityCheck:
    row = FacilityCheck(
        organisation=organisation,
        item=one.item,
        state=one.state,
        count=one.count,
        condition=one.condition,
        floor=one.floor,
        note=one.note.strip(),
        checked_on=checked_on,
        next_check=next_check,
        checked_by_id=actor.person_id,
    )
    _demand_fitting(row, item=one.item)
    return row


def _demand_fitting(row: FacilityCheck | HelpNote, *, item: str = "") -> None:
    unknown = {one.name for one in row._meta.fields if getattr(row, one.attname) is None}
    try:
        row.clean_fields(exclude={"organisation", "checked_by", *unknown})
    except ValidationError as error:
        raise CheckRefused(" ".join(error.messages), item) from error


def _reference(organisation: Organisation) -> Reference:
    return Reference(kind="organisation", number=organisation.slug)
