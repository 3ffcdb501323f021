"""Reports for tests: a campaign over the two cities of the test world, and reports in a state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.actions import create_organisation
from melayani.foundation.organisations.models import Organisation, Region
from melayani.oversight.reporting import actions, rules
from melayani.oversight.reporting.models import Campaign, Report
from melayani.oversight.reporting.rules.periods import LAST_ZONE
from tests.remembered import remembered

ZEROS: dict[str, Decimal] = {
    "visits": Decimal(0),
    "applications": Decimal(0),
    "decided": Decimal(0),
    "complaints": Decimal(0),
}


@remembered
def made(kind: str, slug: str, parent: Organisation, *, zone: str = "", opened: date | None = None) -> Organisation:
    """A unit below `parent`, opened on a day."""
    unit = create_organisation(
        actor=SYSTEM,
        kind=kind,
        name=slug.replace("-", " ").title(),
        slug=slug,
        parent=parent,
        time_zone=zone or parent.time_zone,
        now=datetime(2019, 1, 2, tzinfo=LAST_ZONE),
    )
    if opened:
        unit.opened_on = opened
        unit.save(update_fields=["opened_on"])
    return unit


@remembered
def region(code: str, name: str, parent: Region | None = None) -> Region:
    level = "province" if len(code) == 2 else "regency"
    return Region.objects.create(code=code, level=level, name=name, parent=parent)


def moment(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=LAST_ZONE)


@remembered
def monthly(asked_by: Organisation, since: date, *, template: str = "monthly", **more: object) -> Campaign:
    """A standing campaign for months since `since`."""
    return actions.start_campaign(
        actor=SYSTEM,
        asked_by=asked_by,
        title="Laporan bulanan",
        template=template,
        since=since,
        now=moment(since),
        **more,  # type: ignore[arg-type]
    )


@remembered
def opened(campaign: Campaign, now: datetime) -> dict[str, Report]:
    """Open what is due by `now`; the newest report of each unit by slug."""
    actions.open_rounds(now=now)
    rows = Report.objects.filter(round__campaign=campaign).select_related("organisation", "round__campaign")
    return {row.organisation.slug: row for row in rows.order_by("starts_on")}


def filled(report: Report, values: Mapping[str, object], *, now: datetime, why: str = "") -> Report:
    """Save figures (numbers by indicator; the others zero), with `why` as explanation of each; the door is open."""
    numbers = {**ZEROS, **values} if report.template == "monthly" else dict(values)
    given = {key: actions.Given(value=Decimal(str(value)), explanation=why) for key, value in numbers.items()}
    if any(item.indicator.key == "operating_mode" for item in report.definition.items):
        given["operating_mode"] = actions.Given(choice="open")
    return actions.save_report(actor=SYSTEM, report=report, given=given, now=now)


def sent(report: Report, values: Mapping[str, object], *, now: datetime, why: str = "Libur panjang.") -> Report:
    return actions.send_report(actor=SYSTEM, report=filled(report, values, now=now, why=why), now=now)


def verified(report: Report, values: Mapping[str, object], *, now: datetime, why: str = "Libur panjang.") -> Report:
    return actions.verify(actor=SYSTEM, report=sent(report, values, now=now, why=why), now=now)


def after(report: Report, days: int = 1) -> datetime:
    """A moment that many days after the period of the report."""
    return moment(rules.month_of(report.starts_on).last + timedelta(days=days))
