"""The webhook for letters, and the operators' page of what was put aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from melayani.entrances.mailbox import keeping
from melayani.entrances.mailbox.tests import factories
from melayani.entrances.mailbox.tests.factories import came, letter, post
from melayani.foundation.attachments import storage
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging import inbound
from melayani.foundation.messaging.models import InboundPayload
from melayani.foundation.people.actors import Officer
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import World, officer


@pytest.mark.django_db
def test_a_letter_is_stored_before_it_is_answered_and_lies_encrypted(settings: Any, client: Client) -> None:
    factories.on(settings)
    raw = bytes(letter())
    answer = post(client, raw)
    assert (answer.status_code, answer.content) == (200, b"stored\n")
    row = InboundPayload.objects.get()
    assert (row.state, row.channel) == ("new", "mail")
    assert keeping.raw_of(row) == raw
    with storage.open_path(Attachment.objects.get().path) as file:
        assert b"Loket" not in file.read()
    assert post(client, raw).content == b"known\n"
    assert InboundPayload.objects.count() == 1


@pytest.mark.django_db
def test_while_off_the_address_is_not_there(settings: Any, client: Client) -> None:
    settings.MAIL_SECRET = ""
    assert post(client, bytes(letter())).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["", "sha256=", "sha256=" + "0" * 64, "é"])
def test_a_forged_signature_stores_nothing(settings: Any, client: Client, header: str) -> None:
    factories.on(settings)
    headers = {"X-Melayani-Signature": header} if header else {}
    answer = client.post("/webhooks/mail/", b"From: a@b.id\n\nx", content_type="message/rfc822", headers=headers)
    assert answer.status_code == 403
    assert post(client, b"From: a@b.id\n\nx", secret="lain").status_code == 403
    assert not InboundPayload.objects.exists()


@pytest.mark.django_db
def test_the_length_is_asked_before_anything_is_read(settings: Any, client: Client) -> None:
    factories.on(settings)
    answer = client.post("/webhooks/mail/", b"x", content_type="message/rfc822", headers={"Content-Length": "60000000"})
    assert answer.status_code == 413
    assert post(client, b" \r\n").status_code == 400
    longer_than_an_upload = bytes(letter()) + b"x" * 12_000_000
    assert post(client, longer_than_an_upload).status_code == 200


@pytest.mark.django_db
def test_without_room_the_sender_keeps_the_letter(
    settings: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.on(settings)

    def full(path: str, content: bytes) -> None:
        raise FileRefused("penuh")

    with monkeypatch.context() as patch:
        patch.setattr(storage, "write", full)
        assert post(client, bytes(letter())).status_code == 503
    assert not InboundPayload.objects.exists()
    assert post(client, bytes(letter())).status_code == 200


@pytest.fixture
def operator(world: World) -> Officer:
    return officer(Role.ADMINISTRATOR, world.ministry, name="Administrator Pusat")


@pytest.mark.django_db
def test_the_operator_reads_what_was_put_aside_and_has_it_read_again(
    settings: Any, world: World, operator: Officer, sign_in: Callable[[Officer], Client], now: datetime
) -> None:
    factories.on(settings)
    payload = came(letter("<b>Halo</b>", to="layanan+salah@contoh.go.id"), now)
    client = sign_in(operator)
    page = client.get("/kantor/surat-masuk/").content.decode()
    assert "Alamat tujuan tidak dikenal" in page
    assert f"Baca surat {payload.pk}" in page
    whole = client.get(f"/kantor/surat-masuk/{payload.pk}/").content.decode()
    assert "&lt;b&gt;Halo&lt;/b&gt;" in whole
    assert "budi@warga.example" in whole
    assert client.post(f"/kantor/surat-masuk/{payload.pk}/baca-lagi/").status_code == 302
    payload.refresh_from_db()
    assert (payload.state, payload.attempts) == ("new", 0)
    assert Event.objects.filter(name="letter.read_again", subject_number=str(payload.pk)).count() == 1
    assert client.post(f"/kantor/surat-masuk/{payload.pk}/baca-lagi/").status_code == 404
    assert inbound.read_due(now + timedelta(days=9000)) == 1


@pytest.mark.django_db
def test_an_administrator_of_one_government_reads_no_letters(
    settings: Any, world: World, sign_in: Callable[[Officer], Client], now: datetime
) -> None:
    factories.on(settings)
    payload = came(letter("Halo", to="layanan+salah@contoh.go.id"), now)
    client = sign_in(officer(Role.ADMINISTRATOR, world.bontang, name="Administrator Bontang"))
    for path in ("", f"{payload.pk}/"):
        assert client.get(f"/kantor/surat-masuk/{path}").status_code == 404
    assert client.post(f"/kantor/surat-masuk/{payload.pk}/baca-lagi/").status_code == 404
    payload.refresh_from_db()
    assert payload.state == "unknown"


@pytest.mark.django_db
def test_the_page_asks_as_much_for_many_letters_as_for_one(
    settings: Any, world: World, operator: Officer, sign_in: Callable[[Officer], Client], now: datetime
) -> None:
    factories.on(settings)
    client = sign_in(operator)
    counts = []
    for number in range(30):
        came(letter(f"Halo {number}", to="layanan+salah@contoh.go.id", sender=f"w{number}@warga.example"), now)
        if number in (0, 29):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                page = client.get("/kantor/surat-masuk/").content.decode()
            counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "Lebih lama" in page
    oldest = client.get(f"/kantor/surat-masuk/?sebelum={InboundPayload.objects.order_by('pk')[5].pk}")
    assert oldest.content.decode().count("Baca surat") == 5
