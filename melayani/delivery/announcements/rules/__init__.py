"""What an announcement may be, whom it concerns, and how its words are judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogue of translations and leave it as it is."""
    return text


TITLE_MAX, TEXT_MAX, REASON_MAX = 120, 2000, 300
MOMENT = timedelta(seconds=1)
COUNTED = timedelta(days=30)
COUNTS = (  # how long after a sending, and how often its messages are counted then
    (timedelta(hours=1), timedelta(seconds=10)),
    (timedelta(days=1), timedelta(minutes=5)),
    (COUNTED, timedelta(hours=6)),
)
LONGEST = timedelta(days=400)  # longer is no announcement but a changed standard or calendar
KINDS: Mapping[str, str] = {
    "closure": gettext_noop("Kantor tutup"),
    "hours": gettext_noop("Jam layanan berubah"),
    "limit": gettext_noop("Pelayanan dibatasi"),
    "outage": gettext_noop("Gangguan layanan"),
    "new_service": gettext_noop("Layanan baru"),
    "information": gettext_noop("Informasi"),
}
IN_CALENDAR = frozenset({"closure", "hours"})
NOTE, WARN, URGENT = "note", "warn", "urgent"
SEVERITIES: Mapping[str, str] = {
    NOTE: gettext_noop("Perlu diketahui"),
    WARN: gettext_noop("Penting"),
    URGENT: gettext_noop("Mendesak"),
}
TONES: Mapping[str, str] = {NOTE: "note", WARN: "warn", URGENT: "bad"}
RANK: Mapping[str, int] = {URGENT: 0, WARN: 1, NOTE: 2}
ALL, UNIT, SERVICE, REGION = "all", "unit", "service", "region"
AUDIENCES: Mapping[str, str] = {
    UNIT: "Satu kantor dan semua di bawahnya",
    SERVICE: "Satu layanan",
    REGION: "Satu wilayah",
    ALL: "Semua orang",
}
MEDIA: Mapping[str, str] = {
    "social": "Media sosial",
    "radio": "Radio",
    "television": "Televisi",
    "newspaper": "Surat kabar",
    "board": "Papan pengumuman",
    "loudspeaker": "Pengeras suara",
    "telephone": "Telepon",
    "meeting": "Pertemuan warga",
    "other": "Lainnya",
}
CHANNELS: Mapping[str, str] = {
    "email": "E-mail",
    "whatsapp": "WhatsApp",
    "sms": "SMS",
    "push": "Pemberitahuan gawai",
    "chat": "Obrolan",
    "demonstration": "Peragaan",
    "": "Belum dipilih",
}


class AnnouncementRefused(Exception):
    """What cannot be done, in words; `field` names the input it is about, "" for the whole."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True)
class Scope:
    """Whom an announcement is for; tree paths and region codes are prefixes of what lies within them."""

    audience: str
    path: str = ""  # of the unit, or of the agency whose service it is
    service_id: int | None = None
    region: str = ""


@dataclass(frozen=True)
class Place:
    """What a page is about: an office, a service of it, a region."""

    path: str = ""
    service_id: int | None = None
    region: str = ""


def concerns(scope: Scope, place: Place) -> bool:
    """Whether an announcement for `scope` belongs on a page about `place`.

    What is for everybody is everywhere. What is for an office is on its own pages and those below it; what is for one
    service is on its page and its agency's; what is for a region is with all offices in it.
    """
    if scope.audience == ALL:
        return True
    if scope.audience == UNIT:
        return bool(scope.path) and place.path.startswith(scope.path)
    if scope.audience == SERVICE:
        if place.service_id is not None:
            return place.service_id == scope.service_id
        return bool(place.path) and place.path == scope.path
    return in_region(place.region, scope.region)


def in_region(code: str, around: str) -> bool:
    """Whether the region `code` is `around` or lies in it (64.74 lies in 64)."""
    return bool(around) and (code == around or code.startswith(f"{around}."))


def is_in_force(valid_from: datetime, valid_until: datetime | None, now: datetime) -> bool:
    """Whether `now` lies in the time of validity; without an end it holds until it is withdrawn."""
    return valid_from <= now and (valid_until is None or now < valid_until)


def as_said(end: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The end in the words of the office's clock: one at midnight belongs to the day before, at 23.59."""
    if end is None:
        return None
    local = end.astimezone(zone)
    return local - timedelta(minutes=1) if local.time() == time() else local


@dataclass(frozen=True)
class Words:
    """Title and text in both languages; English may be empty."""

    title: str
    text: str
    title_en: str = ""
    text_en: str = ""


def demand_words(words: Words) -> Words:
    """The words without blanks around them; raises AnnouncementRefused for what cannot be published."""
    found = Words(
        " ".join(words.title.split()), words.text.strip(), " ".join(words.title_en.split()), words.text_en.strip()
    )
    for field, text, most in (
        ("title", found.title, TITLE_MAX),
        ("title_en", found.title_en, TITLE_MAX),
        ("text", found.text, TEXT_MAX),
        ("text_en", found.text_en, TEXT_MAX),
    ):
        if len(text) > most:
            raise AnnouncementRefused(f"Paling panjang {most} huruf.", field)
    if len(found.title) < 5:
        raise AnnouncementRefused("Tulis judulnya: apa yang terjadi, di mana.", "title")
    if len(found.text) < 10:
        raise AnnouncementRefused("Tulis isinya: apa yang berubah, sampai kapan, dan apa gantinya.", "text")
    if bool(found.title_en) != bool(found.text_en):
        field = "text_en" if found.title_en else "title_en"
        raise AnnouncementRefused("Isi judul dan teks bahasa Inggris keduanya, atau kosongkan keduanya.", field)
    return found


def demand_affected(affects_from: datetime | None, affects_until: datetime | None) -> None:
    """Refuse an end of what it is about without or before its beginning."""
    if affects_until is not None and (affects_from is None or affects_until <= affects_from):
        raise AnnouncementRefused("Akhirnya harus sesudah awalnya.", "affects_until")


def demand_span(valid_from: datetime, valid_until: datetime | None, *, now: datetime) -> None:
    """Refuse an end before the beginning, an end that has passed, and much more than a year."""
    if valid_until is None:
        return
    if valid_until <= valid_from:
        raise AnnouncementRefused("Akhirnya harus sesudah awalnya.", "valid_until")
    if valid_until <= now:
        raise AnnouncementRefused("Waktu berakhirnya sudah lewat.", "valid_until")
    if valid_until - valid_from > LONGEST:
        raise AnnouncementRefused(
            "Paling lama sekitar satu tahun. Yang berlaku lebih lama adalah bagian standar.", "valid_until"
        )


def demand_reason(text: str) -> str:
    """The reason on one line; raises AnnouncementRefused when there is none or it is too long."""
    said = " ".join(text.split())
    if not said:
        raise AnnouncementRefused("Tulis alasannya.", "reason")
    if len(said) > REASON_MAX:
        raise AnnouncementRefused(f"Alasan paling panjang {REASON_MAX} huruf.", "reason")
    return said


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text; an empty line parts them."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def wait_before_count(age: timedelta, *, took: float) -> timedelta | None:
    """When those reached by a sending that stands still since `age` are counted anew, if a count takes `took` seconds:
    soon while it moves, at most a fiftieth of the time goes into counting; None after COUNTED, when nothing moves."""
    if age > COUNTED:
        return None
    usual = next(wait for until, wait in COUNTS if age <= until)
    return max(usual, timedelta(seconds=took * 50))
