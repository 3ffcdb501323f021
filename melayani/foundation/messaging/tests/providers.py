"""Providers for tests: real HTTP servers in a thread that speak the wire format of the Graph API and of an SMS gateway.

They count what they received. `answers` holds what the next calls get, one each; after that `usual` answers all.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from melayani.foundation.messaging import connections

TITLES = {
    131047: "Re-engagement message",
    131026: "Message undeliverable",
    131049: "This message was not delivered to maintain healthy ecosystem engagement.",
    131056: "(Business Account, Consumer Account) pair rate limit hit",
    130429: "Rate limit hit",
    132001: "Template name does not exist in the translation",
    190: "Access token has expired",
    131009: "Parameter value is not valid",
}


@dataclass
class Answer:
    """What one call gets: status and JSON after `seconds`; `hangs_up` closes the connection without a word."""

    status: int = 200
    body: Any = None
    seconds: float = 0.0
    hangs_up: bool = False


def graph_error(code: int, *, status: int = 400) -> Answer:
    """An error in the form of the Graph API."""
    error = {"message": f"(#{code}) {TITLES.get(code, 'Error')}", "type": "OAuthException", "code": code}
    return Answer(status, {"error": {**error, "error_data": {"details": "…"}, "fbtrace_id": "A1"}})


@dataclass
class Provider:
    """One running provider: its address, what it received, and how it answers."""

    kind: str
    url: str = ""
    received: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    usual: Answer | None = None
    connections: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, path: str, headers: dict[str, str], message: dict[str, Any]) -> Answer:
        """Keep what came and choose the answer; an answer that is set is given before the message counts as taken."""
        with self.lock:
            self.received.append(message)
            self.paths.append(path)
            self.headers.append(headers)
            count = len(self.received)
            chosen = self.answers.pop(0) if self.answers else self.usual
        if chosen is not None and (chosen.body is not None or chosen.hangs_up or chosen.status != 200):
            return chosen
        return Answer(200, self._taken(count, message), seconds=chosen.seconds if chosen else 0.0)

    def _taken(self, count: int, message: dict[str, Any]) -> Any:
        if self.kind == "sms":
            return {"status": "0", "messages": [{"id": f"sms-{count}"}]}
        to = message.get("to") or message.get("recipient")
        contacts = [{"input": to, "wa_id": to}]
        return {"messaging_product": "whatsapp", "contacts": contacts, "messages": [{"id": f"wamid.{count}"}]}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # connections are kept, as the real ones keep them
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            with provider.lock:
                provider.connections += 1

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            kind = self.headers.get("Content-Type", "")
            message = json.loads(raw) if "json" in kind else dict(parse_qsl(raw))
            self._answer(message)

        def do_GET(self) -> None:
            self._answer(dict(parse_qsl(urlsplit(self.path).query)))

        def _answer(self, message: dict[str, Any]) -> None:
            answer = provider.take(self.path, dict(self.headers), message)
            time.sleep(answer.seconds)
            if answer.hangs_up:
                self.close_connection = True
                self.connection.close()
                return
            body = answer.body if isinstance(answer.body, str) else json.dumps(answer.body or {})
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            """Tests read what was received, not a log."""

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hung up on purpose has no complaint."""


@contextmanager
def _running(provider: Provider) -> Iterator[Provider]:
    server = _Server(("127.0.0.1", 0), _handler(provider))
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        connections.close(provider.kind)
        server.shutdown()
        server.server_close()


@contextmanager
def graph(settings: Any) -> Iterator[Provider]:
    """The Graph API of a number; the settings lead to it."""
    with _running(Provider("whatsapp")) as provider:
        settings.WHATSAPP_URL = provider.url
        settings.WHATSAPP_NUMBER_ID = "1020"
        settings.WHATSAPP_TOKEN = "token-1020"
        settings.WHATSAPP_APP_SECRET, settings.WHATSAPP_VERIFY_TOKEN = "rahasia", "cocok"
        yield provider


@contextmanager
def sms_gateway(settings: Any, **options: Any) -> Iterator[Provider]:
    """An SMS gateway that takes JSON; `options` change the mapping."""
    with _running(Provider("sms")) as provider:
        mapping = {
            "url": f"{provider.url}/kirim",
            "headers": {"Authorization": "Bearer kunci", "Idempotency-Key": "{key}"},
            "fields": {"msisdn": "{to}", "message": "{text}", "sender": "MELAYANI"},
            "accepted": {"at": "status", "values": ["0"]},
            "refused": {"at": "status", "values": ["21"]},
            "error_at": "status",
            "id_at": "messages.0.id",
            "price": 350,
        }
        settings.SMS_GATEWAY = json.dumps({**mapping, **options})
        yield provider


@contextmanager
def mail_provider(settings: Any, *, to: str) -> Iterator[Provider]:
    """Postmark's interface for sending (POST /email); the settings lead to it."""
    taken = {"ErrorCode": 0, "Message": "OK", "MessageID": "b7bc2f4a", "To": to, "SubmittedAt": "2026-01-05T00:00:00Z"}
    with _running(Provider("postmark", usual=Answer(200, taken))) as provider:
        options = {"name": "postmark", "server_token": "kunci-uji", "api_url": provider.url}
        settings.SMTP_URL, settings.MAIL_PROVIDER = "", json.dumps(options)
        settings.EMAIL_FROM = "Melayani <jangan-balas@contoh.go.id>"
        yield provider
