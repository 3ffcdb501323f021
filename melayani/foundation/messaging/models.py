"""Contacts and consent; the outbox, one row per message and recipient; what came in, conversations, case letters."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import F, Q

from melayani.foundation.audit import EncryptedField, keyed_hash, run
from melayani.foundation.messaging.caseletters import CaseLetter as CaseLetter
from melayani.foundation.messaging.talks import CONVERSATION as CONVERSATION
from melayani.foundation.messaging.talks import Conversation as Conversation
from melayani.foundation.messaging.talks import ConversationQuerySet as ConversationQuerySet
from melayani.foundation.messaging.talks import Turn as Turn

MARK_SENT = (
    "UPDATE messaging_outboxmessage SET state = 'sent', channel = %s, sent_at = %s, external_id = %s, segments = %s, "
    "cost = %s, last_error = '', error_code = '', channel_away = false WHERE id = %s RETURNING id"
)
VALUE_PURPOSE = "messaging.contact.value"


class ContactKind(models.TextChoices):
    EMAIL = "email", "Surel"
    PHONE = "phone", "Telepon"
    WHATSAPP = "whatsapp", "WhatsApp"  # a user id of the business, where the telephone number stays unknown
    PUSH = "push", "Pemberitahuan gawai"  # the subscription of one browser, as JSON
    CHAT = "chat", "Obrolan"  # an officer's own chat, as an Apprise address


class Language(models.TextChoices):
    INDONESIAN = "id", "Indonesia"
    ENGLISH = "en", "English"


class ContactQuerySet(models.QuerySet["Contact"]):
    def with_value(self, kind: str, value: str) -> ContactQuerySet:
        """The contact of this normalised value, if there is one."""
        return self.filter(kind=kind, value_hash=hash_of(kind, value))


def hash_of(kind: str, value: str) -> str:
    return keyed_hash(value, purpose=f"{VALUE_PURPOSE}.{kind}")


class Contact(models.Model):
    """A way to reach somebody: one normalised address, and how the person behind it likes to be reached.

    A contact is no person: nobody is known by a telephone number, which may be absent or change hands.
    """

    kind = models.CharField(max_length=8, choices=ContactKind.choices)
    value = EncryptedField()
    value_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.INDONESIAN)
    verified_at = models.DateTimeField(null=True)
    opted_out_at = models.DateTimeField(null=True)  # from announcements; messages about an own case still come
    channels = models.JSONField(default=list)  # names of channels in the order of choice; empty: the order of the house
    quiet_from = models.TimeField(null=True)  # between these hours only urgent messages come
    quiet_until = models.TimeField(null=True)
    created_at = models.DateTimeField()

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "value_hash"], name="contact_once"),
            models.CheckConstraint(name="contact_kind_known", condition=Q(kind__in=ContactKind.values)),
            models.CheckConstraint(name="contact_language_known", condition=Q(language__in=Language.values)),
            models.CheckConstraint(
                name="contact_quiet_hours_whole",
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Consent(models.Model):
    """Proof that somebody wanted, or no longer wanted, messages of a kind: when, by which door, in which words."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=80)  # "announcements", or a narrower name of the owning module
    given = models.BooleanField()
    by = models.CharField(max_length=16)  # web, email, whatsapp, sms, office, push
    words = models.CharField(max_length=300)  # what the person was shown or wrote
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["contact", "purpose", "at"], name="consent_contact"),
            models.Index(fields=["purpose"], name="consent_purpose"),  # who follows a case or a queue number
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given}"


class MessageState(models.TextChoices):
    QUEUED = "queued", "Menunggu dikirim"
    SENT = "sent", "Terkirim"
    FAILED = "failed", "Gagal"
    NO_CHANNEL = "no_channel", "Tidak ada saluran"
    SUPPRESSED = "suppressed", "Tidak dikirim atas permintaan penerima"


class MessageKind(models.TextChoices):
    CASE = "case", "Tentang urusan penerima"
    ANNOUNCEMENT = "announcement", "Pengumuman"


