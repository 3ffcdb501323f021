"""F-01: the unit answers for itself, with evidence, and sends it; an evaluator may send it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit import Actor
from melayani.oversight.evaluation import access, news, states
from melayani.oversight.evaluation.instrument import Indicator
from melayani.oversight.evaluation.models import Assessment, SelfAnswer
from melayani.oversight.evaluation.moving import demand, locked, move, record_about
from melayani.oversight.evaluation.queries import MOST_FILES

NOT_UNIT = "Hanya kepala unit yang mengisi F-01 unitnya."
CLOSED = "F-01 sudah dikirim. Minta penilai mengembalikannya bila ada yang harus diubah."


def answer_self(
    *,
    actor: Actor,
    assessment: Assessment,
    number: int,
    score: int,
    note: str = "",
    proposed: Mapping[str, Any] | None = None,
    now: datetime,
) -> SelfAnswer:
    """Answer one indicator, or answer it anew. `proposed` is what the platform proposed at that moment, kept with it.

    Raises EvaluationRefused; records evaluation.self_answered.
    """
    demand(access.answers_for(actor, assessment.unit), NOT_UNIT)
    _demand_indicator(assessment, number)
    demand(score in range(6), "Pilih nilai 0 sampai 5.")
    demand(len(note) <= 1000, "Keterangan paling panjang 1.000 huruf.")
    with transaction.atomic():
        row = _open(assessment)
        answer, _made = SelfAnswer.objects.update_or_create(
            assessment=row,
            number=number,
            defaults={
                "score": score,
                "note": note.strip(),
                "proposed": dict(proposed) if proposed else None,
                "person_id": actor.person_id,
                "changed_at": now,
            },
        )
        record_about(row, "evaluation.self_answered", actor, now, number=number, score=score)
    return answer


def add_evidence(
    *, actor: Actor, assessment: Assessment, number: int, files: Sequence[UUID], now: datetime
) -> list[Attachment]:
    """Make uploaded files the unit's evidence for an indicator. Raises EvaluationRefused, NotYours."""
    demand(access.answers_for(actor, assessment.unit), NOT_UNIT)
    _demand_indicator(assessment, number)
    demand(bool(files), "Pilih berkasnya.")
    owner = assessment.evidence_of(number)
    with transaction.atomic():
        row = _open(assessment)
        held = Attachment.objects.of_owner(owner.kind, owner.number).count()
        demand(held + len(files) <= MOST_FILES, f"Paling banyak {MOST_FILES} berkas untuk satu indikator.")
        found = attachments.claim(ids=files, owner=owner, actor=actor, now=now)
        record_about(row, "evaluation.evidence_added", actor, now, number=number, files=len(found))
    return found


def remove_evidence(*, actor: Actor, assessment: Assessment, number: int, file: Attachment, now: datetime) -> None:
    """Take a file back while F-01 is open. Raises EvaluationRefused; records evaluation.evidence_removed."""
    demand(access.answers_for(actor, assessment.unit), NOT_UNIT)
    owner = assessment.evidence_of(number)
    with transaction.atomic():
        row = _open(assessment)
        demand((file.owner_kind, file.owner_number) == (owner.kind, owner.number), "Berkas ini bukan bukti unit.")
        attachments.remove(attachment=file, actor=actor, now=now)
        record_about(row, "evaluation.evidence_removed", actor, now, number=number)


def send(*, actor: Actor, assessment: Assessment, now: datetime) -> Assessment:
    """Send F-01 to the evaluators once every indicator that counts is answered. Raises EvaluationRefused."""
    demand(access.answers_for(actor, assessment.unit), NOT_UNIT)
    with transaction.atomic():
        row = _open(assessment)
        answered = set(SelfAnswer.objects.filter(assessment=row).values_list("number", flat=True))
        left = [one.number for one in row.instrument.indicators if one.number not in answered]
        demand(not left, f"Belum diisi: indikator {', '.join(map(str, left[:10]))}.")
        move(row, "send", sent_at=now)
        record_about(row, "evaluation.sent", actor, now)
        news.tell_judges(row, news.SENT, actor, now)
    return row


def send_back(*, actor: Actor, assessment: Assessment, reason: str, now: datetime) -> Assessment:
    """Give F-01 back to the unit with what is missing; scores given so far stay. Raises EvaluationRefused."""
    demand(access.judges(actor, assessment), "Hanya penilai unit ini yang mengembalikan F-01.")
    demand(len(reason.strip()) >= 10, "Tulis apa yang harus dilengkapi.")
    with transaction.atomic():
        row = locked(assessment)
        move(row, "return")
        record_about(row, "evaluation.returned", actor, now, reason=reason.strip()[:500])
        news.tell_unit(row, news.RETURNED, actor, now, reason=reason.strip()[:500])
    return row


def _open(assessment: Assessment) -> Assessment:
    row = locked(assessment)
    demand(row.campaign.is_running, "Evaluasi ini tidak sedang berjalan.")
    demand(row.state == states.FILLING, CLOSED)
    return row


def _demand_indicator(assessment: Assessment, number: int) -> Indicator:
    instrument = assessment.instrument
    found = next((one for one in (*instrument.indicators, *instrument.extra) if one.number == number), None)
    demand(found is not None, "Indikator itu tidak ada dalam instrumen ini.")
    assert found is not None
    return found
