"""Up the tree: return, verify, open again, let off; what the sums say; reminders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.oversight.reporting import actions, totals
from melayani.oversight.reporting.actions import ReportRefused
from melayani.oversight.reporting.models import PlaceTotal, Report
from melayani.oversight.reporting.tests.factories import moment, monthly, opened, region, sent, verified

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
NOW = moment(date(2020, 4, 2))


@pytest.fixture
def reports(world: World) -> dict[str, Report]:
    world.bontang_city.region = region("64.74", "Kota Bontang", region("64", "Kalimantan Timur"))
    world.bontang_city.save(update_fields=["region"])
    world.bengkalis_regency.region = region("14.03", "Kabupaten Bengkalis", region("14", "Riau"))
    world.bengkalis_regency.save(update_fields=["region"])
    return opened(monthly(world.ministry, date(2020, 3, 1), until=date(2020, 3, 31)), NOW)


def total(place: str, indicator: str = "visits", *, verified: bool = True) -> int | None:
    totals.count_dirty(now=NOW + timedelta(days=400))
    row = PlaceTotal.objects.filter(place=place, indicator=indicator, verified=verified).first()
    return int(row.total) if row else None


def letters(what: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(event=f"report.{what}").order_by("pk"))


def test_the_bureau_returns_and_verifies(world: World, reports: dict[str, Report]) -> None:
    bureau = officer(Role.BUREAU, world.bontang_city)
    row = sent(reports["disdukcapil-bontang"], {"visits": 120}, now=NOW)
    with pytest.raises(ReportRefused):
        actions.return_report(actor=bureau, report=row, note="", now=NOW)
    row = actions.return_report(actor=bureau, report=row, note="Kunjungan mal ikut terhitung.", now=NOW)
    assert row.state == "returned"
    assert "Kunjungan mal ikut terhitung." in letters("returned")[0].body
    row = sent(row, {"visits": 100}, now=NOW)
    assert total("64.74") is None  # received, not verified
    assert total("64.74", verified=False) == 100
    row = actions.verify(actor=bureau, report=row, now=NOW)
    assert (row.state, row.judged_by_id) == ("verified", bureau.person_id)
    assert len(letters("verified")) == 1
    with pytest.raises(ReportRefused):
        actions.verify(actor=bureau, report=row, now=NOW)
    assert Event.objects.filter(name="report.verified").count() == 1


def test_a_returned_report_keeps_its_first_sending(world: World, reports: dict[str, Report]) -> None:
    row = sent(reports["disdukcapil-bontang"], {}, now=NOW)
    late = moment(date(2020, 5, 20))  # long locked
    bureau = officer(Role.BUREAU, world.bontang_city)
    row = actions.return_report(actor=bureau, report=row, note="Mohon diperiksa lagi.", now=late)
    row = sent(row, {"visits": 5}, now=late + timedelta(days=6))
    assert row.on_time
    assert row.sent_at == late + timedelta(days=6)


def test_a_verified_report_is_opened_again_as_a_new_version(world: World, reports: dict[str, Report]) -> None:
    row = verified(reports["disdukcapil-bontang"], {"visits": 100}, now=NOW)
    assert total("64") == 100
    bureau = officer(Role.BUREAU, world.bontang_city)
    row = actions.reopen(actor=bureau, report=row, note="Angka dari mesin kedua terlewat.", now=NOW)
    assert (row.state, row.version, row.note) == ("returned", 2, "Angka dari mesin kedua terlewat.")
    assert total("64") is None
    row = actions.verify(actor=bureau, report=sent(row, {"visits": 140}, now=NOW), now=NOW)
    assert (total("64"), total("")) == (140, 140)


def test_who_sent_it_never_verifies_it(world: World, reports: dict[str, Report]) -> None:
    from melayani.foundation.people.models import Membership
    from melayani.foundation.people.tests.factories import LONG_AGO, reload_officer

    both = officer(Role.BUREAU, world.bontang_city)
    Membership.objects.create(person=both.person, organisation=world.bontang, role=Role.HEAD, since=LONG_AGO)
    both = reload_officer(both.person)
    sent(reports["disdukcapil-bontang"], {}, now=NOW, why="")
    Report.objects.update(state="draft")
    row = actions.send_report(actor=both, report=reports["disdukcapil-bontang"], now=NOW)
    with pytest.raises(ReportRefused):
        actions.verify(actor=both, report=row, now=NOW)


def test_a_bureau_at_the_unit_itself_does_not_judge_it(world: World, reports: dict[str, Report]) -> None:
    row = sent(reports["disdukcapil-bontang"], {}, now=NOW)
    with pytest.raises(ReportRefused):
        actions.verify(actor=officer(Role.BUREAU, world.bontang), report=row, now=NOW)


def test_strangers_judge_nothing(world: World, reports: dict[str, Report]) -> None:
    row = sent(reports["disdukcapil-bontang"], {}, now=NOW)
    strangers = [
        world.bontang_head,
        world.bengkalis_head,
        officer(Role.BUREAU, world.bengkalis_regency),
        officer(Role.AUDITOR, world.bontang_city),
    ]
    for stranger in strangers:
        given: dict[str, Any] = {"actor": stranger, "report": row, "now": NOW}
        for verb in (actions.return_report, actions.reopen, actions.excuse, actions.owe_again):
            with pytest.raises(ReportRefused):
                verb(note="Alasan yang panjang.", **given)
        with pytest.raises(ReportRefused):
            actions.verify(**given)
    assert Report.objects.get(pk=row.pk).state == "sent"


def test_an_exempt_report_is_not_expected(world: World, reports: dict[str, Report]) -> None:
    bureau = officer(Role.BUREAU, world.bontang_city)
    row = actions.excuse(actor=bureau, report=reports["disdukcapil-bontang"], note="Gedung terbakar.", now=NOW)
    assert set(Report.objects.owed().values_list("organisation__slug", flat=True)) == {"disdukcapil-bengkalis"}
    with pytest.raises(ReportRefused):
        sent(row, {}, now=NOW)
    row = actions.owe_again(actor=bureau, report=row, note="Sudah pindah gedung.", now=NOW)
    assert sent(row, {}, now=NOW).state == "sent"


def test_sums_add_up_the_tree_and_stay_when_counted_twice(world: World, reports: dict[str, Report]) -> None:
    verified(reports["disdukcapil-bontang"], {"visits": 100, "skm_answers": 10, "skm_index": 90}, now=NOW)
    verified(reports["disdukcapil-bengkalis"], {"visits": 50, "skm_answers": 30, "skm_index": 60}, now=NOW)
    assert (total("64.74"), total("14.03"), total("64"), total("")) == (100, 50, 100, 150)
    for row in reports.values():
        totals.mark(row, now=NOW)
    assert total("") == 150
    index = PlaceTotal.objects.get(place="", indicator="skm_index", verified=True)
    assert index.part.weighted / index.part.weight == 67.5


def test_reminders_before_on_and_after_the_due_day_once_each(world: World, reports: dict[str, Report]) -> None:
    """Due on 10 April; at eight in the morning where the unit is."""
    sent(reports["disdukcapil-bengkalis"], {}, now=NOW)

    def told(day: int, hour: int) -> int:
        return actions.remind_due(now=datetime(2020, 4, day, hour, tzinfo=UTC))

    assert told(6, 23) == 0  # 07.00 on the 7th in Makassar
    assert told(7, 0) == 1  # 08.00
    assert told(7, 5) == 0
    assert told(10, 1) == 1
    assert told(13, 1) == 1
    assert told(14, 1) == 0
    found = letters("due")
    assert [one.subject.split(":")[0] for one in found] == ["Tenggat", "Tenggat", "Belum kami terima"]
    assert {one.address for one in found} == {world.bontang_head.person.email}
    assert f"/kantor/laporan/{reports['disdukcapil-bontang'].pk}/" in found[0].body


def test_judging_by_page(world: World, reports: dict[str, Report], sign_in: SignIn) -> None:
    row = sent(reports["disdukcapil-bontang"], {"visits": 9}, now=NOW)
    client = sign_in(officer(Role.BUREAU, world.bontang_city))
    where = f"/kantor/laporan/{row.pk}/"
    assert "Menunggu pengesahan" in client.get("/kantor/laporan/").content.decode()
    assert "Sahkan" in client.get(where).content.decode()
    client.post(f"{where}nilai/kembalikan/", {"note": ""})
    assert Report.objects.get(pk=row.pk).state == "sent"
    client.post(f"{where}nilai/sahkan/")
    assert Report.objects.get(pk=row.pk).state == "verified"
    client.post(f"{where}nilai/buka-lagi/", {"note": "Salah satu angka keliru."})
    assert Report.objects.get(pk=row.pk).state == "returned"
    client.post(f"{where}nilai/bebaskan/", {"note": "Sistem diganti bulan itu."})
    assert Report.objects.get(pk=row.pk).state == "exempt"
    client.post(f"{where}nilai/tunggu-lagi/", {"note": "Ternyata dapat diisi."})
    client.post(f"{where}nilai/buka-kunci/", {"note": "Sistem diganti.", "until": "kemarin"})
    assert Report.objects.get(pk=row.pk).state == "draft"
    assert client.post(f"{where}nilai/hapus/").status_code == 404
    assert client.get(f"{where}nilai/sahkan/")["Location"] == where


def test_others_cannot_judge_by_page(world: World, reports: dict[str, Report], sign_in: SignIn) -> None:
    row = sent(reports["disdukcapil-bontang"], {"visits": 9}, now=NOW)
    client = sign_in(officer(Role.BUREAU, world.bengkalis_regency))
    assert client.post(f"/kantor/laporan/{row.pk}/nilai/sahkan/").status_code == 404
    assert Report.objects.get(pk=row.pk).state == "sent"
