"""What Meta sends: both forms of a message, replies, media, places, unknown kinds, several in one call; the mark."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from melayani.foundation.messaging.channels.whatsapp.signature import is_signed
from melayani.foundation.messaging.channels.whatsapp.wire import Incoming, Status, TemplateNews, parse
from melayani.foundation.messaging.inbound import NotUnderstood

AT = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
STAMP = str(int(AT.timestamp()))


def call(*values: dict[str, Any], field: str = "messages") -> str:
    changes = [{"field": field, "value": {"messaging_product": "whatsapp", **value}} for value in values]
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]})


def said(**content: Any) -> dict[str, Any]:
    return {"id": "wamid.A", "from": "6281200000002", "timestamp": STAMP, **content}


TEXT = {"type": "text", "text": {"body": "Halo"}}


def only(body: str) -> Incoming:
    parsed = parse(body)
    assert parsed.unknown == []
    [message] = parsed.messages
    return message


class TestWhoSpeaks:
    def test_the_old_form_without_contacts(self) -> None:
        expected = Incoming("wamid.A", "+6281200000002", "", "", AT, "text", "Halo")
        assert only(call({"messages": [said(**TEXT)]})) == expected

    def test_with_a_number_a_name_and_a_user_id(self) -> None:
        people = [{"wa_id": "6281200000002", "user_id": "ID.77", "profile": {"name": "Tono"}}]
        message = only(call({"contacts": people, "messages": [said(**TEXT)]}))
        assert (message.phone, message.user_id, message.name) == ("+6281200000002", "ID.77", "Tono")

    def test_with_a_user_id_alone(self) -> None:
        people = [{"user_id": "ID.77", "profile": {"username": "tono"}}]
        row = {"id": "wamid.A", "timestamp": STAMP, **TEXT}
        message = only(call({"contacts": people, "messages": [row]}))
        assert (message.phone, message.user_id, message.name) == ("", "ID.77", "tono")

    def test_with_a_user_id_in_the_message_and_no_contacts(self) -> None:
        message = only(call({"messages": [{"id": "w", "timestamp": STAMP, "from_user_id": "ID.77", **TEXT}]}))
        assert (message.phone, message.user_id) == ("", "ID.77")

    def test_a_user_id_where_the_number_stood_is_no_number(self) -> None:
        message = only(call({"messages": [said(**TEXT) | {"from": "ID.77"}]}))
        assert (message.phone, message.user_id) == ("", "ID.77")

    def test_each_message_gets_its_own_person(self) -> None:
        people = [{"wa_id": "62811", "profile": {"name": "Sari"}}, {"wa_id": "62812", "profile": {"name": "Tono"}}]
        rows = [said(**TEXT) | {"from": "62812"}, said(**TEXT) | {"from": "62811", "id": "wamid.B"}]
        assert [message.name for message in parse(call({"contacts": people, "messages": rows})).messages] == [
            "Tono",
            "Sari",
        ]

    def test_nobody_is_not_guessed(self) -> None:
        people = [{"wa_id": "62811"}, {"wa_id": "62812"}]
        with pytest.raises(NotUnderstood, match="nobody"):
            parse(call({"contacts": people, "messages": [{"id": "w", "timestamp": STAMP, **TEXT}]}))


class TestWhatIsSaid:
    @pytest.mark.parametrize(
        "content",
        [
            {
                "type": "interactive",
                "interactive": {"type": "button_reply", "button_reply": {"id": "y", "title": "Ya"}},
            },
            {"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": "y", "title": "Ya"}}},
            {"type": "button", "button": {"payload": "y", "text": "Ya"}},
        ],
    )
    def test_a_choice(self, content: dict[str, Any]) -> None:
        message = only(call({"messages": [said(**content, context={"id": "wamid.Q"})]}))
        assert (message.kind, message.choice_id, message.text) == ("choice", "y", "Ya")
        assert message.reply_to == "wamid.Q"

    @pytest.mark.parametrize(
        ("kind", "read_as"),
        [("image", "image"), ("document", "document"), ("audio", "document"), ("video", "document")],
    )
    def test_media_by_id(self, kind: str, read_as: str) -> None:
        part = {"id": "55", "mime_type": "x/y", "caption": "Jalan rusak"}
        message = only(call({"messages": [said(type=kind, **{kind: part})]}))
        assert (message.kind, message.media_id, message.mime, message.text) == (read_as, "55", "x/y", "Jalan rusak")

    def test_a_place(self) -> None:
        place = {"latitude": -6.2, "longitude": 106.816666, "name": "Balai Kota"}
        message = only(call({"messages": [said(type="location", location=place)]}))
        assert (message.latitude, message.longitude) == (Decimal("-6.2"), Decimal("106.816666"))
        assert (message.kind, message.text) == ("location", "Balai Kota")

    @pytest.mark.parametrize("kind", ["contacts", "order", "unsupported", "hologram"])
    def test_what_we_do_not_know_is_other(self, kind: str) -> None:
        message = only(call({"messages": [said(type=kind, **{kind: {"any": 1}})]}))
        assert (message.kind, message.text) == ("other", kind)


class TestSeveral:
    def test_entries_changes_and_messages_in_one_call(self) -> None:
        one = {"field": "messages", "value": {"messages": [said(**TEXT), said(**TEXT) | {"id": "wamid.B"}]}}
        two = {"field": "messages", "value": {"statuses": [{"id": "w", "status": "read", "timestamp": STAMP}]}}
        body = {"object": "whatsapp_business_account", "entry": [{"changes": [one, two]}, {"changes": [one]}]}
        parsed = parse(json.dumps(body))
        assert (len(parsed.messages), len(parsed.statuses)) == (4, 1)

    def test_a_broken_one_does_not_hide_the_others(self) -> None:
        parsed = parse(call({"messages": [said(type="text"), said(**TEXT)]}))
        assert [message.text for message in parsed.messages] == ["Halo"]
        assert len(parsed.unknown) == 1


class TestStatuses:
    def test_with_and_without_contacts(self) -> None:
        row = {"id": "wamid.A", "status": "delivered", "timestamp": STAMP, "recipient_id": "6281200000002"}
        plain = parse(call({"statuses": [row]})).statuses
        rich = parse(call({"contacts": [{"user_id": "ID.77"}], "statuses": [row]})).statuses
        assert plain == rich == [Status("wamid.A", "delivered", AT)]

    def test_a_failure_carries_code_and_words(self) -> None:
        errors = [{"code": 131047, "title": "Re-engagement message", "message": "x"}]
        row = {"id": "wamid.A", "status": "failed", "timestamp": STAMP, "errors": errors}
        assert parse(call({"statuses": [row]})).statuses == [
            Status("wamid.A", "failed", AT, 131047, "Re-engagement message")
        ]

    def test_played_means_read_and_an_unknown_state_is_kept_aside(self) -> None:
        rows = [{"id": "w", "status": state, "timestamp": STAMP} for state in ("played", "teleported")]
        parsed = parse(call({"statuses": rows}))
        assert [status.state for status in parsed.statuses] == ["read"]
        assert parsed.unknown == ["KeyError 'teleported'"]


def test_news_of_templates() -> None:
    names = {"message_template_name": "permohonan_masuk", "message_template_language": "id"}
    stop = parse(call({**names, "event": "PAUSED"}, field="message_template_status_update"))
    moved = parse(call({**names, "new_category": "MARKETING"}, field="template_category_update"))
    assert stop.templates == [TemplateNews("permohonan_masuk", "id", event="PAUSED")]
    assert moved.templates == [TemplateNews("permohonan_masuk", "id", category="marketing")]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        '{"object": "page"}',
        '{"object": "whatsapp_business_account", "entry": 7}',
        call({}),
        call({"messages": [said(**TEXT) | {"timestamp": "9" * 40}]}),
        call({"messages": [said(type="location", location={"latitude": 91, "longitude": 0})]}),
        call({"phone_number": "1"}, field="account_update"),
    ],
)
def test_other_shapes_are_not_understood(body: str) -> None:
    with pytest.raises(NotUnderstood):
        parse(body)


class TestSignature:
    RAW = b'{"a": "\\u00e9"}'

    def sign(self, secret: str, raw: bytes) -> str:
        return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()

    def test_only_the_raw_bytes_under_the_secret(self, settings: Any) -> None:
        settings.WHATSAPP_APP_SECRET = "rahasia"
        good = self.sign("rahasia", self.RAW)
        assert is_signed(self.RAW, good)
        assert not is_signed(self.RAW + b" ", good)
        for forged in ("", "sha256=", "sha256=é", good.upper(), good.removeprefix("sha256="), self.sign("x", self.RAW)):
            assert not is_signed(self.RAW, forged)

    def test_without_a_secret_nobody_can_sign(self, settings: Any) -> None:
        settings.WHATSAPP_APP_SECRET = ""
        assert not is_signed(self.RAW, self.sign("", self.RAW))
