"""The pledge of a unit (maklumat pelayanan): three statements, signed by its head, shown to everybody."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Pledge(models.Model):
    """A pledge as it was signed. One holds per unit; an earlier one stays as it was."""

    STATES = [("published", "Berlaku"), ("replaced", "Diganti"), ("withdrawn", "Ditarik")]

    # PROTECT: a unit is closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="pledges")
    state = models.CharField(max_length=10, choices=STATES, default="published")
    promise = models.TextField(max_length=1000)  # able and willing to serve by the standard
    duty = models.TextField(max_length=1000)  # to serve as a duty and to keep improving
    sanction = models.TextField(max_length=1000)  # to accept sanction or give compensation when the standard is missed
    signer_name = models.CharField(max_length=120)
    signer_post = models.CharField(max_length=120)
    place = models.CharField(max_length=80)
    signed_on = models.DateField()
    decree_no = models.CharField(max_length=120, blank=True)
    shown_at = models.CharField(max_length=250, blank=True)  # where it hangs, for those who come
    published_at = models.DateTimeField()
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    # PROTECT: the signed sheet is the pledge
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state="published"), name="pledge_one_in_force"
            ),
            models.CheckConstraint(
                name="pledge_withdrawn_with_reason", condition=~Q(state="withdrawn") | ~Q(withdrawn_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.signed_on}"
