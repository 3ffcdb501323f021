"""What was found at a location, item by item; what is done about it; what citizens say against it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Q

from melayani.foundation.audit import EncryptedField
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import at_or_below
from melayani.oversight.facilities import rules, states


class Walk(models.Model):
    """One walk through a section, as it was sent; the key makes a second sending of the same walk harmless."""

    key = models.UUIDField(unique=True)
    # PROTECT: a location is closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=32)
    checked_on = models.DateField()
    # PROTECT: who checked stays known; None for what the platform itself took in
    checked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.section} {self.checked_on}"


class FacilityCheckQuerySet(models.QuerySet["FacilityCheck"]):
    def current(self) -> FacilityCheckQuerySet:
        """What was found at the last check of each item."""
        return self.filter(is_current=True)

    def there(self) -> FacilityCheckQuerySet:
        return self.current().filter(state=rules.MET)

    def within(self, paths: Iterable[str]) -> FacilityCheckQuerySet:
        return self.filter(at_or_below(paths, "organisation__"))


class FacilityCheck(models.Model):
    """One finding about one item of the list. A new check is a new row; the earlier ones stay as they were."""

    STATES = [(rules.MET, "Ada"), (rules.NOT_MET, "Belum ada"), (rules.NOT_NEEDED, "Tidak diperlukan")]
    CONDITIONS = [("good", "Baik"), ("damaged", "Rusak, masih dipakai"), ("broken", "Rusak, tidak dipakai")]

    # PROTECT: a location is closed, never deleted
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="facility_checks"
    )
    item = models.CharField(max_length=32)
    state = models.CharField(max_length=12, choices=STATES)
    count = models.PositiveSmallIntegerField(null=True)
    condition = models.CharField(max_length=8, choices=CONDITIONS, blank=True)
    floor = models.SmallIntegerField(null=True)  # where the service stands; 1 is the ground floor
    note = models.CharField(max_length=200, blank=True)
    checked_on = models.DateField()
    # PROTECT: who checked stays known; None for what the platform itself took in
    checked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    next_check = models.DateField(null=True)
    is_current = models.BooleanField(default=True)
    walk = models.ForeignKey(Walk, on_delete=models.PROTECT, related_name="findings")  # PROTECT: findings are history
    # PROTECT: the file keeps its row when its bytes are removed
    photo = models.ForeignKey("attachments.Attachment", null=True, on_delete=models.PROTECT, related_name="+")
    photo_alt = models.CharField(max_length=160, blank=True)  # what the photo shows, for whoever cannot see it
    mandatory = models.BooleanField(default=False)  # marked by the checker where the rule knows mandatory items

    objects = FacilityCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "item"], condition=Q(is_current=True), name="facility_one_current"
            ),
            models.CheckConstraint(
                name="facility_only_a_lift_is_not_needed",
                condition=~Q(state=rules.NOT_NEEDED) | Q(item=rules.LIFT, floor=rules.GROUND_FLOOR),
            ),
            models.CheckConstraint(
                name="facility_next_check_later",
                condition=Q(next_check__isnull=True) | Q(next_check__gt=models.F("checked_on")),
            ),
            models.CheckConstraint(name="facility_photo_has_words", condition=Q(photo__isnull=True) | ~Q(photo_alt="")),
        ]
        indexes = [
            models.Index(fields=["item", "organisation"], condition=Q(is_current=True), name="facility_current_item"),
            models.Index(fields=["organisation", "item", "-id"], name="facility_history"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.item}: {self.state}"


class HelpNote(models.Model):
    """How a visitor asks for help at a location, and whom to call."""

    organisation = models.OneToOneField(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="facility_help"
    )
    text = models.CharField(max_length=300)
    contact = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text


class ImprovementQuerySet(models.QuerySet["Improvement"]):
    def open(self) -> ImprovementQuerySet:
        return self.filter(state=states.OPEN)

    def overdue(self, now: datetime) -> ImprovementQuerySet:
        return self.open().filter(due_at__lt=now)

    def within(self, paths: Iterable[str]) -> ImprovementQuerySet:
        return self.filter(at_or_below(paths, "organisation__"))


class Improvement(models.Model):
    """What is done about a finding: by whom, until when. The finding holds the photo before, `proof` the one after."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="facility_improvements"
    )
    item = models.CharField(max_length=32)
    finding = models.ForeignKey(FacilityCheck, on_delete=models.PROTECT, related_name="+")  # PROTECT: history
    plan = models.CharField(max_length=300)
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")  # PROTECT: stays known
    deadline = models.DateField()
    due_at = models.DateTimeField()  # the end of that day at the place
    percent = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=list(states.LABELS.items()), default=states.FIRST)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    proof = models.ForeignKey(FacilityCheck, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)  # why it was dropped
    reminded_at = models.DateTimeField(null=True)

    objects = ImprovementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "item"], condition=Q(state=states.OPEN), name="facility_one_open_improvement"
            ),
            models.CheckConstraint(
                name="facility_done_has_proof", condition=~Q(state=states.DONE) | Q(proof__isnull=False)
            ),
            models.CheckConstraint(
                name="facility_dropped_has_reason", condition=~Q(state=states.DROPPED) | ~Q(reason="")
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state=states.OPEN), name="facility_improvements_due")]

    def __str__(self) -> str:
        return self.plan

    @property
    def reference(self) -> Reference:
        return Reference(kind="facility_improvement", number=str(self.pk))


class Progress(models.Model):
    """A word on an improvement: how far it is, in percent, and what was done."""

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.percent} %: {self.text}"


class MismatchReportQuerySet(models.QuerySet["MismatchReport"]):
    def open(self) -> MismatchReportQuerySet:
        return self.filter(state=states.reports.OPEN)

    def within(self, paths: Iterable[str]) -> MismatchReportQuerySet:
        return self.filter(at_or_below(paths, "organisation__"))


class MismatchReport(models.Model):
    """A citizen says that an item is not as stated. It stands on the public list until somebody looked again."""

    OUTCOMES = [(rules.CONFIRMED, "Laporan benar"), (rules.REFUTED, "Sesuai yang tertulis")]

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=32)
    said = models.CharField(max_length=12)  # the state that the list gave then
    text = EncryptedField()  # people write about themselves
    # SET_NULL: the report stays when the contact is erased
    contact = models.ForeignKey("messaging.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    secret = models.CharField(max_length=43, unique=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=list(states.reports.LABELS.items()), default=states.reports.FIRST)
    outcome = models.CharField(max_length=9, choices=OUTCOMES, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    check_made = models.ForeignKey(FacilityCheck, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = MismatchReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="facility_settled_was_looked_at",
                condition=~Q(state=states.reports.SETTLED) | (Q(check_made__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="facility_set_aside_is_explained", condition=~Q(state=states.reports.SET_ASIDE) | ~Q(answer="")
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "item"], condition=Q(state=states.reports.OPEN), name="facility_reports_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.item}: {self.state}"

    @property
    def reference(self) -> Reference:
        return Reference(kind="facility_report", number=str(self.pk))
