"""Take in answers that were written on paper: one form at a time by keys, or a sheet of many."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from melayani.delivery.catalogue import queries as catalogue
from melayani.delivery.catalogue.models import Service
from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.voice.surveys import access, queries, rules
from melayani.voice.surveys.actions.answering import NOTHING, demand_answers
from melayani.voice.surveys.batches import Batch, Line
from melayani.voice.surveys.counting import count_day
from melayani.voice.surveys.keeping import Form, keep
from melayani.voice.surveys.models import Channel, Import, Invitation, Period, Point, Response

OLDEST = timedelta(days=5 * 366)  # forms are kept for some years; older ones are reconciled, not counted
PROBLEMS_KEPT = 200
KEPT = timedelta(days=1)  # how long what was read waits for its confirmation


class TypingRefused(Exception):
    """The form or the sheet cannot be taken; the text says why and what to do."""


def enter_paper(
    *,
    actor: Actor,
    organisation: Organisation,
    service: Service,
    day: date,
    scores: Mapping[str, int],
    comment: str = "",
    traits: Mapping[str, str] = NOTHING,
    point: Point | None = None,
    number: str = "",
    now: datetime,
) -> Response:
    """Take one paper form filled on `day`; the answer that was kept. An incomplete one is counted apart.

    With the `number` of a case or ticket its invitation is spent: one answer per case. The record says who typed
    for which unit, and neither the case nor the answers. Raises TypingRefused, BadAnswers.
    """
    _demand_form(actor, organisation, service, day, scores, now)
    instrument = queries.instrument_for(organisation, day)
    demand_answers(scores, comment.strip(), traits, instrument=instrument, complete=False)
    standard = catalogue.published_standard(service)
    form = Form(
        organisation=organisation,
        service_id=service.pk,
        standard_id=standard.pk if standard else None,
        instrument=instrument,
        day=day,
        scores=scores,
        channel=Channel.PAPER,
        comment=comment.strip(),
        traits=traits,
        point=point,
    )
    with transaction.atomic():
        if number:
            _spend([number], organisation)
        kept = keep(form)
        _record("survey.paper_entered", actor, organisation, now, complete=kept.is_complete, day=day.isoformat())
    return kept


def undo_paper(*, actor: Actor, organisation: Organisation, answer: UUID, number: str = "", now: datetime) -> date:
    """Take back a paper form that was just typed, also out of the totals of its day; return that day.

    The `number` that was typed with it may answer again. Which answer it was knows only the one who typed it.
    Raises TypingRefused: without the right, when it is gone or was no paper form, or once its period is published.
    """
    _demand_right(actor, organisation)
    with transaction.atomic():
        rows = Response.objects.filter(pk=answer, organisation=organisation, channel=Channel.PAPER)
        row = rows.select_for_update(of=("self",)).first()
        if row is None:
            raise TypingRefused("Formulir itu sudah dibatalkan.")
        _demand_day(organisation, row.day, now)
        row.delete()
        if row.counted:
            count_day(organisation.pk, row.day)
        if number:
            Invitation.objects.filter(reference_number=number, organisation__path__startswith=organisation.path).update(
                used=False
            )
        _record("survey.paper_undone", actor, organisation, now, day=row.day.isoformat())
    return row.day


def read_in(
    *,
    actor: Actor,
    organisation: Organisation,
    name: str,
    sha256: str,
    batch: Batch,
    instrument: rules.Instrument,
    now: datetime,
) -> Import:
    """Keep what a sheet would bring, until it is confirmed or a day has passed; nothing is counted yet.

    Raises TypingRefused without the right, or for a sheet that was imported before.
    """
    _demand_right(actor, organisation)
    done = Import.objects.filter(organisation=organisation, sha256=sha256, done_at__isnull=False)
    _demand(not done.exists(), "Berkas ini sudah pernah diimpor untuk unit ini. Jawabannya tidak dihitung dua kali.")
    person_id = actor.person_id
    _demand(person_id is not None, "Hanya petugas yang mengimpor lembar kerja.")
    with transaction.atomic():
        Import.objects.filter(Q(organisation=organisation, person_id=person_id) | Q(created_at__lt=now - KEPT)).filter(
            done_at__isnull=True
        ).delete()
        row = Import.objects.create(
            organisation=organisation,
            person_id=person_id or 0,
            name=name[:120],
            sha256=sha256,
            content=json.dumps([line.to_json() for line in batch.lines]),
            summary={
                "instrument": instrument.id,
                "complete": batch.complete,
                "incomplete": batch.incomplete,
                "refused": len(batch.problems),
                "problems": batch.problems[:PROBLEMS_KEPT],
            },
            created_at=now,
        )
        _record("survey.sheet_read", actor, organisation, now, sheet=row.name, rows=len(batch.lines))
    return row


def import_sheet(*, actor: Actor, sheet: Import, now: datetime) -> int:
    """Take in what the dry run showed, all of it or nothing; return how many answers. What was read is then erased.

    Raises TypingRefused: without the right, twice, after a day, or when a case was answered in between.
    """
    _demand_right(actor, sheet.organisation)
    with transaction.atomic():
        row = Import.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=sheet.pk)
        _demand(row.done_at is None, "Lembar ini sudah diimpor.")
        _demand(row.created_at > now - KEPT, "Uji coba ini sudah lewat sehari. Unggah lagi berkasnya.")
        lines = [Line.from_json(item) for item in json.loads(row.content or "[]")]
        _demand(bool(lines), "Tidak ada baris yang dapat diimpor.")
        _spend([line.number for line in lines if line.number], row.organisation)
        _keep_lines(row.organisation, lines, queries.instrument_named(row.summary["instrument"]), now)
        row.content, row.done_at = "", now
        try:
            row.save(update_fields=["content", "done_at"])
        except IntegrityError as error:
            raise TypingRefused("Berkas ini baru saja diimpor orang lain.") from error
        _record("survey.sheet_imported", actor, row.organisation, now, sheet=row.name, rows=len(lines))
    return len(lines)


def _keep_lines(organisation: Organisation, lines: list[Line], instrument: rules.Instrument, now: datetime) -> None:
    """Write the answers, by the questionnaire by which the dry run read them."""
    standards = catalogue.published_standards({line.service_id for line in lines})
    for day in {line.day for line in lines}:
        _demand_day(organisation, day, now)
    for line in lines:
        standard = standards.get(line.service_id)
        keep(
            Form(
                organisation=organisation,
                service_id=line.service_id,
                standard_id=standard.pk if standard else None,
                instrument=instrument,
                day=line.day,
                scores=line.scores,
                channel=Channel.IMPORT,
                comment=line.comment,
                traits=line.traits,
            )
        )


def _spend(numbers: list[str], organisation: Organisation) -> None:
    """Spend the invitations of these cases; raise TypingRefused when one has none or was answered."""
    rows = Invitation.objects.filter(
        reference_number__in=numbers, organisation__path__startswith=organisation.path, used=False
    )
    _demand(
        len(set(numbers)) == len(numbers) and rows.update(used=True) == len(numbers),
        "Nomor itu tidak dikenal di unit ini, atau sudah memberi jawaban. Satu nomor cukup satu jawaban.",
    )


def _demand_form(
    actor: Actor, organisation: Organisation, service: Service, day: date, scores: Mapping[str, int], now: datetime
) -> None:
    _demand_right(actor, organisation)
    _demand_day(organisation, day, now)
    _demand(queries.is_served_at(organisation, service), "Layanan itu bukan layanan unit ini.")
    _demand(bool(scores), "Formulir ini kosong.")


def _demand_right(actor: Actor, organisation: Organisation) -> None:
    _demand(access.may_collect(actor, organisation), "Anda tidak bertugas mengisi survei unit ini.")


def _demand_day(organisation: Organisation, day: date, now: datetime) -> None:
    today = now.astimezone(organisation.zone).date()
    _demand(day <= today, f"Tanggal {day.isoformat()} belum tiba.")
    _demand(day >= today - OLDEST, f"Tanggal {day.isoformat()} lebih dari lima tahun yang lalu.")
    above = [
        organisation.path[:end] for end in range(organisation.steplen, len(organisation.path) + 1, organisation.steplen)
    ]
    published = Period.objects.published().covering(day).filter(organisation__path__in=above)
    _demand(not published.exists(), f"Hasil periode yang memuat {day.isoformat()} sudah terbit dan tidak berubah lagi.")


def _record(name: str, actor: Actor, organisation: Organisation, now: datetime, **data: object) -> None:
    unit = Reference(kind="organisation", number=organisation.slug)
    record(name, actor=actor, subject=unit, organisation=organisation, data=data, now=now)


def _demand(allowed: bool, why: str) -> None:
    if not allowed:
        raise TypingRefused(why)
