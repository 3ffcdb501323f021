"""Recommendations and what becomes of them: who sees to it, until when, how far it has come."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from melayani.foundation.audit import Actor
from melayani.oversight.evaluation import access, states
from melayani.oversight.evaluation.models import Assessment, ProgressNote, Recommendation
from melayani.oversight.evaluation.moving import demand, locked, record_about

WRITING = frozenset({states.DESK, states.FIELD, states.REVIEW, states.ANNOUNCED, states.OBJECTED})
NOT_UNIT = "Hanya kepala unit yang merencanakan dan melaporkan perbaikan."


def recommend(*, actor: Actor, assessment: Assessment, number: int, text: str, now: datetime) -> Recommendation:
    """Write what should change about an indicator; possible until the minutes are signed. Raises EvaluationRefused."""
    demand(access.judges(actor, assessment), "Hanya penilai unit ini yang menulis saran perbaikan.")
    demand(assessment.instrument.indicator(number) is not None, "Indikator itu tidak ada dalam instrumen ini.")
    demand(10 <= len(text.strip()) <= 500, "Tulis sarannya, 10 sampai 500 huruf.")
    with transaction.atomic():
        row = locked(assessment)
        demand(row.state in WRITING, "Saran ditulis sesudah F-01 terkirim dan sebelum berita acara ditandatangani.")
        made = Recommendation.objects.create(assessment=row, number=number, text=text.strip(), created_at=now)
        record_about(row, "evaluation.recommended", actor, now, number=number)
    return made


def plan_action(
    *, actor: Actor, recommendation: Recommendation, owner: str, target: date, now: datetime
) -> Recommendation:
    """Say who sees to it (a post) and until when; may be changed until it is done. Raises EvaluationRefused."""
    assessment = recommendation.assessment
    demand(access.answers_for(actor, assessment.unit), NOT_UNIT)
    demand(bool(owner.strip()), "Tulis jabatan penanggung jawabnya.")
    with transaction.atomic():
        row = locked(assessment)
        _demand_told(row)
        demand(target >= now.astimezone(row.unit.zone).date(), "Target paling cepat hari ini.")
        action = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
        demand(action.done_on is None, "Perbaikan ini sudah selesai.")
        action.owner, action.target = owner.strip()[:160], target
        action.save(update_fields=["owner", "target"])
        told = {"number": action.number, "target": target.isoformat()}
        record_about(row, "evaluation.action_planned", actor, now, **told)
    return action


def report_progress(
    *, actor: Actor, recommendation: Recommendation, progress: int, text: str, now: datetime
) -> Recommendation:
    """Say how far an action has come and what shows it; 100 percent is done. Raises EvaluationRefused."""
    assessment = recommendation.assessment
    demand(access.answers_for(actor, assessment.unit), NOT_UNIT)
    demand(0 <= progress <= 100, "Kemajuan 0 sampai 100 persen.")
    demand(bool(text.strip()), "Tulis apa yang sudah dilakukan dan buktinya.")
    with transaction.atomic():
        row = locked(assessment)
        _demand_told(row)
        action = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
        demand(action.is_planned, "Tetapkan dulu penanggung jawab dan targetnya.")
        demand(action.done_on is None, "Perbaikan ini sudah selesai.")
        demand(progress >= action.progress, "Kemajuan tidak berjalan mundur.")
        action.progress = progress
        action.done_on = now.astimezone(row.unit.zone).date() if progress == 100 else None
        action.save(update_fields=["progress", "done_on"])
        ProgressNote.objects.create(
            recommendation=action,
            progress=progress,
            text=text.strip()[:500],
            person_id=actor.person_id,
            noted_at=now,
        )
        record_about(row, "evaluation.action_moved", actor, now, number=action.number, progress=progress)
    return action


def _demand_told(row: Assessment) -> None:
    demand(row.state in states.KNOWN_TO_UNIT, "Hasilnya belum disampaikan kepada unit.")
