"""Fetch a photo from an address that a client names, without becoming anybody's way into our own network.

Only https on its own port, no user name in the address, no redirect. The host is resolved once; every address found
must be a public one, and the connection goes to the very address that was checked, so that a second answer of the name
server changes nothing. Size and time have an end.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

PORT = 443
LONGEST_ADDRESS = 2_000
SECONDS = 5.0
CHUNK = 65_536


class NotFetched(Exception):
    """The photo could not be had. Why is not told, so that nobody learns what stands in our network."""


class BadAddress(Exception):
    """An address that we never ask: not https, with a user name, with another port."""


@dataclass(frozen=True)
class Fetched:
    """The bytes, and the last part of the address as the file's name."""

    name: str
    content: bytes


def resolve(host: str) -> list[str]:
    """Every address of `host` by the system's resolver."""
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether `address` belongs to the open internet: not ours, not a neighbour's, not a tunnel to one."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and (found.sixtofour or found.teredo or found not in _UNICAST):
        return False  # 2000::/3 holds neither ::ffff:0:0/96 nor 64:ff9b::/96, by which IPv4 is reached
    return found.is_global and not found.is_multicast


def demand_askable(address: str) -> SplitResult:
    """The parts of `address`; raises BadAddress."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise BadAddress from error
    strange = any(ord(letter) <= 32 or ord(letter) > 126 for letter in address)
    wrong = parts.scheme != "https" or not parts.hostname or "@" in parts.netloc or port not in (None, PORT)
    if strange or wrong or len(address) > LONGEST_ADDRESS:
        raise BadAddress
    return parts


def fetch(
    address: str,
    *,
    most: int,
    seconds: float = SECONDS,
    resolver: Callable[[str], Sequence[str]] = resolve,
    context: ssl.SSLContext | None = None,
) -> Fetched:
    """At most `most` bytes from `address` within `seconds`; raises BadAddress or NotFetched."""
    parts = demand_askable(address)
    deadline = time.monotonic() + seconds
    try:
        target = _checked(parts.hostname or "", resolver)
        content = _read(parts, target, most, deadline, context or ssl.create_default_context())
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise NotFetched from error
    return Fetched(name=parts.path.rsplit("/", 1)[-1][:120] or "foto", content=content)


class _Pinned(http.client.HTTPSConnection):
    """A connection to an address that was checked, speaking to the host by its name."""

    def __init__(self, host: str, target: str, deadline: float, context: ssl.SSLContext) -> None:
        super().__init__(host, PORT, context=context)
        self._target, self._deadline, self._secure = target, deadline, context

    def connect(self) -> None:
        plain = socket.create_connection((self._target, PORT), timeout=_left(self._deadline))
        try:
            self.sock = self._secure.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def _checked(host: str, resolver: Callable[[str], Sequence[str]]) -> str:
    found = list(resolver(host))
    if not found or not all(is_public(address) for address in found):
        raise NotFetched
    return found[0]


def _read(parts: SplitResult, target: str, most: int, deadline: float, context: ssl.SSLContext) -> bytes:
    connection = _Pinned(parts.hostname or "", target, deadline, context)
    try:
        question = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("GET", question, headers={"Accept": "image/*, application/pdf", "User-Agent": "Melayani"})
        answer = connection.getresponse()
        if answer.status != http.client.OK:
            raise NotFetched
        content = bytearray()
        while piece := _piece(connection, answer, deadline):
            content += piece
            if len(content) > most:
                raise NotFetched
        return bytes(content)
    finally:
        connection.close()


def _piece(connection: http.client.HTTPSConnection, answer: http.client.HTTPResponse, deadline: float) -> bytes:
    if connection.sock is not None:  # the socket is handed over when the server closes after its answer
        connection.sock.settimeout(_left(deadline))
    _left(deadline)
    return answer.read1(CHUNK)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise NotFetched
    return left


_UNICAST = ipaddress.ip_network("2000::/3")
