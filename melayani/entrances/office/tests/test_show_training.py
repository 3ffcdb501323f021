"""The events of the demonstration: what the news reported, and examples that lie ahead."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from melayani.entrances.office.demonstration.training import open_training
from melayani.foundation.people.tests.factories import LONG_AGO, World
from melayani.oversight.training import queries, states, ticks
from melayani.oversight.training.models import Event, FollowUp, Invitation, Registration

pytestmark = pytest.mark.django_db


def test_the_news_of_2020_and_the_examples_are_there(client: Client, world: World) -> None:
    now = timezone.now()
    open_training(hashed="!", since=LONG_AGO, units=[world.bontang, world.bengkalis], now=now)
    reported = {row.slug: row for row in Event.objects.exclude(source="")}
    assert len(reported) == 4
    bimtek = queries.figures.figures_of(reported["bimtek-pelayanan-publik-jateng-diy-2020"])
    assert [(row.people, row.offices) for row in bimtek.sessions] == [(37, 18), (35, 15)]
    others = [row for slug, row in reported.items() if not slug.startswith("bimtek")]
    sessions = [one for row in others for one in queries.figures.figures_of(row).sessions]
    assert [one.people for one in sessions] == [None] * 3  # a number that no source gives is not made up
    assert sorted(one.offices or 0 for one in sessions) == [0, 13, 34]
    assert not Registration.objects.filter(event__in=reported.values()).exists()
    page = client.get("/acara/bimtek-pelayanan-publik-jateng-diy-2020/").content.decode()
    for words in ("37 peserta", "35 peserta", "fin.co.id, 16 April 2020", "Damayani Tyastianti"):
        assert words in page
    past = client.get("/acara/?lalu=1").content.decode()
    assert "72 peserta menurut sumbernya" in past
    for shown in (page, past):
        assert "Selasa, 14 April 2020" in shown
        assert "2020 pukul" not in shown  # no source gives the hour
    coming = client.get("/acara/").content.decode()
    assert "Penuh, ada daftar tunggu" in coming
    assert "Untuk yang diundang" in coming
    assert (Invitation.objects.count(), FollowUp.objects.count()) == (2, 2)
    assert ticks.issue_certificates(now) > 3
    states_there = set(Registration.objects.values_list("state", flat=True))
    assert {states.COMPLETED, states.ABSENT, states.PENDING, states.WAITING} <= states_there
    examples = Event.objects.filter(source="")
    assert all("(contoh)" in row.title for row in examples)
