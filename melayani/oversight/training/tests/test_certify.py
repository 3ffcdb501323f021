"""What was learnt, feedback without names, certificates by rule that anybody can check, and what is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event as Told
from melayani.foundation.documents.models import Document
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World
from melayani.oversight.training import actions, queries, states, ticks
from melayani.oversight.training.models import Feedback, Registration
from melayani.oversight.training.rules import learning
from melayani.oversight.training.tests import factories as made

pytestmark = pytest.mark.django_db
ALL_ASKED = {"certificate": True, "parts_percent": 50, "post_score": 50, "needs_feedback": True}
LIKED = {"material": 4, "speaker": 3, "organisation": 4, "room": 4}


@pytest.mark.parametrize(("given", "percent"), [({1: 1, 2: 0}, 100), ({1: 1, 2: 1}, 50), ({}, 0), ({1: 2, 2: 2}, 0)])
def test_a_score_is_the_share_of_right_answers(given: dict[int, int], percent: int) -> None:
    assert learning.score({1: 1, 2: 0}, given) == percent


def test_a_third_is_rounded_half_up() -> None:
    assert learning.score({1: 0, 2: 0, 3: 0}, {1: 0, 2: 0}) == 67
    assert learning.score({n: 0 for n in range(1, 9)}, {1: 0}) == 13  # 12.5


def test_the_gain_is_over_those_who_took_both_and_hidden_for_few() -> None:
    assert learning.gain([(40, 80)] * 4, at_least=5) is None
    found = learning.gain([(40, 80), (50, 70), (60, 60), (30, 90), (20, 100)], at_least=5)
    assert found == learning.Gain(5, Decimal("40.0"), Decimal("80.0"))
    assert found.points == Decimal("40.0")


@pytest.mark.parametrize(
    ("marked", "post", "feedback", "gaps"),
    [
        (1, 50, True, []),
        (0, 50, True, ["parts"]),
        (1, 49, True, ["post"]),
        (1, None, False, ["post", "feedback"]),
    ],
)
def test_the_rule_names_what_is_missing(marked: int, post: int | None, feedback: bool, gaps: list[str]) -> None:
    rule = learning.CertificateRule(50, 50, True)
    assert learning.missing(rule, parts=2, marked=marked, post_score=post, feedback=feedback) == gaps


@given(st.integers(0, 100), st.integers(1, 12), st.integers(0, 12))
def test_all_parts_are_always_enough_and_none_never(percent: int, parts: int, marked: int) -> None:
    rule = learning.CertificateRule(percent, 0, False)
    asked: dict[str, Any] = {"post_score": None, "feedback": False}
    assert learning.missing(rule, parts=parts, marked=parts, **asked) == []
    assert learning.missing(rule, parts=parts, marked=0, **asked) == ["parts"]
    if marked <= parts:
        enough = marked >= 1 and marked * 100 >= percent * parts
        assert (learning.missing(rule, parts=parts, marked=marked, **asked) == []) is enough


def earned(world: World, now: datetime, **event: Any) -> tuple[Registration, datetime]:
    """Somebody who did all that the event asks, and the moment after its end."""
    session = made.open_session(world.bontang, now=now, parts=2, event={**ALL_ASKED, **event})
    actions.save_questions(actor=SYSTEM, event=session.event, asked=made.QUESTIONS, now=now)
    row = made.attended(session, now=now)
    own: dict[str, Any] = {"actor": Citizen(), "registration": row, "secret": row.secret}
    actions.take_test(moment="pre", given={1: 0, 2: 1}, now=now, **own)
    actions.take_test(moment="post", given={1: 1, 2: 0}, now=session.ends_at, **own)
    actions.give_feedback(scores=LIKED, text="Bagus", now=session.ends_at, **own)
    after = session.ends_at + timedelta(hours=1)
    made.held(session, now=after)
    return made.reread(row), after


def test_the_worker_issues_what_was_earned_and_anybody_can_check_it(
    client: Client, world: World, now: datetime
) -> None:
    row, after = earned(world, now)
    assert (row.pre_score, row.post_score) == (0, 100)
    assert ticks.issue_certificates(after) == 1
    assert ticks.issue_certificates(after) == 0
    done = made.reread(row)
    assert done.state == states.COMPLETED
    assert done.document is not None
    assert done.document.number.startswith("SRT-")
    page = client.get(f"/verifikasi/{done.document.number}/").content.decode()
    assert "Dokumen berlaku" in page
    assert row.name not in page
    own = client.get(f"/acara/saya/{row.secret}/").content.decode()
    assert "Unduh sertifikat" in own
    file = client.get(f"/acara/saya/{row.secret}/sertifikat/")
    assert b"".join(file).startswith(b"%PDF")
    assert OutboxMessage.objects.filter(event="training.certified").count() == 1
    found = client.post("/lacak/", {"nomor": done.document.number})
    assert found["Location"] == f"/verifikasi/{done.document.number}/"


def test_the_database_and_the_rule_agree_on_who_earned_it(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now, parts=3, event={**ALL_ASKED, "parts_percent": 60})
    rows = []
    for marks, post, said in (
        (3, 50, True),
        (2, 50, True),
        (1, 90, True),
        (3, 49, True),
        (3, 50, False),
        (0, 90, True),
    ):
        row = made.registered(session, now=now)
        for part in range(1, marks + 1):
            actions.mark_at_desk(actor=SYSTEM, registration=row, part=part, now=session.starts_at)
        row = made.reread(row)
        row.post_score, row.gave_feedback = post, said
        row.save()
        rows.append(row)
    made.held(session, now=session.ends_at)
    due = {row.pk for row in queries.due.certificates_due(session.ends_at)}
    ruled = {
        row.pk
        for row in map(made.reread, rows)
        if row.state == states.ATTENDED and not actions.still_missing(row, row.attendances.count())
    }
    assert due == ruled == {rows[0].pk, rows[1].pk}


def test_a_revoked_certificate_says_so(client: Client, world: World, now: datetime) -> None:
    row, after = earned(world, now)
    actions.certify(actor=world.bontang_head, registration=row, now=after)
    given: dict[str, Any] = {"registration": row, "reason": "Nama keliru.", "now": after}
    for stranger in (world.bengkalis_head, world.bontang_counter, Citizen(token="y")):
        with pytest.raises(actions.NotAllowed):
            actions.revoke_certificate(actor=stranger, **given)
    actions.revoke_certificate(actor=world.bontang_head, **given)
    document = Document.objects.get()
    assert (document.state, document.revoked_reason) == ("revoked", "Nama keliru.")
    assert "Nama keliru." in client.get(f"/verifikasi/{document.number}/").content.decode()
    assert "dicabut" in client.get(f"/acara/saya/{row.secret}/").content.decode()
    assert ticks.issue_certificates(after) == 0
    with pytest.raises(actions.ActionRefused):
        actions.revoke_certificate(actor=world.bontang_head, **given)


def test_no_certificate_before_the_end_nor_without_the_rule(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now, event={"certificate": True})
    row = made.attended(session, now=now)
    with pytest.raises(actions.ActionRefused, match="sesudah acara"):
        actions.certify(actor=world.bontang_head, registration=row, now=now)
    with pytest.raises(actions.ActionRefused, match="sesudah sesi terakhir"):
        made.held(session, now=session.starts_at)
    absent = made.registered(session, now=now)
    made.held(session, now=session.ends_at)
    assert made.reread(absent).state == states.ABSENT
    with pytest.raises(actions.ActionRefused, match="kehadirannya kurang"):
        actions.certify(actor=world.bontang_head, registration=absent, now=session.ends_at)


def test_a_test_is_taken_once_in_its_time_by_its_person(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now)
    actions.save_questions(actor=world.bontang_head, event=session.event, asked=made.QUESTIONS, now=now)
    row = made.registered(session, now=now)
    own: dict[str, Any] = {"actor": Citizen(), "registration": row, "secret": row.secret}
    with pytest.raises(actions.ActionRefused, match="saat sesi mulai"):
        actions.take_test(moment="post", given={1: 1, 2: 0}, now=now, **own)
    with pytest.raises(actions.InputRefused) as refused:
        actions.take_test(moment="pre", given={1: 1, 2: 5}, now=now, **own)
    assert list(refused.value.problems) == ["q2"]
    assert actions.take_test(moment="pre", given={1: 1, 2: 1}, now=now, **own) == 50
    with pytest.raises(actions.ActionRefused, match="sudah Anda isi"):
        actions.take_test(moment="pre", given={1: 1, 2: 0}, now=now, **own)
    with pytest.raises(actions.NotAllowed):
        actions.take_test(actor=Citizen(), registration=row, moment="post", given={1: 1, 2: 0}, secret="x", now=now)
    with pytest.raises(actions.ActionRefused, match="tidak berubah lagi"):
        actions.save_questions(actor=world.bontang_head, event=session.event, asked=[], now=now)
    with pytest.raises(actions.NotAllowed):
        actions.save_questions(actor=world.bengkalis_head, event=session.event, asked=made.QUESTIONS, now=now)


def test_feedback_leads_to_nobody(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now)
    row = made.registered(session, now=now)
    given: dict[str, Any] = {"actor": Citizen(token="sesi"), "registration": row, "secret": row.secret, "text": ""}
    actions.give_feedback(scores=LIKED, now=session.starts_at, **given)
    with pytest.raises(actions.ActionRefused, match="sudah kami terima"):
        actions.give_feedback(scores=LIKED, now=session.starts_at, **given)
    told = Told.objects.get(name="training.feedback_given")
    assert (told.actor_id, told.person_id, told.subject_number) == ("", None, session.event.slug)
    local = told.at.astimezone(world.bontang.zone)
    assert (local.hour, local.minute) == (0, 0)
    assert {field.name for field in Feedback._meta.fields} == {"id", "session", "scores", "text"}
    assert queries.events.feedback_means(session.event, language="id") == (1, [], [])


def test_people_are_forgotten_in_time_and_offices_stay(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now)
    stays, left = made.attended(session, now=now), made.registered(session, now=now)
    actions.withdraw(actor=Citizen(), registration=left, secret=left.secret, now=now)
    assert ticks.forget_people(session.ends_at + timedelta(days=29)) == 0
    assert ticks.forget_people(session.ends_at + timedelta(days=31)) == 1
    assert made.reread(left).name == ""
    assert made.reread(stays).name
    late = session.ends_at + timedelta(days=731)
    assert ticks.forget_people(late) == 1
    assert ticks.forget_people(late) == 0
    row = made.reread(stays)
    assert (row.name, row.position, row.needs, row.person_hash, row.contact) == ("", "", "", "", None)
    found = queries.figures.figures_of(session.event)
    assert (found.people, found.offices, found.came) == (1, 1, 1)
    with pytest.raises(actions.NotAllowed):
        actions.erase_person(actor=world.bengkalis_head, registration=stays, now=late)
