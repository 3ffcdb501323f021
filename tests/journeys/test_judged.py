"""A unit is judged: from its own answers to a category that everybody reads, also where the network fails."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people.models import Person
from melayani.foundation.people.queries import officer_for
from melayani.foundation.people.rules import Role
from melayani.oversight.evaluation import actions
from melayani.oversight.evaluation.models import Assessment, Score
from melayani.oversight.evaluation.tests.worked_sheet import worked
from tests.journeys.stage import WIDTHS, Stage, officer_at, photo, set_stage, sign_in, turn_page, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHEET = worked("A")


@pytest.fixture
def stage(live_server: Any, settings: Any) -> Stage:
    settings.PUBLIC_URL = live_server.url
    return set_stage(live_server.url)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_unit_goes_from_its_own_answers_to_a_category(
    browser: Browser, stage: Stage, width: int, tmp_path: Path
) -> None:
    unit = stage.service.agency
    bureau = officer_at("biro", ancestors_and_self(unit)[-2], Role.BUREAU)
    head = officer_at("kepala", unit, Role.HEAD)
    with visitor(browser, stage, width=width, app=False) as office, visitor(browser, stage, width=width) as own:
        sign_in(office, bureau)
        sign_in(own, head)
        row = prepare(office, stage, bureau)
        fill(own, stage, row, head, photo(tmp_path))
        judge_at_desk(office, stage, row, bureau)
        judge_in_the_field(office, stage, row, photo(tmp_path, "lapangan.jpg"))
        with visitor(browser, stage, width=width) as user:
            hear(user, stage, row)
        tell(office, stage, row)
        object_and_sign(own, office, stage, row)
        with visitor(browser, stage, width=width) as reader:
            reader.goto(f"/kinerja/?instansi={unit.slug}")
            expect(reader.locator("main")).to_contain_text("3,87")
            stage.look(reader, "evaluation-published")
    assert not stage.faults, "\n".join(stage.faults)


def step(page: Page, row: Assessment, label: str) -> None:
    """Press the button of the next step on the unit's page."""
    page.goto(f"/kantor/evaluasi/unit/{row.pk}/")
    turn_page(page.get_by_role("button", name=label))


def prepare(page: Page, stage: Stage, bureau: Person) -> Assessment:
    page.goto("/kantor/evaluasi/")
    turn_page(page.get_by_role("link", name="Siapkan evaluasi"))
    stage.look(page, "evaluation-prepare")
    turn_page(page.get_by_role("button", name="Simpan"))
    page.fill("[name=cari]", "Kependudukan")
    turn_page(page.get_by_role("button", name="Cari", exact=True).last)
    page.select_option("[name=unit]", stage.service.agency.slug)
    turn_page(page.get_by_role("button", name="Tambah"))
    page.get_by_text("Tunjuk penilai", exact=True).click()
    page.fill("[name=email]", bureau.email)
    page.check("[name=leads]")
    turn_page(page.get_by_role("button", name="Tunjuk", exact=True))
    row = Assessment.objects.get()
    page.goto(f"/kantor/evaluasi/{row.campaign_id}/")
    turn_page(page.get_by_role("button", name="Mulai evaluasi"))
    expect(page.locator("main")).to_contain_text("Berjalan")
    stage.look(page, "evaluation-campaign")
    return Assessment.objects.select_related("unit", "campaign__organisation").get()


def fill(page: Page, stage: Stage, row: Assessment, head: Person, paper: Path) -> None:
    """One indicator with evidence by page, the others as the sheet has them."""
    page.goto(f"/kantor/evaluasi/unit/{row.pk}/f01/1/")
    expect(page.locator("main")).to_contain_text("Katalog layanan mengusulkan")
    page.check(f"[name=score][value='{SHEET.scores[1]}']")
    page.fill("[name=note]", "Keputusan 12 Tahun 2026, halaman 3.")
    page.set_input_files("[name=papers]", paper)
    stage.look(page, "evaluation-own-answer")
    turn_page(page.get_by_role("button", name="Simpan dan lanjut"))
    who = officer_for(head, timezone.now())
    for number, score in rest_of(SHEET.scores):
        actions.answer_self(actor=who, assessment=row, number=number, score=score, now=timezone.now())
    page.goto(f"/kantor/evaluasi/unit/{row.pk}/f01/")
    stage.look(page, "evaluation-f01")
    turn_page(page.get_by_role("button", name="Kirim F-01"))


