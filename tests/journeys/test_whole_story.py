"""One story from the home page to the index, in a real browser, at two widths; then each proof is broken on purpose."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from melayani.delivery.applications.models import Application
from melayani.delivery.catalogue.queries import published_standard
from melayani.foundation.audit import seal
from melayani.foundation.numbers.rules import Reference
from melayani.voice.surveys import actions as surveys
from melayani.voice.surveys.models import Invitation
from tests.journeys.stage import WIDTHS, Stage, photo, set_stage, sign_in, turn_page, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MY_SCORES = (4, 3, 3, 4, 3, 4, 4, 3, 3)  # in the order of the form: requirements … complaints
OTHERS = (3, 4, 3, 4, 4, 3, 4, 3, 4)  # what each of nine other people answered
# By hand: element sums over ten people are MY + 9 × OTHERS = 31 39 30 40 39 31 40 30 39; their sum is 319;
# the index is 25 × 319 / 90 = 88.6111…, rounded half up to 88.61, grade A (from 88.31).
BY_HAND, GRADE = "88,61", "A"


@pytest.fixture
def stage(live_server: Any, settings: Any) -> Stage:
    settings.PUBLIC_URL = live_server.url
    return set_stage(live_server.url)


@pytest.mark.parametrize("width", WIDTHS)
def test_from_search_to_index(browser: Browser, stage: Stage, tmp_path: Path, width: int) -> None:
    with visitor(browser, stage, width=width) as citizen, visitor(browser, stage, width=width) as office:
        number = apply_for_lost_card(citizen, stage, tmp_path)
        ask_for_correction(office, stage, number)
        answer_correction(citizen, stage, tmp_path)
        decide(office, stage, number)
        pdf = receive_document(citizen, stage, number)
        answer_survey(citizen, stage)
        see_the_index(citizen, stage)
        a_changed_byte_shows(citizen, stage, pdf, tmp_path)
        a_stopped_worker_shows(citizen, stage)
    a_removed_event_shows(number)
    assert not stage.faults, "\n".join(stage.faults)


def apply_for_lost_card(page: Page, stage: Stage, folder: Path) -> str:
    """Search, read the promise, fill in with a photo, prove the contact, send; return the number."""
    page.goto("/")
    stage.look(page, "01-home")
    page.fill("main input[type=search]", "KTP-el hilang")
    with page.expect_navigation():
        page.press("main input[type=search]", "Enter")
    stage.look(page, "01b-search")
    turn_page(page.locator("main a", has_text="KTP-el rusak/hilang").first)
    expect(page.locator("body")).to_contain_text("14 hari kerja")
    stage.look(page, "02-service")
    turn_page(page.get_by_role("link", name="Ajukan sekarang").first)
    page.get_by_role("button", name="Mulai mengisi").click()
    page.fill("[name=name]", "Contoh Warga Rajin")
    page.fill("[name=birth_date]", "1990-08-17")
    stage.look(page, "03-apply-name")
    _next(page)
    page.fill("[name=address]", "Jalan Contoh 1, Bengkalis")
    _next(page)
    page.fill("[name=email]", "warga.rajin@contoh.example")
    _next(page)
    page.get_by_label("Hilang", exact=True).check()
    stage.look(page, "03b-apply-variant")
    _next(page)
    page.locator("input[type=radio][value=upload]").check()
    page.set_input_files("input[type=file]", str(photo(folder)))
    stage.look(page, "03c-apply-upload")
    _next(page)
    while page.locator("input[type=radio][value=bring]").count():
        page.locator("input[type=radio][value=bring]").check()
        _next(page)
    stage.look(page, "04-summary")
    turn_page(page.get_by_role("button", name="Kirim", exact=False).first)
    stage.work()
    page.fill("[name=code]", _code(stage))
    stage.look(page, "04b-code")
    turn_page(page.get_by_role("button", name="Kirim permohonan"))
    expect(page.locator(".code").first).to_have_text(re.compile(r"^\s*PMH-[0-9A-Z]{8}-[0-9A-Z]\s*$"))
    number = page.locator(".code").first.inner_text().strip()
    stage.look(page, "05-received")
    return number


def ask_for_correction(page: Page, stage: Stage, number: str) -> None:
    """The officer takes the case, finds one paper wanting and returns it."""
    sign_in(page, stage.front)
    stage.look(page, "06-desk")
    page.get_by_role("link", name=number).click()
    turn_page(page.get_by_role("button", name="Ambil dan periksa"))
    stage.look(page, "06-case")
    _judge(page, 1, "not_met", "Foto terpotong di sisi kanan. Foto ulang seluruh surat.")
    _judge(page, 2, "met")
    _judge(page, 3, "met")
    page.locator("summary", has_text="Kembalikan untuk dilengkapi").click()
    page.get_by_role("button", name="Kembalikan untuk dilengkapi").click()
    expect(page.get_by_text("Jam janji berhenti").first).to_be_visible()
    stage.look(page, "07-returned")


def answer_correction(page: Page, stage: Stage, folder: Path) -> None:
    """The citizen sees which requirement and why, and answers only that."""
    stage.work()
    page.goto(stage.link_in(stage.letters("application.returned")[0], "/permohonan/"))
    expect(page.get_by_text("Foto terpotong di sisi kanan").first).to_be_visible()
    stage.look(page, "08-correction")
    page.locator("#tulis > summary").click()
    stage.look(page, "08a-letter")
    turn_page(page.get_by_role("link", name=re.compile("Lengkapi|Jawab|Perbaiki")).first)
    expect(page.locator("fieldset, .field").first).to_be_visible()
    page.locator("input[type=radio][value=upload]").check()
    page.set_input_files("input[type=file]", str(photo(folder, "surat-utuh.jpg", "ivory")))
    stage.look(page, "08b-answer")
    page.locator("main form button").first.click()
    expect(page.get_by_text("Sedang diperiksa").first).to_be_visible()


def decide(page: Page, stage: Stage, number: str) -> None:
    """The officer verifies; the approver approves and issues the document."""
    page.goto(f"/kantor/permohonan/{number}/")
    _judge(page, 1, "met")
    turn_page(page.get_by_role("button", name="Teruskan ke penandatangan"))
    page.context.clear_cookies()
    sign_in(page, stage.approver)
    page.get_by_role("link", name=number).click()
    turn_page(page.get_by_role("button", name="Setujui"))
    page.locator("summary", has_text="Terbitkan hasil").click()
    page.get_by_role("button", name="Terbitkan hasil").click()
    expect(page.get_by_text("Terbit").first).to_be_visible()
    stage.look(page, "09-issued")


def receive_document(page: Page, stage: Stage, number: str) -> bytes:
    """Download the PDF, and check it by its QR address and by the file itself."""
    stage.work()
    page.goto(stage.link_in(stage.letters("application.issued")[0], "/permohonan/"))
    stage.look(page, "10-result")
    address = page.url.split("?")[0] + "hasil.pdf"
    pdf = page.request.get(address).body()
    assert pdf.startswith(b"%PDF")
    document = Application.objects.select_related("result").get(number=number).result
    assert document is not None
    page.goto(f"/verifikasi/{document.secret}/")
    expect(page.get_by_text(document.number).first).to_be_visible()
    stage.look(page, "11-verified")
    return pdf


def answer_survey(page: Page, stage: Stage) -> None:
    """Nine questions by the link of the message; nine other people answer as well."""
    page.goto(stage.link_in(stage.letters("survey.invited")[0], "/survei/"))
    stage.look(page, "12-survey")
    groups = page.locator("main fieldset").filter(has=page.locator("input[type=radio]"))
    expect(groups).to_have_count(len(MY_SCORES))
    for place, score in enumerate(MY_SCORES):
        groups.nth(place).locator(f"input[type=radio][value='{score}']").check()
    page.locator("main form button").first.click()
    page.wait_for_url("**/terima-kasih/")
    stage.look(page, "12b-thanks")
    assert Invitation.objects.filter(used=True).count() == 1
    _nine_others(stage)


def see_the_index(page: Page, stage: Stage) -> None:
    """The next day the index stands on the public page, to the second decimal of the sum by hand."""
    assert Decimal(25 * sum(m + 9 * o for m, o in zip(MY_SCORES, OTHERS, strict=True))) / 90 > Decimal("88.605")
    stage.work(timedelta(days=1))
    page.goto("/kinerja/")
    expect(page.get_by_text(BY_HAND).first).to_be_visible()
    expect(page.locator("main")).to_contain_text(f"{GRADE}")
    stage.look(page, "13-performance")


def a_changed_byte_shows(page: Page, stage: Stage, pdf: bytes, folder: Path) -> None:
    """The file as it came is ours; with one byte changed it is not."""
    whole, changed = folder / "hasil.pdf", folder / "diubah.pdf"
    whole.write_bytes(pdf)
    changed.write_bytes(pdf[:-40] + bytes([pdf[-40] ^ 1]) + pdf[-39:])
    for path, word in ((whole, "Berkas cocok"), (changed, "berubah atau bukan terbitan")):
        page.goto("/verifikasi/")
        page.set_input_files("input[type=file]", str(path))
        page.locator("form", has=page.locator("input[type=file]")).locator("button").click()
        expect(page.locator("main")).to_contain_text(word)
    stage.look(page, "14-changed")


def a_stopped_worker_shows(page: Page, stage: Stage) -> None:
    """A worker that has not beaten for long turns /readyz red; one that works turns it green again."""
    from melayani.foundation.audit.models import Heartbeat

    stage.work()
    assert page.request.get("/readyz").status == 200
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=10))
    answer = page.request.get("/readyz")
    assert answer.status == 503
    assert "worker" in answer.text()
    stage.work()
    assert page.request.get("/readyz").status == 200


def a_removed_event_shows(number: str) -> None:
    """Sealed events verify; with one taken out behind the platform's back they do not."""
    while seal.seal(timezone.now()):
        continue
    assert seal.verify() == []
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_pendingreaction")
        cursor.execute("DELETE FROM audit_eventpersonal")
        cursor.execute(
            "DELETE FROM audit_event WHERE subject_number = %s AND name = %s", [number, "application.verified"]
        )
    assert any("removed" in finding.what for finding in seal.verify())


