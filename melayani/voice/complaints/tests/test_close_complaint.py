"""What ends by itself: silence after an answer, a report never completed; in batches, and safe to run twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

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


def silenced(town: Town, now: datetime) -> tuple[Complaint, datetime]:
    """A case that closed by silence, and when."""
    row = working.answered(town, now=now)
    assert row.closes_at is not None
    actions.close_due(now=row.closes_at)
    return fresh(row), row.closes_at


def test_who_speaks_late_is_heard_for_thirty_days(town: Town, now: datetime) -> None:
    row, closed = silenced(town, now)
    (message,) = working.to_reporter(row, "closed_silent")
    assert "membuka lagi" in message.body
    row = actions.rate(actor=SITI, complaint=row, secret=row.secret, satisfaction=1, now=closed + HOUR)
    row = actions.contest(
        actor=SITI, complaint=row, secret=row.secret, reason="Baru saya baca.", now=closed + timedelta(days=29)
    )
    assert (row.state, row.outcome, row.closed_at, row.satisfaction) == (states.REOPENED, "", None, None)
    assert row.round == 2
    assert row.next_due_at == row.follow_up_due_at
    assert events(row)[-1] == "contested"
    row = actions.answer(actor=town.unit_liaison, complaint=row, text="Sudah.", now=closed + timedelta(days=30))
    assert row.state == states.ANSWERED


def test_after_that_a_new_report_is_the_way(town: Town, now: datetime, client: Client) -> None:
    row, closed = silenced(town, now)
    with pytest.raises(actions.ActionRefused, match="laporan baru"):
        actions.contest(
            actor=SITI, complaint=row, secret=row.secret, reason="Baru saya baca.", now=closed + timedelta(days=32)
        )
    assert fresh(row).state == states.CLOSED
    html = client.get(f"/pengaduan/{row.number}/{row.secret}/").content.decode()  # the cases of these tests are old
    assert "Buat laporan baru" in html
    assert "/belum-selesai/" not in html


def test_an_office_may_give_more_time_to_speak_late_and_never_less(town: Town, now: datetime) -> None:
    details: dict[str, Any] = {"organisation": town.registry, "clock": "late_word", "complaint_class": ""}
    details |= {
        "source": "Keputusan kepala dinas",
        "valid_from": now.date(),
        "now": now,
        "actor": town.registry_liaison,
    }
    with pytest.raises(actions.ActionRefused, match="lebih lama"):
        actions.keep_clock(**details, amount=30, unit="calendar_day")
    actions.keep_clock(**details, amount=60, unit="calendar_day")
    row, closed = silenced(town, now)
    row = actions.contest(actor=SITI, complaint=row, secret=row.secret, reason="X", now=closed + timedelta(days=59))
    assert row.state == states.REOPENED


def test_the_office_may_open_again_what_silence_closed(town: Town, now: datetime) -> None:
    row, closed = silenced(town, now)
    row = actions.reopen(
        actor=town.unit_liaison, complaint=row, reason="Pelapor datang ke loket.", now=closed + timedelta(days=50)
    )
    assert (row.state, row.round, row.outcome) == (states.REOPENED, 2, "")
    assert events(row)[-1] == "reopened"


@pytest.mark.parametrize("ending", ["confirm", "withdraw"])
def test_what_the_reporter_ended_stays_ended(town: Town, now: datetime, ending: str) -> None:
    row = working.answered(town, now=now) if ending == "confirm" else working.verified(town, now=now)
    more = {"satisfaction": 4} if ending == "confirm" else {}
    row = getattr(actions, ending)(actor=SITI, complaint=row, secret=row.secret, now=now + 4 * HOUR, **more)
    with pytest.raises(actions.ActionRefused):
        actions.contest(actor=SITI, complaint=row, secret=row.secret, reason="X", now=now + 5 * HOUR)
    with pytest.raises(actions.ActionRefused):
        actions.reopen(actor=town.unit_liaison, complaint=row, reason="X", now=now + 5 * HOUR)


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
