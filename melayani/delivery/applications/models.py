"""Drafts, applications, what was given for each requirement, pauses of the clock, payments."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from melayani.delivery.applications import rules, states
from melayani.delivery.applications.recounts import Recount as Recount  # a table of its own, for the worker
from melayani.foundation.audit import EncryptedField, keyed_hash
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation

KIND = "application"
DRAFT_KIND = "application_draft"


class State(models.TextChoices):
    """The states of states.py with the officer's words."""

    SUBMITTED = states.SUBMITTED, states.STATES[states.SUBMITTED].officer
    IN_REVIEW = states.IN_REVIEW, states.STATES[states.IN_REVIEW].officer
    RETURNED = states.RETURNED, states.STATES[states.RETURNED].officer
    AWAITING_PAYMENT = states.AWAITING_PAYMENT, states.STATES[states.AWAITING_PAYMENT].officer
    VERIFIED = states.VERIFIED, states.STATES[states.VERIFIED].officer
    APPROVED = states.APPROVED, states.STATES[states.APPROVED].officer
    ISSUED = states.ISSUED, states.STATES[states.ISSUED].officer
    COMPLETED = states.COMPLETED, states.STATES[states.COMPLETED].officer
    REFUSED = states.REFUSED, states.STATES[states.REFUSED].officer
    WITHDRAWN = states.WITHDRAWN, states.STATES[states.WITHDRAWN].officer


class Channel(models.TextChoices):
    WEB = rules.WEB, "Daring"
    COUNTER = rules.COUNTER, "Loket"
    PHONE = rules.PHONE, "Telepon"
    POST = rules.POST, "Pos"
    API = rules.API, "Sistem lain"


class AnswerKind(models.TextChoices):
    UPLOAD = rules.UPLOAD, "Berkas"
    BRING = rules.BRING, "Dibawa ke loket"
    TEXT = rules.TEXT, "Isian"
    NOT_APPLICABLE = rules.NOT_APPLICABLE, "Tidak berlaku"


class Judgement(models.TextChoices):
    UNJUDGED = rules.UNJUDGED, "Belum dinilai"
    MET = rules.MET, "Terpenuhi"
    NOT_MET = rules.NOT_MET, "Belum terpenuhi"
    NOT_APPLICABLE = rules.NOT_APPLICABLE, "Tidak berlaku"


class PauseKind(models.TextChoices):
    RETURNED = rules.RETURNED_PAUSE, "Menunggu warga melengkapi"
    PAYMENT = rules.PAYMENT_PAUSE, "Menunggu pembayaran"
    DISTURBANCE = rules.DISTURBANCE_PAUSE, "Gangguan"


class PaymentState(models.TextChoices):
    REQUESTED = "requested", "Diminta"
    PROOF_GIVEN = "proof_given", "Bukti dikirim"
    CONFIRMED = "confirmed", "Diterima"
    CANCELLED = "cancelled", "Dibatalkan"


def equality_hash(value: str, *, field: str) -> str:
    """The hash by which equal values of `field` (nik, phone, email, secret, paper_code) are found; "" for none."""
    return keyed_hash(value, purpose=f"applications.application.{field}") if value else ""


def token_hash(token: str) -> str:
    """The hash of a citizen's session token, by which a draft belongs to one session."""
    return keyed_hash(token, purpose="applications.draft.token")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def within(self, paths: Iterable[str]) -> ApplicationQuerySet:
        """Cases of units at or below one of the tree paths; by a subquery, so that the desk's index leads."""
        units = Organisation.objects.at_or_below(paths).order_by().values("pk")
        return self.filter(organisation__in=units)

    def running(self) -> ApplicationQuerySet:
        return self.filter(state__in=states.RUNNING)

    def waiting_for_citizen(self) -> ApplicationQuerySet:
        return self.filter(state__in=states.WAITING_FOR_CITIZEN)

    def ready_to_collect(self) -> ApplicationQuerySet:
        return self.filter(state=states.ISSUED)

    def open(self) -> ApplicationQuerySet:
        return self.filter(state__in=sorted(states.OPEN))

    def overdue(self, now: datetime) -> ApplicationQuerySet:
        return self.running().filter(due_at__lt=now)

    def decided_between(self, since: datetime, until: datetime) -> ApplicationQuerySet:
        return self.filter(decided_at__gte=since, decided_at__lt=until)

    def of_number(self, number: str) -> ApplicationQuerySet:
        return self.filter(number=number)

    def of_nik(self, nik: str) -> ApplicationQuerySet:
        return self.filter(nik_hash=equality_hash(nik, field="nik"))


