"""The editor: what is stored comes back, what can be read is saved, what cannot is kept as it was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.catalogue import queries
from melayani.delivery.catalogue.actions import NotPossible, Overtaken, draft_new_version, save_draft
from melayani.delivery.catalogue.forms.drafting import DraftForm, stored
from melayani.delivery.catalogue.models import Service, Standard
from melayani.delivery.catalogue.rules import COMPONENTS, drafting
from melayani.delivery.catalogue.rules.sections import RequirementRow, StepRow, numbered
from melayani.delivery.catalogue.tests.factories import imported, published_service
from melayani.foundation.audit.models import Event
from melayani.foundation.people import Officer
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]


@pytest.fixture
def draft(world: World, now: datetime) -> Standard:
    made = draft_new_version(service=published_service(world.bontang), actor=world.bontang_head, now=now)
    return loaded(made)


def loaded(standard: Standard) -> Standard:
    found = queries.version_of(standard.service, standard.version)
    assert found is not None
    return found


def address(standard: Standard, page: str = "isi/") -> str:
    return f"/kantor/standar/layanan/{standard.service.slug}/{standard.version}/{page}"


def test_saving_what_was_opened_changes_nothing(draft: Standard, world: World, now: datetime) -> None:
    before = queries.lines_of(draft)
    form = DraftForm(stored(draft))
    assert form.unread == {}
    save_draft(standard=draft, sections=form.read, actor=world.bontang_head, now=now)
    assert queries.lines_of(loaded(draft)) == before


@pytest.mark.parametrize(
    "source", ["kk-bontang", "sip-dokter-spesialis-magelang", "akta-mati-bandung", "nib-rendah-tarakan"]
)
def test_a_published_standard_goes_through_the_editor_unharmed(source: str, world: World, now: datetime) -> None:
    (service,) = imported(source)
    row = queries.version_of(service, 1)
    assert row is not None
    form = DraftForm(stored(row))
    assert form.unread == {}
    again = Service.objects.create(slug="lain", title="Lain", agency=world.bontang, group="adminduk", created_at=now)
    copy = draft_new_version(service=again, actor=world.bontang_head, now=now)
    save_draft(standard=copy, sections=form.read, actor=world.bontang_head, now=now)
    before, after = queries.lines_of(row), queries.lines_of(loaded(copy))
    assert after["requirements"] == before["requirements"]
    assert {key: lines for key, lines in after.items() if key != "duration"} == {
        key: lines for key, lines in before.items() if key != "duration"
    }


def test_a_wrong_section_is_kept_as_typed_and_all_others_are_saved(
    draft: Standard, world: World, sign_in: SignIn
) -> None:
    client = sign_in(world.bontang_head)
    data = {**stored(draft), "revision": "0", "fee-fee_amount": "seikhlasnya", "product-product": "KTP-el baru"}
    data |= {"duration-duration_min": "9", "duration-duration_max": "3", "facilities-text": "Ruang tunggu"}
    answer = client.post(address(draft), data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Tersimpan, kecuali 2 bagian" in html
    assert "seikhlasnya" in html
    assert "Paling lama tidak boleh kurang" in html
    saved = loaded(draft)
    assert (saved.product, saved.duration_max, saved.fee_amount) == ("KTP-el baru", 5, 0)
    assert set(saved.unread) == {"duration", "fee"}
    again = client.get(address(draft)).content.decode()
    assert "seikhlasnya" in again
    right = {**stored(saved), "revision": "1", "fee-fee_amount": "Rp25.000", "duration-duration_max": "9"}
    assert client.post(address(draft), right).status_code == 302
    saved = loaded(draft)
    assert (saved.unread, saved.fee_amount, saved.duration_max) == ({}, 25_000, 9)


def test_a_draft_with_something_unread_is_not_discussed(draft: Standard, world: World, now: datetime) -> None:
    save_draft(standard=draft, sections={}, unread={"fee": {"fee-fee_amount": "x"}}, actor=world.bontang_head, now=now)
    view = queries.version_view(loaded(draft))
    assert drafting.UNREAD in drafting.hurdles("consult", view.progress)


def test_a_colleagues_save_is_not_written_over_unseen(draft: Standard, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    mine = {**stored(draft), "revision": "0", "product-product": "Milik saya"}
    assert client.post(address(draft), {**mine, "product-product": "Milik rekan"}).status_code == 302
    answer = client.post(address(draft), mine)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Milik saya" in html
    assert 'name="revision" value="1"' in html
    assert loaded(draft).product == "Milik rekan"
    assert client.post(address(draft), {**mine, "revision": "1"}).status_code == 302
    assert loaded(draft).product == "Milik saya"


def test_rows_are_added_and_emptied_rows_go(draft: Standard, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    data = {**stored(draft), "revision": "0", "more": "procedure"}
    total = int(data["procedure-TOTAL_FORMS"])
    data |= {"procedure-0-text": "", f"procedure-{total - 1}-text": "Pemohon menerima hasil"}
    answer = client.post(address(draft), data)
    assert answer["Location"].endswith("?baris=procedure#bagian-procedure")
    steps = [row.text for row in loaded(draft).steps.all()]
    assert "Pemohon menyerahkan berkas" not in steps
    assert steps[-1] == "Pemohon menerima hasil"
    page = client.get(answer["Location"]).content.decode()
    assert f'name="procedure-TOTAL_FORMS" value="{len(steps) + 8}"' in page


@pytest.mark.parametrize("total", ["", "x", "-1", "999", "²"])
def test_a_forged_number_of_rows_harms_nothing(draft: Standard, world: World, sign_in: SignIn, total: str) -> None:
    client = sign_in(world.bontang_head)
    before = [row.text for row in draft.steps.all()]
    data = {**stored(draft), "revision": "0", "procedure-TOTAL_FORMS": total}
    assert client.post(address(draft), data).status_code in (302, 422)
    assert client.get(address(draft)).status_code == 200
    assert [row.text for row in loaded(draft).steps.all()] in (before, [])


def test_requirements_of_a_variant_and_of_all(draft: Standard, world: World, now: datetime) -> None:
    rows = [
        RequirementRow("Salinan KK", alternatives=("KK asli", "KK digital")),
        RequirementRow("Surat kehilangan polisi", variant="Hilang"),
        RequirementRow("KTP-el rusak", variant="Rusak", condition="bila ada"),
    ]
    save_draft(standard=draft, sections={"requirements": rows}, actor=world.bontang_head, now=now)
    assert queries.lines_of(loaded(draft))["requirements"] == [
        "Hilang: Salinan KK",
        "Hilang: Surat kehilangan polisi",
        "Rusak: Salinan KK",
        "Rusak: KTP-el rusak (bila ada)",
    ]
    assert DraftForm(stored(loaded(draft))).read["requirements"] == rows
    assert numbered([])[0] == []


def test_one_event_names_the_components_that_changed(draft: Standard, world: World, now: datetime) -> None:
    steps = [StepRow("Pemohon datang"), StepRow("Petugas memproses")]
    save_draft(standard=draft, sections={"procedure": steps, "facilities": "Kursi"}, actor=world.bontang_head, now=now)
    event = Event.objects.filter(name="standard.changed").latest("id")
    assert event.data["components"] == ["procedure", "facilities"]
    assert [row.actor for row in loaded(draft).steps.all()] == ["applicant", "counter"]


def test_strangers_save_nothing(draft: Standard, world: World, sign_in: SignIn, now: datetime) -> None:
    for stranger in (world.bengkalis_head, world.bontang_counter):
        with pytest.raises(NotPossible):
            save_draft(standard=draft, sections={"facilities": "x"}, actor=stranger, now=now)
    assert sign_in(world.bengkalis_head).post(address(draft), {"revision": "0"}).status_code == 404
    with pytest.raises(Overtaken):
        save_draft(standard=draft, sections={"facilities": "x"}, actor=world.bontang_head, now=now, revision=7)
    assert loaded(draft).revision == 0


def test_what_is_missing_is_said(draft: Standard, world: World, sign_in: SignIn) -> None:
    html = sign_in(world.bontang_head).get(address(draft)).content.decode()
    assert "Sebutkan kanal pengaduan yang dijawab" in html
    assert sum(row.stated for row in queries.component_rows(draft)) == 5
    assert len(queries.component_rows(draft)) == len(COMPONENTS)


def test_a_comparison_shows_what_went_and_what_came(
    draft: Standard, world: World, sign_in: SignIn, now: datetime
) -> None:
    save_draft(standard=draft, sections={"product": {"product": "KTP baru"}}, actor=world.bontang_head, now=now)
    html = sign_in(world.bontang_head).get(address(draft, "banding/")).content.decode()
    assert "1 bagian berbeda, 13 sama" in html
    assert "<ins>KTP baru</ins>" in html
    assert "<del>KTP-el rusak atau hilang</del>" in html


def test_the_editor_asks_the_same_of_few_and_many_rows(
    draft: Standard, world: World, sign_in: SignIn, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, editor = sign_in(world.bontang_head), address(draft)
    client.get(editor)
    with django_assert_num_queries(20):
        client.get(editor)
    rows = [RequirementRow(f"Berkas {number}") for number in range(30)]
    save_draft(standard=draft, sections={"requirements": rows}, actor=world.bontang_head, now=now)
    with django_assert_num_queries(20):
        client.get(editor)


def test_changes_keep_their_lines_in_order() -> None:
    found = drafting.changes({"fee": ["Gratis", "a", "b"]}, {"fee": ["Rp1", "a", "c"], "product": []})
    assert [(one.component, one.gone, one.new) for one in found] == [("fee", ["Gratis", "b"], ["Rp1", "c"])]
    assert found[0].lines[2] == (drafting.KEPT, "a")
