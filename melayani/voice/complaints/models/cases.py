"""The case: what was reported, where it stands, its clocks; and the draft before it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connections, models
from django.db.models import F, Q

from melayani.foundation.audit import EncryptedField
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.ui.format import shortened
from melayani.voice.complaints import rules, states
from melayani.voice.complaints.models.choices import (
    DRAFT_KIND,
    KIND,
    Channel,
    ComplaintClass,
    Kind,
    OutcomeChoice,
    Publication,
    State,
    token_hash,
)
from melayani.voice.complaints.rules import filing

# treated as oversight: by the officer's class, or by the reporter's word until somebody classified it
GUARDED = Q(complaint_class=filing.OVERSIGHT) | Q(complaint_class="", conduct=True)
PUBLIC = Q(published_at__isnull=False)
PLACED = Q(public_latitude__isnull=False)
HEADING = 80
SENDERS = """
    SELECT contact_id FROM complaints_complaint WHERE fingerprint = %s AND received_at > %s
    ORDER BY received_at DESC LIMIT %s
"""


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def held_within(self, paths: Iterable[str]) -> ComplaintQuerySet:
        """Cases held now by a unit at or below one of the tree paths; a subquery, so that the desk's index leads."""
        return self.filter(organisation__in=_units(paths))

    def coordinated_within(self, paths: Iterable[str]) -> ComplaintQuerySet:
        """Cases that were received by an organisation at or below one of the tree paths."""
        return self.filter(coordinator__in=_units(paths))

    def touching(self, paths: Iterable[str]) -> ComplaintQuerySet:
        """Cases held or coordinated at or below one of the paths. For one case or few; lists take one of the two."""
        units = _units(list(paths))
        return self.filter(Q(organisation__in=units) | Q(coordinator__in=units))

    def guarded(self) -> ComplaintQuerySet:
        return self.filter(GUARDED)

    def hidden_from(self, places: Iterable[str]) -> ComplaintQuerySet:
        """Without guarded cases about an organisation with one of these tree paths (exact ones)."""
        about = Organisation.objects.filter(path__in=list(places)).order_by().values("pk")
        return self.exclude(GUARDED & Q(about__isnull=False) & Q(about__in=about))

    def open(self) -> ComplaintQuerySet:
        return self.filter(state__in=sorted(states.OPEN))

    def unanswered(self) -> ComplaintQuerySet:
        return self.filter(state__in=sorted(states.UNANSWERED))

    def overdue(self, now: datetime) -> ComplaintQuerySet:
        return self.unanswered().filter(next_due_at__lt=now)

    def silent(self, now: datetime) -> ComplaintQuerySet:
        """Answered, and the reporter's time to reply is over."""
        return self.filter(state=states.ANSWERED, closes_at__isnull=False, closes_at__lte=now)

    def to_escalate(self, now: datetime) -> ComplaintQuerySet:
        return self.filter(escalate_at__isnull=False, escalate_at__lte=now)

    def published(self) -> ComplaintQuerySet:
        """What the public may see. The conditions stand here a second time: publication alone never decides."""
        return self._shown(PUBLIC)

    def on_map(self) -> ComplaintQuerySet:
        """What the public may see on the map."""
        return self._shown(PLACED)

    def _shown(self, mark: Q) -> ComplaintQuerySet:
        """By one mark alone: by the constraint `complaint_published_moment` only what is published has either of them.

        Naming a second one changes no row; PostgreSQL would take the two for independent, expect a tenth of the rows
        for each, and read and sort all of them instead of the newest.
        """
        shown = Q(category__isnull=True) | Q(category__listed=True)
        return self.filter(mark, shown, secret_content=False).exclude(GUARDED)

    def of_number(self, number: str) -> ComplaintQuerySet:
        return self.filter(number=number)

    def senders_of(self, mark: str, since: datetime, most: int) -> list[int | None]:
        """Contacts of the newest reports with this fingerprint since a moment. Every filing asks, hence plain SQL."""
        database = connections[self.db]
        with database.cursor() as cursor:
            cursor.execute(SENDERS, [mark, database.ops.adapt_datetimefield_value(since), most])
            return [contact for (contact,) in cursor.fetchall()]

    def received_between(self, since: datetime, until: datetime) -> ComplaintQuerySet:
        return self.filter(received_at__gte=since, received_at__lt=until)


def _units(paths: Iterable[str]) -> Any:
    return Organisation.objects.at_or_below(paths).order_by().values("pk")


