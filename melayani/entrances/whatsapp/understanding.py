"""What a message means, as far as words alone tell it: commands with typing errors, choices, numbers. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from melayani.foundation.numbers.rules import KINDS, read_number
from melayani.foundation.organisations.rules import allowed, distance

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
THANKS = "thanks"
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
    THANKS: ("terima kasih", "terimakasih", "makasih", "makasi", "trims", "tks", "thx", "thanks", "thank you", "suwun")
    + ("terima kasih banyak", "makasih banyak", "makasih ya", "makasih kak", "hatur nuhun", "mantap"),
}
_YES = frozenset(
    {
        "ya",
        "iya",
        "y",
        "yes",
        "yap",
        "ok",
        "oke",
        "okay",
        "okee",
        "sip",
        "siap",
        "baik",
        "boleh",
        "betul",
        "benar",
        "bener",
    }
    | {"kirim", "setuju", "lanjut", "ada", "yoi", "ya betul", "ya benar", "iya betul", "sudah benar", "ya kirim"}
)
_NO = frozenset(
    {"tidak", "tdk", "nggak", "ngga", "enggak", "gak", "ga", "ndak", "bukan", "no", "n", "jangan", "lewati", "skip"}
    | {"lewat", "tidak ada", "gak ada", "ga ada", "nggak ada", "tdk ada", "none"}
)
_MANNERS_WORDS = "dong ya kak min nih deh lah pls plis mas mbak mba bang bro gan sis pak bu aja please"
_MANNERS = frozenset(_MANNERS_WORDS.split())
_WITH_ABOUT = frozenset({QUEUE, BOOK, COMPLAIN})
_THANKFUL = ("makasih", "makasi ", "terima kasih", "terimakasih", "trims", "thanks", "thank you")
_TO_OFFICER = frozenset({"petugas", "operator", "admin", "min", "cs", "officer", "agent"})
# words with which somebody asks; a sentence to an officer without any of them tells something
_QUESTION_WORDS = """
apa apakah bagaimana gimana gmn gmana gmna bgmn berapa brp kapan kpn dimana dmn mana siapa kenapa knp mengapa bisa
bisakah bs boleh mau tanya bertanya nanya tolong tlg minta mohon bantu what how when where why can could please who
"""
_QUESTION = frozenset(_QUESTION_WORDS.split())
_ANGRY_WORDS = """
kecewa marah kesal kesel jengkel muak payah parah lelet lemot lambat pungli korupsi bohong pembohong penipu
brengsek bangsat anjing bego bodoh goblok tolol sialan kampret ribet dipersulit dipimpong angry terrible useless
ridiculous
"""
_ANGRY = frozenset(_ANGRY_WORDS.split())
_ENGLISH_WORDS = """
the is are my your i you how what where when why can could do does need want please hello to for and of lost get
make have help with
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
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
    turn: int = 0  # under which the words stand in the history
    refused: bool = False  # a file that Meta does not hand out

    @property
    def has_file(self) -> bool:
        """Whether a file came, or should have come."""
        return bool(self.media_id) or self.refused

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


def says(name: str, text: str) -> bool:
    """Whether these are the very words of a command, without a typing error: to an officer "stok" is no "stop"."""
    return folded(text) in _WORDS[name]


def command(text: str) -> str:
    """The command that the whole text is, with a typing error or two; "" when it is none.

    A short word must be right; one letter may be wrong from four letters on, two from eight on. A sentence is never a
    command: who writes "petugas tidak ada di loket" tells something.
    """
    words = _without_manners(folded(text))
    if not words or len(words.split()) > LONGEST_COMMAND:
        return ""
    if words in _COMMANDS:
        return _COMMANDS[words]
    if words in _YES or words in _NO:
        return ""
    if words.startswith(_THANKFUL) and not is_question(text):  # "makasih ya kak"
        return THANKS
    near = [(distance(words, spelling), spelling) for spelling in _COMMANDS if _may_be(words, spelling)]
    near = [(steps, spelling) for steps, spelling in near if steps <= allowed(spelling)]
    return _COMMANDS[min(near)[1]] if near else ""


def _without_manners(words: str) -> str:
    """ "batal deh kak" is "batal"; what is nothing else stays as it is."""
    parts = words.split()
    while len(parts) > 1 and parts[-1] in _MANNERS:
        parts.pop()
    return " ".join(parts)


def _may_be(words: str, spelling: str) -> bool:
    return abs(len(words) - len(spelling)) <= allowed(spelling) and words[:1] == spelling[:1]


def numbers_in(text: str) -> list[str]:
    """The numbers of cases anywhere in the text, canonical, each once, in their order."""
    found = (read_number(match.group()) for match in _NUMBER.finditer(text[:READ_AT_MOST]))
    return list(dict.fromkeys(number for number in found if number))


# words around the name of a service in a question, which its title does not have
_ASKING_WORDS = """
apa apakah aja saja bagaimana gimana berapa kapan dimana di ke dari mana yang untuk buat bikin mau ingin saya aku kami
mohon tolong minta info informasi tanya bertanya syarat syaratnya persyaratan persyaratannya dokumen berkas cara caranya
biaya biayanya jam buka lama lamanya mengurus urus ngurus perlu harus bawa dibawa dong ya kak pak bu min
gmn gmana gmna bgmn gimn brp kpn dmn dmana bs bisa bisakah mw mo pengen pgn sy gw gue ane utk buat2 yg dgn dg klo kalo
kalau udah udh blm belum gak ga nggak ngga nih sih deh lah kok kah bang mas mbak mba bro gan sis tlg pls plis nanya
permisi halo hai hallo assalamualaikum selamat pagi siang sore malam bikinnya buatnya bawanya bayar bayarnya
ambil ambilnya jadi jadinya sudah
what how much long do i need the for to a an my is can get where requirements documents fee open opening hours please
"""
_ASKING = frozenset(_ASKING_WORDS.split())


