"""A message is written with the change it tells of, in the recipient's language, once; nothing is sent yet."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.template import TemplateDoesNotExist

from melayani.foundation import messaging
from melayani.foundation.messaging import queries, texts
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import MessageKind, MessageState, OutboxMessage, Rank
from melayani.foundation.messaging.outbox import Addressee
from melayani.foundation.messaging.rules import BadMessageText, split_message
from melayani.foundation.messaging.tests import factories
from melayani.foundation.messaging.tests.factories import CASE, queued

pytestmark = pytest.mark.django_db


def test_it_waits_with_its_text_and_is_encrypted(now: datetime) -> None:
    message = queued(now)
    message.refresh_from_db()
    assert (message.state, message.address, message.subject) == (
        MessageState.QUEUED,
        "sari@contoh.id",
        "Pesan percobaan dari Melayani",
    )
    assert message.body.startswith("Halo,\n\nIni pesan percobaan.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, subject, body FROM messaging_outboxmessage")
        assert "percobaan" not in "".join(cursor.fetchone())


def test_the_language_is_the_recipients_unless_told_otherwise(now: datetime) -> None:
    assert queued(now, to=factories.foreigner(now)).subject == "Trial message from Melayani"
    assert queued(now, to=factories.foreigner(now), language="id").subject == "Pesan percobaan dari Melayani"


def test_the_same_key_is_queued_once(now: datetime, django_assert_num_queries: Any) -> None:
    assert queued(now, dedupe_key="received:PMH-7K3Q9XBT-W")
    contact = factories.sari(now)
    with django_assert_num_queries(1):
        again = messaging.queue(
            "message.trial",
            to=contact,
            template="messaging/trial",
            context={"site": "Melayani"},
            reference=CASE,
            now=now,
            dedupe_key="received:PMH-7K3Q9XBT-W",
        )
    assert again is None
    assert OutboxMessage.objects.count() == 1


def test_one_text_for_many_differs_in_each_ones_own_value(now: datetime, settings: Any) -> None:
    settings.WHATSAPP_NUMBER_ID, settings.WHATSAPP_TOKEN = "1", "rahasia"
    contacts = [factories.sari(now), keep_contact(phone="0812 1111 2222", now=now)]
    people = [Addressee(one, f"kabar:{one.pk}", f"https://contoh.id/{one.pk}/") for one in contacts]
    given: dict[str, Any] = {"template": "messaging/trial", "context": {}, "own": "site", "language": "id"}
    given |= {"reference": CASE, "now": now, "kind": MessageKind.ANNOUNCEMENT}
    with transaction.atomic():
        assert messaging.queue_to_many("message.trial", to=people, **given) == 2
        assert messaging.queue_to_many("message.trial", to=people, **given, urgent=True) == 0  # known by their keys
    by_mail, by_phone = OutboxMessage.objects.order_by("contact")
    assert people[0].own in by_mail.subject + by_mail.body
    assert people[1].own in by_phone.subject + by_phone.body
    assert (by_mail.values, json.loads(by_phone.values)["site"]) == ("", people[1].own)
    assert "own-" not in by_mail.body + by_phone.body + by_phone.values
    assert (by_mail.rank, by_mail.address, by_mail.body.count("contoh.id/")) == (Rank.ANNOUNCEMENT, "sari@contoh.id", 1)


def test_it_vanishes_with_the_change_that_failed(now: datetime) -> None:
    with transaction.atomic():
        queued(now)
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


def test_a_missing_text_is_a_fault_of_ours(now: datetime) -> None:
    with pytest.raises(TemplateDoesNotExist):
        messaging.queue("x.y", to=factories.sari(now), template="messaging/none", context={}, reference=CASE, now=now)


def test_a_value_cannot_break_out_of_the_subject_and_nothing_is_escaped(now: datetime) -> None:
    site = 'Dinas "A" & <B>\n\nBcc: x@contoh.id'
    text = texts.render_message("messaging/trial", language="id", context={"site": site}, reference=CASE)
    assert text.subject == 'Pesan percobaan dari Dinas "A" & <B> Bcc: x@contoh.id'
    assert '"A" & <B>' in text.body


def test_links_are_absolute(settings: Any) -> None:
    settings.PUBLIC_URL = "https://layanan.contoh.go.id"
    assert texts.absolute("/lacak/abc/") == "https://layanan.contoh.go.id/lacak/abc/"
    assert texts.absolute("https://lain.contoh.id/") == "https://lain.contoh.id/"


@pytest.mark.parametrize(
    "source", ["", "Halo", "Subject: \n\nisi", "Subject: a\nisi", "Subject: a\n\n  \n", "subject: a\n\nb"]
)
def test_a_text_without_subject_blank_line_and_body_is_refused(source: str) -> None:
    with pytest.raises(BadMessageText):
        split_message(source)


def test_reading_the_outbox(now: datetime, django_assert_num_queries: Any) -> None:
    for hour in range(5):
        queued(now + timedelta(hours=hour))
    with django_assert_num_queries(1):
        of_case = queries.outbox_of(CASE, limit=3)
        assert [message.contact.kind for message in of_case if message.contact] == ["email"] * 3
    assert of_case[0].created_at == now + timedelta(hours=4)
    with django_assert_num_queries(1):
        newest = queries.recent(limit=2)
    older = queries.recent(limit=2, before=newest[-1].pk)
    assert [message.pk for message in newest + older] == sorted((m.pk for m in newest + older), reverse=True)
    assert len({message.pk for message in newest + older}) == 4
    assert queries.recent(state=MessageState.SENT) == []
    with django_assert_num_queries(3):
        health = queries.health(now + timedelta(hours=1))
    assert (health.queued, health.oldest_due_at, health.failed, health.no_channel) == (5, now, 0, 0)
