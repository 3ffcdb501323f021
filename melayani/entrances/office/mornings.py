"""The message of the morning: what is due today and what is late on an officer's desks, each working day once.

It counts what the desk of the office door counts (ahead.py, duties.py), so that message and desk never disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from melayani.delivery.applications import access as applications_access
from melayani.entrances.office import ahead, duties
from melayani.entrances.office.duties import Pile
from melayani.foundation.messaging import following, queue
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer, chat_alerts, mornings
from melayani.foundation.people.rules import Role
from melayani.foundation.ui.work import due_today
from melayani.foundation.workdays.queries import calendars_for
from melayani.foundation.workdays.rules import in_morning, works_this_morning
from melayani.voice.complaints import access as complaints_access
from melayani.voice.disclosure import access as disclosure_access

log = structlog.get_logger()
EVENT = "office.morning"
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
AT_ONCE, SECONDS = 20, 0.4  # officers, and how long, in one tick: others wait for the worker, too
LIFE = timedelta(hours=24)  # longer than any quiet hours, so that these are kept
OFFICES_MOST = 50  # of one officer, whose calendars are asked
LABELS = {  # what the desk calls its piles, in the languages of messages
    "permohonan": {"id": "Permohonan", "en": "Applications"},
    "pengaduan": {"id": "Pengaduan", "en": "Complaints"},
    "informasi": {"id": "Permintaan informasi", "en": "Information requests"},
    "keberatan": {"id": "Keberatan", "en": "Objections"},
    "perbaikan": {"id": "Perbaikan sarana", "en": "Improvements of facilities"},
    "sarana": {"id": "Laporan sarana", "en": "Reports about facilities"},
    "percakapan": {"id": "Percakapan", "en": "Conversations"},
    "pengumuman": {"id": "Pengumuman", "en": "Announcements"},
    "standar": {"id": "Standar", "en": "Service standards"},
    "komitmen": {"id": "Komitmen", "en": "Commitments"},
    "laporan": {"id": "Laporan", "en": "Reports"},
    "acara": {"id": "Tindak lanjut acara", "en": "Follow-up of events"},
    "inovasi": {"id": "Inovasi", "en": "Innovations"},
    "evaluasi": {"id": "Evaluasi", "en": "Evaluation"},
}
# Who works on cases of these kinds; a head who does not only answers for the unit and hears of what is late there.
WORKERS = {
    ahead.APPLICATIONS: applications_access.DESK_ROLES - {Role.HEAD},
    duties.COMPLAINTS.kind: complaints_access.ACTS - {Role.HEAD},
    ahead.REQUESTS: disclosure_access.PPID,
    ahead.OBJECTIONS: disclosure_access.OWES,
}


@dataclass(frozen=True)
class Count:
    """One kind of work: how much is late, how much is due today, and whether the officer only answers for the unit."""

    kind: str
    late: int
    today: int
    as_head: bool

    @property
    def label(self) -> str:
        """In the language that is active."""
        return LABELS[self.kind][translation.get_language() or settings.LANGUAGE_CODE]

    @property
    def url(self) -> str:
        return f"{settings.PUBLIC_URL}{reverse('office_desk')}?jenis={self.kind}"


def tell_officers(now: datetime) -> int:
    """Look at the desks of some officers whose morning has come and who were not looked at today; how many."""
    begins = begin_of_mornings()
    if begins is None:
        return 0
    zones = [zone for zone in ZONES if in_morning(now, begins=begins, zone=ZoneInfo(zone))]
    days = [(zone, now.astimezone(ZoneInfo(zone)).date()) for zone in zones]
    seen, started = 0, monotonic()
    for officer in mornings.to_look_at(days, now, most=AT_ONCE) if days else []:
        if seen and monotonic() - started > SECONDS:
            break
        _look_safely(officer, begins, now)
        seen += 1
    return seen


def _look_safely(officer: Officer, begins: time, now: datetime) -> None:
    """A fault of ours with one desk is logged and passed for the day: it keeps nobody else from the message."""
    try:
        look_at(officer, begins, now)
    except Exception as error:
        log.error("morning_failed", person=officer.person.pk, error=repr(error))
        mornings.claim(officer, now.astimezone(officer.organisations[0].zone).date())


def begin_of_mornings() -> time | None:
    """The setting MORNING_AT; None when it is empty."""
    return time.fromisoformat(settings.MORNING_AT) if settings.MORNING_AT else None


def look_at(officer: Officer, begins: time, now: datetime) -> bool:
    """Count the officer's desks and queue the message, once a day; whether there was one to write.

    The first office in the tree that works this morning gives zone and calendar. Where none does, the day is noted as
    looked at, and nothing is said.
    """
    offices = [one for one in officer.organisations if in_morning(now, begins=begins, zone=one.zone)][:OFFICES_MOST]
    calendars = calendars_for(offices, around=now.date(), behind=2, ahead=2) if offices else {}
    at_work = [one for one in offices if works_this_morning(now, begins=begins, calendar=calendars[one.pk])]
    counts = counts_of(officer, at_work[0], now) if at_work else []
    with transaction.atomic():
        day = now.astimezone(offices[0].zone).date() if offices else None
        if day is None or not mornings.claim(officer, day) or not counts:
            return False
        _queue(officer, at_work[0], counts, day, now)
    return True


def counts_of(officer: Officer, home: Organisation, now: datetime) -> list[Count]:
    """What is late or due today, in the order of the desk; days are those of `home`."""
    piles, _ = ahead.piles_of(officer, ahead.Filters(), now)
    found = [_count(pile, officer, home, now) for pile in piles]
    return [one for one in found if one is not None and (one.late or one.today)]


def _count(pile: Pile, officer: Officer, home: Organisation, now: datetime) -> Count | None:
    works = pile.kind not in WORKERS or not WORKERS[pile.kind].isdisjoint(officer.roles)
    if not works:
        return Count(pile.kind, pile.late, 0, as_head=True) if Role.HEAD in officer.roles else None
    waiting = pile.open > pile.late
    keys = pile.keys(pile.late + ahead.AT_MOST) if waiting else []
    return Count(pile.kind, pile.late, due_today(keys, home, now), as_head=False)


def _queue(officer: Officer, home: Organisation, counts: Sequence[Count], day: date, now: datetime) -> None:
    """To the officer's address, and to the chat that was linked: each once a day, whatever happens."""
    mail = chat_alerts.mail_of(officer, now)
    chat = following.chat_of(mail)
    for contact in [mail, *([chat] if chat is not None else [])]:
        with translation.override(mail.language):
            queue(
                EVENT,
                to=contact,
                template="office/morning",
                context={
                    "officer": officer.name,
                    "late": sum(one.late for one in counts),
                    "today": sum(one.today for one in counts),
                    "counts": counts,
                    "account": f"{settings.PUBLIC_URL}{reverse('people_account')}",
                },
                reference=Reference(kind="morning", number=f"{officer.person.pk}-{day}", url=reverse("office_desk")),
                now=now,
                organisation=home,
                dedupe_key=f"{EVENT}:{officer.person.pk}:{day}:{contact.kind}",
                language=mail.language,
                life=LIFE,
            )
