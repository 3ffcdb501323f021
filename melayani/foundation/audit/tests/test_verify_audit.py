"""The seal and its check: a changed, removed or reordered event and a cut tail are found, at their position."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet

from melayani.foundation.audit.models import AppendOnly, Event
from melayani.foundation.audit.seal import BATCH, Head, digest, head, note_head, noted_heads, seal, verify
from melayani.foundation.audit.tests.factories import MONDAY, happened, happened_with_name
from melayani.foundation.audit.worker import seal_events

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def notes(tmp_path: Path, settings: Any) -> Path:
    """The folder of notes outside the database, empty."""
    settings.SEAL_NOTES_DIR = tmp_path / "seals"
    return tmp_path / "seals"


@pytest.fixture
def chain() -> list[Event]:
    """Five sealed events."""
    events = [happened(data={"step": step}, at=MONDAY + timedelta(minutes=step)) for step in range(5)]
    assert seal(MONDAY) == 5
    return events


def sql(statement: str, *values: Any) -> None:
    """Do what somebody with the password of the database can do."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def found() -> list[tuple[int, str]]:
    return [(finding.position, finding.what) for finding in verify(noted_heads())]


def test_a_whole_chain_is_whole(chain: list[Event]) -> None:
    assert found() == []
    assert head().position == 5
    assert seal(MONDAY) == 0


def test_a_second_round_continues_the_first(chain: list[Event]) -> None:
    first = head()
    happened("case.approved")
    assert seal(MONDAY) == 1
    last = Event.objects.get(position=6)
    assert last.previous_hash == first.hash
    assert found() == []


def test_one_tick_seals_more_than_one_batch() -> None:
    Event.objects.bulk_create(
        Event(name="case.filed", at=MONDAY, actor_kind="system", actor_id="s", subject_kind="a", subject_number="1")
        for _ in range(BATCH + 3)
    )
    assert seal_events(MONDAY) == BATCH + 3
    assert found() == []


def test_an_event_is_sealed_once(chain: list[Event]) -> None:
    with pytest.raises(AppendOnly):
        Event.objects.seal(chain[0].pk, position=9, previous_hash="x", hash="y")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "case.approved"),
        ("actor_id", "8"),
        ("actor_kind", "system"),
        ("subject_number", "PMH-00000000-0"),
        ("data", {"step": 20}),
        ("at", MONDAY + timedelta(days=1)),
        ("previous_hash", "0" * 64),
    ],
)
def test_a_changed_event_is_found(chain: list[Event], column: str, value: Any) -> None:
    QuerySet.update(Event.objects.filter(pk=chain[2].pk), **{column: value})  # past the guard of our own query set
    assert (3, f"event {chain[2].pk} ({Event.objects.get(position=3).name}) was changed") in found()


def test_a_removed_event_is_found(chain: list[Event]) -> None:
    sql("DELETE FROM audit_event WHERE id = %s", chain[1].pk)
    assert found() == [(2, "1 event(s) removed before position 3")]


def test_a_removed_event_is_found_after_the_rest_moved_up(chain: list[Event]) -> None:
    sql("DELETE FROM audit_event WHERE id = %s", chain[1].pk)
    for event in chain[2:]:
        sql("UPDATE audit_event SET position = position - 1 WHERE id = %s", event.pk)
    assert {position for position, _ in found()} == {2, 3, 4}


def test_reordered_events_are_found(chain: list[Event]) -> None:
    sql("UPDATE audit_event SET position = 99 WHERE id = %s", chain[1].pk)
    sql("UPDATE audit_event SET position = 2 WHERE id = %s", chain[2].pk)
    sql("UPDATE audit_event SET position = 3 WHERE id = %s", chain[1].pk)
    assert {2, 3} <= {position for position, _ in found()}


def test_a_cut_tail_is_found_with_the_noted_head(chain: list[Event]) -> None:
    note_head(MONDAY)
    sql("DELETE FROM audit_event WHERE position > 3")
    assert verify() == []
    assert found() == [(4, "the tail is cut: 2 event(s) are missing")]