def judge_at_desk(page: Page, stage: Stage, row: Assessment, bureau: Person) -> None:
    page.goto(f"/kantor/evaluasi/unit/{row.pk}/f02/1/")
    page.check(f"[name=score][value='{SHEET.scores[1]}']")
    stage.look(page, "evaluation-score")
    turn_page(page.get_by_role("button", name="Simpan nilai"))
    who = officer_for(bureau, timezone.now())
    for number, score in rest_of(SHEET.scores):
        actions.give_score(actor=who, assessment=row, number=number, score=score, now=timezone.now())
    page.goto(f"/kantor/evaluasi/unit/{row.pk}/f02/")
    stage.look(page, "evaluation-f02")
    step(page, row, "Pemeriksaan meja selesai")


def judge_in_the_field(page: Page, stage: Stage, row: Assessment, picture: Path) -> None:
    """The network fails at the parking place: the score and its photo wait in the browser and count once."""
    page.goto(f"/kantor/evaluasi/unit/{row.pk}/lapangan/")
    stage.look(page, "evaluation-field")
    card = page.locator("details.card", has_text="15. Tempat parkir")
    card.locator("summary").click()
    page.context.set_offline(True)
    card.locator("[name=score][value='3']").check()
    card.locator("[name=reason]").fill("Petugas parkir tidak ada.")
    card.locator("[name=photos]").set_input_files(picture)
    card.get_by_role("button", name="Simpan nilai").click()
    expect(page.locator("[data-field-status]")).to_have_text("Menunggu jaringan: 1 nilai belum terkirim.")
    assert Score.objects.current().get(assessment=row, number=15).score == SHEET.scores[15]
    stage.look(page, "evaluation-offline")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-field-status]")).to_have_text("Semua nilai dari peramban ini sudah terkirim.")
    kept = Score.objects.filter(assessment=row, number=15, stage="field").get()
    assert (kept.score, kept.reason) == (3, "Petugas parkir tidak ada.")
    page.goto(f"/kantor/evaluasi/unit/{row.pk}/f02/15/")
    expect(page.get_by_role("link", name="lapangan.jpg")).to_be_visible()


def hear(page: Page, stage: Stage, row: Assessment) -> None:
    """One user by the code at the counter, nine others on two days."""
    first, *others = SHEET.answers
    keys = [item.key for item in row.instrument.items]
    page.goto(f"/penilaian/{row.token}/")
    for key, answer in zip(keys, first, strict=True):
        page.check(f"[name={key}][value='{answer}']")
    stage.look(page, "evaluation-users")
    turn_page(page.get_by_role("button", name="Kirim jawaban"))
    expect(page.locator("h1")).to_contain_text("Terima kasih")
    for place, answers in enumerate(others, start=1):
        now = timezone.now() + timedelta(days=place // 5)
        actions.answer_as_user(assessment=row, answers=dict(zip(keys, answers, strict=True)), now=now)


def tell(page: Page, stage: Stage, row: Assessment) -> None:
    page.goto(f"/kantor/evaluasi/unit/{row.pk}/")
    page.get_by_text("Tulis saran perbaikan").click()
    form = page.locator("details[open]")
    form.locator("[name=number]").select_option("15")
    form.locator("[name=text]").fill("Tempatkan petugas parkir pada jam layanan.")
    turn_page(form.get_by_role("button", name="Simpan saran"))
    step(page, row, "Pemeriksaan lapangan selesai")
    step(page, row, "Sampaikan hasil kepada unit")


def object_and_sign(own: Page, office: Page, stage: Stage, row: Assessment) -> None:
    """The parking attendant was on leave that day: accepted, from 3 to 4; and staff culture from 4 to 5."""
    for number, text, score in (("15", "Petugas parkir cuti hari itu.", "4"), ("14", "Nilai pelayanan tertulis.", "5")):
        own.goto(f"/kantor/evaluasi/unit/{row.pk}/")
        own.get_by_text("Sanggah satu nilai").click()
        own.locator("details[open] [name=number]").select_option(number)
        own.locator("details[open] [name=text]").fill(text)
        turn_page(own.get_by_role("button", name="Kirim sanggahan"))
        office.goto(f"/kantor/evaluasi/unit/{row.pk}/")
        office.get_by_text("Putuskan").first.click()
        office.select_option("details[open] [name=score]", score)
        office.fill("details[open] [name=reason]", "Surat dan foto sudah diperiksa ulang.")
        turn_page(office.get_by_role("button", name="Simpan putusan").first)
    stage.look(office, "evaluation-sum")
    step(office, row, "Tutup pembahasan sanggahan")
    step(office, row, "Tandatangani berita acara")
    step(own, row, "Tandatangani berita acara")
    expect(own.locator("main")).to_contain_text("Nilai tetap")
    stage.look(own, "evaluation-sealed")
    own.goto("/kantor/")
    step(office, row, "Terbitkan nilai")
    office.goto("/kantor/evaluasi/banding/")
    stage.look(office, "evaluation-compare")


def rest_of(scores: Mapping[int, int]) -> list[tuple[int, int]]:
    return [(number, score) for number, score in scores.items() if number != 1]
