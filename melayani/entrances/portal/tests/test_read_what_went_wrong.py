"""An address that takes only what a form sends says so on a page, in both languages; machines get their own form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from melayani.foundation.people import Officer
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db


def test_an_officer_who_opens_an_address_of_a_form(world: World, sign_in: Callable[[Officer], Client]) -> None:
    answer = sign_in(world.bontang_head).get("/kantor/inovasi/tidak-ada/kirim/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Alamat ini hanya menerima kiriman" in answer.content.decode()


def test_a_citizen_reads_it_in_english(client: Client) -> None:
    answer = client.post("/en/inovasi/", {})
    assert answer.status_code == 405
    assert "This address only takes what a form sends" in answer.content.decode()


def test_a_machine_gets_no_page(client: Client) -> None:
    answer = client.delete("/api/v1/services")
    assert answer.status_code == 405
    assert "<html" not in answer.content.decode()
