"""Requests for information: the row of the register, its files, what was blacked out, the windows for an objection."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from melayani.foundation.audit import EncryptedField, keyed_hash
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.voice.disclosure import states
from melayani.voice.disclosure.rules import asking, deciding
from melayani.voice.disclosure.rules.words import Words

KIND = "information_request"


class State(models.TextChoices):
    RECEIVED = states.RECEIVED, states.STATES[states.RECEIVED].officer
    IN_PROCESS = states.IN_PROCESS, states.STATES[states.IN_PROCESS].officer
    DECIDED = states.DECIDED, states.STATES[states.DECIDED].officer
    DELIVERED = states.DELIVERED, states.STATES[states.DELIVERED].officer
    CLOSED = states.CLOSED, states.STATES[states.CLOSED].officer
    WITHDRAWN = states.WITHDRAWN, states.STATES[states.WITHDRAWN].officer


class ApplicantKind(models.TextChoices):
    PERSON = asking.PERSON, "Perorangan"
    BODY = asking.BODY, "Badan hukum"
    GROUP = asking.GROUP, "Kelompok orang"
    PROXY = asking.PROXY, "Kuasa"


class Channel(models.TextChoices):
    WEB = asking.WEB, "Daring"
    COUNTER = asking.COUNTER, "Meja PPID"
    LETTER = asking.LETTER, "Surat"
    EMAIL = asking.MAIL, "Surel"
    PHONE = asking.PHONE, "Telepon"
    API = asking.API, "Sistem lain"
    CONVERTED = asking.CONVERTED, "Dari pengaduan"


class Manner(models.TextChoices):
    SEE = asking.SEE, "Melihat, membaca, mendengarkan, atau mencatat"
    COPY = asking.COPY, "Mendapat salinan"


class CopyForm(models.TextChoices):
    SOFT = asking.SOFT, "Berkas digital"
    HARD = asking.HARD, "Salinan kertas"


class Medium(models.TextChoices):
    ONLINE = asking.ONLINE, "Diunduh di halaman ini"
    EMAIL = asking.EMAIL, "Surel"
    POST = asking.POST, "Pos"
    PICK_UP = asking.PICK_UP, "Diambil di meja PPID"


class DecisionKind(models.TextChoices):
    GRANTED = deciding.GRANTED, "Dikabulkan seluruhnya"
    PARTLY_GRANTED = deciding.PARTLY_GRANTED, "Dikabulkan sebagian"
    REFUSED = deciding.REFUSED, "Ditolak"
    NOT_HELD = deciding.NOT_HELD, "Tidak dikuasai"
    ELSEWHERE = deciding.ELSEWHERE, "Dikuasai badan lain"


class PaymentWay(models.TextChoices):
    CASH = deciding.CASH, "Tunai"
    TRANSFER = deciding.TRANSFER, "Transfer"


class FileKind(models.TextChoices):
    IDENTITY = "identity", "Salinan identitas"
    AUTHORITY = "authority", "Surat kuasa atau akta"
    DELIVERED = "delivered", "Diserahkan kepada pemohon"
    ORIGINAL = "original", "Asli yang disimpan kantor"
    OBJECTION = "objection", "Lampiran keberatan"


def equality_hash(value: str, *, field: str) -> str:
    """The hash by which equal values of `field` (nik, phone, email, secret, paper_code) are found; "" for none."""
    return keyed_hash(value, purpose=f"disclosure.request.{field}") if value else ""


class RequestQuerySet(models.QuerySet["InformationRequest"]):
    def within(self, paths: Iterable[str]) -> RequestQuerySet:
        """Requests to bodies at or below one of the tree paths; by a subquery, so that the desk's index leads."""
        units = Organisation.objects.at_or_below(paths).order_by().values("pk")
        return self.filter(organisation__in=units)

    def running(self) -> RequestQuerySet:
        return self.filter(state__in=sorted(states.RUNNING))

    def owed(self) -> RequestQuerySet:
        """Those whose first notice is still to come; a request that was reopened had its notice."""
        return self.running().filter(first_notified_at__isnull=True)

    def open(self) -> RequestQuerySet:
        return self.filter(state__in=sorted(states.OPEN))

    def overdue(self, now: datetime) -> RequestQuerySet:
        return self.owed().filter(due_at__lt=now)

    def of_number(self, number: str) -> RequestQuerySet:
        return self.filter(number=number)

    def registered_in(self, desk: Organisation, year: int) -> RequestQuerySet:
        return self.filter(desk=desk, register_year=year).order_by("register_number")


