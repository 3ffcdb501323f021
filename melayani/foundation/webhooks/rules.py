"""What is told, how it is signed, when it is tried again, and which addresses are never asked: plain Python."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

PING = "ping"


class News(NamedTuple):
    """A piece of news: the state that the case then has, and what has happened, in Indonesian and in English."""

    state: str
    words: str
    english: str


# what others may hear of; the state is public by the number of the case at /lacak/ (docs/webhooks.md)
NEWS: Mapping[str, News] = {
    "application.submitted": News(
        "submitted", "Permohonan masuk dan menunggu diperiksa.", "An application came in and waits to be checked."
    ),
    "application.taken": News(
        "in_review", "Petugas mulai memeriksa permohonan.", "An officer has begun to check the application."
    ),
    "application.returned": News(
        "returned",
        "Permohonan dikembalikan kepada pemohon untuk dilengkapi.",
        "The application went back to the applicant to be completed.",
    ),
    "application.answered": News(
        "in_review",
        "Pemohon sudah melengkapi permohonannya; pemeriksaan berlanjut.",
        "The applicant completed the application; the check goes on.",
    ),
    "application.payment_requested": News(
        "awaiting_payment", "Pemohon diminta membayar biaya layanan.", "The applicant was asked to pay the fee."
    ),
    "application.verified": News(
        "verified", "Berkas permohonan dinyatakan lengkap dan benar.", "The papers were found complete and right."
    ),
    "application.approved": News(
        "approved",
        "Permohonan disetujui; hasilnya sedang disiapkan.",
        "The application was approved; its result is being prepared.",
    ),
    "application.issued": News(
        "issued",
        "Hasil layanan terbit dan dapat diambil atau diunduh.",
        "The result was issued and can be fetched or downloaded.",
    ),
    "application.handed_over": News(
        "completed",
        "Hasil layanan sudah diterima pemohon; urusan selesai.",
        "The applicant has the result; the case is done.",
    ),
    "application.refused": News(
        "refused",
        "Permohonan ditolak dengan alasan tertulis.",
        "The application was refused, with the reason in writing.",
    ),
    "application.withdrawn": News(
        "withdrawn", "Pemohon menarik permohonannya.", "The applicant withdrew the application."
    ),
    "booking.made": News("booked", "Janji temu baru dibuat.", "A visit was booked."),
    "booking.changed": News("booked", "Janji temu pindah ke waktu lain.", "A visit was moved to another time."),
    "booking.cancelled": News("cancelled", "Janji temu dibatalkan.", "A visit was cancelled."),
    "booking.checked_in": News(
        "checked_in", "Pemilik janji temu sudah datang dan melapor.", "The visitor has arrived and checked in."
    ),
    "booking.served": News("served", "Pemilik janji temu sudah dilayani.", "The visitor was served."),
    "booking.missed": News("no_show", "Pemilik janji temu tidak datang.", "The visitor did not come."),
    "complaint.filed": News("received", "Pengaduan baru masuk.", "A complaint came in."),
    "complaint.completion_requested": News(
        "needs_completion",
        "Pengadu diminta melengkapi pengaduannya.",
        "The complainant was asked to complete the complaint.",
    ),
    "complaint.verified": News(
        "verified",
        "Pengaduan diperiksa dan dinyatakan dapat ditangani.",
        "The complaint was checked and can be dealt with.",
    ),
    "complaint.forwarded": News(
        "forwarded", "Pengaduan diteruskan ke unit yang berwenang.", "The complaint went on to the unit in charge."
    ),
    "complaint.followed_up": News(
        "in_progress", "Pengaduan sedang ditindaklanjuti.", "The complaint is being acted on."
    ),
    "complaint.answered": News("answered", "Unit sudah menjawab pengaduan.", "The unit answered the complaint."),
    "complaint.contested": News(
        "reopened",
        "Pengadu menolak jawabannya; pengaduan dibuka lagi.",
        "The complainant did not accept the answer; the complaint is open again.",
    ),
    "complaint.reopened": News("reopened", "Pengaduan dibuka lagi.", "The complaint is open again."),
    "complaint.confirmed": News(
        "closed",
        "Pengadu menerima jawabannya; pengaduan selesai.",
        "The complainant accepted the answer; the complaint is closed.",
    ),
    "complaint.closed_silent": News(
        "closed",
        "Pengaduan selesai karena jawabannya tidak ditanggapi.",
        "The complaint is closed, because nobody replied to the answer.",
    ),
    "complaint.closed_incomplete": News(
        "closed",
        "Pengaduan ditutup karena tidak dilengkapi pada waktunya.",
        "The complaint is closed, because it was not completed in time.",
    ),
    "complaint.rejected": News(
        "rejected",
        "Pengaduan tidak dapat ditangani, dengan alasan tertulis.",
        "The complaint cannot be dealt with, with the reason in writing.",
    ),
    "information_request.filed": News("received", "Permohonan informasi masuk.", "A request for information came in."),
    "information_request.taken": News(
        "in_process",
        "Petugas informasi mulai mengerjakan permohonan informasi.",
        "The information officer has begun to work on the request.",
    ),
    "information_request.decided": News(
        "decided", "Permohonan informasi sudah diputuskan.", "The request for information was decided."
    ),
    "information_request.delivered": News(
        "delivered", "Informasi sudah disampaikan kepada pemohon.", "The information was delivered."
    ),
    "information_request.closed": News(
        "closed", "Permohonan informasi selesai.", "The request for information is closed."
    ),
    "information_request.withdrawn": News(
        "withdrawn", "Pemohon menarik permohonan informasinya.", "The applicant withdrew the request for information."
    ),
    "announcement.published": News("published", "Pengumuman terbit.", "An announcement was published."),
    "announcement.withdrawn": News("withdrawn", "Pengumuman ditarik.", "An announcement was withdrawn."),
}
EVENTS: Mapping[str, str] = {name: news.state for name, news in NEWS.items()}
TRIAL = News("test", "Uji kirim, tanpa nomor.", "A trial, without a number.")
GROUPS: Mapping[str, tuple[str, str]] = {
    "application": ("Permohonan", "Applications"),
    "booking": ("Janji temu", "Visits"),
    "complaint": ("Pengaduan", "Complaints"),
    "information_request": ("Informasi publik", "Public information"),
    "announcement": ("Pengumuman", "Announcements"),
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


def news_of(event: str) -> News:
    """What an event says; the trial for what is no news, and only the name for what is none any more."""
    return NEWS.get(event) or (TRIAL if event == PING else News("", event, event))


def grouped() -> list[tuple[tuple[str, str], list[tuple[str, News]]]]:
    """The news by what it is about: the group in both languages, and its events in the order of a case."""
    return [
        (words, [(name, news) for name, news in NEWS.items() if name.startswith(f"{group}.")])
        for group, words in GROUPS.items()
    ]


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
