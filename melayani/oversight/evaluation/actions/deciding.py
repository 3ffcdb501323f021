"""From the leader's review to the sealed index: tell the unit, hear objections, sign the minutes, publish."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from melayani.foundation.audit import SYSTEM, Actor
from melayani.foundation.documents import actions as documents
from melayani.oversight.evaluation import access, news, queries, sampling, states
from melayani.oversight.evaluation.minutes import KIND, TEMPLATE, minutes_inputs
from melayani.oversight.evaluation.models import Assessment, Objection, Score, Signature
from melayani.oversight.evaluation.moving import demand, locked, move, person_of, record_about

NOT_LEADER = "Hanya ketua penilai unit ini yang melakukan ini."
NOT_UNIT = "Hanya kepala unit yang menanggapi hasilnya."


def announce(*, actor: Actor, assessment: Assessment, now: datetime) -> Assessment:
    """Tell the unit its result and open the time for objections. Raises EvaluationRefused; records the figures.

    Refused while a score is missing, or fewer users have answered than the campaign asks.
    """
    demand(access.leads(actor, assessment), NOT_LEADER)
    with transaction.atomic():
        row = locked(assessment)
        lack = sampling.missing(queries.count_answers(row), row.campaign.fewest)
        demand(lack == 0, f"F-03 masih kurang {lack} jawaban pengguna.")
        found = queries.figures_for(row)
        demand(found.whole is not None, found.problem)
        whole = found.whole or {}
        until = now.astimezone(row.unit.zone).date() + timedelta(days=row.campaign.objection_days)
        move(row, "announce", announced_at=now, objections_until=until)
        told = {"index": whole["ipp"]["shown"], "category": whole["category"], "until": until.isoformat()}
        record_about(row, "evaluation.announced", actor, now, **told)
        news.tell_unit(row, news.ANNOUNCED, actor, now, until=until)
    return row


def object_to(*, actor: Actor, assessment: Assessment, number: int, text: str, now: datetime) -> Objection:
    """Contest one score within the time for objections. Raises EvaluationRefused; records evaluation.objected."""
    demand(access.answers_for(actor, assessment.unit), NOT_UNIT)
    demand(assessment.instrument.indicator(number) is not None, "Indikator itu tidak ada dalam instrumen ini.")
    demand(10 <= len(text.strip()) <= 1000, "Tulis keberatan dan buktinya, 10 sampai 1.000 huruf.")
    with transaction.atomic():
        row = locked(assessment)
        today = now.astimezone(row.unit.zone).date()
        demand(row.objections_until is not None and today <= row.objections_until, "Masa sanggah sudah lewat.")
        demand(not Objection.objects.filter(assessment=row, number=number).exists(), "Indikator ini sudah disanggah.")
        move(row, "object")
        made = Objection.objects.create(
            assessment=row, number=number, text=text.strip(), person_id=actor.person_id, made_at=now
        )
        record_about(row, "evaluation.objected", actor, now, number=number)
        news.tell_judges(row, news.OBJECTED, actor, now, leader=True, indicator=number)
    return made


def decide_objection(
    *, actor: Actor, objection: Objection, accepted: bool, score: int | None, reason: str, now: datetime
) -> Objection:
    """Accept an objection with a new score, or refuse it; either way with the reason. Raises EvaluationRefused."""
    assessment = objection.assessment
    demand(access.leads(actor, assessment), NOT_LEADER)
    demand(10 <= len(reason.strip()) <= 1000, "Tulis alasan putusannya, 10 sampai 1.000 huruf.")
    with transaction.atomic():
        row = locked(assessment)
        demand(row.state == states.OBJECTED, "Sanggahan tidak sedang dibahas.")
        open_one = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
        demand(open_one.accepted is None, "Sanggahan ini sudah diputus.")
        if accepted:
            _rescore(row, actor, open_one.number, score, reason.strip(), now)
        open_one.accepted, open_one.decision = accepted, reason.strip()
        open_one.decided_by_id, open_one.decided_at = actor.person_id, now
        open_one.save(update_fields=["accepted", "decision", "decided_by", "decided_at"])
        outcome = "diterima" if accepted else "ditolak"
        record_about(row, "evaluation.objection_decided", actor, now, number=open_one.number, outcome=outcome)
        news.tell_unit(row, news.DECIDED, actor, now, indicator=open_one.number, accepted=accepted)
    return open_one


def accept(*, actor: Actor, assessment: Assessment, now: datetime) -> Assessment:
    """The unit accepts its result, or the leader goes on when the time for objections is over without one.

    Raises EvaluationRefused; records evaluation.accepted.
    """
    is_unit = access.answers_for(actor, assessment.unit)
    demand(is_unit or access.leads(actor, assessment), NOT_UNIT)
    with transaction.atomic():
        row = locked(assessment)
        today = now.astimezone(row.unit.zone).date()
        over = row.objections_until is not None and today > row.objections_until
        demand(is_unit or over, "Masa sanggah masih berjalan; hanya unit yang dapat menerima lebih awal.")
        move(row, "accept")
        record_about(row, "evaluation.accepted", actor, now)
    return row


def settle(*, actor: Actor, assessment: Assessment, now: datetime) -> Assessment:
    """Close the hearing when every objection is decided. Raises EvaluationRefused."""
    demand(access.leads(actor, assessment), NOT_LEADER)
    with transaction.atomic():
        row = locked(assessment)
        left = Objection.objects.filter(assessment=row, accepted__isnull=True).count()
        demand(left == 0, f"Masih ada {left} sanggahan yang belum diputus.")
        move(row, "settle")
        record_about(row, "evaluation.objections_settled", actor, now)
    return row


def sign(*, actor: Actor, assessment: Assessment, now: datetime) -> Assessment:
    """Stand by the minutes as they are. The last signature seals the index and issues the minutes as a document.

    Everybody who judges the unit signs, and its head. Raises EvaluationRefused; records evaluation.signed, and
    evaluation.sealed with the last one.
    """
    is_judge, is_leader = access.judges(actor, assessment), access.leads(actor, assessment)
    demand(is_judge or access.answers_for(actor, assessment.unit), "Anda bukan penandatangan berita acara ini.")
    capacity = "leader" if is_leader else "evaluator" if is_judge else "head"
    with transaction.atomic():
        row = locked(assessment)
        demand(row.state == states.SIGNING, "Berita acara belum dapat ditandatangani.")
        signing = queries.state_of_signing(row)
        demand(signing is not None, "Hitungannya belum lengkap.")
        assert signing is not None
        done = {one.person_id for one in signing.signed}
        demand(actor.person_id not in done, "Anda sudah menandatangani.")
        demand(capacity != "head" or signing.head_missing, "Kepala unit sudah menandatangani.")
        Signature.objects.create(
            assessment=row, person_id=person_of(actor), capacity=capacity, digest=signing.digest, signed_at=now
        )
        record_about(row, "evaluation.signed", actor, now, capacity=dict(Signature.CAPACITIES)[capacity].lower())
        after = queries.state_of_signing(row)
        if after is not None and after.is_complete:
            _seal(row, now)
    return row


def publish(*, actor: Actor, assessment: Assessment, now: datetime) -> Assessment:
    """Show the sealed index to everybody. Raises EvaluationRefused; records evaluation.published."""
    demand(access.conducts(actor, assessment.campaign.organisation), "Hanya penyelenggara evaluasi yang menerbitkan.")
    with transaction.atomic():
        row = locked(assessment)
        move(row, "publish", published_at=now)
        record_about(row, "evaluation.published", actor, now, index=str(row.index), category=row.category)
    return row


def _seal(row: Assessment, now: datetime) -> None:
    """Freeze the figures and issue the minutes, inside the transaction of the last signature."""
    found = queries.figures_for(row).whole
    demand(found is not None, "Hitungannya belum lengkap.")
    figures = dict(found or {})
    index, category = Decimal(figures["ipp"]["shown"]), figures["category"]
    documents.issue(
        template=TEMPLATE,
        title=f"Berita acara evaluasi {row.unit.name} {row.campaign.year}",
        kind=KIND,
        inputs=minutes_inputs(row, figures),
        reference=row.reference,
        organisation=row.unit,
        holder_name=row.unit.name,
        actor=SYSTEM,
        now=now,
    )
    move(row, "seal", frozen=figures, index=index, category=category, sealed_at=now)
    record_about(row, "evaluation.sealed", SYSTEM, now, index=str(index), category=category)


def _rescore(row: Assessment, actor: Actor, number: int, score: int | None, reason: str, now: datetime) -> None:
    demand(score in range(6), "Sanggahan yang diterima perlu nilai baru 0 sampai 5.")
    held = Score.objects.current().get(assessment=row, number=number)
    demand(held.score != score, "Nilai barunya sama dengan yang disanggah.")
    held.is_current = False
    held.save(update_fields=["is_current"])
    Score.objects.create(
        assessment=row,
        number=number,
        stage="objection",
        score=score or 0,
        reason=reason,
        person_id=person_of(actor),
        given_at=now,
    )
    data = {"number": number, "before": held.score, "score": score, "reason": reason}
    record_about(row, "evaluation.score_changed", actor, now, **data)
