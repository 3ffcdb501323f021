"""What the platform proposes for a report, what was before, and what is wrong or wants a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from melayani.oversight.reporting import definitions, feeds, rules
from melayani.oversight.reporting.models import Report, ReportFigure, ReportQuerySet
from melayani.oversight.reporting.models.reports import values_of
from melayani.oversight.reporting.rules.checks import JUMP, MISSING, WARNING

EARLIER = 24  # periods that are compared with


@dataclass(frozen=True)
class Past:
    """Figures of the periods before, newest first, by indicator; an empty figure is left out."""

    before: Mapping[str, Decimal] = field(default_factory=dict)  # of the very period before
    earlier: Mapping[str, Sequence[Decimal]] = field(default_factory=dict)


def proposed(report: Report) -> list[ReportFigure]:
    """The figures with which the report begins: one row per indicator that is entered, filled where it is known."""
    found = feeds.proposal_for(report.organisation, report.round.period)
    return [_figure(report, item.indicator, found) for item in report.definition.entered]


def _figure(report: Report, indicator: definitions.Indicator, found: feeds.Proposal) -> ReportFigure:
    counted = found.numbers.get(indicator.feed) if indicator.feed else None
    choice = found.mode if indicator.kind == definitions.CHOICE else ""
    return ReportFigure(
        report=report,
        indicator=indicator.key,
        counted=counted,
        value=counted,
        counted_choice=choice,
        choice=choice,
    )


def figures_of(report: Report) -> list[ReportFigure]:
    """The figures as they stand; before the first saving those that the platform proposes, not yet written down."""
    return list(report.figures.order_by("pk")) if report.filled_at else proposed(report)


def past_of(report: Report) -> Past:
    """What the unit reported before, from the same kind of report; two queries."""
    earlier = _series(report)
    rows = list(earlier.values_list("pk", "starts_on").order_by("-starts_on")[:EARLIER])
    place = {pk: number for number, (pk, _) in enumerate(rows)}
    figures = ReportFigure.objects.filter(report__in=list(place), value__isnull=False)
    found: dict[str, dict[int, Decimal]] = {}
    for report_pk, key, value in figures.values_list("report", "indicator", "value").order_by():
        if value is not None:
            found.setdefault(key, {})[place[report_pk]] = value
    right_before = bool(rows) and _follows(report, rows[0][1])
    return Past(
        before={key: values[0] for key, values in found.items() if right_before and 0 in values},
        earlier={key: [values[number] for number in sorted(values)] for key, values in found.items()},
    )


def _series(report: Report) -> ReportQuerySet:
    rows = Report.objects.received().filter(organisation=report.organisation_id, template=report.template)
    return rows.filter(starts_on__lt=report.starts_on)


def _follows(report: Report, before: object) -> bool:
    """Whether `before` began the period right before this one; after a gap nothing is compared with last month."""
    frequency = report.round.campaign.frequency
    if frequency == "once":
        return True
    last = rules.next_period(frequency, report.starts_on - timedelta(days=1))
    return before == last.first


def problems(report: Report, figures: Sequence[ReportFigure], past: Past | None = None) -> list[rules.Problem]:
    """Everything that keeps the report from being sent, in the order of the form."""
    form = report.definition
    by_key = {one.indicator: one for one in figures}
    found = [*_missing(form, by_key), *_uncorrected(figures), *_of_checks(form, by_key)]
    found += _unexplained(form, by_key, past_of(report) if past is None else past)
    order = {item.indicator.key: number for number, item in enumerate(form.items)}
    return sorted(found, key=lambda one: order.get(one.indicator, len(order)))


def notices(report: Report, figures: Iterable[ReportFigure], past: Past) -> dict[str, str]:
    """What should be explained at each figure, explained or not: a jump, or far from what was usual."""
    form = report.definition
    found = {}
    for one in figures:
        text = _stands_out(form, one, past)
        if text:
            found[one.indicator] = text
    return found


def _missing(form: definitions.Template, by_key: Mapping[str, ReportFigure]) -> list[rules.Problem]:
    return [
        rules.Problem(
            item.indicator.key, MISSING, "Wajib diisi. Bila tidak ada, isi 0; bila tidak tahu, tulis alasannya."
        )
        for item in form.entered
        if item.compulsory and (one := by_key.get(item.indicator.key)) and one.is_empty and not one.reason
    ]


def _uncorrected(figures: Sequence[ReportFigure]) -> list[rules.Problem]:
    text = "Berbeda dari yang dihitung sistem. Tulis alasannya."
    return [rules.Problem(one.indicator, MISSING, text) for one in figures if one.is_corrected and not one.reason]


def _of_checks(form: definitions.Template, by_key: Mapping[str, ReportFigure]) -> list[rules.Problem]:
    found = rules.problems_of(form.checks, values_of(by_key.values()))
    return [one for one in found if not (one.severity == WARNING and by_key[one.indicator].explanation)]


def _unexplained(form: definitions.Template, by_key: Mapping[str, ReportFigure], past: Past) -> list[rules.Problem]:
    return [
        rules.Problem(key, JUMP, text)
        for key, one in by_key.items()
        if not one.explanation and (text := _stands_out(form, one, past))
    ]


def _stands_out(form: definitions.Template, one: ReportFigure, past: Past) -> str:
    indicator = definitions.indicators()[one.indicator]
    if one.value is None or not indicator.comparable:
        return ""
    changed = rules.change(past.before.get(one.indicator), one.value)
    if rules.is_jump(changed, bound=form.bound, floor=form.floor if indicator.kind == definitions.COUNT else 0):
        before = f"{changed.before:,.0f}".replace(",", ".")
        return f"{rules.change_words(changed)} dari periode sebelumnya ({before}). Jelaskan sebabnya."
    far = rules.outlier_words(past.earlier.get(one.indicator, ()), one.value)
    return f"{far} Jelaskan sebabnya." if far else ""
