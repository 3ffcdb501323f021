"""BigBlueButton's API: open a room, a link into it for one person, who is inside.

Each call is a GET whose checksum is the digest of the call's name, its query and the shared secret, in that order
(docs.bigbluebutton.org, "API Reference"). Answers are XML with `returncode` SUCCESS or FAILED. Nothing here touches the
database; call it outside a transaction, since a server may be slow.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import httpx
from django.conf import settings

TIMEOUT_S = 5.0
ANSWER_MAX = 2_000_000  # bytes; a room of a thousand people needs about 500 kB
DIGESTS = ("sha1", "sha256", "sha384", "sha512")
NOT_OPEN = "notFound"


class RoomUnavailable(Exception):
    """The server did not answer, or refused; `key` is its own word for why (`checksumError`), "" without an answer."""

    def __init__(self, text: str, key: str = "") -> None:
        super().__init__(text)
        self.key = key


@dataclass(frozen=True)
class Meeting:
    """A room: its id at the server, its name, the two roles' passwords (older servers know roles only by them)."""

    id: str
    name: str
    attendee_password: str
    moderator_password: str


def is_on() -> bool:
    """Whether a server is configured."""
    return bool(settings.BBB_URL and settings.BBB_SECRET)


def create(meeting: Meeting) -> None:
    """Open the room; one that is open already stays as it is. Raises RoomUnavailable."""
    _ask("create", {**_who(meeting), "name": meeting.name, "record": "false"})


def join_url(meeting: Meeting, *, name: str, key: str, moderator: bool = False) -> str:
    """The link by which one person enters; `key` comes back as that person's id in the list of who is inside."""
    password = meeting.moderator_password if moderator else meeting.attendee_password
    query = {
        "meetingID": meeting.id,
        "fullName": name,
        "userID": key,
        "password": password,
        "role": "MODERATOR" if moderator else "VIEWER",
    }
    return _address("join", query)


def inside(meeting: Meeting) -> list[str]:
    """The keys of those who are in the room now, each once; empty while it is not open. Raises RoomUnavailable."""
    try:
        answer = _ask("getMeetingInfo", {"meetingID": meeting.id, "password": meeting.moderator_password})
    except RoomUnavailable as error:
        if error.key == NOT_OPEN:
            return []
        raise
    found = (one.findtext("userID") or "" for one in answer.iterfind("attendees/attendee"))
    return list(dict.fromkeys(key for key in found if key))


def _who(meeting: Meeting) -> dict[str, str]:
    return {
        "meetingID": meeting.id,
        "attendeePW": meeting.attendee_password,
        "moderatorPW": meeting.moderator_password,
    }


def checksum(call: str, query: str, *, secret: str, digest: str) -> str:
    """The proof that the caller knows the secret."""
    return hashlib.new(digest, f"{call}{query}{secret}".encode()).hexdigest()


def _address(call: str, given: Mapping[str, str]) -> str:
    query = urlencode(given)
    proof = checksum(call, query, secret=settings.BBB_SECRET, digest=settings.BBB_CHECKSUM)
    return f"{settings.BBB_URL}/{call}?{query}&checksum={proof}"


def _ask(call: str, given: Mapping[str, str]) -> Any:
    if not is_on():
        raise RoomUnavailable("BigBlueButton belum diatur.")
    try:
        with httpx.stream("GET", _address(call, given), timeout=TIMEOUT_S, follow_redirects=False) as response:
            content = _read(response)
    except httpx.HTTPError as error:
        raise RoomUnavailable(f"BigBlueButton tidak menjawab ({type(error).__name__}).") from error
    return _understood(content)


def _read(response: httpx.Response) -> bytes:
    if response.status_code != httpx.codes.OK:
        raise RoomUnavailable(f"BigBlueButton menjawab {response.status_code}.")
    content, begun = b"", time.monotonic()
    for piece in response.iter_bytes():
        content += piece
        if len(content) > ANSWER_MAX:
            raise RoomUnavailable("Jawaban BigBlueButton terlalu panjang.")
        if time.monotonic() - begun > TIMEOUT_S:  # a server that drips keeps nobody waiting
            raise RoomUnavailable("BigBlueButton menjawab terlalu lambat.")
    return content


def _understood(content: bytes) -> Any:
    """The answer as a tree; entities are refused before anything is read, so that none can grow."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise RoomUnavailable("Jawaban BigBlueButton tidak dapat dipercaya.")
    try:
        tree = ElementTree.fromstring(content)  # noqa: S314 (no document type, see above)
    except ElementTree.ParseError as error:
        raise RoomUnavailable("Jawaban BigBlueButton tidak terbaca.") from error
    if tree.findtext("returncode") != "SUCCESS":
        key = tree.findtext("messageKey") or ""
        raise RoomUnavailable(f"BigBlueButton menolak ({key or 'tanpa alasan'}).", key)
    return tree
