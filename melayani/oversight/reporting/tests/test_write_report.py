"""From a campaign to a sent report: who owes what, figures with reasons, explanations, locks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event
from melayani.foundation.people import Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.oversight.reporting import actions, queries
from melayani.oversight.reporting.actions import Given, ReportRefused
from melayani.oversight.reporting.models import Campaign, Remark, Report, ReportFigure
from melayani.oversight.reporting.tests.factories import filled, made, moment, monthly, opened, region, sent, verified

pytestmark = pytest.mark.django_db
MARCH = date(2020, 3, 1)
APRIL_2 = moment(date(2020, 4, 2))


def march(world: World, **more: Any) -> dict[str, Report]:
    return opened(monthly(world.ministry, MARCH, until=date(2020, 3, 31), **more), APRIL_2)


# --- expected ---------------------------------------------------------------------------------------------------------
def test_units_open_on_a_day_of_the_period_owe_a_report(world: World) -> None:
    made("agency", "dinas-baru", world.bontang_city, opened=date(2020, 3, 31))
    made("agency", "dinas-april", world.bontang_city, opened=date(2020, 4, 1))
    closed = made("agency", "dinas-lama", world.bontang_city)
    closed.closed_on = date(2020, 3, 1)
    closed.save(update_fields=["closed_on"])
    made("unit", "loket", world.bontang)
    assert set(march(world)) == {"disdukcapil-bontang", "disdukcapil-bengkalis", "dinas-baru"}


def test_due_moments_stand_in_three_time_zones(world: World) -> None:
    made("agency", "dinas-jayapura", world.ministry, zone="Asia/Jayapura")
    found = march(world)
    ends = {slug: row.due_at.astimezone(UTC).hour for slug, row in found.items()}
    assert ends == {"disdukcapil-bengkalis": 17, "disdukcapil-bontang": 16, "dinas-jayapura": 15}
    assert {row.due_day for row in found.values()} == {date(2020, 4, 10)}


def test_a_period_opens_when_it_is_over_everywhere(world: World) -> None:
    campaign = monthly(world.ministry, MARCH)
    still = datetime(2020, 3, 31, 16, 30, tzinfo=UTC)  # April in Jayapura and Makassar, March in Jakarta
    assert actions.open_rounds(now=still) == 0
    assert actions.open_rounds(now=still + timedelta(minutes=31)) == 1
    assert actions.open_rounds(now=still + timedelta(hours=1)) == 0  # once
    assert campaign.rounds.count() == 1


def test_a_unit_entered_later_owes_too_and_one_found_closed_does_not(world: World) -> None:
    found = march(world)
    made("agency", "dinas-menyusul", world.bontang_city, opened=date(2020, 3, 5))
    world.bengkalis.closed_on = date(2020, 2, 1)
    world.bengkalis.save(update_fields=["closed_on"])
    written = filled(found["disdukcapil-bontang"], {}, now=APRIL_2)
    assert actions.renew_expected(now=APRIL_2) == 2
    owed = Report.objects.owed().values_list("organisation__slug", flat=True)
    assert set(owed) == {"disdukcapil-bontang", "dinas-menyusul"}
    assert actions.renew_expected(now=APRIL_2) == 0
    assert written.state == "draft"


def test_a_campaign_asks_by_region_and_by_wilayah(world: World) -> None:
    world.bontang_city.region = region("64.74", "Kota Bontang", region("64", "Kalimantan Timur"))
    world.bontang_city.save(update_fields=["region"])
    world.bengkalis_regency.region = region("14.03", "Bengkalis", region("14", "Riau"))
    world.bengkalis_regency.save(update_fields=["region"])
    assert set(march(world, regions=["64"])) == {"disdukcapil-bontang"}
    may = monthly(world.ministry, date(2020, 5, 1), until=date(2020, 5, 31), wilayah="I")
    found = opened(may, moment(date(2020, 6, 2)))
    assert {(slug, row.region) for slug, row in found.items()} == {("disdukcapil-bengkalis", "14.03")}


def test_weeks_and_single_spans(world: World) -> None:
    mall = made("mall", "mpp-uji", world.bontang_city)
    weekly = monthly(world.ministry, date(2020, 3, 2), template="weekly", until=date(2020, 3, 15))
    found = opened(weekly, APRIL_2)
    assert set(found) == {mall.slug}
    assert [str(one.starts_on) for one in weekly.rounds.order_by("starts_on")] == ["2020-03-02", "2020-03-09"]
    special = monthly(world.ministry, date(2020, 4, 1), template="special", until=date(2020, 4, 7))
    assert len(opened(special, APRIL_2)) == 3  # open from its first day, because it is about now
    with pytest.raises(ReportRefused):
        monthly(world.ministry, date(2020, 4, 1), template="special")


def test_only_bureau_and_ministry_ask(world: World) -> None:
    given: dict[str, Any] = {"title": "Laporan", "template": "monthly", "since": MARCH, "now": APRIL_2}
    for stranger in (world.bontang_head, world.bengkalis_head, officer(Role.BUREAU, world.bengkalis_regency)):
        with pytest.raises(ReportRefused):
            actions.start_campaign(actor=stranger, asked_by=world.bontang_city, **given)
    assert not Campaign.objects.exists()
    bureau = officer(Role.BUREAU, world.bontang_city)
    campaign = actions.start_campaign(actor=bureau, asked_by=world.bontang_city, **given)
    assert set(opened(campaign, APRIL_2)) == {"disdukcapil-bontang"}
    with pytest.raises(ReportRefused):
        actions.start_campaign(actor=bureau, asked_by=world.bontang_city, places=[world.bengkalis], **given)
    with pytest.raises(ReportRefused):
        actions.end_campaign(
            actor=world.bontang_head, campaign=campaign, until=MARCH, reason="Sudah cukup.", now=APRIL_2
        )
    actions.end_campaign(actor=bureau, campaign=campaign, until=date(2020, 3, 31), reason="Sudah cukup.", now=APRIL_2)
    assert actions.open_rounds(now=moment(date(2020, 6, 2))) == 0


# --- figures ----------------------------------------------------------------------------------------------------------
def test_zero_is_sent_and_empty_wants_a_reason(world: World) -> None:
    report = march(world)["disdukcapil-bontang"]
    head = world.bontang_head
    given: dict[str, Any] = {
        "visits": Given(value=Decimal(0)),
        "applications": Given(),
        "operating_mode": Given(choice="open"),
    }
    actions.save_report(actor=head, report=report, given=given, now=APRIL_2)
    with pytest.raises(ReportRefused) as refused:
        actions.send_report(actor=head, report=report, now=APRIL_2)
    assert [one.indicator for one in refused.value.problems] == ["applications", "decided", "complaints"]
    unknown = Given(reason="Aplikasi lain, belum tersambung")
    rest = {key: unknown for key in ("applications", "decided", "complaints")}
    actions.save_report(actor=head, report=report, given=rest, now=APRIL_2)
    row = actions.send_report(actor=head, report=report, now=APRIL_2)
    values = dict(row.figures.values_list("indicator", "value"))
    assert row.state == "sent"
    assert values["visits"] == 0
    assert values["applications"] is None
    assert row.on_time


def test_a_correction_wants_a_reason(world: World) -> None:
    report = filled(march(world)["disdukcapil-bontang"], {"visits": 100}, now=APRIL_2)
    ReportFigure.objects.filter(report=report, indicator="visits").update(counted=90)
    with pytest.raises(ReportRefused) as refused:
        actions.send_report(actor=SYSTEM, report=report, now=APRIL_2)
    assert [one.indicator for one in refused.value.problems] == ["visits"]
    given: dict[str, Any] = {"visits": Given(value=Decimal(100), reason="Mesin mati dua hari, dihitung tangan")}
    actions.save_report(actor=SYSTEM, report=report, given=given, now=APRIL_2)
    assert actions.send_report(actor=SYSTEM, report=report, now=APRIL_2).state == "sent"


def test_an_error_blocks_and_a_warning_wants_a_word(world: World) -> None:
    report = march(world)["disdukcapil-bontang"]
    values = {"decided": 5, "decided_on_time": 6, "skm_answers": 4, "skm_index": "81.5"}
    with pytest.raises(ReportRefused) as refused:
        sent(report, values, now=APRIL_2, why="")
    found = {(one.indicator, one.severity) for one in refused.value.problems}
    assert found == {("decided_on_time", "error"), ("skm_answers", "warning")}
    with pytest.raises(ReportRefused) as refused:
        sent(report, values, now=APRIL_2, why="Sudah diperiksa.")
    assert [one.severity for one in refused.value.problems] == ["error"]  # no word helps against an error
    assert sent(report, {**values, "decided_on_time": 5}, now=APRIL_2, why="Sudah diperiksa.").state == "sent"


def test_a_jump_against_last_month_wants_an_explanation(world: World) -> None:
    """The figures of Kota Bogor: 7,912 in February, 4,431 in March."""
    campaign = monthly(world.ministry, date(2020, 2, 1))
    february = opened(campaign, moment(date(2020, 3, 2)))["disdukcapil-bontang"]
    verified(february, {"applicants": 7912}, now=moment(date(2020, 3, 3)))
    march = opened(campaign, APRIL_2)["disdukcapil-bontang"]
    with pytest.raises(ReportRefused) as refused:
        sent(march, {"applicants": 4431}, now=APRIL_2, why="")
    assert [(one.indicator, one.severity) for one in refused.value.problems] == [("applicants", "jump")]
    assert refused.value.problems[0].text == "−44,0 % dari periode sebelumnya (7.912). Jelaskan sebabnya."
    march.refresh_from_db()
    lines = {line.indicator.key: line for line in queries.report_view(march).lines}
    assert lines["applicants"].change_words == "−44,0 %"
    assert sent(march, {"applicants": 4431}, now=APRIL_2, why="Wabah mulai menyebar.").state == "sent"


def test_from_zero_is_a_jump_in_words(world: World) -> None:
    campaign = monthly(world.ministry, date(2020, 2, 1))
    february = opened(campaign, moment(date(2020, 3, 2)))["disdukcapil-bontang"]
    sent(february, {"visits": 0}, now=moment(date(2020, 3, 3)))
    march = opened(campaign, APRIL_2)["disdukcapil-bontang"]
    with pytest.raises(ReportRefused) as refused:
        sent(march, {"visits": 300}, now=APRIL_2, why="")
    assert refused.value.problems[0].text == "dari nol dari periode sebelumnya (0). Jelaskan sebabnya."


def test_after_a_gap_nothing_is_compared_with_last_month(world: World) -> None:
    campaign = monthly(world.ministry, date(2020, 1, 1))
    january = opened(campaign, moment(date(2020, 2, 2)))["disdukcapil-bontang"]
    sent(january, {"visits": 9000}, now=moment(date(2020, 2, 3)))
    march = opened(campaign, APRIL_2)["disdukcapil-bontang"]  # February never came
    assert sent(march, {"visits": 10}, now=APRIL_2, why="").state == "sent"


def test_a_short_series_claims_no_outlier_and_a_long_one_does(world: World) -> None:
    october = moment(date(2020, 10, 2))
    campaign = monthly(world.ministry, date(2020, 1, 1), lock_days=400)
    opened(campaign, october)
    rows = list(Report.objects.filter(organisation=world.bontang).order_by("starts_on"))
    usual = (100, 102, 98, 101, 99, 103, 100, 102)
    for row, visits in zip(rows[:5], usual, strict=False):
        sent(row, {"visits": visits}, now=october, why="Biasa.")
    assert sent(rows[5], {"visits": 125}, now=october, why="").state == "sent"  # +26 %, after five months
    for row, visits in zip(rows[6:8], (103, 100), strict=True):
        sent(row, {"visits": visits}, now=october, why="Biasa.")
    with pytest.raises(ReportRefused) as refused:
        sent(rows[8], {"visits": 124}, now=october, why="")  # +24 %, below the bound, yet far from what was usual
    assert "Jauh di atas yang biasa" in refused.value.problems[0].text


def test_saving_keeps_what_is_not_given_and_records_what_changed(world: World) -> None:
    report = march(world)["disdukcapil-bontang"]
    head = world.bontang_head
    actions.save_report(actor=head, report=report, given={"visits": Given(value=Decimal(5))}, now=APRIL_2)
    actions.save_report(actor=head, report=report, given={"decided": Given(value=Decimal(2))}, now=APRIL_2)
    actions.save_report(actor=head, report=report, given={"decided": Given(value=Decimal(2))}, now=APRIL_2)
    assert dict(ReportFigure.objects.filter(value__isnull=False).values_list("indicator", "value")) == {
        "visits": 5,
        "decided": 2,
    }
    changes = [one.data["changed"] for one in Event.objects.filter(name="report.saved").order_by("pk")]
    assert changes == [["visits"], ["decided"]]


def test_counting_anew_keeps_what_was_corrected(world: World) -> None:
    report = filled(march(world)["disdukcapil-bontang"], {"visits": 100}, now=APRIL_2)
    ReportFigure.objects.filter(report=report, indicator="visits").update(counted=90, reason="Dihitung tangan")
    actions.refresh_figures(actor=world.bontang_head, report=report, now=APRIL_2)
    kept = ReportFigure.objects.get(report=report, indicator="visits")
    assert kept.value == 100
    assert kept.counted is None  # the platform knows of no visit here


def test_notes_are_tied_to_an_indicator(world: World) -> None:
    report = march(world)["disdukcapil-bontang"]
    given: dict[str, Any] = {
        "kind": "constraint",
        "code": "technology",
        "indicator": "visits",
        "text": "Jaringan putus tiap siang.",
    }
    entry = actions.add_entry(actor=world.bontang_head, report=report, now=APRIL_2, **given)
    assert (entry.code_words, entry.indicator_words) == ("Teknologi", "Kunjungan")
    for wrong in ({"code": "cuaca"}, {"kind": "keluhan"}, {"indicator": "laba"}, {"text": "ya"}):
        with pytest.raises(ReportRefused):
            actions.add_entry(actor=world.bontang_head, report=report, now=APRIL_2, **{**given, **wrong})
    actions.remove_entry(actor=world.bontang_head, report=report, entry=entry, now=APRIL_2)
    assert not Remark.objects.exists()


def test_strangers_cannot_write(world: World) -> None:
    report = march(world)["disdukcapil-bontang"]
    strangers = [
        world.bengkalis_head,
        world.bontang_processor,
        officer(Role.BUREAU, world.bontang_city),
        officer(Role.MINISTRY, world.ministry),
    ]
    for stranger in strangers:
        given: dict[str, Any] = {"actor": stranger, "report": report, "now": APRIL_2}
        with pytest.raises(ReportRefused):
            actions.save_report(given={"visits": Given(value=Decimal(1))}, **given)
        with pytest.raises(ReportRefused):
            actions.refresh_figures(**given)
        with pytest.raises(ReportRefused):
            actions.add_entry(kind="constraint", code="staff", text="Petugas kurang sekali.", **given)
        with pytest.raises(ReportRefused):
            actions.send_report(**given)
    assert not ReportFigure.objects.exists()
    assert not Remark.objects.exists()


# --- time and locks ---------------------------------------------------------------------------------------------------
def test_one_minute_decides_between_in_time_and_late_where_the_unit_is(world: World) -> None:
    found = march(world)
    in_makassar = datetime(2020, 4, 10, 16, 0, tzinfo=UTC)  # midnight in Bontang, 23.00 in Bengkalis
    assert not sent(found["disdukcapil-bontang"], {}, now=in_makassar).on_time
    assert sent(found["disdukcapil-bengkalis"], {}, now=in_makassar).on_time


def test_a_locked_report_opens_only_by_exemption(world: World) -> None:
    report = march(world)["disdukcapil-bontang"]
    late = moment(date(2020, 5, 4))  # due 10 April, locked after 30 April
    with pytest.raises(ReportRefused, match="terkunci"):
        sent(report, {}, now=late)
    bureau = officer(Role.BUREAU, world.bontang_city)
    given: dict[str, Any] = {
        "report": report,
        "until": late + timedelta(days=3),
        "note": "Listrik padam seminggu.",
        "now": late,
    }
    for stranger in (world.bontang_head, world.bengkalis_head, officer(Role.BUREAU, world.bengkalis_regency)):
        with pytest.raises(ReportRefused):
            actions.unlock(actor=stranger, **given)
    with pytest.raises(ReportRefused):
        actions.unlock(actor=bureau, **{**given, "until": late + timedelta(days=40)})
    actions.unlock(actor=bureau, **given)
    with pytest.raises(ReportRefused, match="terkunci"):
        sent(report, {}, now=late + timedelta(days=4))
    row = sent(report, {}, now=late + timedelta(days=2))
    assert (row.state, row.on_time) == ("sent", False)
