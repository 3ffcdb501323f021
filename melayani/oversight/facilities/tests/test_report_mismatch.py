"""A citizen says that an item is not as stated: taken, shown until somebody looked again, answered by the check."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Citizen, Officer
from melayani.foundation.people.actions import TooMany
from melayani.foundation.people.tests.factories import World
from melayani.oversight.facilities import actions, queries, rules
from melayani.oversight.facilities.actions import Finding, ReportRefused
from melayani.oversight.facilities.models import MismatchReport
from melayani.oversight.facilities.tests.factories import looked, reported

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
SOMEBODY = Citizen(token="seseorang", contact_id=None)
SignIn = Callable[[Officer], Client]
LIST = "/sarana/disdukcapil-bontang/"
PLACE = "/kantor/sarana/tempat/disdukcapil-bontang/"


@pytest.mark.parametrize(
    ("said", "found", "condition", "expected"),
    [
        ("met", "not_met", "", "confirmed"),
        ("met", "met", "broken", "confirmed"),
        ("met", "met", "damaged", "refuted"),
        ("not_met", "met", "good", "confirmed"),
        ("met", "met", "", "refuted"),
    ],
)
def test_a_check_says_whether_the_report_was_right(said: str, found: str, condition: str, expected: str) -> None:
    assert rules.outcome(said=said, found=found, condition=condition) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("rusak", "short"),
        ("…………………………", "short"),
        ("x" * 501, "long"),
        ("Beli di www.contoh.example", "links"),
        ("Ram terhalang", ""),
    ],
)
def test_words_that_are_taken(text: str, why: str) -> None:
    assert rules.odd_words(text) == why


@pytest.mark.django_db
class TestActions:
    def test_a_report_waits_until_somebody_looks(self, world: World) -> None:
        head, place = world.bontang_head, world.bontang
        looked(head, place, NOW - timedelta(days=9), Finding("ramp", "met"))
        contact = keep_contact(email="warga@contoh.example", language="en", now=NOW)
        row = reported(SOMEBODY, place, NOW, contact=contact)
        assert (row.said, row.due_at) == ("met", datetime(2026, 3, 30, 15, 59, 59, tzinfo=UTC))
        assert queries.place_view(place, NOW.date()).reported == 1
        told = OutboxMessage.objects.filter(event="facility.new_report").values_list("address", flat=True)
        assert list(told) == [head.person.email]
        looked(
            head, place, NOW - timedelta(hours=1), Finding("ramp", "met"), checked_on=(NOW - timedelta(days=1)).date()
        )
        assert MismatchReport.objects.get().state == "open"  # that walk was before the report
        looked(head, place, NOW + timedelta(days=1), Finding("ramp", "not_met"), answer="Ram dibongkar.")
        row.refresh_from_db()
        assert (row.state, row.outcome, row.answer) == ("settled", "confirmed", "Ram dibongkar.")
        assert queries.place_view(place, NOW.date()).reported == 0
        letter = OutboxMessage.objects.get(event="facility.report_settled")
        assert "You were right" in letter.body
        assert "Ram dibongkar." in letter.body
        assert "/en/sarana/laporan/" in letter.body
        names = Event.objects.filter(subject_kind="facility_report").order_by("id").values_list("name", flat=True)
        assert list(names) == ["facility.mismatch_reported", "facility.report_settled"]

    def test_what_is_no_report_is_set_aside_with_words(self, world: World) -> None:
        looked(world.bontang_head, world.bontang, NOW, Finding("ramp", "met"))
        row = reported(SOMEBODY, world.bontang, NOW)
        for stranger in (world.bengkalis_head, world.bontang_processor):
            with pytest.raises(ReportRefused, match="tidak berwenang"):
                actions.set_aside_report(actor=stranger, report=row, reason="x", now=NOW)
        with pytest.raises(ReportRefused, match="alasannya"):
            actions.set_aside_report(actor=world.bontang_head, report=row, reason=" ", now=NOW)
        actions.set_aside_report(actor=world.bontang_head, report=row, reason="Ini tentang antrean.", now=NOW)
        assert MismatchReport.objects.get().state == "set_aside"
        with pytest.raises(ReportRefused, match="sudah dijawab"):
            actions.set_aside_report(actor=world.bontang_head, report=row, reason="Lagi.", now=NOW)

    def test_reports_are_bounded(self, world: World) -> None:
        looked(world.bontang_head, world.bontang, NOW, Finding("ramp", "met"))
        with pytest.raises(ReportRefused, match="belum pernah diperiksa"):
            reported(SOMEBODY, world.bontang, NOW, "toilet")
        with pytest.raises(ReportRefused, match="tautan"):
            reported(SOMEBODY, world.bontang, NOW, text="Lihat https://contoh.example sekarang")
        for _ in range(4):
            reported(SOMEBODY, world.bontang, NOW)
        with pytest.raises(TooMany):
            reported(SOMEBODY, world.bontang, NOW)
        for number in range(16):
            reported(SOMEBODY, world.bontang, NOW, network=f"198.51.100.{number}")
        with pytest.raises(ReportRefused, match="sudah banyak"):
            reported(SOMEBODY, world.bontang, NOW, network="203.0.113.9")
        assert MismatchReport.objects.count() == 20

    def test_the_words_are_not_readable_in_the_database(self, world: World) -> None:
        looked(world.bontang_head, world.bontang, NOW, Finding("ramp", "met"))
        reported(SOMEBODY, world.bontang, NOW)
        with connection.cursor() as cursor:
            cursor.execute("SELECT text FROM facilities_mismatchreport")
            assert "motor" not in cursor.fetchone()[0]


@pytest.mark.django_db
class TestPages:
    def test_without_a_name_the_link_shows_what_happened(self, world: World, sign_in: SignIn, client: Client) -> None:
        now = timezone.now()
        looked(world.bontang_head, world.bontang, now, Finding("ramp", "met"))
        assert f"{LIST}lapor/ramp/" in client.get(LIST).content.decode()
        assert client.get(f"{LIST}lapor/toilet/").status_code == 404  # nobody looked, nothing is stated
        assert client.post(f"{LIST}lapor/ramp/", {"text": "rusak"}).status_code == 422
        answer = client.post(f"{LIST}lapor/ramp/", {"text": "Ram terhalang motor parkir."})
        own = answer["Location"]
        assert "Simpan alamat halaman ini" in client.get(own).content.decode()
        assert "Dilaporkan tidak sesuai oleh 1 warga" in client.get(LIST).content.decode()
        assert "dilaporkan tidak sesuai" in client.get("/instansi/disdukcapil-bontang/").content.decode()
        row = MismatchReport.objects.get()
        office = sign_in(world.bontang_head)
        assert "Ram terhalang motor" in office.get(f"{PLACE}laporan/{row.pk}/").content.decode()
        assert "Lobi tanpa undakan" in office.get("/kantor/?jenis=sarana").content.decode()
        assert "Lobi tanpa undakan" in office.get("/kantor/sarana/menunggu/?apa=laporan").content.decode()
        check = office.get(f"{PLACE}periksa/special/?butir=ramp")
        assert "Ram terhalang motor" in check.content.decode()
        assert [block.item.key for block in check.context["form"].blocks] == ["ramp"]
        sent = {
            "checked_on": timezone.now().astimezone(world.bontang.zone).date().isoformat(),
            "key": "b1cf6b39-2c5b-4f0f-8a3d-5f3b6c1f2a77",
            "state_ramp": "met",
            "condition_ramp": "broken",
            "answer": "Motor dipindahkan besok.",
        }
        assert office.post(f"{PLACE}periksa/special/?butir=ramp", sent).status_code == 302
        told = client.get(own).content.decode()
        assert "Anda benar, daftarnya sudah diubah" in told
        assert "Motor dipindahkan besok." in told
        assert "Dilaporkan tidak sesuai" not in client.get(LIST).content.decode()

    def test_a_contact_is_proven_before_the_report_is_taken(self, world: World, client: Client) -> None:
        looked(world.bontang_head, world.bontang, timezone.now(), Finding("ramp", "met"))
        sent = {"text": "Ram terhalang motor parkir.", "email": "warga@contoh.example"}
        assert client.post(f"{LIST}lapor/ramp/", sent | {"email": "bukan"}).status_code == 422
        assert "Isi kode" in client.post(f"{LIST}lapor/ramp/", sent).content.decode()
        assert client.post(f"{LIST}lapor/ramp/", sent | {"code": "000000"}).status_code == 422
        assert not MismatchReport.objects.exists()
        body = OutboxMessage.objects.get(event="code.sent").body
        code = "".join(re.search(r"\b(\d{3}) ?(\d{3})\b", body).groups())  # type: ignore[union-attr]
        assert client.post(f"{LIST}lapor/ramp/", sent | {"code": code}).status_code == 302
        row = MismatchReport.objects.select_related("contact").get()
        assert row.contact is not None
        assert row.contact.value == "warga@contoh.example"
        assert OutboxMessage.objects.filter(event="facility.report_received").count() == 1

    def test_set_aside_by_page(self, world: World, sign_in: SignIn, client: Client) -> None:
        looked(world.bontang_head, world.bontang, timezone.now(), Finding("ramp", "met"))
        row = reported(SOMEBODY, world.bontang, timezone.now())
        office = sign_in(world.bontang_head)
        assert office.post(f"{PLACE}laporan/{row.pk}/sisihkan/", {"reason": ""}).status_code == 422
        assert office.post(f"{PLACE}laporan/{row.pk}/sisihkan/", {"reason": "Tentang antrean."}).status_code == 302
        assert "Tentang antrean." in client.get(f"/sarana/laporan/{row.secret}/").content.decode()

    def test_a_wrong_secret_opens_nothing(self, world: World, client: Client) -> None:
        assert client.get("/sarana/laporan/bukan-rahasia/").status_code == 404


@pytest.mark.django_db
def test_the_list_takes_the_same_queries_for_few_and_many(
    world: World, client: Client, django_assert_num_queries: Any
) -> None:
    looked(world.bontang_head, world.bontang, timezone.now(), Finding("ramp", "met"))
    client.get(LIST)
    with django_assert_num_queries(8):
        client.get(LIST)
    looked(
        world.bontang_head,
        world.bontang,
        timezone.now(),
        *(Finding(key, "met") for key in ("toilet", "counter", "aids")),
    )
    with django_assert_num_queries(8):
        page = client.get(f"{LIST}?kebutuhan=blind").content.decode()
    assert "Sulit melihat" in page
    assert "Toilet khusus" not in page
    assert "Hard to see" in client.get(f"/en{LIST}?kebutuhan=blind").content.decode()
    assert client.get(f"{LIST}?kebutuhan=%00'").status_code == 200
