"""Documents that were issued: number, secret, hash, and whether they still stand."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from melayani.foundation.audit import EncryptedField
from melayani.foundation.numbers.rules import read_number
from melayani.foundation.organisations.models import at_or_below


class State(models.TextChoices):
    VALID = "valid", "Berlaku"
    REPLACED = "replaced", "Diganti"
    REVOKED = "revoked", "Dicabut"


class DocumentQuerySet(models.QuerySet["Document"]):
    def of_units(self, paths: Iterable[str]) -> DocumentQuerySet:
        """Issued by the organisations at or below one of the tree paths."""
        return self.filter(at_or_below(paths, "organisation__"))

    def about(self, kind: str, number: str) -> DocumentQuerySet:
        return self.filter(reference_kind=kind, reference_number=number)

    def found_by(self, typed: str) -> DocumentQuerySet:
        """Those whose own number, or whose case's number, a hand typed."""
        number = read_number(typed) or typed.replace("\x00", "")
        return self.filter(Q(number=number) | Q(reference_number=number))

    def valid(self) -> DocumentQuerySet:
        return self.filter(state=State.VALID)


class Document(models.Model):
    """One issued document. Its bytes never change; what changes is whether it still stands."""

    number = models.CharField(max_length=16, unique=True)  # DOK-7K3Q9XBT-W
    secret = models.CharField(max_length=64, unique=True)  # stands in the QR code on the paper
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    reference_kind = models.CharField(max_length=32)
    reference_number = models.CharField(max_length=64)
    # PROTECT: a document outlives the unit and the account, which are closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    holder_name = EncryptedField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=80)
    template_version = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64, unique=True)
    # PROTECT: the bytes are the document
    attachment = models.OneToOneField("attachments.Attachment", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.VALID)
    replaced_by = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaces")
    revoked_reason = models.CharField(max_length=500, blank=True)
    revoked_at = models.DateTimeField(null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-issued_at", "-id"], name="document_of_unit"),
            models.Index(fields=["reference_kind", "reference_number"], name="document_of_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["reference_kind", "reference_number", "kind"],
                condition=Q(state="valid"),
                name="document_one_valid_per_case",
            ),
            models.CheckConstraint(name="document_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="document_revoked_with_reason",
                condition=Q(state="revoked", revoked_at__isnull=False) & ~Q(revoked_reason="")
                | ~Q(state="revoked") & Q(revoked_at__isnull=True, revoked_reason=""),
            ),
            models.CheckConstraint(
                name="document_newer_means_replaced", condition=Q(replaced_by__isnull=True) | Q(state="replaced")
            ),
        ]

    def __str__(self) -> str:
        return self.number
