"""A month from reminder to verified, with a jump explained: in a browser, at one width on each database."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people.models import Person
from melayani.foundation.people.rules import Role
from melayani.oversight.reporting import actions
from melayani.oversight.reporting.models import PlaceTotal, Report
from tests.journeys.stage import WIDTHS, Stage, officer_at, set_stage, sign_in, turn_page, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def two_months(unit: Organisation) -> Report:
    """The unit reported 7,912 applicants for the month before last; last month's report is due today."""
    now = timezone.now()
    today = now.astimezone(unit.zone).date()  # in the last hours of a month in London it is the next month there
    last = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    before = (last - timedelta(days=1)).replace(day=1)
    days = today.day
    actions.start_campaign(
        actor=SYSTEM,
        asked_by=ancestors_and_self(unit)[0],
        title="Laporan bulanan",
        template="monthly",
        since=before,
        places=[unit],
        due_days=days,
        lock_days=90,
        now=now,
    )
    actions.open_rounds(now=now)
    rows = {row.starts_on: row for row in Report.objects.filter(organisation=unit)}
    numbers = {"visits": 9000, "applicants": 7912, "applications": 7000, "decided": 6800, "complaints": 4}
    given = {key: actions.Given(value=Decimal(value)) for key, value in numbers.items()}
    given["operating_mode"] = actions.Given(choice="open")
    old = rows[before]
    actions.save_report(actor=SYSTEM, report=old, given=given, now=now)
    actions.send_report(actor=SYSTEM, report=old, now=now)
    actions.verify(actor=SYSTEM, report=old, now=now)
    return rows[last]


@pytest.fixture
def stage(live_server: Any, settings: Any) -> Stage:
    settings.PUBLIC_URL = live_server.url
    return set_stage(live_server.url)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_month_from_reminder_to_verified(browser: Browser, stage: Stage, width: int) -> None:
    unit = stage.service.agency
    head = officer_at("kepala", unit, Role.HEAD)
    bureau = officer_at("organisasi", ancestors_and_self(unit)[0], Role.MINISTRY)
    report = two_months(unit)
    actions.remind_due(now=report.due_at - timedelta(hours=12))
    letter = stage.letters("report.due")[0]
    link = stage.link_in(letter, "/kantor/laporan/")
    _write_and_send(stage, browser, width, head, link, report)
    with visitor(browser, stage, width=width) as page:
        sign_in(page, bureau)
        page.goto("/kantor/laporan/?tampil=nilai")
        page.click(f"a[href='/kantor/laporan/{report.pk}/']")
        expect(page.locator("main")).to_contain_text("Pembatasan mulai berlaku")
        stage.look(page, "62-report-to-verify")
        turn_page(page.locator("main button", has_text="Sahkan").first)
        expect(page.locator("main")).to_contain_text("Disahkan")
        stage.work(timedelta(minutes=1))
        assert PlaceTotal.objects.filter(indicator="applicants", verified=True, place="").count() == 2
        page.goto("/kantor/laporan/angka/?jenis=agency&angka=applicants")
        expect(page.locator("main")).to_contain_text("−44,0 %")
        stage.look(page, "63-report-figures")
        page.goto("/kantor/laporan/kelengkapan/?jenis=agency")
        expect(page.locator("main")).to_contain_text("100 %")
        stage.look(page, "64-report-completeness")
        page.goto("/data/")
        stage.look(page, "65-open-data")
    report.refresh_from_db()
    assert (report.state, report.on_time) == ("verified", True)
    assert stage.letters("report.verified")
    assert stage.faults == []


def _write_and_send(stage: Stage, browser: Browser, width: int, head: Person, link: str, report: Report) -> None:
    """The head follows the letter, is told of the jump, explains it, names a constraint, and sends."""
    with visitor(browser, stage, width=width) as page:
        sign_in(page, head)
        page.goto(re.sub(r"^https?://[^/]+", "", link))
        stage.look(page, "60-report-form")
        page.select_option("[name=value_operating_mode]", "limited")
        for key, typed in {
            "visits": "5.100",
            "applicants": "4.431",
            "applications": "4.000",
            "decided": "3.900",
        }.items():
            page.fill(f"[name=value_{key}]", typed)
        page.fill("[name=value_complaints]", "5")
        turn_page(page.locator("main .acts button.p").first)
        expect(page.locator("main")).to_contain_text("−44,0 % dari periode sebelumnya (7.912)")
        stage.look(page, "61-report-jump")
        assert Report.objects.get(pk=report.pk).state == "draft"
        for area in page.locator("textarea[name^=why_]").all():
            if area.is_visible():
                area.fill("Pembatasan mulai berlaku pertengahan bulan.")
        turn_page(page.locator("main .acts button[data-key=S]").first)
        page.click("text=Tambah kendala")
        page.select_option("[name=code]", "restriction")
        page.select_option("[name=indicator]", "applicants")
        page.fill("[name=text]", "Warga takut keluar rumah, angkutan berkurang.")
        turn_page(page.locator("main button[type=submit]").first)
        expect(page).to_have_url(f"/kantor/laporan/{report.pk}/")
        turn_page(page.locator("main .acts button.p").first)
        expect(page.locator("main")).to_contain_text("Menunggu pengesahan")
