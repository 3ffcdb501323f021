"""The unit's pages of a report: what waits, the form, saving piece by piece, sending, notes, strangers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from melayani.foundation.audit import SYSTEM
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.oversight.reporting import actions
from melayani.oversight.reporting.models import Remark, Report, ReportFigure
from melayani.oversight.reporting.tests.factories import monthly, opened, sent

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
FULL = {
    "value_operating_mode": "open",
    "value_visits": "0",
    "value_applications": "1.250",
    "value_decided": "40",
    "value_complaints": "3",
    "summary": "Ruang tunggu dibatasi separuh.",
}


@pytest.fixture
def report(world: World) -> Report:
    """Last month's report of the registry of Bontang."""
    now = timezone.now()
    last_month = (now.date().replace(day=1) - timedelta(days=1)).replace(day=1)
    campaign = monthly(world.ministry, last_month, due_days=60, theme="Layanan sehari-hari")
    return opened(campaign, now)["disdukcapil-bontang"]


def path(report: Report, rest: str = "") -> str:
    return f"/kantor/laporan/{report.pk}/{rest}"


def test_what_waits_is_listed_and_opens(world: World, report: Report, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    text = client.get("/kantor/laporan/").content.decode()
    assert path(report) in text
    assert "Belum diisi" in text
    page = client.get(path(report)).content.decode()
    assert "Layanan sehari-hari" in page
    assert "Kunjungan" in page
    assert Report.objects.get(pk=report.pk).state == "owed"  # looking writes nothing
    assert not ReportFigure.objects.exists()


def test_a_wrong_number_loses_nothing_else(world: World, report: Report, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    answer = client.post(path(report), {**FULL, "value_visits": "banyak"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Tulis angka, misalnya" in text
    assert 'value="banyak"' in text
    assert "tidak disimpan" in text
    assert '<a href="#id_value_visits">Kunjungan: Tulis angka' in text
    found = dict(ReportFigure.objects.values_list("indicator", "value"))
    assert found["applications"] == Decimal(1250)
    assert found["visits"] is None
    assert client.post(path(report), {"value_visits": "7.912"}).status_code == 302
    found = dict(ReportFigure.objects.values_list("indicator", "value"))
    assert found["visits"] == Decimal(7912)
    assert found["applications"] == Decimal(1250)  # not sent again, not lost
    assert client.post(path(report), {"value_visits": "12"}, headers={"X-Autosave": "1"}).status_code == 204


def test_sending_says_what_is_missing_and_then_goes(world: World, report: Report, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    answer = client.post(path(report, "kirim/"), {**FULL, "value_complaints": ""})
    assert answer.status_code == 422
    assert '<a href="#id_value_complaints">Pengaduan: Wajib diisi' in answer.content.decode()
    assert client.get(path(report, "kirim/"))["Location"] == path(report)  # the address that stayed in the browser
    assert Report.objects.get(pk=report.pk).state == "draft"  # what was typed stands
    answer = client.post(path(report, "kirim/"), FULL)
    assert answer.status_code == 302
    text = client.get(path(report)).content.decode()
    assert "Menunggu pengesahan" in text
    assert "1.250" in text
    assert "tepat waktu" in text
    assert client.post(path(report), FULL).status_code == 422  # sent is sent


def test_what_is_demanded_is_not_called_optional(world: World, report: Report, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    client.post(path(report), {"value_decided": "40", "value_decided_on_time": "45"})
    ReportFigure.objects.filter(indicator="decided").update(counted=Decimal(41))
    text = client.get(path(report)).content.decode()
    assert "112,50</b> persen" in text
    label = re.compile(r'<label for="id_reason_(\w+)">[^<]*(<span class="soft">\(boleh kosong\))?')
    optional = {found[1]: bool(found[2]) for found in label.finditer(text)}
    assert (optional["decided"], optional["visits"]) == (False, True)
    assert '<a href="#id_reason_decided">' in client.post(path(report, "kirim/"), FULL).content.decode()


def test_counting_anew_and_notes(world: World, report: Report, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    assert client.post(path(report, "hitung-ulang/")).status_code == 302
    assert ReportFigure.objects.filter(report=report).count() == 13
    assert "Golongan kendala" in client.get(path(report, "catatan/")).content.decode()
    assert client.post(path(report, "catatan/"), {"kind": "constraint"}).status_code == 422
    given = {"kind": "constraint", "code": "staff", "text": "Dua petugas sakit.", "outcome": "open"}
    assert client.post(path(report, "catatan/"), given).status_code == 302
    entry = Remark.objects.get()
    assert "Dua petugas sakit." in client.get(path(report)).content.decode()
    assert client.post(path(report, f"catatan/{entry.pk}/hapus/")).status_code == 302
    assert not Remark.objects.exists()
    assert client.post(path(report, f"catatan/{entry.pk}/hapus/")).status_code == 404


def test_an_agreed_point_returns_in_the_report(world: World, report: Report, sign_in: SignIn) -> None:
    now = timezone.now()
    given: dict[str, Any] = {"actor": SYSTEM, "now": now}
    meeting = actions.call_meeting(one=report.round, title="Ngulik", starts_at=now, order=[world.bontang], **given)
    due = now.date() + timedelta(days=14)
    point = actions.agree(meeting=meeting, organisation=world.bontang, text="Buka loket sore.", due_on=due, **given)
    client = sign_in(world.bontang_head)
    assert "Buka loket sore." in client.get(path(report)).content.decode()
    where = path(report, f"kesepakatan/{point.pk}/")
    assert client.post(where, {"answer": "Buka sejak Senin.", "done": "on"}).status_code == 302
    point.refresh_from_db()
    assert (point.answer, point.answered_in_id, point.done_at is not None) == ("Buka sejak Senin.", report.pk, True)
    assert "Buka loket sore." not in client.get(path(report)).content.decode()
    assert client.post(where, {"answer": "Lagi"}).status_code == 404


def test_strangers_find_nothing(world: World, report: Report, sign_in: SignIn) -> None:
    client = sign_in(world.bengkalis_head)
    for rest in ("", "catatan/"):
        assert client.get(path(report, rest)).status_code == 404
    for rest in ("", "kirim/", "hitung-ulang/", "catatan/", "nilai/sahkan/"):
        assert client.post(path(report, rest), FULL).status_code == 404
    assert path(report) not in client.get("/kantor/laporan/?tampil=semua").content.decode()
    assert not ReportFigure.objects.exists()


def test_who_reads_only_has_no_form(world: World, report: Report, sign_in: SignIn) -> None:
    client = sign_in(officer(Role.MINISTRY, world.ministry))
    page = client.get(path(report)).content.decode()
    assert "Kirim laporan" not in page
    assert client.post(path(report), FULL).status_code == 404
    assert client.post(path(report, "kirim/"), FULL).status_code == 404
    assert not ReportFigure.objects.exists()


@pytest.mark.parametrize("rest", ["?page=9999", "?tampil=x", "?tampil=semua&page=x"])
def test_odd_addresses_are_no_fault(world: World, report: Report, sign_in: SignIn, rest: str) -> None:
    assert sign_in(world.bontang_head).get(f"/kantor/laporan/{rest}").status_code == 200


def test_queries_do_not_grow_with_reports(
    world: World, report: Report, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    client = sign_in(officer(Role.MINISTRY, world.ministry))
    sent(report, {}, now=timezone.now())
    client.get("/kantor/laporan/")
    with django_assert_num_queries(6):
        client.get("/kantor/laporan/?tampil=semua")
    with django_assert_num_queries(9):  # one for the evidence, however much
        client.get(path(report))
    for number in range(3):
        opened(monthly(world.bontang_city, report.starts_on, due_days=number), timezone.now())
    with django_assert_num_queries(6):
        client.get("/kantor/laporan/?tampil=semua")
