"""Reads of the operators' page: letters that were put aside, and how many came that lead to nothing by their nature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from melayani.entrances.mailbox import access
from melayani.entrances.mailbox.keeping import letter_of, size_of
from melayani.entrances.mailbox.letter import Letter
from melayani.foundation.messaging.models import InboundMark, InboundPayload
from melayani.foundation.people import Officer

PAGE_SIZE = 25
COUNTED = timedelta(days=30)
WHY = {
    "held": "Terlalu banyak dari satu pengirim",
    "forged": "Pengirim palsu menurut server penerima",
    "broken": "Tidak terbaca atau tanpa pengirim",
    "too large": "Terlalu besar",
    "unknown": "Alamat tujuan tidak dikenal",
    "refused": "Ditolak dengan jawaban kepada pengirim",
}
QUIET = {
    "mail.done": "menjadi atau menambah perkara",
    "mail.bounce": "kabar tidak terkirim",
    "mail.auto": "jawaban otomatis",
    "mail.bulk": "milis dan edaran",
    "mail.circle": "surat kami sendiri",
}


@dataclass(frozen=True)
class Row:
    """A letter that was put aside: why, in words, and how large it is."""

    payload: InboundPayload
    why: str
    size: int


@dataclass(frozen=True)
class Page:
    """The newest of them; `older` is the id to continue before, None at the end; `counts` of the last 30 days."""

    rows: list[Row]
    older: int | None
    counts: list[tuple[str, int]]


def page(officer: Officer, *, before: str, now: datetime) -> Page:
    """One page of letters that were put aside; two queries. Raises Http404 for who may not read them."""
    rows = access.put_aside(officer)
    if before.isascii() and before.isdigit() and len(before) < 18:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    older = shown[-1].pk if len(found) > PAGE_SIZE else None
    return Page([Row(one, why_of(one), size_of(one)[0]) for one in shown], older, _counts(now))


def why_of(payload: InboundPayload) -> str:
    """Why it was put aside, as an operator reads it; a fault of ours as it is."""
    return WHY.get(payload.problem.partition(":")[0], payload.problem)


def whole(payload: InboundPayload) -> Letter:
    """The letter itself, with everything its sender wrote."""
    return letter_of(payload)


def _counts(now: datetime) -> list[tuple[str, int]]:
    rows = InboundMark.objects.filter(channel__in=QUIET, at__gt=now - COUNTED)
    counted = dict(rows.values_list("channel").annotate(n=Count("pk")).order_by())
    return [(words, counted.get(channel, 0)) for channel, words in QUIET.items()]
