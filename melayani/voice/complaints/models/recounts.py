"""The worker's list of cases to be counted anew because a calendar changed."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from melayani.foundation.organisations.models import Organisation

REASON_MAX = 300
AND_MORE = "; dan perubahan lain"


class RecountQuerySet(models.QuerySet["Recount"]):
    def put_up(self, organisation: Organisation | None, *, due_from: datetime, reason: str, now: datetime) -> Recount:
        """Note that cases at or below the organisation (None: all) due at `due_from` or later are to be counted anew.

        Joined to the recount of the same organisation that waits, if there is one; a repeat changes nothing. Call it
        inside a transaction.
        """
        waiting = self.filter(organisation=organisation, last_pk=0)
        row = waiting.select_for_update(of=("self",)).first()
        if row is None:
            reason = reason[:REASON_MAX]
            return self.create(organisation=organisation, due_from=due_from, reason=reason, created_at=now)
        row.due_from = min(row.due_from, due_from)
        row.reason = _joined(row.reason, reason)
        row.save(update_fields=["due_from", "reason"])
        return row


class Recount(models.Model):
    """Open cases to be counted anew because a calendar changed. It remembers how far it came and goes at last."""

    # PROTECT: a unit is closed, never deleted; None is a change for everybody
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_from = models.DateTimeField()  # clocks due before are not touched
    reason = models.CharField(max_length=REASON_MAX)
    last_pk = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()

    objects = RecountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(last_pk=0, organisation__isnull=False),
                name="complaint_recount_one_waiting",
            ),
            models.UniqueConstraint(
                fields=["last_pk"],
                condition=Q(last_pk=0, organisation__isnull=True),
                name="complaint_recount_one_for_all",
            ),
        ]

    def __str__(self) -> str:
        return f"recount of {self.organisation_id or 'everybody'} after {self.last_pk}"


def _joined(reason: str, words: str) -> str:
    """Both changes in words; past the column's measure only that there were more."""
    if words in reason or reason.endswith(AND_MORE):
        return reason
    longer = f"{reason}; {words}"
    return longer if len(longer) <= REASON_MAX else reason[: REASON_MAX - len(AND_MORE)] + AND_MORE
