"""Rows of what a citizen and the office write to one another on a case of any module (models.py offers them)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from melayani.foundation.audit import EncryptedField
from melayani.foundation.numbers.rules import Reference

LETTER = "case_letter"


class CaseLetterQuerySet(models.QuerySet["CaseLetter"]):
    def about(self, kind: str, number: str) -> CaseLetterQuerySet:
        return self.filter(kind=kind, number=number)

    def waiting(self) -> CaseLetterQuerySet:
        """What a citizen wrote and no officer has dealt with."""
        return self.filter(inward=True, settled_at__isnull=True)

    def settle(self, by: str, now: datetime) -> int:
        """Note that these were read or answered by that actor; how many."""
        return self.waiting().update(settled_at=now, settled_by=by[:64])

    def empty(self) -> int:
        """Forget the words of these; that and when they were written stays."""
        return self.update(text="")


class CaseLetter(models.Model):
    """One thing written on a case: by its citizen (`inward`), or by the office in answer. Its files bear its key."""

    kind = models.CharField(max_length=32)  # of the case, as in Reference
    number = models.CharField(max_length=16)  # of the case: public, and of one case only
    inward = models.BooleanField()
    text = EncryptedField(blank=True)
    actor = models.CharField(max_length=64)  # id of the actor who wrote it
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)  # when an officer had read or answered it
    settled_by = models.CharField(max_length=64, blank=True)  # id of that actor

    objects = CaseLetterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["number", "id"], name="case_letter_order"),
            models.Index(
                fields=["kind", "number"],
                name="case_letter_waiting",
                condition=Q(inward=True, settled_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_letter_settled_by_somebody",
                condition=Q(settled_at__isnull=True, settled_by="") | (Q(settled_at__isnull=False) & ~Q(settled_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.pk}"

    @property
    def reference(self) -> Reference:
        """What its files belong to."""
        return Reference(kind=LETTER, number=str(self.pk))

    @property
    def waits(self) -> bool:
        return self.inward and self.settled_at is None


def has_waiting(kind: str, number: str = "number") -> Exists:
    """For a query over cases: whether a letter of the citizen waits at the case whose number stands in that column."""
    about: dict[str, Any] = {"kind": kind, "number": OuterRef(number)}
    return Exists(CaseLetter.objects.waiting().filter(**about))


def waiting_since(kind: str, number: str = "number") -> Subquery:
    """For a query over cases: when the letter was written that waits longest at the case of that number."""
    about: dict[str, Any] = {"kind": kind, "number": OuterRef(number)}
    return Subquery(CaseLetter.objects.waiting().filter(**about).order_by("pk").values("at")[:1])


def numbers_waiting(kind: str) -> models.QuerySet[CaseLetter, str]:
    """For a query over cases: the numbers of those at which a letter of the citizen waits."""
    return CaseLetter.objects.waiting().filter(kind=kind).values_list("number", flat=True)
