"""What a contact is, how a message text is built, and when a failed message is tried again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import phonenumbers

HOME_REGION = "ID"
LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3
LONGEST_TYPED_PHONE = 40
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
LONGEST_REST = timedelta(minutes=5)
PATIENCE = timedelta(days=5)  # RFC 5321, 4.5.4.1: give up after four to five days
SUBJECT = "Subject: "

_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9-]+\.)+[a-z][a-z0-9-]*[a-z0-9]"
)


class NotAContact(Exception):
    """What was typed is no e-mail address or phone number; the text says how to mend it."""


class BadMessageText(Exception):
    """A message template does not begin with a subject line and an empty line."""


@dataclass(frozen=True)
class MessageText:
    """A subject of one line, and a body of plain text."""

    subject: str
    body: str


def gettext_noop(text: str) -> str:
    """Mark `text` for the catalogue; whoever shows it translates it (rules know no language)."""
    return text


def normalise_email(text: str) -> str:
    """Return the address in lower case without blanks around it; raise NotAContact when it cannot be one."""
    address = text.strip().lower()
    local, _, domain = address.rpartition("@")
    if len(address) > LONGEST_EMAIL or len(local) > 64 or not _EMAIL.fullmatch(address):
        raise NotAContact(gettext_noop("Alamat surel ini tidak lengkap. Contoh yang benar: nama@contoh.id."))
    if any(part.startswith("-") or part.endswith("-") for part in domain.split(".")):
        raise NotAContact(gettext_noop("Alamat surel ini tidak lengkap. Contoh yang benar: nama@contoh.id."))
    return address


def normalise_phone(text: str) -> str:
    """Return the number as +62…; a number without a country code is Indonesian. Raise NotAContact when it is none."""
    problem = gettext_noop("Nomor telepon ini tidak dikenali. Contoh yang benar: 0812-3456-7890.")
    if len(text) > LONGEST_TYPED_PHONE or not re.fullmatch(r"[\d\s+().\-–]+", text.strip()):
        raise NotAContact(problem)
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException as error:
        raise NotAContact(problem) from error
    if not phonenumbers.is_valid_number(number):
        raise NotAContact(problem)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def split_message(source: str) -> MessageText:
    """Split a message template into subject line and body; raise BadMessageText when it has no subject line."""
    first, _, rest = source.partition("\n")
    blank, _, body = rest.partition("\n")
    subject = first.removeprefix(SUBJECT).strip()
    if not first.startswith(SUBJECT) or not subject or blank.strip() or not body.strip():
        raise BadMessageText(first)
    return MessageText(subject=subject, body=body)


def wait_before_next(attempts: int, *, away: bool) -> timedelta:
    """How long to wait after the attempt number `attempts`: doubling from FIRST_WAIT.

    A server that is away (`away`) is tried at least every LONGEST_REST, because everything waits for its return.
    """
    longest = LONGEST_REST if away else LONGEST_WAIT
    return min(FIRST_WAIT * (1 << min(max(attempts - 1, 0), 10)), longest)


def without_numbers(body: str, count: int) -> str:
    """The words without the `count` numbered options at their end, for a channel that shows buttons or a list."""
    lines = body.splitlines()
    words, options = (lines[:-count], lines[-count:]) if count else (lines, [])
    numbered = all(line.startswith(f"{number}. ") for number, line in enumerate(options, 1))
    return "\n".join(words).rstrip() if numbered and words else body


def by_choice(kinds: Iterable[str], wanted: Sequence[str]) -> list[str]:
    """Channels in the order of the person's choice; those that were not named come after, in the order of the house."""
    return sorted(kinds, key=lambda kind: wanted.index(kind) if kind in wanted else len(wanted))


def end_of_quiet(now: datetime, *, begins: time | None, ends: time | None, zone: str) -> datetime | None:
    """When the quiet hours around `now` end, local time of `zone`; None outside them. 22:00 to 06:00 spans midnight."""
    if begins is None or ends is None or begins == ends:
        return None
    local = now.astimezone(ZoneInfo(zone))
    clock = local.time().replace(tzinfo=None)
    over_midnight = ends < begins
    quiet = (clock >= begins or clock < ends) if over_midnight else begins <= clock < ends
    if not quiet:
        return None
    day = local.date() + timedelta(days=1 if over_midnight and clock >= begins else 0)
    return datetime.combine(day, ends, tzinfo=local.tzinfo)


def can_wait(*, urgent: bool, expires_at: datetime | None, until: datetime) -> bool:
    """Whether a message may wait for the end of quiet hours: not an urgent one, nor one that is worthless by then."""
    return not urgent and (expires_at is None or expires_at > until)


def pause_for_recipient(handed: Sequence[datetime], now: datetime, *, every: timedelta, burst: int) -> timedelta:
    """How long the same recipient must be spared: one message per `every`, `burst` of them at once after a silence.

    `handed` are the moments of earlier messages, oldest first, at least those of the last `every` x `burst`.
    """
    room, last = float(burst), None
    for moment in handed:
        room = max(0.0, _refilled(room, last, moment, every, burst) - 1)
        last = moment
    room = _refilled(room, last, now, every, burst)
    return timedelta(0) if room >= 1 else every * (1 - room)


def _refilled(room: float, last: datetime | None, moment: datetime, every: timedelta, burst: int) -> float:
    """The room that has come back since the last message, at most a whole burst."""
    return float(burst) if last is None else min(float(burst), room + max(timedelta(0), moment - last) / every)


def is_spent(used: int, *, limit: int, low_priority: bool) -> bool:
    """Whether a day's budget has no room for one more; the last fifth of it is kept for what matters."""
    return used >= (limit * 4 // 5 if low_priority else limit)


ERASURE_REASON_MIN, ERASURE_REASON_MAX = 10, 300
TELLING = 4  # so many letters of a personal value give it away


def why_not_erased(reason: str, *, known: Sequence[str]) -> str:
    """What is wrong with the written reason of an erasure, which is kept for good; "" for nothing.

    It must not hold any of the `known` personal values, or they would outlive the erasure.
    """
    words = reason.strip()
    if not ERASURE_REASON_MIN <= len(words) <= ERASURE_REASON_MAX:
        return f"Tulis alasan penghapusan, {ERASURE_REASON_MIN} sampai {ERASURE_REASON_MAX} huruf."
    if any(value.casefold() in words.casefold() for value in known if len(value) >= TELLING):
        return "Alasan ini disimpan seterusnya. Jangan tulis nama, NIK, alamat, atau kontak warga di dalamnya."
    return ""


def keep_until(closed_at: datetime, days: int) -> datetime:
    """Until when the personal data of a closed case is kept whatever is asked: `days` are the office's own duty."""
    return closed_at + timedelta(days=days)
