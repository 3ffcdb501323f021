"""A real receiver on this machine, with the faults that real ones have."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Receiver:
    """What came in, and how the next calls are answered: a status, or one of slow, hang_up, redirect, drip."""

    url: str = ""
    mode: str | int = 200
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        return [headers["Melayani-Delivery"] for headers, _ in self.got]


class _Handler(BaseHTTPRequestHandler):
    """Answers as the receiver of its server says."""

    def do_POST(self) -> None:
        state = cast("_Server", self.server).state
        body = self.rfile.read(int(self.headers["Content-Length"]))
        state.got.append((dict(self.headers.items()), body))
        FAULTS.get(str(state.mode), _Handler.answer)(self)

    def answer(self, status: int = 0, **headers: str) -> None:
        mode = cast("_Server", self.server).state.mode
        self.send_response(status or (mode if isinstance(mode, int) else 200))
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"heard")

    def hang_up(self) -> None:
        self.connection.close()

    def redirect(self) -> None:
        self.answer(302, Location="http://127.0.0.1:1/secret")

    def be_slow(self) -> None:
        time.sleep(1.5)
        self.answer()

    def drip(self) -> None:
        with suppress(OSError):
            for letter in b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 500:
                self.wfile.write(bytes([letter]))
                self.wfile.flush()
                time.sleep(0.1)

    def log_message(self, *_: Any) -> None:
        return


FAULTS: dict[str, Callable[[_Handler], None]] = {
    "hang_up": _Handler.hang_up,
    "redirect": _Handler.redirect,
    "slow": _Handler.be_slow,
    "drip": _Handler.drip,
}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    state: Receiver

    def handle_error(self, *_: Any) -> None:
        return


@contextmanager
def receiving(mode: str | int = 200, *, certificate: Path | None = None) -> Iterator[Receiver]:
    """Serve on a free port of this machine; with `certificate` by TLS that nobody trusts."""
    server, scheme = _Server(("127.0.0.1", 0), _Handler), "http"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    server.state = Receiver(url=f"{scheme}://127.0.0.1:{server.server_port}/melayani", mode=mode)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def self_signed(folder: Path) -> Path:
    """A certificate for another name, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "lain.example")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - timedelta(days=1))
    made = builder.not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    path = folder / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path
