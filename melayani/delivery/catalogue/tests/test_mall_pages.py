"""The officer's pages of malls: tenants, what the mall says of itself, readiness."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from melayani.delivery.catalogue.models import ReadinessCheck
from melayani.delivery.catalogue.tests.factories import agency, mall_of_bogor
from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.actions import start_tenancy
from melayani.foundation.organisations.models import Organisation, Tenancy
from melayani.foundation.organisations.tests.factories import made
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
OFFICE = "/kantor/mal/"
PAGE = "/kantor/mal/mpp-bontang/"


@pytest.fixture
def mall(world: World) -> Organisation:
    return made("mall", "MPP Bontang", world.bontang_city)


@pytest.fixture
def manager(mall: Organisation) -> Officer:
    return officer(Role.MALL_MANAGER, mall)


@pytest.fixture
def bureau(world: World) -> Officer:
    return officer(Role.BUREAU, world.bontang_city)


def sent_tenant(unit: Organisation) -> dict[str, str]:
    return {"unit": unit.slug, "stand": "Lantai 1", "since": timezone.localdate().isoformat()}


def stands(mall: Organisation, unit: Organisation) -> Tenancy:
    now = timezone.now()
    return start_tenancy(actor=SYSTEM, mall=mall, unit=unit, since=timezone.localdate(), stand="Lantai 1", now=now)


def test_the_manager_asks_a_unit_and_the_head_agrees(
    world: World, manager: Officer, mall: Organisation, client: Client, sign_in: SignIn
) -> None:
    answer = sign_in(manager).post(f"{PAGE}gerai/?q=bontang", sent_tenant(world.bontang))
    assert answer["Location"] == PAGE
    assert "Menunggu persetujuan unit" in client.get(PAGE).content.decode()
    stay = Tenancy.objects.get()
    other = sign_in(world.bengkalis_head)
    for verb in ("setuju", "tolak"):
        assert other.post(f"{OFFICE}ajakan/{stay.pk}/{verb}/").status_code == 404
    head = sign_in(world.bontang_head)
    assert "Ajakan untuk unit Anda" in head.get(OFFICE).content.decode()
    head.post(f"{OFFICE}ajakan/{stay.pk}/setuju/")
    stay.refresh_from_db()
    assert not stay.awaits_consent
    assert "Ajakan untuk unit Anda" not in head.get(OFFICE).content.decode()
    assert "Menunggu persetujuan unit" not in sign_in(manager).get(PAGE).content.decode()


def test_the_bureau_of_both_adds_a_tenant_at_once(
    world: World, bureau: Officer, mall: Organisation, sign_in: SignIn
) -> None:
    sign_in(bureau).post(f"{PAGE}gerai/?q=bontang", sent_tenant(world.bontang))
    assert not Tenancy.objects.get().awaits_consent


def test_a_proposal_is_declined_or_taken_back(
    world: World, manager: Officer, mall: Organisation, sign_in: SignIn
) -> None:
    for who, path in ((world.bontang_head, "ajakan/{pk}/tolak/"), (manager, "mpp-bontang/gerai/{pk}/batal/")):
        sign_in(manager).post(f"{PAGE}gerai/?q=bontang", sent_tenant(world.bontang))
        sign_in(who).post(OFFICE + path.format(pk=Tenancy.objects.get().pk))
        assert not Tenancy.objects.exists()


def test_an_agreed_stay_is_not_taken_back_but_ended(
    world: World, manager: Officer, mall: Organisation, sign_in: SignIn
) -> None:
    stay = stands(mall, world.bontang)
    client = sign_in(manager)
    client.post(f"{PAGE}gerai/{stay.pk}/batal/")
    assert Tenancy.objects.filter(pk=stay.pk).exists()
    last = timezone.localdate() + timedelta(days=7)
    assert client.post(f"{PAGE}gerai/{stay.pk}/akhiri/", {"until": "2019-01-01"}).status_code == 422
    client.post(f"{PAGE}gerai/{stay.pk}/akhiri/", {"until": last.isoformat()})
    stay.refresh_from_db()
    assert stay.until == last


def test_a_unit_is_found_by_name_and_only_a_found_one_is_taken(
    world: World, manager: Officer, mall: Organisation, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    assert "Cari unitnya dahulu" in client.get(f"{PAGE}gerai/").content.decode()
    assert "Tidak ada instansi" in client.get(f"{PAGE}gerai/?q=gajah%00").content.decode()
    text = client.get(f"{PAGE}gerai/?q=pencatatan+bontang").content.decode()
    assert "disdukcapil-bontang" in text
    assert "disdukcapil-bengkalis" not in text
    assert client.post(f"{PAGE}gerai/?q=bontang", sent_tenant(world.bengkalis)).status_code == 422
    stands(mall, world.bontang)
    again = client.post(f"{PAGE}gerai/?q=bontang", sent_tenant(world.bontang))
    assert "sudah menempati gerai" in again.content.decode()


def test_units_of_the_own_region_are_offered_first(sign_in: SignIn) -> None:
    here = mall_of_bogor()
    elsewhere, near = agency("Dinas Satu"), agency("Dinas Dua", region=here.region)
    text = sign_in(officer(Role.MALL_MANAGER, here)).get("/kantor/mal/mpp-kota-bogor/gerai/?q=dinas").content.decode()
    assert text.index(near.name) < text.index(elsewhere.name)


def test_the_mall_says_its_address_and_opening_day(manager: Officer, mall: Organisation, sign_in: SignIn) -> None:
    client = sign_in(manager)
    assert "Tanggal mulai melayani belum diketahui" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}keterangan/", {"opened_on": "2022-01-03", "address": "Jalan Contoh 1"})
    mall.refresh_from_db()
    assert (mall.address, str(mall.opened_on)) == ("Jalan Contoh 1", "2022-01-03")
    client.post(f"{PAGE}keterangan/", {"address": "Jalan Contoh 1"})
    mall.refresh_from_db()
    assert mall.opened_on is None
    assert client.post(f"{PAGE}keterangan/", {"email": "bukan surel"}).status_code == 422


def test_a_criterion_is_judged_with_evidence(manager: Officer, mall: Organisation, sign_in: SignIn) -> None:
    client = sign_in(manager)
    sent = {"state": "met", "evidence": "", "checked_on": timezone.localdate().isoformat()}
    refused = client.post(f"{PAGE}kesiapan/queue/", sent)
    assert "Tuliskan buktinya" in refused.content.decode()
    assert refused.status_code == 422
    client.post(f"{PAGE}kesiapan/queue/", {**sent, "evidence": "Kios di lobi."})
    assert "1 terpenuhi, 0 sebagian, 0 belum, 10 belum dinilai" in client.get(PAGE).content.decode()
    assert "Kios di lobi." in client.get(f"{PAGE}kesiapan/queue/").content.decode()
    assert client.get(f"{PAGE}kesiapan/keindahan/").status_code == 404


def test_an_administrator_keeps_the_mall_but_does_not_judge_it(
    world: World, mall: Organisation, sign_in: SignIn
) -> None:
    client = sign_in(officer(Role.ADMINISTRATOR, world.bontang_city))
    assert "Pengelola mal dan biro organisasi yang menilai" in client.get(PAGE).content.decode()
    sent = {"state": "met", "evidence": "Kios.", "checked_on": timezone.localdate().isoformat()}
    assert client.post(f"{PAGE}kesiapan/queue/", sent).status_code == 404
    assert not ReadinessCheck.objects.exists()


def test_strangers_find_no_mall(world: World, mall: Organisation, sign_in: SignIn) -> None:
    elsewhere = made("mall", "MPP Bengkalis", world.bengkalis_regency)
    stay = stands(mall, world.bontang)
    client = sign_in(officer(Role.MALL_MANAGER, elsewhere))
    paths = ("", "keterangan/", "gerai/", f"gerai/{stay.pk}/akhiri/", f"gerai/{stay.pk}/batal/", "kesiapan/queue/")
    for path in paths:
        assert client.get(PAGE + path).status_code in {404, 405}
        assert client.post(PAGE + path, {"until": "2030-01-01"}).status_code in {404, 405}
    assert client.post(f"/kantor/mal/mpp-bengkalis/gerai/{stay.pk}/akhiri/", {"until": "2030-01-01"}).status_code == 404
    stay.refresh_from_db()
    assert stay.until is None
    assert "MPP Bontang" not in client.get(OFFICE).content.decode()
    assert sign_in(world.bontang_counter).get(OFFICE).status_code == 404


def test_the_pages_take_the_same_queries_with_many_tenants(
    world: World, manager: Officer, mall: Organisation, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    client = sign_in(manager)
    for number in range(15):
        stands(mall, made("agency", f"Dinas {number}", world.bontang_city))
    for path, queries in ((PAGE, 13), (OFFICE, 9)):
        with django_assert_num_queries(queries):
            client.get(path)
