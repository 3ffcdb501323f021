"""What the public reads is written by an officer; what the reporter wrote stays sealed; some cases are never shown."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from melayani.foundation.audit import react_to_news
from melayani.voice.complaints import access, actions
from melayani.voice.complaints.models import Category, Complaint, Publication, PublicWord
from melayani.voice.complaints.tests import factories, working
from melayani.voice.complaints.tests.factories import STORY, Town
from melayani.voice.complaints.tests.working import HOUR, events, fresh

pytestmark = pytest.mark.django_db


def test_a_report_is_shown_in_an_officers_words_at_a_rounded_place(town: Town, now: datetime) -> None:
    row = working.published(town, now=now, **factories.near_school())
    kept = fresh(row)
    assert (kept.publication, kept.public_title) == (Publication.PUBLISHED, "Jalan rusak")
    assert (kept.public_latitude, kept.public_longitude) == (Decimal("0.132"), Decimal("117.488"))
    assert kept.text == STORY
    assert access.get_public(row.number).pk == row.pk
    assert events(row)[-1] == "published"
    assert len(working.to_reporter(row, "published")) == 1


def test_a_redaction_seals_what_stood_there(town: Town, now: datetime) -> None:
    row = working.published(town, now=now)
    row = actions.redact(
        actor=town.registry_liaison, complaint=row, title="Jalan rusak", text="Jalan berlubang.", now=now + 3 * HOUR
    )
    assert row.public_text == "Jalan berlubang."
    sealed = row.entries.get(kind="redaction")
    assert "Jalan berlubang di depan sekolah." in sealed.text
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM complaints_entry WHERE id = %s", [sealed.pk])
        assert "sekolah" not in str(cursor.fetchone()[0])  # encrypted where it lies
    assert fresh(row).text == STORY
    assert events(row)[-1] == "redacted"
    with pytest.raises(actions.ActionRefused, match="masih sama"):
        actions.redact(
            actor=town.registry_liaison, complaint=row, title="Jalan rusak", text="Jalan berlubang.", now=now + 4 * HOUR
        )


def test_a_report_can_be_taken_away_and_shown_again(town: Town, now: datetime) -> None:
    row = working.published(town, now=now)
    row = actions.withhold(actor=town.registry_liaison, complaint=row, reason="Memuat nama.", now=now + 3 * HOUR)
    assert (row.publication, row.public_title, row.published_at) == (Publication.WITHHELD, "", None)
    assert not access.public().exists()
    assert events(row)[-1] == "withheld"
    row = actions.publish(actor=town.registry_liaison, complaint=row, title="Jalan", text="Rusak.", now=now + 4 * HOUR)
    assert access.public().filter(pk=row.pk).exists()


def test_what_is_never_shown(town: Town, now: datetime) -> None:
    quiet = factories.quiet_category()
    cases: list[Complaint] = [
        working.verified(town, now=now, secret=True),
        working.verified(town, now=now, category=quiet, email="a@contoh.id", text="Seorang anak dipukul di kelas."),
        working.verified(
            town, now=now, complaint_class="oversight", email="b@contoh.id", text="Petugas minta uang dua ratus ribu."
        ),
        factories.filed(town, now=now, email="c@contoh.id", text="Laporan ini belum diverifikasi siapa pun."),
    ]
    for row in cases:
        with pytest.raises(actions.ActionRefused):
            actions.publish(actor=town.city_liaison, complaint=row, title="X", text="Y", now=now + 3 * HOUR)
    assert not access.public().exists()


def test_moving_a_shown_report_to_a_quiet_category_hides_it(town: Town, now: datetime) -> None:
    row = working.published(town, now=now)
    row = actions.set_about(
        actor=town.registry_liaison, complaint=row, category=factories.quiet_category(), now=now + 3 * HOUR
    )
    assert (row.publication, row.public_text) == (Publication.PRIVATE, "")
    back, _ = Category.objects.get_or_create(slug="terbuka", defaults={"name": "Terbuka"})
    row = actions.set_about(actor=town.registry_liaison, complaint=row, category=back, now=now + 4 * HOUR)
    assert row.publication == Publication.PENDING  # looked at anew before it is shown again


@pytest.mark.parametrize(("title", "text"), [("", "Isi"), ("Judul", " "), ("x" * 201, "Isi"), ("Judul", "x" * 10_001)])
def test_missing_or_endless_public_words_are_refused(town: Town, now: datetime, title: str, text: str) -> None:
    row = working.verified(town, now=now)
    with pytest.raises(actions.InputRefused):
        actions.publish(actor=town.registry_liaison, complaint=row, title=title, text=text, now=now + 3 * HOUR)


def test_publishing_twice_is_refused(town: Town, now: datetime) -> None:
    row = working.published(town, now=now)
    with pytest.raises(actions.ActionRefused, match="sudah tayang"):
        actions.publish(actor=town.registry_liaison, complaint=row, title="A", text="B", now=now + 3 * HOUR)


@pytest.mark.parametrize(
    ("over", "complaint_class", "shown"),
    [
        ({}, "non_oversight", True),
        ({"secret": True}, "non_oversight", False),
        ({}, "oversight", False),
    ],
)
def test_a_category_without_moderation_shows_a_report_once_it_is_verified(
    town: Town, now: datetime, over: dict[str, Any], complaint_class: str, shown: bool
) -> None:
    lamps, _ = Category.objects.get_or_create(slug="lampu", defaults={"name": "Lampu jalan", "moderated": False})
    row = factories.filed(town, now=now, category=lamps, **over)
    assert not access.public().exists()
    row = actions.verify(actor=town.registry_liaison, complaint=row, complaint_class=complaint_class, now=now + HOUR)
    assert access.public().filter(pk=row.pk).exists() is shown
    react_to_news(now + HOUR)
    assert PublicWord.objects.filter(complaint=row).exists() is shown
    assert events(row) == ["filed", "verified"]
