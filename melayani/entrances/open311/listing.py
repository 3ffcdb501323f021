"""Requests to read: what was published, and for the key of an agency also where its own unpublished ones stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from melayani.entrances.open311 import codec, wording
from melayani.entrances.open311.categories import UNKNOWN_CODE, code_of, known_codes, name_of, of_codes
from melayani.entrances.open311.door import Answer, Call
from melayani.entrances.open311.keys import reaches
from melayani.entrances.open311.parameters import Box, box, flag, ids, listed, page, span, statuses
from melayani.entrances.open311.refusals import invalid, not_found
from melayani.foundation.numbers.rules import read_number
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import descendants_and_self
from melayani.voice.complaints.models import Channel, Complaint, Entry, Publication
from melayani.voice.complaints.models.cases import GUARDED, PUBLIC

NO_ID = "service_request_id: Sebutkan nomor laporan."
UNKNOWN_ID = "service_request_id: Nomor ini tidak ada, atau laporannya tidak terbuka untuk umum."
NOTES_MOST = 5_000


def show_many(call: Call) -> Answer:
    """Requests by id, or those of a window, newest first."""
    agency = call.agency
    rows = readable(agency, call)
    wanted = ids(call.given, "service_request_id")
    if wanted:
        numbers = [number for one in wanted if (number := read_number(one))]
        found = rows.filter(number__in=numbers)
    else:
        found = _filtered(rows, call, agency)
    asked = page(call.given)
    ordered = found.order_by("-received_at", "-pk")[asked.first : asked.first + asked.size]
    return _answer(list(ordered), call)


def show_one(call: Call, number: str) -> Answer:
    """One request; 404 when it does not exist or is nobody's business."""
    if not number.strip():
        raise invalid(NO_ID)
    return _answer([find(call, number)], call)


def find(call: Call, number: str) -> Complaint:
    """The request that this caller may read; raises 404."""
    read = read_number(number)
    found = readable(call.agency, call).filter(number=read).first() if read else None
    if found is None:
        raise not_found(UNKNOWN_ID)
    return found


def readable(agency: Organisation, call: Call) -> QuerySet[Complaint]:
    """Published requests that are held, were received or are about something at or below the agency.

    The key of an agency also reads where the reports stand that came by this door, private categories among them,
    without their words (`_row`). What is secret or about somebody's conduct is in neither.
    """
    rows: QuerySet[Complaint] = Complaint.objects.published()
    if reaches(call.caller, agency):
        seen = PUBLIC | Q(channel=Channel.OPEN311)  # each has an index by received_at
        rows = Complaint.objects.filter(seen, secret_content=False).exclude(GUARDED)
    units = descendants_and_self(agency).order_by().values("pk")
    here = Q(organisation__in=units) | Q(coordinator__in=units) | Q(about__in=units)
    return rows.filter(here).select_related("category", "organisation", "region__parent")


def _filtered(rows: QuerySet[Complaint], call: Call, agency: Organisation) -> QuerySet[Complaint]:
    window = span(call.given, now=call.now, zone=agency.zone)
    rows = rows.filter(received_at__gte=window.start, received_at__lte=window.end)
    if codes := listed(call.given, "service_code"):
        if set(codes) - known_codes(codes):
            raise not_found(UNKNOWN_CODE)
        rows = rows.filter(of_codes(codes))
    wanted = statuses(call.given)
    if len(wanted) == 1:
        states = wording.OPEN_STATES if wanted == [wording.OPEN] else wording.CLOSED_STATES
        rows = rows.filter(state__in=sorted(states))
    return _within(rows, box(call.given))


def _within(rows: QuerySet[Complaint], area: Box | None) -> QuerySet[Complaint]:
    if area is None:
        return rows
    return rows.filter(
        publication=Publication.PUBLISHED,
        public_latitude__gte=area.south,
        public_latitude__lte=area.north,
        public_longitude__gte=area.west,
        public_longitude__lte=area.east,
    )


def _answer(found: Sequence[Complaint], call: Call) -> Answer:
    more = flag(call.given, "extensions")
    notes = _notes(found) if more else {}
    rows = [_row(one) | (_extended(one, notes) if more else {}) for one in found]
    return Answer("service_requests", codec.Many("request", rows))


def _row(one: Complaint) -> dict[str, Any]:
    shown = one.publication == Publication.PUBLISHED
    return {
        "service_request_id": one.number,
        "status": wording.status_of(one.state),
        "status_notes": wording.note_of(one.state, one.outcome),
        "service_name": name_of(one.category),
        "service_code": code_of(one.category),
        "description": one.public_text or one.public_title if shown else None,
        "agency_responsible": one.organisation.name,
        "service_notice": None,
        "requested_datetime": _moment(one, one.received_at),
        "updated_datetime": _moment(one, _updated(one)),
        "expected_datetime": _moment(one, one.due_at),
        "address": wording.place_of(one.region),
        "address_id": one.region_id,
        "zipcode": None,
        "lat": one.public_latitude if shown else None,
        "long": one.public_longitude if shown else None,
        "media_url": None,
    }


def _updated(one: Complaint) -> datetime:
    """When it last changed; of a closed one, when it was closed."""
    ended = one.closed_at or one.answered_at if wording.status_of(one.state) == wording.CLOSED else None
    return ended or one.updated_at


def _moment(one: Complaint, value: datetime | None) -> str | None:
    return codec.moment(value.astimezone(one.organisation.zone)) if value else None


def _extended(one: Complaint, notes: Mapping[int, Sequence[Entry]]) -> dict[str, Any]:
    shown = one.publication == Publication.PUBLISHED
    said = [
        {
            "datetime": _moment(one, entry.at),
            "type": entry.kind,
            "summary": str(entry.get_kind_display()),
            "description": entry.public_text or entry.text,
        }
        for entry in notes.get(one.pk, ())
    ]
    return {
        "notes": codec.Many("note", said),
        "extended_attributes": {
            "title": one.public_title if shown else None,
            "kind": one.kind,
            "state": one.state,
            "outcome": one.outcome,
        },
    }


def _notes(found: Sequence[Complaint]) -> Mapping[int, Sequence[Entry]]:
    """Public entries by case; one query."""
    shown = [one.pk for one in found if one.publication == Publication.PUBLISHED]
    by_case: dict[int, list[Entry]] = {}
    for entry in Entry.objects.public().filter(complaint__in=shown).order_by("at", "pk")[:NOTES_MOST]:
        by_case.setdefault(entry.complaint_id, []).append(entry)
    return by_case
