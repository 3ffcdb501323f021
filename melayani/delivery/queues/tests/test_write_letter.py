"""Whoever holds a number writes to it in free words: action, strangers, counter, information desk, the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.http import FileResponse
from django.test import Client
from django.utils import timezone

from melayani.delivery.applications.tests.factories import photo
from melayani.delivery.queues import actions, rules
from melayani.delivery.queues.models import Ticket
from melayani.delivery.queues.tests import factories
from melayani.delivery.queues.tests.factories import Place
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import CaseLetter, OutboxMessage
from melayani.foundation.people import Citizen, Officer
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
WORDS = "Saya menunggu di kantin, tolong panggil dua kali."


@pytest.fixture
def place(world: World) -> Place:
    return factories.place(world)


def holding(place: Place, now: datetime) -> Ticket:
    """A number whose holder reads e-mail and has written a letter with a photo."""
    row = factories.ticket(place, now=now, contact=keep_contact(email="warga@contoh.id", now=now))
    citizen = Citizen(contact_id=row.contact_id)
    file = attachments.store(upload=photo(), actor=citizen, now=now).pk
    return actions.write(actor=citizen, ticket=row, text=WORDS, secret=row.secret, files=[file], now=now)


def opened(client: Client, url: str) -> bytes:
    """The bytes behind an address; a file that was read to its end is closed."""
    answer = client.get(url)
    assert isinstance(answer, FileResponse)
    return b"".join(answer)


def test_a_letter_keeps_the_turn(place: Place, now: datetime) -> None:
    row = holding(place, now)
    assert CaseLetter.objects.get().number == row.number
    assert (row.state, row.turn) == ("waiting", now)


def test_strangers_write_and_answer_nothing(place: Place, now: datetime) -> None:
    row = holding(place, now)
    for actor in (Citizen(token="lain"), factories.stranger(place.world)):
        with pytest.raises(rules.NotAllowed):
            actions.write(actor=actor, ticket=row, text=WORDS, secret="karangan", now=now)
        with pytest.raises(rules.NotAllowed):
            actions.settle_letters(actor=actor, ticket=row, now=now)
    assert CaseLetter.objects.get().waits


def test_a_number_that_is_over_takes_no_letter(place: Place, now: datetime) -> None:
    row = holding(place, now)
    actions.leave(actor=Citizen(contact_id=row.contact_id), ticket=row, secret=row.secret, now=now)
    with pytest.raises(rules.ActionRefused, match="sudah selesai"):
        actions.write(actor=Citizen(contact_id=row.contact_id), ticket=row, text=WORDS, secret=row.secret, now=now)


def test_the_information_desk_reads_answers_and_opens_the_file(place: Place, sign_in: SignIn, client: Client) -> None:
    now = timezone.now()
    row = holding(place, now)
    file = Attachment.objects.get(owner_kind="case_letter").pk
    desk, slug = sign_in(place.world.bontang_counter), place.site.organisation.slug
    url = f"/kantor/antrean/meja/{slug}/"
    html = desk.get(url).content.decode()
    assert f"Surat pemegang nomor {row.code}" in html
    assert WORDS in html
    assert opened(desk, f"{url}nomor/{row.number}/berkas/{file}/").startswith(b"\xff\xd8")
    desk.post(f"{url}surat/", {"nomor": row.number, "answer": "Baik."})
    assert "Baik." in OutboxMessage.objects.get(event="ticket.letter_answered").body
    assert WORDS not in desk.get(url).content.decode()
    own = f"/antrean/tiket/{row.number}/{row.secret}/"
    assert WORDS in client.get(own).content.decode()
    assert opened(client, f"{own}berkas/{file}/").startswith(b"\xff\xd8")
    other = factories.ticket(place, now=now)
    assert client.get(f"/antrean/tiket/{other.number}/{other.secret}/berkas/{file}/").status_code == 404
    assert sign_in(factories.stranger(place.world)).get(f"{url}nomor/{row.number}/berkas/{file}/").status_code == 404


def test_the_counter_sees_that_one_wrote_and_reads_it_at_the_call(place: Place, sign_in: SignIn) -> None:
    now = timezone.now()
    row = holding(place, now)
    counter = factories.seated(place, now=now)
    page = f"/kantor/antrean/loket/{counter.pk}/"
    desk = sign_in(place.officers[0])
    html = desk.get(page).content.decode()
    assert "Surat warga" in html
    assert WORDS not in html
    actions.call_next(actor=place.officers[0], counter=counter, now=now)
    assert WORDS in desk.get(page).content.decode()
    desk.post(f"{page}surat/", {"nomor": row.number})
    assert not CaseLetter.objects.get().waits
    assert not OutboxMessage.objects.filter(event="ticket.letter_answered").exists()


def test_two_answers_are_two_messages(place: Place, now: datetime) -> None:
    row = holding(place, now)
    for minute, text in enumerate(("Satu.", "Dua.")):
        actions.settle_letters(actor=place.officers[0], ticket=row, answer=text, now=now.replace(minute=minute))
    assert OutboxMessage.objects.filter(event="ticket.letter_answered").count() == 2