class InformationRequest(models.Model):
    """One request for information. `organisation` was asked; the register is kept by the PPID of `desk`."""

    number = models.CharField(max_length=16, unique=True)  # INF-…
    secret = EncryptedField()
    secret_hash = models.CharField(max_length=64, unique=True)
    paper_code_hash = models.CharField(max_length=64, blank=True)
    # PROTECT throughout: a case outlives units and officers, which are closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    desk = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    register_year = models.PositiveSmallIntegerField()
    register_number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    # who asks
    applicant_kind = models.CharField(max_length=8, choices=ApplicantKind.choices, default=ApplicantKind.PERSON)
    name = EncryptedField()
    address = EncryptedField(blank=True)
    phone = EncryptedField(blank=True)
    phone_hash = models.CharField(max_length=64, blank=True)
    email = EncryptedField(blank=True)
    email_hash = models.CharField(max_length=64, blank=True)
    occupation = EncryptedField(blank=True)
    nik = EncryptedField(blank=True)
    nik_hash = models.CharField(max_length=64, blank=True)
    body_name = EncryptedField(blank=True)
    body_paper = EncryptedField(blank=True)
    principal = EncryptedField(blank=True)
    authority = EncryptedField(blank=True)
    secret_identity = models.BooleanField(default=False)  # shown to the information officer only
    contact = models.ForeignKey("messaging.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    # what is asked
    information = EncryptedField()
    purpose = EncryptedField()
    manner = models.CharField(max_length=4, choices=Manner.choices)
    copy_form = models.CharField(max_length=4, choices=CopyForm.choices, blank=True)
    medium = models.CharField(max_length=8, choices=Medium.choices)
    # moments and the clock
    received_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    first_received_at = models.DateTimeField()  # of the case it was converted from, else received_at
    updated_at = models.DateTimeField()
    promised_days = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    due_explanation = models.JSONField()  # workdays' Due.to_json()
    first_due_at = models.DateTimeField()  # before an extension
    extended_at = models.DateTimeField(null=True)
    extension_days = models.PositiveSmallIntegerField(null=True)
    extension_reason = EncryptedField(blank=True)
    reminded_at = models.DateTimeField(null=True)
    told_overdue_at = models.DateTimeField(null=True)
    # the written notice
    decision = models.CharField(max_length=14, choices=DecisionKind.choices, blank=True)
    ground = models.CharField(max_length=8, blank=True)  # key of law.refusal_grounds()
    reason = EncryptedField(blank=True)
    holder = models.CharField(max_length=300, blank=True)
    decision_note = EncryptedField(blank=True)
    # PROTECT: the exclusion is the proof of the test
    exclusion = models.ForeignKey("disclosure.Exclusion", null=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    first_notified_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)
    days_taken = models.PositiveSmallIntegerField(null=True)  # working days from the start to the first notice
    round = models.PositiveSmallIntegerField(default=1)  # counted up when a superior's answer reopens the request
    # cost
    cost = models.PositiveIntegerField(default=0)  # rupiah
    cost_note = models.CharField(max_length=300, blank=True)
    payment_way = models.CharField(max_length=8, choices=PaymentWay.choices, blank=True)
    paid_at = models.DateTimeField(null=True)
    # delivery
    delivered_at = models.DateTimeField(null=True)
    delivered_to = EncryptedField(blank=True)
    delivery_note = EncryptedField(blank=True)
    # the end
    closed_at = models.DateTimeField(null=True)
    close_reason = EncryptedField(blank=True)
    identity_delete_at = models.DateTimeField(null=True)
    identity_deleted_at = models.DateTimeField(null=True)
    converted_from_kind = models.CharField(max_length=32, blank=True)
    converted_from_number = models.CharField(max_length=16, blank=True)
    converted_to_kind = models.CharField(max_length=32, blank=True)
    converted_to_number = models.CharField(max_length=16, blank=True)
    filed_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    assigned_to = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    objects = RequestQuerySet.as_manager()
    paper_code = ""  # in clear only on the object that `file_request` returns, never stored

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state", "due_at"], name="disclosure_request_desk"),
            models.Index(fields=["desk", "received_at"], name="disclosure_request_year"),
            models.Index(fields=["state", "due_at"], name="disclosure_request_due"),
            models.Index(fields=["email_hash"], name="disclosure_request_email"),
            models.Index(fields=["phone_hash"], name="disclosure_request_phone"),
            models.Index(fields=["identity_delete_at"], name="disclosure_request_identity"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "register_year", "register_number"], name="disclosure_request_register"
            ),
            models.CheckConstraint(name="disclosure_request_state_known", condition=Q(state__in=sorted(states.STATES))),
            models.CheckConstraint(name="disclosure_request_channel_known", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(
                name="disclosure_request_due_after_start", condition=Q(due_at__gte=F("received_at"))
            ),
            models.CheckConstraint(
                name="disclosure_request_notified_has_decision",
                condition=~Q(state__in=sorted(states.NOTIFIED))
                | (Q(notified_at__isnull=False, first_notified_at__isnull=False) & ~Q(decision="")),
            ),
            models.CheckConstraint(
                name="disclosure_request_delivered_has_moment",
                condition=~Q(state=states.DELIVERED) | Q(delivered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="disclosure_request_final_has_closing",
                condition=Q(state__in=sorted(states.FINAL), closed_at__isnull=False)
                | (~Q(state__in=sorted(states.FINAL)) & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="disclosure_request_extended_whole",
                condition=Q(extended_at__isnull=True, extension_days__isnull=True)
                | Q(extended_at__isnull=False, extension_days__gt=0),
            ),
            models.CheckConstraint(
                name="disclosure_request_paid_has_way",
                condition=Q(paid_at__isnull=True, payment_way="") | (Q(paid_at__isnull=False) & ~Q(payment_way="")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def reference(self) -> Reference:
        return Reference(kind=KIND, number=self.number)

    @property
    def words(self) -> Words:
        return states.STATES[self.state]

    @property
    def is_final(self) -> bool:
        return self.state in states.FINAL

    @property
    def gives(self) -> bool:
        """Whether the decision gives something to hand over."""
        return self.decision in deciding.GIVES

    @property
    def is_unpaid(self) -> bool:
        return self.cost > 0 and self.paid_at is None

    @property
    def register_label(self) -> str:
        """The number in the register of its year: 0007/2026."""
        return f"{self.register_number:04d}/{self.register_year}"
