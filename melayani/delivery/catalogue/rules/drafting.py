"""What a version needs before its next step, when it is to be reviewed, and what changed between two versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

REVIEW_MONTHS = 12
"""A proposal, not a law: PP 96/2012 art. 33 asks for a review, PEKPPP marks a yearly one highest."""
REMIND_DAYS = 30
FULL_MEDIA = 4  # media besides SIPPN for the full mark of PEKPPP (service-standards, section 3)

UNREAD, TEAM, PRESENT, PUBLIC_PARTS = "unread", "team", "present", "public_parts"
DISCUSSION, MINUTES, DECREE = "discussion", "minutes", "decree"
NEEDED: Mapping[str, tuple[str, ...]] = {
    "consult": (UNREAD, TEAM, PRESENT, PUBLIC_PARTS),
    "agree": (DISCUSSION, MINUTES),
    "decree": (DECREE,),
}
"""Before each step: what was typed can be read, a team is named, the present state is noted, the six public components
are stated; the talk with the public is on record, with its minutes; the decree has number, date and who gave it."""


@dataclass(frozen=True)
class Progress:
    """What is there of a version on its way."""

    unread: bool = False
    team: int = 0
    present: bool = False
    missing_public: int = 0
    discussions: int = 0
    minutes: int = 0
    decreed: bool = False


def hurdles(action: str, progress: Progress) -> list[str]:
    """What `action` still needs, in the order of NEEDED; empty when it may be done."""
    absent = {
        UNREAD: progress.unread,
        TEAM: progress.team == 0,
        PRESENT: not progress.present,
        PUBLIC_PARTS: progress.missing_public > 0,
        DISCUSSION: progress.discussions == 0,
        MINUTES: progress.discussions > 0 and progress.minutes == 0,
        DECREE: not progress.decreed,
    }
    return [key for key in NEEDED.get(action, ()) if absent[key]]


def next_review(from_day: date, months: int = REVIEW_MONTHS) -> date:
    """The day `months` later; a day that the month does not have becomes its last."""
    year, month = divmod(from_day.year * 12 + from_day.month - 1 + months, 12)
    for day in range(from_day.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(from_day.day, 28))


def join_stated(keys: Iterable[str]) -> str:
    """Component keys as one searchable text: "|fee|product|"; empty for none."""
    text = "|".join(keys)
    return f"|{text}|" if text else ""


def split_stated(text: str) -> tuple[str, ...]:
    """The keys of such a text, in its order."""
    return tuple(key for key in text.split("|") if key)


KEPT, GONE, NEW = "kept", "gone", "new"


@dataclass(frozen=True)
class Change:
    """A component that differs between two versions: its lines as (kept, gone or new; text)."""

    component: str
    lines: tuple[tuple[str, str], ...]

    @property
    def gone(self) -> list[str]:
        return [text for kind, text in self.lines if kind == GONE]

    @property
    def new(self) -> list[str]:
        return [text for kind, text in self.lines if kind == NEW]


def changes(before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> list[Change]:
    """The components that differ, in the order of `after`, each with its lines side by side."""
    return [
        Change(key, tuple(_lines(list(before.get(key, ())), list(lines))))
        for key, lines in after.items()
        if list(before.get(key, ())) != list(lines)
    ]


def _lines(before: list[str], after: list[str]) -> Iterable[tuple[str, str]]:
    for tag, start, end, other_start, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from ((KEPT, text) for text in before[start:end])
            continue
        yield from ((GONE, text) for text in before[start:end])
        yield from ((NEW, text) for text in after[other_start:other_end])
