"""An innovation from an idea to its copy elsewhere: proposed, looked over, published, replicated, looked at again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from melayani.delivery.catalogue.models import Service
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people.models import Person
from melayani.foundation.people.rules import Role
from melayani.oversight.innovations.models import Innovation
from melayani.oversight.innovations.questions import question_set
from melayani.oversight.innovations.rules import CRITERIA
from tests.journeys.stage import WIDTHS, Stage, officer_at, set_stage, sign_in, turn_page, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "Antar dokumen ke desa"
TOLD = "Warga desa menunggu dua hari di jalan untuk satu lembar surat yang sudah selesai di kantor. " * 3
SHOWN = "Buku antar bulan lalu"


@pytest.fixture
def stage(live_server: Any, settings: Any) -> Stage:
    settings.PUBLIC_URL = live_server.url
    return set_stage(live_server.url)


@pytest.mark.parametrize("width", WIDTHS)
def test_from_idea_to_copy(browser: Browser, stage: Stage, width: int) -> None:
    """The head of a unit, the bureau above it, a citizen, and the head of a unit in another region."""
    unit = stage.service.agency
    elsewhere = Service.objects.select_related("agency").get(source_id="akta-lahir-bontang").agency
    head = officer_at("kepala", unit, Role.HEAD)
    bureau = officer_at("biro", ancestors_and_self(unit)[1], Role.BUREAU)
    copier = officer_at("peniru", elsewhere, Role.HEAD)
    with visitor(browser, stage, width=width) as desk, visitor(browser, stage, width=width) as page:
        sign_in(desk, head)
        row = propose(desk, stage, unit.slug)
        sign_in(page, bureau)
        page.goto(here(row))
        stage.look(page, "innovation-02-bureau")
        turn_page(page.locator("button", has_text="Terbitkan").first)
        expect(page.get_by_text("Terbit di pustaka inovasi.")).to_be_visible()
        with visitor(browser, stage, width=width) as other:
            copy(other, stage, row, copier, elsewhere.slug)
        look_again(desk, stage, row)
    row.refresh_from_db()
    assert (row.state, row.found) == ("published", "running")
    assert Innovation.objects.filter(original=row, organisation=elsewhere).exists()
    assert not stage.faults, "\n".join(stage.faults)


def here(row: Innovation) -> str:
    return f"/kantor/inovasi/{row.slug}/"


def propose(page: Page, stage: Stage, home: str) -> Innovation:
    """Start, describe, send."""
    page.goto("/kantor/inovasi/baru/")
    page.fill("[name=title]", TITLE)
    page.select_option("[name=organisation]", home)
    turn_page(page.locator("main .actions button").first)
    page.wait_for_url("**/kantor/inovasi/antar-dokumen-ke-desa-*/**")
    row = Innovation.objects.get(title=TITLE)
    page.goto(f"{here(row)}ubah/")
    page.fill("[name=summary]", "Petugas mengantar dokumen yang sudah jadi ke kantor desa setiap Rabu.")
    page.fill("[name=initiators]", "Bidang pelayanan")
    page.fill("[name=trial_from]", f"{timezone.localdate() - timedelta(days=400):%Y-%m-%d}")
    page.fill("[name=used_from]", f"{timezone.localdate() - timedelta(days=300):%Y-%m-%d}")
    page.select_option("[name=phase]", "development")
    for question in question_set(row.question_set).questions:
        page.fill(f"[name=answer_{question.key}]", TOLD)
    for key in CRITERIA:
        page.fill(f"[name=criterion_{key}]", "Terbukti dalam catatan kantor.")
    stage.look(page, "innovation-01-described")
    turn_page(page.locator("main .actions button").first)
    page.wait_for_url(f"**{here(row)}")
    turn_page(page.locator("button", has_text="Kirim ke biro").first)
    expect(page.get_by_text("Terkirim ke biro organisasi.")).to_be_visible()
    return row


def copy(page: Page, stage: Stage, row: Innovation, officer: Person, home: str) -> None:
    """Found in the library as by everybody, taken over by an office of another region."""
    page.goto("/inovasi/?q=desa")
    stage.look(page, "innovation-03-library")
    turn_page(page.locator("a", has_text=TITLE).first)
    stage.look(page, "innovation-04-innovation")
    sign_in(page, officer)
    page.goto(f"{here(row)}replikasi/")
    page.select_option("[name=organisation]", home)
    page.fill("[name=result]", "Dua desa dilayani tiap pekan.")
    stage.look(page, "innovation-05-replicate")
    turn_page(page.locator("main .actions button").first)
    expect(page.get_by_text("Catatan replikasi dibuat.")).to_be_visible()


def look_again(page: Page, stage: Stage, row: Innovation) -> None:
    """The owner owns the copy up, and writes down that it still runs; everybody reads it."""
    page.goto(here(row))
    turn_page(page.locator("button", has_text="Akui").first)
    expect(page.get_by_text("Diakui.")).to_be_visible()
    page.goto(f"{here(row)}pantau/")
    page.check("[name=found][value=running]")
    page.fill("[name=evidence]", SHOWN)
    stage.look(page, "innovation-06-look")
    turn_page(page.locator("main .actions button").first)
    expect(page.get_by_text("Pemantauan dicatat.")).to_be_visible()
    stage.look(page, "innovation-07-record")
    page.goto(f"/inovasi/{row.slug}/")
    expect(page.locator("main")).to_contain_text("Masih berjalan")
    stage.look(page, "innovation-08-running")
