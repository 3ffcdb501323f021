"""From a service without a standard to one that is discussed, decreed, published and pledged, by bureau and head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from melayani.delivery.catalogue import queries
from melayani.delivery.catalogue.models import Service, Standard
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people.rules import Role
from tests.journeys.stage import WIDTHS, Stage, officer_at, set_stage, sign_in, turn_page, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "Legalisasi akta"


@pytest.fixture
def stage(live_server: Any, settings: Any) -> Stage:
    settings.PUBLIC_URL = live_server.url
    return set_stage(live_server.url)


@pytest.mark.parametrize("width", WIDTHS)
def test_from_no_standard_to_a_published_and_pledged_one(browser: Browser, stage: Stage, width: int) -> None:
    agency = stage.service.agency
    bureau = officer_at("organisasi", ancestors_and_self(agency)[-2], Role.BUREAU)
    head = officer_at("kepala", agency, Role.HEAD)
    with visitor(browser, stage, width=width) as page:
        sign_in(page, bureau)
        _enter(page, agency.slug)
        _begin(page, stage)
        _fill(page, stage)
        _discuss(page)
        _decree_and_publish(page, stage)
        page.goto("/kantor/standar/kekurangan/")
        expect(page.get_by_role("link", name=TITLE, exact=True)).to_be_visible()
        stage.look(page, "sp-04-gaps")
    with visitor(browser, stage, width=width) as page:
        sign_in(page, head)
        page.goto(f"/kantor/standar/maklumat/{agency.slug}/")
        page.get_by_label("Tempat", exact=True).fill("Bengkalis")
        turn_page(page.get_by_role("button", name="Tandatangani dan umumkan"))
        expect(page.get_by_text("Maklumat ditandatangani")).to_be_visible()
    with visitor(browser, stage, width=width) as page:
        _read(page, stage, agency.slug)
    assert stage.faults == []
    facts = queries.standard_facts(agency)
    mine = next(row for row in facts.services if row.title == TITLE)
    assert (mine.published, mine.states_all_public, mine.media) == (True, True, frozenset({"website"}))
    assert facts.pledge_published


def _enter(page: Page, agency: str) -> None:
    page.goto("/kantor/standar/")
    turn_page(page.get_by_role("link", name="Catat layanan baru"))
    page.get_by_label("Instansi atau unit").select_option(agency)
    page.get_by_label("Nama layanan").fill(TITLE)
    page.get_by_label("Loket kantor").check()
    turn_page(page.get_by_role("button", name="Catat layanan"))
    expect(page.get_by_text("Layanan ini belum punya standar")).to_be_visible()
    turn_page(page.get_by_role("button", name="Susun standar"))


def _begin(page: Page, stage: Stage) -> None:
    page.get_by_text("Tambah anggota").click()
    page.get_by_label("Nama", exact=True).fill("Contoh Sekar")
    turn_page(page.get_by_role("button", name="Catat anggota"))
    page.get_by_text("Catat keadaan sekarang").click()
    page.locator("#keadaan_words").fill("Waktunya tidak pernah ditulis.")
    turn_page(page.get_by_role("button", name="Simpan keadaan"))
    expect(page.get_by_text("Waktunya tidak pernah ditulis.").first).to_be_visible()
    stage.look(page, "sp-01-process")


def _fill(page: Page, stage: Stage) -> None:
    """One field is wrong at first: all others are saved, and it is shown again as it was typed."""
    turn_page(page.get_by_role("link", name="Isi 14 bagian"))
    fields = {
        "requirements-0-text": "Akta asli",
        "procedure-0-text": "Pemohon menyerahkan akta",
        "procedure-1-text": "Petugas menyerahkan hasil",
        "duration-duration_max": "2",
        "duration-duration_text": "2 hari kerja",
        "fee-fee_amount": "seikhlasnya",
        "product-product": "Akta yang dilegalisasi",
        "complaint_handling-lines": "Loket pengaduan",
        "legal_basis-lines": "UU 25/2009",
        "facilities-text": "Ruang tunggu",
    }
    for name, text in fields.items():
        page.fill(f"[name={name}]", text)
    page.select_option("[name=duration-duration_unit]", "working_day")
    turn_page(page.get_by_role("button", name="Simpan rancangan"))
    expect(page.get_by_text("Tersimpan, kecuali 1 bagian")).to_be_visible()
    expect(page.locator("[name=fee-fee_amount]")).to_have_value("seikhlasnya")
    stage.look(page, "sp-02-editor")
    assert Standard.objects.get(service__title=TITLE).product == "Akta yang dilegalisasi"
    page.fill("[name=fee-fee_amount]", "0")
    turn_page(page.get_by_role("button", name="Simpan rancangan"))
    expect(page.get_by_text("Rancangan disimpan.")).to_be_visible()


def _discuss(page: Page) -> None:
    turn_page(page.get_by_role("button", name="Bahas dengan masyarakat"))
    turn_page(page.get_by_role("button", name="Catat kesepakatan"))
    expect(page.get_by_text("Pembahasan dengan masyarakat belum dicatat.").first).to_be_visible()
    page.get_by_text("Catat pembahasan").first.click()
    page.locator("#pembahasan_number").fill("FKP-1")
    page.locator("#pembahasan_words").fill("Warga meminta waktu dua hari.")
    page.locator("#pembahasan_minutes_number").fill("BA-1")
    turn_page(page.get_by_role("button", name="Catat pembahasan"))
    turn_page(page.get_by_role("button", name="Catat kesepakatan"))


def _decree_and_publish(page: Page, stage: Stage) -> None:
    page.locator("summary", has_text="Catat keputusan").click()
    page.get_by_label("Nomor keputusan").fill("188/12/2026")
    turn_page(page.get_by_role("button", name="Tetapkan"))
    page.locator("summary", has_text="Umumkan standar").click()
    turn_page(page.get_by_role("button", name="Umumkan dan berlakukan"))
    page.locator("summary", has_text="Catat media").click()
    page.get_by_label("Media", exact=True).select_option("website")
    page.get_by_label("Alamat halaman").fill("https://contoh.example/standar")
    turn_page(page.get_by_role("button", name="Catat media"))
    page.locator("summary", has_text="Catat sebab perubahan").click()
    page.get_by_label("Bagian yang berubah").select_option("duration")
    page.locator("#sebab_number").fill("FKP-1")
    page.get_by_label("Dalam satu kalimat").fill("Warga meminta waktu dua hari.")
    turn_page(page.get_by_role("button", name="Catat sebab"))
    expect(page.get_by_text("Sebab perubahan dicatat")).to_be_visible()
    stage.look(page, "sp-03-published")


def _read(page: Page, stage: Stage, agency: str) -> None:
    """What a citizen finds: the promise with its cause, the history, the pledge whose sheet can be checked."""
    service = Service.objects.get(title=TITLE)
    page.goto(f"/layanan/{service.slug}/")
    expect(page.get_by_text("Berubah karena forum konsultasi publik FKP-1")).to_be_visible()
    turn_page(page.get_by_role("link", name="Apa yang berubah, dan mengapa"))
    expect(page.get_by_text("Versi pertama yang tercatat di sini.")).to_be_visible()
    stage.look(page, "sp-05-history")
    page.goto(f"/instansi/{agency}/")
    turn_page(page.get_by_role("link", name="Maklumat pelayanan kantor ini"))
    expect(page.get_by_text("menerima sanksi")).to_be_visible()
    stage.look(page, "sp-06-pledge")
    page.locator("a", has_text="DOK-").click()
    expect(page.get_by_text("berlaku", exact=False).first).to_be_visible()
