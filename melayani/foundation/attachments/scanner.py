"""Ask clamd whether a file holds a virus: the INSTREAM command over TCP or a unix socket.

Wire format (man clamd): `zINSTREAM\\0`, then chunks of a four-byte length and data, then a length of zero; the answer
is `stream: OK\\0`, `stream: <name> FOUND\\0` or a text that ends in `ERROR\\0`.
"""

from __future__ import annotations

import socket
import struct
import time
from contextlib import suppress
from typing import BinaryIO

import structlog
from django.conf import settings
from django.utils.translation import gettext

from melayani.foundation.attachments.rules import FileRefused

log = structlog.get_logger()
CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 60.0
CHUNK = 65_536
LONGEST_ANSWER = 4_096


class BadAddress(Exception):
    """CLAMD names neither a socket's path nor host:port."""


class ScannerFailed(Exception):
    """No answer, or one that is neither yes nor no."""


def scan(file: BinaryIO) -> None:
    """Raise FileRefused when a virus is found or the scanner gives no answer; do nothing when none is configured."""
    if not settings.CLAMD_ADDRESS:
        return
    try:
        verdict = _ask(file)
    except (OSError, BadAddress, ScannerFailed) as error:
        log.error("virus_scanner_away", problem=str(error))
        words = gettext("Pemeriksa virus sedang tidak menjawab, berkas belum diterima. Coba lagi sebentar lagi.")
        raise FileRefused(words) from error
    if verdict:
        log.warning("virus_found", virus=verdict)
        words = gettext(
            "Berkas ini mengandung virus dan tidak kami terima. Bersihkan gawai Anda, lalu buat berkas baru."
        )
        raise FileRefused(words)


def split_address(address: str) -> str | tuple[str, int]:
    """A path for a unix socket, else host and port; raises BadAddress."""
    if address.startswith("/"):
        return address
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise BadAddress(address)
    return host.strip("[]"), int(port)


def _ask(file: BinaryIO) -> str:
    """Return the virus's name, or nothing for a clean file."""
    file.seek(0)
    deadline = time.monotonic() + ANSWER_SECONDS
    with _connect() as connection:
        # clamd hangs up in the middle when its own limit is passed, but says so first: listen all the same
        with suppress(BrokenPipeError, ConnectionResetError):
            _send(connection, file)
        answer = _receive(connection, deadline)
    if answer.endswith(" OK"):
        return ""
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerFailed(answer or "no answer")


def _connect() -> socket.socket:
    address = split_address(settings.CLAMD_ADDRESS)
    if isinstance(address, tuple):
        return socket.create_connection(address, timeout=CONNECT_SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(CONNECT_SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _send(connection: socket.socket, file: BinaryIO) -> None:
    connection.sendall(b"zINSTREAM\0")
    while chunk := file.read(CHUNK):
        connection.sendall(struct.pack("!L", len(chunk)) + chunk)
    connection.sendall(struct.pack("!L", 0))


def _receive(connection: socket.socket, deadline: float) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        connection.settimeout(max(deadline - time.monotonic(), 0.001))
        part = connection.recv(1024)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0").decode(errors="replace").strip()
