"""Another system registers, lists and ends the webhooks of its own organisation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings

from melayani.entrances.api import limits
from melayani.entrances.api.tests.factories import Caller, key_of
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people.tests.factories import World
from melayani.foundation.webhooks import actions, rules, states
from melayani.foundation.webhooks.models import Endpoint
from melayani.foundation.webhooks.tests import factories

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Aplikasi kota", "url": "https://sistem.contoh.go.id/melayani", "events": ["application.issued"]}


@pytest.fixture
def caller(world: World) -> Caller:
    return Caller(key_of(world.bontang_city, "webhooks:write"))


def test_the_secret_stands_in_the_first_answer_and_in_no_other(caller: Caller, world: World) -> None:
    key = {"Idempotency-Key": "daftar-1"}
    made = caller.post("/webhooks", GIVEN, **key)
    assert made.status_code == 201, made.content
    row = Endpoint.objects.get()
    assert made.json()["secret"] == row.secret
    assert made["Cache-Control"] == "no-store"
    assert (row.organisation, row.owner, row.events) == (world.bontang_city, None, ["application.issued"])
    assert caller.post("/webhooks", GIVEN, **key).json() == made.json()  # the answer was lost on its way
    assert Endpoint.objects.count() == 1
    listed = caller.get("/webhooks")
    assert "secret" not in listed.json()["items"][0]
    assert row.secret not in listed.content.decode()
    event = Event.objects.get(name="webhook.registered")
    assert (event.actor_kind, row.secret in str(event.data)) == ("api", False)


def test_the_list_is_paged_and_holds_what_officers_registered_too(caller: Caller, world: World, now: datetime) -> None:
    by_hand = factories.registered(world, now=now)
    for _ in range(2):
        caller.post("/webhooks", GIVEN)
    first = caller.get("/webhooks?limit=2").json()
    assert [one["id"] for one in first["items"]] == [by_hand.pk + 2, by_hand.pk + 1]
    rest = caller.get(first["next"].partition("/api/v1")[2]).json()
    assert ([one["id"] for one in rest["items"]], rest["next"]) == ([by_hand.pk], None)


def test_an_ended_webhook_is_gone_for_the_key_and_kept_for_the_record(caller: Caller) -> None:
    pk = caller.post("/webhooks", GIVEN).json()["id"]
    assert caller.delete(f"/webhooks/{pk}").status_code == 204
    assert Endpoint.objects.get().state == states.ENDED
    assert caller.get("/webhooks").json()["items"] == []
    assert caller.delete(f"/webhooks/{pk}").status_code == 404
    assert Event.objects.filter(name="webhook.ended").count() == 1


def test_strangers_neither_see_nor_end_it(caller: Caller, world: World) -> None:
    pk = caller.post("/webhooks", GIVEN).json()["id"]
    for place in (world.bontang, world.ministry, world.bengkalis):  # below, above, elsewhere
        stranger = Caller(key_of(place, "webhooks:write"))
        assert stranger.get("/webhooks").json()["items"] == []
        assert stranger.delete(f"/webhooks/{pk}").status_code == 404
    for other, status in ((Caller(key_of(world.bontang_city, "reports:read")), 403), (Caller(), 401)):
        assert other.get("/webhooks").status_code == status
        assert other.post("/webhooks", GIVEN).status_code == status
        assert other.delete(f"/webhooks/{pk}").status_code == status
    assert Endpoint.objects.get().state == states.ACTIVE


def test_a_key_without_the_scope_cannot_by_the_action_either(caller: Caller, world: World, now: datetime) -> None:
    from melayani.foundation.people.queries import client_for_key

    pk = caller.post("/webhooks", GIVEN).json()["id"]
    for place, scope in ((world.bontang_city, "reports:read"), (world.bontang, "webhooks:write")):
        client = client_for_key(key_of(place, scope))
        assert client is not None
        with pytest.raises(actions.Refused):
            actions.register(actor=client, organisation=world.bontang_city, now=now, **GIVEN)  # type: ignore[arg-type]
        with pytest.raises(actions.Refused):
            actions.end(actor=client, endpoint=Endpoint.objects.get(pk=pk), now=now)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"url": "http://sistem.contoh.go.id/"}, "url"),
        ({"events": ["person.signed_in"]}, "events"),
        ({"events": []}, "given.events"),
        ({"name": ""}, "given.name"),
    ],
)
def test_what_cannot_be_registered_is_named(caller: Caller, change: dict[str, Any], field: str) -> None:
    answer = caller.post("/webhooks", {**GIVEN, **change})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["errors"][0]["field"] in {field, field.removeprefix("given.")}
    assert not Endpoint.objects.exists()


def test_the_twenty_first_is_refused(caller: Caller) -> None:
    for _ in range(rules.AT_MOST):
        assert caller.post("/webhooks", GIVEN).status_code == 201
    answer = caller.post("/webhooks", GIVEN)
    assert (answer.status_code, answer.json()["code"]) == (409, "refused")


@override_settings(API_REQUESTS_PER_MINUTE=3)
def test_ending_counts_as_writing(caller: Caller) -> None:
    limits.reads.forget()
    statuses = [caller.delete(f"/webhooks/{number}").status_code for number in range(1, 6)]
    assert statuses == [404, 404, 404, 429, 429]


def test_administrators_hear_that_a_webhook_without_an_owner_was_paused(
    caller: Caller, world: World, now: datetime
) -> None:
    keeper = factories.keeper(world.bontang_city)
    factories.keeper(world.ministry)
    caller.post("/webhooks", GIVEN)
    actions.pause_failing(endpoint=Endpoint.objects.get(), reason="Tak menjawab.", now=now + timedelta(days=4))
    told = [message.address for message in OutboxMessage.objects.filter(event="webhook.paused")]
    assert told == [keeper.person.email]
