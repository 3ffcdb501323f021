"""Announcements of the demonstration: made up and marked so, some as offices wrote them in spring 2020, some of today.

The limit on visitors that the calendar of Bengkalis carries drafts its own when the worker runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from melayani.delivery.announcements import actions, rules
from melayani.delivery.announcements.models import Announcement
from melayani.delivery.announcements.rules import Words, wording
from melayani.foundation.audit import SYSTEM
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Citizen, Officer

MARK = "Contoh rekaan untuk peragaan."
MARK_EN = "Made up for the demonstration."
FOLLOWERS = 6


@dataclass(frozen=True)
class Story:
    """An announcement of 2020: its words, its days, and where else it was made known (medium, place, days later)."""

    words: Words
    kind: str
    begins: datetime
    days: int
    elsewhere: tuple[tuple[str, str, int], ...] = ()
    severity: str = rules.WARN


SPRING = (
    Story(
        Words(
            "Mal pelayanan publik: pengunjung dibatasi, pakai masker",
            "Ruang tunggu menerima paling banyak separuh dari biasanya, dan satu orang untuk satu urusan. Datang "
            "sesuai jam janji temu. Urusan yang dapat daring tetap berjalan tanpa datang.\n\n"
            f"Tanya lewat telepon, WhatsApp, surel, atau akun media sosial kami. {MARK}",
            "Service mall: fewer visitors, wear a mask",
            "The waiting room takes half of the usual number, one person for one affair. Come at the time of your "
            f"appointment. What can be done on-line goes on without a visit.\n\n{MARK_EN}",
        ),
        "limit",
        datetime(2020, 3, 18, 1, 0, tzinfo=UTC),
        72,
        (
            ("social", "Akun media sosial mal pelayanan publik", 0),
            ("radio", "Siaran pagi radio daerah", 1),
            ("board", "Papan di pintu utama", 0),
        ),
    ),
    Story(
        Words(
            "Mal pelayanan publik: jam layanan 09.00 sampai 13.00",
            "Selama pembatasan sosial berskala besar loket buka pukul 09.00 sampai 13.00. Permohonan daring diterima "
            f"kapan saja. {MARK}",
            "Service mall: open 09:00 to 13:00",
            f"During the large-scale social restrictions the counters are open from 09:00 to 13:00. {MARK_EN}",
        ),
        "hours",
        datetime(2020, 4, 15, 1, 0, tzinfo=UTC),
        45,
        (("social", "Akun media sosial mal pelayanan publik", 0), ("telephone", "Pesan penjawab telepon", 1)),
    ),
)


def open_announcements(mall: Organisation, registries: list[tuple[Officer, Organisation]], *, now: datetime) -> None:
    """Spring 2020 at the mall; of today a disturbance with followers, a new service, a day on which the mall closes."""
    for story in SPRING:
        _of_2020(mall, story)
    (head, first), (other_head, second) = registries
    _follow(first, now)
    _publish(head, first, _disturbance(first, now), now - timedelta(hours=3))
    _publish(other_head, second, _new_service(second, now), now - timedelta(days=2))
    _closing(mall, now)


def _of_2020(mall: Organisation, story: Story) -> None:
    given = actions.Given(
        words=story.words,
        kind=story.kind,
        severity=story.severity,
        valid_from=story.begins,
        valid_until=story.begins + timedelta(days=story.days),
        tell_subscribers=False,
    )
    row = actions.draft_announcement(actor=SYSTEM, organisation=mall, given=given, now=story.begins)
    row = actions.publish_announcement(actor=SYSTEM, announcement=row, now=story.begins)
    for medium, place, later in story.elsewhere:
        at = story.begins + timedelta(days=later, hours=1)
        actions.make_known(
            actor=SYSTEM, announcement=row, medium=medium, place=place, at=at, note="Contoh rekaan", now=at
        )
    actions.end_announcement(announcement=row, now=story.begins + timedelta(days=story.days))


def _publish(actor: Officer, office: Organisation, given: actions.Given, now: datetime) -> Announcement:
    row = actions.draft_announcement(actor=actor, organisation=office, given=given, now=now)
    return actions.publish_announcement(actor=actor, announcement=row, now=now)


def _disturbance(office: Organisation, now: datetime) -> actions.Given:
    return actions.Given(
        words=Words(
            f"{office}: perekaman KTP-el tertunda",
            "Jaringan kependudukan sedang diperbaiki. Perekaman KTP-el dan cetak di tempat menunggu sampai pulih; "
            f"berkas lain tetap kami terima.\n\nBelum perlu datang untuk merekam. {MARK}",
            f"{office}: recording of identity cards delayed",
            "The population network is being repaired. Recording and printing of identity cards wait until it is back; "
            f"other papers are still taken.\n\n{MARK_EN}",
        ),
        kind="outage",
        severity=rules.WARN,
        valid_from=now - timedelta(hours=3),
        valid_until=now + timedelta(days=2),
    )


def _new_service(office: Organisation, now: datetime) -> actions.Given:
    return actions.Given(
        words=Words(
            f"{office}: berkas jadi dapat diambil Sabtu pagi",
            f"Mulai pekan ini loket pengambilan buka Sabtu pukul 08.00 sampai 11.00. Bawa nomor berkas Anda. {MARK}",
            f"{office}: finished papers can be fetched on Saturday",
            f"From this week on the collection counter is open on Saturday from 08:00 to 11:00. {MARK_EN}",
        ),
        kind="new_service",
        valid_from=now - timedelta(days=2),
        valid_until=now + timedelta(days=28),
    )


def _closing(mall: Organisation, now: datetime) -> None:
    """The mall closes for a day in nine days; told beforehand, with the day in the calendar feed."""
    day = (now + timedelta(days=9)).astimezone(mall.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    day_words = wording.span_words(day.date(), day.date(), "id")
    given = actions.Given(
        words=Words(
            f"{mall}: tutup {day_words}",
            f"Listrik gedung diganti pada {day_words}. Semua gerai tutup satu hari dan buka lagi keesokan harinya. "
            f"Layanan daring tetap berjalan. {MARK}",
        ),
        kind="closure",
        severity=rules.WARN,
        valid_from=now - timedelta(days=1),
        valid_until=day + timedelta(days=1),
        affects_from=day,
        affects_until=day + timedelta(days=1),
        tell_bookings=True,
    )
    row = actions.draft_announcement(actor=SYSTEM, organisation=mall, given=given, now=now - timedelta(days=1))
    actions.publish_announcement(actor=SYSTEM, announcement=row, now=now - timedelta(days=1))


def _follow(office: Organisation, now: datetime) -> None:
    for number in range(1, FOLLOWERS + 1):
        contact = keep_contact(
            email=f"pengikut{number}@contoh.example", language="en" if number == FOLLOWERS else "id", now=now
        )
        citizen = Citizen(token=f"pengikut-{number}")
        actions.follow(actor=citizen, contact=contact, about=office, words="Contoh pengikut", now=now)
