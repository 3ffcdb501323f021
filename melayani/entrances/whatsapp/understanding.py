"""What a message means, as far as words alone tell it: commands with typing errors, choices, numbers. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from melayani.foundation.numbers.rules import KINDS, read_number

MENU, CANCEL, BACK, STOP, START = "menu", "cancel", "back", "stop", "start"
ENGLISH, BAHASA = "english", "bahasa"
SERVICES, BOOK, VISITS, QUEUE, STATUS, COMPLAIN, OFFICER, SURVEY = (
    "services",
    "book",
    "visits",
    "queue",
    "status",
    "complain",
    "officer",
    "survey",
)
STEERING = frozenset({MENU, CANCEL, BACK, STOP, START, ENGLISH, BAHASA})
LONGEST_COMMAND = 4  # words
READ_AT_MOST = 2_000  # characters of a message in which numbers are looked for

_WORDS: dict[str, tuple[str, ...]] = {
    MENU: ("menu", "mulai", "halo", "hai", "hello", "hi", "bantuan", "help", "tolong", "assalamualaikum", "pagi")
    + ("selamat pagi", "selamat siang", "selamat sore", "selamat malam"),
    CANCEL: ("batal", "batalkan", "cancel", "tidak jadi", "nggak jadi", "gak jadi"),
    BACK: ("kembali", "balik", "back", "sebelumnya"),
    STOP: ("stop", "berhenti", "unsubscribe", "jangan kirim lagi"),
    START: ("start", "langganan lagi"),
    ENGLISH: ("english", "inggris", "bahasa inggris"),
    BAHASA: ("bahasa", "indonesia", "bahasa indonesia", "indonesian"),
    SERVICES: ("layanan", "cari layanan", "syarat", "persyaratan", "services", "service", "requirements"),
    BOOK: ("janji", "janji temu", "buat janji", "buat janji temu", "pesan tempat", "booking", "book", "appointment"),
    VISITS: ("ubah janji", "batalkan janji", "janji saya", "ubah jadwal", "my visits", "my appointment"),
    QUEUE: ("antre", "antrean", "antri", "antrian", "nomor antrean", "queue"),
    STATUS: ("status", "lacak", "cek status", "cek", "track", "nomor"),
    COMPLAIN: (
        "lapor",
        "pengaduan",
        "mengadu",
        "keluhan",
        "aduan",
        "buat pengaduan",
        "komplain",
        "complaint",
        "report",
    ),
    OFFICER: (
        "petugas",
        "operator",
        "orang",
        "manusia",
        "bicara dengan petugas",
        "hubungi petugas",
        "officer",
        "agent",
    ),
    SURVEY: ("survei", "survey", "nilai", "beri nilai", "rate"),
}
_YES = frozenset({"ya", "iya", "y", "yes", "ok", "oke", "betul", "benar", "kirim", "setuju", "lanjut"})
_NO = frozenset({"tidak", "tdk", "nggak", "gak", "bukan", "no", "n", "jangan", "lewati", "skip", "lewat"})
_COMMANDS = {words: command for command, spellings in _WORDS.items() for words in spellings}
_NUMBER = re.compile(
    rf"(?<![0-9A-Za-z])(?:{'|'.join(KINDS)})[\s.\-–—]*(?:[0-9A-Za-z][\s.\-–—]?){{8}}[0-9A-Za-z](?![0-9A-Za-z])", re.I
)


@dataclass(frozen=True)
class Said:
    """What came, read as far as words tell: `choice` is the id of a tapped button or row."""

    text: str = ""
    choice: str = ""
    kind: str = "text"
    media_id: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None

    @property
    def command(self) -> str:
        return "" if self.choice else command(self.text)

    @property
    def numbers(self) -> list[str]:
        return numbers_in(self.text)


@dataclass(frozen=True)
class Option:
    """Something to choose: the id that comes back, its title, and a line about it."""

    id: str
    title: str
    about: str = ""


def folded(text: str) -> str:
    """Small letters and digits with single blanks: signs, accents and emoji fall away."""
    plain = unicodedata.normalize("NFKD", text[:READ_AT_MOST]).casefold()
    kept = "".join(sign if sign.isalnum() and sign.isascii() else " " for sign in plain if sign not in "'’`´")
    return " ".join(kept.split())


def command(text: str) -> str:
    """The command that the whole text is, with a typing error or two; "" when it is none.

    A short word must be right; one letter may be wrong from four letters on, two from eight on. A sentence is never a
    command: who writes "petugas tidak ada di loket" tells something.
    """
    words = folded(text)
    if not words or len(words.split()) > LONGEST_COMMAND:
        return ""
    if words in _COMMANDS:
        return _COMMANDS[words]
    if words in _YES or words in _NO:
        return ""
    near = [(distance(words, spelling), spelling) for spelling in _COMMANDS if _may_be(words, spelling)]
    near = [(steps, spelling) for steps, spelling in near if steps <= _allowed(spelling)]
    return _COMMANDS[min(near)[1]] if near else ""


def _allowed(spelling: str) -> int:
    """How many letters may be wrong."""
    return 0 if len(spelling) < 4 else 1 if len(spelling) < 8 else 2


def _may_be(words: str, spelling: str) -> bool:
    return abs(len(words) - len(spelling)) <= _allowed(spelling) and words[:1] == spelling[:1]


def distance(one: str, other: str) -> int:
    """How many letters must be put in, taken out, changed, or swapped with their neighbour (optimal alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, sign in enumerate(other, 1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                steps = min(steps, earlier[j - 2] + 1)
            row.append(steps)
    return row[-1]


def numbers_in(text: str) -> list[str]:
    """The numbers of cases anywhere in the text, canonical, each once, in their order."""
    found = (read_number(match.group()) for match in _NUMBER.finditer(text[:READ_AT_MOST]))
    return list(dict.fromkeys(number for number in found if number))


# words around the name of a service in a question, which its title does not have
_ASKING_WORDS = """
apa apakah aja saja bagaimana gimana berapa kapan dimana di ke dari mana yang untuk buat bikin mau ingin saya aku kami
mohon tolong minta info informasi tanya bertanya syarat syaratnya persyaratan persyaratannya dokumen berkas cara caranya
biaya biayanya jam buka lama lamanya mengurus urus ngurus perlu harus bawa dibawa dong ya kak pak bu min
what how much long do i need the for to a an requirements documents fee open opening hours please
"""
_ASKING = frozenset(_ASKING_WORDS.split())


def subject_of(text: str) -> str:
    """What a question is about, without the words that ask: "syarat KTP hilang apa saja?" is about "KTP hilang".

    The text itself when nothing would be left.
    """
    kept = [word for word in re.split(r"[\s?!.,;:]+", text) if word and word.lower() not in _ASKING]
    return " ".join(kept) or text.strip()


def is_yes(text: str) -> bool:
    return folded(text) in _YES


def is_no(text: str) -> bool:
    return folded(text) in _NO


def chosen(said: Said, options: Sequence[Option]) -> str:
    """The id of the option that was tapped, numbered ("2", "2.", "nomor 2") or written, a letter wrong; "" for none."""
    if said.choice:
        return said.choice if any(one.id == said.choice for one in options) else ""
    words = folded(said.text)
    digits = re.fullmatch(r"(?:no|nomor|pilih|pilihan|number)?\s*(\d{1,2})", words)
    if digits and 1 <= int(digits.group(1)) <= len(options):
        return options[int(digits.group(1)) - 1].id
    return _titled(words, options)


def _titled(words: str, options: Iterable[Option]) -> str:
    titles = {one.id: folded(one.title) for one in options}
    same = [key for key, title in titles.items() if title == words]
    if words in _COMMANDS:  # a command is no beginning of a title
        return same[0] if len(same) == 1 else ""
    near = [key for key, title in titles.items() if words and distance(words, title) <= _allowed(title)]
    begun = [key for key, title in titles.items() if len(words) >= 3 and title.startswith(words)]
    for found in (same, near, begun):
        if len(found) == 1:
            return found[0]
    return ""


def cut(text: str, most: int) -> str:
    """At most `most` characters; what is cut off is marked."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
