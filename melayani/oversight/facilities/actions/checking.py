"""Record a walk through a section: findings with photos; what citizens reported of them is answered by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from melayani.foundation.attachments.rules import FileRefused, NotYours
from melayani.foundation.audit import Actor, record
from melayani.foundation.organisations.models import Organisation
from melayani.oversight.facilities import access, rules, states, telling
from melayani.oversight.facilities.inventory import Section, inventory_on
from melayani.oversight.facilities.keeping import claim_photos, locked, place_reference
from melayani.oversight.facilities.models import FacilityCheck, HelpNote, MismatchReport, Walk


class CheckRefused(Exception):
    """The actor may not check here, or a finding makes no sense; `item` names the one, "" for the whole."""

    def __init__(self, text: str, item: str = "") -> None:
        super().__init__(text)
        self.item = item


@dataclass(frozen=True)
class Finding:
    """What was seen of one item; `count` and `floor` None where nobody wrote them down.

    `photo` is an upload of the same actor, `photo_alt` says what it shows; `mandatory` counts in sections whose rule
    knows mandatory items.
    """

    item: str
    state: str
    count: int | None = None
    condition: str = ""
    floor: int | None = None
    note: str = ""
    photo: UUID | None = None
    photo_alt: str = ""
    mandatory: bool = False


def record_check(
    *,
    actor: Actor,
    organisation: Organisation,
    section: str,
    findings: Sequence[Finding],
    checked_on: date,
    now: datetime,
    next_check: date | None = None,
    key: UUID | None = None,
    answer: str = "",
) -> list[FacilityCheck]:
    """Record a walk through one section of the list; items without a finding stay as they were found before.

    The same `key` a second time changes nothing and returns what the first sending recorded. Open reports of citizens
    about these items are answered by the walk, with the words of `answer` where somebody wrote them.
    Raises CheckRefused: without the right to it, for an unknown item, for a finding without sense (rules.problem),
    for a photo without words, for a day that has not come, or when nothing was found. Records facility.checked.
    """
    if not access.may_check(actor, organisation):
        raise CheckRefused(_("Anda tidak berwenang memeriksa sarana di tempat ini."))
    today = now.astimezone(organisation.zone).date()
    walked = _section(section, today)
    _demand_days(checked_on, next_check, today)
    _demand_findings(findings, walked)
    walk = Walk(key=key or uuid4(), organisation=organisation, section=section, checked_on=checked_on)
    walk.checked_by_id, walk.recorded_at = actor.person_id, now
    with transaction.atomic():
        locked(organisation)  # one walk at a time
        if known := Walk.objects.filter(key=walk.key).first():
            return _same(known, walk)
        rows = [_row(walk, one, next_check) for one in findings]
        _claim(findings, organisation, actor, now)
        _record(walk, walked, rows, _replace(walk, rows), actor)
        _answer_reports(organisation, rows, answer.strip(), actor, now)
    return rows


def _record(walk: Walk, walked: Section, rows: Sequence[FacilityCheck], changed: Sequence[str], actor: Actor) -> None:
    place = walk.organisation
    told = {"items": len(rows), "changed": len(changed), "changed_items": list(changed)}
    data = {"section": walked.name("id"), "checked_on": walk.checked_on.isoformat(), **told}
    subject = place_reference(place)
    record("facility.checked", actor=actor, subject=subject, organisation=place, data=data, now=walk.recorded_at)


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
        if one.photo and not one.photo_alt.strip():
            raise CheckRefused(
                _("Tuliskan apa yang tampak pada foto, untuk warga yang tidak dapat melihatnya."), one.item
            )


def _same(known: Walk, sent: Walk) -> list[FacilityCheck]:
    """What the first sending recorded; a key of another place or person is a mistake."""
    if (known.organisation_id, known.checked_by_id) != (sent.organisation_id, sent.checked_by_id):
        raise CheckRefused(_("Lembar ini sudah dipakai. Buka halaman periksa lagi, lalu isi dari awal."))
    return list(known.findings.order_by("pk"))


def _row(walk: Walk, one: Finding, next_check: date | None) -> FacilityCheck:
    row = FacilityCheck(
        organisation=walk.organisation,
        item=one.item,
        state=one.state,
        count=one.count,
        condition=one.condition,
        floor=one.floor,
        note=one.note.strip(),
        checked_on=walk.checked_on,
        next_check=next_check,
        checked_by_id=walk.checked_by_id,
        photo_id=one.photo,
        photo_alt=one.photo_alt.strip() if one.photo else "",
        mandatory=one.mandatory,
    )
    demand_fitting(row, item=one.item)
    row.walk = walk
    return row


def _claim(findings: Iterable[Finding], organisation: Organisation, actor: Actor, now: datetime) -> None:
    photos = {one.photo: one.item for one in findings if one.photo}
    try:
        claim_photos(ids=photos, organisation=organisation, actor=actor, now=now)
    except (FileRefused, NotYours) as refused:
        raise CheckRefused(str(refused), next(iter(photos.values()))) from refused


def _replace(walk: Walk, rows: Sequence[FacilityCheck]) -> list[str]:
    """Put the findings in force and keep the earlier ones as history; return the items whose state changed."""
    walk.save(force_insert=True)
    held = FacilityCheck.objects.current().filter(organisation=walk.organisation, item__in=[row.item for row in rows])
    before = dict(held.values_list("item", "state"))
    held.update(is_current=False)
    for row in rows:
        row.walk = walk
    FacilityCheck.objects.bulk_create(rows)
    return [row.item for row in rows if before.get(row.item) != row.state]


def _answer_reports(
    organisation: Organisation, rows: Sequence[FacilityCheck], answer: str, actor: Actor, now: datetime
) -> None:
    """Settle the open reports about what was looked at, on the day of the report or later."""
    looked_at = {row.item: row for row in rows}
    open_ones = MismatchReport.objects.open().filter(organisation=organisation, item__in=looked_at)
    for report in open_ones.select_related("contact").order_by("pk"):
        row = looked_at[report.item]
        if row.checked_on < report.created_at.astimezone(organisation.zone).date():
            continue
        report.state = states.reports.SETTLED
        report.outcome = rules.outcome(said=report.said, found=row.state, condition=row.condition)
        report.check_made, report.answer, report.ended_at = row, answer[:300], now
        report.save(update_fields=["state", "outcome", "check_made", "answer", "ended_at"])
        data = {"item": report.item, "outcome": report.get_outcome_display()}
        subject = report.reference
        record("facility.report_settled", actor=actor, subject=subject, organisation=organisation, data=data, now=now)
        telling.tell_reporter(report, organisation, now=now)


def demand_fitting(row: FacilityCheck | HelpNote, *, item: str = "") -> None:
    """Raise CheckRefused for a value that its column does not take."""
    unknown = {one.name for one in row._meta.fields if getattr(row, one.attname) is None}
    try:
        row.clean_fields(exclude={"organisation", "checked_by", "walk", "photo", *unknown})
    except ValidationError as error:
        raise CheckRefused(" ".join(error.messages), item) from error
