"""The administrator's pages: people, invitations, keys; what strangers see there: nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from melayani.foundation.audit.models import Event
from melayani.foundation.people.actions import create_api_key, invite
from melayani.foundation.people.actors import Officer
from melayani.foundation.people.models import ApiKey, Invitation, Membership
from melayani.foundation.people.queries import client_for_key
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import PASSWORD, World, officer, person, signed_in

pytestmark = pytest.mark.django_db
Enter = Callable[[Officer], Client]


@pytest.fixture
def administrator(world: World) -> Officer:
    return officer(Role.ADMINISTRATOR, world.bontang_city, name="Administrator Bontang")


@pytest.fixture
def elsewhere(world: World) -> Officer:
    return officer(Role.ADMINISTRATOR, world.bengkalis, name="Administrator Bengkalis")


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_the_subtree_and_nobody_else(sign_in: Enter, administrator: Officer) -> None:
    page = text(sign_in(administrator), "/kantor/orang/")
    assert "Pemroses Bontang" in page
    assert "Pemroses Bengkalis" not in page


def test_the_list_can_be_searched(sign_in: Enter, administrator: Officer) -> None:
    client = sign_in(administrator)
    page = text(client, "/kantor/orang/?cari=pemroses")
    assert "Pemroses Bontang" in page
    assert "Kepala unit Bontang" not in page
    assert "Tidak ada yang cocok" in text(client, "/kantor/orang/?cari=<script>")


def test_the_list_costs_the_same_for_many(
    sign_in: Enter, administrator: Officer, world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in(administrator)
    client.get("/kantor/orang/")
    with django_assert_num_queries(5):  # session, account, roles, how many, one page
        client.get("/kantor/orang/")
    for number in range(60):
        officer(Role.COUNTER, world.bontang, name=f"Petugas {chr(65 + number % 26)}{number}")
    with django_assert_num_queries(5):
        page = text(client, "/kantor/orang/")
    assert page.count("<tr>") == 51
    assert "Petugas" in text(client, "/kantor/orang/?page=2")
    assert client.get("/kantor/orang/?page=810223418212661640298496").status_code == 200


def test_a_person_with_history(sign_in: Enter, administrator: Officer, world: World) -> None:
    page = text(sign_in(administrator), f"/kantor/orang/{world.bontang_head.person.pk}/")
    assert "Kepala unit" in page


def test_grant_and_end(sign_in: Enter, administrator: Officer, world: World) -> None:
    client = sign_in(administrator)
    who = world.bontang_head.person
    answer = client.post(
        f"/kantor/orang/{who.pk}/tugas/", {"organisation": world.bontang.slug, "role": Role.LIAISON.value}
    )
    assert answer.status_code == 302
    post = Membership.objects.get(person=who, role=Role.LIAISON)
    client.post(f"/kantor/orang/tugas/{post.pk}/akhiri/")
    post.refresh_from_db()
    assert post.until is not None
    assert "Pejabat penghubung" in text(client, f"/kantor/orang/{who.pk}/")


def test_a_forged_place_or_role_changes_nothing(sign_in: Enter, administrator: Officer, world: World) -> None:
    client = sign_in(administrator)
    who = world.bontang_head.person
    for forged in (
        {"organisation": world.bengkalis.slug, "role": Role.LIAISON.value},
        {"organisation": world.bontang.slug, "role": "raja"},
        {"organisation": "x" * 10_000, "role": ""},
    ):
        assert client.post(f"/kantor/orang/{who.pk}/tugas/", forged).status_code == 302
    assert Membership.objects.filter(person=who).count() == 1


def test_invite_shows_the_link_once(sign_in: Enter, administrator: Officer, world: World) -> None:
    client = sign_in(administrator)
    assert "Undang orang" in text(client, "/kantor/orang/undang/")
    form = {"email": "baru@contoh.go.id", "organisation": world.bontang.slug, "role": Role.COUNTER.value}
    answer = client.post("/kantor/orang/undang/", form)
    assert "/kantor/undangan/" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    invitation = Invitation.objects.get()
    client.post(f"/kantor/orang/undangan/{invitation.pk}/batalkan/")
    assert "dibatalkan" in text(client, "/kantor/orang/undangan/")


def test_bad_invitations_come_back_with_a_reason(sign_in: Enter, administrator: Officer, world: World) -> None:
    client = sign_in(administrator)
    good = {"email": "baru@contoh.go.id", "organisation": world.bontang.slug, "role": Role.COUNTER.value}
    for wrong in (
        {"email": "bukan surel"},
        {"email": administrator.person.email},
        {"organisation": world.bengkalis.slug},
        {"role": "raja"},
        {"name": "x" * 10_000},
    ):
        assert client.post("/kantor/orang/undang/", {**good, **wrong}).status_code == 200
    assert not Invitation.objects.exists()


def test_the_place_can_be_searched(sign_in: Enter, administrator: Officer) -> None:
    page = text(sign_in(administrator), "/kantor/orang/undang/?instansi=Kependudukan")
    assert "disdukcapil-bontang" in page
    assert "kota-bontang" not in page


def test_keys_are_made_shown_once_and_revoked(sign_in: Enter, administrator: Officer, world: World) -> None:
    client = sign_in(administrator)
    assert "Buat kunci" in text(client, "/kantor/kunci-api/baru/")
    form = {"name": "Antrean", "organisation": world.bontang.slug, "scopes": ["track:read", "bookings:write"]}
    answer = client.post("/kantor/kunci-api/baru/", form)
    assert answer["Cache-Control"] == "no-store"
    plain = re.search(r"mly_[0-9a-f]{10}_[\w-]{43}", answer.content.decode())
    assert plain
    assert client_for_key(plain.group()) is not None
    listing = text(client, "/kantor/kunci-api/")
    assert plain.group() not in listing
    client.post(f"/kantor/kunci-api/{ApiKey.objects.get().pk}/cabut/")
    assert client_for_key(plain.group()) is None


def test_a_key_needs_known_scopes_and_an_own_place(sign_in: Enter, administrator: Officer, world: World) -> None:
    client = sign_in(administrator)
    good = {"name": "Antrean", "organisation": world.bontang.slug, "scopes": ["track:read"]}
    wrongs: list[dict[str, object]] = [{"scopes": ["semua"]}, {"scopes": []}, {"organisation": world.bengkalis.slug}]
    for wrong in wrongs:
        assert client.post("/kantor/kunci-api/baru/", {**good, **wrong}).status_code == 200
    assert not ApiKey.objects.exists()


def test_the_other_lists_cost_the_same_for_many(
    sign_in: Enter,
    administrator: Officer,
    world: World,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = sign_in(administrator)
    for number in range(60):
        create_api_key(actor=administrator, organisation=world.bontang, scopes=["track:read"], now=now)
        invite(
            actor=administrator, email=f"a{number}@contoh.id", role=Role.COUNTER, organisation=world.bontang, now=now
        )
    for address in ("/kantor/kunci-api/", "/kantor/orang/undangan/"):
        client.get(address)
        with django_assert_num_queries(5):
            client.get(address)
    who = world.bontang_head.person
    for _ in range(30):
        Membership.objects.create(
            person=who, organisation=world.bontang, role=Role.COUNTER, since=now, until=datetime.now(UTC)
        )
    client.get(f"/kantor/orang/{who.pk}/")
    with django_assert_num_queries(9):
        client.get(f"/kantor/orang/{who.pk}/")


def test_strangers_find_nothing_and_change_nothing(
    client: Client, administrator: Officer, elsewhere: Officer, world: World, now: datetime
) -> None:
    key, _ = create_api_key(actor=administrator, organisation=world.bontang, scopes=["track:read"], now=now)
    invitation, _ = invite(
        actor=administrator, email="baru@contoh.id", role=Role.COUNTER, organisation=world.bontang, now=now
    )
    who = world.bontang_head.person
    post = Membership.objects.get(person=who)
    before = Event.objects.count()
    addresses = [
        f"/kantor/orang/{who.pk}/",
        f"/kantor/orang/{who.pk}/tugas/",
        f"/kantor/orang/{who.pk}/keluarkan/",
        f"/kantor/orang/{who.pk}/hapus-verifikasi/",
        f"/kantor/orang/tugas/{post.pk}/akhiri/",
        f"/kantor/orang/undangan/{invitation.pk}/batalkan/",
        f"/kantor/kunci-api/{key.pk}/cabut/",
    ]
    for stranger in (elsewhere, world.bontang_head):
        signed_in(client, stranger)
        for address in addresses:
            assert client.post(address, {"reason": "cukup panjang"}).status_code == 404
            assert client.get(address).status_code in {404, 405}
    signed_in(client, world.bontang_head)
    for address in ("/kantor/orang/", "/kantor/orang/undang/", "/kantor/orang/undangan/", "/kantor/kunci-api/"):
        assert client.get(address).status_code == 404
    assert Event.objects.count() == before


def test_visitors_are_sent_to_the_sign_in_page(client: Client) -> None:
    for address in ("/kantor/orang/", "/kantor/kunci-api/", "/kantor/akun/", "/kantor/orang/1/"):
        assert client.get(address)["Location"].startswith("/kantor/akun/masuk/")


def test_the_invitation_page_opens_without_an_account_and_saves_nothing(
    client: Client, administrator: Officer, world: World, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    now = datetime.now(UTC)
    _, link = invite(
        actor=administrator, email="baru@contoh.id", name="Baru", role=Role.COUNTER, organisation=world.bontang, now=now
    )
    address = link.removeprefix("http://testserver")
    assert "Petugas loket" in text(client, address)
    assert not Session.objects.exists()
    wrong = client.post(address, {"name": "Baru", "password": PASSWORD, "again": "lain"})
    assert "berbeda" in wrong.content.decode()
    joined = client.post(address, {"name": "Baru", "password": PASSWORD, "again": PASSWORD})
    assert joined["Location"] == "/kantor/"
    assert client.get("/kantor/akun/")["Location"] == "/kantor/akun/verifikasi/pasang/?perlu=1"
    assert Client().get(address).status_code == 404


def test_somebody_with_an_account_is_asked_to_sign_in_first(
    client: Client, administrator: Officer, world: World
) -> None:
    rina = person("Rina", email="rina@contoh.id")
    _, link = invite(
        actor=administrator, email=rina.email, role=Role.COUNTER, organisation=world.bontang, now=datetime.now(UTC)
    )
    address = link.removeprefix("http://testserver")
    assert "Masuk dulu" in text(client, address)
    assert client.post(address).status_code == 200
    assert not Membership.objects.filter(person=rina).exists()
    signed_in(client, rina)
    assert client.post(address).status_code == 302
    assert Membership.objects.filter(person=rina).count() == 1


@pytest.mark.parametrize("token", ["x", "x" * 2_000, "%00", "../../"])
def test_a_link_nobody_sent_leads_nowhere(client: Client, token: str) -> None:
    assert client.get(f"/kantor/undangan/{token}/").status_code in {302, 404}


def test_reading_pages_writes_nothing(
    sign_in: Enter, administrator: Officer, world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in(administrator)
    before = (Event.objects.count(), Session.objects.count())
    for address in ("/kantor/akun/", "/kantor/orang/", "/kantor/orang/undang/", "/kantor/kunci-api/baru/"):
        client.get(address)
    assert (Event.objects.count(), Session.objects.count()) == before
