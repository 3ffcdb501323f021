"""Ask for reports: start a campaign, open its periods, write down what is owed by whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from melayani.foundation.audit import SYSTEM, Actor, record
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.oversight.reporting import access, definitions, rules, states, totals
from melayani.oversight.reporting.actions.refusing import ReportRefused, reason_of
from melayani.oversight.reporting.models import Campaign, Report, Round
from melayani.oversight.reporting.rules.periods import LAST_ZONE, ONCE

PERIODS_AT_ONCE = 120  # ten years of months: a campaign about the past opens them one after another
BATCH = 500


def start_campaign(
    *,
    actor: Actor,
    asked_by: Organisation,
    title: str,
    template: str,
    since: date,
    now: datetime,
    until: date | None = None,
    theme: str = "",
    kinds: Sequence[str] = (),
    regions: Sequence[str] = (),
    wilayah: str = "",
    places: Iterable[Organisation] = (),
    due_days: int | None = None,
    lock_days: int | None = None,
) -> Campaign:
    """Ask the units below `asked_by` for a report by the version of the template in force on `since`.

    Raises ReportRefused without the right, or where template, span or places make no sense. Records campaign.started.
    """
    named = list(places)
    form = _agreed_form(actor, asked_by, template, since, until, named)
    with transaction.atomic():
        campaign = Campaign.objects.create(
            title=title.strip()[:160],
            theme=theme.strip()[:300],
            asked_by=asked_by,
            kinds=[one for one in kinds if one in form.kinds] or list(form.kinds),
            regions=list(regions),
            wilayah=wilayah,
            since=since,
            until=until,
            started_at=now,
            **_of_form(form, due_days, lock_days),
        )
        campaign.places.set(named)
        data = {"template": form.key, "version": form.version, "since": since.isoformat(), "places": len(named)}
        _record("campaign.started", campaign, actor=actor, data=data, now=now)
    return campaign


def end_campaign(*, actor: Actor, campaign: Campaign, until: date, reason: str, now: datetime) -> Campaign:
    """Open no period that begins after `until`; what is owed already stays owed. Records campaign.ended."""
    if not access.may_ask(actor, campaign.asked_by):
        raise ReportRefused("Anda tidak berwenang mengakhiri permintaan ini.")
    if until < campaign.since:
        raise ReportRefused("Tanggal akhir mendahului tanggal awal.")
    why = reason_of(reason)
    with transaction.atomic():
        campaign.until = until
        campaign.save(update_fields=["until"])
        _record("campaign.ended", campaign, actor=actor, data={"until": until.isoformat(), "reason": why}, now=now)
    return campaign


def open_rounds(*, now: datetime) -> int:
    """Open the periods that are over in all three zones (a single span from its first day); return how many."""
    today = now.astimezone(LAST_ZONE).date()
    opened = 0
    for campaign in Campaign.objects.filter(since__lte=today).select_related("asked_by").order_by("pk"):
        for period in _due_periods(campaign, today):
            opened += _open(campaign, period, now=now)
    return opened


def renew_expected(*, now: datetime) -> int:
    """Bring what is owed up to date with units opened and closed since; return how many reports changed.

    A unit that turns out to have been open is added; one that was not open owes nothing, unless it has written.
    """
    today = now.astimezone(LAST_ZONE).date()
    rounds = Round.objects.filter(ends_on__gte=today - timedelta(days=120)).select_related("campaign__asked_by")
    return sum(_renew(one, now=now) for one in rounds.order_by("pk"))


def _agreed_form(
    actor: Actor, asked_by: Organisation, key: str, since: date, until: date | None, named: Sequence[Organisation]
) -> definitions.Template:
    """The template in force, when all that is asked makes sense; raises ReportRefused."""
    if not access.may_ask(actor, asked_by):
        raise ReportRefused("Anda tidak berwenang meminta laporan atas nama instansi ini.")
    form = definitions.template_on(key, since)
    if form is None:
        raise ReportRefused("Bentuk laporan ini tidak berlaku pada tanggal itu.")
    if until is not None and until < since:
        raise ReportRefused("Tanggal akhir mendahului tanggal awal.")
    if form.frequency == ONCE and until is None:
        raise ReportRefused("Laporan khusus perlu tanggal akhir.")
    if any(not one.path.startswith(asked_by.path) for one in named):
        raise ReportRefused("Sebagian tempat berada di luar jangkauan instansi ini.")
    return form


def _of_form(form: definitions.Template, due_days: int | None, lock_days: int | None) -> dict[str, Any]:
    """What a campaign takes over from the version of its template, unless it says otherwise."""
    return {
        "template": form.key,
        "template_version": form.version,
        "frequency": form.frequency,
        "due_days": form.due_days if due_days is None else due_days,
        "lock_days": form.lock_days if lock_days is None else lock_days,
    }


def _due_periods(campaign: Campaign, today: date) -> list[rules.Period]:
    """The periods of the campaign that have no round yet, oldest first."""
    if campaign.frequency == ONCE:
        last = campaign.until or campaign.since
        wanted = [rules.Period(campaign.since, last)]
    else:
        wanted = list(_whole_periods(campaign, today))
    known = set(campaign.rounds.values_list("starts_on", flat=True))
    return [one for one in wanted if one.first not in known][:PERIODS_AT_ONCE]


def _whole_periods(campaign: Campaign, today: date) -> Iterable[rules.Period]:
    period = rules.next_period(campaign.frequency, campaign.since)
    while period.last < today and (campaign.until is None or period.first <= campaign.until):
        yield period
        period = rules.next_period(campaign.frequency, period.last + timedelta(days=1))


def _open(campaign: Campaign, period: rules.Period, *, now: datetime) -> int:
    with transaction.atomic():
        made, fresh = Round.objects.get_or_create(
            campaign=campaign,
            starts_on=period.first,
            defaults={
                "ends_on": period.last,
                "due_on": period.last + timedelta(days=campaign.due_days),
                "opened_at": now,
            },
        )
        if not fresh:
            return 0
        owed = _write_down(made, _expected(campaign, period), now=now)
        data = {"starts_on": period.first.isoformat(), "owed": owed}
        _record("round.opened", campaign, actor=SYSTEM, data=data, now=now)
    return 1


def _renew(one: Round, *, now: datetime) -> int:
    expected = _expected(one.campaign, one.period)
    wanted = {unit.pk for unit, _ in expected}
    with transaction.atomic():
        rows = list(Report.objects.select_for_update(of=("self",)).filter(round=one).order_by("pk"))
        changed = [row for row in rows if row.is_expected != _is_owed(row, wanted)]
        for row in changed:
            row.is_expected = not row.is_expected
        Report.objects.bulk_update(changed, ["is_expected"])
        totals.mark_all(changed, now=now)
        known = {row.organisation_id for row in rows}
        added = _write_down(one, [pair for pair in expected if pair[0].pk not in known], now=now)
        if changed or added:
            data = {"starts_on": one.starts_on.isoformat(), "changed": len(changed), "added": added}
            _record("round.renewed", one.campaign, actor=SYSTEM, data=data, now=now)
    return len(changed) + added


def _is_owed(row: Report, wanted: set[int]) -> bool:
    return row.organisation_id in wanted or row.state not in (states.OWED, states.DRAFT)


def _expected(campaign: Campaign, period: rules.Period) -> list[tuple[Organisation, str]]:
    """The units that owe this period, each with the code of its region; two queries whatever their number."""
    below = Organisation.objects.at_or_below([campaign.asked_by.path])
    named = set(campaign.places.values_list("pk", flat=True))
    codes = dict(below.exclude(region=None).values_list("path", "region"))
    rows = below.filter(pk__in=named) if named else below.filter(kind__in=campaign.kinds)
    found = [(unit, _region_of(unit, codes)) for unit in rows if rules.was_open(period, unit.opened_on, unit.closed_on)]
    return found if named else [pair for pair in found if _is_asked(campaign, pair[1], period.last)]


def _region_of(unit: Organisation, codes: dict[str, str]) -> str:
    """The code of the unit's regency or province, its own or that of the nearest organisation above; "" for none."""
    steps = range(len(unit.path), 0, -unit.steplen)
    code = next((codes[unit.path[:step]] for step in steps if unit.path[:step] in codes), "")
    return ".".join(code.split(".")[:2])


