"""An expected report, its figures, and what is said about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from melayani.foundation.organisations.models import at_or_below
from melayani.oversight.reporting import definitions, rules, states
from melayani.oversight.reporting.models.campaigns import Round


class State(models.TextChoices):
    OWED = states.OWED, states.WORDS[states.OWED]
    DRAFT = states.DRAFT, states.WORDS[states.DRAFT]
    SENT = states.SENT, states.WORDS[states.SENT]
    RETURNED = states.RETURNED, states.WORDS[states.RETURNED]
    VERIFIED = states.VERIFIED, states.WORDS[states.VERIFIED]
    EXEMPT = states.EXEMPT, states.WORDS[states.EXEMPT]


class ReportQuerySet(models.QuerySet["Report"]):
    def within(self, paths: Iterable[str]) -> ReportQuerySet:
        """Reports of units at or below one of the tree paths."""
        return self.filter(at_or_below(paths, "organisation__"))

    def owed(self) -> ReportQuerySet:
        """What counts as expected: the unit was open in the period, and was not let off."""
        return self.filter(is_expected=True).exclude(state=states.EXEMPT)

    def waiting(self) -> ReportQuerySet:
        """What the unit still has to write."""
        return self.filter(is_expected=True, state__in=sorted(states.WAITING))

    def received(self) -> ReportQuerySet:
        return self.filter(state__in=sorted(states.RECEIVED))

    def in_region(self, code: str) -> ReportQuerySet:
        """Of a province or regency by its Kemendagri code; "" is everywhere."""
        if not code:
            return self
        return self.filter(province=code) if len(code) == 2 else self.filter(region=code)


class Report(models.Model):
    """What one unit owes about one period. `due_at` and `locks_at` are moments of the unit's own time zone."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reports")
    # PROTECT throughout: units close and people leave, the record stays
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=16)  # of the campaign, so that one index finds a series
    starts_on = models.DateField()  # of the round, likewise
    kind = models.CharField(max_length=8)  # of the unit: malls and agencies are never summed together
    region = models.CharField(max_length=8, blank=True)  # code of the regency or city, or of the province alone
    province = models.CharField(max_length=2, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OWED)
    is_expected = models.BooleanField(default=True)  # False once it is known that the unit was not open
    due_at = models.DateTimeField()
    locks_at = models.DateTimeField()
    unlocked_until = models.DateTimeField(null=True)
    version = models.PositiveSmallIntegerField(default=1)  # grows when a verified report is opened again
    filled_at = models.DateTimeField(null=True)  # when the platform's figures were written down
    saved_at = models.DateTimeField(null=True)
    first_sent_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)  # why returned, opened again, let off, unlocked
    summary = models.TextField(max_length=4000, blank=True)  # the condition in the unit's own words
    reminded = models.CharField(max_length=8, blank=True)  # the last reminder that went out

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="report_once"),
            models.CheckConstraint(name="report_state_known", condition=Q(state__in=sorted(states.STATES))),
            models.CheckConstraint(
                name="report_sent_has_moment",
                condition=~Q(state__in=sorted(states.RECEIVED)) | Q(sent_at__isnull=False, first_sent_at__isnull=False),
            ),
            models.CheckConstraint(name="report_exempt_has_reason", condition=~Q(state=states.EXEMPT) | ~Q(note="")),
            models.CheckConstraint(name="report_locks_after_due", condition=Q(locks_at__gte=F("due_at"))),
        ]
        indexes = [
            models.Index(fields=["organisation", "template", "starts_on"], name="report_series"),
            models.Index(fields=["template", "starts_on", "kind", "province", "region"], name="report_place"),
            models.Index(fields=["state", "due_at"], name="report_waiting", condition=Q(is_expected=True)),
            models.Index(fields=["state", "-starts_on", "id"], name="report_published"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.starts_on}"

    @property
    def definition(self) -> definitions.Template:
        return self.round.campaign.definition

    @property
    def on_time(self) -> bool:
        """Sent for the first time before its due moment; a later return does not make it late."""
        return self.first_sent_at is not None and self.first_sent_at < self.due_at

    @property
    def due_day(self) -> date:
        """The last day of being on time, where the unit is."""
        return self._last_day(self.due_at)

    @property
    def lock_day(self) -> date:
        return self._last_day(self.locks_at)

    def _last_day(self, moment: datetime) -> date:
        return (moment - timedelta(seconds=1)).astimezone(self.organisation.zone).date()

    @property
    def tone(self) -> str:
        return states.TONES[self.state]

    def writable_at(self, now: datetime) -> bool:
        """Whether the unit may write: not sent, and not locked (or unlocked for a while)."""
        return self.state in states.WRITABLE and now < rules.writable_until(self.locks_at, self.unlocked_until)

    def is_locked(self, now: datetime) -> bool:
        return self.state in states.WRITABLE and not self.writable_at(now)

    def is_late(self, now: datetime) -> bool:
        return self.state in states.WAITING and now >= self.due_at


class ReportFigure(models.Model):
    """One figure: what the platform counted (`counted`), what the unit says (`value`), and why they differ.

    `value` None is empty, which is not zero. A choice stands in `choice`.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="figures")
    indicator = models.CharField(max_length=24)
    counted = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    value = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    counted_choice = models.CharField(max_length=16, blank=True)
    choice = models.CharField(max_length=16, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # why corrected, or why empty
    explanation = models.CharField(max_length=600, blank=True)  # of a jump, an outlier or a warning

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="report_figure_once"),
            models.CheckConstraint(
                name="report_figure_not_negative", condition=Q(value__isnull=True) | Q(value__gte=0)
            ),
        ]
        indexes = [models.Index(fields=["indicator", "report"], name="report_figure_indicator")]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"

    @property
    def is_empty(self) -> bool:
        return self.value is None and not self.choice

    @property
    def is_corrected(self) -> bool:
        """Whether the unit says something else than the platform counted."""
        return rules.is_corrected(self.counted, self.value, self.counted_choice, self.choice)

    def same_as(self, given: Mapping[str, Any]) -> bool:
        return all(getattr(self, name) == value for name, value in given.items())


def values_of(figures: Iterable[ReportFigure]) -> dict[str, Decimal | None]:
    """Figures by indicator."""
    return {one.indicator: one.value for one in figures}


class RemarkKind(models.TextChoices):
    CONSTRAINT = "constraint", "Kendala"
    STRATEGY = "strategy", "Strategi"
    INNOVATION = "innovation", "Inovasi"


class Outcome(models.TextChoices):
    OPEN = "open", "Masih berjalan"
    HELPS = "helps", "Mulai membantu"
    SOLVED = "solved", "Teratasi"


ANSWERS = Q(kind__in=[RemarkKind.STRATEGY, RemarkKind.INNOVATION])  # what may overcome a constraint


class RemarkQuerySet(models.QuerySet["Remark"]):
    def published(self) -> RemarkQuerySet:
        """Of verified reports: what officers everywhere may learn from."""
        return self.filter(report__state=states.VERIFIED)

    def answers(self) -> RemarkQuerySet:
        """Strategies and innovations."""
        return self.filter(ANSWERS)


class Remark(models.Model):
    """A constraint, a strategy or an innovation, tied to the indicator that it explains.

    A strategy names the kind of constraint that it answers, so that others with that constraint find it.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=12, choices=RemarkKind.choices)
    code = models.CharField(max_length=16)  # definitions.constraint_kinds
    indicator = models.CharField(max_length=24, blank=True)
    text = models.CharField(max_length=1000)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.OPEN)
    contact = models.CharField(max_length=120, blank=True)  # a post to ask, never a private number
    written_at = models.DateTimeField()

    objects = RemarkQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "code", "-id"], name="entry_code"),
            models.Index(fields=["code", "outcome", "-id"], name="entry_answer", condition=ANSWERS),
            models.Index(fields=["code", "indicator", "outcome", "-id"], name="entry_answer_same", condition=ANSWERS),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def code_words(self) -> str:
        return definitions.constraint_kinds().get(self.code, self.code)

    @property
    def indicator_words(self) -> str:
        known = definitions.indicators().get(self.indicator)
        return known.name if known else ""
