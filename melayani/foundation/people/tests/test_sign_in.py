"""Signing in: password, second step, set-up, recovery, a forgotten password, and the limits."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django import Settings

from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.organisations.actions import mark_installation
from melayani.foundation.people.checks import oidc_is_whole
from melayani.foundation.people.models import Person
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import LONG_AGO, PASSWORD, World, code_now, officer, signed_in

pytestmark = pytest.mark.django_db
LOGIN = "/kantor/akun/masuk/"
SET_UP = "/kantor/akun/verifikasi/pasang/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def quick_and_clean(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # scrypt is slow by intention
    cache.clear()


@pytest.fixture
def rina(world: World) -> Person:
    who = world.bontang_processor.person
    who.set_password(PASSWORD)
    who.save()
    return who


def enter(client: Client, who: Person, password: str = PASSWORD, **extra: str) -> str:
    """Post the sign-in form; return where it leads, or the page's text when it stays."""
    answer = client.post(LOGIN, {"login": who.email, "password": password, **extra})
    return answer.headers.get("Location") or answer.content.decode()


def test_password_then_code(client: Client, rina: Person) -> None:
    TOTP.activate(rina, SECRET)
    assert enter(client, rina) == "/kantor/akun/verifikasi/kode/"
    assert client.get("/kantor/akun/").status_code == 302
    assert client.get("/kantor/akun/verifikasi/kode/").status_code == 200
    answer = client.post("/kantor/akun/verifikasi/kode/", {"code": code_now(SECRET)})
    assert answer["Location"] == "/kantor/"
    assert client.get("/kantor/akun/").status_code == 200
    assert Event.objects.filter(name="person.signed_in", person=rina).count() == 1


def stretch(client: Client) -> None:
    """What a citizen's draft does to the session of this browser."""
    session = client.session
    session.set_expiry(timedelta(days=30))
    session.save()
    client.cookies["sessionid"] = str(session.session_key)


def test_a_sign_in_ends_the_long_life_that_a_draft_gave_the_session(client: Client, rina: Person) -> None:
    stretch(client)
    TOTP.activate(rina, SECRET)
    enter(client, rina)
    client.post("/kantor/akun/verifikasi/kode/", {"code": code_now(SECRET)})
    assert client.get("/kantor/akun/").status_code == 200
    assert client.session.get_expiry_age() <= 12 * 60 * 60


