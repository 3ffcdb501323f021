"""Where a case of any module stands: what its number opens to anybody, and what its secret opens beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.translation import gettext

from melayani.delivery.applications import queries as applications
from melayani.delivery.appointments import access as visits
from melayani.delivery.appointments import queries as appointments
from melayani.foundation.audit.queries import Line, timeline
from melayani.foundation.numbers.rules import KINDS, read_number
from melayani.voice.complaints import access as complaints
from melayani.voice.complaints import states as complaint_states
from melayani.voice.complaints.models import Complaint
from melayani.voice.disclosure import access as disclosure
from melayani.voice.disclosure.models import InformationObjection, InformationRequest
from melayani.voice.surveys import queries as surveys

Known = dict[str, Any]


def public_part(typed: str) -> Known:
    """What the number alone opens; raises Http404 for an unknown one, and for papers, which are no cases."""
    number = read_number(typed)
    find = _FINDERS.get(KINDS[number[:3]]) if number else None
    found = find(number) if find and number else None
    if found is None:
        raise Http404
    return found


def private_part(typed: str, secret: str, now: datetime) -> Known:
    """What the secret opens beside; raises Http404 for a wrong one."""
    number = read_number(typed) or ""
    read = _READERS.get(KINDS.get(number[:3], ""))
    if read is None:
        raise Http404
    return read(number, secret, now)


def _application(number: str) -> Known | None:
    state = applications.public_state(number)
    if state is None:
        return None
    zone = ZoneInfo(state.time_zone)
    return {
        "number": state.number,
        "kind": "application",
        "state": state.state,
        "label": gettext(state.words.citizen),
        "next_step": gettext(state.words.next),
        "service": state.service,
        "unit": state.unit,
        "submitted_at": state.submitted_at.astimezone(zone),
        "due": state.due_at.astimezone(zone) if state.due_at else None,
        "clock_stopped": state.stopped,
    }


def _complaint(number: str) -> Known | None:
    """Of a complaint also who received it, never about whom it is: that alone could tell too much."""
    row = Complaint.objects.of_number(number).select_related("coordinator").first()
    if row is None:
        return None
    zone = row.coordinator.zone
    return {
        "number": row.number,
        "kind": "complaint",
        "state": row.state,
        "label": gettext(row.words.citizen),
        "next_step": gettext(row.words.next),
        "service": "",
        "unit": row.coordinator.name,
        "submitted_at": row.received_at.astimezone(zone),
        "due": row.due_at.astimezone(zone) if row.due_at else None,
        "clock_stopped": row.state == complaint_states.NEEDS_COMPLETION,
    }


def _request(number: str) -> Known | None:
    row = InformationRequest.objects.of_number(number).select_related("organisation", "desk").first()
    return _of_disclosure("information_request", row, row.organisation.name, row.received_at) if row else None


def _objection(number: str) -> Known | None:
    rows = InformationObjection.objects.filter(number=number).select_related("desk", "request__organisation")
    row = rows.first()
    return _of_disclosure("information_objection", row, row.request.organisation.name, row.lodged_at) if row else None


def _booking(number: str) -> Known | None:
    """Of a visit its time, and nothing of the person; `due` is when it begins."""
    row = appointments.public_state(number)
    if row is None:
        return None
    zone = row.organisation.zone
    return {
        "number": row.number,
        "kind": "booking",
        "state": row.state,
        "label": gettext(row.words.citizen),
        "next_step": gettext(row.words.next),
        "service": row.service.title,
        "unit": row.organisation.name,
        "submitted_at": row.made_at.astimezone(zone),
        "due": row.starts_at.astimezone(zone),
        "clock_stopped": False,
    }


def _of_disclosure(kind: str, row: InformationRequest | InformationObjection, unit: str, received: datetime) -> Known:
    zone = row.desk.zone
    return {
        "number": row.number,
        "kind": kind,
        "state": row.state,
        "label": gettext(row.words.citizen),
        "next_step": gettext(row.words.next),
        "service": "",
        "unit": unit,
        "submitted_at": received.astimezone(zone),
        "due": row.due_at.astimezone(zone) if row.due_at else None,
        "clock_stopped": False,
    }


def _own_application(number: str, secret: str, now: datetime) -> Known:
    view = applications.case_for_citizen(number, secret, now)
    link = surveys.invitation_link_for(view.application.reference)
    return {"timeline": _lines(view.lines, view.application.organisation.zone), "survey_url": link}


def _own_complaint(number: str, secret: str, now: datetime) -> Known:
    row = complaints.get_for_citizen(number, secret)
    return {"timeline": _lines(timeline(row.reference), row.coordinator.zone), "survey_url": None}


def _own_request(number: str, secret: str, now: datetime) -> Known:
    row = disclosure.get_for_citizen(number, secret)
    return {"timeline": _lines(timeline(row.reference), row.desk.zone), "survey_url": None}


def _own_objection(number: str, secret: str, now: datetime) -> Known:
    row = disclosure.get_objection_for_citizen(number, secret)
    return {"timeline": _lines(timeline(row.reference), row.desk.zone), "survey_url": None}


def _own_booking(number: str, secret: str, now: datetime) -> Known:
    row = visits.get_for_citizen(number, secret)
    return {"timeline": _lines(timeline(row.reference), row.organisation.zone), "survey_url": None}


def _lines(lines: Sequence[Line], zone: ZoneInfo) -> list[Known]:
    return [{"at": line.at.astimezone(zone), "event": line.name, "text": line.text} for line in lines]


_FINDERS: dict[str, Callable[[str], Known | None]] = {
    "application": _application,
    "booking": _booking,
    "complaint": _complaint,
    "information_request": _request,
    "information_objection": _objection,
}
_READERS: dict[str, Callable[[str, str, datetime], Known]] = {
    "application": _own_application,
    "booking": _own_booking,
    "complaint": _own_complaint,
    "information_request": _own_request,
    "information_objection": _own_objection,
}