def subject_of(text: str) -> str:
    """What a question is about, without the words that ask: "syarat KTP hilang apa saja?" is about "KTP hilang".

    The text itself when nothing would be left.
    """
    words = (word for word in re.split(r"[\s?!.,;:]+", text) if word)
    kept = [_plainly(word) for word in words if word.lower() not in _ASKING]
    return " ".join(kept) or text.strip()


# how people say it in a message, and in English, for what titles say
_MEANT = {"ilang": "hilang", "kehilangan": "hilang", "lost": "hilang", "missing": "hilang", "damaged": "rusak"}
_MEANT |= {"broken": "rusak", "id": "KTP", "ktpku": "KTP", "passport": "paspor", "moving": "pindah", "card": "kartu"}


def _plainly(word: str) -> str:
    """A word as titles have it: without "-nya", slang and English put straight."""
    low = word.lower()
    if low in _MEANT:
        return _MEANT[low]
    return word[:-3] if low.endswith("nya") and len(low) > 5 else word


def only_asks(text: str) -> bool:
    """Whether nothing is left without greetings and the words that ask: "assalamualaikum min, mau tanya dong"."""
    left = [word for word in folded(text).split() if word not in _ASKING and word not in _TO_OFFICER]
    return not left or command(" ".join(left)) == MENU


def command_about(text: str) -> tuple[str, str]:
    """A command at the beginning and what follows on it: ("queue", "disdukcapil bengkalis"); ("", "") for none."""
    parts = folded(text).split()
    while parts and parts[0] in _ASKING and parts[0] not in _COMMANDS:
        parts = parts[1:]
    for count in (3, 2, 1):
        name = _COMMANDS.get(" ".join(parts[:count]), "") if len(parts) > count else ""
        about = subject_of(" ".join(parts[count:]))
        if name in _WITH_ABOUT and about and not only_asks(about):
            return name, about
    return "", ""


def is_yes(text: str) -> bool:
    return folded(text) in _YES


def is_no(text: str) -> bool:
    return folded(text) in _NO


def names_something(text: str) -> bool:
    """Whether the words may be a name of something: not "ya", "ok", a single letter, or an emoji alone."""
    words = folded(text)
    return len(words.replace(" ", "")) >= 2 and words not in _YES and words not in _NO


def to_officer(text: str) -> str:
    """What a sentence that begins by calling an officer says beside, "" when it calls none or says nothing more.

    Up to three words of greeting may stand before: "halo kak petugas, KTP saya kapan jadi?"
    """
    parts = list(re.finditer(r"\w+", text[:READ_AT_MOST]))
    for part in parts[:4]:
        word = part.group().casefold()
        if word in _TO_OFFICER:
            rest = text[part.end() :].strip(" \t\n,.:;!-–")
            return rest if len(folded(rest)) >= 2 else ""
        if word not in _ASKING and word not in _COMMANDS:
            return ""
    return ""


def is_question(text: str) -> bool:
    """Whether somebody asks, by the sign or by a word."""
    return "?" in text or not _QUESTION.isdisjoint(folded(text).split())


def does_not_know(text: str) -> bool:
    """ "Saya tidak tahu", in the ways in which it is written."""
    words = set(folded(text).split())
    return not words.isdisjoint({"tahu", "tau", "taw", "know"}) and not words.isdisjoint(
        _NO | {"kurang", "dont", "not"}
    )


def is_angry(text: str) -> bool:
    """Whether the words are of somebody who has had enough: a choice of words, never a judgement of a person."""
    return not _ANGRY.isdisjoint(folded(text).split())


def looks_english(text: str) -> bool:
    """Whether at least two usual English words stand in it, and they are a third of all."""
    words = folded(text).split()
    known = sum(word in _ENGLISH for word in words)
    return known >= 2 and known * 3 >= len(words)


_COUNTS = {"sendiri": 1, "sendirian": 1, "satu": 1, "seorang": 1, "berdua": 2, "dua": 2, "bertiga": 3, "tiga": 3}
_COUNTS |= {"berempat": 4, "empat": 4, "berlima": 5, "lima": 5, "enam": 6, "one": 1, "two": 2, "three": 3, "four": 4}


def people_in(text: str) -> int:
    """How many people the words name: "2", "3 orang", "saya sendiri", "berdua"; 0 when they name none."""
    words = folded(text).split()
    found = [int(word) for word in words if word.isdigit() and len(word) <= 3]
    return next(iter(found or [_COUNTS[word] for word in words if word in _COUNTS]), 0)


def chosen_all(said: Said, options: Sequence[Option]) -> list[str]:
    """The ids of all options that were numbered ("2 dan 3"), or the one that was tapped or written."""
    numbers = [int(word) for word in folded(said.text).split() if word.isdigit() and len(word) <= 2]
    if not said.choice and len(numbers) > 1 and all(1 <= number <= len(options) for number in numbers):
        return list(dict.fromkeys(options[number - 1].id for number in numbers))
    one = chosen(said, options)
    return [one] if one else []


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
    near = [key for key, title in titles.items() if words and distance(words, title) <= allowed(title)]
    begun = [key for key, title in titles.items() if len(words) >= 3 and title.startswith(words)]
    for found in (same, near, begun):
        if len(found) == 1:
            return found[0]
    return ""


def cut(text: str, most: int) -> str:
    """At most `most` characters; what is cut off is marked."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
