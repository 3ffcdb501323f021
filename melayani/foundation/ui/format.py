"""How dates, money, numbers and masked values read, in Indonesian and English."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.numbers import format_currency, format_decimal
from django.utils.translation import get_language, gettext, ngettext

ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
DEFAULT_ZONE = "Asia/Jakarta"
BULLET = "•"


def locale() -> str:
    """Babel's name for the active language."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def format_day(day: date | datetime | None, zone: Any = None) -> str:
    """Senin, 24 November 2026 / Monday, 24 November 2026; a moment's day is the one in `zone` (an organisation's)."""
    return babel_date(_date(day, zone), "EEEE, d MMMM y", locale=locale()) if day else ""


def format_day_short(day: date | datetime | None, zone: Any = None) -> str:
    """Sen 24 Nov / Mon 24 Nov; a moment's day is the one in `zone`."""
    return babel_date(_date(day, zone), "EEE d MMM", locale=locale()) if day else ""


def format_moment(moment: datetime | None, zone: Any = DEFAULT_ZONE) -> str:
    """Senin, 24 November 2026 pukul 10.30 WIB / Monday, 24 November 2026 at 10:30 WIB.

    `zone` is a zone's name, or anything with `time_zone` (an organisation).
    """
    if moment is None:
        return ""
    return _moment(moment, zone_name(zone), locale())


@lru_cache(maxsize=2048)
def _moment(moment: datetime, zone: str, language: str) -> str:
    """Written once: a morning's visits and their messages name the same moments over and over."""
    local = moment.astimezone(ZoneInfo(zone))
    at = gettext("pukul")
    return (
        f"{format_day(local, zone)} {at} {format_clock(local, zone)} {ZONES.get(zone, local.tzname() or '')}".rstrip()
    )


