"""The page on which a browser asks for news of a case."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from melayani.foundation.messaging import following
from melayani.foundation.messaging.models import Consent, Contact
from melayani.foundation.messaging.tests.factories import CASE, push_on, sari
from melayani.foundation.messaging.tests.test_push_channel import GOOD


@pytest.fixture
def page(db: None, settings: Any) -> str:
    push_on(settings)
    url = following.device_url(CASE.number, sari(timezone.now()).pk, "id")
    return url.removeprefix("https://layanan.contoh.go.id")


def post(client: Client, page: str, told: Any) -> Any:
    return client.post(page, told if isinstance(told, str) else json.dumps(told), content_type="application/json")


def test_the_page_offers_and_the_browser_subscribes_and_leaves(page: str) -> None:
    client = Client(enforce_csrf_checks=True)
    shown = client.get(page).content.decode()
    assert f'data-key="{following.public_key()}"' in shown
    assert CASE.number in shown
    assert post(client, page, {"subscription": GOOD, "on": True}).json() == {"on": True}
    assert post(client, page, {"subscription": GOOD, "on": False}).json() == {"on": False}
    assert list(Consent.objects.order_by("pk").values_list("given", "by")) == [(True, "push"), (False, "push")]


@pytest.mark.parametrize("told", ["", "x", "[]", "{}", {"subscription": {}, "on": True}, {"subscription": GOOD}])
def test_anything_else_is_refused(page: str, client: Client, told: Any) -> None:
    assert post(client, page, told).status_code == 422
    assert not Contact.objects.filter(kind="push").exists()


def test_an_invented_link_or_a_channel_that_is_off_is_not_there(page: str, client: Client, settings: Any) -> None:
    wrong = page[:-3] + "x/"
    assert client.get(wrong).status_code == 404
    assert post(client, wrong, {"subscription": GOOD, "on": True}).status_code == 404
    settings.PUSH_CONTACT = ""
    assert client.get(page).status_code == 404