def _nine_others(stage: Stage) -> None:
    standard = published_standard(stage.service)
    assert standard is not None
    from melayani.voice.surveys.rules import load_instrument

    keys = [key for key in load_instrument().keys]
    for count in range(9):
        invitation = surveys.invite(
            reference=Reference(kind="application", number=f"PMH-0000000{count}-0"),
            organisation=stage.service.agency,
            service_id=stage.service.pk,
            standard_id=standard.pk,
            channel="counter",
            contact=None,
            now=timezone.now(),
        )
        scores = dict(zip(keys, OTHERS, strict=True))
        surveys.answer_survey(token=invitation.token, scores=scores, now=timezone.now())


def _judge(page: Page, number: int, judgement: str, reason: str = "") -> None:
    row = page.locator(f"#s{number}")
    details = row.locator("details.judging")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    row.locator(f"input[value={judgement}]").check()
    if reason:
        row.locator("textarea").fill(reason)
    turn_page(row.get_by_role("button", name="Simpan"))


def _next(page: Page) -> None:
    turn_page(page.get_by_role("button", name="Simpan dan lanjut"))


def _code(stage: Stage) -> str:
    digits = re.search(r"\b(\d{3}) ?(\d{3})\b", stage.letters("code.sent")[0].body)
    assert digits
    return "".join(digits.groups())
