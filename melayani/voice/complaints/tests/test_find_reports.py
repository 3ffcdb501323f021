"""The public list, search, map and like reports: only what is published, newest first, bounded, by index."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from melayani.foundation.audit import react_to_news
from melayani.voice.complaints import actions, queries, rules, search
from melayani.voice.complaints.models import Category, Complaint, PublicWord
from melayani.voice.complaints.queries import Box, Filters
from melayani.voice.complaints.tests import factories
from melayani.voice.complaints.tests.factories import Town

pytestmark = pytest.mark.django_db


def titles(page: queries.PublicPage) -> list[str]:
    return [row.title for row in page.rows]


def test_pages_follow_one_another_without_gap_and_repeat(town: Town, now: datetime) -> None:
    factories.many_published(town, 7, now=now)
    Complaint.objects.filter(public_title__endswith="3").update(published_at=now - timedelta(minutes=4))  # a tie
    seen: list[str] = []
    after = ""
    for _ in range(4):
        page = queries.public_list(Filters(), after, limit=2)
        seen += titles(page)
        after = page.after
    assert after == ""
    assert sorted(seen) == [f"Jalan berlubang {place}" for place in range(7)]
    assert seen[:3] == ["Jalan berlubang 0", "Jalan berlubang 1", "Jalan berlubang 2"]


@given(mark=st.text(max_size=60))
def test_a_forged_mark_begins_at_the_newest(mark: str) -> None:
    assert queries._read_mark(mark) is None or "~" in mark


def test_a_report_names_its_category_in_the_readers_language(town: Town, now: datetime, client: Client) -> None:
    factories.many_published(town, 1, now=now, words="Lubang", category=factories.road_category())
    row = Complaint.objects.get()
    indonesian = client.get(f"/pengaduan/lihat/{row.number}/").content.decode()
    assert "Jalan rusak" in indonesian
    english = client.get(f"/en/pengaduan/lihat/{row.number}/").content.decode()
    assert "Damaged road" in english
    assert "Jalan rusak" not in english


def test_filters_narrow(town: Town, now: datetime) -> None:
    city, district = factories.regions()
    category = factories.road_category()
    factories.many_published(town, 2, now=now, words="Jalan", category=category, region=district)
    factories.many_published(town, 3, now=now, words="Antrean panjang", organisation=town.works)
    for filters, count in (
        (Filters(category=category), 2),
        (Filters(region=city.code), 2),
        (Filters(region="11"), 0),
        (Filters(organisation=town.works), 3),
        (Filters(organisation=town.city), 5),
        (Filters(kind=rules.ASPIRATION), 0),
        (Filters(states=("verified",)), 5),
        (Filters(states=("closed",)), 0),
    ):
        assert len(queries.public_list(filters).rows) == count


def test_a_search_finds_all_words_without_regard_to_case_and_signs(town: Town, now: datetime) -> None:
    factories.many_published(town, 3, now=now, words="Jalan berlubang")
    factories.many_published(town, 2, now=now, words="Lampu jalan mati")
    for q, count in (
        ("JALAN", 5),
        ("jalan, LAMPU!", 2),
        ("lampu berlubang", 0),
        ("tidak-ada-kata-itu", 0),
        ("yang di", 0),  # common words alone say nothing
        ("lubang", 0),  # the middle of a word is not looked for
    ):
        assert len(queries.public_list(Filters(q=q)).rows) == count, q


def test_a_search_finds_words_by_their_beginning(town: Town, now: datetime) -> None:
    factories.many_published(town, 2, now=now, words="Jalanan berlubang")
    factories.many_published(town, 1, now=now - timedelta(hours=1), words="Jalan retak")
    factories.many_published(town, 1, now=now - timedelta(hours=2), words="Lampu jalan mati berhari-hari")
    for q, count in (
        ("jalan", 4),  # the word itself and longer ones, newest first
        ("jalanan", 2),
        ("jala berl", 2),
        ("berh jalan", 1),
        ("jal", 0),  # three letters begin too many words
        ("jalanz", 0),
    ):
        found = queries.public_list(Filters(q=q)).rows
        assert len(found) == count, q
        assert [row.published_at for row in found] == sorted((row.published_at for row in found), reverse=True)


def test_pages_of_a_search_follow_one_another_over_several_words(
    town: Town, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, words in enumerate(("Jalan rusak", "Jalanan rusak", "Jalannya rusak", "Jalan gelap")):
        factories.many_published(town, 4, now=now - timedelta(minutes=2 * place), words=words)
    monkeypatch.setattr(search, "LEAST", 2)
    monkeypatch.setattr(queries, "AT_FIRST", 3)
    whole = titles(queries.public_list(Filters(q="jalan rusak"), limit=100))
    assert len(whole) == 12
    seen: list[str] = []
    after = ""
    for _ in range(6):
        page = queries.public_list(Filters(q="jalan rusak"), after, limit=2)
        seen += titles(page)
        after = page.after
    assert seen == whole
    assert after == ""


def test_a_search_stops_and_goes_on_where_words_seldom_meet(
    town: Town, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is hidden by the bound: what lies behind it is on the next page."""
    monkeypatch.setattr(queries, "AT_FIRST", 2)
    monkeypatch.setattr(queries, "SEARCH_DEPTH", 3)
    monkeypatch.setattr(search, "LEAST", 1)
    factories.many_published(town, 9, now=now, words="Jalan gelap")
    factories.many_published(town, 1, now=now - timedelta(days=1), words="Jalan rusak")
    factories.many_published(town, 30, now=now - timedelta(days=2), words="Atap rusak")
    first = queries.public_list(Filters(q="jalan rusak"))
    assert first.rows == []
    assert first.after
    second = queries.public_list(Filters(q="jalan rusak"), first.after)
    assert titles(second) == ["Jalan rusak 0"]


