"""The updates extension: what was said in public on requests, and what a reporter says at another system."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from melayani.entrances.open311 import codec, media, wording
from melayani.entrances.open311.door import Answer, Call
from melayani.entrances.open311.keys import demand_reach
from melayani.entrances.open311.listing import NO_ID, find, readable
from melayani.entrances.open311.parameters import lines, moment, page, span, text
from melayani.entrances.open311.refusals import forbidden, invalid, of_fields
from melayani.foundation.attachments.rules import NotYours
from melayani.voice.complaints import rules
from melayani.voice.complaints.actions.relaying import relay
from melayani.voice.complaints.models import Complaint, Entry

STATUSES = {
    *("open", "in_progress", "fixed", "closed", "duplicate", "not_responsible", "no_further_action"),
    *("internal_referral", "investigating", "action_scheduled", "planned", "reopened"),
}
NO_UPDATE_ID = "update_id: Sebutkan nomor pembaruan di sistem Anda."
NO_WORDS = "description: Tulis isi pembaruan."
NAMES = {"external_id": "update_id", "text": "description", "files": "media"}


def show_all(call: Call) -> Answer:
    """Public updates of the requests that this caller may read, oldest first, within a window."""
    agency = call.agency
    window = span(call.given, now=call.now, zone=agency.zone)
    asked = page(call.given)
    rows: QuerySet[Entry] = Entry.objects.public().filter(at__gte=window.start, at__lte=window.end)
    rows = rows.filter(Exists(readable(agency, call).filter(pk=OuterRef("complaint_id"))))  # asked row by row, by time
    found = rows.select_related("complaint__organisation").order_by("at", "pk")
    updates = [_row(one) for one in found[asked.first : asked.first + asked.size]]
    return Answer("service_request_updates", codec.Many("request_update", updates))


def take(call: Call) -> Answer:
    """Add a reporter's words to a request that came by this door; the same `update_id` again changes nothing."""
    agency = call.agency
    demand_reach(call.caller, agency)
    complaint = find(call, _needed(call, "service_request_id", NO_ID))
    update_id = _needed(call, "update_id", NO_UPDATE_ID)
    _demand_known_status(call)
    moment(call.given, "updated_datetime", agency.zone)
    words = lines(call.given.get("description", ""))
    if not words:
        raise invalid(NO_WORDS)
    _relay(call, complaint, words, update_id)
    row = {"update_id": update_id, "account_id": None}
    return Answer("service_request_updates", codec.Many("request_update", [row]))


def _relay(call: Call, complaint: Complaint, words: str, update_id: str) -> None:
    files, _ = media.store_all(call)
    try:
        with transaction.atomic():
            relay(
                actor=call.sender,
                complaint=complaint,
                text=words,
                external_id=update_id,
                files=files,
                now=call.now,
            )
            if call.test:
                transaction.set_rollback(True)
    except rules.InputRefused as error:
        raise of_fields(error.problems, NAMES) from error
    except rules.NotAllowed as error:
        raise forbidden(f"api_key: {error}") from error
    except (rules.ActionRefused, NotYours) as error:
        raise invalid(str(error)) from error


def _row(one: Entry) -> dict[str, Any]:
    complaint = one.complaint
    return {
        "update_id": str(one.pk),
        "service_request_id": complaint.number,
        "status": wording.UPDATE_STATUS[complaint.state],
        "updated_datetime": codec.moment(one.at.astimezone(complaint.organisation.zone)),
        "description": one.public_text or one.text,
        "media_url": None,
    }


def _needed(call: Call, name: str, sentence: str) -> str:
    value = text(call.given, name)
    if not value:
        raise invalid(sentence)
    return value


def _demand_known_status(call: Call) -> None:
    status = text(call.given, "status").lower()
    if status and status not in STATUSES:
        raise invalid("status: Pakai OPEN, IN_PROGRESS, FIXED atau CLOSED.")
