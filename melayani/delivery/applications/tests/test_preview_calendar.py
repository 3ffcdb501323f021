"""Before a calendar changes its keeper reads how many running cases would move, and which."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from melayani.delivery.applications import actions, previews
from melayani.delivery.applications.models import Application, Recount
from melayani.delivery.applications.tests import factories
from melayani.foundation.audit import SYSTEM, react_to_news
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Officer
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.foundation.workdays import Effect, Proposal
from melayani.foundation.workdays import actions as workdays

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
WEDNESDAY = date(2026, 3, 18)
NOTHING = "Tidak ada permohonan berjalan yang tanggalnya bergeser."


def closing(world: World, now: datetime, **over: Any) -> Proposal:
    given = {"organisation": world.bontang_city, "starts_on": WEDNESDAY, "ends_on": WEDNESDAY, "reason": "Banjir"}
    return workdays.propose_closing(actor=SYSTEM, now=now, **{**given, **over})


def effect(world: World, now: datetime, proposal: Proposal, reader: Officer | None = None) -> Effect:
    return previews.effect_on_cases(proposal, reader or world.bontang_head, now)


def test_the_head_sees_count_numbers_and_both_dates(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    found = effect(world, now, closing(world, now, organisation=world.bontang))
    assert found.text == "1 permohonan berjalan bergeser: 1 mundur, 0 maju. Warga yang tanggalnya mundur diberi tahu."
    (moved,) = found.rows
    assert (moved.number, moved.url) == (row.number, reverse("applications_office:case", args=[row.number]))
    assert row.due_at is not None
    assert (moved.before, moved.after - moved.before) == (row.due_at, timedelta(days=1))
    kept = Application.objects.get(pk=row.pk)
    assert (kept.due_at, kept.due_explanation) == (row.due_at, row.due_explanation)


def test_what_was_shown_is_what_the_worker_does(world: World, now: datetime) -> None:
    service = factories.birth_certificate(world.bontang)
    factories.many(7, service=service, now=now)
    span = {"starts_on": WEDNESDAY, "ends_on": WEDNESDAY + timedelta(days=1)}
    shown = {
        row.number: row.after
        for row in effect(world, now, closing(world, now, organisation=world.bontang, **span)).rows
    }
    workdays.close(organisation=world.bontang, reason="Banjir", actor=SYSTEM, now=now, **span)
    react_to_news(now)
    actions.recount(now=now)
    assert shown == dict(Application.objects.values_list("number", "due_at"))


def test_an_earlier_date_promises_no_message(world: World, now: datetime) -> None:
    factories.filed(world, now=now)
    proposal = workdays.propose_week(organisation=world.bontang, six_days=True, since=WEDNESDAY, actor=SYSTEM, now=now)
    assert effect(world, now, proposal).text == "1 permohonan berjalan bergeser: 0 mundur, 1 maju."


def test_a_change_elsewhere_or_after_the_due_date_moves_nothing(world: World, now: datetime) -> None:
    factories.filed(world, now=now)
    for proposal in (
        closing(world, now, organisation=world.bengkalis),
        closing(world, now, starts_on=date(2026, 3, 24), ends_on=date(2026, 3, 30)),
        closing(world, now, starts_on=date(2026, 3, 21), ends_on=date(2026, 3, 22)),  # a weekend
    ):
        assert effect(world, now, proposal) == Effect(NOTHING, [])


def test_who_may_not_open_the_cases_reads_the_count_only(world: World, now: datetime) -> None:
    factories.filed(world, now=now)
    keeper = officer(Role.ADMINISTRATOR, world.bontang_city)
    found = effect(world, now, closing(world, now), keeper)
    assert found.text.startswith("1 permohonan")
    assert not found.rows
    assert not effect(world, now, closing(world, now), world.bontang_head).rows  # head of a part of it only


def test_past_its_limit_it_says_what_it_did_not_count(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "LOOKED_AT", 4)
    factories.many(9, service=factories.birth_certificate(world.bontang), now=now)
    text = effect(world, now, closing(world, now)).text
    assert "4 permohonan berjalan bergeser" in text
    assert "5 lainnya dihitung setelah Anda menyimpan." in text


def test_it_costs_the_same_for_many_cases_and_shows_the_first(world: World, now: datetime) -> None:
    service = factories.birth_certificate(world.bontang)
    proposal = closing(world, now, organisation=world.bontang)
    counts = []
    for number, cases in enumerate((1, 60)):
        factories.many(cases, service=service, now=now + timedelta(seconds=number))
        with CaptureQueriesContext(connection) as captured:
            found = effect(world, now, proposal)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 12
    assert len(found.rows) == previews.SHOWN
    assert [row.before for row in found.rows] == sorted(row.before for row in found.rows)


def test_the_page_shows_the_cases_and_confirming_moves_them(world: World, sign_in: SignIn) -> None:
    """The whole way: form, effects, confirmation, worker, message."""
    now = timezone.now()
    row = factories.filed(world, now=now)
    assert row.due_at is not None
    day = row.due_at.astimezone(world.bontang.zone).date().isoformat()
    client, page = sign_in(world.bontang_head), reverse("workdays_office:close", args=[world.bontang.slug])
    given = {"starts_on": day, "ends_on": day, "reason": "Banjir"}
    text = client.post(page, given).content.decode()
    assert "1 permohonan berjalan bergeser: 1 mundur" in text
    assert row.number in text
    react_to_news(timezone.now())
    assert not Recount.objects.exists()
    client.post(page, given | {"confirm": "1"})
    react_to_news(timezone.now())
    actions.recount(now=timezone.now())
    moved = Application.objects.get(pk=row.pk)
    assert moved.due_at is not None
    assert moved.due_at > row.due_at
    assert OutboxMessage.objects.filter(event="application.later_due").count() == 1
