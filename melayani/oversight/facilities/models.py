"""What was found at a location, item by item, and how to ask for help there."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from melayani.foundation.organisations.models import at_or_below
from melayani.oversight.facilities import rules


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
