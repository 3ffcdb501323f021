"""The officers' desk: what stands in which group, for whom, at a cost that does not depend on the rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from melayani.foundation.people import Officer
from melayani.foundation.people.models import Membership
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import LONG_AGO, reload_officer
from melayani.voice.complaints import actions, work
from melayani.voice.complaints.models import Complaint
from melayani.voice.complaints.tests import factories
from melayani.voice.complaints.tests.factories import Town

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
QUERIES = 10


def page(client: Client, **filters: str) -> str:
    response = client.get("/kantor/pengaduan/", filters)
    assert response.status_code == 200
    return str(response.content.decode())


def groups(html: str) -> dict[str, list[str]]:
    """The numbers of cases under each heading."""
    parts = re.split(r"<h2 id=\"g-\w+\">", html)[1:]
    return {part.split("</h2>")[0]: re.findall(r"data-row>(ADU-[0-9A-Z-]+)<", part) for part in parts}


def verified(town: Town, now: datetime, **over: Any) -> Complaint:
    row = factories.filed(town, now=now, **over)
    return actions.verify(
        actor=town.registry_liaison, complaint=row, complaint_class="non_oversight", now=now + timedelta(minutes=5)
    )


def answered(town: Town, now: datetime, **over: Any) -> Complaint:
    row = verified(town, now, **over)
    return actions.answer(
        actor=town.registry_liaison, complaint=row, text="Sudah kami perbaiki.", now=now + timedelta(minutes=10)
    )


def test_each_case_stands_in_its_group_contested_ones_first(town: Town, sign_in: SignIn) -> None:
    now = timezone.now() - timedelta(hours=1)
    new = factories.filed(town, now=now, email="a@contoh.id")
    clear = verified(town, now, email="b@contoh.id", text="Loket tutup padahal papan menulis buka sampai sore hari.")
    waiting = verified(town, now, email="c@contoh.id", text="Berkas saya hilang di meja pengambilan minggu yang lalu.")
    actions.request_completion(
        actor=town.registry_liaison, complaint=waiting, question="Tanggal berapa?", now=now + timedelta(minutes=9)
    )
    done = answered(town, now, email="d@contoh.id", text="Antrean panjang karena hanya satu loket yang dilayani.")
    unhappy = answered(town, now, email="e@contoh.id", text="Nama anak saya salah ketik pada akta kelahirannya.")
    actions.contest(
        actor=town.registry_liaison, complaint=unhappy, reason="Masih salah.", now=now + timedelta(minutes=20)
    )
    html = page(sign_in(town.registry_liaison))
    assert groups(html) == {
        "Belum selesai menurut pelapor": [unhappy.number],
        "Perlu diverifikasi": [new.number],
        "Perlu didisposisikan": [clear.number],
        "Menunggu pelapor melengkapi": [waiting.number],
        "Dijawab, menunggu tanggapan pelapor": [done.number],
    }
    assert "5 pengaduan terbuka, tidak ada yang terlambat" in html
    assert "Contoh S••••" in html
    assert "Contoh Siti" not in html


def test_late_ones_are_counted_and_filtered(town: Town, sign_in: SignIn) -> None:
    now = timezone.now()
    late = factories.filed(town, now=now - timedelta(days=30))
    factories.filed(town, now=now, email="lain@contoh.id")
    client = sign_in(town.registry_liaison)
    assert "1 terlambat, 2 pengaduan terbuka" in page(client)
    assert groups(page(client, kelompok="terlambat")) == {"Perlu diverifikasi": [late.number]}
    assert work.rail_counts(town.registry_liaison, now) == {"open": 2, "late": 1}


def test_filters_narrow(town: Town, sign_in: SignIn) -> None:
    now = timezone.now()
    web = factories.filed(town, now=now)
    letter = factories.by_letter(town, now=now, text="Surat saya tentang loket yang tutup lebih awal dari jamnya.")
    client = sign_in(town.registry_liaison)
    assert groups(page(client, saluran="letter")) == {"Perlu diverifikasi": [letter.number]}
    assert groups(page(client, unit=str(town.registry.pk)))["Perlu diverifikasi"] == [web.number, letter.number]
    assert groups(page(client, golongan="aspiration")) == {}
    assert groups(page(client, lingkup="koordinasi"))["Perlu diverifikasi"] == [web.number, letter.number]


def test_strangers_see_nothing_those_above_see_all(town: Town, sign_in: SignIn) -> None:
    row = factories.filed(town, now=timezone.now())
    assert row.number not in page(sign_in(town.stranger))
    assert row.number in page(sign_in(town.city_liaison))


def test_who_has_no_duty_here_has_no_desk(town: Town, sign_in: SignIn) -> None:
    for nobody in (town.people.bontang_counter, town.people.bontang_approver, town.bureau):
        assert sign_in(nobody).get("/kantor/pengaduan/").status_code == 404


def test_misconduct_is_in_no_list_and_no_count_of_the_unit_it_is_about(town: Town, sign_in: SignIn) -> None:
    now = timezone.now()
    row = factories.oversight(town, now=now)
    both = town.registry_liaison.person
    Membership.objects.create(person=both, organisation=town.city, role=Role.LIAISON, since=LONG_AGO)
    for who in (reload_officer(both), town.people.bontang_head, town.unit_liaison):
        html = page(sign_in(who))
        assert row.number not in html
        assert "0 pengaduan" not in html
        assert work.rail_counts(who, now)["open"] == 0
        assert row.number not in page(sign_in(who), lingkup="koordinasi")
    html = page(sign_in(town.city_liaison))
    assert row.number in html
    assert "Pengawasan" in html


def test_the_auditor_reads_only(town: Town, sign_in: SignIn) -> None:
    row = factories.filed(town, now=timezone.now())
    html = page(sign_in(town.auditor))
    assert row.number in html
    assert "Anda membaca saja" in html
    assert "Catat pengaduan" not in html


@pytest.mark.parametrize(
    "odd",
    [{"unit": "abc"}, {"unit": "9" * 40}, {"page": "-3"}, {"kelompok": "'"}, {"saluran": "x"}, {"golongan": "\x00"}],
)
def test_odd_addresses_are_no_fault(odd: dict[str, str], town: Town, sign_in: SignIn) -> None:
    factories.filed(town, now=timezone.now())
    page(sign_in(town.registry_liaison), **odd)


def test_an_empty_desk_says_so(town: Town, sign_in: SignIn) -> None:
    assert "Meja Anda bersih" in page(sign_in(town.registry_liaison))
    assert "Tidak ada di sini" in page(sign_in(town.registry_liaison), kelompok="dibantah")


def copies(row: Complaint, count: int) -> None:
    """`count` cases like `row`, quickly."""
    fields = [field for field in Complaint._meta.concrete_fields if not field.primary_key]
    values = {field.attname: getattr(row, field.attname) for field in fields}
    Complaint.objects.bulk_create(
        Complaint(**{**values, "number": f"ADU-{place:08d}-0", "secret_hash": f"{place}", "draft_id": None})
        for place in range(count)
    )


def test_two_rows_cost_as_much_as_sixty(
    town: Town, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in(town.registry_liaison)
    row = factories.filed(town, now=timezone.now())
    copies(row, 1)
    with django_assert_num_queries(QUERIES):
        assert page(client).count("data-row") == 2
    Complaint.objects.exclude(pk=row.pk).delete()
    copies(row, 59)
    with django_assert_num_queries(QUERIES):
        assert page(client).count("data-row") == 50
    assert page(client, page="2").count("data-row") == 10