def format_clock(moment: datetime | None, zone: Any = None) -> str:
    """10.30 / 10:30; in `zone` when given, else as the moment stands."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone_name(zone))) if zone else moment
    return babel_datetime(local, "HH.mm" if locale() == "id" else "HH:mm", locale=locale())


def zone_name(zone: Any) -> str:
    """The name of the time zone of an organisation, a ZoneInfo, or a name; Asia/Jakarta for nothing."""
    return str(getattr(zone, "time_zone", None) or getattr(zone, "key", None) or zone or DEFAULT_ZONE)


def format_rupiah(amount: int | None) -> str:
    """Rp25.000; Gratis for 0; "belum dicantumkan" for None, because unknown is not zero."""
    if amount is None:
        return gettext("belum dicantumkan")
    if amount == 0:
        return gettext("Gratis")
    return format_currency(amount, "IDR", "¤#,##0", locale="id", currency_digits=False)


def format_number(value: int | Decimal | None) -> str:
    """1.392 / 1,392."""
    return format_decimal(value, locale=locale()) if value is not None else ""


def format_decimal2(value: Decimal | float | str | None) -> str:
    """87,28 / 87.28."""
    return format_decimal(Decimal(str(value)), "#,##0.00", locale=locale()) if value not in (None, "") else ""


def format_size(size: int | None) -> str:
    """1,8 MB / 640 kB; one decimal below 10 MB."""
    if size is None:
        return ""
    if size >= 1_000_000:
        pattern = "#,##0.#" if size < 10_000_000 else "#,##0"
        return f"{format_decimal(Decimal(size) / 1_000_000, pattern, locale=locale())} MB"
    return f"{max(1, round(size / 1000))} kB"


def unit_word(unit: str | None, amount: int | Decimal | None) -> str:
    """hari kerja, jam … / working days, hours …"""
    count = 1 if amount == 1 else 2
    words = {
        "minute": ngettext("menit", "menit", count),
        "hour": ngettext("jam", "jam", count),
        "calendar_day": ngettext("hari", "hari", count),
        "day": ngettext("hari", "hari", count),
        "working_day": ngettext("hari kerja", "hari kerja", count),
        "month": ngettext("bulan", "bulan", count),
    }
    return words.get(unit or "", "")


def format_duration(minimum: int | None, maximum: int | None, unit: str | None) -> str:
    """14 hari kerja; 1 sampai 3 hari kerja; paling lama 3 hari kerja; 30 menit; "belum dicantumkan"."""
    if unit == "external_sla":
        return gettext("mengikuti sistem lain")
    word = unit_word(unit, maximum if maximum is not None else minimum)
    if not word or (minimum is None and maximum is None):
        return gettext("belum dicantumkan")
    if minimum is None:
        return gettext("paling lama %(amount)s %(unit)s") % {"amount": maximum, "unit": word}
    if maximum is None or minimum == maximum:
        return f"{minimum} {word}"
    return gettext("%(minimum)s sampai %(maximum)s %(unit)s") % {"minimum": minimum, "maximum": maximum, "unit": word}


def format_promise(written: str, minimum: int | None, maximum: int | None, unit: str | None) -> str:
    """A duration as the office wrote it; in English its amount and unit, since what is written is Indonesian ("" where
    it has none)."""
    if locale() == "id" or not written:
        return written
    known = unit == "external_sla" or (unit_word(unit, 1) and (minimum, maximum) != (None, None))
    return format_duration(minimum, maximum, unit) if known else ""


def format_phone(number: str | None) -> str:
    """0812-3456-7890, however it was typed or is kept; what is no Indonesian mobile number stays as it stands."""
    text = str(number or "").strip()
    digits = re.sub(r"[\s().-]", "", text)
    local = re.sub(r"^(\+62|0062|62)0?", "0", digits)
    if not re.fullmatch(r"08\d{7,11}", local):
        return text
    return "-".join(part for part in (local[:4], local[4:8], local[8:]) if part)


def mask_name(name: str | None) -> str:
    """Contoh A•••• P••••: the first word, then initials; a single word keeps its first letter."""
    words = (name or "").split()
    if not words:
        return ""
    if len(words) == 1:
        return _initial(words[0])
    return " ".join([words[0], *(_initial(word) for word in words[1:])])


def mask_nik(nik: str | None) -> str:
    """6474••••••••0003: the place of issue and the serial stay."""
    digits = nik or ""
    return f"{digits[:4]}{BULLET * 8}{digits[-4:]}" if len(digits) == 16 else BULLET * len(digits)


def mask_phone(phone: str | None) -> str:
    """0812••••••17: the first four and the last two digits stay."""
    digits = (phone or "").replace("+62", "0", 1)
    return f"{digits[:4]}{BULLET * (len(digits) - 6)}{digits[-2:]}" if len(digits) > 8 else BULLET * len(digits)


def mask_email(email: str | None) -> str:
    """w••••@contoh.example."""
    local, sign, host = (email or "").partition("@")
    return f"{_initial(local)}@{host}" if sign and local else BULLET * len(email or "")


def mask_address(address: str | None) -> str:
    """Jalan M••••: the first word, then one initial."""
    words = (address or "").split()
    return " ".join([words[0], _initial(words[1])] if len(words) > 1 else [_initial(word) for word in words])


def mask_date(value: date | str | None) -> str:
    """••-••-1990: the year stays."""
    year = str(value)[:4] if value else ""
    return f"{BULLET * 2}-{BULLET * 2}-{year}" if year.isdigit() else ""


def _initial(word: str) -> str:
    return f"{word[:1]}{BULLET * 4}" if word else ""


def _date(value: date | datetime, zone: Any = None) -> date:
    """The calendar day; of an aware moment the one in `zone`, by default in Jakarta: the database gives UTC."""
    if not isinstance(value, datetime):
        return value
    local = value.astimezone(ZoneInfo(zone_name(zone))) if value.tzinfo else value
    return local.date()


def shortened(text: str, most: int) -> str:
    """The beginning of a text on one line, at most `most` characters, cut between words."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    start = flat[: most - 2]
    return f"{start.rsplit(' ', 1)[0]} …"
