"""What ends by itself: silence after an answer, a report never completed; in batches, and safe to run twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from melayani.voice.complaints import actions, states
from melayani.voice.complaints.models import Complaint, Pause
from melayani.voice.complaints.tests import factories, working
from melayani.voice.complaints.tests.factories import Town
from melayani.voice.complaints.tests.working import HOUR, SITI, events, fresh

pytestmark = pytest.mark.django_db


def test_silence_closes_but_resolves_nothing(town: Town, now: datetime) -> None:
    row = working.answered(town, now=now)
    assert row.closes_at is not None
    assert actions.close_due(now=row.closes_at - timedelta(seconds=1)) == 0
    assert actions.close_due(now=row.closes_at) == 1
    kept = fresh(row)
    assert (kept.state, kept.outcome, kept.closed_at) == (states.CLOSED, states.AUTO_CLOSED, row.closes_at)
    assert events(row)[-1] == "closed_silent"
    (message,) = working.to_reporter(row, "closed_silent")
    assert "Ombudsman" in message.body


def test_closing_twice_closes_once(town: Town, now: datetime) -> None:
    row = working.answered(town, now=now)
    late = now + timedelta(days=40)
    assert [actions.close_silent(complaint=row, now=late) for _ in range(2)] == [True, False]
    assert actions.close_due(now=late) == 0
    assert len(working.to_reporter(row, "closed_silent")) == 1
    assert events(row).count("closed_silent") == 1


def test_who_spoke_in_time_is_not_closed(town: Town, now: datetime) -> None:
    row = working.answered(town, now=now)
    assert row.closes_at is not None
    actions.reply(actor=SITI, complaint=row, secret=row.secret, text="Tunggu.", now=row.closes_at - HOUR)
    assert actions.close_due(now=row.closes_at + HOUR) == 0
    assert fresh(row).state == states.ANSWERED


def test_a_case_closed_by_silence_can_still_be_rated_once(town: Town, now: datetime) -> None:
    row = working.answered(town, now=now)
    late = now + timedelta(days=40)
    actions.close_due(now=late)
    row = actions.rate(actor=SITI, complaint=row, secret=row.secret, satisfaction=2, note="Lama.", now=late)
    assert (row.satisfaction, row.outcome) == (2, states.AUTO_CLOSED)
    assert events(row)[-1] == "rated"
    with pytest.raises(actions.ActionRefused):
        actions.rate(actor=SITI, complaint=row, secret=row.secret, satisfaction=4, now=late)


def test_a_report_never_completed_counts_as_withdrawn(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    row = actions.request_completion(actor=town.registry_liaison, complaint=row, question="Di mana?", now=now + HOUR)
    assert row.closes_at is not None
    assert (row.closes_at.date() - now.date()).days == 30  # calendar days, by data
    (asked,) = working.to_reporter(row, "completion_requested")
    assert "April 2026" in asked.body
    assert actions.close_due(now=row.closes_at - HOUR) == 0
    assert actions.close_due(now=row.closes_at) == 1
    kept = fresh(row)
    assert (kept.state, kept.outcome) == (states.CLOSED, states.WITHDRAWN)
    assert not Pause.objects.open().exists()
    assert events(row)[-1] == "closed_incomplete"
    assert len(working.to_reporter(row, "closed_incomplete")) == 1
    assert actions.close_due(now=row.closes_at + HOUR) == 0


def test_a_tick_takes_a_bounded_batch(town: Town, now: datetime) -> None:
    for place in range(3):
        working.answered(town, now=now, email=f"warga{place}@contoh.id", text=f"Laporan ke-{place}: antrean panjang.")
    late = now + timedelta(days=40)
    assert [actions.close_due(now=late, count=2) for _ in range(3)] == [2, 1, 0]
    assert Complaint.objects.filter(outcome=states.AUTO_CLOSED).count() == 3


def test_the_page_asks_for_a_rating_until_there_is_one(town: Town, now: datetime, client: Client) -> None:
    row = working.answered(town, now=now)
    actions.close_due(now=now + timedelta(days=40))
    page = f"/pengaduan/{row.number}/{row.secret}/"
    assert f"{page}setuju/" in client.get(page).content.decode()
    assert "sudah ditutup" in client.get(f"{page}setuju/").content.decode()
    sent = client.post(f"{page}setuju/", {"satisfaction": "2", "note": "Lama."})
    assert (sent.status_code, sent["Location"]) == (302, page)
    assert fresh(row).satisfaction == 2
    assert f"{page}setuju/" not in client.get(page).content.decode()
    assert client.get(f"{page}setuju/").status_code == 302
