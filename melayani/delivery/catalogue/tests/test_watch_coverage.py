"""Coverage, gaps, the desk, and what PEKPPP asks of a unit."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.catalogue import actions, queries
from melayani.delivery.catalogue.models import Pledge, Service, Standard
from melayani.delivery.catalogue.queries import work
from melayani.delivery.catalogue.tests.factories import decreed, on_paper, pledge, published_service
from melayani.foundation.audit.models import Event
from melayani.foundation.documents.models import Document
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]


@pytest.fixture
def bureau(world: World) -> Officer:
    return officer(Role.BUREAU, world.bontang_city, name="Bagian Organisasi Bontang")


@pytest.fixture
def services(world: World, now: datetime) -> list[Service]:
    """In Bontang one without a standard, one in force with gaps, one renewed and on two media; one in Bengkalis."""
    head = world.bontang_head
    without = actions.create_service(
        agency=world.bontang, title="Perubahan nama", group="adminduk", channels=[], actor=head, now=now
    )
    plain = published_service(world.bontang, title="Kartu keluarga")
    renewed = published_service(world.bontang, title="Akta kelahiran")
    draft = actions.draft_new_version(service=renewed, actor=head, now=now)
    due = now.date() + timedelta(days=10)
    actions.publish(standard=decreed(draft, head, now), actor=head, now=now, review_due=due)
    for medium in ("sippn", "website"):
        actions.record_publication(
            standard=draft,
            medium=medium,
            published_on=now.date(),
            address="https://contoh.example/",
            actor=head,
            now=now,
        )
    return [without, plain, renewed, published_service(world.bengkalis, title="KTP-el")]


def test_the_figures_of_a_subtree(services: list[Service], world: World, now: datetime) -> None:
    found = queries.coverage([world.bontang_city.path], now.date())
    assert (found.services, found.standards, found.public, found.whole, found.published) == (3, 2, 1, 0, 1)
    assert dict(found.components)["fee"] == 2
    assert dict(found.components)["complaint_handling"] == 1
    assert (found.percent(2), found.overdue, found.pledged, found.reviewed) == (66, 0, 0, 0)
    later = now.date() + timedelta(days=11)
    assert queries.coverage([world.bontang_city.path], later).overdue == 1
    assert queries.coverage([], now.date()).services == 0


def test_the_gaps_of_each_service(services: list[Service], world: World, now: datetime) -> None:
    later = now.date() + timedelta(days=11)
    rows = {row.title: queries.gap_row(row, later) for row in queries.gap_services([world.bontang.path], later)}
    assert rows["Perubahan nama"].gaps == ("standar", "maklumat")
    assert rows["Kartu keluarga"].gaps == ("bagian", "media", "jadwal", "maklumat")
    assert rows["Akta kelahiran"].gaps == ("bagian", "tinjauan", "maklumat")
    assert rows["Akta kelahiran"].media == 2
    assert rows["Kartu keluarga"].stated == 5
    counts = queries.gap_counts([world.bontang.path], later)
    assert counts == {"standar": 1, "bagian": 2, "media": 1, "tinjauan": 1, "jadwal": 1, "maklumat": 3}
    for gap, count in counts.items():
        assert queries.gap_services([world.bontang.path], later, gap).count() == count


def test_a_bureau_works_through_its_list_and_takes_it_away(
    services: list[Service], world: World, bureau: Officer, sign_in: SignIn
) -> None:
    client = sign_in(bureau)
    html = client.get("/kantor/standar/kekurangan/").content.decode()
    assert "Perubahan nama" in html
    assert "KTP-el</a>" not in html
    narrowed = client.get("/kantor/standar/kekurangan/?kurang=standar").content.decode()
    assert "Kartu keluarga" not in narrowed
    book = load_workbook(io.BytesIO(client.get("/kantor/standar/kekurangan/lembar/?kurang=media").content))
    assert [row[1].value for row in book["Kekurangan"].iter_rows(min_row=3)] == ["Kartu keluarga"]
    assert client.get(f"/kantor/standar/cakupan/?instansi={world.bengkalis.slug}").status_code == 404
    assert "2 dari 3 layanan" in client.get("/kantor/standar/cakupan/").content.decode()


def test_pages_ask_the_same_of_few_and_many(
    services: list[Service],
    world: World,
    bureau: Officer,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = sign_in(bureau)
    pages = {"/kantor/standar/": 5, "/kantor/standar/cakupan/": 6, "/kantor/standar/kekurangan/": 6}
    client.get("/kantor/standar/")
    for address, count in pages.items():
        with django_assert_num_queries(count):
            client.get(address)
    for number in range(8):
        published_service(world.bontang, title=f"Layanan {number}")
    for address, count in pages.items():
        with django_assert_num_queries(count):
            client.get(address)


def test_what_pekppp_asks_of_a_unit(services: list[Service], world: World, now: datetime) -> None:
    facts = queries.standard_facts(world.bontang)
    by_title = {row.title: row for row in facts.services}
    assert (len(facts.services), facts.published, facts.pledge_published, facts.media_count) == (3, 2, False, 0)
    assert by_title["Akta kelahiran"].states_all_public
    assert by_title["Akta kelahiran"].in_sippn
    assert by_title["Kartu keluarga"].components == {"requirements", "procedure", "duration", "fee", "product"}
    assert by_title["Perubahan nama"].components == frozenset()
    pledge(world.bontang, world.bontang_head, now)
    assert queries.standard_facts(world.bontang).pledge_published
    assert queries.standard_facts(world.bengkalis_regency).media == frozenset()


def test_the_desk_shows_drafts_and_reviews_that_come_due(
    services: list[Service], world: World, sign_in: SignIn, now: datetime
) -> None:
    head = world.bontang_head
    draft = actions.draft_new_version(service=services[1], actor=head, now=now)
    keys = work.first_due(head, now, 10)
    assert [key.pk for key in keys] == [services[2].standards.get(version=2).pk, draft.pk]
    late = now + timedelta(days=12)
    assert work.rail_counts(head, late) == {"open": 2, "late": 1}
    assert work.rail_counts(world.bengkalis_head, late) == {"open": 0, "late": 0}
    lines = work.lines([key.pk for key in keys], late)
    assert [lines[key.pk].group for key in keys] == ["late", "next"]
    html = sign_in(head).get("/kantor/?jenis=standar").content.decode()
    assert "Kartu keluarga" in html


def test_a_pledge_is_signed_checkable_and_replaced(world: World, now: datetime, client: Client) -> None:
    first = pledge(world.bontang, world.bontang_head, now)
    second = pledge(world.bontang, world.bontang_head, now + timedelta(days=1))
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "published")
    assert Document.objects.get(pk=first.document_id).replaced_by_id == second.document_id
    assert client.get(f"/verifikasi/{second.document.secret}/").status_code == 200
    assert Event.objects.filter(name="pledge.published").count() == 2


def test_a_pledge_without_its_three_statements_is_refused(world: World, now: datetime) -> None:
    with pytest.raises(actions.NotPossible, match="ketiga pernyataan"):
        actions.publish_pledge(
            unit=world.bontang,
            statements=actions.Statements("Kami sanggup.", " ", "Kami menerima sanksi."),
            signer_name="x",
            signer_post="x",
            place="x",
            signed_on=now.date(),
            actor=world.bontang_head,
            now=now,
        )
    for stranger in (world.bengkalis_head, world.bontang_approver):
        with pytest.raises(actions.NotPossible, match="kepala unit"):
            pledge(world.bontang, stranger, now)
    assert not Pledge.objects.exists()


def test_a_pledge_is_withdrawn_with_a_reason(world: World, now: datetime, sign_in: SignIn) -> None:
    row = pledge(world.bontang, world.bontang_head, now)
    address = f"/kantor/standar/maklumat/{world.bontang.slug}/"
    assert sign_in(world.bengkalis_head).post(f"{address}tarik/", {"reason": "x"}).status_code == 404
    with pytest.raises(actions.NotPossible):
        actions.withdraw_pledge(pledge=row, reason="x", actor=world.bengkalis_head, now=now)
    client = sign_in(world.bontang_head)
    assert client.post(f"{address}tarik/", {"reason": "Kepala berganti."}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.withdrawn_reason, row.document.state) == ("withdrawn", "Kepala berganti.", "revoked")
    assert "Kepala berganti." in client.get(address).content.decode()
    statements = {"promise": "Kami sanggup.", "duty": "Kami wajib.", "sanction": "Kami menerima sanksi."}
    signer = {"signer_name": "Contoh", "signer_post": "Kepala", "place": "Bontang", "signed_on": "2026-03-16"}
    assert client.post(address, {**statements, "signer_name": ""}).status_code == 422
    assert client.post(address, {**statements, **signer}).status_code == 302
    assert Pledge.objects.get(state="published").signer_name == "Contoh"


def test_a_draft_keeps_its_place_out_of_the_figures(world: World, now: datetime) -> None:
    service = published_service(world.bontang)
    on_paper(actions.draft_new_version(service=service, actor=world.bontang_head, now=now), world.bontang_head, now)
    assert queries.coverage([world.bontang.path], now.date()).public == 0
    assert Standard.objects.filter(stated="").count() == 1
