"""What a contribution, a proposal, a commitment and the signatures of the record must hold. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from melayani.foundation.numbers.rules import read_number
from melayani.voice.consultations.rules.planning import ANSWERS, NEEDS_REASON
from melayani.voice.consultations.rules.stakeholders import KINDS
from melayani.voice.consultations.rules.words import POST_MAX, REASON_MAX, TEXT_MAX, clean, demand

UNIT = "unit"  # the side of the agency among the signatures; every other side is one of the five kinds
SIGNERS_MAX = 30
SHORTEST = 10
COMMITTED_AHEAD = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Said:
    """A contribution: the words, who speaks (a kind of public), and what it is about."""

    text: str
    kind: str
    name: str = ""
    body: str = ""
    vulnerable: bool = False
    show_name: bool = False
    topic: int | None = None


@dataclass(frozen=True)
class Signer:
    """Who signed, for which side: the unit, or one of the five kinds of public."""

    side: str
    name: str
    post: str = ""


def check_said(said: Said) -> Said:
    """The contribution with its texts cleaned; raises InputRefused."""
    text = clean(said.text, TEXT_MAX)
    demand(
        text="" if len(text) >= SHORTEST else "Tulis masukan Anda, paling sedikit beberapa kata.",
        kind="" if said.kind in KINDS else "Pilih dari unsur mana Anda berbicara.",
        name="" if clean(said.name, 120) or not said.show_name else "Isi nama yang boleh ditampilkan.",
    )
    return Said(
        text=text,
        kind=said.kind,
        name=clean(said.name, 120),
        body=clean(said.body, POST_MAX),
        vulnerable=said.vulnerable,
        show_name=said.show_name,
        topic=said.topic,
    )


def check_answer(answer: str, reason: str) -> str:
    """The cleaned reason; raises InputRefused for an unknown answer, or a partial or full refusal without a reason."""
    tidy = clean(reason, REASON_MAX)
    demand(
        answer="" if answer in ANSWERS else "Pilih jawabannya.",
        reason="Tulis alasannya; warga membacanya." if answer in NEEDS_REASON and not tidy else "",
    )
    return tidy


def check_commitment(action: str, responsible: str, due: date, *, today: date) -> tuple[str, str]:
    """Action and responsible post, cleaned; raises InputRefused."""
    tidy, post = clean(action, REASON_MAX), clean(responsible, POST_MAX)
    in_reach = today <= due <= today + COMMITTED_AHEAD
    demand(
        action="" if tidy else "Tulis apa yang akan dilakukan.",
        responsible="" if post else "Tulis jabatan penanggung jawabnya.",
        due="" if in_reach else "Pilih tanggal mulai hari ini, paling jauh tiga tahun lagi.",
    )
    return tidy, post


def commitment_number(consultation: str, entry: int) -> str:
    """The number of a commitment as it is said and typed: FKP-7K3Q9XBT-W/2."""
    return f"{consultation}/{entry}"


def read_commitment_number(typed: str) -> tuple[str, int] | None:
    """The number of the consultation and the entry that a hand typed; None when it names no commitment."""
    head, _, tail = typed.partition("/")
    number, entry = read_number(head) or "", tail.strip()
    if not number.startswith("FKP") or not (entry.isascii() and entry.isdigit()):
        return None
    return number, int(entry)


def check_signers(signers: Iterable[Signer]) -> list[Signer]:
    """The signers with their texts cleaned; raises InputRefused unless both sides signed.

    Both sides: at least one for the unit, at least one for the public. The signatures of the kinds that came are
    wanted, not demanded: who was there and would not sign must not stop the record.
    """
    tidy = [Signer(one.side, clean(one.name, 120), clean(one.post, POST_MAX)) for one in signers if one.name.strip()]
    sides = [one.side for one in tidy]
    demand(
        signers=(
            f"Paling banyak {SIGNERS_MAX} penanda tangan."
            if len(tidy) > SIGNERS_MAX
            else "Pilih pihak tiap penanda tangan."
            if set(sides) - {UNIT, *KINDS}
            else "Perlu paling sedikit satu penanda tangan dari unit dan satu dari masyarakat."
            if UNIT not in sides or not set(sides) & set(KINDS)
            else ""
        )
    )
    return tidy


def sides_missing(signers: Sequence[Signer], present: Iterable[str]) -> list[str]:
    """Labels of the kinds of public that came and did not sign, in the order of the five kinds."""
    signed = {one.side for one in signers}
    came = set(present)
    return [label for key, label in KINDS.items() if key in came and key not in signed]
