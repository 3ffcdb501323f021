"""Sign, publish and withdraw the pledge of a unit (maklumat pelayanan)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from melayani.delivery.catalogue import access
from melayani.delivery.catalogue.models import Pledge
from melayani.delivery.catalogue.steps import NotPossible
from melayani.foundation.audit import Actor, record
from melayani.foundation.documents import actions as documents
from melayani.foundation.documents.models import Document
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.ui.format import format_day

KIND = "pledge"
TEMPLATE = "catalogue/pledge"
TITLE = "Maklumat Pelayanan"
LONGEST_REASON = 500


@dataclass(frozen=True)
class Statements:
    """What a pledge must state (service-standards, section 4): ability, duty, and what follows when it is missed."""

    promise: str
    duty: str
    sanction: str


def publish_pledge(
    *,
    unit: Organisation,
    statements: Statements,
    signer_name: str,
    signer_post: str,
    place: str,
    signed_on: date,
    actor: Actor,
    now: datetime,
    decree_no: str = "",
    shown_at: str = "",
) -> Pledge:
    """Sign the pledge as a sheet that anybody can check, and make it public; an earlier one is replaced by it.

    Raises NotPossible without the right to it, or without the three statements.
    """
    row = Pledge(
        organisation=unit,
        promise=statements.promise.strip(),
        duty=statements.duty.strip(),
        sanction=statements.sanction.strip(),
        signer_name=signer_name.strip(),
        signer_post=signer_post.strip(),
        place=place.strip(),
        signed_on=signed_on,
        decree_no=decree_no.strip(),
        shown_at=shown_at.strip(),
        published_at=now,
    )
    _demand_sense(row, actor, now)
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",)).get(pk=unit.pk)  # one pledge of a unit at a time
        held = Pledge.objects.filter(organisation=unit, state="published").select_related("document").first()
        row.document = _sheet(row, held, actor, now)
        Pledge.objects.filter(organisation=unit, state="published").update(state="replaced")
        row.save(force_insert=True)
        _record("pledge.published", unit, actor, now, number=row.document.number)
    return row


def withdraw_pledge(*, pledge: Pledge, reason: str, actor: Actor, now: datetime) -> Pledge:
    """Take the pledge back, for a reason that everybody can read; raises NotPossible."""
    unit = pledge.organisation
    if not access.may_sign_pledge(actor, unit):
        raise NotPossible("Maklumat ditarik oleh kepala unit.")
    with transaction.atomic():
        row = Pledge.objects.select_for_update(of=("self",)).select_related("document").get(pk=pledge.pk)
        if row.state != "published":
            raise NotPossible("Maklumat ini sudah tidak berlaku.")
        try:
            documents.revoke(document=row.document, reason=reason, actor=actor, now=now)
        except documents.Refused as refused:
            raise NotPossible(str(refused)) from refused
        row.state, row.withdrawn_reason = "withdrawn", reason.strip()
        row.save(update_fields=["state", "withdrawn_reason"])
        _record("pledge.withdrawn", unit, actor, now, reason=row.withdrawn_reason)
    return row


def _demand_sense(row: Pledge, actor: Actor, now: datetime) -> None:
    """Refuse a pledge that its signer may not give, that leaves something out, or that is signed tomorrow."""
    if not access.may_sign_pledge(actor, row.organisation):
        raise NotPossible("Maklumat ditandatangani oleh kepala unit.")
    if not all((row.promise, row.duty, row.sanction, row.signer_name, row.signer_post, row.place)):
        raise NotPossible("Isi ketiga pernyataan, penanda tangan, dan tempatnya.")
    if row.signed_on > now.astimezone(row.organisation.zone).date():
        raise NotPossible("Tanggal tanda tangan belum tiba.")


def _sheet(row: Pledge, held: Pledge | None, actor: Actor, now: datetime) -> Document:
    """The signed sheet: issued anew, or in the place of the one that holds."""
    unit = row.organisation
    inputs: dict[str, Any] = {
        "statements": [row.promise, row.duty, row.sanction],
        "place_and_day": f"{row.place}, {format_day(row.signed_on)}",
        "decree": row.decree_no,
        "signer": {"role": row.signer_post, "unit": unit.name, "name": row.signer_name},
    }
    try:
        if held is not None:
            return documents.replace(
                document=held.document, inputs=inputs, reason="Maklumat baru ditandatangani.", actor=actor, now=now
            )
        return documents.issue(
            template=TEMPLATE,
            title=TITLE,
            kind=KIND,
            inputs=inputs,
            reference=Reference(kind=KIND, number=unit.slug),
            organisation=unit,
            holder_name=unit.name,
            actor=actor,
            now=now,
        )
    except documents.Refused as refused:
        raise NotPossible(str(refused)) from refused


def _record(event: str, unit: Organisation, actor: Actor, now: datetime, **data: str) -> None:
    subject = Reference(kind="organisation", number=unit.slug)
    record(event, actor=actor, subject=subject, organisation=unit, data=data, now=now)
