"""A visit on a device: reminders, another time, cancelled by the office; by either of two ways to the visitor, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from melayani.delivery.appointments import actions, reminders, visit
from melayani.delivery.appointments.models import Booking
from melayani.delivery.appointments.tests import factories
from melayani.foundation.audit import SYSTEM
from melayani.foundation.messaging import following
from melayani.foundation.messaging.actions import keep_contact, mark_verified
from melayani.foundation.messaging.models import ContactKind, OutboxMessage
from melayani.foundation.messaging.tests.factories import push_on
from melayani.foundation.messaging.tests.test_push_channel import GOOD
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
SITE = "https://layanan.contoh.go.id"


@pytest.fixture(autouse=True)
def push(settings: Any) -> None:
    push_on(settings)


@pytest.fixture
def booking(world: World, now: datetime) -> Booking:
    service = factories.offered(world.bontang)
    (slot,) = factories.slots(world.bontang, now=now, count=1, places=4)
    return factories.booked(world, service, slot, now=now - timedelta(days=9))


def follow(booking: Booking, now: datetime) -> None:
    url = following.device_url(booking.number, booking.contact_id, "id")
    tag = url.rstrip("/").rpartition("/")[2]
    following.follow(actor=SYSTEM, tag=tag, told=GOOD, on=True, language="id", now=now)


def on_device(now: datetime) -> list[str]:
    following.copy_for_devices(now)
    following.copy_for_devices(now + timedelta(seconds=3))  # a second look copies nothing again
    rows = OutboxMessage.objects.filter(contact__kind=ContactKind.PUSH).order_by("pk")
    return list(rows.values_list("event", flat=True))


def test_a_device_is_reminded_and_hears_that_the_office_closed(world: World, booking: Booking, now: datetime) -> None:
    follow(booking, now)
    reminders.remind_all(booking.starts_at - timedelta(hours=1))
    assert on_device(booking.starts_at - timedelta(hours=1)) == ["booking.reminder"]
    actions.close_in_emergency(
        actor=world.bontang_head,
        organisation=world.bontang,
        starts_at=booking.starts_at - timedelta(minutes=30),
        ends_at=booking.starts_at + timedelta(hours=3),
        reason="Banjir di gedung",
        now=booking.starts_at - timedelta(minutes=50),
    )
    told = on_device(booking.starts_at - timedelta(minutes=50))
    assert len(told) == 2
    assert told[1] in {"booking.closed", "booking.proposal"}


def test_a_visit_that_the_office_cancels_is_told_once(world: World, booking: Booking, now: datetime) -> None:
    follow(booking, now)
    actions.cancel(actor=world.bontang_counter, booking=booking, now=now)
    assert on_device(now) == ["booking.cancelled"]


def test_the_device_follows_the_visit_whichever_way_its_visitor_is_reached(
    booking: Booking, settings: Any, now: datetime
) -> None:
    """A booking proven by e-mail whose proven telephone is tried first: the holder stands second on the message."""
    settings.SMS_GATEWAY = '{"url": "https://sms.contoh.id/", "body": {"to": "{to}", "text": "{text}"}}'
    phone = keep_contact(phone="081234567890", now=now)
    mark_verified(contact=phone, now=now)
    holder = keep_contact(email="sari@contoh.id", now=now)
    booking.contact, booking.email, booking.phone = holder, "sari@contoh.id", phone.value
    booking.save()
    follow(booking, now)
    visit.tell(Booking.objects.get(pk=booking.pk), "kept", now=now)
    message = OutboxMessage.objects.get(event="booking.kept")
    assert (message.contact, message.instead) == (phone, holder)
    assert on_device(now) == ["booking.kept"]


def test_the_page_leads_there_while_the_visit_is_to_come(
    world: World, booking: Booking, client: Client, now: datetime
) -> None:
    page = visit.path_of(booking)
    url = following.device_url(booking.number, booking.contact_id, "id")
    assert f'href="{url}"' in client.get(page).content.decode()
    shown = client.get(url.removeprefix(SITE)).content.decode()
    assert booking.number in shown
    assert "Kabar tetap kami kirim ke kontak Anda." in shown
    assert booking.secret not in shown
    actions.cancel(actor=world.bontang_counter, booking=booking, now=now)
    assert "Kabari saya di gawai ini" not in client.get(page).content.decode()
