"""The officer's rail: duties by role, as far as their pages are there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse

from melayani.delivery.announcements import access as announcements_access
from melayani.delivery.announcements.queries import work as announcements
from melayani.delivery.applications import access as applications_access
from melayani.delivery.applications.queries import work as applications
from melayani.foundation.messaging import queries as messaging
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.rules import CONVERSES
from melayani.oversight.evaluation.queries import work as evaluation
from melayani.voice.complaints import access as complaints_access
from melayani.voice.complaints.queries import work as complaints
from melayani.voice.disclosure import access as disclosure_access
from melayani.voice.disclosure.queries import work as disclosure


class Counted(NamedTuple):
    """Open cases of a duty, and those of them whose date is over."""

    open: int
    late: int


@dataclass(frozen=True)
class Item:
    """One duty: words, address, icon of the sprite; how many open cases stand there, and how many of them late."""

    label: str
    url: str
    icon: str
    current: bool
    count: int = 0
    late: int = 0


@dataclass(frozen=True)
class Group:
    """Duties that belong together."""

    title: str
    items: list[Item]


CASES = frozenset({Role.COUNTER, Role.PROCESSOR, Role.APPROVER, Role.HEAD})
INFORMERS = frozenset({Role.INFORMATION, Role.HEAD, Role.AUDITOR, Role.COUNTER, Role.LIAISON})
HEARERS = frozenset({Role.LIAISON, Role.HEAD, Role.AUDITOR})
VISITS = frozenset({Role.COUNTER, Role.PROCESSOR, Role.HEAD, Role.MALL_MANAGER})
KEEPERS = frozenset({Role.HEAD, Role.ADMINISTRATOR})
SPEAKERS = announcements_access.SEES
JUDGES = frozenset({Role.HEAD, Role.BUREAU, Role.MINISTRY, Role.ADMINISTRATOR})
MALLS = frozenset({Role.MALL_MANAGER, Role.BUREAU, Role.ADMINISTRATOR, Role.HEAD})
REPORTERS = frozenset({Role.HEAD, Role.MALL_MANAGER, Role.BUREAU, Role.MINISTRY, Role.AUDITOR})
CHECKERS = frozenset({Role.HEAD, Role.MALL_MANAGER, Role.BUREAU})
INNOVATORS = CHECKERS | {Role.MINISTRY, Role.AUDITOR}
CONSULTERS = frozenset({Role.HEAD, Role.BUREAU, Role.LIAISON, Role.PROCESSOR, Role.AUDITOR, Role.MINISTRY})
TYPISTS = frozenset({Role.COUNTER, Role.PROCESSOR, Role.HEAD, Role.BUREAU})
EVERYBODY = frozenset(Role)
ANSWERERS = CASES | INFORMERS | HEARERS

# title, then (label, name of the address, icon, roles)
DUTIES: tuple[tuple[str, tuple[tuple[str, str, str, frozenset[Role]], ...]], ...] = (
    (
        "",
        (
            ("Meja kerja", "office_desk", "desk", EVERYBODY),
            ("Permohonan", "applications_office:list", "doc", CASES),
            ("Janji temu", "appointments_office:units", "hand", VISITS),
            ("Antrean", "queues_office:mine", "people", VISITS),
            ("Informasi publik", "disclosure_office:desk", "info", INFORMERS),
            ("Pengaduan", "complaints_office:list", "chat", HEARERS),
            ("Catat pengaduan", "complaints_office:file", "form", frozenset({Role.COUNTER})),
            ("Telepon", "office_telephone", "phone", ANSWERERS),
            ("Percakapan", "office_conversations", "talk", CONVERSES),
            ("Dokumen", "documents_office:list", "file", CASES),
            ("Acara dan pelatihan", "training_office:events", "talk", EVERYBODY),
        ),
    ),
    (
        "Kantor",
        (
            ("Pengumuman", "announcements_office:list", "bell", SPEAKERS),
            ("Kalender dan jam", "workdays_office:offices", "cal", KEEPERS),
            ("Standar layanan", "standards_office:services", "form", JUDGES | {Role.AUDITOR}),
            ("Laporan", "reporting_office:mine", "chart", REPORTERS),
            ("Mal pelayanan", "catalogue_office:malls", "home", MALLS),
            ("Sarana", "facilities_office:places", "care", CHECKERS),
            ("Inovasi", "innovations_office:list", "flag", INNOVATORS),
            ("Evaluasi pelayanan", "evaluation_office:desk", "eye", evaluation.WORKERS),
            ("Survei kepuasan", "surveys_office:overview", "star", JUDGES | {Role.AUDITOR, Role.MALL_MANAGER}),
            ("Konsultasi publik", "consultations_office:desk", "people", CONSULTERS),
            ("Isi survei dari kertas", "surveys_office:collect", "form", TYPISTS),
            ("Angka pengaduan", "complaints_office:statistics", "chart", frozenset({Role.BUREAU, Role.MINISTRY})),
            ("Riwayat", "office_history", "clock", KEEPERS | {Role.AUDITOR}),
        ),
    ),
    (
        "Sistem",
        (
            ("Pesan keluar", "office_messages", "chat", frozenset({Role.ADMINISTRATOR, Role.HEAD})),
            ("Surat masuk", "mailbox_office:list", "mail", frozenset({Role.ADMINISTRATOR})),
            ("Orang", "people_list", "people", frozenset({Role.ADMINISTRATOR})),
            ("Kunci API", "people_keys", "lock", frozenset({Role.ADMINISTRATOR})),
            ("Webhook", "webhooks_office:list", "up", frozenset({Role.ADMINISTRATOR})),
        ),
    ),
)


# pages for administrators of the whole installation only
CENTRAL = frozenset({"mailbox_office:list"})
# where a count stands: the address, who works there, how to count
COUNTED: tuple[tuple[str, frozenset[Role], Callable[[Officer, datetime], Mapping[str, int]]], ...] = (
    ("applications_office:list", applications_access.DESK_ROLES, applications.rail_counts),
    ("complaints_office:list", complaints_access.ACTS, complaints.rail_counts),
    ("disclosure_office:desk", disclosure_access.OWES, disclosure.rail_counts),
    ("announcements_office:list", announcements.HEADS, announcements.counts),
)
# read only where citizens can write at all
TALKS = (
    "office_conversations",
    CONVERSES,
    lambda officer, now: messaging.conversation_counts(officer.reach(*CONVERSES), now),
)


def counts(officer: Officer, now: datetime, *, talks: bool = False) -> dict[str, Counted]:
    """What stands on the officer's desks, by address; one query for each duty of the officer's roles, two for PPID.

    `talks` says that a channel is on by which citizens write. An objection is information's work, too, and its clock
    counts like that of a request.
    """
    counted = [*COUNTED, TALKS] if talks else COUNTED
    found = {name: count(officer, now) for name, roles, count in counted if not roles.isdisjoint(officer.roles)}
    return {
        name: Counted(
            one.get("open", 0) + one.get("requests", 0) + one.get("objections", 0),
            one["late"] + one.get("objections_late", 0),
        )
        for name, one in found.items()
    }


def groups(officer: Officer, path: str, now: datetime, *, talks: bool = False) -> list[Group]:
    """The duties of this officer's roles; the longest address that `path` begins with is the current one."""
    central = any(len(reach) <= Organisation.steplen for reach in officer.reach(Role.ADMINISTRATOR))
    allowed = [
        (title, [duty for duty in duties if officer.roles & duty[3] and (central or duty[1] not in CENTRAL)])
        for title, duties in DUTIES
    ]
    urls = {duty[1]: url for _, duties in allowed for duty in duties if (url := _address(duty[1]))}
    here = max((url for url in urls.values() if path.startswith(url)), key=len, default="")
    found = counts(officer, now, talks=talks)
    shown = [
        Group(
            title,
            [Item(d[0], urls[d[1]], d[2], urls[d[1]] == here, *found.get(d[1], ())) for d in duties if d[1] in urls],
        )
        for title, duties in allowed
    ]
    return [group for group in shown if group.items]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
