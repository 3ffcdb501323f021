"""A case that names two ways to one person tries one after the other, and no address that nobody vouched for."""

from __future__ import annotations

from datetime import datetime

import pytest

from melayani.foundation.messaging import channels, queue
from melayani.foundation.messaging.actions import keep_contact, mark_verified
from melayani.foundation.messaging.delivery import send_due
from melayani.foundation.messaging.models import Contact, ContactKind, MessageState, OutboxMessage
from melayani.foundation.messaging.outcomes import Refused
from melayani.foundation.messaging.ways import two_ways
from melayani.foundation.numbers.rules import Reference

pytestmark = pytest.mark.django_db
PHONE, EMAIL = "+6281234567890", "sari@contoh.example"


class Carrier:
    """A channel to one kind of contact that takes or refuses everything."""

    def __init__(self, kind: str, reaches: str, *, refuses: bool = False) -> None:
        self.kind, self.reaches, self.refuses = kind, reaches, refuses
        self.carried: list[str] = []

    def is_on(self) -> bool:
        return True

    def accepts(self, contact: Contact) -> bool:
        return contact.kind == self.reaches

    def send(self, message: OutboxMessage) -> str:
        if self.refuses:
            raise Refused("131026 undeliverable")
        self.carried.append(message.address)
        return f"{self.kind}-{message.pk}"


@pytest.fixture
def both_on(monkeypatch: pytest.MonkeyPatch) -> tuple[Carrier, Carrier]:
    """A channel to telephones and one to e-mail."""
    phones, mails = Carrier("whatsapp", ContactKind.PHONE), Carrier("email", ContactKind.EMAIL)
    monkeypatch.setattr(channels, "REGISTRY", [phones, mails])
    return phones, mails


def ways(contact: Contact, now: datetime, *, vouched: bool = False) -> tuple[Contact, Contact | None]:
    return two_ways(contact, phone=PHONE, email=EMAIL, vouched=vouched, now=now)


@pytest.mark.usefixtures("both_on")
class TestWhichWays:
    def test_a_number_typed_without_proof_is_never_used(self, now: datetime) -> None:
        email = keep_contact(email=EMAIL, now=now)
        keep_contact(phone=PHONE, now=now)  # known from elsewhere, proven by nobody
        assert ways(email, now) == (email, None)

    def test_a_proven_number_comes_first_and_the_mail_instead(self, now: datetime) -> None:
        email, phone = keep_contact(email=EMAIL, now=now), keep_contact(phone=PHONE, now=now)
        mark_verified(contact=phone, now=now)
        assert ways(email, now) == (phone, email)

    def test_an_officer_or_a_key_vouches_for_both(self, now: datetime) -> None:
        email = keep_contact(email=EMAIL, now=now)
        first, instead = ways(email, now, vouched=True)
        assert (first.value, instead) == (PHONE, email)

    def test_without_a_channel_to_telephones_the_mail_stays_first(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(channels, "REGISTRY", [Carrier("email", ContactKind.EMAIL)])
        email = keep_contact(email=EMAIL, now=now)
        first, instead = ways(email, now, vouched=True)
        assert first == email
        assert instead is not None
        assert instead.value == PHONE


class TestDelivery:
    def test_the_mail_takes_over_when_the_telephone_cannot_be_reached(
        self, now: datetime, both_on: tuple[Carrier, Carrier]
    ) -> None:
        phones, mails = both_on
        phones.refuses = True
        first, instead = ways(keep_contact(email=EMAIL, now=now), now, vouched=True)
        reference = Reference(kind="trial", number="T-1", url="/lacak/", title="")
        queue("trial", to=first, instead=instead, template="messaging/trial", context={}, reference=reference, now=now)
        for _ in range(3):
            send_due(now)
        message = OutboxMessage.objects.get()
        assert (message.state, message.channel, message.address) == (MessageState.SENT, "email", EMAIL)
        assert mails.carried == [EMAIL]

    def test_a_second_way_is_taken_once_and_then_it_is_a_failure(
        self, now: datetime, both_on: tuple[Carrier, Carrier]
    ) -> None:
        for one in both_on:
            one.refuses = True
        first, instead = ways(keep_contact(email=EMAIL, now=now), now, vouched=True)
        reference = Reference(kind="trial", number="T-1", url="/lacak/", title="")
        queue("trial", to=first, instead=instead, template="messaging/trial", context={}, reference=reference, now=now)
        for _ in range(5):
            send_due(now)
        assert OutboxMessage.objects.get().state == MessageState.FAILED