class Complaint(models.Model):
    """One report. Its text as written stays sealed here; what the public reads are `public_title` and `public_text`."""

    number = models.CharField(max_length=16, unique=True)
    secret = EncryptedField()
    secret_hash = models.CharField(max_length=64, unique=True)
    paper_code_hash = models.CharField(max_length=64, blank=True)
    draft_id = models.UUIDField(null=True, unique=True)  # one case per draft, also on a double click
    kind = models.CharField(max_length=24, choices=Kind.choices)
    complaint_class = models.CharField(max_length=24, choices=ComplaintClass.choices, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.RECEIVED)
    outcome = models.CharField(max_length=24, choices=OutcomeChoice.choices, blank=True)
    outcome_reason = EncryptedField(blank=True)  # why it was rejected or transferred, as the reporter reads it
    transferred_to = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    # PROTECT throughout: a case outlives units, services and officers, which are closed, never deleted.
    # Without an index of their own where a compound one below begins with them, or where nobody looks a case up by them
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    coordinator = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    about = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    service = models.ForeignKey(
        "catalogue.Service", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    category = models.ForeignKey(
        "complaints.Category", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # --- what was reported
    title = EncryptedField(blank=True)
    text = EncryptedField()
    loss = EncryptedField(blank=True)
    asked = EncryptedField(blank=True)
    address = EncryptedField(blank=True)
    occurred_on = models.DateField(null=True)
    region = models.ForeignKey(
        "organisations.Region", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    answers = EncryptedField(default="{}")  # JSON: {code: [value, …]}
    anonymous = models.BooleanField(default=False)
    secret_content = models.BooleanField(default=False)
    conduct = models.BooleanField(default=False)
    # --- who reported; empty for an anonymous report, so that nothing can be unmasked
    name = EncryptedField(blank=True)
    address_of_reporter = EncryptedField(blank=True)
    nik = EncryptedField(blank=True)
    nik_hash = models.CharField(max_length=64, blank=True)
    phone = EncryptedField(blank=True)
    phone_hash = models.CharField(max_length=64, blank=True)
    email = EncryptedField(blank=True)
    email_hash = models.CharField(max_length=64, blank=True)
    contact = models.ForeignKey(
        "messaging.Contact", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    filed_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    external_number = models.CharField(max_length=40, blank=True)  # tracking number of SP4N-LAPOR!
    fingerprint = models.CharField(max_length=64)
    # --- moments
    received_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    forwarded_at = models.DateTimeField(null=True)  # first disposition of this round
    responded_at = models.DateTimeField(null=True)  # first word of the office to the reporter
    followed_up_at = models.DateTimeField(null=True)  # first follow-up of this round
    answered_at = models.DateTimeField(null=True)  # the answer that stands
    first_answered_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()
    response_hours = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    round = models.PositiveSmallIntegerField(default=1)  # counted up when it is contested or opened again
    # --- clocks, each with workdays' Due.to_json()
    verify_due_at = models.DateTimeField(null=True)
    verify_explanation = models.JSONField(null=True)
    follow_up_due_at = models.DateTimeField(null=True)
    follow_up_explanation = models.JSONField(null=True)
    due_at = models.DateTimeField(null=True)
    due_explanation = models.JSONField(null=True)
    closes_at = models.DateTimeField(null=True)
    closes_explanation = models.JSONField(null=True)
    next_due_at = models.DateTimeField(null=True)  # by which the office must act next: the desk's order
    escalate_at = models.DateTimeField(null=True)  # when the next rung of the ladder is reached
    # --- joined under one master
    master = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="duplicates")
    # --- what the public sees
    publication = models.CharField(max_length=10, choices=Publication.choices, default=Publication.PENDING)
    public_title = models.CharField(max_length=200, blank=True)
    public_text = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    public_latitude = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    public_longitude = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    satisfaction = models.PositiveSmallIntegerField(null=True)  # 1 to 4
    satisfaction_note = EncryptedField(blank=True)

    objects = ComplaintQuerySet.as_manager()
    paper_code = ""  # in clear only on the object that `file_complaint` returns, never stored

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state", "next_due_at"], name="complaint_desk"),
            models.Index(fields=["coordinator", "state", "next_due_at"], name="complaint_coordinated"),
            models.Index(fields=["organisation", "received_at"], name="complaint_months"),
            # only what is published, so that filing writes none of these; a query must say published_at is not null
            models.Index(fields=["-published_at", "-id"], condition=PUBLIC, name="complaint_public"),
            models.Index(fields=["category", "-published_at"], condition=PUBLIC, name="complaint_public_category"),
            models.Index(fields=["service", "-published_at"], condition=PUBLIC, name="complaint_public_service"),
            models.Index(fields=["region", "-published_at"], condition=PUBLIC, name="complaint_public_region"),
            models.Index(fields=["organisation", "-published_at"], condition=PUBLIC, name="complaint_public_unit"),
            models.Index(fields=["state", "-published_at"], condition=PUBLIC, name="complaint_public_state"),
            models.Index(fields=["-received_at", "-id"], condition=PUBLIC, name="complaint_public_received"),
            models.Index(fields=["-received_at", "-id"], condition=Q(channel=filing.OPEN311), name="complaint_open311"),
            models.Index(
                fields=["public_latitude", "public_longitude"],
                condition=PLACED,
                name="complaint_public_place",
            ),
            models.Index(fields=["-published_at", "-id"], condition=PLACED, name="complaint_public_mapped"),
            models.Index(fields=["fingerprint", "received_at"], name="complaint_repeats"),
            models.Index(fields=["contact", "received_at"], name="complaint_contact"),
            models.Index(fields=["nik_hash"], name="complaint_nik"),
            models.Index(fields=["closes_at"], condition=Q(closes_at__isnull=False), name="complaint_silent"),
            models.Index(fields=["escalate_at"], condition=Q(escalate_at__isnull=False), name="complaint_escalate"),
        ]
        constraints = [
            models.CheckConstraint(name="complaint_state_known", condition=Q(state__in=sorted(states.STATES))),
            models.CheckConstraint(name="complaint_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="complaint_class_known", condition=Q(complaint_class__in=["", *ComplaintClass.values])
            ),
            models.CheckConstraint(name="complaint_channel_known", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(name="complaint_publication_known", condition=Q(publication__in=Publication.values)),
            models.CheckConstraint(
                name="complaint_outcome_when_final",
                condition=Q(state=states.CLOSED, outcome__in=states.CLOSINGS, closed_at__isnull=False)
                | Q(state=states.REJECTED, outcome__in=states.REJECTIONS, closed_at__isnull=False)
                | (~Q(state__in=sorted(states.FINAL)) & Q(outcome="", closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="complaint_verified_has_class", condition=Q(verified_at__isnull=True) | ~Q(complaint_class="")
            ),
            models.CheckConstraint(
                name="complaint_answered_has_moment",
                condition=~Q(state=states.ANSWERED) | Q(answered_at__isnull=False, closes_at__isnull=False),
            ),
            models.CheckConstraint(
                name="complaint_due_explained",
                condition=Q(due_at__isnull=True, due_explanation__isnull=True)
                | Q(due_at__isnull=False, due_explanation__isnull=False),
            ),
            models.CheckConstraint(
                name="complaint_due_after_receipt", condition=Q(due_at__isnull=True) | Q(due_at__gte=F("received_at"))
            ),
            models.CheckConstraint(
                name="complaint_position_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            ),
            models.CheckConstraint(
                name="complaint_anonymous_keeps_no_name",
                condition=Q(anonymous=False) | Q(nik_hash="", phone_hash="", email_hash=""),
            ),
            models.CheckConstraint(
                name="complaint_public_is_public",
                condition=~Q(publication=Publication.PUBLISHED)
                | (
                    Q(secret_content=False, published_at__isnull=False)
                    & ~Q(complaint_class__in=["", filing.OVERSIGHT])
                    & ~Q(public_title="")
                ),
            ),
            models.CheckConstraint(
                name="complaint_published_moment",
                condition=Q(publication=Publication.PUBLISHED)
                | Q(published_at__isnull=True, public_latitude__isnull=True),
            ),
            models.CheckConstraint(
                name="complaint_satisfaction_scale",
                condition=Q(satisfaction__isnull=True) | Q(satisfaction__gte=1, satisfaction__lte=4),
            ),
            models.CheckConstraint(name="complaint_not_its_own_master", condition=~Q(master=F("id"))),
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
    def ending(self) -> states.Outcome | None:
        return states.OUTCOMES.get(self.outcome)

    @property
    def is_final(self) -> bool:
        return self.state in states.FINAL

    @property
    def is_guarded(self) -> bool:
        """Treated as oversight: kept from everybody at or below `about`, never public."""
        return self.complaint_class == filing.OVERSIGHT or (not self.complaint_class and self.conduct)

    @property
    def clock_class(self) -> str:
        """The class whose limit runs: the officer's, and until it is given what the reporter's words suggest."""
        return rules.class_of(self.kind, self.complaint_class, conduct=self.conduct)

    @property
    def heading(self) -> str:
        """The title, or the beginning of the text, for lists of those who may read it."""
        return shortened(self.title or self.text, HEADING)


class DraftQuerySet(models.QuerySet["Draft"]):
    def of_token(self, token: str) -> DraftQuerySet:
        return self.filter(token=token_hash(token))

    def unsent(self) -> DraftQuerySet:
        return self.filter(complaint__isnull=True)

    def expired(self, now: datetime) -> DraftQuerySet:
        return self.filter(expires_at__lte=now)


class Draft(models.Model):
    """A report being written. It belongs to one session; it goes when sent or after its days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=64)
    # PROTECT: organisations, services and categories are closed, never deleted
    about = models.ForeignKey("organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("catalogue.Service", null=True, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey("complaints.Category", null=True, on_delete=models.PROTECT, related_name="+")
    contents = EncryptedField(default="{}")  # JSON: the typed fields
    step = models.CharField(max_length=40, blank=True)
    # the contact whose one-time code was typed; cleared when another contact is written
    proven_contact = models.ForeignKey("messaging.Contact", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    complaint = models.OneToOneField(Complaint, null=True, on_delete=models.PROTECT, related_name="draft")

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["token", "updated_at"], name="complaint_draft_token"),
            models.Index(fields=["expires_at"], name="complaint_draft_expiry"),
        ]
        constraints = [
            models.CheckConstraint(name="complaint_draft_expires_later", condition=Q(expires_at__gt=F("created_at"))),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def reference(self) -> Reference:
        return Reference(kind=DRAFT_KIND, number=str(self.pk))