def _is_asked(campaign: Campaign, code: str, day: date) -> bool:
    if campaign.wilayah and definitions.wilayah_of(code, day) != campaign.wilayah:
        return False
    return not campaign.regions or any(code == one or code.startswith(f"{one}.") for one in campaign.regions)


def _write_down(one: Round, owed: Sequence[tuple[Organisation, str]], *, now: datetime) -> int:
    rows = [_report(one, unit, code) for unit, code in owed]
    Report.objects.bulk_create(rows, batch_size=BATCH)
    totals.mark_all(rows, now=now)
    return len(rows)


def _report(one: Round, unit: Organisation, code: str) -> Report:
    campaign = one.campaign
    return Report(
        round=one,
        organisation=unit,
        template=campaign.template,
        starts_on=one.starts_on,
        kind=unit.kind,
        region=code,
        province=code[:2],
        due_at=rules.due_moment(one.due_on, unit.zone),
        locks_at=rules.due_moment(one.due_on + timedelta(days=campaign.lock_days), unit.zone),
    )


def _record(name: str, campaign: Campaign, *, actor: Actor, data: dict[str, Any], now: datetime) -> None:
    subject = Reference(kind="campaign", number=str(campaign.pk))
    record(name, actor=actor, subject=subject, organisation=campaign.asked_by, data=data, now=now)
