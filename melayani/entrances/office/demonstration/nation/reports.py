"""Two years of monthly reports of every unit. Figures are drawn by chance from a seed: each load is the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from django.db.models import F

from melayani.entrances.office.demonstration.nation.tree import MARK
from melayani.entrances.office.demonstration.reports import STORIES, WAVE
from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.models import Kind, Organisation
from melayani.oversight.reporting import actions, rules
from melayani.oversight.reporting.models import Campaign, Remark, Report, ReportFigure, Round, State

WIB = ZoneInfo("Asia/Jakarta")
MONTHS = 24
TEMPLATE = "monthly"
BATCH = 2000
WHY = "Angka contoh untuk peragaan."
WORDS = f"Pelayanan berjalan seperti biasa {MARK}."
LATE_OF = 16  # one of so many reports came late
LIMITED_OF = 40  # one of so many units served with limits


def load_months(units: Sequence[Organisation], *, now: datetime, months: int = MONTHS) -> Campaign:
    """Ask the units each month, write what they say as verified, and let the module count the sums."""
    _keep_to_those_asked_before(units)
    first, *_ = rules.months_back(now.astimezone(WIB).date().replace(day=1) - timedelta(days=1), months)
    campaign = actions.start_campaign(
        actor=SYSTEM,
        asked_by=Organisation.objects.get(depth=1),
        title=f"Laporan bulanan seluruh daerah {MARK}",
        template=TEMPLATE,
        since=first,
        kinds=[Kind.AGENCY],
        places=units,
        now=datetime.combine(first, time(8), tzinfo=WIB),
    )
    actions.open_rounds(now=now)
    for one in campaign.rounds.order_by("starts_on"):
        _write(one, now)
        actions.count_period(TEMPLATE, one.starts_on)
    actions.count_remarks()
    return campaign


def _keep_to_those_asked_before(units: Sequence[Organisation]) -> None:
    """Campaigns that ask every agency go on asking those that stood before; nobody reports a month twice."""
    others = Organisation.objects.filter(kind=Kind.AGENCY).exclude(pk__in=[one.pk for one in units])
    for campaign in Campaign.objects.filter(kinds=[Kind.AGENCY], places=None, until=None):
        campaign.places.set(others)


def _write(one: Round, now: datetime) -> None:
    """The reports of a month: sent after it, most before they were due, and verified."""
    rows = list(Report.objects.filter(round=one).order_by("region"))
    chances = [Random(f"{row.region} {one.starts_on}") for row in rows]  # noqa: S311
    _mark_verified(one, [row for row, chance in zip(rows, chances, strict=True) if not chance.randrange(LATE_OF)], now)
    ReportFigure.objects.bulk_create(
        (
            figure
            for row, chance in zip(rows, chances, strict=True)
            for figure in _figures(row, numbers_of(row.region, one.starts_on, chance))
        ),
        batch_size=BATCH,
    )
    told = datetime.combine(one.ends_on, time(9), tzinfo=WIB)
    Remark.objects.bulk_create(
        (remark for row, chance in zip(rows, chances, strict=True) for remark in _remarks(row, chance, told)),
        batch_size=BATCH,
    )


def _mark_verified(one: Round, late: Sequence[Report], now: datetime) -> None:
    told = datetime.combine(one.ends_on, time(9), tzinfo=WIB)
    sent = min(told + timedelta(days=4), now)
    rows = Report.objects.filter(round=one)
    rows.update(
        state=State.VERIFIED,
        filled_at=told,
        saved_at=sent,
        first_sent_at=sent,
        sent_at=sent,
        judged_at=min(sent + timedelta(days=2), now),
        summary=WORDS,
    )
    came_late = rows.filter(pk__in=[row.pk for row in late], due_at__lt=now - timedelta(days=3))
    came_late.update(
        first_sent_at=F("due_at") + timedelta(days=1),
        sent_at=F("due_at") + timedelta(days=1),
        judged_at=F("due_at") + timedelta(days=2),
    )


def numbers_of(region: str, month: date, chance: Random) -> Mapping[str, Decimal]:
    """Figures that fit one another: a size of the region, a wave over the year, a slow growth, and chance."""
    size = Random(region).lognormvariate(6.6, 0.7)  # noqa: S311
    growth = 1 + 0.006 * (12 * month.year + month.month - 12 * 2024)
    visits = int(size * WAVE[month.month - 1] / 100 * growth * chance.uniform(0.92, 1.08))
    asked = int(visits * chance.uniform(0.5, 0.6))
    decided = int(asked * chance.uniform(0.93, 1))
    complaints = chance.randrange(2, 6 + visits // 150)
    numbers = {
        "visits": visits,
        "applicants": asked * 9 // 10,
        "applications": asked,
        "online_applications": int(asked * chance.uniform(0.15, 0.5)),
        "decided": decided,
        "decided_on_time": int(decided * chance.uniform(0.8, 0.99)),
        "complaints": complaints,
        "complaints_answered": complaints - chance.randrange(0, 2),
        "skm_answers": chance.randrange(20, 160),
        "staff_share": chance.choice((80, 90, 100, 100)),
    }
    return {
        **{key: Decimal(value) for key, value in numbers.items()},
        "skm_index": Decimal(chance.randrange(7600, 9300)) / 100,
    }


def _figures(row: Report, numbers: Mapping[str, Decimal]) -> Iterator[ReportFigure]:
    for key, value in numbers.items():
        yield ReportFigure(report=row, indicator=key, value=value, reason=WHY)
    yield ReportFigure(report=row, indicator="tenants", reason="Bukan mal.")
    limited = not Random(f"{row.region} {row.starts_on} moda").randrange(LIMITED_OF)  # noqa: S311
    yield ReportFigure(report=row, indicator="operating_mode", choice="limited" if limited else "open", reason=WHY)


def _remarks(row: Report, chance: Random, told: datetime) -> Iterator[Remark]:
    """One or two of the stories, clearly made up."""
    for kind, code, indicator, outcome, text in chance.sample(STORIES, k=chance.randrange(1, 3)):
        yield Remark(
            report=row,
            kind=kind,
            code=code,
            indicator=indicator,
            outcome=outcome,
            text=f"{text} {MARK}",
            written_at=told,
        )
