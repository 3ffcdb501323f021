"""The visitor writes to the booking in free words: action, strangers, pages, the desk's day, the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.http import FileResponse
from django.test import Client
from django.utils import timezone

from melayani.delivery.applications.tests.factories import photo
from melayani.delivery.appointments import actions, rules
from melayani.delivery.appointments.models import Booking, Slot
from melayani.delivery.appointments.tests import factories
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import CaseLetter, OutboxMessage
from melayani.foundation.people import Citizen, Officer
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
WORDS = "Saya memakai kursi roda, mohon pintu samping dibuka."
UNIT = "disdukcapil-bontang"


@pytest.fixture
def visit(world: World) -> Booking:
    """Tomorrow at Bontang's registry."""
    service = factories.offered(world.bontang)
    factories.slots(world.bontang, now=timezone.now(), count=2)
    return factories.booked(world, service, Slot.objects.earliest("starts_at"), now=timezone.now())


def written(row: Booking, now: datetime) -> Booking:
    citizen = Citizen(contact_id=row.contact_id)
    file = attachments.store(upload=photo(), actor=citizen, now=now).pk
    return actions.write(actor=citizen, booking=row, text=WORDS, secret=row.secret, files=[file], now=now)


def at(row: Booking, page: str = "") -> str:
    return f"/kantor/janji-temu/{row.number}/{page}"


def opened(client: Client, url: str) -> bytes:
    """The bytes behind an address; a file that was read to its end is closed."""
    answer = client.get(url)
    assert isinstance(answer, FileResponse)
    return b"".join(answer)


def test_a_letter_changes_neither_time_nor_state(visit: Booking, now: datetime) -> None:
    written(visit, now)
    after = Booking.objects.get(pk=visit.pk)
    assert (after.state, after.starts_at, after.sequence) == (visit.state, visit.starts_at, visit.sequence)
    assert Event.objects.filter(name="booking.letter_received", subject_number=visit.number).count() == 1


def test_strangers_write_read_and_answer_nothing(
    world: World, visit: Booking, now: datetime, sign_in: SignIn, client: Client
) -> None:
    for actor in (Citizen(token="lain"), world.bengkalis_counter):
        with pytest.raises(rules.NotAllowed):
            actions.write(actor=actor, booking=visit, text=WORDS, secret="karangan", now=now)
    written(visit, now)
    file = Attachment.objects.get(owner_kind="case_letter").pk
    stranger = sign_in(world.bengkalis_counter)
    assert stranger.post(at(visit, "surat/"), {"answer": "Halo"}).status_code == 404
    assert stranger.get(at(visit, f"berkas/{file}/")).status_code == 404
    assert client.get(f"/janji-temu/{visit.number}/karangan/berkas/{file}/").status_code == 404
    with pytest.raises(rules.NotAllowed):
        actions.settle_letters(actor=world.bengkalis_counter, booking=visit, now=now)
    assert CaseLetter.objects.get().waits


def test_words_alone_of_spaces_and_a_visit_that_is_over_are_refused(
    world: World, visit: Booking, now: datetime
) -> None:
    with pytest.raises(rules.ActionRefused, match="Tulis dahulu"):
        actions.write(
            actor=Citizen(contact_id=visit.contact_id), booking=visit, text="  ", secret=visit.secret, now=now
        )
    actions.cancel(actor=world.bontang_counter, booking=visit, now=now)
    with pytest.raises(rules.ActionRefused, match="sudah selesai"):
        written(visit, now)
    assert not CaseLetter.objects.exists()


def test_the_day_names_it_until_it_was_read(world: World, visit: Booking, now: datetime, sign_in: SignIn) -> None:
    desk = sign_in(world.bontang_counter)
    day = visit.starts_at.astimezone(world.bontang.zone).date()
    url = f"/kantor/janji-temu/hari/{UNIT}/?hari={day}"
    assert "Surat warga" not in desk.get(url).content.decode()
    written(visit, now)
    html = desk.get(url).content.decode()
    assert html.count("Surat warga") == 2  # the visit itself, and the list above the day
    other_day = f"/kantor/janji-temu/hari/{UNIT}/?hari={day + timedelta(days=5)}"
    assert at(visit) in desk.get(other_day).content.decode()
    actions.settle_letters(actor=world.bontang_counter, booking=visit, now=now)
    assert "Surat warga" not in desk.get(url).content.decode()


def test_the_office_answers_and_the_visitor_sees_it(
    world: World, visit: Booking, now: datetime, sign_in: SignIn, client: Client
) -> None:
    written(visit, now)
    file = Attachment.objects.get(owner_kind="case_letter").pk
    desk = sign_in(world.bontang_counter)
    assert WORDS in desk.get(at(visit)).content.decode()
    assert opened(desk, at(visit, f"berkas/{file}/")).startswith(b"\xff\xd8")
    desk.post(at(visit, "surat/"), {"answer": "Pintu samping kami buka."})
    message = OutboxMessage.objects.get(event="booking.letter_answered")
    assert "Pintu samping kami buka." in message.body
    own = f"/janji-temu/{visit.number}/{visit.secret}/"
    html = client.get(own).content.decode()
    assert WORDS in html
    assert "Pintu samping kami buka." in html
    assert opened(client, f"{own}berkas/{file}/").startswith(b"\xff\xd8")


def test_reading_twice_says_that_nothing_waits(world: World, visit: Booking, now: datetime, sign_in: SignIn) -> None:
    written(visit, now)
    desk = sign_in(world.bontang_counter)
    desk.post(at(visit, "surat/"), {})
    assert not OutboxMessage.objects.filter(event="booking.letter_answered").exists()
    assert "Tidak ada surat yang menunggu" in desk.post(at(visit, "surat/"), {}, follow=True).content.decode()


def test_the_visitor_writes_on_the_ticket(world: World, visit: Booking, client: Client) -> None:
    page = f"/janji-temu/{visit.number}/{visit.secret}/"
    assert f'action="{page}tulis/"' in client.get(page).content.decode()
    assert client.post(f"{page}tulis/", {"text": WORDS})["Location"] == page
    assert WORDS in client.get(page).content.decode()
    assert "Tulis dahulu" in client.post(f"{page}tulis/", {"text": " "}).content.decode()
    actions.cancel(actor=world.bontang_counter, booking=visit, now=timezone.now())
    assert "Tulis ke petugas" not in client.get(page).content.decode()
    assert "sudah selesai" in client.post(f"{page}tulis/", {"text": "Masih bisa?"}).content.decode()
    assert CaseLetter.objects.get().text == WORDS
