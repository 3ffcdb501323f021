"""The end of the meeting, the signed record, the published result."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.audit import Actor
from melayani.voice.consultations import access, minutes_paper, rules, states
from melayani.voice.consultations.case import advance, begin, record_event
from melayani.voice.consultations.models import Consultation, Publication, Record
from melayani.voice.consultations.rules import recording
from melayani.voice.consultations.rules.words import POST_MAX, REASON_MAX, clean, demand


def hold(*, actor: Actor, consultation: Consultation, now: datetime) -> Consultation:
    """Note that the meeting (or the time for contributions) is over. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = begin(states.HOLD, actor=actor, row=consultation, now=now)
        day = row.starts_at.astimezone(row.organisation.zone).date() if row.starts_at else row.closes_on
        advance(row, states.HOLD, now=now, held_on=day)
        record_event("held", actor=actor, row=row, now=now, count=row.attendances.count())
    return row


def sign_record(
    *,
    actor: Actor,
    consultation: Consultation,
    signers: Iterable[rules.Signer],
    signed_on: date,
    scan: UUID,
    scan_is_public: bool = False,
    now: datetime,
) -> Record:
    """Keep the sheet that both sides signed and issue the record with its number and code; it never changes again.

    `scan` is the uploaded sheet: a scan, or a PDF with electronic signatures; its fingerprint stands in the record.
    Raises NotAllowed, InputRefused, ActionRefused, NotYours (of the attachments).
    """
    names = recording.check_signers(signers)
    with transaction.atomic():
        row = begin(states.SIGN, actor=actor, row=consultation, now=now)
        first = row.held_on or signed_on
        demand(
            signed_on=""
            if first <= signed_on <= row.today(now)
            else "Tanggal tanda tangan di antara hari pertemuan dan hari ini."
        )
        found = Record.objects.select_for_update(of=("self",)).get(consultation=row)
        sheet = attachments.claim(ids=[scan], owner=row.reference, actor=actor, now=now)[0]
        found.signers = json.dumps([asdict(one) for one in names], ensure_ascii=False)
        found.scan, found.signed_on, found.signed_at, found.scan_is_public = sheet, signed_on, now, scan_is_public
        found.document = minutes_paper.issue(row, found, now=now)
        found.save()
        advance(row, states.SIGN, now=now)
        record_event("record_signed", actor=actor, row=row, now=now, document=found.document.number)
    return found


def publish(*, actor: Actor, consultation: Consultation, now: datetime) -> Consultation:
    """Put the signed record and the commitments before the public. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = begin(states.PUBLISH, actor=actor, row=consultation, now=now)
        advance(row, states.PUBLISH, now=now, published_at=now)
        record_event("published", actor=actor, row=row, now=now, count=row.commitments.count())
    return row


def record_publication(
    *, actor: Actor, consultation: Consultation, medium: str, published_on: date, evidence: str, now: datetime
) -> Publication:
    """Note where else the result was made known. Raises NotAllowed, InputRefused, ActionRefused."""
    name, proof = clean(medium, POST_MAX), clean(evidence, REASON_MAX)
    with transaction.atomic():
        row = (
            Consultation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=consultation.pk)
        )
        access.demand_work(actor, row)
        if row.published_at is None:
            raise rules.ActionRefused("Terbitkan dahulu hasilnya di halaman ini.")
        demand(
            medium="" if name else "Tulis medianya.",
            published_on="" if published_on <= row.today(now) else "Tanggalnya belum tiba.",
            evidence="" if proof else "Tulis apa yang menunjukkannya: alamat halaman, edisi, atau tempat papan.",
        )
        found = Publication.objects.create(consultation=row, medium=name, published_on=published_on, evidence=proof)
        record_event("result_announced", actor=actor, row=row, now=now, medium=name)
    return found
