"""Reports of one matter under one master: each told once, answered with the same words, each clock kept."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from melayani.foundation.audit import react_to_news
from melayani.voice.complaints import actions, joined, states
from melayani.voice.complaints.models import Complaint
from melayani.voice.complaints.tests import factories, working
from melayani.voice.complaints.tests.factories import Town
from melayani.voice.complaints.tests.working import HOUR, SITI, events, fresh

pytestmark = pytest.mark.django_db


def pair(town: Town, now: datetime, *, email: str = "tono@contoh.id") -> tuple[Complaint, Complaint]:
    """A verified master and a new report of the same pothole, joined to it."""
    master = working.verified(town, now=now)
    other = factories.filed(town, now=now + HOUR, email=email, text="Lubang di depan sekolah itu makin besar.")
    other = actions.merge_into(actor=town.registry_liaison, complaint=other, master=master, now=now + 2 * HOUR)
    return master, other


def test_a_joined_report_keeps_number_and_clock_and_its_reporter_is_told_once(town: Town, now: datetime) -> None:
    master, other = pair(town, now)
    kept = fresh(other)
    assert (kept.master, kept.state, kept.complaint_class) == (master, states.IN_PROGRESS, "non_oversight")
    assert kept.due_at is not None
    assert kept.due_explanation is not None
    assert kept.due_explanation["start"].startswith("2026-03-16T11:00")  # its own receipt, WITA
    assert len(working.to_reporter(other, "merged")) == 1
    assert events(other) == ["filed", "merged"]
    assert events(master)[-1] == "joined_to"
    with pytest.raises(actions.ActionRefused, match="Jawab di sana"):
        actions.answer(actor=town.registry_liaison, complaint=other, text="X", now=now + 3 * HOUR)


def test_when_the_master_is_answered_each_reporter_gets_the_same_words(town: Town, now: datetime) -> None:
    master, other = pair(town, now)
    later = now + 5 * HOUR
    actions.answer(actor=town.registry_liaison, complaint=master, text="Sudah ditutup.", now=later)
    react_to_news(later)
    react_to_news(later)  # a repeat answers nobody twice
    kept = fresh(other)
    assert (kept.state, kept.answered_at) == (states.ANSWERED, later)
    assert kept.response_hours == 4
    assert kept.entries.get(kind="answer").text == "Sudah ditutup."
    for row in (master, other):
        assert [message.body.count("Sudah ditutup.") for message in working.to_reporter(row, "answered")] == [1]
    assert events(other) == ["filed", "merged", "answered"]
    assert events(master)[-2:] == ["answered", "joined_answered"]


def test_each_closes_by_its_own_reporter(town: Town, now: datetime) -> None:
    master, other = pair(town, now)
    later = now + 5 * HOUR
    actions.answer(actor=town.registry_liaison, complaint=master, text="Sudah.", now=later)
    react_to_news(later)
    actions.confirm(actor=SITI, complaint=master, secret=master.secret, satisfaction=4, now=later + HOUR)
    other = actions.contest(actor=SITI, complaint=fresh(other), secret=other.secret, reason="Belum.", now=later + HOUR)
    assert (other.state, fresh(other).master) == (states.REOPENED, None)
    other = actions.answer(actor=town.registry_liaison, complaint=other, text="Kini sudah.", now=later + 2 * HOUR)
    assert other.state == states.ANSWERED
    assert fresh(master).outcome == states.RESOLVED


def test_a_person_who_reported_twice_hears_it_once(town: Town, now: datetime) -> None:
    master, other = pair(town, now, email=factories.EMAIL)
    later = now + 5 * HOUR
    actions.answer(actor=town.registry_liaison, complaint=master, text="Sudah.", now=later)
    react_to_news(later)
    assert fresh(other).state == states.ANSWERED
    assert [len(working.to_reporter(row, "answered")) for row in (master, other)] == [1, 0]


def test_many_are_answered_batch_by_batch(town: Town, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    master = working.verified(town, now=now)
    for place in range(5):
        row = factories.filed(town, now=now, email=f"w{place}@contoh.id", text=f"Lubang itu lagi, laporan ke-{place}.")
        actions.merge_into(actor=town.registry_liaison, complaint=row, master=master, now=now + 2 * HOUR)
    later = now + 5 * HOUR
    actions.answer(actor=town.registry_liaison, complaint=master, text="Sudah.", now=later)
    assert actions.answer_joined(master=master, now=later, count=2) == 2
    assert joined.waiting(master).count() == 3
    while react_to_news(later):
        pass
    assert not joined.waiting(master).exists()
    assert Complaint.objects.filter(state=states.ANSWERED).count() == 6


def test_when_the_master_is_withdrawn_the_oldest_goes_on(town: Town, now: datetime) -> None:
    master, other = pair(town, now)
    third = factories.filed(town, now=now + HOUR, email="wati@contoh.id", text="Saya juga jatuh di lubang itu.")
    actions.merge_into(actor=town.registry_liaison, complaint=third, master=master, now=now + 2 * HOUR)
    actions.withdraw(actor=SITI, complaint=master, secret=master.secret, now=now + 3 * HOUR)
    assert fresh(other).master is None
    assert fresh(third).master == other
    assert events(other)[-1] == "became_master"
    row = actions.answer(actor=town.registry_liaison, complaint=fresh(other), text="Sudah.", now=now + 4 * HOUR)
    assert row.state == states.ANSWERED


def test_what_cannot_be_joined(town: Town, now: datetime) -> None:
    master, other = pair(town, now)
    third = factories.filed(town, now=now, email="wati@contoh.id", text="Saya juga jatuh di lubang itu.")
    unverified = factories.filed(town, now=now, email="budi@contoh.id", text="Belum ada yang memeriksa laporan ini.")
    guarded = working.verified(
        town, now=now, email="rina@contoh.id", text="Petugas meminta uang kepada saya.", complaint_class="oversight"
    )
    liaison = town.city_liaison
    for top in (third, other, unverified, guarded):
        with pytest.raises(actions.ActionRefused):
            actions.merge_into(actor=liaison, complaint=third, master=top, now=now + 3 * HOUR)
    assert fresh(third).master is None
    with pytest.raises(actions.ActionRefused, match="sudah digabung ke laporan ini"):
        actions.merge_into(
            actor=liaison,
            complaint=master,
            master=working.verified(town, now=now, email="x@contoh.id", text="Laporan lain lagi tentang lubang."),
            now=now + 3 * HOUR,
        )


def test_a_correction_reaches_everybody_who_got_the_answer(town: Town, now: datetime) -> None:
    master, other = pair(town, now)
    later = now + 5 * HOUR
    row = actions.answer(actor=town.registry_liaison, complaint=master, text="Selesai Selasa.", now=later)
    react_to_news(later)
    answer = row.entries.get(kind="answer")
    actions.correct_answer(
        actor=town.registry_liaison, complaint=row, entry=answer, text="Selesai Rabu.", now=later + HOUR
    )
    while react_to_news(later + HOUR):
        pass
    new = other.entries.get(kind="correction")
    assert (new.text, new.corrects) == ("Selesai Rabu.", other.entries.get(kind="answer"))
    for one in (master, other):
        assert len(working.to_reporter(one, "corrected")) == 1
    assert events(other)[-1] == "answer_corrected"
    assert actions.correct_joined(master=master, now=later + HOUR) == 0  # a repeat corrects nobody twice


@pytest.mark.parametrize("which", [0, 1])
def test_a_case_that_turns_out_as_misconduct_leaves_its_company(town: Town, now: datetime, which: int) -> None:
    both = pair(town, now)
    row = actions.reclassify(
        actor=town.registry_liaison,
        complaint=both[which],
        complaint_class="oversight",
        reason="Ada pungli.",
        now=now + 3 * HOUR,
    )
    rest = fresh(both[1 - which])
    assert (row.coordinator, fresh(row).master) == (town.city, None)
    assert (rest.coordinator, rest.master) == (town.registry, None)


def test_no_one_joins_a_report_to_a_case_of_strangers(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now, email="wati@contoh.id", text="Saya juga jatuh di lubang itu.")
    foreign = factories.filed(
        town, now=now, about=town.people.bengkalis, email="b@contoh.id", text="Jalan di Bengkalis juga berlubang."
    )
    foreign = actions.verify(
        actor=town.bengkalis_liaison, complaint=foreign, complaint_class="non_oversight", now=now + timedelta(hours=1)
    )
    with pytest.raises(actions.NotAllowed):
        actions.merge_into(actor=town.registry_liaison, complaint=row, master=foreign, now=now + 2 * HOUR)
