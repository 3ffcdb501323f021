"""SMS by a gateway over HTTP: the mapping, the length and its price, what answers mean."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.foundation.messaging.channels.sms.checks import check_sms_gateway
from melayani.foundation.messaging.channels.sms.gateway import BadGateway, look_up, read_gateway
from melayani.foundation.messaging.channels.sms.text import fitted, segments
from melayani.foundation.messaging.delivery import send_due
from melayani.foundation.messaging.models import MessageState, OutboxMessage
from melayani.foundation.messaging.tests import factories, providers
from melayani.foundation.messaging.tests.factories import queued
from melayani.foundation.messaging.tests.providers import Answer, Provider


@pytest.fixture
def gateway(settings: Any) -> Iterator[Provider]:
    with providers.sms_gateway(settings) as provider:
        yield provider


def fresh(message: OutboxMessage) -> OutboxMessage:
    return OutboxMessage.objects.get(pk=message.pk)


class TestLength:
    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("a" * 160, 1),
            ("a" * 161, 2),
            ("a" * 306, 2),
            ("a" * 307, 3),
            ("€" * 80, 1),
            ("€" * 81, 2),
            ("ж" * 70, 1),
            ("ж" * 71, 2),
            ("😀" * 35, 1),
            ("😀" * 36, 2),
            ("", 1),
        ],
    )
    def test_parts(self, text: str, parts: int) -> None:
        assert segments(text) == parts

    def test_typographic_signs_do_not_make_it_dear(self) -> None:
        assert fitted("x", "Besok – “pukul 9”…", most=1) == 'Besok - "pukul 9"...'

    def test_a_long_text_becomes_its_subject_and_its_link(self) -> None:
        body = "Halo,\n" + "kata " * 300 + "\nhttps://a.id/lacak/1/\n"
        assert fitted("Permohonan dikembalikan", body, most=3) == "Permohonan dikembalikan https://a.id/lacak/1/"
        assert fitted("x", "kata " * 300, most=1).endswith("...")

    @given(st.text(max_size=700), st.text(max_size=80), st.integers(1, 4))
    def test_it_never_takes_more_parts_than_allowed(self, body: str, subject: str, most: int) -> None:
        assert segments(fitted(subject, body, most=most)) <= most


@pytest.mark.django_db
class TestGateway:
    def test_the_message_arrives_as_the_mapping_says(self, gateway: Provider, now: datetime) -> None:
        message = queued(now, to=factories.tono_by_phone(now))
        assert send_due(now) == 1
        row, [sent] = fresh(message), gateway.received
        assert (sent["msisdn"], sent["sender"]) == ("+6281200000002", "MELAYANI")
        assert sent["message"] == message.body.strip()
        assert gateway.headers[0]["Authorization"] == "Bearer kunci"
        assert (row.state, row.channel, row.external_id) == (MessageState.SENT, "sms", "sms-1")
        assert row.segments == segments(message.body.strip())
        assert row.cost == row.segments * 350

    @pytest.mark.parametrize(("number", "written"), [("0", "081200000002"), ("62", "6281200000002")])
    @pytest.mark.parametrize("body", ["form", "query"])
    def test_other_gateways(self, settings: Any, now: datetime, number: str, written: str, body: str) -> None:
        method = "GET" if body == "query" else "POST"
        with providers.sms_gateway(settings, number=number, body=body, method=method) as provider:
            queued(now, to=factories.tono_by_phone(now))
            send_due(now)
            assert provider.received[0]["msisdn"] == written

    @pytest.mark.parametrize(
        ("answer", "state", "code"),
        [
            (Answer(200, {"status": "21"}), "failed", "21"),
            (Answer(200, {"status": "77"}), "failed", "77"),
            (Answer(404, {}), "failed", ""),
            (Answer(429, {"status": "8"}), "queued", "8"),
            (Answer(500, "oops"), "queued", ""),
            (Answer(402, {"status": "5"}), "queued", "5"),
            (Answer(hangs_up=True), "queued", ""),
        ],
    )
    def test_answers(self, gateway: Provider, now: datetime, answer: Answer, state: str, code: str) -> None:
        message = queued(now, to=factories.tono_by_phone(now))
        gateway.answers = [answer]
        send_due(now)
        row = fresh(message)
        assert (row.state, row.error_code, row.segments) == (state, code, None)
        if state == "queued":
            send_due(row.next_attempt_at)
            assert fresh(message).state == "sent"
            assert fresh(message).error_code == ""

    def test_words_in_braces_stay_words(self, gateway: Provider, now: datetime) -> None:
        message = queued(now, to=factories.tono_by_phone(now))
        message.settle(body="Ketik {to} atau {key}.")
        send_due(now)
        assert gateway.received[0]["message"] == "Ketik {to} atau {key}."

    def test_off_while_it_is_empty(self, now: datetime) -> None:
        message = queued(now, to=factories.tono_by_phone(now))
        send_due(now)
        assert fresh(message).state == MessageState.NO_CHANNEL


GOOD: dict[str, Any] = {"url": "https://sms.contoh.id/kirim", "fields": {"n": "{to}", "t": "{text}"}}


class TestSettings:
    def test_places(self) -> None:
        told = {"data": [{"id": 7}], "ok": True, "none": None}
        assert [look_up(told, place) for place in ("data.0.id", "data.1.id", "data.0", "none", "x.y")] == [
            "7",
            "",
            "",
            "",
            "",
        ]

    @pytest.mark.parametrize(
        ("change", "named"),
        [
            ({"url": "sms.contoh.id"}, "url"),
            ({"fields": {"n": "{to}"}}, "{text}"),
            ({"fields": {"n": 7}}, "fields"),
            ({"headers": []}, "headers"),
            ({"body": "xml"}, "body"),
            ({"number": "+"}, "number"),
            ({"price": "350"}, "whole numbers"),
            ({"most_segments": 0}, "whole numbers"),
            ({"accepted": {"at": "x", "values": "0"}}, "accepted"),
            ({"token": "x"}, "unknown names: token"),
        ],
    )
    def test_what_cannot_be_used_is_named(self, settings: Any, change: dict[str, Any], named: str) -> None:
        settings.SMS_GATEWAY = json.dumps({**GOOD, **change})
        [error] = check_sms_gateway(None)
        assert (error.id, named in error.msg) == ("messaging.E021", True)

    def test_good_ones_and_none(self, settings: Any) -> None:
        assert check_sms_gateway(None) == []
        settings.SMS_GATEWAY = json.dumps(GOOD)
        assert check_sms_gateway(None) == []
        settings.SMS_GATEWAY = json.dumps({**GOOD, "url": "http://sms.contoh.id"})
        assert [one.id for one in check_sms_gateway(None)] == ["messaging.W021"]
        for bad in ("", "[]"):
            with pytest.raises(BadGateway):
                read_gateway(bad)
