"""From a draft through a real consultation to a published, pledged standard that says whose words changed it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from melayani.delivery.catalogue import actions as catalogue
from melayani.delivery.catalogue.models import Standard
from melayani.delivery.catalogue.rules.sections import RequirementRow, StepRow
from melayani.delivery.catalogue.tests.factories import on_paper, pledge
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people import Officer
from melayani.foundation.people.queries import officer_for
from melayani.foundation.people.rules import Role
from melayani.voice.consultations import actions as consultations
from melayani.voice.consultations.models import Commitment, Consultation
from melayani.voice.consultations.rules import planning
from tests.journeys.stage import WIDTHS, Stage, code_of, officer_at, photo, set_stage, sign_in, turn_page, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "Legalisasi akta"
WISH = "Dua hari kerja cukup: saya datang dari pulau seberang dan harus menginap."
PROMISE = "Legalisasi selesai paling lama dua hari kerja"


@pytest.fixture
def stage(live_server: Any, settings: Any) -> Stage:
    settings.PUBLIC_URL = live_server.url
    return set_stage(live_server.url)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_standard_that_citizens_changed(browser: Browser, stage: Stage, width: int, tmp_path: Path) -> None:
    """What `test_standard` clicks already is done by actions here; every step of the consultation is clicked."""
    now, agency = timezone.now(), stage.service.agency
    person = officer_at("biro", ancestors_and_self(agency)[-2], Role.BUREAU)
    bureau = officer_for(person, now)
    draft = _draft(stage, bureau, now)
    with visitor(browser, stage, width=width) as office:
        sign_in(office, person)
        row = _announce(office, stage, draft, bureau)
        with visitor(browser, stage, width=width) as citizen:
            _speak(citizen, stage)
        _weigh(office, stage, row)
        _days_pass(row)
        _sign(office, stage, row, photo(tmp_path))
        _name_the_clause(office, stage, row, draft)
        _carry_into_the_standard(office, stage, row, draft, bureau)
    with visitor(browser, stage, width=width) as citizen:
        _read(citizen, stage, row, draft)
    assert not stage.faults, "\n".join(stage.faults)


def _draft(stage: Stage, bureau: Officer, now: datetime) -> Standard:
    """A service without a standard, and its first draft: written, checked, ready to be discussed."""
    common: dict[str, Any] = {"actor": bureau, "now": now}
    agency = stage.service.agency
    service = catalogue.create_service(agency=agency, title=TITLE, group="adminduk", channels=["counter"], **common)
    draft = on_paper(catalogue.draft_new_version(service=service, **common), bureau, now)
    sections: dict[str, Any] = {
        "requirements": [RequirementRow("Akta asli")],
        "procedure": [StepRow("Pemohon menyerahkan akta"), StepRow("Petugas menyerahkan hasil")],
        "duration": _time(4),
        "fee": {"fee_amount": 0, "fee_text": "Gratis"},
        "product": {"product": "Akta yang dilegalisasi"},
    }
    draft = catalogue.save_draft(standard=draft, sections=sections, **common)
    return catalogue.move(standard=draft, action="consult", **common)


def _announce(page: Page, stage: Stage, draft: Standard, bureau: Officer) -> Consultation:
    """The draft leads to the form; a second standard of the office, already in force, is discussed with it."""
    page.goto(f"/kantor/standar/layanan/{draft.service.slug}/{draft.version}/")
    stage.look(page, "agreed-01-draft")
    turn_page(page.get_by_role("link", name="Buat konsultasi"))
    expect(page.get_by_label("Judul")).to_have_value(f"Standar {TITLE}")
    page.fill("[name=summary]", "Kami menyusun standar legalisasi akta. Berapa hari Anda sanggup menunggu?")
    page.select_option("[name=purpose]", planning.DRAFT)
    page.select_option("[name=form]", planning.ONLINE)
    page.fill("[name=opens_on]", _day(stage))
    page.fill("[name=closes_on]", _day(stage, after=7))
    turn_page(page.get_by_role("button", name="Simpan"))
    page.select_option("[name=service]", draft.service.slug)
    page.select_option("[name=component]", "duration")
    turn_page(page.get_by_role("button", name="Tambah pokok"))
    expect(page.get_by_role("rowheader", name=TITLE)).to_be_visible()
    row = Consultation.objects.select_related("organisation").get()
    other = {"kind": planning.STANDARD, "reference": stage.service.slug}
    consultations.add_topic(actor=bureau, consultation=row, now=timezone.now(), **other)
    page.goto(f"/kantor/konsultasi/{row.number}/")
    turn_page(page.get_by_role("button", name="Umumkan", exact=True))
    expect(page.locator("main")).to_contain_text("Diumumkan")
    return row


def _speak(page: Page, stage: Stage) -> None:
    """Somebody who reads a standard of the office finds the consultation there, and says what is too long."""
    page.goto(f"/layanan/{stage.service.slug}/")
    stage.look(page, "agreed-02-invited")
    turn_page(page.get_by_role("link", name="Ikut memberi masukan"))
    page.fill("[name=text]", WISH)
    page.check("[name=kind][value=users]")
    page.fill("[name=email]", "warga@contoh.example")
    turn_page(page.get_by_role("button", name="Lanjutkan"))
    stage.work()
    page.fill("[name=code]", code_of(stage))
    turn_page(page.get_by_role("button", name="Kirim masukan"))
    expect(page.locator("body")).to_contain_text("tayang setelah dibaca petugas")
    expect(page.locator("main")).to_contain_text(WISH)  # on the author's own page only
    stage.look(page, "agreed-02b-own")
    page.get_by_role("link", name="Halaman konsultasi").click()
    expect(page.locator("h1")).to_have_text(f"Standar {TITLE}")
    expect(page.locator("main")).not_to_contain_text(WISH)


def _weigh(page: Page, stage: Stage, row: Consultation) -> None:
    """The contribution is shown, gathered into a proposal, answered, and promised with a day."""
    at = f"/kantor/konsultasi/{row.number}/"
    page.goto(f"{at}masukan/")
    turn_page(page.get_by_role("button", name="Tayangkan", exact=True))
    expect(page.locator("main")).to_contain_text("Tayang")
    page.goto(f"{at}usulan/")
    page.fill("form.card [name=text]", "Selesaikan legalisasi dalam dua hari kerja.")
    page.fill("[name=entries]", "1")
    turn_page(page.get_by_role("button", name="Tambah usulan"))
    page.check("[name=answer][value=accepted]")
    turn_page(page.get_by_role("button", name="Simpan jawaban"))
    expect(page.locator("main")).to_contain_text("Diterima")
    page.goto(f"{at}komitmen/")
    page.fill("[name=action]", PROMISE)
    page.fill("[name=responsible]", "Kepala Bidang Pencatatan Sipil")
    page.fill("[name=due]", _day(stage, after=30))
    page.select_option("[name=proposal]", index=1)
    turn_page(page.get_by_role("button", name="Tambah komitmen"))
    expect(page.get_by_role("heading", name=PROMISE)).to_be_visible()


def _days_pass(row: Consultation) -> None:
    """The time for contributions ended yesterday."""
    yesterday = row.today(timezone.now()) - timedelta(days=1)
    Consultation.objects.filter(pk=row.pk).update(opens_on=yesterday, closes_on=yesterday)


def _sign(page: Page, stage: Stage, row: Consultation, sheet: Path) -> None:
    at = f"/kantor/konsultasi/{row.number}/"
    page.goto(at)
    turn_page(page.get_by_role("button", name="Pertemuan sudah selesai"))
    page.goto(f"{at}berita-acara/")
    page.fill("[name=summary]", "Semua yang berbicara meminta waktu yang lebih pendek.")
    turn_page(page.get_by_role("button", name="Simpan", exact=True))
    for place, (side, name) in enumerate([("unit", "Contoh Biro"), ("users", "Contoh Wakil")]):
        page.select_option(f"[name=side_{place}]", side)
        page.fill(f"[name=name_{place}]", name)
    page.fill("[name=signed_on]", _day(stage))
    page.set_input_files("[name=scan]", sheet)
    turn_page(page.get_by_role("button", name="Terbitkan berita acara"))
    expect(page.get_by_role("heading", name="Ditandatangani")).to_be_visible()
    stage.look(page, "agreed-03-minutes")
    page.goto(at)
    turn_page(page.get_by_role("button", name="Terbitkan"))
    expect(page.locator("main")).to_contain_text("Hasil terbit")


def _name_the_clause(page: Page, stage: Stage, row: Consultation, draft: Standard) -> None:
    page.goto(f"/kantor/konsultasi/{row.number}/komitmen/")
    page.get_by_text("Klausul standar yang berubah").click()
    page.select_option("[name=service]", draft.service.slug)
    page.select_option("[name=component]", "duration")
    page.fill("[name=version]", str(draft.version))
    turn_page(page.get_by_role("button", name="Tautkan"))
    expect(page.locator("main")).to_contain_text(f"versi {draft.version}")
    stage.look(page, "agreed-04-clause")


def _carry_into_the_standard(page: Page, stage: Stage, row: Consultation, draft: Standard, bureau: Officer) -> None:
    """The draft takes what was agreed; then discussion, agreement, decree, publication, cause and pledge."""
    common: dict[str, Any] = {"actor": bureau, "now": timezone.now()}
    draft = catalogue.move(standard=draft, action="redraft", **common)
    draft = catalogue.save_draft(standard=draft, sections={"duration": _time(2)}, **common)
    catalogue.move(standard=draft, action="consult", **common)
    page.goto(f"/kantor/standar/layanan/{draft.service.slug}/{draft.version}/")
    page.locator("summary", has_text="Catat pembahasan").click()
    page.locator("#pembahasan_number").fill(row.number)
    page.locator("#pembahasan_words").fill("Warga meminta dua hari kerja.")
    page.locator("#pembahasan_minutes_number").fill(_minutes_of(row))
    turn_page(page.get_by_role("button", name="Catat pembahasan"))
    turn_page(page.get_by_role("button", name="Catat kesepakatan"))
    expect(page.locator("main")).to_contain_text(row.number)
    stage.look(page, "agreed-05-standard")
    draft.refresh_from_db()
    today = row.today(timezone.now())
    decree: dict[str, Any] = {"decree_no": "188/12/2026", "decree_date": today, "decree_by": "Kepala Dinas"}
    catalogue.decree(standard=draft, **decree, **common)
    catalogue.publish(standard=draft, **common)
    cause: dict[str, Any] = {"component": "duration", "kind": "consultation", "number": row.number}
    catalogue.note_origin(standard=draft, words="Warga meminta dua hari kerja.", **cause, **common)
    head = officer_for(officer_at("kepala", stage.service.agency, Role.HEAD), timezone.now())
    pledge(stage.service.agency, head, timezone.now())


def _read(page: Page, stage: Stage, row: Consultation, draft: Standard) -> None:
    """The public page says what citizens changed and how the promise stands; the links lead there and back."""
    own = f"/layanan/{draft.service.slug}/"
    page.goto(own)
    expect(page.get_by_role("link", name=f"forum konsultasi publik {row.number}")).to_be_visible()
    expect(page.locator("main")).to_contain_text(PROMISE)
    stage.look(page, "agreed-06-service")
    turn_page(page.get_by_role("link", name=f"Standar {TITLE}"))
    page.wait_for_url(f"**/konsultasi/{row.number}/")
    expect(page.locator("main")).to_contain_text(WISH)
    stage.look(page, "agreed-07-result")
    page.locator("#komitmen + ul, section[aria-labelledby=komitmen]").locator(f"a[href='{own}']").click()
    page.wait_for_url(f"**{own}")
    page.goto(f"/instansi/{stage.service.agency.slug}/maklumat/")
    expect(page.get_by_text("Kami menerima sanksi.")).to_be_visible()
    assert Commitment.objects.get().version == draft.version


def _time(days: int) -> dict[str, Any]:
    return {"duration_max": days, "duration_unit": "working_day", "duration_text": f"{days} hari kerja"}


def _minutes_of(row: Consultation) -> str:
    document = Consultation.objects.select_related("record__document").get(pk=row.pk).record.document
    assert document is not None
    return document.number


def _day(stage: Stage, *, after: int = 0) -> str:
    """Today where the office is, or some days on."""
    today = timezone.now().astimezone(stage.service.agency.zone).date()
    return (today + timedelta(days=after)).isoformat()
