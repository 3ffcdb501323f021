"""When a requester may object, on which ground, and what the superior's answer must say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from melayani.voice.disclosure.rules.deciding import GIVES, PARTLY_GRANTED, REFUSED
from melayani.voice.disclosure.rules.law import objection_grounds
from melayani.voice.disclosure.rules.words import gettext_noop

GRANTED, PARTLY, REJECTED = "granted", "partly_granted", "rejected"
OUTCOMES = (GRANTED, PARTLY, REJECTED)
SATISFIED, NOT_SATISFIED = "satisfied", "not_satisfied"
POSITION_MAX, ANSWER_MAX, POST_MAX, NAME_MAX = 4000, 8000, 160, 120


@dataclass(frozen=True)
class Lodged:
    """An objection as typed: the grounds ticked, what happened, and a proxy when somebody else speaks."""

    grounds: tuple[str, ...]
    case_position: str
    proxy_name: str = ""
    proxy_address: str = ""


@dataclass(frozen=True)
class Answer:
    """The superior's answer: what is decided, the words, and who signs."""

    outcome: str
    text: str
    superior_name: str
    superior_post: str


@dataclass(frozen=True)
class Option:
    """A ground on which the requester may object, from when until when, and why until then."""

    ground: str
    opened_at: datetime
    closes_at: datetime
    explanation: dict[str, object] = field(default_factory=dict)

    def is_open(self, now: datetime) -> bool:
        """Whether it can be used now; a lapsed one is not offered."""
        return self.opened_at <= now <= self.closes_at


def grounds_of_notice(decision: str, *, ground: str, cost: int, late: bool) -> frozenset[str]:
    """The grounds that arise with the written notice."""
    found = {"d"}
    if decision in (REFUSED, PARTLY_GRANTED) and ground:
        found.add("a")
    if decision not in GIVES or decision == PARTLY_GRANTED:
        found |= {"b", "e"}
    if cost:
        found.add("f")
    if late:
        found.add("g")
    return frozenset(found)


GROUNDS_OF_SILENCE = frozenset({"b", "c", "g"})
GROUNDS_OF_DELIVERY = frozenset({"d", "e"})


def lodged_problems(lodged: Lodged, *, open_grounds: frozenset[str]) -> dict[str, str]:
    """What is wrong with an objection, by field."""
    problems = {}
    if not lodged.grounds or not set(lodged.grounds) <= set(objection_grounds()):
        problems["grounds"] = gettext_noop("Pilih paling sedikit satu alasan keberatan.")
    elif not set(lodged.grounds) <= open_grounds:
        problems["grounds"] = gettext_noop("Alasan ini belum timbul, atau waktunya sudah lewat. Pilih alasan lain.")
    if not lodged.case_position.strip():
        problems["case_position"] = gettext_noop("Ceritakan apa yang terjadi, supaya atasan dapat menilainya.")
    elif len(lodged.case_position) > POSITION_MAX:
        problems["case_position"] = gettext_noop("Paling panjang 4.000 huruf.")
    if len(lodged.proxy_name) > NAME_MAX or len(lodged.proxy_address) > 300:
        problems["proxy_name"] = gettext_noop("Nama atau alamat kuasa terlalu panjang.")
    return problems


def answer_problems(answer: Answer) -> dict[str, str]:
    """What is missing in the superior's answer, by field (Indonesian, for the officer)."""
    problems = {}
    if answer.outcome not in OUTCOMES:
        problems["outcome"] = "Pilih keputusan atas keberatan."
    if not answer.text.strip() or len(answer.text) > ANSWER_MAX:
        problems["text"] = f"Tulis jawaban atasan, paling panjang {ANSWER_MAX} huruf."
    if not answer.superior_name.strip() or len(answer.superior_name) > NAME_MAX:
        problems["superior_name"] = "Isi nama atasan PPID."
    if not answer.superior_post.strip() or len(answer.superior_post) > POST_MAX:
        problems["superior_post"] = "Isi jabatan atasan PPID."
    return problems
