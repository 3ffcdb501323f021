"""Find a service, book, change and cancel a visit, all inside the conversation."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from melayani.delivery.appointments import rules, states
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
    assert "Berapa orang" in sari.tap("Buat janji temu")
    assert "dahulukan" in sari.tap("1 orang")
    assert "Hari apa?" in sari.tap("Tidak ada")
    assert "Jam berapa?" in sari.write("1")
    told = sari.write("1")
    assert "saya pegang untuk Anda sampai pukul" in told
    assert "Atas nama siapa?" in told
    assert "Sudah benar?" in sari.write("Siti Aminah")
    done = sari.tap("Ya, pesan")
    booking = Booking.objects.get()
    assert "Sudah pasti" in done
    assert booking.number in done
    assert (booking.state, booking.channel, booking.name) == (states.BOOKED, "whatsapp", "Siti Aminah")
    assert booking.contact == sari.conversation.contact
    assert OutboxMessage.objects.filter(event="booking.booked", contact=booking.contact).exists()


def choose(phone: Phone, *, people: str = "1", needs: str = "1", day: str = "1", time: str = "1") -> str:
    """Up to the time, which is held then; what one reads afterwards."""
    for words in ("janji temu", "rekam", people, needs, day):
        phone.write(words)
    return phone.write(time)


def book(phone: Phone, name: str = "Siti Aminah") -> Booking:
    choose(phone)
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


def test_a_place_that_is_held_is_nobody_elses(sari: Phone, tono: Phone, service: object) -> None:
    for words in ("janji temu", "rekam", "1", "1", "1"):
        tono.write(words)
    first = next(iter(tono.offered()))
    choose(sari)
    told = tono.tap(first)
    assert "baru saja penuh" in told
    assert "paling dekat" in told
    assert "saya pegang" in tono.write("1")
    sari.write("Contoh Warga")
    tono.write("Contoh Warga")
    assert "Sudah pasti" in sari.write("ya")
    assert "Sudah pasti" in tono.write("ya")
    assert len(set(Booking.objects.filter(state=states.BOOKED).values_list("starts_at", flat=True))) == 2


def test_a_hold_lapses_and_is_held_again_while_nobody_came(sari: Phone, service: object) -> None:
    choose(sari)
    held = Booking.objects.get()
    assert (held.state, held.held_until) == (states.HELD, sari.now + rules.HOLD_LIFE)
    sari.now += timedelta(minutes=11)
    told = sari.write("Siti Aminah")
    assert "tempatnya masih ada" in told
    assert "Sudah benar?" in told
    sari.now += timedelta(minutes=11)
    assert "Sudah pasti" in sari.write("ya")
    made = Booking.objects.get(state=states.BOOKED)
    assert (made.starts_at, made.channel) == (held.starts_at, "whatsapp")


@pytest.mark.parametrize("when", ["before the name", "before the yes"])
def test_a_lapsed_hold_that_somebody_took_is_told_warmly_with_what_is_near(
    sari: Phone, tono: Phone, service: object, when: str
) -> None:
    choose(sari)
    if when == "before the yes":
        sari.write("Siti Aminah")
    tono.now = sari.now = sari.now + timedelta(minutes=11)
    book(tono, "Contoh Tono")
    told = sari.write("ya" if when == "before the yes" else "Siti Aminah")
    assert "diambil orang lain" in told
    assert "paling dekat" in told
    told = sari.write("1")
    assert "Siti Aminah" in told  # nothing is asked twice
    assert "Sudah pasti" in sari.write("ya")
    assert Booking.objects.filter(state=states.BOOKED).count() == 2


def test_whoever_turns_away_gives_the_place_back_at_once(sari: Phone, tono: Phone, service: object) -> None:
    choose(sari)
    assert "kita hentikan" in sari.write("batal")
    assert "saya pegang" in choose(tono)
    assert Booking.objects.filter(state=states.HELD).count() == 1


def test_a_group_is_one_visit_with_what_it_needs(sari: Phone, world: World, now: datetime) -> None:
    visits.morning(world, now=now, places=3)
    sari.write("janji temu")
    sari.write("rekam")
    assert "1 sampai 4 orang" in sari.write("9")
    sari.write("bertiga")
    told = sari.write("2 dan 3")
    assert "Saya catat: didahulukan, kursi roda. Ada lagi?" in told
    assert "Hari apa?" in sari.write("tidak")
    sari.write("1")
    sari.write("1")
    told = sari.write("Siti Aminah")
    assert "3 orang" in told
    assert "kursi roda" in told
    sari.write("ya")
    booking = Booking.objects.get(state=states.BOOKED)
    assert (booking.party_size, booking.priority, booking.assistance) == (3, True, "wheelchair")


def test_times_without_room_for_the_whole_group_are_not_offered(sari: Phone, world: World, now: datetime) -> None:
    visits.morning(world, now=now, places=1)
    for words in ("janji temu", "rekam", "2"):
        sari.write(words)
    told = sari.write("1")
    assert "Belum ada tempat kosong" in told
    assert "/janji-temu/" in told


def test_a_moved_or_cancelled_visit_is_told_in_one_message(sari: Phone, service: object) -> None:
    booking = book(sari)
    count = OutboxMessage.objects.count()
    sari.write("ubah janji")
    sari.tap("Ubah waktu")
    sari.write("2")
    told = sari.write("1")
    assert booking.secret in told  # all that the notice would say stands in this one
    assert OutboxMessage.objects.count() == count + 4  # one for each of the four words
    sari.write("janji saya")
    sari.tap("Batalkan")
    sari.tap("Ya, batalkan")
    assert OutboxMessage.objects.count() == count + 7
    assert not OutboxMessage.objects.filter(event__in=["booking.changed", "booking.cancelled"]).exists()


def test_twice_on_a_day_is_refused_with_the_way_to_the_first(sari: Phone, service: object) -> None:
    book(sari)
    choose(sari, time="2")
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
    for words in ("janji temu", "rekam", "1"):
        sari.write(words)
    days = sari.write("1")
    sari.write("1")
    assert sari.write("kmbali") == days
    assert "Jam berapa?" in sari.write("1")
    assert "kita hentikan" in sari.write("batl")
    assert not Booking.objects.exists()
