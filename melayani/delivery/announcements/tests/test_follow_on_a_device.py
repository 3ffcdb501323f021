"""Announcements on a device: without an account, with proof of the consent, ended by one press."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from melayani.delivery.announcements import actions, devices, telling
from melayani.delivery.announcements.models import Subscription
from melayani.delivery.announcements.tests import factories
from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging import following
from melayani.foundation.messaging.channels.push import sender
from melayani.foundation.messaging.models import Consent, Contact, OutboxMessage
from melayani.foundation.messaging.tests.factories import push_on
from melayani.foundation.messaging.tests.test_push_channel import GOOD
from melayani.foundation.organisations.models import Organisation, Region
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
SITE = "https://layanan.contoh.go.id"


@pytest.fixture(autouse=True)
def push(settings: Any) -> None:
    push_on(settings)


@pytest.fixture
def region() -> Region:
    return Region.objects.create(code="64", name="Kalimantan Timur", level="province")


def page_of(about: devices.About, language: str = "id") -> str:
    return devices.device_url(about, language).removeprefix(SITE)


def post(client: Client, page: str, **told: Any) -> Any:
    return client.post(page, json.dumps({"subscription": GOOD, **told}), content_type="application/json")


def payload_of(message: OutboxMessage) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(sender._payload(message))
    return told


def test_a_browser_follows_an_office_and_its_yes_is_proven(world: World, client: Client) -> None:
    page = page_of(world.bontang)
    shown = client.get(page).content.decode()
    promise = devices.promise_of(world.bontang)
    assert promise in shown
    assert "/pengumuman/ikuti/kantor/disdukcapil-bontang/" in shown  # the other ways
    for _ in range(2):
        assert post(client, page, on=True).json() == {"on": True}
    assert post(client, page, ask=True).json() == {"on": True}
    row = Subscription.objects.get()
    assert (row.unit, row.contact.kind) == (world.bontang, "push")
    proof = Consent.objects.get(purpose=f"announcements:unit:{world.bontang.pk}")
    assert (proof.given, proof.by, proof.words) == (True, "push", promise)
    assert Consent.objects.filter(purpose="announcements", by="push", given=True).count() == 1


@pytest.mark.parametrize("scope", ["unit", "service", "region"])
def test_what_is_published_about_it_comes_to_the_device_once(
    world: World, client: Client, region: Region, now: datetime, scope: str
) -> None:
    Organisation.objects.filter(pk=world.bontang.pk).update(region=region)
    things: dict[str, devices.About] = {
        "unit": world.bontang,
        "service": published_service(world.bontang),
        "region": region,
    }
    about = things[scope]
    post(client, page_of(about), on=True)
    row = factories.published(Organisation.objects.get(pk=world.bontang.pk), now=now, audience=scope, **{scope: about})
    for _ in range(9):
        telling.tell_next(now)
    message = OutboxMessage.objects.about("announcement", row.slug).get()
    assert message.address == Contact.objects.get(kind="push").value
    told = payload_of(message)
    assert (told["title"], told["url"]) == (factories.TITLE, f"{SITE}/pengumuman/{row.slug}/")
    assert (told["stop"], told["stopped"]) == ("Berhenti", "Anda tidak menerima pengumuman ini lagi.")


def test_the_button_on_the_notification_ends_it_by_one_press(world: World, client: Client, now: datetime) -> None:
    post(client, page_of(world.bontang, "en"), on=True)
    post(client, page_of(world.bengkalis, "en"), on=True)
    factories.published(world.bontang, now=now)
    for _ in range(9):
        telling.tell_next(now)
    told = payload_of(OutboxMessage.objects.get())
    assert told["stop"] == "Stop"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(told["leave"].removeprefix(SITE)).status_code == 200
    assert [row.unit for row in Subscription.objects.all()] == [world.bengkalis]
    assert post(client, page_of(world.bontang), ask=True).json() == {"on": False}
    assert post(client, page_of(world.bengkalis), ask=True).json() == {"on": True}
    last = Consent.objects.filter(purpose=f"announcements:unit:{world.bontang.pk}").order_by("-pk").first()
    assert last is not None
    assert not last.given
    factories.published(world.bontang, now=now + timedelta(hours=1))
    for _ in range(9):
        telling.tell_next(now + timedelta(hours=1))
    assert OutboxMessage.objects.count() == 1


def test_a_message_about_a_case_has_no_such_button(world: World, now: datetime) -> None:
    message = OutboxMessage(event="x", body=f"Halo\n{SITE}/a/\n{SITE}/b/", subject="Halo", language="id")
    assert set(payload_of(message)) == {"title", "body", "url", "tag"}


def test_it_ends_on_the_page_too_and_twice_does_no_harm(world: World, client: Client) -> None:
    page = page_of(world.bontang)
    post(client, page, on=True)
    for _ in range(2):
        assert post(client, page, on=False).json() == {"on": False}
    assert not Subscription.objects.exists()
    assert Event.objects.filter(name="announcement.unfollowed").count() == 1


def test_who_ends_everything_leaves_a_proof_for_each(world: World, client: Client, now: datetime) -> None:
    for about in (world.bontang, world.bengkalis):
        post(client, page_of(about), on=True)
    contact = Contact.objects.get(kind="push")
    actions.leave(actor=factories.CITIZEN, contact=contact, subscription=None, words="Berhenti", now=now)
    ended = set(Consent.objects.filter(given=False).values_list("purpose", flat=True))
    expected = {"announcements", *(f"announcements:unit:{one.pk}" for one in (world.bontang, world.bengkalis))}
    assert ended == expected
    assert post(client, page_of(world.bontang), ask=True).json() == {"on": False}
    assert post(client, page_of(world.bontang), on=True).json() == {"on": True}  # wanted again


def test_what_is_closed_invented_or_off_is_not_there(world: World, client: Client, settings: Any) -> None:
    page = page_of(world.bontang)
    assert client.get(page.replace(f"unit:{world.bontang.pk}", f"unit:{world.bengkalis.pk}")).status_code == 404
    assert following.topic_of("announcements-unit:1-" + "0" * 24) is None
    for key in ("unit:x", "unit:999999", "service:1", "region:99", "lain:1", ""):
        assert devices.Devices().find(key) is None
    Organisation.objects.filter(pk=world.bontang.pk).update(closed_on="2020-01-01")
    assert client.get(page).status_code == 404
    assert post(client, page, on=True).status_code == 404
    settings.PUSH_CONTACT = ""
    assert client.get(page_of(world.bengkalis) or page).status_code == 404
    assert not Subscription.objects.exists()


def test_the_pages_lead_there_and_say_the_other_ways(
    world: World, client: Client, now: datetime, settings: Any, region: Region
) -> None:
    row = factories.published(world.bontang, now=now)
    follow = "/pengumuman/ikuti/kantor/disdukcapil-bontang/"
    pages = (f"/pengumuman/?instansi={world.bontang.slug}", f"/pengumuman/{row.slug}/", follow)
    for page in pages:
        assert f'href="{SITE}{page_of(world.bontang)}"' in client.get(page).content.decode()
    assert f'href="{SITE}{page_of(region)}"' in client.get("/pengumuman/?wilayah=64").content.decode()
    assert "Kabari saya di gawai ini" not in client.get("/pengumuman/").content.decode()
    settings.PUSH_CONTACT = ""
    for page in pages[:2]:
        shown = client.get(page).content.decode()
        assert "Kabari saya di gawai ini" not in shown
        assert follow in shown
