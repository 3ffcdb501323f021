"""Roles, limits, the shape of NIK numbers and of scopes: plain Python."""

from __future__ import annotations

import ipaddress
import re
import secrets
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from melayani.foundation.messaging.rules import gettext_noop


class Role(StrEnum):
    """What an officer does at an organisation and everywhere below it."""

    ADMINISTRATOR = "administrator"
    COUNTER = "counter_officer"
    PROCESSOR = "processor"
    APPROVER = "approver"
    HEAD = "head_of_unit"
    LIAISON = "liaison_officer"
    INFORMATION = "information_officer"
    MALL_MANAGER = "mall_manager"
    BUREAU = "organisation_bureau"
    MINISTRY = "ministry"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS: dict[Role, str] = {
    Role.ADMINISTRATOR: "Administrator",
    Role.COUNTER: "Petugas loket",
    Role.PROCESSOR: "Pemroses",
    Role.APPROVER: "Penandatangan",
    Role.HEAD: "Kepala unit",
    Role.LIAISON: "Pejabat penghubung",
    Role.INFORMATION: "PPID",
    Role.MALL_MANAGER: "Pengelola MPP",
    Role.BUREAU: "Biro organisasi",
    Role.MINISTRY: "Kementerian",
    Role.AUDITOR: "Auditor",
}
ROLE_CHOICES: list[tuple[str, str]] = [(role.value, label) for role, label in ROLE_LABELS.items()]

# Their desks show citizens' data, so a password alone is not enough. The others read totals only.
SEES_PERSONAL_DATA = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.COUNTER,
        Role.PROCESSOR,
        Role.APPROVER,
        Role.HEAD,
        Role.LIAISON,
        Role.INFORMATION,
        Role.AUDITOR,
    }
)

# Who answers a citizen who writes to the unit (WhatsApp and what comes later): the conversation is handed over to them.
CONVERSES = frozenset({Role.COUNTER, Role.PROCESSOR, Role.LIAISON, Role.INFORMATION, Role.HEAD})

SCOPES: dict[str, str] = {
    "services:read": "Baca layanan (terbuka untuk umum)",
    "applications:write": "Ajukan permohonan",
    "attachments:write": "Kirim berkas",
    "track:read": "Baca status dengan kode rahasia",
    "surveys:write": "Kirim jawaban survei",
    "bookings:write": "Buat janji temu",
    "complaints:write": "Kirim pengaduan",
    "information:write": "Kirim permohonan informasi",
    "indices:read": "Baca indeks kepuasan",
    "reports:read": "Baca laporan",
    "webhooks:write": "Daftarkan dan akhiri webhook instansi ini",
}

CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
CODES_PER_CONTACT = 5
CHECKS_PER_PERSON = 2  # tries of a code that an honest person may need, for the limit of a shared address
THROTTLE_WINDOW = timedelta(hours=1)
PROOF_LIFE = timedelta(minutes=30)
INVITATION_LIFE = timedelta(days=7)
IDEMPOTENCY_LIFE = timedelta(hours=24)
IDEMPOTENCY_TAKEOVER = timedelta(seconds=60)
KEY_USE_STEP = timedelta(minutes=15)
ATTEMPTS_KEPT = timedelta(days=2)
REASON_LENGTH = 10


def make_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def read_code(typed: str) -> str | None:
    """Return the six digits a hand typed (spaces and hyphens do not matter), or None when they are not six digits."""
    folded = re.sub(r"[\s\-–—.]+", "", typed)
    return folded if re.fullmatch(r"[0-9]{6}", folded) else None


def unknown_scopes(scopes: Sequence[str]) -> list[str]:
    """Return those of `scopes` that do not exist, in order."""
    return [scope for scope in scopes if scope not in SCOPES]


def client_address(*, remote: str, forwarded: str, proxies: int) -> str:
    """Return the caller's address, or "" when it cannot be known.

    `proxies` is how many of our own reverse proxies append to X-Forwarded-For. Only what they wrote is believed: the
    entry `proxies` places from the right. Everything further left was sent by the caller and may be invented.
    """
    hops = [part.strip() for part in forwarded.split(",") if part.strip()]
    chosen = hops[-proxies] if 0 < proxies <= len(hops) else remote
    try:
        return str(ipaddress.ip_address(chosen.strip("[]")))
    except ValueError:
        return remote if chosen != remote and _is_address(remote) else ""


def address_group(address: str) -> str:
    """Return the network a limit counts: an IPv4 address itself, for IPv6 its /64, since one home owns all of that."""
    if not _is_address(address):
        return "unknown"
    parsed = ipaddress.ip_address(address)
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False))


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def oidc_provider(issuer: str, client_id: str, secret: str, name: str) -> dict[str, object]:
    """The one OpenID Connect provider, or nothing unless all of it is configured."""
    if not (issuer and client_id and secret):
        return {}
    app = {"provider_id": "instansi", "name": name, "client_id": client_id, "secret": secret}
    options = {"server_url": issuer, "token_auth_method": "client_secret_basic"}
    return {"openid_connect": {"APPS": [{**app, "settings": options}], "OAUTH_PKCE_ENABLED": True}}


@dataclass(frozen=True)
class NikFindings:
    """What can be said of a NIK from its shape, in sentences to be translated. It is never "valid": only the
    population register knows that."""

    well_formed: bool
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def nik_digits(text: str) -> str:
    """The number without the blanks, dots and hyphens by which people write it; one NIK has one form."""
    return re.sub(r"[\s.\-]+", "", text)


def check_nik(text: str, *, birth_date: date | None = None, known_districts: AbstractSet[str]) -> NikFindings:
    """Judge the shape PPRRSS DDMMYY NNNN of a NIK (day + 40 for women, serial not 0000).

    `known_districts` holds Kemendagri codes of six digits; an unknown one is a warning only, because a NIK keeps the
    code of its place of issue when districts split or are renamed. With `birth_date` the date inside must agree.
    """
    digits = nik_digits(text)
    if not re.fullmatch(r"[0-9]{16}", digits):
        words = gettext_noop("NIK terdiri atas 16 angka. Periksa kembali pada KTP-el atau kartu keluarga.")
        return NikFindings(False, [words])
    problems = _birth_problems(digits[6:12], birth_date)
    if digits[12:] == "0000":
        problems.append(gettext_noop("Empat angka terakhir NIK tidak mungkin 0000. Periksa kembali."))
    warnings = []
    if digits[:6] not in known_districts:
        warnings.append("Enam angka pertama NIK bukan kode kecamatan yang kami kenal. Periksa sekali lagi.")
    return NikFindings(not problems, problems, warnings)


def nik_birth_dates(ddmmyy: str) -> list[date]:
    """Return the dates (19YY and 20YY) that the middle six digits of a NIK can mean; empty when there is none."""
    day, month, year = int(ddmmyy[:2]), int(ddmmyy[2:4]), int(ddmmyy[4:])
    day = day - 40 if 41 <= day <= 71 else day
    return [made for century in (1900, 2000) if (made := _date(century + year, month, day))]


def _birth_problems(ddmmyy: str, birth_date: date | None) -> list[str]:
    candidates = nik_birth_dates(ddmmyy)
    if not candidates:
        return [gettext_noop("Angka ke-7 sampai ke-12 NIK bukan tanggal lahir yang mungkin. Periksa kembali.")]
    if birth_date is not None and birth_date not in candidates:
        return [gettext_noop("Tanggal lahir di dalam NIK berbeda dari tanggal lahir yang Anda isi. Periksa keduanya.")]
    return []


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
