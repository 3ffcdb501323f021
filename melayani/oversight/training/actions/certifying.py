"""Certificates: issued by the rule of the event, checked by anybody at `/verifikasi/`, revoked with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override

from melayani.foundation.audit import SYSTEM, Actor
from melayani.foundation.documents import actions as documents
from melayani.foundation.ui.format import format_day
from melayani.oversight.training import access, lists, moving, rules, states
from melayani.oversight.training.models import Event, Registration
from melayani.oversight.training.rules import learning

DOCUMENT = "training_certificate"
WHAT = {
    "parts": "kehadirannya kurang",
    "post": "nilai tes akhirnya kurang atau belum ada",
    "feedback": "umpan baliknya belum diisi",
}


def certify(*, actor: Actor, registration: Registration, now: datetime) -> Registration:
    """Issue the certificate to somebody who did what the event asks. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = moving.lock(registration)
        access.demand_organiser(actor, row.event.organisation)
        _demand_earned(row)
        row.document = documents.issue(
            template="training/certificate",
            title=f"Sertifikat: {row.event.title}",
            kind=DOCUMENT,
            inputs=inputs_of(row),
            reference=row.reference,
            organisation=row.event.organisation,
            holder_name=row.name,
            actor=SYSTEM,
            now=now,
            number_kind="SRT",
        )
        moving.advance(row, states.COMPLETE, document=row.document)
        moving.record_on(row, "training.certified", actor=actor, now=now, number=row.document.number)
        moving.tell(row, "certified", now=now)
    return row


def revoke_certificate(*, actor: Actor, registration: Registration, reason: str, now: datetime) -> Registration:
    """A certificate no longer stands; whoever checks it reads the reason. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = moving.lock(registration)
        access.demand_organiser(actor, row.event.organisation)
        if row.document is None:
            raise rules.ActionRefused("Peserta ini belum punya sertifikat.")
        try:
            documents.revoke(document=row.document, reason=reason, actor=SYSTEM, now=now)
        except documents.Refused as refused:
            raise rules.ActionRefused(str(refused)) from refused
        told = {"number": row.document.number, "reason": reason.strip()}
        moving.record_on(row, "training.certificate_revoked", actor=actor, now=now, **told)
        moving.tell(row, "revoked", now=now, why=reason.strip(), certificate=row.document.number)
    return row


def inputs_of(row: Registration) -> dict[str, Any]:
    """What stands on the certificate."""
    event, session = row.event, row.session
    with override("id"):
        day = format_day(session.starts_at, event.organisation)
        minutes = int((session.ends_at - session.starts_at).total_seconds() // 60)
    return {
        "holder": row.name,
        "position": row.position,
        "agency": row.agency_name,
        "event": event.title,
        "kind": lists.words("kinds", event.kind),
        "day": day,
        "length": f"{minutes // 60} jam {minutes % 60} menit" if minutes % 60 else f"{minutes // 60} jam",
        "topics": [lists.words("topics", key) for key in event.topics],
        "signer": {"role": "Penyelenggara", "unit": event.organisation.name},
    }


def still_missing(row: Registration, marked: int) -> list[str]:
    """What keeps the person from the certificate (rules.learning.missing)."""
    return learning.missing(
        row.event.rule,
        parts=row.session.parts,
        marked=marked,
        post_score=row.post_score,
        feedback=row.gave_feedback,
    )


def _demand_earned(row: Registration) -> None:
    event: Event = row.event
    if not event.certificate:
        raise rules.ActionRefused("Acara ini tanpa sertifikat.")
    if event.state != states.event.HELD:
        raise rules.ActionRefused("Sertifikat terbit sesudah acara dinyatakan selesai.")
    gaps = still_missing(row, row.attendances.count())
    if gaps:
        raise rules.ActionRefused("Belum dapat: " + ", ".join(WHAT[gap] for gap in gaps) + ".")
