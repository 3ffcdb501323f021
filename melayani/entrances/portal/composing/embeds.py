"""What an agency shows of itself on a site of its own: a badge and a small frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from melayani.delivery.announcements import queries as announcements
from melayani.delivery.queues.queries import QueueBoard
from melayani.entrances.portal.composing.bands import SHOWN, Band, announced
from melayani.entrances.portal.composing.offices import HoursRow, Office, hours_table, offices
from melayani.entrances.portal.composing.queues import live_queue
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.ui.format import format_decimal2, format_number
from melayani.voice.surveys import queries as surveys
from melayani.voice.surveys.queries import IndexResult

NAME_ROOM, VALUE_ROOM, NOTE_ROOM = 38, 26, 40  # letters that fit beside the mark; longer is cut, the title says it all
PERIODS = 12


@dataclass
class Embed:
    """A unit as its own site shows it; each part is read when it is first asked for."""

    organisation: Organisation
    now: datetime

    @cached_property
    def office(self) -> Office:
        return offices([self.organisation], self.now)[0]

    @cached_property
    def bands(self) -> Sequence[Band]:
        """What is announced for this unit: a limit that an announcement tells of is left out of `office.notices`."""
        return announced(announcements.in_force(self.now, organisation=self.organisation)[:SHOWN])

    @property
    def hours(self) -> Sequence[HoursRow]:
        return hours_table(self.office.week, self.now.astimezone(self.organisation.zone).date())

    @cached_property
    def queue(self) -> QueueBoard | None:
        return live_queue(self.organisation, self.now)

    @cached_property
    def index(self) -> IndexResult | None:
        """The newest published index of this very unit; a running period is not worn as a badge."""
        periods = surveys.published_periods(unit=self.organisation, limit=PERIODS)
        own = next((one for one in periods if one.organisation_id == self.organisation.pk), None)
        found = surveys.index_of(period=own) if own else None
        return found if isinstance(found, IndexResult) else None


@dataclass(frozen=True)
class Badge:
    """What stands on a badge: what is said, how it is, and a note; `tone` colours the bar, never alone."""

    value: str
    note: str
    tone: str

    @property
    def colour(self) -> str:
        return {"good": "#1E6B3A", "warn": "#8A5300", "note": "#1F4E8C"}.get(self.tone, "#4A5763")

    @property
    def short_value(self) -> str:
        return cut(self.value, VALUE_ROOM)

    @property
    def short_note(self) -> str:
        return cut(self.note, NOTE_ROOM)


def embed_of(slug: str, now: datetime) -> Embed | None:
    """The unit with this slug, or None; one query."""
    found = Organisation.objects.select_related("region").filter(slug=slug).first()
    return Embed(found, now) if found else None


def cut(text: str, room: int) -> str:
    """At most `room` letters, ended by … where something is missing."""
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"


def index_badge(embed: Embed) -> Badge:
    """The published index (Permenpan 14/2017), its grade, and until when it counts."""
    found = embed.index
    if found is None:
        return Badge(_("Indeks belum diumumkan"), _("Survei Kepuasan Masyarakat"), "off")
    value = _("IKM {index} · {grade}").format(index=format_decimal2(found.index), grade=found.grade)
    words = _("{label}, {n} jawaban, sampai {month}.").format(
        label=found.label, n=format_number(found.n), month=f"{found.until:%m/%Y}"
    )
    return Badge(value, words.rstrip("."), {"A": "good", "B": "good", "C": "warn"}.get(found.grade, "off"))


def hours_badge(embed: Embed) -> Badge:
    """Whether the doors are open now, and until when."""
    return Badge(embed.office.state, embed.office.sentence_after_state, embed.office.tone)


def queue_badge(embed: Embed) -> Badge:
    """How many wait now and how many counters call."""
    board = embed.queue
    if board is None:
        return Badge(_("Tanpa antrean daring"), embed.office.sentence, "off")
    if board.why:
        return Badge(_("Antrean tutup"), board.why, "off")
    value = _("{n} orang menunggu").format(n=format_number(board.people))
    counters = _("{n} loket memanggil").format(n=format_number(board.open_counters))
    return Badge(value, counters if board.open_counters else _("Belum ada loket yang memanggil"), "note")


BADGES: Mapping[str, Callable[[Embed], Badge]] = {"indeks": index_badge, "jam": hours_badge, "antrean": queue_badge}
