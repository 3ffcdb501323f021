"""Sign-in through an agency's own OpenID Connect, against a small provider on a real socket."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from melayani.foundation.people.models import Person
from melayani.foundation.people.rules import oidc_provider
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
START = "/kantor/akun/sso/instansi/"


class Provider(ThreadingHTTPServer):
    """Answers discovery, token and user info; `claims` is whom it knows."""

    claims: dict[str, object]

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        base = self.server.issuer
        if self.path.startswith("/.well-known/"):
            names = ("authorization", "token", "userinfo")
            self._say({"issuer": base, "jwks_uri": base, **{f"{name}_endpoint": f"{base}/{name}" for name in names}})
        else:
            self._say(self.server.claims)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        right = form["code"] == ["rahasia-sekali"] and bool(form.get("code_verifier"))
        self._say({"access_token": "a", "token_type": "Bearer"} if right else {"error": "invalid_grant"})

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""

    def _say(self, answer: dict[str, object]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    server = Provider(("127.0.0.1", 0), Answers)
    server.claims = {}
    settings.SOCIALACCOUNT_PROVIDERS = oidc_provider(server.issuer, "melayani", "rahasia", "akun Kota Bontang")
    settings.OIDC_NAME = "akun Kota Bontang"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def come_back(client: Client, code: str = "rahasia-sekali") -> str:
    """Go to the provider and return with `code`; where that leads."""
    away = client.post(START)["Location"]
    asked = parse_qs(urlsplit(away).query)
    assert asked["code_challenge_method"] == ["S256"]
    answer = client.get(f"{START}kembali/", {"code": code, "state": asked["state"][0]})
    return answer.headers.get("Location") or answer.content.decode()


def test_a_known_person_comes_in(client: Client, provider: Provider, world: World) -> None:
    who = world.bontang_processor.person
    provider.claims = {"sub": "1", "email": who.email, "email_verified": True}
    assert come_back(client) == "/kantor/"
    assert client.session["_auth_user_id"] == str(who.pk)
    assert client.get("/kantor/akun/")["Location"].startswith("/kantor/akun/verifikasi/pasang/")


def test_the_long_life_that_a_draft_gave_the_session_ends(client: Client, provider: Provider, world: World) -> None:
    session = client.session
    session.set_expiry(timedelta(days=30))
    session.save()
    client.cookies["sessionid"] = str(session.session_key)
    provider.claims = {"sub": "1", "email": world.bontang_processor.person.email, "email_verified": True}
    come_back(client)
    assert client.session.get_expiry_age() <= 12 * 60 * 60


def test_an_unproven_address_stays_outside(client: Client, provider: Provider, world: World) -> None:
    provider.claims = {"sub": "1", "email": world.bontang_processor.person.email, "email_verified": False}
    come_back(client)
    assert "_auth_user_id" not in client.session


def test_somebody_unknown_stays_outside_and_gets_no_account(client: Client, provider: Provider, world: World) -> None:
    before = Person.objects.count()
    provider.claims = {"sub": "2", "email": "tidak.diundang@contoh.go.id", "email_verified": True}
    assert "belum diundang" in come_back(client)
    assert Person.objects.count() == before


def test_the_provider_does_not_vouch_for_a_superuser(client: Client, provider: Provider, world: World) -> None:
    who = world.bontang_processor.person
    Person.objects.filter(pk=who.pk).update(is_superuser=True)
    provider.claims = {"sub": "1", "email": who.email, "email_verified": True}
    assert "belum diundang" in come_back(client)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("home", "inside"), [("bontang", True), ("bengkalis", False), ("", True)])
def test_it_vouches_for_its_own_organisation_only(
    client: Client, provider: Provider, world: World, settings: Settings, home: str, inside: bool
) -> None:
    settings.OIDC_ORGANISATION = getattr(world, home).slug if home else ""
    provider.claims = {"sub": "1", "email": world.bontang_processor.person.email, "email_verified": True}
    come_back(client)
    assert ("_auth_user_id" in client.session) == inside


def test_a_wrong_code_or_a_foreign_state_stays_outside(client: Client, provider: Provider, world: World) -> None:
    provider.claims = {"sub": "1", "email": world.bontang_processor.person.email, "email_verified": True}
    assert "Tidak dapat masuk" in come_back(client, "salah")
    foreign = client.get(f"{START}kembali/", {"code": "rahasia-sekali", "state": "asing"})
    assert foreign.status_code == 401
    assert "_auth_user_id" not in client.session


def test_the_button_stands_on_the_sign_in_page_only_when_there_is_a_provider(
    client: Client, provider: Provider, settings: Settings
) -> None:
    assert "Masuk dengan akun Kota Bontang" in client.get("/kantor/akun/masuk/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = oidc_provider("", "", "", "")
    assert "Masuk dengan" not in client.get("/kantor/akun/masuk/").content.decode()
    assert client.post(START).status_code == 404


def test_nobody_leaves_by_a_link_alone(client: Client, provider: Provider) -> None:
    """The way to the provider is a POST: a foreign page cannot start it by a link or a picture."""
    assert client.get(START).status_code == 200