def test_a_later_note_does_not_hide_a_cut_tail(chain: list[Event]) -> None:
    note_head(MONDAY)
    sql("DELETE FROM audit_event WHERE position > 3")
    note_head(MONDAY + timedelta(hours=6))
    note_head(MONDAY + timedelta(days=1))
    assert found() == [(4, "the tail is cut: 2 event(s) are missing")]


def test_a_chain_computed_anew_is_found_with_the_noted_head(chain: list[Event]) -> None:
    note_head(MONDAY)
    sql("UPDATE audit_event SET name = 'case.refused' WHERE id = %s", chain[3].pk)
    previous = Event.objects.get(position=3).hash
    for position in (4, 5):
        event = Event.objects.get(position=position)
        fresh = digest(event, previous, position)
        sql("UPDATE audit_event SET previous_hash = %s, hash = %s WHERE id = %s", previous, fresh, event.pk)
        previous = fresh
    assert verify() == []
    assert found() == [(5, "the noted head has another hash: the chain was rewritten")]


def test_changed_personal_values_are_found() -> None:
    event = happened_with_name()
    seal(MONDAY)
    sql("UPDATE audit_eventpersonal SET ciphertext = 's.AAAA' WHERE event_id = %s", event.pk)
    assert found() == [(1, f"personal values of event {event.pk} were changed")]


def test_removed_personal_values_are_found() -> None:
    event = happened_with_name()
    seal(MONDAY)
    sql("DELETE FROM audit_eventpersonal WHERE event_id = %s", event.pk)
    assert found() == [(1, f"personal values of event {event.pk} were removed")]


def test_odd_values_seal_and_verify() -> None:
    happened(data={"e": "é ☃ 😀 \u2028", "n": 1.5, "big": 10**15, "none": None, "deep": [{"b": 1, "a": 2}]})
    seal(MONDAY)
    assert found() == []


def test_a_lone_surrogate_does_not_stop_the_seal() -> None:
    event = Event(pk=1, name="a", at=MONDAY, actor_kind="s", actor_id="s", data={"text": "\ud800"})
    assert len(digest(event, "0" * 64, 1)) == 64


def test_notes_are_added_once_per_head(chain: list[Event], notes: Path) -> None:
    assert note_head(MONDAY) == note_head(MONDAY + timedelta(hours=1)) == notes / "2026-03-16.txt"
    happened()
    seal(MONDAY)
    note_head(MONDAY + timedelta(hours=2))
    assert [link.position for link in noted_heads()] == [5, 6]


def test_nothing_sealed_notes_nothing(notes: Path) -> None:
    assert note_head(MONDAY) is None
    assert noted_heads() == []


@pytest.mark.parametrize("text", ["", "5", "x:" + "0" * 64, "-1:" + "0" * 64, "5:short"])
def test_what_is_no_head_is_refused(text: str) -> None:
    assert _is_no_head(text)


def test_the_command_prints_the_head_of_a_whole_chain(chain: list[Event]) -> None:
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert Head.parse(out.getvalue()) == head()


def test_the_command_exits_1_on_a_fault_and_names_it(chain: list[Event]) -> None:
    sql("DELETE FROM audit_event WHERE id = %s", chain[1].pk)
    err = StringIO()
    with pytest.raises(CommandError) as stopped:
        call_command("verify_audit", stderr=err)
    assert stopped.value.returncode == 1
    assert "position 2: 1 event(s) removed" in err.getvalue()


def test_the_command_takes_a_head_kept_on_paper(chain: list[Event]) -> None:
    kept = str(head())
    call_command("verify_audit", head=kept, stdout=StringIO())
    sql("DELETE FROM audit_event WHERE position = 5")
    with pytest.raises(CommandError) as stopped:
        call_command("verify_audit", head=kept, stderr=StringIO())
    assert stopped.value.returncode == 1


def test_the_command_exits_2_when_the_head_is_none() -> None:
    with pytest.raises(CommandError) as stopped:
        call_command("verify_audit", head="lima")
    assert stopped.value.returncode == 2


def _is_no_head(text: str) -> bool:
    try:
        Head.parse(text)
    except ValueError:
        return True
    return False