class Rank(models.IntegerChoices):
    URGENT = 0, "Segera"
    CASE = 1, "Urusan"
    ANNOUNCEMENT = 2, "Pengumuman"


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def about(self, kind: str, number: str) -> OutboxQuerySet:
        return self.filter(reference_kind=kind, reference_number=number)

    def queued(self) -> OutboxQuerySet:
        return self.filter(state=MessageState.QUEUED)

    def due(self, now: datetime) -> OutboxQuerySet:
        return self.queued().filter(next_attempt_at__lte=now)

    def probing(self, now: datetime) -> OutboxQuerySet:
        """Messages that found their channel away and wait for the next try: until then the channel rests."""
        return self.queued().filter(channel_away=True, next_attempt_at__gt=now)

    def readable_before(self, moment: datetime, *, expired_before: datetime) -> OutboxQuerySet:
        """Finished messages from before `moment`, or of no use since `expired_before`, that still hold their text."""
        old = Q(created_at__lt=moment) | Q(expires_at__lt=expired_before)
        return self.exclude(state=MessageState.QUEUED).filter(old, emptied_at__isnull=True)

    def waiting(self, now: datetime, *, not_by: Collection[str]) -> OutboxQuerySet:
        """Due messages, the most urgent first; those that wait for a channel in `not_by` are left where they are."""
        return self.due(now).exclude(channel__in=not_by).order_by("rank", "next_attempt_at", "id")

    def handed(self, channel: str, since: datetime) -> OutboxQuerySet:
        """What `channel` took since then."""
        return self.filter(channel=channel, sent_at__gt=since)

    def opened(self, since: datetime) -> OutboxQuerySet:
        """Messages that opened a conversation of the provider since then, and count against its budget."""
        return self.filter(opened_at__gt=since)

    def reserve(self, pks: Collection[int], *, until: datetime) -> None:
        """Reserve these rows, which the caller has locked, for one attempt each."""
        self.queued().filter(pk__in=pks).update(attempts=F("attempts") + 1, next_attempt_at=until)

    def put_aside(self, pks: Collection[int], *, channel: str, at: datetime) -> None:
        """Give reserved rows back untried: they wait for `channel`, at the earliest until `at`."""
        rows = self.queued().filter(pk__in=pks, attempts__gt=0)
        rows.update(channel=channel, attempts=F("attempts") - 1, next_attempt_at=at)

    def take(self, pk: int, *, seen_attempts: int, until: datetime) -> bool:
        """Reserve the message until `until` for one attempt; False when another worker was quicker."""
        rows = self.queued().filter(pk=pk, attempts=seen_attempts)
        return rows.update(attempts=F("attempts") + 1, next_attempt_at=until) == 1

    def end(self, now: datetime) -> None:
        """What still waits among these is worth nothing from now on."""
        self.queued().update(expires_at=now)

    def cut_off(self, now: datetime) -> int:
        """Forget to whom these went and what they said, also of those that wait: they are not sent any more."""
        self.end(now)
        gone = dict.fromkeys(("address", "subject", "body", "values", "offers", "last_error"), "")
        return self.update(**gone, contact=None, instead=None, emptied_at=now)

    def empty_texts(self, pks: list[int], now: datetime) -> int:
        """Forget address and text of these messages; that and when they were sent stays."""
        return self.filter(pk__in=pks).update(
            address="", subject="", body="", values="", offers="", last_error="", emptied_at=now
        )


class OutboxMessage(models.Model):
    """One message to one recipient. It is written in the transaction of the news it tells, and sent by the worker."""

    event = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=MessageKind.choices, default=MessageKind.CASE)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="messages")
    # another way to the same person, named in the same case: taken when every channel to `contact` has given up
    instead = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    channel = models.CharField(max_length=16, blank=True)  # chosen by the worker; of a queued one: that it waits for
    tried = models.JSONField(default=list)  # channels that gave up on it
    address = EncryptedField(blank=True)
    language = models.CharField(max_length=2, choices=Language.choices)
    template = models.CharField(max_length=120, blank=True)  # `module/name`; empty: words written for this one message
    values = EncryptedField(blank=True)  # the template's values as a JSON object of texts, for channels with own forms
    subject = EncryptedField(blank=True)
    body = EncryptedField(blank=True)
    offers = EncryptedField(blank=True)  # buttons or a list as JSON, where the channel can show them
    urgent = models.BooleanField(default=False)  # comes in quiet hours too
    rank = models.PositiveSmallIntegerField(default=Rank.CASE)  # who is sent first
    reference_kind = models.CharField(max_length=32)
    reference_number = models.CharField(max_length=160)  # as wide as the subject of an event: a slug of 140 fits
    # PROTECT: whose message it was outlives the unit, which is closed, never deleted
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)  # after this moment it is worth nothing (a one-time code)
    channel_away = models.BooleanField(default=False)  # the last attempt found no server
    last_error = models.TextField(blank=True)
    error_code = models.CharField(max_length=16, blank=True)  # the provider's name of the last error
    segments = models.PositiveSmallIntegerField(null=True)  # parts of an SMS
    cost = models.PositiveIntegerField(null=True)  # in rupiah, as the operator configured the price
    opened_at = models.DateTimeField(null=True)  # written outside the open window: counts against the day's budget
    external_id = models.CharField(max_length=200, blank=True)  # the provider's name of it
    delivered_at = models.DateTimeField(null=True)  # what the provider told afterwards
    read_at = models.DateTimeField(null=True)
    dedupe_key = models.CharField(max_length=160, null=True, unique=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)  # when address and text were forgotten

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "rank", "next_attempt_at", "id"], name="outbox_due"),
            models.Index(fields=["channel", "sent_at"], name="outbox_handed", condition=Q(sent_at__isnull=False)),
            models.Index(fields=["opened_at"], name="outbox_opened", condition=Q(opened_at__isnull=False)),
            models.Index(fields=["reference_kind", "reference_number"], name="outbox_reference"),
            models.Index(fields=["created_at"], name="outbox_created"),
            models.Index(fields=["external_id"], name="outbox_external", condition=~Q(external_id="")),
        ]
        constraints = [
            models.CheckConstraint(name="outbox_state_known", condition=Q(state__in=MessageState.values)),
            models.CheckConstraint(name="outbox_kind_known", condition=Q(kind__in=MessageKind.values)),
            models.CheckConstraint(
                name="outbox_sent_has_moment",
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT) & Q(sent_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.reference_number}"

    def mark_sent(self, *, channel: str, external_id: str, now: datetime) -> None:
        """Write down that a channel took it: what happens to most messages, so by a statement that is planned once."""
        self.state, self.channel, self.sent_at = MessageState.SENT, channel, now
        self.external_id = external_id[:200]
        moment = connection.ops.adapt_datetimefield_value(now)
        run(MARK_SENT, (channel, moment, self.external_id, self.segments, self.cost, self.pk))

    def settle(self, **changes: Any) -> None:
        """Write the outcome of an attempt."""
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=sorted(changes))


