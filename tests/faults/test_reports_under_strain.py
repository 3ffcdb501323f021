"""Reports when things go wrong around them: an infected file among twenty, a crowd behind one address."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.tests.factories import photo
from melayani.foundation.audit import keyed_hash
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.people.actions import send_code
from melayani.foundation.people.models import Attempt, OneTimeCode
from melayani.foundation.people.tests.factories import World
from melayani.voice.complaints.models import Draft
from melayani.voice.complaints.tests.factories import town

pytestmark = pytest.mark.django_db

# the harmless file by which every scanner can be tried, put together here so that no scanner takes this one for it
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!" + b"$H+H*"
CARRIER = "100.64.7.7"


class Clamd(socketserver.BaseRequestHandler):
    """A stand-in that speaks INSTREAM and knows one signature."""

    def handle(self) -> None:
        stream = self.request.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        received = b""
        while length := struct.unpack("!L", stream.read(4))[0]:
            received += stream.read(length)
        self.request.sendall(b"stream: Eicar-Signature FOUND\0" if EICAR in received else b"stream: OK\0")


@pytest.fixture
def scanner(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.FILES_DIR = tmp_path / "files"
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.server_address[1]}"
        yield
        server.shutdown()


def begin(client: Client, **extra: Any) -> Draft:
    client.post("/pengaduan/buat/", **extra)
    return Draft.objects.latest("created_at")


def test_of_twenty_files_the_infected_one_is_named_and_the_others_stay(
    client: Client, world: World, scanner: None
) -> None:
    town(world)
    draft = begin(client)
    page = f"/pengaduan/isi/{draft.pk}/berkas/"
    clean = [SimpleUploadedFile(f"foto{number}.jpg", photo(), "image/jpeg") for number in range(19)]
    answer = client.post(page, {"papers": clean, "more": "1"}, follow=True)
    assert answer.status_code == 200
    assert Attachment.objects.count() == 19
    infected = SimpleUploadedFile("terinfeksi.jpg", photo() + EICAR, "image/jpeg")
    refused = client.post(page, {"papers": [infected]})
    assert refused.status_code == 200
    assert "terinfeksi.jpg" in refused.content.decode()
    assert "virus" in refused.content.decode()
    assert Attachment.objects.count() == 19
    twenty = client.post(page, {"papers": [SimpleUploadedFile("foto20.jpg", photo(), "image/jpeg")]})
    assert twenty.status_code == 302
    assert Attachment.objects.count() == 20


def test_the_five_thousand_and_first_person_behind_a_carrier_is_heard(
    client: Client, world: World, settings: Settings
) -> None:
    """5,000 people of one hour have begun, asked for codes and typed them from the same address."""
    town(world)
    now = timezone.now()
    for scope in ("complaint.draft", "code.address", "check.address"):
        name = keyed_hash(f"{scope}\x00{CARRIER}", purpose="people.attempt")
        Attempt.objects.bulk_create([Attempt(key_hash=name, at=now)] * 5_000, batch_size=1_000)
    draft = begin(client, REMOTE_ADDR=CARRIER)
    assert Draft.objects.filter(pk=draft.pk).exists()
    contact = keep_contact(email="warga5001@contoh.example", language="id", now=now)
    send_code(contact=contact, purpose="draft", address=CARRIER, now=now)
    assert OneTimeCode.objects.filter(contact=contact).exists()