@pytest.mark.parametrize(("steps", "leads_to"), [(-2, None), (-1, "/kantor/"), (0, "/kantor/"), (2, None)])
def test_a_code_typed_slowly_is_taken_an_older_one_is_not(
    client: Client, rina: Person, monkeypatch: pytest.MonkeyPatch, steps: int, leads_to: str | None
) -> None:
    now = time.time()
    monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: now))
    TOTP.activate(rina, SECRET)
    enter(client, rina)
    code = totp.format_hotp_value(totp.hotp_value(SECRET, int(now) // 30 + steps))
    answer = client.post("/kantor/akun/verifikasi/kode/", {"code": code})
    assert answer.headers.get("Location") == leads_to


def test_a_wrong_code_stays_outside(client: Client, rina: Person) -> None:
    TOTP.activate(rina, SECRET)
    enter(client, rina)
    wrong = f"{(int(code_now(SECRET)) + 1) % 1_000_000:06d}"
    assert client.post("/kantor/akun/verifikasi/kode/", {"code": wrong}).status_code == 200
    assert client.get("/kantor/akun/").status_code == 302


def test_a_wrong_password_says_so_and_nothing_more(client: Client, rina: Person) -> None:
    known = enter(client, rina, "salah salah salah")
    unknown = enter(client, Person(email="tidak.ada@contoh.go.id"), "salah salah salah")
    assert 'name="password"' in known
    drop = re.compile(r'value="[^"]*"')
    assert drop.sub("", known) == drop.sub("", unknown)
    assert not Event.objects.filter(name="person.signed_in").exists()


def test_the_address_is_read_without_regard_to_case(client: Client, rina: Person) -> None:
    assert enter(client, Person(email=rina.email.upper())) == "/kantor/"


def test_without_second_factor_the_desk_asks_to_set_it_up(client: Client, rina: Person) -> None:
    enter(client, rina)
    answer = client.get("/kantor/akun/")
    assert answer["Location"] == f"{SET_UP}?perlu=1"
    page = client.get(answer["Location"]).content.decode()
    assert "data pribadi warga" in page
    assert "data:image/svg+xml" in page


def test_setting_it_up_opens_the_desk_and_gives_recovery_codes(client: Client, rina: Person) -> None:
    enter(client, rina)
    client.get(SET_UP)
    secret = client.session["mfa.totp.secret"]
    assert client.post(SET_UP, {"code": "000000" if code_now(secret) != "000000" else "111111"}).status_code == 200
    answer = client.post(SET_UP, {"code": code_now(client.session["mfa.totp.secret"])})
    assert answer["Location"] == "/kantor/akun/verifikasi/pemulihan/"
    codes = re.findall(r"<code>([^<]+)</code>", client.get(answer["Location"]).content.decode())
    assert len(codes) == 10
    assert client.get("/kantor/akun/").status_code == 200
    recovery = Client()
    enter(recovery, rina)
    assert recovery.post("/kantor/akun/verifikasi/kode/", {"code": codes[0]}).status_code == 302
    assert recovery.get("/kantor/akun/").status_code == 200


def test_the_secret_of_the_app_stands_encrypted(client: Client, rina: Person) -> None:
    TOTP.activate(rina, SECRET)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        assert SECRET not in str(cursor.fetchone()[0])


def test_it_cannot_be_taken_off_where_the_role_needs_it(client: Client, rina: Person) -> None:
    signed_in(client, rina)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session.save()
    assert "tidak dapat dilepas" in client.get("/kantor/akun/verifikasi/lepas/").content.decode()
    client.post("/kantor/akun/verifikasi/lepas/")
    assert Authenticator.objects.filter(user=rina).exists()


def test_it_can_be_taken_off_where_only_totals_are_read(client: Client, world: World) -> None:
    bureau = officer(Role.BUREAU, world.bontang_city, name="Biro organisasi").person
    signed_in(client, bureau)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session.save()
    assert client.get("/kantor/akun/verifikasi/lepas/").status_code == 200
    client.post("/kantor/akun/verifikasi/lepas/")
    assert not Authenticator.objects.filter(user=bureau).exists()


def test_a_demonstration_opens_with_the_password_alone(client: Client, rina: Person) -> None:
    mark_installation(demonstration=True, now=LONG_AGO)
    enter(client, rina)
    assert client.get("/kantor/akun/").status_code == 200


def test_signing_out(client: Client, rina: Person) -> None:
    signed_in(client, rina)
    assert client.get("/kantor/akun/keluar/").status_code == 200
    assert client.get("/kantor/akun/").status_code == 200
    client.post("/kantor/akun/keluar/")
    assert client.get("/kantor/akun/").status_code == 302


def test_a_session_lasts_twelve_hours(client: Client, rina: Person) -> None:
    enter(client, rina)
    assert client.session.get_expiry_age() == timedelta(hours=12).total_seconds()


def test_changing_the_password_ends_the_other_sessions(client: Client, rina: Person) -> None:
    signed_in(client, rina)
    other = signed_in(Client(), rina)
    new = "kata sandi yang sama sekali lain"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/kantor/akun/sandi/", form).status_code == 302
    assert client.get("/kantor/akun/").status_code == 200
    assert other.get("/kantor/akun/").status_code == 302
    assert Event.objects.filter(name="person.password_changed").count() == 1


def test_a_weak_new_password_is_refused(client: Client, rina: Person) -> None:
    signed_in(client, rina)
    form = {"oldpassword": PASSWORD, "password1": "pendek", "password2": "pendek"}
    assert client.post("/kantor/akun/sandi/", form).status_code == 200
    rina.refresh_from_db()
    assert rina.check_password(PASSWORD)


def test_leaving_all_other_devices_keeps_this_one(client: Client, rina: Person) -> None:
    signed_in(client, rina)
    other = signed_in(Client(), rina)
    assert client.get("/kantor/akun/keluar-semua/").status_code == 405
    client.post("/kantor/akun/keluar-semua/")
    assert client.get("/kantor/akun/").status_code == 200
    assert other.get("/kantor/akun/").status_code == 302


def test_a_forgotten_password_is_set_anew_by_a_link(client: Client, rina: Person) -> None:
    assert client.get("/kantor/akun/sandi/lupa/").status_code == 200
    answer = client.post("/kantor/akun/sandi/lupa/", {"email": rina.email}, headers={"host": "localhost"})
    assert answer.status_code == 302
    found = re.search(r"http://testserver(/kantor/akun/sandi/baru/\S+)", OutboxMessage.objects.get().body)
    assert found
    form_page = client.get(found.group(1), follow=True)
    new = "kata sandi yang sama sekali lain"
    assert client.post(form_page.request["PATH_INFO"], {"password1": new, "password2": new}).status_code == 302
    assert client.get("/kantor/akun/sandi/baru/selesai/").status_code == 200
    rina.refresh_from_db()
    assert rina.check_password(new)
    assert "tidak berlaku" in Client().get(found.group(1), follow=True).content.decode()


def test_an_unknown_address_gets_no_message_and_the_same_answer(client: Client, rina: Person) -> None:
    known = client.post("/kantor/akun/sandi/lupa/", {"email": rina.email})
    unknown = Client().post("/kantor/akun/sandi/lupa/", {"email": "tidak.ada@contoh.go.id"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert client.get(known["Location"]).status_code == 200
    assert OutboxMessage.objects.count() == 1


def test_one_account_under_attack_does_not_shut_out_its_office(client: Client, rina: Person, world: World) -> None:
    """Ten wrong passwords close one account for five minutes; a colleague behind the same address signs in."""
    for _ in range(10):
        enter(client, rina, "salah salah salah")
    assert 'name="password"' in enter(client, rina)
    colleague = world.bontang_approver.person
    colleague.set_password(PASSWORD)
    colleague.save()
    assert enter(Client(), colleague) == "/kantor/"


def test_too_many_posts_get_a_page_that_says_what_to_do(client: Client, rina: Person, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    enter(client, rina, "salah salah salah")
    answer = client.post(LOGIN, {"login": rina.email, "password": PASSWORD})
    assert answer.status_code == 429
    assert "Tunggu beberapa menit" in answer.content.decode()


def test_there_is_no_way_to_sign_up(client: Client) -> None:
    for address in ("/kantor/akun/signup/", "/kantor/akun/daftar/", "/kantor/akun/email/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"email": "a@contoh.id"}).status_code == 404


def test_leading_elsewhere_after_the_sign_in_is_refused(client: Client, rina: Person) -> None:
    assert enter(client, rina, next="https://jahat.example/") == "/kantor/"
    assert enter(Client(), rina, next="/kantor/akun/") == "/kantor/akun/"


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        (("", "", ""), []),
        (("https://sso.contoh.go.id", "melayani", "rahasia"), []),
        (("https://sso.contoh.go.id", "", "rahasia"), ["people.E001"]),
        (("http://sso.contoh.go.id", "melayani", "rahasia"), ["people.E002"]),
    ],
)
def test_half_configured_single_sign_on_is_refused(
    settings: Settings, given: tuple[str, str, str], faults: list[str]
) -> None:
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = given
    assert [fault.id for fault in oidc_is_whole(None)] == faults
