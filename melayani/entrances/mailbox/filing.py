"""A letter that belongs to no case becomes a complaint or a request for information, by the actions of the pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from melayani.entrances.mailbox.letter import Letter
from melayani.foundation.messaging.models import Contact
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Citizen
from melayani.voice.complaints import actions as complaints
from melayani.voice.complaints.rules import filing
from melayani.voice.disclosure import actions as disclosure
from melayani.voice.disclosure import rules as disclosure_rules
from melayani.voice.disclosure.rules import asking

CUT = "\n\n(Surat ini lebih panjang; selebihnya tersimpan pada surat aslinya.)"
NO_WORDS = "(surat tanpa isi)"
FIELDS = {  # words before a colon that name what the law asks for
    "name": ("nama", "name"),
    "address": ("alamat", "address"),
    "information": ("informasi", "informasi yang diminta", "information"),
    "purpose": ("tujuan", "tujuan penggunaan", "kegunaan", "purpose"),
}
_ANSWERED = re.compile(r"^((re|fw|fwd|bls|balas|trs)\s*:\s*)+", re.IGNORECASE)
_FIELD = re.compile(r"^\s*([A-Za-z ]{3,40}?)\s*:\s*(.*)$")


def file_complaint(
    letter: Letter, *, sender: Contact, office: Organisation | None, files: Sequence[UUID], now: datetime
) -> None:
    """File the letter as a complaint about `office` (None: whom it concerns is found out by who receives it).

    Call it inside a transaction, after `complaints.check_rate`. Raises complaints' ActionRefused.
    """
    complaints.file_complaint(
        actor=Citizen(contact_id=sender.pk),
        report=filing.Report(kind=filing.COMPLAINT, text=story(letter), title=title(letter)),
        reporter=filing.Reporter(name=name(letter), email=letter.sender),
        channel=filing.EMAIL,
        about=office,
        contact=sender,
        files=files,
        now=now,
    )


def file_request(
    letter: Letter, *, sender: Contact, office: Organisation, files: Sequence[UUID], now: datetime
) -> None:
    """Register the letter as a request for information to the PPID of `office`; its files count as proof of identity.

    Call it inside a transaction, after `disclosure.check_rate`. Raises disclosure's ActionRefused, InputRefused for
    what the law asks for and the letter does not say.
    """
    given = fields(letter.said)
    disclosure.file_request(
        actor=Citizen(contact_id=sender.pk),
        organisation=office,
        applicant=disclosure_rules.Applicant(
            name=given.get("name", "") or name(letter), address=given.get("address", ""), email=letter.sender
        ),
        asked=disclosure_rules.Asked(
            information=given.get("information", ""), purpose=given.get("purpose", ""), medium=asking.EMAIL
        ),
        channel=asking.MAIL,
        contact=sender,
        files=disclosure.Papers(identity=tuple(files)),
        now=now,
    )


def name(letter: Letter) -> str:
    """How the sender is called: the display name, else what stands before the @."""
    return (letter.sender_name or letter.sender.partition("@")[0])[: filing.NAME_MAX]


def title(letter: Letter) -> str:
    """The subject without the marks of an answer."""
    return _ANSWERED.sub("", letter.subject).strip()[: filing.TITLE_MAX]


def story(letter: Letter) -> str:
    """What was written, as long as a report may be; a letter of few words is told with its subject."""
    said = letter.said.strip()
    if len(said) < filing.TEXT_MIN:
        said = f"{title(letter)}\n\n{said or NO_WORDS}".strip()
    return shortened(said)


def shortened(said: str) -> str:
    """The words as they fit into a case; the letter itself is kept whole."""
    return said if len(said) <= filing.TEXT_MAX else said[: filing.TEXT_MAX - len(CUT)] + CUT


def fields(said: str) -> dict[str, str]:
    """What stands behind `Nama:`, `Alamat:`, `Informasi:`, `Tujuan:`, over several lines each."""
    found: dict[str, list[str]] = {}
    current = ""
    for line in said.split("\n"):
        parts = _FIELD.match(line[:400])
        field = _field_of(parts.group(1)) if parts else ""
        if field:
            current = field
            found.setdefault(current, []).append(line.partition(":")[2].strip())
        elif current:
            found[current].append(line)
    return {field: "\n".join(lines).strip() for field, lines in found.items()}


def _field_of(words: str) -> str:
    wanted = " ".join(words.lower().split())
    return next((field for field, names in FIELDS.items() if wanted in names), "")
