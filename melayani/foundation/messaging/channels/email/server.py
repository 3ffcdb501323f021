"""Read SMTP_URL: smtp://user:password@host:587?tls=starttls|implicit|none."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

TLS = {"starttls", "implicit", "none"}


class BadServerAddress(Exception):
    """SMTP_URL cannot be used; the text says which part."""


@dataclass(frozen=True)
class Server:
    """Where and how mail is handed over. Without `tls=` port 465 means implicit, port 587 starttls, any other none."""

    host: str
    port: int
    user: str
    password: str
    tls: str


def read_server(url: str) -> Server:
    """Return the server that `url` names; raise BadServerAddress when it names none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadServerAddress(str(error)) from error
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise BadServerAddress("it must read smtp://user:password@host:port?tls=starttls")
    port = port or (465 if parts.scheme == "smtps" else 587)
    usual = {465: "implicit", 587: "starttls"}.get(port, "implicit" if parts.scheme == "smtps" else "none")
    tls = parse_qs(parts.query).get("tls", [usual])[0]
    if tls not in TLS:
        raise BadServerAddress(f"tls={tls} is none of {', '.join(sorted(TLS))}")
    return Server(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
    )
