"""Follow-ups, answers, corrections beside the old words, notes that nobody outside reads, an answer opened again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from melayani.foundation.people import Citizen
from melayani.voice.complaints import actions, states
from melayani.voice.complaints.models import AppendOnly, Entry, Visibility
from melayani.voice.complaints.tests import factories, working
from melayani.voice.complaints.tests.factories import Town
from melayani.voice.complaints.tests.working import ANSWER, HOUR, events, fresh, told

pytestmark = pytest.mark.django_db


def test_the_first_follow_up_is_stamped_once(town: Town, now: datetime) -> None:
    row = working.forwarded(town, now=now)
    first = now + 5 * HOUR
    row = actions.follow_up(actor=town.unit_liaison, complaint=row, text="Tim berangkat.", public=True, now=first)
    assert (row.state, row.followed_up_at, row.responded_at) == (states.IN_PROGRESS, first, first)
    assert row.response_hours == 5
    row = actions.follow_up(
        actor=town.unit_liaison, complaint=row, text="Menunggu aspal.", public=False, now=first + HOUR
    )
    assert row.followed_up_at == first
    seen = Entry.objects.filter(complaint=row).order_by("pk").values_list("visibility", flat=True)
    assert list(seen) == [Visibility.REPORTER, Visibility.INTERNAL]
    (message,) = working.to_reporter(row, "followed_up")
    assert "Tim berangkat." in message.body
    assert events(row)[-2:] == ["followed_up", "followed_up"]


def test_an_internal_follow_up_is_no_word_to_the_reporter(town: Town, now: datetime) -> None:
    row = working.forwarded(town, now=now)
    row = actions.follow_up(actor=town.unit_liaison, complaint=row, text="Rapat.", public=False, now=now + 3 * HOUR)
    assert row.followed_up_at is not None
    assert row.responded_at is None
    assert working.to_reporter(row, "followed_up") == []


def test_an_answer_is_provisional_for_ten_working_days(town: Town, now: datetime) -> None:
    row = working.answered(town, now=now)
    assert (row.state, row.outcome, row.closed_at) == (states.ANSWERED, "", None)
    assert row.answered_at == row.first_answered_at == row.followed_up_at == now + 3 * HOUR
    assert row.closes_at is not None
    assert row.closes_at.astimezone(town.unit.zone).date().isoformat() == "2026-03-30"
    assert row.next_due_at is None  # the reporter has the word
    (message,) = working.to_reporter(row, "answered")
    assert ANSWER in message.body
    assert "Belum selesai?" in message.body
    assert events(row) == ["filed", "verified", "forwarded", "answered"]


def test_what_everybody_reads_of_an_answer_is_written_apart(town: Town, now: datetime) -> None:
    row = working.published(town, now=now)
    joiner = factories.contact_of("tetangga@contoh.id", now=now)
    actions.join_complaint(
        actor=Citizen(token="t", contact_id=joiner.pk), complaint=row, contact=joiner, now=now + 3 * HOUR
    )
    row = actions.answer(
        actor=town.registry_liaison,
        complaint=row,
        text="Ibu Siti, sudah kami tutup.",
        public_text="Sudah ditutup.",
        now=now + 4 * HOUR,
    )
    entry = row.entries.get(kind="answer")
    assert (entry.visibility, entry.public_text, entry.text) == (
        Visibility.PUBLIC,
        "Sudah ditutup.",
        "Ibu Siti, sudah kami tutup.",
    )
    assert told(row, "follower_news") == ["tetangga@contoh.id"]
    (news,) = working.to_reporter(row, "follower_news")
    assert "sudah dijawab" in news.body
    assert row.secret not in news.body


@pytest.mark.parametrize("over", [{"secret": True}, {"conduct": True}])
def test_a_secret_case_or_one_about_misconduct_has_no_public_answer(
    town: Town, now: datetime, over: dict[str, Any]
) -> None:
    row = factories.filed(town, now=now, **over)
    guarded = bool(over.get("conduct"))
    who = town.city_liaison if guarded else town.registry_liaison
    chosen = "oversight" if guarded else "non_oversight"
    row = actions.verify(actor=who, complaint=row, complaint_class=chosen, now=now + HOUR)
    row = actions.answer(actor=who, complaint=row, text=ANSWER, public_text="Selesai.", now=now + 2 * HOUR)
    entry = row.entries.get(kind="answer")
    assert (entry.visibility, entry.public_text) == (Visibility.REPORTER, "")


def test_a_correction_stands_beside_the_answer(town: Town, now: datetime) -> None:
    row = working.answered(town, now=now)
    old = row.entries.get(kind="answer")
    later = now + timedelta(days=2)
    new = actions.correct_answer(
        actor=town.unit_liaison, complaint=row, entry=old, text="Hari Rabu, bukan Selasa.", now=later
    )
    assert new.corrects == old
    assert Entry.objects.get(pk=old.pk).text == ANSWER
    kept = fresh(row)
    assert kept.closes_at is not None
    assert row.closes_at is not None
    assert kept.closes_at > row.closes_at  # the whole time to reply to what is new
    (message,) = working.to_reporter(row, "corrected")
    assert "Hari Rabu" in message.body
    assert events(row)[-1] == "answer_corrected"
    with pytest.raises(actions.ActionRefused, match="terbaru"):
        actions.correct_answer(actor=town.unit_liaison, complaint=row, entry=old, text="Lagi.", now=later)


def test_an_answer_can_be_changed_by_no_door(town: Town, now: datetime) -> None:
    entry = working.answered(town, now=now).entries.get(kind="answer")
    entry.text = "Lain."
    with pytest.raises(AppendOnly):
        entry.save()
    with pytest.raises(AppendOnly):
        entry.delete()
    with pytest.raises(AppendOnly):
        Entry.objects.filter(pk=entry.pk).update(text="Lain.")
    with pytest.raises(AppendOnly):
        Entry.objects.filter(pk=entry.pk).delete()


def test_an_entry_of_another_case_is_refused(town: Town, now: datetime) -> None:
    row = working.answered(town, now=now)
    other = working.answered(town, now=now, email="tono@contoh.id", text="Antrean di loket tiga selalu panjang sekali.")
    with pytest.raises(actions.ActionRefused, match="jawaban dari laporan ini"):
        actions.correct_answer(
            actor=town.unit_liaison,
            complaint=row,
            entry=other.entries.get(kind="answer"),
            text="X",
            now=now + 5 * HOUR,
        )


def test_the_office_opens_its_own_answer_again(town: Town, now: datetime) -> None:
    row = working.answered(town, now=now)
    row = actions.reopen(actor=town.unit_head, complaint=row, reason="Keliru lokasi.", now=now + 5 * HOUR)
    assert (row.state, row.round, row.answered_at, row.closes_at) == (states.REOPENED, 2, None, None)
    assert row.first_answered_at is not None
    assert row.next_due_at == row.follow_up_due_at
    assert events(row)[-1] == "reopened"
    assert len(working.to_reporter(row, "reopened")) == 1


def test_a_note_is_read_by_officers_only(town: Town, now: datetime) -> None:
    row = working.forwarded(town, now=now)
    note = actions.add_note(actor=town.unit_liaison, complaint=row, text="Hubungi PU.", now=now + 3 * HOUR)
    assert note.visibility == Visibility.INTERNAL
    assert fresh(row).state == states.FORWARDED
    assert not Entry.objects.filter(complaint=row).for_reporter().exists()
    assert events(row)[-1] == "note_added"


@pytest.mark.parametrize("text", ["", "   ", "\x00", "a" * 10_001])
def test_empty_and_endless_answers_are_refused(town: Town, now: datetime, text: str) -> None:
    row = working.forwarded(town, now=now)
    with pytest.raises(actions.ActionRefused):
        actions.answer(actor=town.unit_liaison, complaint=row, text=text, now=now + 3 * HOUR)
    assert fresh(row).state == states.FORWARDED


def test_markup_and_emoji_stay_as_they_were_written(town: Town, now: datetime) -> None:
    row = working.forwarded(town, now=now)
    words = "<b>Selesai</b> 👍 & {{ number }}"
    row = actions.answer(actor=town.unit_liaison, complaint=row, text=words, now=now + 3 * HOUR)
    assert row.entries.get(kind="answer").text == words
    assert words in working.to_reporter(row, "answered")[0].body
