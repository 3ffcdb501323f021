"""What is told, how it is signed, when it is tried again, and which addresses are never asked: plain Python."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

PING = "ping"
# what others may hear of, with the state that the case then has: public by its number at /lacak/ (docs/webhooks.md)
EVENTS: Mapping[str, str] = {
    "application.submitted": "submitted",
    "application.taken": "in_review",
    "application.returned": "returned",
    "application.answered": "in_review",
    "application.payment_requested": "awaiting_payment",
    "application.verified": "verified",
    "application.approved": "approved",
    "application.issued": "issued",
    "application.handed_over": "completed",
    "application.refused": "refused",
    "application.withdrawn": "withdrawn",
    "booking.made": "booked",
    "booking.changed": "booked",
    "booking.cancelled": "cancelled",
    "booking.checked_in": "checked_in",
    "booking.served": "served",
    "booking.missed": "no_show",
    "complaint.filed": "received",
    "complaint.completion_requested": "needs_completion",
    "complaint.verified": "verified",
    "complaint.forwarded": "forwarded",
    "complaint.followed_up": "in_progress",
    "complaint.answered": "answered",
    "complaint.contested": "reopened",
    "complaint.reopened": "reopened",
    "complaint.confirmed": "closed",
    "complaint.closed_silent": "closed",
    "complaint.closed_incomplete": "closed",
    "complaint.rejected": "rejected",
    "information_request.filed": "received",
    "information_request.taken": "in_process",
    "information_request.decided": "decided",
    "information_request.delivered": "delivered",
    "information_request.closed": "closed",
    "information_request.withdrawn": "withdrawn",
    "announcement.published": "published",
    "announcement.withdrawn": "withdrawn",
}
GROUPS: Mapping[str, str] = {
    "application": "Permohonan",
    "booking": "Janji temu",
    "complaint": "Pengaduan",
    "information_request": "Informasi publik",
    "announcement": "Pengumuman",
}

WAITS = tuple(timedelta(seconds=one) for one in (10, 30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600))
PATIENCE = timedelta(days=3)  # a delivery is given up, and an endpoint that never answered since then is paused
LONGEST_REST = timedelta(minutes=5)
BOTH_SECRETS = timedelta(days=1)  # after a change the old secret signs beside the new one for so long
KEPT = timedelta(days=30)  # deliveries and their log
ANSWER_KEPT = 500  # letters of an answer in the log
URL_LENGTH = 500
AT_MOST = 20  # endpoints that are not ended, for one organisation
PORTS = frozenset({443, 8443})
GONE = 410
# What leads into private networks by a detour: NAT64, 6to4, Teredo (RFC 6052, 3056, 4380)
DETOURS = tuple(ipaddress.ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


class NotAllowedAddress(Exception):
    """The address cannot be used; the text says why."""


def make_secret() -> str:
    """A fresh secret of 256 bits, marked so that scanners of leaked secrets know it."""
    return f"mlywh_{secrets.token_urlsafe(32)}"


def sign(body: bytes, *, secrets_now: Iterable[str], at: datetime) -> str:
    """The header `Melayani-Signature`: t=<seconds since 1970>,v1=<hex>[,v1=<hex>], one v1 for each valid secret.

    Signed is "<t>.<body>" with HMAC-SHA256. The time stands in what is signed, so that an old call cannot be repeated.
    """
    moment = str(int(at.timestamp()))
    signed = moment.encode() + b"." + body
    marks = [hmac.new(one.encode(), signed, hashlib.sha256).hexdigest() for one in secrets_now if one]
    return ",".join([f"t={moment}", *(f"v1={mark}" for mark in marks)])


def wait_after(attempts: int) -> timedelta:
    """How long a delivery waits after its attempt number `attempts` failed (from 1)."""
    return WAITS[min(max(attempts, 1), len(WAITS)) - 1]


def rest_after(failures: int) -> timedelta:
    """How long an endpoint is left alone after so many failures in a row."""
    return min(timedelta(seconds=2 ** min(failures, 10)), LONGEST_REST)


def check_url(text: str, *, anywhere: bool = False) -> str:
    """The address as it will be called; raises NotAllowedAddress with a sentence. What its name leads to is judged at
    each delivery (`is_public`). `anywhere`: a demonstration or test, where http and the own machine are allowed.
    """
    url = text.strip()
    if len(url) > URL_LENGTH or not re.fullmatch(r"[\x21-\x7e]+", url):
        raise NotAllowedAddress(f"Alamat paling panjang {URL_LENGTH} huruf, tanpa spasi.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise NotAllowedAddress("Alamat ini tidak lengkap. Contoh: https://sistem.contoh.go.id/melayani") from problem
    if parts.scheme not in ({"https", "http"} if anywhere else {"https"}) or not parts.hostname:
        raise NotAllowedAddress("Alamat harus diawali https://, misalnya https://sistem.contoh.go.id/melayani")
    if parts.username or parts.password or parts.fragment:
        raise NotAllowedAddress("Tulis alamat tanpa nama pengguna, sandi, atau tanda #.")
    if not anywhere:
        _check_host(parts.hostname, port)
    return url


def _check_host(host: str, port: int | None) -> None:
    if port is not None and port not in PORTS:
        raise NotAllowedAddress("Hanya porta 443 dan 8443 yang dapat dipakai.")
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        if "." not in host or host.rstrip(".").endswith((".localhost", ".local", ".internal")):
            raise NotAllowedAddress("Nama ini hanya dikenal di jaringan dalam. Pakai nama yang dikenal umum.") from None
        return
    if not is_public(str(literal)):
        raise NotAllowedAddress("Alamat ini bukan alamat umum di internet.")


def is_public(address: str) -> bool:
    """Whether a resolved address belongs to the public internet: nothing private, local, shared or reserved, and no
    detour to such (IPv4 inside IPv6)."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return is_public(str(found.ipv4_mapped))
        if any(found in network for network in DETOURS):
            return False
    return found.is_global and not found.is_multicast


def payload(*, id: str, event: str, number: str, unit: str, at: datetime, link: str) -> dict[str, Any]:
    """What a delivery says. Small and stable: fields are added, never renamed or taken away."""
    state = EVENTS.get(event, "test")
    told = {"id": id, "event": event, "number": number, "state": state, "unit": unit}
    return {**told, "at": at.isoformat(), "link": link}
