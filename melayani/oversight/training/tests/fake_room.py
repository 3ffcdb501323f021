"""A server that speaks BigBlueButton's wire format: checksums, XML, and on demand its faults."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

SECRET = "rahasia-bersama"
PREFIX = "/bigbluebutton/api/"


@dataclass
class FakeRoom:
    """What the server knows, what it was asked, and how it misbehaves: "", slow, drip, broken, bomb, error, huge."""

    url: str = ""
    digest: str = "sha256"
    fault: str = ""
    meetings: dict[str, dict[str, str]] = field(default_factory=dict)
    inside: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # meeting: (name, key)
    asked: list[str] = field(default_factory=list)

    def answer(self, call: str, query: str) -> str:
        """The XML for a call, after its checksum was looked at as the real server does."""
        self.asked.append(call)
        given = {key: values[0] for key, values in parse_qs(query).items()}
        proof = given.pop("checksum", "")
        bare = query.rsplit("&checksum=", 1)[0]
        if hashlib.new(self.digest, f"{call}{bare}{SECRET}".encode()).hexdigest() != proof:
            return failed("checksumError", "Checksums do not match")
        return {"create": self._create, "join": self._join, "getMeetingInfo": self._info}[call](given)

    def _create(self, given: dict[str, str]) -> str:
        known = self.meetings.setdefault(given["meetingID"], given)
        if known["attendeePW"] != given["attendeePW"]:
            return failed("idNotUnique", "A meeting already exists with that meeting ID")
        return success(f"<meetingID>{given['meetingID']}</meetingID>")

    def _join(self, given: dict[str, str]) -> str:
        meeting = self.meetings.get(given["meetingID"])
        if meeting is None:
            return failed("notFound", "No meeting")
        if given["password"] not in (meeting["attendeePW"], meeting["moderatorPW"]):
            return failed("invalidPassword", "Wrong password")
        self.inside.setdefault(given["meetingID"], []).append((given["fullName"], given["userID"]))
        return success("<auth_token>x</auth_token>")

    def _info(self, given: dict[str, str]) -> str:
        if given["meetingID"] not in self.meetings:
            return failed("notFound", "We could not find a meeting with that meeting ID")
        people = "".join(
            f"<attendee><userID>{key}</userID><fullName>{escape(name)}</fullName><role>VIEWER</role></attendee>"
            for name, key in self.inside.get(given["meetingID"], [])
        )
        return success(f"<attendees>{people}</attendees>")


def success(inside: str) -> str:
    return f"<response><returncode>SUCCESS</returncode>{inside}</response>"


def failed(key: str, text: str) -> str:
    return (
        f"<response><returncode>FAILED</returncode><messageKey>{key}</messageKey><message>{text}</message></response>"
    )


@contextmanager
def running() -> Iterator[FakeRoom]:
    """The server on a free port of this machine, until the block ends."""
    room = FakeRoom()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            _misbehave(self, room, room.answer(parts.path.removeprefix(PREFIX), parts.query))

        def log_message(self, *given: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    room.url = f"http://127.0.0.1:{server.server_port}{PREFIX.rstrip('/')}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield room
    finally:
        server.shutdown()
        server.server_close()


def _misbehave(handler: BaseHTTPRequestHandler, room: FakeRoom, answer: str) -> None:
    body = {
        "broken": "<response><returncode>SUCC",
        "bomb": f'<!DOCTYPE r [<!ENTITY a "{"x" * 99}">]>{answer}',
        "huge": success("x" * 2_100_000),
    }.get(room.fault, answer)
    try:
        if room.fault == "slow":
            time.sleep(1.0)
        handler.send_response(503 if room.fault == "error" else 200)
        handler.end_headers()
        for piece in [body[n : n + 20] for n in range(0, len(body), 20)] if room.fault == "drip" else [body]:
            handler.wfile.write(piece.encode())
            handler.wfile.flush()
            if room.fault == "drip":
                time.sleep(0.15)
    except OSError:
        return  # the caller had enough
