"""The lists of values of this module with their words, and the hashes by which equal values are found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from melayani.foundation.audit import keyed_hash
from melayani.voice.complaints import states
from melayani.voice.complaints.rules import filing

KIND = "complaint"
DRAFT_KIND = "complaint_draft"
ENTRY_KIND = "complaint_entry"


class State(models.TextChoices):
    """The states of states.py with the officer's words."""

    RECEIVED = states.RECEIVED, states.STATES[states.RECEIVED].officer
    NEEDS_COMPLETION = states.NEEDS_COMPLETION, states.STATES[states.NEEDS_COMPLETION].officer
    VERIFIED = states.VERIFIED, states.STATES[states.VERIFIED].officer
    FORWARDED = states.FORWARDED, states.STATES[states.FORWARDED].officer
    IN_PROGRESS = states.IN_PROGRESS, states.STATES[states.IN_PROGRESS].officer
    ANSWERED = states.ANSWERED, states.STATES[states.ANSWERED].officer
    REOPENED = states.REOPENED, states.STATES[states.REOPENED].officer
    CLOSED = states.CLOSED, states.STATES[states.CLOSED].officer
    REJECTED = states.REJECTED, states.STATES[states.REJECTED].officer


class OutcomeChoice(models.TextChoices):
    RESOLVED = states.RESOLVED, states.OUTCOMES[states.RESOLVED].officer
    AUTO_CLOSED = states.AUTO_CLOSED, states.OUTCOMES[states.AUTO_CLOSED].officer
    WITHDRAWN = states.WITHDRAWN, states.OUTCOMES[states.WITHDRAWN].officer
    TRANSFERRED = states.TRANSFERRED, states.OUTCOMES[states.TRANSFERRED].officer
    UNCLEAR = states.UNCLEAR, states.OUTCOMES[states.UNCLEAR].officer
    NOT_WITHIN_AUTHORITY = states.NOT_WITHIN_AUTHORITY, states.OUTCOMES[states.NOT_WITHIN_AUTHORITY].officer
    DUPLICATE = states.DUPLICATE, states.OUTCOMES[states.DUPLICATE].officer
    OUTSIDE_SCOPE = states.OUTSIDE_SCOPE, states.OUTCOMES[states.OUTSIDE_SCOPE].officer


class Kind(models.TextChoices):
    COMPLAINT = filing.COMPLAINT, _("Pengaduan")
    ASPIRATION = filing.ASPIRATION, _("Aspirasi")
    INFORMATION_QUESTION = filing.INFORMATION_QUESTION, _("Permintaan informasi")


class ComplaintClass(models.TextChoices):
    OVERSIGHT = filing.OVERSIGHT, "Berkadar pengawasan"
    NON_OVERSIGHT = filing.NON_OVERSIGHT, "Tidak berkadar pengawasan"
    ASPIRATION = filing.ASPIRATION, "Aspirasi"
    INFORMATION_QUESTION = filing.INFORMATION_QUESTION, "Permintaan informasi"


class Channel(models.TextChoices):
    WEB = filing.WEB, "Daring"
    COUNTER = filing.COUNTER, "Loket"
    LETTER = filing.LETTER, "Surat"
    PHONE = filing.PHONE, "Telepon"
    BOX = filing.BOX, "Kotak pengaduan"
    EMAIL = filing.EMAIL, "Surel"
    WHATSAPP = filing.WHATSAPP, "WhatsApp"
    SOCIAL = filing.SOCIAL, "Media sosial"
    API = filing.API, "Sistem lain"
    OPEN311 = filing.OPEN311, "Open311"


class Publication(models.TextChoices):
    PENDING = "pending", "Menunggu moderasi"
    PUBLISHED = "published", "Tayang"
    WITHHELD = "withheld", "Tidak ditayangkan"
    PRIVATE = "private", "Rahasia"


class EntryKind(models.TextChoices):
    ANSWER = "answer", _("Jawaban")
    CORRECTION = "correction", _("Perbaikan jawaban")
    FOLLOW_UP = "follow_up", _("Tindak lanjut")
    COMPLETION_REQUEST = "completion_request", _("Permintaan melengkapi")
    COMPLETION = "completion", _("Pelengkap dari pelapor")
    REPLY = "reply", _("Tanggapan pelapor")
    CONTEST = "contest", _("Belum selesai menurut pelapor")
    NOTE = "note", "Catatan internal"
    REDACTION = "redaction", "Penyamaran"


class Visibility(models.TextChoices):
    PUBLIC = "public", "Umum"
    REPORTER = "reporter", "Pelapor"
    INTERNAL = "internal", "Internal"


def equality_hash(value: str, *, field: str) -> str:
    """The hash by which equal values of `field` (nik, phone, email, secret, text …) are found; "" for none."""
    return keyed_hash(value, purpose=f"complaints.complaint.{field}") if value else ""


def token_hash(token: str) -> str:
    """The hash of a citizen's session token, by which a draft belongs to one session."""
    return keyed_hash(token, purpose="complaints.draft.token")
