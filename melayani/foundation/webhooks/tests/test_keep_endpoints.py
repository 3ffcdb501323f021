"""Administrators register and keep endpoints; nobody else sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from melayani.foundation.audit.models import Event
from melayani.foundation.people import Officer
from melayani.foundation.people.tests.factories import World
from melayani.foundation.webhooks import actions, rules, states
from melayani.foundation.webhooks.models import Attempt, Delivery, Endpoint
from melayani.foundation.webhooks.tests import factories

pytestmark = pytest.mark.django_db
URL = "https://sistem.contoh.go.id/melayani"
SignIn = Callable[[Officer], Client]


@pytest.fixture
def keeper(world: World) -> Officer:
    return factories.keeper(world.bontang_city)


def test_the_secret_is_shown_once_and_stands_nowhere_in_clear(world: World, keeper: Officer, sign_in: SignIn) -> None:
    client = sign_in(keeper)
    given = {"organisation": world.bontang.slug, "name": "Kota", "url": URL, "events": ["application.issued"]}
    answer = client.post("/kantor/webhook/baru/", given)
    endpoint = Endpoint.objects.get()
    assert endpoint.secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert endpoint.secret not in client.get(f"/kantor/webhook/{endpoint.pk}/").content.decode()
    event = Event.objects.get(name="webhook.registered")
    assert endpoint.secret not in str(event.data)
    assert event.data["host"] == "sistem.contoh.go.id"
    assert client.get("/kantor/webhook/").content.decode().count("sistem.contoh.go.id") == 1


def test_the_pages_say_in_both_languages_what_each_event_means(world: World, keeper: Officer, sign_in: SignIn) -> None:
    client = sign_in(keeper)
    form = client.get("/kantor/webhook/baru/").content.decode()
    guide = client.get("/kantor/webhook/panduan/").content.decode()
    for name, news in rules.NEWS.items():
        assert news.words.endswith(".")
        assert news.english.endswith(".")
        for page in (form, guide):
            assert name in page
            assert news.words in page
            assert news.english in page
    for words, english in rules.GROUPS.values():
        assert f'<legend>{words} <span class="soft" lang="en">{english}</span></legend>' in form
    given = {"organisation": world.bontang.slug, "name": "Kota", "url": URL, "events": ["booking.made"]}
    client.post("/kantor/webhook/baru/", given)
    page = client.get(f"/kantor/webhook/{Endpoint.objects.get().pk}/").content.decode()
    assert "Janji temu baru dibuat." in page
    assert "A visit was booked." in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"url": "https://127.0.0.1/"}, "bukan alamat umum"),
        ({"url": "http://sistem.contoh.go.id/"}, "https://"),
        ({"events": []}, "Kabar yang dikirim"),
        ({"events": ["person.signed_in"]}, "person.signed_in"),
    ],
)
def test_what_cannot_be_registered_is_refused_in_words(
    world: World, keeper: Officer, sign_in: SignIn, change: dict[str, object], words: str
) -> None:
    given = {"organisation": world.bontang.slug, "name": "Kota", "url": URL, "events": ["application.issued"]}
    answer = sign_in(keeper).post("/kantor/webhook/baru/", {**given, **change})
    assert answer.status_code == 422
    assert words.lower() in answer.content.decode().lower()
    assert Endpoint.objects.count() == 0


def test_strangers_can_neither_register_nor_keep(world: World, keeper: Officer, now: datetime) -> None:
    endpoint = factories.registered(world, now=now)
    stranger = factories.keeper(world.bengkalis)
    processor = world.bontang_processor
    for who in (stranger, processor):
        with pytest.raises(actions.Refused):
            actions.register(
                actor=who, organisation=world.bontang, name="X", url=URL, events=["application.issued"], now=now
            )
        for verb in (actions.rotate_secret, actions.send_test, actions.end):
            with pytest.raises(actions.Refused):
                verb(actor=who, endpoint=endpoint, now=now)
    assert Endpoint.objects.get().state == states.ACTIVE


def test_a_new_secret_stands_beside_the_old_one_for_a_day(world: World, keeper: Officer, now: datetime) -> None:
    endpoint = factories.registered(world, now=now)
    old = endpoint.secret
    new = actions.rotate_secret(actor=keeper, endpoint=endpoint, now=now)
    endpoint.refresh_from_db()
    assert endpoint.secrets_at(now + timedelta(hours=23)) == [new, old]
    assert endpoint.secrets_at(now + timedelta(days=1)) == [new]


def test_a_test_is_queued_and_one_delivery_is_replayed_byte_for_byte(
    world: World, keeper: Officer, now: datetime, sign_in: SignIn
) -> None:
    endpoint = factories.registered(world, now=now)
    client = sign_in(keeper)
    client.post(f"/kantor/webhook/{endpoint.pk}/uji/")
    row = Delivery.objects.get()
    assert row.event == rules.PING
    with pytest.raises(actions.Refused):  # still on its way
        actions.replay(actor=keeper, delivery=row, now=now)
    Delivery.objects.give_up([row.pk])
    client.post(f"/kantor/webhook/{endpoint.pk}/kiriman/{row.pk}/ulang/")
    again = Delivery.objects.get()
    assert (again.key, again.body, again.state, again.attempts) == (row.key, row.body, states.WAITING, 0)
    names = list(Event.objects.filter(subject_kind="webhook").order_by("pk").values_list("name", flat=True))
    assert names == ["webhook.registered", "webhook.tested", "webhook.replayed"]


def test_pause_resume_and_end_by_the_page(world: World, keeper: Officer, now: datetime, sign_in: SignIn) -> None:
    endpoint = factories.registered(world, now=now)
    client, secret = sign_in(keeper), endpoint.secret
    for verb, state in (("jeda", states.PAUSED), ("nyalakan", states.ACTIVE), ("akhiri", states.ENDED)):
        client.post(f"/kantor/webhook/{endpoint.pk}/{verb}/")
        endpoint.refresh_from_db()
        assert endpoint.state == state
    assert endpoint.secret != secret
    assert "sudah diakhiri" in client.post(f"/kantor/webhook/{endpoint.pk}/uji/", follow=True).content.decode()
    assert client.get(f"/kantor/webhook/{endpoint.pk}/ubah/").status_code == 404
    assert client.post(f"/kantor/webhook/{endpoint.pk}/lain/").status_code == 404


def test_an_organisation_keeps_at_most_twenty(world: World, keeper: Officer, now: datetime) -> None:
    place, wanted = world.bontang_city, ["application.issued"]
    for _ in range(rules.AT_MOST):
        actions.register(actor=keeper, organisation=place, name="X", url=URL, events=wanted, now=now)
    with pytest.raises(actions.Refused, match="Akhiri dulu"):
        actions.register(actor=keeper, organisation=place, name="X", url=URL, events=wanted, now=now)


def test_the_log_is_paged_and_costs_the_same_however_long_it_is(
    world: World, keeper: Officer, now: datetime, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    endpoint = factories.registered(world, now=now)
    client = sign_in(keeper)

    def tried(times: int) -> None:
        for _ in range(times):
            row = actions.send_test(actor=keeper, endpoint=endpoint, now=now)
            Attempt.objects.create(delivery=row, at=now, status=500, answer="rusak <b>")

    tried(1)
    client.get(f"/kantor/webhook/{endpoint.pk}/")
    with django_assert_num_queries(7) as seen:
        page = client.get(f"/kantor/webhook/{endpoint.pk}/").content.decode()
    assert "rusak &lt;b&gt;" in page
    tried(29)
    with django_assert_num_queries(len(seen.captured_queries)):
        page = client.get(f"/kantor/webhook/{endpoint.pk}/").content.decode()
    assert page.count('<th scope="row">Uji kirim, tanpa nomor.') == 25
    assert "page=2" in page


def test_the_guide_lists_every_event(keeper: Officer, sign_in: SignIn) -> None:
    page = sign_in(keeper).get("/kantor/webhook/panduan/").content.decode()
    assert all(f"<code>{name}</code>" in page for name in rules.EVENTS)
