"""Calendar entries as iCalendar text (RFC 5545, RFC 5546): one UID for good, a rising SEQUENCE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LINE_OCTETS = 75


@dataclass(frozen=True)
class Entry:
    """What stands in the calendar; `all_day` shows the days of both moments, as they stand, without hours."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    stamp: datetime
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    cancelled: bool = False
    all_day: bool = False


def calendar_text(entry: Entry, *, about: str = "Janji temu") -> str:
    """The file of one entry; lines end with CRLF and are folded at 75 octets. `about` names the calendar's maker."""
    return _calendar([entry], about, "CANCEL" if entry.cancelled else "PUBLISH", alarm=not entry.cancelled)


def feed_text(entries: Sequence[Entry], *, name: str) -> str:
    """A calendar called `name` to subscribe to: all entries, without alarms."""
    return _calendar(entries, name, "PUBLISH", alarm=False, name=name)


def _calendar(entries: Sequence[Entry], about: str, method: str, *, alarm: bool, name: str = "") -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Melayani//{about}//ID",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
    ]
    lines += [f"X-WR-CALNAME:{_text(name)}"] if name else []
    for entry in entries:
        lines += _event_lines(entry, alarm=alarm)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event_lines(entry: Entry, *, alarm: bool) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{_utc(entry.stamp)}",
        *_span(entry),
        f"SUMMARY:{_text(entry.summary)}",
        f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
    ]
    extra = (("DESCRIPTION", _text(entry.description)), ("LOCATION", _text(entry.location)), ("URL", entry.url))
    lines += [f"{name}:{value}" for name, value in extra if value]
    if alarm and not entry.all_day:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_text(entry.summary)}",
            "TRIGGER:-PT2H",
            "END:VALARM",
        ]
    return [*lines, "END:VEVENT"]


def _span(entry: Entry) -> list[str]:
    """The lines of beginning and end; the end of whole days is the day after them (RFC 5545, 3.6.1)."""
    if not entry.all_day:
        return [f"DTSTART:{_utc(entry.starts_at)}", f"DTEND:{_utc(entry.ends_at)}"]
    after = entry.ends_at + timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{entry.starts_at:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "")


def _folded(line: str) -> list[str]:
    """Cut a line into pieces of at most 75 octets, never inside a character; each further piece begins with a blank."""
    pieces, piece, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LINE_OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + width
    return [*pieces, piece]
