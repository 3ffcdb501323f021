"""What a report shows: its figures beside the platform's and those of the period before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from melayani.oversight.reporting import definitions, judgement, rules
from melayani.oversight.reporting.models import ActionPoint, Evidence, Remark, Report, ReportFigure
from melayani.oversight.reporting.models.reports import values_of
from melayani.oversight.reporting.rules.evidence import FILES_AT_MOST

ENTRIES_SHOWN = 60
POINTS_SHOWN = 30


@dataclass(frozen=True)
class Line:
    """One indicator of a report. `figure` is None for what is computed; then `value` holds the ratio."""

    indicator: definitions.Indicator
    compulsory: bool
    figure: ReportFigure | None
    value: Decimal | None
    change: rules.Change
    notice: str = ""
    problems: Sequence[str] = ()

    @property
    def before_words(self) -> str:
        return rules.write_number(self.change.before)

    @property
    def change_words(self) -> str:
        return rules.change_words(self.change)

    @property
    def value_words(self) -> str:
        """The figure as it is read: a number, a choice, or that nothing was said."""
        if self.figure is not None and self.figure.choice:
            return dict(self.indicator.choices).get(self.figure.choice, self.figure.choice)
        return rules.write_number(self.value) if self.value is not None else "tidak diisi"

    @property
    def counted_words(self) -> str:
        """What the platform counted; empty when it counts nothing of the kind here."""
        if self.figure is None:
            return ""
        if self.figure.counted_choice:
            return dict(self.indicator.choices).get(self.figure.counted_choice, "")
        return rules.write_number(self.figure.counted)

    @property
    def wants_reason(self) -> bool:
        return bool(self.figure and (self.figure.reason or self.figure.is_corrected))

    @property
    def wants_words(self) -> bool:
        return bool(self.notice or (self.figure and self.figure.explanation))


@dataclass(frozen=True)
class ReportView:
    """A report with everything its page shows."""

    report: Report
    lines: list[Line]
    figures: list[ReportFigure]
    problems: list[rules.Problem] = field(default_factory=list)
    entries: list[Remark] = field(default_factory=list)
    points: list[ActionPoint] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def own_evidence(self) -> list[Evidence]:
        """Files of the whole report."""
        return [one for one in self.evidence if one.entry_id is None]

    @property
    def said(self) -> list[tuple[Remark, list[Evidence]]]:
        """Entries, each with its files."""
        return [(entry, [one for one in self.evidence if one.entry_id == entry.pk]) for entry in self.entries]

    def sections(self) -> list[tuple[definitions.Section, list[Line]]]:
        by_key = {line.indicator.key: line for line in self.lines}
        return [
            (section, [by_key[item.indicator.key] for item in section.items])
            for section in self.report.definition.sections
        ]


def report_view(report: Report) -> ReportView:
    """The report as it stands, in a constant number of queries."""
    figures = judgement.figures_of(report)
    past = judgement.past_of(report)
    problems = judgement.problems(report, figures, past)
    notices = judgement.notices(report, figures, past)
    by_key = {one.indicator: one for one in figures}
    values = values_of(figures)
    lines = [
        _line(item, by_key.get(item.indicator.key), values, past, notices, problems) for item in report.definition.items
    ]
    points = ActionPoint.objects.filter(organisation=report.organisation_id, done_at__isnull=True)
    files = Evidence.objects.filter(report=report).select_related("attachment").order_by("pk")[:FILES_AT_MOST]
    shown = list(points.select_related("meeting").order_by("due_on", "pk")[:POINTS_SHOWN])
    return ReportView(report, lines, figures, problems, entries_of(report), shown, list(files))


def entries_of(report: Report) -> list[Remark]:
    """Constraints, strategies and innovations of the report, by kind; one query."""
    return list(report.entries.order_by("kind", "pk")[:ENTRIES_SHOWN])


def _line(
    item: definitions.Item,
    figure: ReportFigure | None,
    values: dict[str, Decimal | None],
    past: judgement.Past,
    notices: dict[str, str],
    problems: Sequence[rules.Problem],
) -> Line:
    key = item.indicator.key
    value = ratio(item.indicator, values) if item.indicator.computed else values.get(key)
    before = ratio(item.indicator, past.before) if item.indicator.computed else past.before.get(key)
    found = [one.text for one in problems if one.indicator == key]
    return Line(
        item.indicator, item.compulsory, figure, value, rules.change(before, value), notices.get(key, ""), found
    )


def ratio(indicator: definitions.Indicator, values: object) -> Decimal | None:
    """A computed indicator of one report; None while a part is empty or nothing was counted."""
    known = values if isinstance(values, dict) else {}
    over, under = (known.get(key) for key in indicator.parts)
    if over is None or not under:
        return None
    return rules.combine("ratio", rules.Part(), [rules.Part(1, over), rules.Part(1, under)])
