"""Files of a case: the bytes, and words where the bytes are gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.http import FileResponse
from django.test import Client

from melayani.delivery.applications import states
from melayani.delivery.applications.tests import factories
from melayani.foundation.attachments.actions import remove
from melayani.foundation.audit import SYSTEM
from melayani.foundation.people import Officer
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
GONE = "sudah tidak tersimpan"


def downloaded(client: Client, where: str) -> bytes:
    answer = client.get(where)
    assert isinstance(answer, FileResponse)
    return b"".join(answer)


def test_a_removed_file_is_told_in_words(client: Client, world: World, now: datetime, sign_in: SignIn) -> None:
    row = factories.returned_case(world, now=now)
    case = f"/permohonan/{row.number}/{row.secret}/"
    client.post(f"{case}jawab/", {"syarat-2-way": "upload", "syarat-2-papers": factories.photo()})
    file = row.answers.get(number=2).files.get().attachment
    office = f"/kantor/permohonan/{row.number}/berkas/{file.pk}/"
    officer = sign_in(world.bontang_processor)
    assert downloaded(officer, office).startswith(b"\xff\xd8")
    remove(attachment=file, actor=SYSTEM, now=now)
    for reader, where in ((Client(), f"{case}berkas/{file.pk}/"), (officer, office), (officer, f"{office}?unduh")):
        answer = reader.get(where)
        assert (answer.status_code, GONE in answer.content.decode()) == (410, True)


def test_a_result_whose_bytes_are_lost_is_told_in_words(
    client: Client, world: World, now: datetime, sign_in: SignIn
) -> None:
    row = factories.application_in(states.ISSUED, world=world, now=now)
    assert row.result is not None
    (Path(settings.FILES_DIR) / row.result.attachment.path).unlink()  # a restore without the files
    for reader, where in (
        (client, f"/permohonan/{row.number}/{row.secret}/hasil.pdf"),
        (sign_in(world.bontang_processor), f"/kantor/permohonan/{row.number}/berkas/{row.result.attachment_id}/"),
    ):
        answer = reader.get(where)
        assert (answer.status_code, GONE in answer.content.decode()) == (410, True)
