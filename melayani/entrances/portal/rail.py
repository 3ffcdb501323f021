"""The officer's rail: duties by role, as far as their pages are there."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from melayani.foundation.people import Officer, Role


@dataclass(frozen=True)
class Item:
    """One duty: words, address, icon of the sprite; `count` and `late` where a page counts."""

    label: str
    url: str
    icon: str
    current: bool
    count: int = 0
    late: bool = False


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
JUDGES = frozenset({Role.HEAD, Role.BUREAU, Role.MINISTRY, Role.ADMINISTRATOR})
EVERYBODY = frozenset(Role)

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
            ("Dokumen", "documents_office:list", "file", CASES),
        ),
    ),
    (
        "Kantor",
        (
            ("Kalender dan jam", "workdays_office:offices", "cal", KEEPERS),
            ("Survei kepuasan", "surveys_office:overview", "star", JUDGES | {Role.AUDITOR}),
            ("Angka pengaduan", "complaints_office:statistics", "chart", frozenset({Role.BUREAU, Role.MINISTRY})),
            ("Riwayat", "office_history", "clock", KEEPERS | {Role.AUDITOR}),
        ),
    ),
    (
        "Sistem",
        (
            ("Orang", "people_list", "people", frozenset({Role.ADMINISTRATOR})),
            ("Kunci API", "people_keys", "lock", frozenset({Role.ADMINISTRATOR})),
        ),
    ),
)


def groups(officer: Officer, path: str) -> list[Group]:
    """The duties of this officer's roles; the longest address that `path` begins with is the current one."""
    allowed = [(title, [duty for duty in duties if officer.roles & duty[3]]) for title, duties in DUTIES]
    urls = {duty[1]: url for _, duties in allowed for duty in duties if (url := _address(duty[1]))}
    here = max((url for url in urls.values() if path.startswith(url)), key=len, default="")
    shown = [
        Group(title, [Item(d[0], urls[d[1]], d[2], urls[d[1]] == here) for d in duties if d[1] in urls])
        for title, duties in allowed
    ]
    return [group for group in shown if group.items]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