class TemplateState(models.TextChoices):
    APPROVED = "approved", "Disetujui"
    PAUSED = "paused", "Dijeda"
    REJECTED = "rejected", "Ditolak"
    WITHDRAWN = "withdrawn", "Ditarik"


class TemplateCategory(models.TextChoices):
    UTILITY = "utility", "Layanan"
    AUTHENTICATION = "authentication", "Kode"
    MARKETING = "marketing", "Promosi"


class MessageTemplate(models.Model):
    """A form that a provider approved for writing first: its name there, and which of our texts it stands for."""

    name = models.CharField(max_length=120)  # the provider's
    language = models.CharField(max_length=8)  # the provider's code: id, en, en_US
    category = models.CharField(max_length=16, choices=TemplateCategory.choices)
    template = models.CharField(max_length=120)  # `module/name`; * for every text without a form of its own
    parameters = models.JSONField(default=list)  # names of values in the order of the form's places
    state = models.CharField(max_length=10, choices=TemplateState.choices)
    reason = models.CharField(max_length=200, blank=True)  # why it is not approved any more
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "language"], name="message_template_once"),
            models.CheckConstraint(name="message_template_state", condition=Q(state__in=TemplateState.values)),
            models.CheckConstraint(name="message_template_kind", condition=Q(category__in=TemplateCategory.values)),
        ]
        indexes = [models.Index(fields=["template", "language"], name="message_template_ours")]

    def __str__(self) -> str:
        return f"{self.name} {self.language}"


class InboundState(models.TextChoices):
    NEW = "new", "Menunggu dibaca"
    READ = "read", "Sudah dibaca"
    NOT_UNDERSTOOD = "unknown", "Tidak dipahami"
    FAILED = "failed", "Gagal dibaca"


class InboundQuerySet(models.QuerySet["InboundPayload"]):
    def due(self, now: datetime) -> InboundQuerySet:
        return self.filter(state=InboundState.NEW, next_attempt_at__lte=now)

    def take(self, pk: int, *, seen: int, until: datetime) -> bool:
        """Reserve the payload until `until`; False when another worker was quicker."""
        rows = self.filter(pk=pk, state=InboundState.NEW, attempts=seen)
        return rows.update(attempts=F("attempts") + 1, next_attempt_at=until) == 1

    def readable_before(self, moment: datetime) -> InboundQuerySet:
        """Payloads that were read before `moment` and still hold what they said."""
        return self.filter(state=InboundState.READ, received_at__lt=moment, emptied_at__isnull=True)

    def forget(self, pks: list[int], now: datetime) -> int:
        """Empty what these finished payloads said; that and when they came stays."""
        return self.filter(pk__in=pks).update(body="", emptied_at=now)


class InboundPayload(models.Model):
    """One call of a provider, as it came: stored before it is answered, read later, never dropped."""

    channel = models.CharField(max_length=16)
    body = EncryptedField(blank=True)
    digest = models.CharField(max_length=64, unique=True)  # of the raw body: a repeated delivery is stored once
    state = models.CharField(max_length=8, choices=InboundState.choices, default=InboundState.NEW)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    problem = models.TextField(blank=True)
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)  # when what it said was forgotten

    objects = InboundQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_attempt_at", "id"], name="inbound_due"),
            models.Index(fields=["received_at"], name="inbound_received"),
        ]
        constraints = [models.CheckConstraint(name="inbound_state_known", condition=Q(state__in=InboundState.values))]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"


class InboundMark(models.Model):
    """A message or a status of a provider that led to something: the same one leads to nothing more."""

    channel = models.CharField(max_length=16)
    external_id = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "external_id"], name="inbound_mark_once")]
        indexes = [models.Index(fields=["at"], name="inbound_mark_at")]

    def __str__(self) -> str:
        return f"{self.channel} {self.external_id}"
