"""Whether an innovation still runs, and who took it over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from melayani.foundation.people import Role
from melayani.foundation.people.tests.factories import World, officer, signed_in
from melayani.oversight.innovations import actions, queries, rules, states, work
from melayani.oversight.innovations.actions.copying import Takeover
from melayani.oversight.innovations.models import Innovation, Replication
from melayani.oversight.innovations.questions import versions
from melayani.oversight.innovations.tests import factories

TODAY = date(2026, 3, 16)


# --- rules ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("found", "next_check", "health"),
    [
        ("", None, rules.UNCHECKED),
        (rules.RUNNING, TODAY, rules.RUNNING),
        (rules.RUNNING, TODAY - timedelta(days=1), rules.UNKNOWN),
        (rules.CHANGED, TODAY - timedelta(days=1), rules.UNKNOWN),
        (rules.STOPPED, None, rules.STOPPED),
    ],
)
def test_a_missed_look_makes_it_unknown_never_running(found: str, next_check: date | None, health: str) -> None:
    assert rules.health(found=found, next_check=next_check, today=TODAY) == health


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_months_later_is_that_many_months_later(day: date, months: int) -> None:
    later = rules.add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


# --- looks ------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_look_says_when_to_look_again(world: World, now: datetime) -> None:
    row = factories.published(world.bontang, now=now)
    made = actions.check_sustainability(
        actor=world.bontang_head, innovation=row, look=factories.look(users=240), checked_on=date(2026, 3, 10), now=now
    )
    row.refresh_from_db()
    assert (made.next_check, row.found) == (date(2026, 9, 10), rules.RUNNING)
    with pytest.raises(actions.InnovationRefused, match="lebih baru"):
        actions.check_sustainability(
            actor=world.bontang_head, innovation=row, look=factories.look(), checked_on=date(2026, 3, 9), now=now
        )


@pytest.mark.django_db
def test_what_stopped_needs_a_reason_and_no_next_look(world: World, now: datetime) -> None:
    row = factories.published(world.bontang, now=now)
    with pytest.raises(actions.InnovationRefused, match="mengapa berhenti"):
        actions.check_sustainability(
            actor=world.bontang_head,
            innovation=row,
            look=factories.look(rules.STOPPED, reason=""),
            checked_on=TODAY,
            now=now,
        )
    made = actions.check_sustainability(
        actor=world.bontang_head, innovation=row, look=factories.look(rules.STOPPED), checked_on=TODAY, now=now
    )
    assert made.next_check is None
    assert not work.to_check(world.bontang_head, date(2030, 1, 1)).exists()


@pytest.mark.django_db
def test_what_is_due_stands_before_its_keeper_alone(world: World, now: datetime) -> None:
    row = factories.looked_at(world.bontang, now=now)
    assert not work.to_check(world.bontang_head, TODAY).exists()
    assert work.to_check(world.bontang_head, date(2026, 9, 16)).get() == row
    assert not work.to_check(world.bengkalis_head, date(2026, 9, 16)).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("found", [rules.RUNNING, rules.CHANGED, rules.STOPPED])
def test_filter_and_rule_read_the_same_health(world: World, now: datetime, found: str) -> None:
    row = factories.looked_at(world.bontang, now=now, found=found)
    for day in (TODAY, date(2026, 9, 16), date(2026, 9, 17), date(2030, 1, 1)):
        health = rules.health(found=row.found, next_check=row.next_check, today=day)
        for asked in rules.HEALTH:
            assert Innovation.objects.in_health(asked, day).exists() == (asked == health)


@pytest.mark.django_db
def test_a_draft_is_not_looked_at(world: World, now: datetime) -> None:
    row = factories.described(world.bontang, now=now)
    with pytest.raises(actions.InnovationRefused, match="sudah terbit"):
        actions.check_sustainability(
            actor=world.bontang_head, innovation=row, look=factories.look(), checked_on=TODAY, now=now
        )


# --- copies -----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_copy_is_confirmed_by_the_owner_of_the_original(world: World, now: datetime) -> None:
    row = factories.published(world.bontang, now=now)
    takeover = Takeover(since=date(2026, 2, 2), is_adapted=True, adaptation="Dengan perahu")
    copy = actions.replicate(
        actor=world.bengkalis_head, original=row, organisation=world.bengkalis, takeover=takeover, now=now
    )
    assert (copy.original, copy.state, copy.title) == (row, states.DRAFT, row.title)
    with pytest.raises(actions.InnovationRefused, match="sudah mereplikasi"):
        actions.replicate(
            actor=world.bengkalis_head, original=row, organisation=world.bengkalis, takeover=takeover, now=now
        )
    assert Innovation.objects.count() == 2  # the refused one left nothing behind
    replica = Replication.objects.get()
    with pytest.raises(actions.InnovationRefused, match="berwenang"):
        actions.confirm_replication(actor=world.bengkalis_head, replication=replica, now=now)
    assert not queries.innovation_view(row, TODAY).confirmed
    actions.confirm_replication(actor=world.bontang_head, replication=replica, now=now)
    assert [one.where for one in queries.innovation_view(row, TODAY).confirmed] == [str(world.bengkalis)]
    with pytest.raises(actions.InnovationRefused, match="sudah dijawab"):
        actions.decline_replication(actor=world.bontang_head, replication=replica, reason="Tidak", now=now)


@pytest.mark.django_db
def test_nobody_copies_the_own_or_an_unpublished_one(world: World, now: datetime) -> None:
    told: dict[str, Any] = {
        "actor": world.bontang_head,
        "organisation": world.bontang,
        "takeover": Takeover(),
        "now": now,
    }
    with pytest.raises(actions.InnovationRefused, match="milik tempat itu sendiri"):
        actions.replicate(original=factories.published(world.bontang, now=now), **told)
    hidden = factories.submitted(world.bengkalis, now=now)
    with pytest.raises(actions.InnovationRefused, match="yang terbit"):
        actions.replicate(original=hidden, **told)


# --- pages ------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_from_the_library_to_a_copy_that_is_acknowledged(world: World) -> None:
    now = timezone.now()
    row = factories.looked_at(world.bontang, now=now)
    reader = Client()
    page = reader.get(f"/inovasi/{row.slug}/").content.decode()
    assert "Masih berjalan" in page
    assert "Belum ada tempat lain" in page
    copier = signed_in(Client(), world.bengkalis_head)
    wrong = copier.post(
        f"/kantor/inovasi/{row.slug}/replikasi/", {"organisation": world.bengkalis.slug, "is_adapted": "on"}
    )
    assert wrong.status_code == 422
    assert "apa yang disesuaikan" in wrong.content.decode()
    begun = copier.post(f"/kantor/inovasi/{row.slug}/replikasi/", {"organisation": world.bengkalis.slug})
    assert begun["Location"].startswith("/kantor/inovasi/antar-dokumen-ke-desa-disdukcapil-bengkalis")
    owner = signed_in(Client(), world.bontang_head)
    assert "Replikasi menunggu pengakuan" in owner.get("/kantor/inovasi/").content.decode()
    replica = Replication.objects.get()
    assert copier.post(f"/kantor/inovasi/{row.slug}/peniru/{replica.pk}/akui/").status_code == 404
    owner.post(f"/kantor/inovasi/{row.slug}/peniru/{replica.pk}/akui/")
    assert str(world.bengkalis) in reader.get(f"/inovasi/{row.slug}/").content.decode()
    assert "Ditiru 1 tempat" in reader.get("/inovasi/").content.decode()
    assert "Copied by 1 place" in reader.get("/en/inovasi/").content.decode()


@pytest.mark.django_db
def test_a_look_by_page_and_a_place_outside(world: World) -> None:
    row = factories.published(world.bontang, now=timezone.now())
    client = signed_in(Client(), world.bontang_head)
    sent = {"found": "stopped", "checked_on": timezone.localdate().isoformat(), "owner": "Bidang", "evidence": "Surat"}
    wrong = client.post(f"/kantor/inovasi/{row.slug}/pantau/", sent)
    assert wrong.status_code == 422
    assert "mengapa berhenti" in wrong.content.decode()
    client.post(f"/kantor/inovasi/{row.slug}/pantau/", {**sent, "reason": "politics"})
    assert "Sudah berhenti" in Client().get(f"/inovasi/{row.slug}/").content.decode()
    client.post(f"/kantor/inovasi/{row.slug}/peniru/", {"place": "Kabupaten Contoh", "since": "2024-01-02"})
    assert "Kabupaten Contoh" in Client().get(f"/inovasi/{row.slug}/").content.decode()


@pytest.mark.django_db
def test_the_overview_counts_each_innovation_once(world: World) -> None:
    now = timezone.now()
    row = factories.looked_at(world.bontang, now=now)
    factories.published(world.bontang, now=now, title="Lain")
    for place in ("Kabupaten A", "Kabupaten B"):
        actions.note_replication(actor=world.bontang_head, original=row, place=place, takeover=Takeover(), now=now)
    bureau = signed_in(Client(), officer(Role.BUREAU, world.bontang_city, name="Biro"))
    line = next(
        one for one in queries.agency_lines([world.bontang], timezone.localdate()) if one.organisation == world.bontang
    )
    assert (line.published, line.running, line.to_check, line.stopped, line.replicated) == (2, 1, 1, 0, 2)
    assert str(world.bontang) in bureau.get("/kantor/inovasi/ringkasan/").content.decode()
    book = load_workbook(BytesIO(bureau.get("/kantor/inovasi/ringkasan/lembar/").content))
    assert [cell.value for cell in book["Per instansi"][2]] == [str(world.bontang), 2, 1, 1, 0, 2]
    assert {one.value for one in book["Catatan"]["A"][1:]} == {factories.TITLE, "Lain"}


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["?q=%00", "?wilayah=x'", "?keadaan=lain", "?page=999", "?tahap=creation&q=desa"])
def test_odd_questions_to_the_library_get_a_page(world: World, now: datetime, asked: str) -> None:
    factories.published(world.bontang, now=now)
    assert Client().get(f"/inovasi/{asked}").status_code == 200


@pytest.mark.django_db
def test_words_find_what_begins_with_them(world: World, now: datetime) -> None:
    factories.published(world.bontang, now=now)
    found = queries.library(queries.Filters(words="dokum desa"), TODAY)
    assert found.count() == 1
    assert not queries.library(queries.Filters(words="kapal"), TODAY).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "most"), [("/inovasi/", 6), ("/kantor/inovasi/", 14)])
def test_lists_take_the_same_queries_with_many_rows(
    world: World, django_assert_max_num_queries: Callable[..., object], address: str, most: int
) -> None:
    client = signed_in(Client(), world.bontang_head) if "kantor" in address else Client()
    for number in range(9):
        factories.published(world.bontang, now=timezone.now(), title=f"Inovasi {number}")
    with django_assert_max_num_queries(most):  # type: ignore[attr-defined]
        assert client.get(address).status_code == 200


@pytest.mark.django_db
def test_one_page_takes_a_bounded_number_of_queries(
    world: World, now: datetime, django_assert_max_num_queries: Callable[..., object]
) -> None:
    row = factories.looked_at(world.bontang, now=now)
    with django_assert_max_num_queries(10):  # type: ignore[attr-defined]
        assert Client().get(f"/inovasi/{row.slug}/").status_code == 200


@pytest.mark.django_db
def test_what_waits_stands_on_the_general_desk_of_those_it_concerns(world: World, now: datetime) -> None:
    factories.submitted(world.bontang, now=now, title="Menunggu biro")
    row = factories.looked_at(world.bontang, now=now)
    bureau = officer(Role.BUREAU, world.bontang_city, name="Biro")
    assert work.counts(bureau, now) == {"open": 1, "late": 0}
    assert work.counts(world.bontang_head, now) == {"open": 0, "late": 0}
    assert work.counts(world.bengkalis_head, now) == {"open": 0, "late": 0}
    later = datetime(2026, 9, 17, 9, 0, tzinfo=world.bontang.zone)
    assert work.counts(world.bontang_head, later) == {"open": 1, "late": 1}
    keys = work.first_due(world.bontang_head, 5, later)
    assert [key.pk for key in keys] == [row.pk]
    line = work.lines([key.pk for key in keys], later)[row.pk]
    assert (line.what, line.words, line.group) == (row.title, "Waktunya dipantau", "late")
    sent = work.first_due(bureau, 5, now)
    assert [line.words for line in work.lines([key.pk for key in sent], now).values()] == ["Periksa sebelum terbit"]


@pytest.mark.django_db
def test_a_legal_basis_has_words_and_a_state_or_neither(world: World, now: datetime) -> None:
    row = factories.draft(world.bontang, now=now)
    for over, field in (
        ({"legal_state": "", "legal_basis": "SK 1"}, "legal_state"),
        ({"legal_basis": ""}, "legal_basis"),
    ):
        with pytest.raises(actions.InnovationRefused) as refused:
            actions.describe_innovation(
                actor=world.bontang_head, innovation=row, given=factories.description(**over), now=now
            )
        assert refused.value.field == field


def test_the_questions_are_asked_in_the_readers_language(world: World, client: Client, now: datetime) -> None:
    row = factories.published(world.bontang, now=now)
    assert "Latar belakang dan tujuan" in client.get(f"/inovasi/{row.slug}/").content.decode()
    english = client.get(f"/en/inovasi/{row.slug}/").content.decode()
    assert "Background and aim" in english
    assert "Latar belakang dan tujuan" not in english


def test_every_question_has_english_words_and_every_goal_a_name(world: World, now: datetime) -> None:
    assert [one.key for version in versions() for one in version.questions if not one.label_en] == []
    row = factories.draft(world.bontang, now=now)
    page = signed_in(Client(), world.bontang_head).get(f"/kantor/inovasi/{row.slug}/ubah/").content.decode()
    assert "4. Pendidikan berkualitas" in page
    assert "17. Kemitraan untuk mencapai tujuan" in page
