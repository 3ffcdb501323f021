"""The head of the unit destroys who came to a visit; that somebody came stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from melayani.delivery.appointments import actions, rules
from melayani.delivery.appointments.models import Booking, Slot
from melayani.delivery.appointments.tests import factories
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit.models import Event
from melayani.foundation.audit.seal import seal, verify
from melayani.foundation.messaging.models import CaseLetter, OutboxMessage
from melayani.foundation.people import Citizen, Officer
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
REASON = "Diminta tamu di loket, identitas dicocokkan."


@pytest.fixture
def visit(world: World) -> Booking:
    """Tomorrow's visit with a note and a letter."""
    now, service = timezone.now(), factories.offered(world.bontang)
    factories.slots(world.bontang, now=now, count=2)
    row = factories.booked(world, service, Slot.objects.earliest("starts_at"), now=now)
    citizen = Citizen(contact_id=row.contact_id)
    actions.write(actor=citizen, booking=row, secret=row.secret, text="Saya Contoh Warga 1.", now=now)
    return row


def over(world: World, row: Booking) -> Booking:
    actions.cancel(actor=world.bontang_counter, booking=row, now=timezone.now())
    return Booking.objects.get(pk=row.pk)


def test_who_came_is_gone_and_the_visit_stays(world: World, visit: Booking) -> None:
    now, row = timezone.now(), over(world, visit)
    older = list(OutboxMessage.objects.values_list("pk", flat=True))
    for _ in range(2):
        actions.erase_person(actor=world.bontang_head, booking=row, reason=REASON, now=now)
    gone = Booking.objects.get(pk=row.pk)
    assert (gone.name, gone.phone, gone.email, gone.note, gone.person_hash, gone.contact) == ("", "", "", "", "", None)
    assert (gone.erased_at, gone.state, gone.starts_at, gone.party_size) == (now, row.state, row.starts_at, 1)
    assert [letter.text for letter in CaseLetter.objects.all()] == [""]
    last = OutboxMessage.objects.exclude(pk__in=older).get()
    assert (last.event, last.contact, last.expires_at) == ("booking.erased", row.contact, now + timedelta(days=7))
    assert not OutboxMessage.objects.filter(pk__in=older).exclude(contact=None).exists()
    (event,) = Event.objects.filter(name="booking.erased")
    assert event.data["reason"] == REASON
    seal(now)
    assert verify() == []
    assert not Attachment.objects.exclude(state="removed").exists()


def test_before_the_visit_and_by_others_it_is_refused(world: World, visit: Booking, settings: Settings) -> None:
    now = timezone.now()
    with pytest.raises(rules.ActionRefused, match="sesudah janji temu selesai"):
        actions.erase_person(actor=world.bontang_head, booking=visit, reason=REASON, now=now)
    row = over(world, visit)
    for who in (world.bontang_counter, world.bengkalis_counter, Citizen(contact_id=row.contact_id)):
        with pytest.raises(rules.NotAllowed):
            actions.erase_person(actor=who, booking=row, reason=REASON, now=now)
    with pytest.raises(rules.ActionRefused, match="Jangan tulis nama"):
        actions.erase_person(actor=world.bontang_head, booking=row, reason=f"Diminta {row.name}.", now=now)
    settings.ERASURE_KEEP_DAYS = 30
    with pytest.raises(rules.ActionRefused, match="wajib disimpan sampai"):
        actions.erase_person(actor=world.bontang_head, booking=row, reason=REASON, now=now)


def test_the_pages_say_when(world: World, visit: Booking, sign_in: SignIn, client: Client) -> None:
    row, office = over(world, visit), f"/kantor/janji-temu/{visit.number}/"
    assert "Hapus data pribadi" not in sign_in(world.bontang_counter).get(office).content.decode()
    head = sign_in(world.bontang_head)
    assert "Hapus data pribadi" in head.get(office).content.decode()
    unsure = head.post(f"{office}hapus-data/", {"reason": REASON})
    assert (unsure.status_code, REASON in unsure.content.decode()) == (422, True)
    assert head.post(f"{office}hapus-data/", {"reason": REASON, "sure": "on"})["Location"] == office
    for path in (office, f"/janji-temu/{row.number}/{row.secret}/"):
        html = client.get(path).content.decode()
        assert "Data pribadi dihapus pada" in html
        assert "Contoh W" not in html
