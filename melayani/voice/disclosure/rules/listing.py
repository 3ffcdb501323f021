"""What an entry of the public list must say, and what an exclusion needs before it is one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from melayani.voice.disclosure.rules.law import CATEGORIES, EXEMPT, categories, refusal_grounds

TITLE_MAX, SUMMARY_MAX, SHORT_MAX = 200, 4000, 160
BEFORE, ON_REQUEST, BY_ORDER = "before", "on_request", "by_order"
OCCASIONS = (BEFORE, ON_REQUEST, BY_ORDER)
EXCLUDE, PARTLY, OPEN = "exclude", "partly", "open"
RESULTS = (EXCLUDE, PARTLY, OPEN)
WORD = re.compile(r"[^\W_]{2,}", re.UNICODE)
WORDS_MAX, WORD_MAX = 400, 40


@dataclass(frozen=True)
class Entry:
    """An entry of the Daftar Informasi Publik as typed."""

    title: str
    summary: str
    category: str
    holding_unit: str
    responsible: str
    made_on: date | None = None
    place: str = ""
    soft: bool = True
    hard: bool = False
    retention: str = ""
    link: str = ""


@dataclass(frozen=True)
class Excluded:
    """Information proposed to be excluded, as typed."""

    content: str
    ground: str
    legal_basis: str
    consequence_open: str
    consequence_closed: str
    duration: str
    ends_on: date | None = None


@dataclass(frozen=True)
class Tested:
    """A consequence test as typed: which document, on which occasion, who took part, the analysis, the outcome."""

    document: str
    occasion: str
    participants: str
    analysis: str
    result: str
    held_on: date


def entry_problems(entry: Entry, *, has_exclusion: bool, today: date) -> dict[str, str]:
    """What is wrong with an entry, by field (Indonesian, for the officer)."""
    problems = _needed(entry, ("title", "summary", "holding_unit", "responsible"))
    problems |= _too_long(entry, title=TITLE_MAX, summary=SUMMARY_MAX)
    problems |= _too_long(entry, holding_unit=SHORT_MAX, responsible=SHORT_MAX, place=SHORT_MAX, retention=SHORT_MAX)
    if entry.category not in CATEGORIES:
        problems["category"] = "Pilih golongan informasi."
    elif entry.category == EXEMPT and not has_exclusion:
        problems["category"] = "Informasi dikecualikan hanya setelah uji konsekuensi. Pilih pengecualian yang berlaku."
    if not (entry.soft or entry.hard):
        problems["soft"] = "Pilih paling sedikit satu bentuk yang tersedia."
    if entry.made_on and entry.made_on > today:
        problems["made_on"] = "Tanggal pembuatan tidak boleh di masa depan."
    if entry.link and not re.match(r"https?://[^\s]{4,190}$", entry.link):
        problems["link"] = "Tautan dimulai dengan https:// dan paling panjang 200 huruf."
    return problems


def excluded_problems(excluded: Excluded, today: date) -> dict[str, str]:
    """What is wrong with a proposed exclusion, by field (Indonesian, for the officer)."""
    texts = ("content", "legal_basis", "consequence_open", "consequence_closed", "duration")
    problems = _needed(excluded, texts)
    problems |= _too_long(excluded, **dict.fromkeys(texts[:4], SUMMARY_MAX), duration=SHORT_MAX)
    if excluded.ground not in refusal_grounds():
        problems["ground"] = "Pilih huruf pasal yang menjadi dasar."
    if excluded.ends_on and excluded.ends_on <= today:
        problems["ends_on"] = "Jangka waktu pengecualian harus berakhir setelah hari ini."
    return problems


def test_problems(test: Tested, today: date) -> dict[str, str]:
    """What is wrong with a consequence test, by field (Indonesian, for the officer)."""
    problems = _needed(test, ("document", "participants", "analysis"))
    problems |= _too_long(test, document=SUMMARY_MAX, participants=SUMMARY_MAX, analysis=SUMMARY_MAX * 2)
    if test.occasion not in OCCASIONS:
        problems["occasion"] = "Pilih kapan uji ini dilakukan."
    if test.result not in RESULTS:
        problems["result"] = "Pilih hasil uji."
    if test.held_on > today:
        problems["held_on"] = "Tanggal uji tidak boleh di masa depan."
    return problems


def words_of(text: str) -> list[str]:
    """The words by which a text is found: lower case, at least two letters, each once."""
    return list(dict.fromkeys(word.lower()[:WORD_MAX] for word in WORD.findall(text)))[:WORDS_MAX]


def review_due(category: str, published_on: date) -> date | None:
    """The day by which a periodic entry is to be renewed; None for the other categories."""
    found = categories().get(category)
    if found is None or found.review_months is None:
        return None
    month = published_on.month - 1 + found.review_months
    year, month = published_on.year + month // 12, month % 12 + 1
    return date(year, month, min(published_on.day, 28))


def _needed(typed: object, fields: tuple[str, ...]) -> dict[str, str]:
    return {name: "Isian ini wajib." for name in fields if not str(getattr(typed, name)).strip()}


def _too_long(typed: object, **limits: int) -> dict[str, str]:
    return {
        name: f"Paling panjang {most} huruf." for name, most in limits.items() if len(str(getattr(typed, name))) > most
    }
