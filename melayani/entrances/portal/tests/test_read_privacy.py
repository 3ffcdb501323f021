"""/privasi/ in both languages: every personal field with its purpose and its legal basis."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from melayani.entrances.portal import readings

NEEDED = {"nik", "kk", "name", "birth_date", "address", "phone", "email"}


def test_both_languages_tell_of_the_same_fields() -> None:
    tables = {}
    for language in ("id", "en"):
        with translation.override(language):
            tables[language] = readings.privacy()["fields"]
    indonesian, english = ([row["key"] for row in tables[language]] for language in ("id", "en"))
    assert indonesian == english
    assert set(indonesian) >= NEEDED
    assert all(all(row.values()) for rows in tables.values() for row in rows)


@pytest.mark.django_db
def test_the_english_page_speaks_english(client: Client) -> None:
    assert "Law Number 27 of 2022" in client.get("/en/privasi/").content.decode()
    assert "Undang-Undang Nomor 27 Tahun 2022" in client.get("/privasi/").content.decode()
