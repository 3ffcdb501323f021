"""A day in the mall of Kota Bogor: kiosk, scanner, counters, screen, phone, a missed number, a transfer, a closing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from melayani.delivery.appointments import actions as visits
from melayani.delivery.appointments.models import Booking
from melayani.delivery.appointments.tests import factories as visitors
from melayani.delivery.queues.models import Ticket
from melayani.foundation.people.tests.factories import reload_officer
from melayani.voice.surveys.models import Invitation
from tests.journeys.mall import Mall, build_mall, history, visits_offered
from tests.journeys.stage import WIDTHS, Stage, sign_in, turn_page, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HAND_ON_THE_GLASS = "setInterval(() => document.dispatchEvent(new Event('pointerdown')), 1000)"
SOON = 4_000  # milliseconds: a screen asks every 0.7 s, a near phone every 3 s


@pytest.fixture
def mall(db: None) -> Mall:
    now = timezone.now()
    mall = build_mall(now)
    history(mall, now)
    return mall


@pytest.fixture
def stage(live_server: Any, settings: Any, mall: Mall) -> Stage:
    settings.PUBLIC_URL = live_server.url
    return Stage(
        url=live_server.url,
        service=mall.lines["A"].service,
        front=mall.people["loket 1"],
        approver=mall.people["manajer"],
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_a_day_in_the_mall(browser: Browser, stage: Stage, mall: Mall, width: int) -> None:
    today, later = _book(mall, "A", place=0), _book(mall, "E", place=1)
    with (
        machine(browser, stage, 1920, 1080) as screen,
        machine(browser, stage, 1280, 800) as kiosk,
        visitor(browser, stage, width=1280) as desk_1,
        visitor(browser, stage, width=1280) as desk_2,
        visitor(browser, stage, width=width) as phone,
    ):
        open_counter(desk_1, stage, mall, 1)
        open_counter(desk_2, stage, mall, 2)
        begin_screen(screen, stage, mall)
        first = take_at_kiosk(kiosk, stage, mall)
        booked = check_in_by_scanner(kiosk, stage, mall, today)
        own = take_at_the_door(browser, stage, mall, phone)
        call_by_key(desk_1, screen, stage, booked)
        call_by_key(desk_2, screen, stage, first, name="24b-screen-two")
        a_reload_repeats_nothing(screen, mall)
        serve_and_transfer(desk_2, stage, first)
        serve_and_finish(desk_1, stage, booked)
        judge_the_visit(phone, stage, booked, own)
        miss_and_return(browser, desk_1, screen, phone, stage, mall, own)
        lost_lines_are_said(screen, kiosk, stage, mall)
        close_in_emergency(browser, stage, mall, later)
    assert not stage.faults, "\n".join(stage.faults)


@contextmanager
def machine(browser: Browser, stage: Stage, width: int, height: int) -> Iterator[Page]:
    with visitor(browser, stage, width=width) as page:
        page.set_viewport_size({"width": width, "height": height})
        yield page


def open_counter(page: Page, stage: Stage, mall: Mall, number: int) -> None:
    """An officer sits down at the counter, by keyboard."""
    sign_in(page, mall.people[f"loket {number}"])
    page.goto(f"/kantor/antrean/loket/{mall.counters[number].pk}/")
    press_key(page, "d")
    expect(page.get_by_role("button", name="Panggil berikutnya")).to_be_visible()


def begin_screen(page: Page, stage: Stage, mall: Mall) -> None:
    page.goto(mall.screen_path)
    expect(page.get_by_role("heading", name="Belum ada panggilan")).to_be_visible()
    stage.look(page, "20-screen-morning")
    button = page.get_by_role("button", name="Nyalakan suara")
    if button.is_visible():
        button.click()
    expect(button).to_be_hidden()


def take_at_kiosk(page: Page, stage: Stage, mall: Mall) -> Ticket:
    """Agency, service, button: three touches, and a fourth that changes nothing."""
    page.add_init_script(HAND_ON_THE_GLASS)  # looking closely takes longer than the kiosk waits for a touch
    page.goto(mall.kiosk_path)
    stage.look(page, "21-kiosk")
    page.get_by_role("link", name=re.compile("^Disdukcapil")).click()
    expect(page.get_by_role("heading", name="Layanan apa yang Anda perlukan?")).to_be_visible()
    stage.look(page, "21b-kiosk-services")
    page.get_by_role("link", name=re.compile("Perekaman KTP-el")).click()
    expect(page.get_by_role("button", name=re.compile("Ambil nomor prioritas"))).to_be_visible()
    stage.look(page, "21c-kiosk-priority")
    page.get_by_role("button", name="Ambil nomor", exact=True).dblclick()
    expect(page.locator(".ks-number")).to_have_text("A-001")
    stage.look(page, "21d-kiosk-number")
    page.get_by_role("button", name="Cetak lagi nomor yang sama").click()
    page.wait_for_selector("[data-print-key$='.1']", state="attached")
    expect(page.locator(".ks-number")).to_have_text("A-001")
    page.get_by_role("link", name="Selesai, kembali ke awal").click()
    expect(page.get_by_role("heading", name="Selamat datang", exact=False)).to_be_visible()
    return Ticket.objects.get(taken_in=mall.lines["A"], sequence=1)


def check_in_by_scanner(page: Page, stage: Stage, mall: Mall, booking: Booking) -> Ticket:
    """A scanner types the address of the booking on the start page, where no field has the focus."""
    page.wait_for_load_state("load")  # the script listens
    page.keyboard.type(f"{stage.url}/janji-temu/{booking.number}/{booking.secret}/")
    page.keyboard.press("Enter")
    expect(page.locator(".ks-number")).to_have_text("A-002")
    page.goto(f"{mall.kiosk_path}hadir/")
    stage.look(page, "22-kiosk-check-in")
    page.goto(mall.kiosk_path)
    return Ticket.objects.get(booking=booking)


def take_at_the_door(browser: Browser, stage: Stage, mall: Mall, page: Page) -> Ticket:
    """By the QR at the door: once without scripts, once with; the page of the number is opened by its link."""
    door = f"/antrean/{mall.house.slug}/ambil/{mall.site.door_token}/"
    with visitor(browser, stage, width=320, scripts=False) as plain:
        plain.goto(door)
        plain.get_by_label("Perekaman KTP-el").first.check()
        plain.get_by_role("button", name="Ambil nomor").click()
        expect(plain.locator(".qnum")).to_have_text("A-003")
        plain.get_by_role("link", name="Segarkan").click()
        expect(plain.locator(".qstate")).to_contain_text("Anda dalam antrean")
    page.goto(door)
    stage.look(page, "23-door")
    page.get_by_label("Perekaman KTP-el").first.check()
    page.get_by_label("Kapan Anda sampai di tempat?").select_option("10")
    page.get_by_role("button", name="Ambil nomor").click()
    expect(page.locator(".qnum")).to_have_text("A-004")
    stage.work()
    page.reload()
    expect(page.locator(".qstate .big")).to_have_text(re.compile(r"\d+–\d+ menit|sebentar lagi"))
    stage.look(page, "23b-phone-waiting")
    page.get_by_role("button", name="Bunyikan saat dipanggil").click()
    expect(page.get_by_role("button", name="Bunyi dan getar menyala")).to_be_disabled()
    return Ticket.objects.get(taken_in=mall.lines["A"], sequence=4)


def call_by_key(desk: Page, screen: Page, stage: Stage, ticket: Ticket, name: str = "24-screen-call") -> None:
    """One key calls; the screen shows and says it within a second or two."""
    press_key(desk, "p")
    screen.wait_for_selector(f"[data-code-shown]:text-is('{ticket.code}')", timeout=SOON)
    counter = Ticket.objects.select_related("counter").get(pk=ticket.pk).counter
    assert counter is not None
    expect(screen.locator("[data-to-shown]")).to_have_text(f"Loket {counter.number}")
    said = f"Nomor antrean A, nol nol {['nol', 'satu', 'dua', 'tiga', 'empat'][ticket.sequence]}"
    expect(screen.locator("#suara")).to_contain_text(said, timeout=20_000)  # after the one before it
    stage.look(screen, name)
    stage.look(desk, name.replace("screen", "counter"))


def a_reload_repeats_nothing(screen: Page, mall: Mall) -> None:
    """What was said is remembered by the browser."""
    assert mall.screen is not None
    key = f"melayani.layar.{mall.screen.token}"
    last = screen.evaluate("key => localStorage.getItem(key)", key)
    assert last
    screen.reload()
    screen.wait_for_timeout(1_500)
    assert screen.locator("#suara").inner_text() == ""
    assert screen.evaluate("key => localStorage.getItem(key)", key) == last


def serve_and_transfer(desk: Page, stage: Stage, ticket: Ticket) -> None:
    """The paper is missing at another window: the number goes on to another line and keeps its time of arrival."""
    press_key(desk, "l")
    expect(desk.locator("kbd", has_text="S").first).to_be_visible()
    desk.locator("summary", has_text="Alihkan").click()
    desk.locator("select[name=tujuan]").select_option(label="B: Akta kelahiran")
    desk.get_by_role("button", name="Alihkan", exact=True).click()
    expect(desk.get_by_role("button", name="Panggil berikutnya")).to_be_visible()
    row = Ticket.objects.select_related("line").get(pk=ticket.pk)
    assert (row.state, row.line.prefix, row.arrived_at) == ("waiting", "B", ticket.arrived_at)


def serve_and_finish(desk: Page, stage: Stage, ticket: Ticket) -> None:
    press_key(desk, "l")
    expect(desk.locator("kbd", has_text="S").first).to_be_visible()
    press_key(desk, "s")
    expect(desk.get_by_role("button", name="Panggil berikutnya")).to_be_visible()
    assert Ticket.objects.get(pk=ticket.pk).state == "done"
    booking = Ticket.objects.select_related("booking").get(pk=ticket.pk).booking
    assert booking is not None
    assert booking.state == "served"


def judge_the_visit(page: Page, stage: Stage, ticket: Ticket, own: Ticket) -> None:
    """The page of a finished number leads to the survey; nine questions later it is judged."""
    stage.work()
    page.goto(f"/antrean/tiket/{ticket.number}/{ticket.secret}/")
    expect(page.locator(".qstate")).to_contain_text("Selesai dilayani")
    stage.look(page, "25c-phone-done")
    turn_page(page.get_by_role("link", name="Nilai layanan ini"))
    groups = page.locator("main fieldset").filter(has=page.locator("input[type=radio]"))
    expect(groups).to_have_count(9)
    for place in range(9):
        groups.nth(place).locator("input[type=radio][value='4']").check()
    page.locator("main form button").first.click()
    page.wait_for_url("**/terima-kasih/")
    assert Invitation.objects.get(reference_number=ticket.number).used
    page.goto(f"/antrean/tiket/{own.number}/{own.secret}/")


def miss_and_return(
    browser: Browser, desk: Page, screen: Page, phone: Page, stage: Stage, mall: Mall, own: Ticket
) -> None:
    """Called but not there: the phone says what to do, the information desk brings the number back, it is called."""
    _call_until(desk, own)
    expect(phone.locator(".qstate .big")).to_have_text("Loket 1", timeout=12_000)
    stage.look(phone, "25-phone-called")
    press_key(desk, "t")
    expect(phone.locator(".qstate")).to_contain_text("Nomor Anda terlewat", timeout=12_000)
    stage.look(phone, "25b-phone-missed")
    with visitor(browser, stage, width=1280) as information:
        sign_in(information, mall.people["informasi"])
        information.goto(f"/kantor/antrean/meja/{mall.house.slug}/")
        stage.look(information, "26-information-desk")
        information.locator("section", has=information.locator("#samping")).get_by_role(
            "button", name="Kembalikan"
        ).click()
    expect(phone.locator(".qstate")).to_contain_text("Anda dalam antrean", timeout=12_000)
    _call_until(desk, own)
    expect(phone.locator(".qstate .big")).to_have_text("Loket 1", timeout=12_000)
    with visitor(browser, stage, width=phone.viewport_size["width"] if phone.viewport_size else 320) as reader:
        reader.goto(f"/antrean/{mall.house.slug}/")
        expect(reader.locator(".qcalls")).to_contain_text(own.code)
        stage.look(reader, "27-board")
        reader.goto("/antrean/?q=bogor")
        stage.look(reader, "27b-places")


def lost_lines_are_said(screen: Page, kiosk: Page, stage: Stage, mall: Mall) -> None:
    """Without a connection the screen says since when, the kiosk gives no number; both come back by themselves."""
    numbers = Ticket.objects.count()
    screen.context.set_offline(True)
    kiosk.context.set_offline(True)
    expect(screen.locator("#putus")).to_be_visible(timeout=15_000)
    expect(screen.locator("#putus")).to_contain_text(re.compile(r"terputus sejak \d\d\.\d\d"), timeout=15_000)
    expect(kiosk.get_by_role("heading", name="Kios sedang tidak tersambung")).to_be_visible(timeout=15_000)
    stage.look(kiosk, "28-kiosk-offline")
    stage.look(screen, "28b-screen-offline")
    screen.context.set_offline(False)
    kiosk.context.set_offline(False)
    expect(screen.locator("#putus")).to_be_hidden(timeout=15_000)
    expect(kiosk.locator("#putus")).to_be_hidden(timeout=15_000)
    assert Ticket.objects.count() == numbers


def close_in_emergency(browser: Browser, stage: Stage, mall: Mall, booking: Booking) -> None:
    """Tomorrow the mall must close: the visitor is told once, with the nearest time, and accepts it by one touch."""
    zone = mall.house.zone
    day = booking.starts_at.astimezone(zone)
    with visitor(browser, stage, width=1280) as office:
        sign_in(office, mall.people["manajer"])
        office.goto(f"/kantor/janji-temu/tutup-mal/{mall.house.slug}/")
        office.fill("#id_starts", f"{day:%Y-%m-%dT00:00}")
        office.fill("#id_ends", f"{day:%Y-%m-%dT23:59}")
        turn_page(office.get_by_role("button", name="Hitung yang terkena"))
        expect(office.locator("main")).to_contain_text("instansi, 1 warga")
        office.fill("[name=reason]", "Genset rusak")
        turn_page(office.get_by_role("button", name="Tutup seluruh mal dan kabari warga"))
        expect(office.locator("body")).to_contain_text("Semua warga yang punya janji")
        stage.look(office, "29-emergency")
        office.goto(f"/kantor/antrean/meja/{mall.house.slug}/")
        office.fill("[name=reason]", "Listrik padam")
        office.get_by_role("button", name="Hentikan nomor baru").click()
        expect(office.get_by_role("button", name="Berikan nomor lagi")).to_be_visible()
    with visitor(browser, stage, width=320, scripts=False) as citizen:
        citizen.goto(stage.link_in(stage.letters("booking.proposal")[0], "/janji-temu/"))
        citizen.get_by_role("button", name="Terima waktu baru ini").click()
        expect(citizen.locator("body")).to_contain_text("Waktu baru Anda pasti")
        citizen.goto(f"/antrean/{mall.house.slug}/")
        expect(citizen.locator("main")).to_contain_text("Listrik padam")
    with machine(browser, stage, 1280, 800) as kiosk:
        kiosk.goto(mall.kiosk_path)
        expect(kiosk.locator(".ks-band")).to_contain_text("Listrik padam")
        stage.look(kiosk, "29b-kiosk-stopped")
    moved = Booking.objects.get(pk=booking.pk)
    assert moved.starts_at.astimezone(zone).date() != day.date()


@pytest.mark.one_database
def test_a_kiosk_that_nobody_touches_goes_back_to_its_start(browser: Browser, stage: Stage, mall: Mall) -> None:
    with machine(browser, stage, 1280, 800) as kiosk:
        kiosk.clock.install()
        kiosk.goto(f"{mall.kiosk_path}?instansi={mall.units[0].slug}")
        expect(kiosk.get_by_role("heading", name="Layanan apa yang Anda perlukan?")).to_be_visible()
        kiosk.clock.run_for(50_000)
        expect(kiosk.get_by_role("heading", name="Selamat datang", exact=False)).to_be_visible()


@pytest.mark.one_database
def test_every_clip_sounds_in_a_real_browser(browser: Browser, stage: Stage, mall: Mall) -> None:
    """The browser decodes each clip and hears more than silence."""
    with machine(browser, stage, 1280, 720) as screen:
        screen.goto(mall.screen_path)
        loud = screen.evaluate(
            """async () => {
                const context = new OfflineAudioContext(1, 22050, 22050), found = {};
                for (const [name, path] of Object.entries(JSON.parse(document.body.dataset.audio))) {
                    const sound = await context.decodeAudioData(await (await fetch(path)).arrayBuffer());
                    const values = sound.getChannelData(0);
                    found[name] = Math.sqrt(values.reduce((sum, one) => sum + one * one, 0) / values.length);
                }
                return found;
            }"""
        )
    assert len(loud) == 53
    assert min(loud.values()) > 0.02
    assert not stage.faults


def _book(mall: Mall, prefix: str, *, place: int) -> Booking:
    """A visit booked by the officer at the counter, at one of the times that the line offers."""
    now = timezone.now()
    line = mall.lines[prefix]
    slot = visits_offered(mall, prefix, now)[place]
    number = next(number for number, one in mall.counters.items() if one.unit_id == line.unit_id)
    return visits.book(
        actor=reload_officer(mall.people[f"loket {number}"]),
        terms=visitors.terms(line.service),
        slot_id=slot.pk,
        visitor=visitors.visitor(number),
        party_size=1,
        now=now,
    )


def press_key(desk: Page, letter: str) -> None:
    """One letter does it, once the page listens; then the next page is there."""
    with desk.expect_navigation():
        desk.keyboard.press(letter)


def _call_until(desk: Page, ticket: Ticket) -> None:
    """Serve whoever comes before, then call `ticket`."""
    for _ in range(6):
        press_key(desk, "p")
        code = desk.locator(".now .code")
        expect(code).to_be_visible()
        if code.inner_text() == ticket.code:
            return
        press_key(desk, "l")
        expect(desk.locator("kbd", has_text="S").first).to_be_visible()
        press_key(desk, "s")
        expect(desk.get_by_role("button", name="Panggil berikutnya")).to_be_visible()
    raise AssertionError(f"{ticket.code} is never called")
