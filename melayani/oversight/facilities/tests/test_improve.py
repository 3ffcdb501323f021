"""A finding gets an improvement: owner, deadline, progress, proof; overdue ones are reminded of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.oversight.facilities import actions, queries, rules
from melayani.oversight.facilities.actions import Finding, ImprovementRefused
from melayani.oversight.facilities.models import FacilityCheck, Improvement, Progress
from melayani.oversight.facilities.tests.factories import looked, picture, planned
from melayani.oversight.facilities.ticks import remind_owners

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
SignIn = Callable[[Officer], Client]
PLACE = "/kantor/sarana/tempat/disdukcapil-bontang/"


@pytest.mark.parametrize(
    ("state", "condition", "expected"),
    [
        ("met", "", False),
        ("met", "good", False),
        ("met", "damaged", True),
        ("met", "broken", True),
        ("not_met", "", True),
    ],
)
def test_what_is_missing_or_damaged_calls_for_work(state: str, condition: str, expected: bool) -> None:
    assert rules.needs_work(state=state, condition=condition) is expected


def test_an_improvement_runs_from_finding_to_proof(world: World) -> None:
    head, place = world.bontang_head, world.bontang
    row = planned(head, place, NOW)
    assert (row.due_at, row.finding.item) == (datetime(2026, 3, 26, 15, 59, 59, tzinfo=UTC), "ramp")  # WITA
    actions.note_progress(actor=head, improvement=row, percent=40, text="Fondasi selesai.", now=NOW)
    done = actions.complete_improvement(actor=head, improvement=row, text="Ram selesai.", now=NOW + timedelta(days=3))
    assert (done.state, done.percent) == ("done", 100)
    found = FacilityCheck.objects.current().get(item="ramp")
    assert (found.state, found.condition, found.note, found.pk) == ("met", "good", "Ram selesai.", done.proof_id)
    assert [step.percent for step in queries.steps_of(done)] == [100, 40]
    names = Event.objects.filter(name__startswith="facility.improvement").order_by("id").values_list("name", flat=True)
    assert list(names) == [
        "facility.improvement_planned",
        "facility.improvement_moved",
        "facility.improvement_done",
    ]


def test_a_dropped_improvement_leaves_the_finding_open(world: World) -> None:
    row = planned(world.bontang_head, world.bontang, NOW)
    actions.drop_improvement(actor=world.bontang_head, improvement=row, reason="Gedung pindah.", now=NOW)
    view = queries.place_view(world.bontang, date(2026, 3, 16))
    ramp = next(one for one in view.own_rows if one.item.key == "ramp")
    assert ramp.improvement is None
    assert ramp.needs_work
    with pytest.raises(ImprovementRefused, match="sudah berakhir"):
        actions.note_progress(actor=world.bontang_head, improvement=row, percent=1, text="Lagi.", now=NOW)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"plan": "  "}, "Tuliskan apa"),
        ({"plan": "x" * 301}, "300"),
        ({"deadline": date(2026, 3, 15)}, "sudah lewat"),
        ({"item": "toilet"}, "tidak perlu diperbaiki"),
        ({"item": "parking"}, "tidak perlu diperbaiki"),
    ],
)
def test_a_plan_without_sense_is_refused(world: World, given: dict[str, Any], why: str) -> None:
    looked(world.bontang_head, world.bontang, NOW, Finding("ramp", "not_met"), Finding("toilet", "met"))
    told: dict[str, Any] = {
        "item": "ramp",
        "plan": "Bangun.",
        "owner": world.bontang_head.person,
        "deadline": date(2026, 4, 1),
    }
    with pytest.raises(ImprovementRefused, match=why):
        actions.plan_improvement(actor=world.bontang_head, organisation=world.bontang, now=NOW, **told | given)
    assert not Improvement.objects.exists()


def test_one_improvement_runs_for_an_item(world: World) -> None:
    row = planned(world.bontang_head, world.bontang, NOW)
    with pytest.raises(ImprovementRefused, match="sudah berjalan"):
        planned(world.bontang_head, world.bontang, NOW)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_strangers_plan_and_move_nothing(world: World) -> None:
    row = planned(world.bontang_head, world.bontang, NOW)
    for stranger in (world.bengkalis_head, officer(Role.COUNTER, world.bontang)):
        for verb, given in (
            (actions.note_progress, {"percent": 1, "text": "x"}),
            (actions.complete_improvement, {"text": "x"}),
            (actions.drop_improvement, {"reason": "x"}),
        ):
            with pytest.raises(ImprovementRefused, match="tidak berwenang"):
                verb(actor=stranger, improvement=row, now=NOW, **given)
    with pytest.raises(ImprovementRefused, match="penanggung jawab"):  # an owner from elsewhere
        planned(world.bontang_head, world.bontang, NOW, "toilet", owner=world.bengkalis_head.person)
    assert not Progress.objects.exists()


def test_the_owner_is_told_and_reminded_once_a_week(world: World) -> None:
    bureau = officer(Role.BUREAU, world.bontang_city)
    row = planned(world.bontang_head, world.bontang, NOW, owner=bureau.person)
    assert [one.address for one in OutboxMessage.objects.filter(event="facility.planned")] == [bureau.person.email]
    assert remind_owners(row.due_at) == 0  # the last second still keeps the deadline
    after = row.due_at + timedelta(seconds=1)
    assert [remind_owners(after + timedelta(days=day)) for day in (0, 1, 6, 7, 8)] == [1, 0, 0, 1, 0]
    letters = OutboxMessage.objects.filter(event="facility.overdue").order_by("pk")
    assert len(letters) == 2
    assert "Kamis, 26 Maret 2026" in letters[0].body
    actions.complete_improvement(actor=bureau, improvement=row, text="Selesai.", now=after + timedelta(days=30))
    assert remind_owners(after + timedelta(days=60)) == 0


def test_the_public_list_says_that_the_planned_day_is_over(world: World, client: Client) -> None:
    now = timezone.now()
    row = planned(world.bontang_head, world.bontang, now, deadline=(now + timedelta(days=9)).date())
    today = now.astimezone(world.bontang.zone).date()
    address = f"/sarana/{world.bontang.slug}/"
    for deadline, said in ((today, "Sedang diperbaiki, 0 persen"), (today - timedelta(days=1), "sudah lewat")):
        Improvement.objects.filter(pk=row.pk).update(deadline=deadline)
        html = client.get(address).content.decode()
        assert said in html
        assert ("Sedang diperbaiki" in html) == (deadline == today)


def test_the_pages_lead_from_finding_to_done(world: World, sign_in: SignIn) -> None:
    head, now = world.bontang_head, timezone.now()
    looked(head, world.bontang, now, Finding("ramp", "not_met", note="Undakan 15 cm."))
    client = sign_in(head)
    assert f"{PLACE}rencana/ramp/" in client.get(PLACE).content.decode()
    page = client.get(f"{PLACE}rencana/ramp/").content.decode()
    assert "Undakan 15 cm." in page
    assert client.post(f"{PLACE}rencana/ramp/", {}).status_code == 422
    day = (timezone.localdate() + timedelta(days=20)).isoformat()
    sent = {"plan": "Bangun ram beton.", "owner": head.person_id, "deadline": day}
    answer = client.post(f"{PLACE}rencana/ramp/", sent)
    here = answer["Location"]
    assert client.post(f"{here}kemajuan/", {"percent": "150", "text": "x"}).status_code == 422
    assert client.post(f"{here}kemajuan/", {"percent": "50", "text": "Cor."})["Location"] == here
    assert "50 persen" in client.get(here).content.decode()
    without = client.post(f"{here}selesai/", {"text": "Selesai.", "photo": picture()})
    assert without.status_code == 422
    assert "apa yang tampak pada foto" in without.content.decode()
    with_words = {"text": "Ram beton dengan pegangan.", "photo": picture(), "photo_alt": "Ram beton di pintu barat"}
    assert client.post(f"{here}selesai/", with_words)["Location"] == PLACE
    row = FacilityCheck.objects.current().get(item="ramp")
    assert (row.state, row.photo_alt) == ("met", "Ram beton di pintu barat")
    assert "Sesudah: Ram beton di pintu barat" in client.get(here).content.decode()
    public = Client().get("/sarana/disdukcapil-bontang/").content.decode()
    assert 'alt="Ram beton di pintu barat"' in public
    shown = Client().get(f"/sarana/foto/{row.photo_id}/")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(shown).startswith(b"\xff\xd8")


def test_stopping_by_page_asks_for_a_reason(world: World, sign_in: SignIn) -> None:
    row = planned(world.bontang_head, world.bontang, timezone.now())
    here = f"{PLACE}perbaikan/{row.pk}/"
    client = sign_in(world.bontang_head)
    assert client.post(f"{here}hentikan/", {"reason": ""}).status_code == 422
    assert client.post(f"{here}hentikan/", {"reason": "Gedung pindah."})["Location"] == PLACE
    assert "Gedung pindah." in client.get(here).content.decode()


def test_what_runs_stands_on_the_desk_and_in_the_list(
    world: World, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    now = timezone.now()
    planned(world.bontang_head, world.bontang, now)
    client = sign_in(world.bontang_head)
    page = client.get("/kantor/?jenis=perbaikan").content.decode()
    assert "ram berpegangan" in page
    assert "Perbaikan sarana" in page
    client.get("/kantor/sarana/menunggu/")
    with django_assert_num_queries(10):
        client.get("/kantor/sarana/menunggu/")
    planned(world.bontang_head, world.bontang, now, "toilet")
    with django_assert_num_queries(10):
        assert client.get("/kantor/sarana/menunggu/").content.decode().count("/perbaikan/") == 2