def test_only_so_many_words_with_one_beginning_are_looked_at(
    town: Town, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "GOES_ON", "word IS NOT NULL AND step < 2")
    for place, word in enumerate(("jalanan", "jalannya", "jalanku")):
        factories.many_published(town, 1, now=now - timedelta(hours=place), words=word.capitalize())
    assert search.read("jalan").meant == ["jalanan", "jalanku"]


def test_words_come_and_go_with_publication(town: Town, now: datetime) -> None:
    row = factories.published(town, now=now, title="Jembatan gantung retak")
    assert not queries.public_list(Filters(q="jembatan")).rows
    react_to_news(now)
    assert [one.number for one in queries.public_list(Filters(q="jembatan")).rows] == [row.number]
    actions.redact(actor=town.registry_liaison, complaint=row, title="Penyeberangan retak", text="Retak.", now=now)
    react_to_news(now)
    assert not queries.public_list(Filters(q="jembatan")).rows
    assert queries.public_list(Filters(q="penyeberangan")).rows
    actions.withhold(actor=town.registry_liaison, complaint=row, reason="Ada nama orang.", now=now)
    assert not queries.public_list(Filters()).rows
    react_to_news(now)
    assert not PublicWord.objects.exists()


def test_a_category_that_is_hidden_later_takes_its_reports_along(town: Town, now: datetime) -> None:
    category = factories.road_category()
    factories.many_published(town, 2, now=now, category=category)
    Category.objects.update(listed=False)
    assert not queries.public_list(Filters()).rows


def test_only_what_is_published_has_a_public_moment_or_place(town: Town, now: datetime) -> None:
    """Lists and map ask for one of the two alone, because the database lets nothing else have them."""
    row = factories.filed(town, now=now)
    for column, value in (("published_at", now), ("public_latitude", 1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Complaint.objects.filter(pk=row.pk).update(**{column: value})


def test_the_map_shows_the_newest_500_with_a_rounded_place(town: Town, now: datetime) -> None:
    place: dict[str, Any] = {"latitude": Decimal("0.132456"), "longitude": Decimal("117.487654")}
    row = factories.published(town, now=now, **place)
    factories.published(town, now=now, email="lain@contoh.id", text="Air mati di perumahan kami sejak kemarin.")
    (shown,) = queries.public_map(Filters())
    assert (shown.number, shown.latitude, shown.longitude) == (row.number, Decimal("0.132"), Decimal("117.488"))
    inside = Box(Decimal("0"), Decimal("117"), Decimal("1"), Decimal("118"))
    outside = Box(Decimal("-7"), Decimal("106"), Decimal("-6"), Decimal("107"))
    assert [len(queries.public_map(Filters(), box)) for box in (inside, outside)] == [1, 0]


def test_like_reports_are_found_by_place_words_and_category(town: Town, now: datetime) -> None:
    near = factories.published(town, now=now, **factories.near_school())
    far: dict[str, Any] = {"latitude": Decimal("-6.2"), "longitude": Decimal("106.8")}
    text = "Antrean loket tiga jam dan kursi tunggu hanya lima buah saja."
    factories.published(town, now=now, email="jauh@contoh.id", text=text, title="Antrean loket lama", **far)
    react_to_news(now)
    found = queries.similar("Ada lubang besar di jalan depan sekolah, motor jatuh", **factories.near_school(), now=now)
    assert [one.number for one in found] == [near.number]
    assert found[0].distance is not None
    assert found[0].distance < 120
    by_words = queries.similar("antrean di loket sampai tiga jam, kursi kurang", now=now)
    assert [one.title for one in by_words] == ["Antrean loket lama"]
    assert queries.similar("Beasiswa belum cair", now=now) == []
    assert queries.similar("Antrean loket lama tiga jam kursi", now=now + queries.LIKE_FOR + timedelta(days=1)) == []


def test_secret_and_guarded_reports_are_never_like_anything(town: Town, now: datetime) -> None:
    factories.secret(town, now=now, **factories.near_school())
    factories.oversight(town, now=now, email="dua@contoh.id", **factories.near_school())
    react_to_news(now)
    assert queries.similar(factories.STORY, **factories.near_school(), now=now) == []


def test_reads_cost_the_same_with_few_and_many(town: Town, now: datetime) -> None:
    costs = []
    for place in range(2):
        moment = now - timedelta(hours=place)
        factories.many_published(town, 3 + 40 * place, now=moment, public_latitude=1, public_longitude=117)
        with CaptureQueriesContext(connection) as seen:
            queries.public_list(Filters(q="jalan berlubang"))
            queries.public_map(Filters(q="jalan"))
            queries.similar("jalan berlubang", **factories.near_school(), now=now)
        costs.append(len(seen))
    assert costs[0] == costs[1]
    assert costs[0] <= 12


@pytest.mark.parametrize("text", ["", " ", "\x00", "%%%", "a b c", "x" * 3000])
def test_any_search_is_answered(town: Town, now: datetime, text: str) -> None:
    assert queries.public_list(Filters(q=text)).rows == []
