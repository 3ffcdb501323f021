"""Sixteen clients that send at once, each over its own connection; plain sockets, so that the clients cost little."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, RemoteDisconnected
from typing import Any
from urllib.parse import urlsplit

CLIENTS = 16
PATIENCE_S = 60


@dataclass(frozen=True)
class Sent:
    """One POST: path, body, own headers."""

    path: str
    body: Mapping[str, Any]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answers:
    """Status and body of each answer in the order in which they were sent, how long each took, and all together."""

    seconds: float
    found: list[tuple[int, dict[str, Any]]]
    taken: list[float]

    @property
    def rate(self) -> float:
        return len(self.found) / self.seconds

    def percentile(self, percent: int) -> float:
        """Milliseconds within which `percent` of the answers came."""
        return sorted(self.taken)[min(len(self.taken) - 1, len(self.taken) * percent // 100)] * 1000


class Crowd:
    """The clients; their connections stay open from one sending to the next, as behind a proxy."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._place = parts.hostname or "", parts.port
        self._own = threading.local()
        self._pool = ThreadPoolExecutor(CLIENTS)

    def send(self, all_of_them: Sequence[Sent]) -> Answers:
        begin = time.perf_counter()
        answers = list(self._pool.map(self._post, all_of_them))
        seconds = time.perf_counter() - begin
        return Answers(seconds, [answer[:2] for answer in answers], [answer[2] for answer in answers])

    def _post(self, one: Sent) -> tuple[int, dict[str, Any], float]:
        begin = time.perf_counter()
        try:
            status, body = self._ask(one)
        except (ConnectionError, RemoteDisconnected):  # the server closed what was idle: again, as every client does
            del self._own.connection
            status, body = self._ask(one)
        return status, body, time.perf_counter() - begin

    def _ask(self, one: Sent) -> tuple[int, dict[str, Any]]:
        if not hasattr(self._own, "connection"):
            self._own.connection = HTTPConnection(*self._place, timeout=PATIENCE_S)
        headers = {"Content-Type": "application/json", **one.headers}
        self._own.connection.request("POST", one.path, json.dumps(one.body), headers)
        answer = self._own.connection.getresponse()
        return answer.status, json.loads(answer.read() or b"{}")
