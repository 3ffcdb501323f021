"""Who a citizen is: nobody until a POST, then a token of the session, and a contact for 30 minutes after a code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from melayani.foundation.people import CitizenRequest, address_of, network_of, officer_of, remember_proof
from melayani.foundation.people.actors import Citizen
from melayani.foundation.people.checks import proxy_is_told
from melayani.foundation.people.middleware import AttachActor
from melayani.foundation.people.rules import Role
from melayani.foundation.people.sessions import citizen_of
from melayani.foundation.people.tests.factories import World
from melayani.foundation.people.ticks import sweep


def visit(method: str = "GET", session: SessionBase | None = None) -> HttpRequest:
    request = RequestFactory().generic(method, "/permohonan/")
    request.session = session or SessionStore()
    request.user = AnonymousUser()
    return request


@pytest.mark.django_db
def test_a_get_knows_nobody_and_keeps_nothing() -> None:
    request = visit()
    assert citizen_of(request) == Citizen()
    assert citizen_of(request).id == ""
    assert not request.session.modified


@pytest.mark.django_db
def test_a_post_makes_a_token_that_stays() -> None:
    request = visit("POST")
    first = citizen_of(request)
    assert len(first.token) >= 32
    assert citizen_of(request) == first
    assert citizen_of(visit("GET", request.session)) == first
    assert citizen_of(visit("POST")).token != first.token


@pytest.mark.django_db
def test_a_proven_contact_counts_for_half_an_hour() -> None:
    request = visit("POST")
    now = datetime.now(UTC)
    token = citizen_of(request).token
    request.session.save()
    key = request.session.session_key
    remember_proof(request, contact_id=7, now=now)
    assert citizen_of(request) == Citizen(token=token, contact_id=7)
    assert key
    assert request.session.session_key != key
    remember_proof(request, contact_id=7, now=now - timedelta(minutes=30))
    assert citizen_of(request).contact_id is None
    remember_proof(request, contact_id=7, now=now + timedelta(minutes=5))
    assert citizen_of(request).contact_id is None


@pytest.mark.django_db
def test_a_citizen_holds_no_role(world: World) -> None:
    assert not any(Citizen(token="x").holds(role, world.bontang) for role in Role)
    assert Citizen(contact_id=7).id == "contact-7"


@pytest.mark.django_db
def test_a_page_that_asks_for_nobody_costs_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    request = visit("GET", SessionStore("a-key-that-would-have-to-be-looked-up"))
    with django_assert_num_queries(0):
        AttachActor(lambda _: HttpResponse())(request)
    seen: list[str] = []

    def page(asked: HttpRequest) -> HttpResponse:
        assert isinstance(asked, HttpRequest)
        seen.append(vars(asked)["citizen"].id)
        return HttpResponse()

    AttachActor(page)(request)
    assert seen == [""]
    assert officer_of(request) is None


@pytest.mark.django_db
def test_an_open_page_leaves_no_session(client: Client) -> None:
    client.get("/kantor/akun/masuk/")
    assert Session.objects.count() == 0


@pytest.mark.django_db
def test_sessions_that_ran_out_are_swept() -> None:
    now = datetime.now(UTC)
    for days in (-1, 1):
        Session.objects.create(session_key=f"sesi-{days}", session_data="", expire_date=now + timedelta(days=days))
    assert sweep(now) == 1
    assert Session.objects.get().session_key == "sesi-1"


def test_the_address_follows_the_trusted_proxies(settings: Settings) -> None:
    request: HttpRequest | CitizenRequest = RequestFactory().get(
        "/", headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.9"}, REMOTE_ADDR="10.0.0.1"
    )
    settings.TRUSTED_PROXIES = 0
    assert address_of(request) == "10.0.0.1"
    settings.TRUSTED_PROXIES = 1
    assert address_of(request) == "203.0.113.9"


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.9", "203.0.113.9"), ("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"), ("", "unknown")],
)
def test_a_limit_counts_a_whole_home_as_one(address: str, network: str) -> None:
    request: HttpRequest | CitizenRequest = RequestFactory().get("/", REMOTE_ADDR=address)
    assert network_of(request) == network


@pytest.mark.parametrize(
    ("https", "proxies", "header", "found"),
    [
        (False, 0, None, []),
        (True, 1, ("HTTP_X_FORWARDED_PROTO", "https"), []),
        (True, 0, ("HTTP_X_FORWARDED_PROTO", "https"), ["people.W001"]),
        (True, 1, None, ["people.W002"]),
    ],
)
def test_a_proxy_that_we_are_not_told_of_is_noticed(
    https: bool, proxies: int, header: tuple[str, str] | None, found: list[str], settings: Settings
) -> None:
    settings.HTTPS, settings.TRUSTED_PROXIES, settings.SECURE_PROXY_SSL_HEADER = https, proxies, header
    assert [warning.id for warning in proxy_is_told(None)] == found
