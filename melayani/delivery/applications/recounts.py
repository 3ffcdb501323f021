"""The worker's list of cases to be counted anew because a calendar changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from melayani.foundation.organisations.models import Organisation

REASON_MAX = 300


class RecountQuerySet(models.QuerySet["Recount"]):
    def waiting_for(self, organisation: Organisation | None) -> RecountQuerySet:
        """The recount of this organisation (None: of everybody) that nobody has begun."""
        return self.filter(organisation=organisation, last_pk=0)


class Recount(models.Model):
    """Running cases to be counted anew because a calendar changed. The row remembers how far it came and goes at last.

    Changes that come while it waits are joined to it: a whole year of imported holidays makes one recount.
    """

    # PROTECT: a unit is closed, never deleted; None is a change for everybody
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_from = models.DateTimeField()  # cases due before are not touched
    reason = models.CharField(max_length=REASON_MAX)
    last_pk = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()

    objects = RecountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(last_pk=0, organisation__isnull=False),
                name="recount_one_waiting_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["last_pk"],
                condition=Q(last_pk=0, organisation__isnull=True),
                name="recount_one_waiting_for_everybody",
            ),
        ]

    def __str__(self) -> str:
        return f"recount of {self.organisation_id or 'everybody'} after {self.last_pk}"
