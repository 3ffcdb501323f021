"""F-03: users answer at the unit's own address or in an interview; nothing tells who they were."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from melayani.foundation.audit import SYSTEM, Actor
from melayani.foundation.people.actions import throttle
from melayani.oversight.evaluation import access, sampling, states
from melayani.oversight.evaluation.models import Assessment, UserAnswer
from melayani.oversight.evaluation.moving import EvaluationRefused, locked, record_about

PER_HOUR = 60  # answers at one unit's address: more is no queue of people


class AnswersRefused(EvaluationRefused):
    """The answers cannot be taken; the text says why, to the citizen."""


def answer_as_user(*, assessment: Assessment, answers: Mapping[str, int], now: datetime) -> None:
    """Take the answers of somebody who was served here, by the address given out at the counter.

    Raises AnswersRefused when the form is closed, full for today or full, or an answer is missing; TooMany.
    Records evaluation.user_answered without saying which row it became.
    """
    _demand_answers(assessment, answers)
    throttle(scope="evaluation.users", key=str(assessment.pk), limit=PER_HOUR, window=timedelta(hours=1), now=now)
    _take(assessment, answers, SYSTEM, "link", now)


def enter_interview(*, actor: Actor, assessment: Assessment, answers: Mapping[str, int], now: datetime) -> None:
    """An evaluator asks a user at the counter and enters the answers. Raises EvaluationRefused."""
    if not access.judges(actor, assessment):
        raise EvaluationRefused("Hanya penilai unit ini yang mewawancarai penggunanya.")
    _demand_answers(assessment, answers)
    _take(assessment, answers, actor, "interview", now)


def _take(assessment: Assessment, answers: Mapping[str, int], actor: Actor, way: str, now: datetime) -> None:
    with transaction.atomic():
        row = locked(assessment)
        today = now.astimezone(row.unit.zone).date()
        held = UserAnswer.objects.filter(assessment=row)
        open_now = row.campaign.is_running and row.state in {states.FILLING, *states.SCORING}
        why = sampling.closed_because(
            is_open=open_now,
            answered=held.count(),
            today=held.filter(day=today).count(),
            most=row.campaign.most,
        )
        if why:
            raise AnswersRefused(_refusal(why))
        kept = {item.key: answers[item.key] for item in row.instrument.items}
        UserAnswer.objects.create(assessment=row, day=today, way=way, answers=kept)
        record_about(row, "evaluation.user_answered", actor, now, way=way)


def _demand_answers(assessment: Assessment, answers: Mapping[str, int]) -> None:
    for item in assessment.instrument.items:
        if answers.get(item.key) not in range(6):
            raise AnswersRefused(_("Beberapa jawaban belum lengkap. Lihat pertanyaan yang ditandai."))


def _refusal(why: str) -> str:
    return {
        sampling.NOT_OPEN: _("Penilaian ini sudah ditutup. Terima kasih atas kesediaan Anda."),
        sampling.FULL: _("Jumlah penilai sudah cukup. Terima kasih atas kesediaan Anda."),
        sampling.FULL_TODAY: _("Penilaian hari ini sudah cukup. Silakan kembali besok, atau isi survei kepuasan."),
    }[why]
