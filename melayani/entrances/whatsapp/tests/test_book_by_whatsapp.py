"""Find a service, book, change and cancel a visit, all inside the conversation."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from melayani.delivery.appointments import states
from melayani.delivery.appointments.models import Booking
from melayani.delivery.appointments.tests import factories as visits
from melayani.entrances.whatsapp.tests.factories import NOBODY, Phone
from melayani.foundation.messaging.models import ContactKind, OutboxMessage
from melayani.foundation.people.tests.factories import World


@pytest.fixture
def service(world: World, now: datetime) -> object:
    return visits.morning(world, now=now, places=1)


def test_find_a_service_and_book_it(sari: Phone, service: object) -> None:
    assert "Cari layanan" in sari.write("halo")
    assert "Layanan apa" in sari.tap("Cari layanan")
    assert "Keadaan Anda yang mana" in sari.write("rekam ktp")
    told = sari.write("2")
    assert "Surat kehilangan polisi" in told
    assert "Biaya: Gratis" in told
    assert "Waktu: 5 hari kerja" in told
    assert "Hari apa?" in sari.tap("Buat janji temu")
    assert "Jam berapa?" in sari.write("1")
    assert "Atas nama siapa?" in sari.write("1")
    assert "Sudah benar?" in sari.write("Siti Aminah")
    done = sari.tap("Ya, pesan")
    booking = Booking.objects.get()
    assert "Sudah pasti" in done
    assert booking.number in done
    assert (booking.state, booking.channel, booking.name) == (states.BOOKED, "whatsapp", "Siti Aminah")
    assert booking.contact == sari.conversation.contact
    assert OutboxMessage.objects.filter(event="booking.booked", contact=booking.contact).exists()


def book(phone: Phone, name: str = "Siti Aminah") -> Booking:
    phone.write("janji temu")
    phone.write("rekam")
    phone.write("1")
    phone.write("1")
    phone.write(name)
    if "Nomor teleponnya" in phone.last.body:
        phone.write("0812 3456 7890")
    phone.write("ya")
    return Booking.objects.order_by("-pk")[0]


def test_change_and_cancel(sari: Phone, service: object) -> None:
    booking = book(sari)
    before = booking.starts_at
    assert booking.number in sari.write("ubah janji")
    sari.tap("Ubah waktu")
    sari.write("2")
    assert "sudah diubah" in sari.write("1")
    booking.refresh_from_db()
    assert booking.starts_at != before
    assert booking.state == states.BOOKED
    sari.write("janji saya")
    assert "Batalkan janji temu" in sari.tap("Batalkan")
    assert "sudah dibatalkan" in sari.tap("Ya, batalkan")
    booking.refresh_from_db()
    assert booking.state == states.CANCELLED


def test_a_place_that_somebody_else_took_leads_to_another(sari: Phone, tono: Phone, service: object) -> None:
    for phone in (sari, tono):
        phone.write("janji temu")
        phone.write("rekam")
        phone.write("1")
        phone.write("1")
        phone.write("Contoh Warga")
    assert "Sudah pasti" in sari.write("ya")
    told = tono.write("ya")
    assert "Hari apa?" in told
    assert Booking.objects.count() == 1


def test_twice_on_a_day_is_refused_with_the_way_to_the_first(sari: Phone, service: object) -> None:
    book(sari)
    sari.write("janji temu")
    sari.write("rekam")
    sari.write("1")
    sari.write("1")
    sari.write("Siti Aminah")
    assert "sudah punya janji temu" in sari.write("ya")
    assert "Janji temu saya" in sari.offered()


def test_who_has_no_number_is_asked_for_one(on: None, now: datetime, service: object) -> None:
    phone = Phone(NOBODY, now)
    booking = book(phone)
    assert booking.contact is not None
    assert booking.contact.kind == ContactKind.WHATSAPP
    assert booking.phone == "+6281234567890"


def test_nobody_sees_or_moves_the_visit_of_another(sari: Phone, tono: Phone, service: object) -> None:
    booking = book(sari)
    told = tono.write(f"status {booking.number} dong")
    assert "Janji temu pasti" in told
    assert "Siti" not in told
    assert booking.secret not in told
    assert "belum ada janji temu" in tono.write("janji saya")
    from melayani.entrances.whatsapp import payloads

    told = "\n".join(row.body for row in tono.send(payloads.tapped(f"go:visits:{booking.number}", "Ubah")))
    assert "belum ada janji temu" in told
    booking.refresh_from_db()
    assert booking.state == states.BOOKED
    assert booking.secret in sari.write(booking.number.lower())


def test_the_open_question_survives_and_an_old_shape_is_dropped_politely(sari: Phone, service: object) -> None:
    sari.write("janji temu")
    sari.write("rekam")
    conversation = sari.conversation
    conversation.state = conversation.state.replace('"v": 1', '"v": 0')
    conversation.save()
    told = sari.write("1")
    assert "mulai dari awal" in told
    sari.write("janji temu")
    sari.write("rekam")
    sari.now += timedelta(days=2)
    assert "mulai dari awal" in sari.write("1")


def test_back_goes_one_question_back_and_cancel_to_the_menu(sari: Phone, service: object) -> None:
    sari.write("janji temu")
    days = sari.write("rekam")
    sari.write("1")
    assert sari.write("kmbali") == days
    assert "Jam berapa?" in sari.write("1")
    assert "kita hentikan" in sari.write("batl")
    assert not Booking.objects.exists()
