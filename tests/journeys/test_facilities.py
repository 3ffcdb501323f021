"""A walk with a phone that loses its network, a finding that is mended, a citizen who is heard: to the public list."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people.rules import Role
from melayani.oversight.facilities.models import FacilityCheck, Improvement, MismatchReport, Walk
from tests.journeys.stage import WIDTHS, Stage, officer_at, photo, set_stage, sign_in, turn_page, until, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(live_server: Any, settings: Any) -> Stage:
    settings.PUBLIC_URL = live_server.url
    return set_stage(live_server.url)


@pytest.mark.parametrize("width", WIDTHS)
def test_from_a_walk_without_a_network_to_the_public_list(
    browser: Browser, stage: Stage, width: int, tmp_path: Path
) -> None:
    place = stage.service.agency
    head = officer_at("kepala", place, Role.HEAD)
    bureau = officer_at("organisasi", ancestors_and_self(place)[-2], Role.BUREAU)
    with visitor(browser, stage, width=width, app=False) as phone:
        sign_in(phone, head)
        walk_without_network(phone, stage, place.slug, photo(tmp_path, "ram.jpg", "teal"))
        answer_lost_on_the_way(phone, stage, place.slug)
        mend(phone, stage, place.slug, photo(tmp_path, "blok.jpg", "olive"))
    with visitor(browser, stage, width=width, scripts=False) as citizen:
        report = say_it_is_not_so(citizen, stage, place.slug)
        with visitor(browser, stage, width=width) as office:
            sign_in(office, head)
            look_again(office, stage, place.slug)
        citizen.goto(report)
        expect(citizen.locator("h1")).to_have_text("Anda benar, daftarnya sudah diubah")
    with visitor(browser, stage, width=width) as reader:
        reader.goto(f"/sarana/{place.slug}/lapor/counter/")
        stage.look(reader, "62-report")
        reader.goto(report)
        stage.look(reader, "62c-report-answered")
    with visitor(browser, stage, width=width) as desk:
        sign_in(desk, bureau)
        desk.goto("/kantor/sarana/banding/")
        expect(desk.locator("tbody")).to_contain_text("2 butir")
        stage.look(desk, "63-compare")
    assert not stage.faults, "\n".join(stage.faults)


def walk_without_network(phone: Page, stage: Stage, slug: str, picture: Path) -> None:
    """What was typed outlives a reload; what was sent without a network waits on the phone and arrives by itself."""
    here = f"/kantor/sarana/tempat/{slug}/periksa/special/"
    phone.goto(here)
    stage.look(phone, "60-walk")
    ramp, blocks = (phone.locator(f"[data-item={key}]") for key in ("ramp", "guiding_block"))
    ramp.get_by_label("Ada", exact=True).check()
    blocks.get_by_label("Belum ada").check()
    ramp.locator("summary").click()
    ramp.locator("input[type=file]").set_input_files(picture)
    ramp.locator("[name=photo_alt_ramp]").fill("Ram dengan pegangan di pintu barat")
    expect(phone.locator("[data-walk-status]")).to_have_text("Tersimpan di perangkat ini.")
    expect(ramp.locator("input[type=file]")).to_have_attribute("data-kept", "1")
    phone.reload()
    expect(phone.locator("[data-walk-status]")).to_have_text("Isian yang belum terkirim dikembalikan.")
    expect(ramp.get_by_label("Ada", exact=True)).to_be_checked()
    expect(ramp.locator("[name=photo_alt_ramp]")).to_have_value("Ram dengan pegangan di pintu barat")
    until(phone, "document.querySelector('[data-item=ramp] input[type=file]').files.length === 1")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Catat pemeriksaan").click()
    expect(phone.locator("[data-walk-status]")).to_contain_text("Jaringan terputus")
    assert not Walk.objects.exists()
    phone.context.set_offline(False)
    phone.wait_for_url(f"**/kantor/sarana/tempat/{slug}/")
    row = FacilityCheck.objects.select_related("photo").get(item="ramp")
    assert (Walk.objects.count(), row.photo_alt) == (1, "Ram dengan pegangan di pintu barat")
    assert row.photo is not None
    until(phone, "!Object.keys(localStorage).some(key => key.startsWith('walk:'))")
    stage.look(phone, "60c-place")


def answer_lost_on_the_way(phone: Page, stage: Stage, slug: str) -> None:
    """The office took the walk, the phone never heard of it and sends it again: it counts once."""
    phone.goto(f"/kantor/sarana/tempat/{slug}/periksa/special/?butir=counter")
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).headers["location"])
            route.abort("connectionreset")
        else:
            route.continue_()

    phone.route("**/periksa/**", lose_the_first)
    phone.get_by_label("Ada", exact=True).check()
    phone.get_by_role("button", name="Catat pemeriksaan").click()
    expect(phone.locator("[data-walk-status]")).to_contain_text("Jaringan terputus")
    stage.look(phone, "60b-walk-waiting")
    assert Walk.objects.count() == 2
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    phone.wait_for_url(f"**/kantor/sarana/tempat/{slug}/")
    assert len(lost) == 1
    assert (Walk.objects.count(), FacilityCheck.objects.filter(item="counter").count()) == (2, 1)
    phone.unroute("**/periksa/**")


def mend(phone: Page, stage: Stage, slug: str, picture: Path) -> None:
    """The missing guiding block gets a plan, stands on the desk, is done with a photo, and visitors read it."""
    phone.goto(f"/kantor/sarana/tempat/{slug}/rencana/guiding_block/")
    phone.fill("[name=plan]", "Pasang ubin pemandu sampai loket.")
    phone.locator("[name=owner]").select_option(index=1)
    phone.fill("[name=deadline]", (timezone.localdate() + timedelta(days=14)).isoformat())
    stage.look(phone, "61-plan")
    turn_page(phone.get_by_role("button", name="Simpan rencana"))
    expect(phone.locator("h1")).to_contain_text("Perbaikan: ")
    phone.goto("/kantor/?jenis=perbaikan")
    turn_page(phone.locator("[data-row]").first)
    phone.fill("[name=percent]", "50")
    phone.locator("form", has=phone.locator("[name=percent]")).locator("[name=text]").fill("Ubin terpasang separuh.")
    turn_page(phone.get_by_role("button", name="Catat kemajuan"))
    expect(phone.locator("main")).to_contain_text("Ubin terpasang separuh.")
    stage.look(phone, "61b-improvement")
    done = phone.locator("form", has=phone.locator("[name=photo]"))
    done.locator("[name=text]").fill("Ubin pemandu dari pintu sampai loket 1.")
    done.locator("[name=photo]").set_input_files(picture)
    done.locator("[name=photo_alt]").fill("Ubin kuning bergaris dari pintu utama")
    phone.get_by_role("button", name="Tandai selesai").click()
    phone.wait_for_url(f"**/kantor/sarana/tempat/{slug}/")
    assert Improvement.objects.get().state == "done"
    phone.goto(f"/sarana/{slug}/?kebutuhan=blind")
    block = phone.locator("#guiding_block")
    expect(block).to_contain_text("Ubin pemandu dari pintu sampai loket 1.")
    block.locator("summary").click()
    shown = block.get_by_role("img", name="Ubin kuning bergaris dari pintu utama")
    expect(shown).to_be_visible()
    until(phone, "document.querySelector('#guiding_block img').naturalWidth > 0")
    stage.look(phone, "61c-public-list")


def say_it_is_not_so(citizen: Page, stage: Stage, slug: str) -> str:
    """Without scripts and without a name; the list says it at once. Returns the address that shows the answer."""
    citizen.goto(f"/sarana/{slug}/")
    turn_page(citizen.locator("#counter").get_by_role("link"))
    citizen.fill("[name=text]", "Loket prioritas tutup sejak pagi.")
    turn_page(citizen.get_by_role("button", name="Kirim laporan"))
    expect(citizen.locator("h1")).to_have_text("Menunggu diperiksa di tempat")
    own = citizen.url
    turn_page(citizen.get_by_role("link", name="Lihat daftar sarana"))
    expect(citizen.locator("#counter")).to_contain_text("Dilaporkan tidak sesuai oleh 1 warga")
    return own


def look_again(office: Page, stage: Stage, slug: str) -> None:
    """The report stands on the desk; what is found at the counter answers it."""
    office.goto("/kantor/?jenis=sarana")
    turn_page(office.locator("[data-row]").first)
    expect(office.locator("main")).to_contain_text("Loket prioritas tutup sejak pagi.")
    stage.look(office, "62b-report-office")
    turn_page(office.get_by_role("link", name="Periksa butir ini"))
    office.get_by_label("Belum ada").check()
    office.fill("[name=answer]", "Loket dibuka lagi bulan depan.")
    office.get_by_role("button", name="Catat pemeriksaan").click()
    office.wait_for_url(f"**/kantor/sarana/tempat/{slug}/")
    assert MismatchReport.objects.get().outcome == "confirmed"
