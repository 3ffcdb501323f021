"""One call to another system: resolve, judge, pin, send, read at most a little. Knows no database.

The name is resolved once, every address it leads to must be public, and the call goes to one of these very addresses:
a name that leads elsewhere a moment later (rebinding) changes nothing. Redirects are not followed, proxies of the
environment not used, the certificate must fit the name.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx

from melayani.foundation.webhooks import rules

CONNECT_S, QUIET_S, TOTAL_S = 5.0, 10.0, 15.0  # seconds: to connect, without a byte, altogether
READ = 2_000  # bytes of an answer that are looked at
AGENT = "Melayani-Webhook/1"


@dataclass(frozen=True)
class Call:
    """What is sent, and where. `anywhere` lifts the ban on private addresses (demonstration and tests)."""

    url: str
    body: bytes
    headers: dict[str, str]
    anywhere: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came back: a status, or a problem in words; milliseconds; the beginning of the answer."""

    status: int | None
    took_ms: int
    answer: str = ""
    problem: str = ""

    @property
    def accepted(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class _Deadline:
    """Cuts the connection when the time is over: an answer that drips in never runs into a time limit by itself."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)

    def __enter__(self) -> _Deadline:
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def trace(self, name: str, info: dict[str, Any]) -> None:
        """Called by httpx at each step; remembers the connection."""
        if name in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._sockets.append(info["return_value"].get_extra_info("socket"))

    def _cut(self) -> None:
        self.over = True
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


def make(call: Call) -> Outcome:
    """Make the call; every failure is an outcome, none is raised."""
    started = time.monotonic()

    def outcome(status: int | None = None, answer: str = "", problem: str = "") -> Outcome:
        return Outcome(status, int((time.monotonic() - started) * 1000), answer[: rules.ANSWER_KEPT], problem[:200])

    try:
        with _Deadline(TOTAL_S) as deadline:
            status, answer = _send(call, deadline)
    except rules.NotAllowedAddress as problem:
        return outcome(problem=str(problem))
    except httpx.TimeoutException:
        return outcome(problem="tidak menjawab pada waktunya")
    except httpx.HTTPError as problem:
        return outcome(problem="tidak menjawab pada waktunya" if deadline.over else _words(problem))
    except Exception as problem:  # nothing about one address may stop the news to others
        return outcome(problem=f"alamat tidak dapat dihubungi: {type(problem).__name__}")
    if 300 <= status < 400:
        return outcome(status, answer, "pengalihan tidak diikuti; daftarkan alamat tujuannya")
    return outcome(status, answer)


def resolve(host: str, port: int, *, anywhere: bool) -> str:
    """One address of the host, all of whose addresses are public; raises NotAllowedAddress or OSError."""
    found = list(dict.fromkeys(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    if not anywhere and not all(rules.is_public(one) for one in found):
        raise rules.NotAllowedAddress("nama ini menuju jaringan dalam, bukan alamat umum")
    plain = [one for one in found if ":" not in one]
    return (plain or found)[0]


def _send(call: Call, deadline: _Deadline) -> tuple[int, str]:
    rules.check_url(call.url, anywhere=call.anywhere)
    parts = urlsplit(call.url)
    host = parts.hostname or ""
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = resolve(host, port, anywhere=call.anywhere)
    pinned = f"[{address}]" if ":" in address else address
    url = urlunsplit((parts.scheme, f"{pinned}:{port}", parts.path or "/", parts.query, ""))
    headers = {**call.headers, "Host": parts.netloc, "User-Agent": AGENT, "Accept-Encoding": "identity"}
    timeout = httpx.Timeout(QUIET_S, connect=CONNECT_S)
    extensions: dict[str, Any] = {"trace": deadline.trace, **({"sni_hostname": host} if secure else {})}
    with (
        httpx.Client(verify=_trusted(), timeout=timeout, follow_redirects=False, trust_env=False) as client,
        client.stream("POST", url, content=call.body, headers=headers, extensions=extensions) as response,
    ):
        return response.status_code, _beginning(response)


def _beginning(response: httpx.Response) -> str:
    read = b""
    for piece in response.iter_raw(chunk_size=512):
        read += piece
        if len(read) >= READ:
            break
    return "".join(one if one.isprintable() else " " for one in read[:READ].decode("utf-8", "replace")).strip()


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


def _words(problem: httpx.HTTPError) -> str:
    text = str(problem)
    if "CERTIFICATE_VERIFY_FAILED" in text or "SSL" in text:
        return "sertifikat TLS tidak cocok dengan alamatnya"
    return f"sambungan putus: {type(problem).__name__}"
