"""Ready words for what the calendar of an office says, in both languages. They stand here, because an officer reads
and changes them before anybody else sees them; the reason stays as the officer wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from melayani.delivery.announcements.rules import TITLE_MAX, Words

WHOLE_DAY = timedelta(hours=12)  # a stop of such a length is told as a day, not by the clock
MONTHS = {
    "id": ("Januari", "Februari", "Maret", "April", "Mei", "Juni")
    + ("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    "en": ("January", "February", "March", "April", "May", "June")
    + ("July", "August", "September", "October", "November", "December"),
}
STILL_OPEN = {
    "id": "Pengajuan dan pelacakan daring tetap buka. Bila Anda sudah punya janji temu, kami mengabari Anda.",
    "en": "You can still apply and track on-line. If you already have an appointment, we will write to you.",
}


def span_words(first: date, last: date | None, language: str) -> str:
    """1 Mei 2026; 1 sampai 3 Mei 2026; mulai 1 Mei 2026 / 1 May 2026; 1 to 3 May 2026; from 1 May 2026."""
    if last is None:
        return f"{'from' if language == 'en' else 'mulai'} {_day(first, language)}"
    if first == last:
        return _day(first, language)
    to = "to" if language == "en" else "sampai"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} {to} {_day(last, language)}"
    return f"{_day(first, language)} {to} {_day(last, language)}"


def for_closure(office: str, first: date, last: date, reason: str) -> Words:
    """An office does not work on these days."""
    return _words(
        office,
        (f"tutup {span_words(first, last, 'id')}", f"closed {span_words(first, last, 'en')}"),
        (
            f"{office} tidak melayani pada {span_words(first, last, 'id')}. Hari-hari itu tidak dihitung dalam "
            "jangka waktu permohonan Anda.",
            f"{office} does not serve visitors on {span_words(first, last, 'en')}. These days do not count in the "
            "time your application takes.",
        ),
        reason,
    )


def for_stop(office: str, starts: datetime, ends: datetime, reason: str) -> Words:
    """The counters stop in an emergency, between two moments by the clock of the office."""
    same = starts.date() == ends.date()
    clock, clock_en = (f"{starts:%H}.{starts:%M} sampai {ends:%H}.{ends:%M}", f"{starts:%H:%M} to {ends:%H:%M}")
    span, span_en = (span_words(starts.date(), ends.date(), one) for one in ("id", "en"))
    if same and (ends - starts) < WHOLE_DAY:
        span, span_en = f"{span} pukul {clock}", f"{span_en}, {clock_en}"
    return _words(
        office,
        (f"loket tutup {span}", f"counters closed {span_en}"),
        (
            f"Loket {office} tutup pada {span}. Warga yang punya janji temu sudah kami kabari dengan waktu pengganti.",
            f"The counters of {office} are closed on {span_en}. Visitors with an appointment were offered another "
            "time.",
        ),
        reason,
    )


def for_restriction(office: str, first: date, last: date, reason: str, details: Mapping[str, object]) -> Words:
    """Fewer visitors, other hours, only on-line; `details` are those of the event restriction.started."""
    span, span_en = span_words(first, last, "id"), span_words(first, last, "en")
    if details.get("kind") == "visitor_cap":
        heads = (f"pengunjung dibatasi {details['cap']} orang", f"at most {details['cap']} visitors")
        says = (
            f"Pada {span} {office} menerima paling banyak {details['cap']} orang. Buat janji temu supaya tempat Anda "
            "pasti.",
            f"On {span_en} {office} takes at most {details['cap']} visitors. Book an appointment, so that your "
            "place is sure.",
        )
    elif details.get("kind") == "changed_hours":
        opens, closes = str(details["opens"]), str(details["closes"])
        hours = f"{opens.replace(':', '.')} sampai {closes.replace(':', '.')}"
        heads = (f"jam layanan {hours}", f"open {opens} to {closes}")
        says = (
            f"Pada {span} {office} melayani pukul {hours}.",
            f"On {span_en} {office} is open from {opens} to {closes}.",
        )
    else:
        heads = ("hanya layanan daring", "on-line only")
        says = (
            f"Pada {span} loket {office} tidak menerima tamu. Semua layanan berjalan lewat situs ini.",
            f"On {span_en} the counters of {office} receive no visitors. All services go on at this site.",
        )
    return _words(office, heads, says, reason)


def for_mode(office: str, mode: str, first: date, last: date | None) -> Words | None:
    """How the doors stand from now on; None for an office that is simply open."""
    span, span_en = span_words(first, last, "id"), span_words(first, last, "en")
    known = {
        "limited": (
            ("melayani terbatas", "limited service"),
            (
                f"Loket {office} melayani dengan petugas dan tamu terbatas {span}. Buat janji temu sebelum datang.",
                f"The counters of {office} work with fewer officers and visitors {span_en}. Book before you come.",
            ),
        ),
        "online_only": (
            ("hanya layanan daring", "on-line only"),
            (
                f"Loket {office} tidak menerima tamu {span}. Semua layanan berjalan lewat situs ini.",
                f"The counters of {office} receive no visitors {span_en}. All services go on at this site.",
            ),
        ),
        "closed": (
            ("loket ditutup", "counters closed"),
            (f"Loket {office} ditutup {span}.", f"The counters of {office} are closed {span_en}."),
        ),
    }
    if mode not in known:
        return None
    heads, says = known[mode]
    return _words(office, heads, says, "")


def _words(office: str, heads: tuple[str, str], says: tuple[str, str], reason: str) -> Words:
    why = (f"Alasannya: {reason.rstrip('.')}.", f'Reason, in the office\'s words: "{reason.rstrip(".")}".')
    return Words(
        title=_title(office, heads[0]),
        text="\n\n".join([says[0], *([why[0]] if reason else []), STILL_OPEN["id"]]),
        title_en=_title(office, heads[1]),
        text_en="\n\n".join([says[1], *([why[1]] if reason else []), STILL_OPEN["en"]]),
    )


def _title(office: str, what: str) -> str:
    room = TITLE_MAX - len(what) - 2
    return f"{office if len(office) <= room else office[: room - 1].rstrip() + '…'}: {what}"


def _day(day: date, language: str) -> str:
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"
