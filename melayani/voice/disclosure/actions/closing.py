"""How a request ends: withdrawn, closed when nothing can follow any more, continued as another case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from melayani.foundation.audit import SYSTEM, Actor, record
from melayani.foundation.numbers.rules import Reference
from melayani.voice.disclosure import case, rules, states
from melayani.voice.disclosure.models import InformationRequest
from melayani.voice.disclosure.rules import asking
from melayani.voice.disclosure.states import objections as objection_states

LAPSED = "waktu keberatan sudah lewat"


def withdraw(*, actor: Actor, request: InformationRequest, now: datetime, secret: str = "") -> InformationRequest:
    """The requester takes the request back, with the secret, or says so to the information officer.

    Raises NotAllowed for a stranger, ActionRefused once the information was handed over or an objection runs.
    """
    with transaction.atomic():
        row = case.begin(states.WITHDRAW, actor=actor, request=request, now=now, secret=secret)
        if row.objections.filter(state=objection_states.LODGED).exists():
            raise rules.ActionRefused("Keberatan masih berjalan. Batalkan dahulu keberatannya.")
        case.advance(row, states.WITHDRAW, **_ended(now))
        _note("withdrawn", row, actor, now, case.event_data(row))
        case.tell(row, "withdrawn", now=now)
    return row


def close(*, actor: Actor, request: InformationRequest, now: datetime, reason: str = "") -> InformationRequest:
    """Close a request after which nothing can follow: the times for objection and dispute are over.

    Raises NotAllowed, ActionRefused while an objection is possible or runs.
    """
    _check_reason(reason)
    with transaction.atomic():
        row = case.begin(states.CLOSE, actor=actor, request=request, now=now)
        case.advance(row, states.CLOSE, close_reason=reason.strip(), **_ended(now))
        _note("closed", row, actor, now, {**case.event_data(row), "why": "oleh PPID"})
    return row


def close_lapsed(*, request: InformationRequest, now: datetime) -> bool:
    """The worker's closing of a request after which nothing can follow; False when something still can."""
    with transaction.atomic():
        row = case.lock(request)
        if states.why_not_yet(row.state, states.CLOSE, case.facts_of(row, now)):
            return False
        case.advance(row, states.CLOSE, **_ended(now))
        _note("closed", row, SYSTEM, now, {**case.event_data(row), "why": LAPSED})
    return True


def close_converted(
    *, actor: Actor, request: InformationRequest, converted_to: Reference, now: datetime, reason: str = ""
) -> InformationRequest:
    """Close a request that goes on as another case (a complaint); called by the door in the transaction of both.

    Raises NotAllowed, ActionRefused once a notice was given.
    """
    _check_reason(reason)
    with transaction.atomic():
        row = case.begin(states.CLOSE_CONVERTED, actor=actor, request=request, now=now)
        case.advance(
            row,
            states.CLOSE_CONVERTED,
            converted_to_kind=converted_to.kind,
            converted_to_number=converted_to.number,
            close_reason=reason.strip(),
            **_ended(now),
        )
        _note("converted", row, actor, now, {**case.event_data(row), "to": converted_to.number})
        case.tell(row, "converted", now=now, to=converted_to.number, reason=reason.strip())
    return row


def _check_reason(reason: str) -> None:
    if len(reason) > asking.REASON_MAX:
        raise rules.ActionRefused(f"Alasan paling panjang {asking.REASON_MAX} huruf.")


def _ended(now: datetime) -> dict[str, Any]:
    return {"now": now, "closed_at": now, "identity_delete_at": now + asking.IDENTITY_KEPT}


def _note(what: str, row: InformationRequest, actor: Actor, now: datetime, data: dict[str, Any]) -> None:
    record(
        f"information_request.{what}",
        actor=actor,
        subject=row.reference,
        organisation=row.organisation,
        data=data,
        now=now,
    )
