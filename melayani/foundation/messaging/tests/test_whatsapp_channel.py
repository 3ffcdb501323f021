"""WhatsApp against a real server that speaks the Graph API: windows, forms, errors, what comes afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from melayani.foundation.messaging import queries
from melayani.foundation.messaging.channels.whatsapp import forms, statuses
from melayani.foundation.messaging.channels.whatsapp.checks import check_whatsapp_settings
from melayani.foundation.messaging.channels.whatsapp.wire import Status, TemplateNews
from melayani.foundation.messaging.delivery import send_due
from melayani.foundation.messaging.models import (
    Conversation,
    InboundMark,
    MessageKind,
    MessageState,
    MessageTemplate,
    OutboxMessage,
    TemplateCategory,
    TemplateState,
)
from melayani.foundation.messaging.tests import factories, providers
from melayani.foundation.messaging.tests.factories import approved_form, queued, wrote_lately
from melayani.foundation.messaging.tests.providers import Answer, Provider, graph_error

pytestmark = pytest.mark.django_db


@pytest.fixture
def meta(settings: Any) -> Iterator[Provider]:
    with providers.graph(settings) as provider:
        yield provider


@pytest.fixture
def gateway(settings: Any) -> Iterator[Provider]:
    with providers.sms_gateway(settings) as provider:
        yield provider


def fresh(message: OutboxMessage) -> OutboxMessage:
    return OutboxMessage.objects.get(pk=message.pk)


def to_tono(now: datetime, **options: Any) -> OutboxMessage:
    """A message to Tono, who wrote an hour ago: the window is open."""
    contact = factories.tono_by_phone(now)
    if not contact.conversations.exists():
        wrote_lately(contact, now - timedelta(hours=1))
    return queued(now, to=contact, **options)


class TestOpenWindow:
    def test_own_words_to_the_number_and_the_name_is_kept(self, meta: Provider, now: datetime) -> None:
        message = to_tono(now)
        assert send_due(now) == 1
        row, [sent] = fresh(message), meta.received
        assert (row.state, row.channel, row.external_id, row.opened_at) == ("sent", "whatsapp", "wamid.1", None)
        assert (sent["to"], sent["type"]) == ("6281200000002", "text")
        assert sent["text"]["body"].startswith(f"*{message.subject}*\n\n")
        assert meta.paths == ["/v23.0/1020/messages"]
        assert meta.headers[0]["Authorization"].startswith("Bearer token-")

    def test_a_user_id_is_a_recipient_and_no_number(self, meta: Provider, now: datetime) -> None:
        contact = factories.tono_by_user_id(now)
        wrote_lately(contact, now)
        queued(now, to=contact)
        send_due(now)
        [sent] = meta.received
        assert (sent["recipient"], "to" in sent) == ("ID.77", False)

    def test_buttons_and_lists_with_their_limits(self, meta: Provider, now: datetime) -> None:
        rows = [{"id": str(number), "title": "Surat " * 9, "description": "x" * 99} for number in range(12)]
        for offers in (
            {"buttons": [{"id": "ya", "title": "Ya"}, {"id": "tidak", "title": "Tidak"}]},
            {"list": {"button": "Pilih layanan yang mana?", "rows": rows}},
        ):
            message = to_tono(now)
            message.settle(offers=json.dumps(offers))
        send_due(now)
        buttons, listed = (sent["interactive"] for sent in meta.received)
        assert [one["reply"]["id"] for one in buttons["action"]["buttons"]] == ["ya", "tidak"]
        [section] = listed["action"]["sections"]
        assert len(section["rows"]) == 10
        assert {len(row["title"]) <= 24 and len(row["description"]) <= 72 for row in section["rows"]} == {True}
        assert len(listed["action"]["button"]) <= 20

    def test_a_long_text_leaves_the_buttons_out(self, meta: Provider, now: datetime) -> None:
        message = to_tono(now)
        message.settle(body="kata " * 2000, offers=json.dumps({"buttons": [{"id": "y", "title": "Ya"}]}))
        send_due(now)
        [sent] = meta.received
        assert (sent["type"], len(sent["text"]["body"])) == ("text", 4096)

    def test_one_connection_is_kept(self, meta: Provider, now: datetime) -> None:
        for _ in range(5):
            to_tono(now)
        send_due(now)
        assert (len(meta.received), meta.connections) == (5, 1)

    def test_the_window_was_closed_after_all_so_the_form_follows_at_once(self, meta: Provider, now: datetime) -> None:
        approved_form(now)
        message = to_tono(now)
        meta.answers = [graph_error(131047)]
        send_due(now)
        assert [sent["type"] for sent in meta.received] == ["text", "template"]
        assert (fresh(message).state, fresh(message).attempts) == (MessageState.SENT, 1)
        assert Conversation.objects.get().last_in_at is None


class TestClosedWindow:
    def test_the_approved_form_with_its_values(self, meta: Provider, now: datetime) -> None:
        approved_form(now)
        contact = factories.tono_by_phone(now)
        wrote_lately(contact, now - timedelta(hours=25))
        message = queued(now, to=contact)
        send_due(now)
        [sent] = meta.received
        places = [{"type": "text", "text": "Melayani"}, {"type": "text", "text": factories.CASE.number}]
        assert sent["template"] == {
            "name": "pesan_percobaan",
            "language": {"code": "id"},
            "components": [{"type": "body", "parameters": places}],
        }
        assert fresh(message).opened_at == now

    def test_a_moment_in_a_form_reads_as_in_the_text_by_the_clock_of_the_office(
        self, meta: Provider, now: datetime
    ) -> None:
        approved_form(now, parameters=("starts_at", "day"))
        values = {"starts_at": now, "day": now.date(), "zone": "Asia/Jayapura"}
        queued(now, to=factories.tono_by_phone(now), context=values)
        send_due(now)
        texts = [one["text"] for one in meta.received[0]["template"]["components"][0]["parameters"]]
        assert texts == ["Senin, 16 Maret 2026 pukul 11.00 WIT", "Senin, 16 Maret 2026"]

    def test_without_a_form_the_next_channel_takes_over(self, meta: Provider, gateway: Provider, now: datetime) -> None:
        approved_form(now, name="lain", template="other/text")
        approved_form(now, name="promosi", category=TemplateCategory.MARKETING)
        approved_form(now, name="kurang", parameters=("unknown",))
        message = queued(now, to=factories.tono_by_phone(now))
        send_due(now)
        assert (fresh(message).channel, fresh(message).tried, len(meta.received)) == ("sms", ["whatsapp"], 0)

    def test_without_any_other_channel_the_other_contact_takes_over(self, meta: Provider, now: datetime) -> None:
        message = queued(now, to=factories.tono_by_user_id(now), instead=factories.tono_by_phone(now))
        send_due(now)
        row = fresh(message)
        assert (row.state, row.error_code, row.instead) == (MessageState.FAILED, "no_form", None)
        assert row.contact == factories.tono_by_phone(now)

    def test_its_own_form_and_language_come_before_the_general_one(self, meta: Provider, now: datetime) -> None:
        approved_form(now, name="umum", template="*", parameters=("subject", "link"))
        approved_form(now, name="own", language="en")
        queued(now, to=factories.tono_by_phone(now))
        approved_form(now, name="milik", language="id")
        queued(now, to=factories.tono_by_phone(now))
        send_due(now)
        assert [sent["template"]["name"] for sent in meta.received] == ["milik", "milik"]
        MessageTemplate.objects.exclude(name="umum").delete()
        queued(now, to=factories.tono_by_phone(now))
        send_due(now)
        assert meta.received[-1]["template"]["name"] == "umum"

    def test_a_code_stands_behind_the_button_that_copies_it(self, meta: Provider, now: datetime) -> None:
        approved_form(now, category=TemplateCategory.AUTHENTICATION, parameters=("number",))
        queued(now, to=factories.tono_by_phone(now))
        send_due(now)
        body, button = meta.received[0]["template"]["components"]
        assert body["parameters"] == button["parameters"]
        assert (button["sub_type"], button["index"]) == ("url", "0")

    @pytest.mark.parametrize("code", [132001, 132015])
    def test_a_form_that_is_gone_is_marked_and_not_tried_again(
        self, meta: Provider, gateway: Provider, now: datetime, code: int
    ) -> None:
        form = approved_form(now)
        messages = [queued(now, to=factories.tono_by_phone(now)) for _ in range(3)]
        meta.answers = [graph_error(code)]
        send_due(now)
        assert {fresh(message).channel for message in messages} == {"sms"}
        assert len(meta.received) == 1
        form.refresh_from_db()
        assert form.state != TemplateState.APPROVED
        assert str(code) in form.reason

    def test_values_are_kept_only_where_they_may_be_needed(self, meta: Provider, now: datetime, settings: Any) -> None:
        assert json.loads(queued(now, to=factories.tono_by_phone(now)).values)["site"] == "Melayani"
        assert queued(now).values == ""
        settings.WHATSAPP_TOKEN = ""
        assert queued(now, to=factories.tono_by_phone(now)).values == ""


class TestErrors:
    @pytest.mark.parametrize("code", [131026, 131049])
    def test_the_next_channel(self, meta: Provider, gateway: Provider, now: datetime, code: int) -> None:
        message = to_tono(now)
        meta.usual = graph_error(code)
        send_due(now)
        assert (fresh(message).state, fresh(message).channel) == (MessageState.SENT, "sms")
        assert (len(meta.received), len(gateway.received)) == (1, 1)

    @pytest.mark.parametrize(
        "answer",
        [graph_error(131056), graph_error(130429), graph_error(190, status=401), Answer(500, {}), Answer(503, "x")],
    )
    def test_later(self, meta: Provider, gateway: Provider, now: datetime, answer: Answer) -> None:
        message = to_tono(now)
        meta.answers = [answer]
        send_due(now)
        row = fresh(message)
        assert (row.state, row.channel, len(gateway.received)) == (MessageState.QUEUED, "whatsapp", 0)
        send_due(row.next_attempt_at)
        assert fresh(message).state == MessageState.SENT

    def test_everything_else_stops_and_shows(self, meta: Provider, gateway: Provider, now: datetime) -> None:
        message = to_tono(now)
        meta.usual = graph_error(131009)
        send_due(now)
        row = fresh(message)
        assert (row.state, row.error_code, row.channel) == (MessageState.FAILED, "131009", "whatsapp")
        assert "Parameter value" in row.last_error
        assert gateway.received == []

    def test_who_hangs_up_rests_and_nothing_is_lost(self, meta: Provider, now: datetime) -> None:
        messages = [to_tono(now) for _ in range(4)]
        meta.usual = Answer(hangs_up=True)
        at = now
        while at < now + timedelta(hours=1):
            send_due(at)
            at += timedelta(minutes=5)
        assert len(meta.received) <= 13  # one asks, the others wait for it
        meta.usual = None
        for _ in range(2):
            send_due(at + timedelta(minutes=6))
        assert {fresh(message).state for message in messages} == {MessageState.SENT}
        assert [fresh(message).external_id for message in messages if not fresh(message).external_id] == []

    def test_what_is_urgent_does_not_wait_for_a_channel_that_is_away(
        self, meta: Provider, gateway: Provider, now: datetime
    ) -> None:
        plain, code = to_tono(now), to_tono(now, urgent=True)
        meta.usual = Answer(500, {})
        send_due(now)
        assert (fresh(plain).state, fresh(code).channel) == (MessageState.QUEUED, "sms")


class TestForms:
    def test_news_of_meta_change_state_and_category(self, now: datetime) -> None:
        form = approved_form(now)
        assert forms.note(TemplateNews(form.name, "id", event="PAUSED"), now)
        assert forms.note(TemplateNews(form.name, "id", category="marketing"), now)
        assert not forms.note(TemplateNews("stranger", "id", event="PAUSED"), now)
        form.refresh_from_db()
        assert (form.state, form.reason, form.category) == (TemplateState.PAUSED, "PAUSED", "marketing")
        forms.note(TemplateNews(form.name, "id", event="APPROVED"), now)
        form.refresh_from_db()
        assert (form.state, form.reason) == (TemplateState.APPROVED, "")

    def test_an_operator_brings_them_in(self, now: datetime, tmp_path: Path) -> None:
        file, row = tmp_path / "forms.json", {"name": "a", "language": "id", "category": "UTILITY", "template": "*"}
        for rows in ([row], [{**row, "parameters": ["link"]}]):
            file.write_text(json.dumps(rows))
            call_command("import_whatsapp_forms", file, stdout=StringIO())
        assert MessageTemplate.objects.get().parameters == ["link"]
        wrong: list[Any] = [
            [{**row, "name": ""}],
            [{**row, "category": "x"}],
            [{"name": "a"}],
            [{**row, "extra": 1}],
            {},
        ]
        for bad in wrong:
            file.write_text(json.dumps([row | {"name": "b"}, *bad] if isinstance(bad, list) else bad))
            with pytest.raises(CommandError):
                call_command("import_whatsapp_forms", file, stdout=StringIO())
        assert MessageTemplate.objects.count() == 1

    def test_a_code_is_promised_only_with_its_form(self, meta: Provider, now: datetime) -> None:
        assert not queries.can_reach("phone")
        approved_form(now, template="people/code")
        assert queries.can_reach("phone")
        assert not queries.can_reach("email")


class TestStatuses:
    def sent(self, now: datetime, **options: Any) -> OutboxMessage:
        message = to_tono(now, **options)
        send_due(now)
        return fresh(message)

    def test_they_never_fall_back_and_may_come_twice(self, meta: Provider, now: datetime) -> None:
        message = self.sent(now)
        read, delivered = now + timedelta(minutes=2), now + timedelta(minutes=1)
        for status in [
            Status(message.external_id, "read", read),
            Status(message.external_id, "delivered", delivered),
            Status(message.external_id, "sent", now),
            Status(message.external_id, "failed", read, 131026),
        ] * 2:
            assert statuses.note(status, read)
        row = fresh(message)
        assert (row.state, row.delivered_at, row.read_at) == (MessageState.SENT, delivered, read)

    def test_read_means_delivered(self, meta: Provider, now: datetime) -> None:
        message = self.sent(now)
        statuses.note(Status(message.external_id, "read", now), now)
        assert fresh(message).delivered_at == now

    @pytest.mark.parametrize(
        ("code", "state", "channel"), [(131026, "sent", "sms"), (131049, "sent", "sms"), (999, "failed", "whatsapp")]
    )
    def test_failed_goes_on_as_the_error_orders(
        self, meta: Provider, gateway: Provider, now: datetime, code: int, state: str, channel: str
    ) -> None:
        message = self.sent(now)
        for _ in range(2):
            statuses.note(Status(message.external_id, "failed", now, code, "words"), now)
            send_due(now)
        row = fresh(message)
        assert (row.state, row.channel, len(meta.received)) == (state, channel, 1)

    def test_failed_for_the_window_follows_as_a_form_once(self, meta: Provider, now: datetime) -> None:
        approved_form(now)
        message = self.sent(now)
        statuses.note(Status(message.external_id, "failed", now, 131047), now)
        send_due(now)
        assert [sent["type"] for sent in meta.received] == ["text", "template"]
        statuses.note(Status(fresh(message).external_id, "failed", now, 131047), now)
        send_due(now)
        assert (fresh(message).state, len(meta.received)) == (MessageState.FAILED, 2)

    def test_failed_after_its_text_was_forgotten_stays_failed(self, meta: Provider, now: datetime) -> None:
        message = self.sent(now)
        OutboxMessage.objects.empty_texts([message.pk], now)
        statuses.note(Status(message.external_id, "failed", now, 131026), now)
        assert fresh(message).state == MessageState.FAILED

    def test_of_nobodys_message_they_are_counted(self, now: datetime) -> None:
        for _ in range(2):
            assert not statuses.note(Status("wamid.X", "delivered", now), now)
        assert InboundMark.objects.filter(channel=statuses.UNKNOWN).count() == 1
        assert queries.health(now).unknown_statuses == 1

    def test_the_tag_tells_what_was_sent_although_nobody_noted_it(self, meta: Provider, now: datetime) -> None:
        message = to_tono(now)
        assert OutboxMessage.objects.take(message.pk, seen_attempts=0, until=now)  # a worker took it, sent it and died
        tag = f"m{message.pk}"
        assert statuses.note(Status("wamid.9", "delivered", now, tag=tag), now)
        send_due(now + timedelta(hours=1))
        row = fresh(message)
        assert (row.state, row.external_id, row.delivered_at) == (MessageState.SENT, "wamid.9", now)
        assert meta.received == []
        assert not statuses.note(Status("wamid.8", "sent", now, tag="m999999"), now)
        assert not statuses.note(Status("wamid.8", "read", now, tag="m'; --"), now)

    def test_an_announcement_of_somebody_who_opted_out_meanwhile_goes_nowhere(
        self, meta: Provider, gateway: Provider, now: datetime
    ) -> None:
        message = self.sent(now, kind=MessageKind.ANNOUNCEMENT)
        factories.opted_out(factories.tono_by_phone(now), now)
        statuses.note(Status(message.external_id, "failed", now, 131026), now)
        send_due(now)
        assert (fresh(message).state, gateway.received) == (MessageState.SUPPRESSED, [])


class TestSettings:
    def test_off_while_they_are_empty(self, now: datetime, gateway: Provider, settings: Any) -> None:
        assert check_whatsapp_settings(None) == []
        message = to_tono(now)
        send_due(now)
        assert (fresh(message).channel, fresh(message).tried) == ("sms", [])

    def test_a_half_is_named(self, meta: Provider, settings: Any) -> None:
        assert [one.id for one in check_whatsapp_settings(None)] == ["messaging.W011"]  # the test's server has no TLS
        settings.WHATSAPP_URL = "https://graph.facebook.com"
        assert check_whatsapp_settings(None) == []
        settings.WHATSAPP_APP_SECRET = settings.WHATSAPP_VERIFY_TOKEN = ""
        [error] = check_whatsapp_settings(None)
        assert "MELAYANI_WHATSAPP_APP_SECRET, MELAYANI_WHATSAPP_VERIFY_TOKEN missing" in error.msg
