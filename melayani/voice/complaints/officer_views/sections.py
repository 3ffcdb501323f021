"""The pages of complaints beside the desk, as far as an officer may open them."""

from __future__ import annotations

from melayani.foundation.people import Officer, Role
from melayani.voice.complaints import access

# words, name of the address, roles
PAGES: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("Meja pengaduan", "complaints_office:list", access.READS),
    ("Moderasi", "complaints_office:moderation", access.ROLES["publish"]),
    ("Templat jawaban", "complaints_office:templates", access.ROLES[access.KEEP_SETTINGS]),
    ("Statistik", "complaints_office:statistics", access.ROLES[access.READ_STATISTICS]),
    ("Pengaturan", "complaints_office:settings", access.ROLES[access.KEEP_SETTINGS]),
    ("Serah terima LAPOR!", "complaints_office:handover", access.ACTS),
)


def sections(officer: Officer) -> list[tuple[str, str]]:
    """Words and name of each page that this officer may open."""
    return [(words, name) for words, name, roles in PAGES if not roles.isdisjoint(officer.roles)]