class Application(models.Model):
    """One citizen's request for one service, under one version of its standard."""

    number = models.CharField(max_length=16, unique=True)
    secret = EncryptedField()
    secret_hash = models.CharField(max_length=64, unique=True)
    paper_code_hash = models.CharField(max_length=64, blank=True)
    # PROTECT throughout: a case outlives units, officers and old versions, which are closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="applications")
    standard = models.ForeignKey("catalogue.Standard", on_delete=models.PROTECT, related_name="+")
    variant_key = models.CharField(max_length=80, blank=True)
    variant_label = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.SUBMITTED)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    name = EncryptedField()
    nik = EncryptedField(blank=True)
    nik_hash = models.CharField(max_length=64, blank=True)
    birth_date = EncryptedField(blank=True)  # ISO date
    address = EncryptedField(blank=True)
    phone = EncryptedField(blank=True)
    phone_hash = models.CharField(max_length=64, blank=True)
    email = EncryptedField(blank=True)
    email_hash = models.CharField(max_length=64, blank=True)
    contact = models.ForeignKey("messaging.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    filed_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    assigned_to = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    clock_started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    due_explanation = models.JSONField(null=True)  # workdays' Due.to_json()
    promised_amount = models.PositiveIntegerField(null=True)
    promised_unit = models.CharField(max_length=16, blank=True)
    clock_restarts = models.BooleanField(default=False)  # the standard counts from "berkas lengkap dan benar"
    result = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)  # result issued or refusal told: when the citizen has the answer
    closed_at = models.DateTimeField(null=True)
    refusal_reason = EncryptedField(blank=True)
    working_days_taken = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    erasure_asked_at = models.DateTimeField(null=True)  # by the citizen, last
    erased_at = models.DateTimeField(null=True)  # when the personal data of the case was destroyed
    draft_id = models.UUIDField(null=True, unique=True)  # one application per draft, also on a double click

    objects = ApplicationQuerySet.as_manager()
    paper_code = ""  # in clear only on the object that `submit_application` returns, never stored

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state", "due_at"], name="application_desk"),
            models.Index(fields=["assigned_to", "state", "due_at"], name="application_mine"),
            models.Index(fields=["service", "decided_at", "working_days_taken", "due_at"], name="application_reality"),
            models.Index(fields=["nik_hash"], name="application_nik"),
            models.Index(fields=["phone_hash"], name="application_phone"),
        ]
        constraints = [
            models.CheckConstraint(name="application_state_known", condition=Q(state__in=sorted(states.STATES))),
            models.CheckConstraint(name="application_channel_known", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(
                name="application_due_after_start", condition=Q(due_at__isnull=True) | Q(due_at__gte=F("submitted_at"))
            ),
            models.CheckConstraint(
                name="application_due_explained",
                condition=Q(due_at__isnull=True, due_explanation__isnull=True)
                | Q(due_at__isnull=False, due_explanation__isnull=False),
            ),
            models.CheckConstraint(
                name="application_clock_after_submission", condition=Q(clock_started_at__gte=F("submitted_at"))
            ),
            models.CheckConstraint(
                name="application_decided_has_moment",
                condition=Q(state__in=sorted(states.DECIDED), decided_at__isnull=False)
                | (~Q(state__in=sorted(states.DECIDED)) & Q(decided_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="application_final_has_closing",
                condition=Q(state__in=sorted(states.FINAL), closed_at__isnull=False)
                | (~Q(state__in=sorted(states.FINAL)) & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(name="application_erased_is_over", condition=Q(erased_at=None) | ~Q(closed_at=None)),
            models.CheckConstraint(
                name="application_issued_has_result",
                condition=~Q(state__in=[states.ISSUED, states.COMPLETED]) | Q(result__isnull=False),
            ),
            models.CheckConstraint(
                name="application_promise_whole",
                condition=Q(promised_amount__isnull=True, promised_unit="")
                | (Q(promised_amount__gt=0) & ~Q(promised_unit="")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def reference(self) -> Reference:
        return Reference(kind=KIND, number=self.number)

    @property
    def words(self) -> states.Words:
        return states.STATES[self.state]

    @property
    def is_final(self) -> bool:
        return self.state in states.FINAL


class DraftQuerySet(models.QuerySet["Draft"]):
    def of_token(self, token: str) -> DraftQuerySet:
        return self.filter(token=token_hash(token))

    def unsent(self) -> DraftQuerySet:
        return self.filter(application__isnull=True)

    def expired(self, now: datetime) -> DraftQuerySet:
        return self.filter(expires_at__lte=now)


class Draft(models.Model):
    """A form being filled in. It belongs to one session; it goes when sent or after 30 days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=64)
    # PROTECT: services and standards are superseded, never deleted
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+")
    standard = models.ForeignKey("catalogue.Standard", on_delete=models.PROTECT, related_name="+")
    variant = models.CharField(max_length=80, blank=True)
    answers = EncryptedField(default="{}")  # JSON, drafts.py
    step = models.CharField(max_length=40, blank=True)
    # the contact whose one-time code was typed; cleared when another contact is written
    proven_contact = models.ForeignKey("messaging.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    application = models.OneToOneField(Application, null=True, on_delete=models.PROTECT, related_name="draft")

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["token", "updated_at"], name="draft_token"),
            models.Index(fields=["expires_at"], name="draft_expiry"),
        ]
        constraints = [
            models.CheckConstraint(name="draft_expires_later", condition=Q(expires_at__gt=F("created_at"))),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def reference(self) -> Reference:
        return Reference(kind=DRAFT_KIND, number=str(self.pk))


class Answer(models.Model):
    """What was given for one numbered requirement, and how it was judged. Number 0 is free text without requirement."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveIntegerField()
    requirement = models.TextField(blank=True)  # copied: the standard that was promised stays readable
    field_key = models.CharField(max_length=40)
    kind = models.CharField(max_length=16, choices=AnswerKind.choices)
    text = EncryptedField(blank=True)
    judgement = models.CharField(max_length=16, choices=Judgement.choices, default=Judgement.UNJUDGED)
    reason = EncryptedField(blank=True)
    previous_reason = EncryptedField(blank=True)  # why the round before was returned
    # PROTECT: who judged stays known
    judged_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)
    round = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="answer_once"),
            models.CheckConstraint(name="answer_kind_known", condition=Q(kind__in=AnswerKind.values)),
            models.CheckConstraint(name="answer_judgement_known", condition=Q(judgement__in=Judgement.values)),
            models.CheckConstraint(
                name="answer_judged_has_moment",
                condition=Q(judgement=rules.UNJUDGED, judged_at__isnull=True)
                | (~Q(judgement=rules.UNJUDGED) & Q(judged_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.number} of application {self.application_id}"

    @property
    def label(self) -> str:
        """How sentences name it: "syarat 3", or "uraian" where the standard lists no requirement."""
        return f"syarat {self.number}" if self.number else "uraian"


class AnswerFile(models.Model):
    """A file given for a requirement, in the round in which it was given."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="files")
    # PROTECT: a file goes only by the retention of its case
    attachment = models.OneToOneField("attachments.Attachment", on_delete=models.PROTECT, related_name="+")
    round = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"file of answer {self.answer_id}"


class PauseQuerySet(models.QuerySet["Pause"]):
    def open(self) -> PauseQuerySet:
        return self.filter(until__isnull=True)


class Pause(models.Model):
    """A time in which the promised time of a case does not run."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="pauses")
    kind = models.CharField(max_length=12, choices=PauseKind.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = PauseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(until__isnull=True), name="pause_one_open_per_application"
            ),
            models.CheckConstraint(
                name="pause_ends_after_start", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(name="pause_kind_known", condition=Q(kind__in=PauseKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of application {self.application_id}"


class PaymentQuerySet(models.QuerySet["Payment"]):
    def unpaid(self) -> PaymentQuerySet:
        return self.filter(state__in=[PaymentState.REQUESTED, PaymentState.PROOF_GIVEN])


class Payment(models.Model):
    """A levy asked of the citizen: the amount in rupiah and the code to write on the transfer."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="payments")
    amount = models.PositiveBigIntegerField()
    code = models.CharField(max_length=24, unique=True)
    state = models.CharField(max_length=12, choices=PaymentState.choices, default=PaymentState.REQUESTED)
    # PROTECT: the proof goes only by the retention of its case
    proof = models.OneToOneField("attachments.Attachment", null=True, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state__in=["requested", "proof_given"]),
                name="payment_one_unpaid_per_application",
            ),
            models.CheckConstraint(name="payment_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="payment_state_known", condition=Q(state__in=PaymentState.values)),
            models.CheckConstraint(
                name="payment_confirmed_has_moment",
                condition=Q(state="confirmed", confirmed_at__isnull=False)
                | (~Q(state="confirmed") & Q(confirmed_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ServiceReality(models.Model):
    """Summary of a service's cases decided in the last 365 days, kept by the worker so that no page reads the cases."""

    service = models.OneToOneField("catalogue.Service", on_delete=models.CASCADE, primary_key=True, related_name="+")
    count = models.PositiveIntegerField(default=0)
    median = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    p90 = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    on_time = models.DecimalField(max_digits=4, decimal_places=3, null=True)
    counted_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"reality of service {self.service_id}"
