"""What a decision on a request must say, and what a redacted delivery must show."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from melayani.voice.disclosure.rules.law import refusal_grounds

GRANTED, PARTLY_GRANTED = "granted", "partly_granted"
REFUSED, NOT_HELD, ELSEWHERE = "refused", "not_held", "elsewhere"
DECISIONS = (GRANTED, PARTLY_GRANTED, REFUSED, NOT_HELD, ELSEWHERE)
GIVES = frozenset({GRANTED, PARTLY_GRANTED})
NEEDS_GROUND = frozenset({PARTLY_GRANTED, REFUSED})

REASON_MAX, HOLDER_MAX, COST_NOTE_MAX, WHAT_MAX, NOTE_MAX = 4000, 300, 300, 300, 1000
COST_MAX = 100_000_000  # rupiah
CASH, TRANSFER = "cash", "transfer"


@dataclass(frozen=True)
class Redaction:
    """One place that was blacked out: where, what stood there in general words, and by which ground."""

    what: str
    ground: str
    page: int | None = None


@dataclass(frozen=True)
class GivenFile:
    """A file to be handed over. A redacted copy names its untouched original, which stays with the office."""

    attachment: UUID
    original: UUID | None = None
    redactions: tuple[Redaction, ...] = ()


@dataclass(frozen=True)
class Decision:
    """The written notice on a request."""

    decision: str
    ground: str = ""  # a key of law.refusal_grounds()
    reason: str = ""
    holder: str = ""  # who holds it, for `elsewhere`
    cost: int = 0
    cost_note: str = ""
    note: str = ""  # when and how it can be had, for the requester


def decision_problems(decision: Decision, *, has_exclusion: bool) -> dict[str, str]:
    """What is missing or wrong in a decision, by field (Indonesian, for the officer)."""
    if decision.decision not in DECISIONS:
        return {"decision": "Pilih keputusan."}
    problems = {**_ground_problems(decision, has_exclusion=has_exclusion), **_length_problems(decision)}
    if decision.decision != GRANTED and not decision.reason.strip():
        problems["reason"] = "Tulis alasannya; pemohon akan membacanya."
    if decision.decision == ELSEWHERE and not decision.holder.strip():
        problems["holder"] = "Tulis badan publik yang menguasai informasi ini."
    if not 0 <= decision.cost <= COST_MAX:
        problems["cost"] = "Biaya dalam rupiah, antara 0 dan 100 juta."
    elif decision.cost and decision.decision not in GIVES:
        problems["cost"] = "Biaya hanya untuk informasi yang diberikan."
    elif decision.cost and not decision.cost_note.strip():
        problems["cost_note"] = "Tulis rincian biaya dan cara membayarnya."
    return problems


def _ground_problems(decision: Decision, *, has_exclusion: bool) -> dict[str, str]:
    if decision.decision not in NEEDS_GROUND:
        return {"ground": "Alasan penolakan hanya untuk permintaan yang ditolak."} if decision.ground else {}
    ground = refusal_grounds().get(decision.ground)
    if ground is None:
        return {"ground": "Pilih huruf pasal yang menjadi dasar penolakan."}
    if ground.needs_test and not has_exclusion:
        return {
            "exclusion": "Penolakan menurut pasal 17 hanya setelah uji konsekuensi. Pilih pengecualian yang berlaku, "
            "atau uji lebih dahulu."
        }
    return {}


def _length_problems(decision: Decision) -> dict[str, str]:
    limits = {"reason": REASON_MAX, "holder": HOLDER_MAX, "cost_note": COST_NOTE_MAX, "note": NOTE_MAX}
    return {
        field: f"Paling panjang {most} huruf." for field, most in limits.items() if len(getattr(decision, field)) > most
    }


def file_problems(files: tuple[GivenFile, ...], decision: str) -> str:
    """What is wrong with the files to hand over, or an empty text."""
    if files and decision not in GIVES:
        return "Berkas hanya diserahkan bila informasi diberikan."
    named = [one.attachment for one in files] + [one.original for one in files if one.original]
    if len(named) != len(set(named)):
        return "Satu berkas dipakai dua kali. Salinan yang dihitamkan dan aslinya harus dua berkas."
    for one in files:
        if problem := _redaction_problem(one):
            return problem
    if decision == PARTLY_GRANTED and files and not any(one.redactions for one in files):
        return "Keputusan sebagian: tandai bagian mana yang dihitamkan, atau pilih dikabulkan seluruhnya."
    return ""


def _redaction_problem(file: GivenFile) -> str:
    if bool(file.redactions) != (file.original is not None):
        return "Salinan yang dihitamkan memerlukan berkas asli dan daftar bagian yang dihitamkan."
    for mark in file.redactions:
        if not mark.what.strip() or len(mark.what) > WHAT_MAX:
            return f"Tulis apa yang dihitamkan, paling panjang {WHAT_MAX} huruf."
        if mark.ground not in refusal_grounds():
            return "Pilih huruf pasal untuk tiap bagian yang dihitamkan."
        if mark.page is not None and mark.page < 1:
            return "Nomor halaman dimulai dari 1."
    return ""


def payment_problem(way: str) -> str:
    """What is wrong with the way of payment, or an empty text."""
    return "" if way in (CASH, TRANSFER) else "Pilih tunai atau transfer."
