"""Tokens: what a client holds while a report waits for moderation.

A token carries the number, sealed, so that no row of ours is needed and nobody can make one up.
"""

from __future__ import annotations

import hmac
import re

from melayani.entrances.open311 import codec
from melayani.entrances.open311.categories import waits_for_moderation
from melayani.entrances.open311.door import Answer, Call
from melayani.entrances.open311.refusals import invalid, not_found
from melayani.foundation.audit import keyed_hash
from melayani.foundation.numbers.rules import read_number
from melayani.voice.complaints.models import Complaint, Publication

PURPOSE = "open311.token"
SEAL = 32
NO_TOKEN = "token: Sebutkan token."  # noqa: S105
UNKNOWN_TOKEN = "token: Token ini tidak dikenal."  # noqa: S105
_TOKEN = re.compile(r"([A-Z0-9]{12})([0-9a-f]{32})")


def show(call: Call, token: str) -> Answer:
    """The id that a token leads to, empty while its report waits for moderation."""
    if not token.strip():
        raise invalid(NO_TOKEN)
    number = number_of(token)
    found = Complaint.objects.of_number(number).select_related("category").first() if number else None
    if found is None:
        raise not_found(UNKNOWN_TOKEN)
    row = {"service_request_id": found.number if is_ready(found) else None, "token": token}
    return Answer("service_requests", codec.Many("request", [row]))


def is_ready(complaint: Complaint) -> bool:
    """Whether the id may be known: no moderation is awaited, or it is over, or the case is."""
    waits = complaint.publication == Publication.PENDING and waits_for_moderation(complaint.category)
    return complaint.is_final or not waits


def token_of(complaint: Complaint) -> str:
    plain = complaint.number.replace("-", "")
    return plain + _seal(complaint.number)


def number_of(token: str) -> str | None:
    """The number in a token that we made; None for any other."""
    match = _TOKEN.fullmatch(token)
    number = read_number(match[1]) if match else None
    if match is None or number is None or not hmac.compare_digest(_seal(number), match[2]):
        return None
    return number


def _seal(number: str) -> str:
    return keyed_hash(number, purpose=PURPOSE)[:SEAL]
