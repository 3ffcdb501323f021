"""Letters on a case: what its citizen writes to it, as free words with files, and what the office answers.

Every module that has cases keeps the right to write and to answer in its own access rule and action, and calls this
inside their transaction. A letter changes nothing about a case: it waits until an officer has read or answered it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment, State
from melayani.foundation.attachments.queries import download
from melayani.foundation.attachments.rules import NotYours
from melayani.foundation.audit import Actor, insert
from melayani.foundation.messaging.caseletters import LETTER, CaseLetter
from melayani.foundation.messaging.caseletters import has_waiting as has_waiting
from melayani.foundation.messaging.caseletters import numbers_waiting as numbers_waiting
from melayani.foundation.messaging.caseletters import waiting_since as waiting_since
from melayani.foundation.numbers.rules import Reference

WORDS_MAX = 10_000  # letters of the alphabet; what is longer, a door shortens and says so
FILES_MAX = 10
SHOWN = 100  # of one case
WAITING_SHOWN = 20
MARK = "Surat warga"  # how a desk marks a case at which one waits


class LetterRefused(Exception):
    """A letter that cannot be kept, in words for who wrote it."""


@contextmanager
def refused_as(refusal: type[Exception]) -> Iterator[None]:
    """Inside, a letter that cannot be kept is refused in the caller's own way, with the same words."""
    try:
        yield
    except LetterRefused as refused:
        raise refusal(str(refused)) from refused


@dataclass(frozen=True)
class Sheet:
    """A file of a letter, with the address under which the reader of this page gets it."""

    name: str
    size: int
    url: str


@dataclass(frozen=True)
class Said:
    """One letter on a page: what was written, by whom, with which files."""

    number: str
    inward: bool
    text: str
    at: datetime
    waits: bool
    files: Sequence[Sheet]


def write(
    *, actor: Actor, reference: Reference, text: str, files: Sequence[UUID] = (), inward: bool = True, now: datetime
) -> CaseLetter:
    """Add words and files to the case; what a citizen writes begins to wait. The caller has asked the right.

    Raises LetterRefused: without a word and a file, too long, too many files, a file that is not the actor's.
    """
    words = text.replace("\x00", "").strip()
    _demand(words, files)
    row = insert(
        CaseLetter(kind=reference.kind, number=reference.number, inward=inward, text=words, actor=actor.id[:64], at=now)
    )
    try:
        attachments.claim(ids=files, owner=row.reference, actor=actor, now=now)
    except NotYours as refused:
        raise LetterRefused(str(refused)) from refused
    return row


def settle(*, actor: Actor, reference: Reference, answer: str, now: datetime) -> str:
    """An officer has read what waits at the case; with an `answer` that is written beside it. Return it as it is kept.

    Raises LetterRefused when nothing waits and nothing is answered, or for an answer that is too long.
    """
    words = answer.replace("\x00", "").strip()
    settled = CaseLetter.objects.about(reference.kind, reference.number).settle(actor.id, now)
    if words:
        write(actor=actor, reference=reference, text=words, inward=False, now=now)
    elif not settled:
        raise LetterRefused("Tidak ada surat yang menunggu; mungkin rekan Anda sudah membacanya.")
    return words


def thread(reference: Reference, link: Callable[[UUID], str]) -> list[Said]:
    """What was written on the case, oldest first; `link` makes the address of a file. Two queries, one without any."""
    rows = CaseLetter.objects.about(reference.kind, reference.number).order_by("-pk")[:SHOWN]
    return _shown(list(rows)[::-1], lambda _number, file: link(file))


def waiting_among(kind: str, numbers: Iterable[str], link: Callable[[str, UUID], str]) -> list[Said]:
    """The letters that wait at these cases, the longest waiting first, for a desk that shows several cases."""
    rows = CaseLetter.objects.waiting().filter(kind=kind, number__in=numbers).order_by("pk")[:WAITING_SHOWN]
    return _shown(list(rows), link)


def file_of(reference: Reference, file: UUID) -> Attachment | None:
    """A file of a letter on this case; None for any other."""
    found = Attachment.objects.filter(pk=file, owner_kind=LETTER).first()
    if found is None or not (found.owner_number.isascii() and found.owner_number.isdigit()):
        return None
    own = CaseLetter.objects.about(reference.kind, reference.number).filter(pk=int(found.owner_number))
    return found if own.exists() else None


def handed_out(request: HttpRequest, reference: Reference, file: UUID) -> HttpResponseBase:
    """A file of a letter on this case as the answer of a page: 404 for any other, 410 when its bytes are gone."""
    attachment = file_of(reference, file)
    if attachment is None:
        raise Http404
    return download(request, attachment)


def remove_files(*, actor: Actor, reference: Reference, now: datetime) -> None:
    """Remove the files of all letters on the case; the words stay with the case."""
    keys = CaseLetter.objects.about(reference.kind, reference.number).values_list("pk", flat=True)
    for file in Attachment.objects.filter(owner_kind=LETTER, owner_number__in=[str(pk) for pk in keys]):
        attachments.remove(attachment=file, actor=actor, now=now)


def forget(*, actor: Actor, reference: Reference, now: datetime) -> None:
    """Destroy what was written on the case, and its files with their names; nothing waits there any more."""
    rows = CaseLetter.objects.about(reference.kind, reference.number)
    rows.settle(actor.id, now)
    keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
    for file in Attachment.objects.filter(owner_kind=LETTER, owner_number__in=keys):
        attachments.remove(attachment=file, actor=actor, now=now, and_name=True)
    rows.empty()


def is_waiting(reference: Reference) -> bool:
    """Whether a letter of the citizen waits at the case."""
    return CaseLetter.objects.about(reference.kind, reference.number).waiting().exists()


def _demand(words: str, files: Sequence[UUID]) -> None:
    if not words and not files:
        raise LetterRefused(gettext("Tulis dahulu apa yang ingin Anda sampaikan."))
    if len(words) > WORDS_MAX:
        most = f"{WORDS_MAX:,}".replace(",", ".")
        raise LetterRefused(gettext("Paling panjang %(most)s huruf. Ringkas, lalu kirim lagi.") % {"most": most})
    if len(files) > FILES_MAX:
        raise LetterRefused(gettext("Paling banyak %(most)s berkas.") % {"most": FILES_MAX})


def _shown(rows: list[CaseLetter], link: Callable[[str, UUID], str]) -> list[Said]:
    by_letter: dict[str, list[Attachment]] = defaultdict(list)
    if rows:
        held = Attachment.objects.filter(
            owner_kind=LETTER, owner_number__in=[str(row.pk) for row in rows], state=State.CLAIMED
        )
        for file in held.order_by("created_at", "pk"):
            by_letter[file.owner_number].append(file)
    return [
        Said(
            row.number,
            row.inward,
            row.text,
            row.at,
            row.waits,
            [Sheet(one.name, one.size, link(row.number, one.pk)) for one in by_letter[str(row.pk)]],
        )
        for row in rows
    ]
