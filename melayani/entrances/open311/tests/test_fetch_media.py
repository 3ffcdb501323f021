"""Photos from addresses that a client names: from the open internet alone, and with an end."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from melayani.entrances.open311 import fetching
from melayani.entrances.open311.fetching import BadAddress, NotFetched, demand_askable, fetch, is_public

HOST = "foto.contoh.id"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "bukan alamat",
        "",
    ],
)
def test_addresses_that_are_not_of_the_open_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "103.28.12.5", "2404:6800:4003:c00::5e"])
def test_addresses_of_the_open_internet(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses())
def test_whatever_is_private_is_never_public(address: Any) -> None:
    if address.is_private or address.is_loopback or address.is_link_local or address.is_reserved:
        assert not is_public(str(address))


@pytest.mark.parametrize(
    "address",
    [
        "http://foto.contoh.id/a.jpg",
        "ftp://foto.contoh.id/a.jpg",
        "file:///etc/passwd",
        "https://siapa@foto.contoh.id/a.jpg",
        "https://foto.contoh.id:8443/a.jpg",
        "https://foto.contoh.id:x/a.jpg",
        "https:///a.jpg",
        "https://[::1/a.jpg",
        "https://foto.contoh.id/a b.jpg",
        "https://foto.contoh.id/a\r\nHost: x",
        "https://foto.contoh.id/" + "a" * 2_000,
        "//foto.contoh.id/a.jpg",
        "",
    ],
)
def test_addresses_that_are_never_asked(address: str) -> None:
    with pytest.raises(BadAddress):
        demand_askable(address)


class Site(BaseHTTPRequestHandler):
    """A site with a photo, a large one, a slow one, and a way to somewhere else."""

    asked: list[str] = []

    def do_GET(self) -> None:
        Site.asked.append(f"{self.headers['Host']}{self.path}")
        name = self.path.partition("?")[0]
        self.send_response({"/hilang.jpg": 404, "/pindah.jpg": 302}.get(name, 200))
        self.send_header("Location", "https://127.0.0.1/rahasia")
        self.end_headers()
        for piece in {"/besar.jpg": [b"x" * 9_000], "/lambat.jpg": [b"x"] * 40}.get(name, [b"foto"]):
            self.wfile.write(piece)
            self.wfile.flush()
            if name == "/lambat.jpg":
                time.sleep(0.05)

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """A server of ours with a certificate for HOST, counted as public; gives `fetch` bound to it."""
    certificate, key = _certificate(tmp_path)
    server = HTTPServer(("127.0.0.1", 0), Site)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *words: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    monkeypatch.setattr(fetching, "PORT", server.server_port)
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    Site.asked.clear()
    trusting = ssl.create_default_context(cafile=str(certificate))

    def bound(path: str, **more: Any) -> Any:
        settings = {"most": 5_000, "resolver": lambda host: ["127.0.0.1"], "context": trusting, **more}
        return fetch(f"https://{HOST}{path}", **settings)

    yield bound
    server.shutdown()
    server.server_close()


def test_a_photo_is_fetched_from_the_address_that_was_checked(site: Callable[..., Any]) -> None:
    found = site("/a/lubang.jpg?besar=1")
    assert (found.name, found.content) == ("lubang.jpg", b"foto")
    assert Site.asked == [f"{HOST}:{fetching.PORT}/a/lubang.jpg?besar=1"]


def test_the_name_is_resolved_once_and_what_it_says_later_changes_nothing(site: Callable[..., Any]) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    assert site("/a.jpg", resolver=lambda host: next(answers)).content == b"foto"
    assert next(answers) == ["10.0.0.1"]


@pytest.mark.parametrize("found", [[], ["10.0.0.1"], ["127.0.0.1", "10.0.0.1"]])
def test_one_private_address_among_those_found_is_enough_to_refuse(site: Callable[..., Any], found: list[str]) -> None:
    with pytest.raises(NotFetched):
        site("/a.jpg", resolver=lambda host: found)
    assert not Site.asked


@pytest.mark.parametrize("path", ["/hilang.jpg", "/pindah.jpg", "/besar.jpg"])
def test_absent_moved_and_large_photos_are_not_fetched(site: Callable[..., Any], path: str) -> None:
    with pytest.raises(NotFetched):
        site(path)
    assert len(Site.asked) == 1


def test_a_photo_that_trickles_in_has_an_end(site: Callable[..., Any]) -> None:
    begun = time.monotonic()
    with pytest.raises(NotFetched):
        site("/lambat.jpg", seconds=0.4)
    assert time.monotonic() - begun < 1.5


def test_a_stranger_behind_the_right_address_is_refused(site: Callable[..., Any]) -> None:
    with pytest.raises(NotFetched):
        site("/a.jpg", context=ssl.create_default_context())
    assert not Site.asked


def test_a_name_that_does_not_exist_is_not_fetched() -> None:
    def unknown(host: str) -> list[str]:
        raise OSError

    with pytest.raises(NotFetched):
        fetch(f"https://{HOST}/a.jpg", most=10, resolver=unknown)


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(HOST), x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "site.pem", folder / "site.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, plain)
    )
    return certificate, secret
