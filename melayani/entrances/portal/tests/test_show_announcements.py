"""What is announced stands on screens and boards, and what an announcement tells is not told twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from melayani.delivery.announcements import actions
from melayani.delivery.announcements.models import Announcement
from melayani.delivery.announcements.rules import Words
from melayani.delivery.announcements.tests import factories as announced
from melayani.delivery.queues.tests import factories as queues
from melayani.foundation.audit import SYSTEM, react_to_news
from melayani.foundation.people.tests.factories import World
from melayani.foundation.workdays import actions as workdays

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_screen_and_its_board_show_what_is_announced_for_their_place(
    world: World, client: Client, now: datetime
) -> None:
    place = queues.place(world)
    screen = reverse("queue_screen", args=[queues.SCREEN_TOKEN])
    assert announced.TITLE not in read(client, screen)
    row = announced.published(world.bontang, now=now)
    announced.published(world.bengkalis, now=now, words=Words("Tutup di tempat lain", "Isi cukup panjang."))
    page = read(client, screen)
    assert f"{row.title}." in page
    assert "tempat lain" not in page
    assert row.title in read(client, f"/antrean/{place.site.organisation.slug}/")
    actions.withdraw_announcement(actor=world.bontang_head, announcement=row, reason="Batal", now=now)
    assert row.title not in read(client, screen)


@pytest.mark.parametrize("office", ["ministry", "bontang"])
def test_a_limit_of_the_calendar_gives_way_to_its_announcement(
    world: World, client: Client, now: datetime, office: str
) -> None:
    """Before it is published the calendar speaks; then the announcement does, once."""
    home = getattr(world, office)
    today = now.astimezone(home.zone).date()
    span: dict[str, Any] = {"starts_on": today, "ends_on": today + timedelta(days=2)}
    workdays.restrict(
        organisation=home, kind="visitor_cap", cap=37, reason="Perbaikan lantai", actor=SYSTEM, now=now, **span
    )
    path = f"/instansi/{home.slug}/"
    assert "Perbaikan lantai" in read(client, path)
    react_to_news(now)
    row = actions.publish_announcement(actor=SYSTEM, announcement=Announcement.objects.get(), now=now)
    page = read(client, path)
    assert row.title in page
    assert "Perbaikan lantai" not in page


def test_the_frame_for_other_sites_shows_what_is_announced_for_its_office(
    world: World, client: Client, now: datetime
) -> None:
    row = announced.published(world.bontang, now=now)
    page = read(client, f"/sematan/{world.bontang.slug}/")
    assert row.title in page
    assert f'href="/pengumuman/{row.slug}/" target="_blank"' in page
    assert row.title not in read(client, f"/sematan/{world.bengkalis.slug}/")
