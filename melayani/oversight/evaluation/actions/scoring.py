"""F-02: evaluators score at the desk and in the field, every change with its reason; the leader reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit import Actor
from melayani.oversight.evaluation import access, news, queries, states
from melayani.oversight.evaluation.models import Assessment, Score
from melayani.oversight.evaluation.moving import demand, locked, move, person_of, record_about

NOT_JUDGE = "Hanya penilai yang ditunjuk, dan bukan pegawai unit ini, yang memberi nilai."
STAGES = {states.DESK: "desk", states.FIELD: "field"}


def give_score(
    *,
    actor: Actor,
    assessment: Assessment,
    number: int,
    score: int,
    reason: str = "",
    key: str = "",
    now: datetime,
) -> Score:
    """Score one indicator at the desk or in the field; the stage is that of the unit.

    A score that replaces another one, or that departs from what the unit says of itself, needs a reason; so does any
    score where the scale is not known. The same `key` by the same person is taken once: a browser that sends again
    after the network failed gets the score it gave. Raises EvaluationRefused; records evaluation.scored, or
    evaluation.score_changed with the score before.
    """
    demand(access.judges(actor, assessment), NOT_JUDGE)
    instrument = assessment.instrument
    indicator = next((one for one in (*instrument.indicators, *instrument.extra) if one.number == number), None)
    demand(indicator is not None, "Indikator itu tidak ada dalam instrumen ini.")
    demand(score in range(6), "Pilih nilai 0 sampai 5.")
    demand(len(reason) <= 1000 and len(key) <= 64, "Alasan paling panjang 1.000 huruf.")
    with transaction.atomic():
        row = locked(assessment)
        known = Score.objects.filter(assessment=row, person=actor.person_id, key=key).first() if key else None
        if known is not None:
            return known
        demand(row.campaign.is_running, "Evaluasi ini tidak sedang berjalan.")
        demand(row.state in states.SCORING, "Nilai hanya diberikan saat pemeriksaan meja dan lapangan.")
        own = row.self_answers.filter(number=number).first()
        departs = own is not None and own.score != score
        needs = departs or (indicator is not None and not indicator.scale)
        return _keep(row, actor, number, score, reason.strip(), STAGES[row.state], key, now, needs_reason=needs)


def _keep(
    row: Assessment,
    actor: Actor,
    number: int,
    score: int,
    reason: str,
    stage: str,
    key: str,
    now: datetime,
    *,
    needs_reason: bool,
) -> Score:
    """Write the score over the one that held, inside the caller's transaction."""
    held = Score.objects.current().filter(assessment=row, number=number).first()
    if held is not None and (held.score, held.reason, held.stage) == (score, reason, stage):
        return held
    changes = held is not None and held.score != score
    demand(bool(reason) or not (changes or needs_reason), "Tulis alasannya: nilai ini berbeda dari yang sebelumnya.")
    if held is not None:
        held.is_current = False
        held.save(update_fields=["is_current"])
    made = Score.objects.create(
        assessment=row,
        number=number,
        stage=stage,
        score=score,
        reason=reason,
        person_id=person_of(actor),
        given_at=now,
        key=key,
    )
    data = {"number": number, "score": score, "stage": stage}
    if changes and held is not None:
        record_about(row, "evaluation.score_changed", actor, now, before=held.score, reason=reason, **data)
    else:
        record_about(row, "evaluation.scored", actor, now, **data)
    return made


def add_photo(
    *, actor: Actor, assessment: Assessment, number: int, files: Sequence[UUID], now: datetime
) -> list[Attachment]:
    """Keep photos from the field with an indicator; one that is there already is not kept twice, so that a browser may
    send again. Raises EvaluationRefused, NotYours; records evaluation.photo_added."""
    demand(access.judges(actor, assessment), NOT_JUDGE)
    owner = assessment.photos_of(number)
    with transaction.atomic():
        row = locked(assessment)
        demand(row.state in states.SCORING, "Foto ditambahkan saat pemeriksaan meja dan lapangan.")
        held = set(Attachment.objects.of_owner(owner.kind, owner.number).values_list("sha256", flat=True))
        known = set(Attachment.objects.filter(pk__in=list(files), sha256__in=held).values_list("pk", flat=True))
        fresh, most = [file for file in files if file not in known], queries.MOST_FILES
        demand(len(held) + len(fresh) <= most, f"Paling banyak {most} foto untuk satu indikator.")
        found = attachments.claim(ids=fresh, owner=owner, actor=actor, now=now)
        record_about(row, "evaluation.photo_added", actor, now, number=number, files=len(found))
    return found


def finish_desk(*, actor: Actor, assessment: Assessment, now: datetime) -> Assessment:
    """Go to the field when everything that counts has a score from the desk. Raises EvaluationRefused."""
    return _finish(actor, assessment, "finish_desk", "evaluation.desk_finished", now)


def finish_field(*, actor: Actor, assessment: Assessment, now: datetime) -> Assessment:
    """Give the scores to the leader for review. Raises EvaluationRefused."""
    return _finish(actor, assessment, "finish_field", "evaluation.field_finished", now)


def ask_again(*, actor: Actor, assessment: Assessment, reason: str, now: datetime) -> Assessment:
    """The leader wants something looked at once more. Raises EvaluationRefused; records evaluation.asked_again."""
    demand(access.leads(actor, assessment), "Hanya ketua penilai yang meminta pemeriksaan ulang.")
    demand(len(reason.strip()) >= 10, "Tulis apa yang harus diperiksa lagi.")
    with transaction.atomic():
        row = locked(assessment)
        move(row, "ask_again")
        record_about(row, "evaluation.asked_again", actor, now, reason=reason.strip()[:500])
        news.tell_judges(row, news.ASKED_AGAIN, actor, now, reason=reason.strip()[:500])
    return row


def _finish(actor: Actor, assessment: Assessment, action: str, event: str, now: datetime) -> Assessment:
    demand(access.judges(actor, assessment), NOT_JUDGE)
    with transaction.atomic():
        row = locked(assessment)
        scores, _reasons = queries.current_scores(row)
        left = queries.missing_scores(row.instrument, scores)
        demand(not left, f"Belum dinilai: indikator {', '.join(map(str, left[:10]))}.")
        move(row, action)
        record_about(row, event, actor, now)
    return row
