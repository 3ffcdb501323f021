"""Paper forms by keys: nine and Enter, the next one; incomplete ones apart; one answer per case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from melayani.delivery.catalogue.models import Service
from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.audit.models import Event
from melayani.foundation.people.tests.factories import World, signed_in
from melayani.voice.surveys import actions, queries, rules, versions
from melayani.voice.surveys.instrument import suggested_attributes
from melayani.voice.surveys.keys import BadLine, read_line
from melayani.voice.surveys.models import Comment, DayTotal, MonthTotal, Response, Score, Trait
from melayani.voice.surveys.tests.factories import (
    ALL_GOOD,
    KEYS,
    answered,
    invited,
    opened,
    published,
    versioned,
    wished,
)

NOON = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
TODAY = NOON.date()


def typed(world: World, service: Service, *, line: str = "333333333", number: str = "", days: int = 1) -> bool:
    scores, _ = read_line(line, rules.load_instrument())
    return actions.enter_paper(
        actor=world.bontang_counter,
        organisation=world.bontang,
        service=service,
        day=TODAY - timedelta(days=days),
        scores=scores,
        number=number,
        now=NOON,
    ).is_complete


def test_nine_keys_are_read_in_the_order_shown() -> None:
    form = rules.load_instrument()
    assert read_line("123412341", form)[0] == dict(zip(KEYS, (1, 2, 3, 4, 1, 2, 3, 4, 1), strict=True))
    assert read_line("abcd abcd a", form)[0]["facilities"] == 4
    assert set(KEYS) - set(read_line("3330333-.", form)[0]) == {"fee", "facilities", "complaints"}
    other = versions.build(versions.content_of(wished(order="text")), name="unit-1", comparable=True, reason="")
    assert read_line("333333312", other)[0]["complaints"] == 1  # U8 of the other order


@pytest.mark.parametrize(("line", "why"), [("33333333", "perlu 9"), ("333333335x", "perlu 9"), ("333353333", "ke-5")])
def test_what_cannot_be_read_says_where(line: str, why: str) -> None:
    with pytest.raises(BadLine, match=why):
        read_line(line, rules.load_instrument())


def test_attributes_follow_as_numbers_of_their_lists() -> None:
    about = versions.read_attributes("Jenis kelamin: Laki-laki, Perempuan\nAsal: Kota, Desa", suggested_attributes())
    own = versions.build(versions.content_of(wished(attributes=about)), name="unit-1", comparable=True, reason="")
    assert read_line("333333333 20", own)[1] == {"sex": "P"}
    assert read_line("333333333", own)[1] == {}
    with pytest.raises(BadLine, match="Asal"):
        read_line("333333333 13", own)


@pytest.mark.django_db
def test_an_incomplete_form_is_kept_and_counted_apart(world: World) -> None:
    service = published_service(world.bontang)
    assert typed(world, service)
    assert not typed(world, service, line="330333333")
    actions.close_days(now=NOON)
    forms = DayTotal.objects.get()
    assert (forms.complete, forms.incomplete) == (1, 1)
    spread = queries.spread_of(world.bontang, since=TODAY - timedelta(days=9), until=TODAY)
    assert (spread.complete, spread.incomplete) == (1, 1)
    assert queries.index_of(unit=world.bontang, now=NOON).n == 1
    assert Score.objects.count() == 17


@pytest.mark.django_db
def test_one_case_gives_one_answer_whatever_the_way(world: World) -> None:
    service = published_service(world.bontang)
    invitation = invited(service, now=NOON - timedelta(days=3))
    typed(world, service, number=invitation.reference_number)
    with pytest.raises(actions.TypingRefused, match="satu jawaban"):
        typed(world, service, number=invitation.reference_number)
    with pytest.raises(actions.AlreadyAnswered):
        actions.answer_survey(token=invitation.token, scores=ALL_GOOD, now=NOON)
    with pytest.raises(actions.TypingRefused, match="tidak dikenal"):
        typed(world, service, number="PMH-AAAAAAAA-A")
    elsewhere = invited(published_service(world.bengkalis), now=NOON)
    with pytest.raises(actions.TypingRefused, match="tidak dikenal"):
        typed(world, service, number=elsewhere.reference_number)
    assert Response.objects.count() == 1
    events = Event.objects.filter(name="survey.paper_entered")
    assert invitation.reference_number not in str([event.data for event in events])
    assert {event.subject_number for event in events} == {world.bontang.slug}


@pytest.mark.django_db
def test_days_that_are_published_or_to_come_take_no_form(world: World) -> None:
    service = published_service(world.bontang)
    with pytest.raises(actions.TypingRefused, match="belum tiba"):
        typed(world, service, days=-1)
    with pytest.raises(actions.TypingRefused, match="lima tahun"):
        typed(world, service, days=2000)
    for _ in range(10):
        typed(world, service)
    published(world.bontang, now=NOON)
    with pytest.raises(actions.TypingRefused, match="sudah terbit"):
        typed(world, service)


@pytest.mark.django_db
def test_strangers_type_nothing(world: World) -> None:
    service = published_service(world.bontang)
    with pytest.raises(actions.TypingRefused, match="tidak bertugas"):
        actions.enter_paper(
            actor=world.bengkalis_counter,
            organisation=world.bontang,
            service=service,
            day=TODAY,
            scores=ALL_GOOD,
            now=NOON,
        )
    with pytest.raises(actions.TypingRefused, match="bukan layanan unit ini"):
        typed(world, published_service(world.bengkalis))
    assert not Response.objects.exists()


@pytest.mark.django_db
def test_the_page_types_a_pile_without_a_mouse(client: Client, world: World) -> None:
    signed_in(client, world.bontang_counter)
    service = published_service(world.bontang)
    about = versions.read_attributes("Jenis kelamin: Laki-laki, Perempuan", suggested_attributes())
    now = timezone.now()
    versioned(world.bontang, wished(attributes=about), now=now)
    point = opened(world.bontang, now=now)
    address = f"/kantor/survei/{world.bontang.slug}/kertas/"
    day = now.astimezone(world.bontang.zone).date().isoformat()
    pile = {"service": service.pk, "day": day, "point": point.pk}
    sent = client.post(address, {**pile, "line": "4444444441", "comment": "Kursi kurang"})
    page = client.get(sent["Location"]).content.decode()
    assert "<b>1</b> formulir diketik" in page
    assert f'<option value="{point.pk}" selected>' in page
    assert page.count("autofocus") == 1
    assert "data-once" in page
    row = Response.objects.get()
    assert (row.channel, row.value, row.point_id) == ("paper", 10000, point.pk)
    assert Trait.objects.get().value == "L"
    assert Comment.objects.get().text == "Kursi kurang"
    wrong = client.post(address, {**pile, "line": "44"})
    assert wrong.status_code == 422
    assert "Terbaca 2 tanda" in wrong.content.decode()


@pytest.mark.django_db
def test_the_last_form_is_taken_back_also_out_of_the_totals(world: World) -> None:
    service = published_service(world.bontang)
    invitation = invited(service, now=NOON - timedelta(days=3))
    typed(world, service, line="444444444")
    kept = Response.objects.get().pk
    typed(world, service, line="111111111", number=invitation.reference_number)
    wrong = Response.objects.exclude(pk=kept).get().pk
    actions.close_days(now=NOON)
    given: dict[str, object] = {"organisation": world.bontang, "answer": wrong, "now": NOON}
    with pytest.raises(actions.TypingRefused, match="tidak bertugas"):
        actions.undo_paper(actor=world.bengkalis_counter, **given)  # type: ignore[arg-type]
    number = invitation.reference_number
    actions.undo_paper(actor=world.bontang_counter, number=number, **given)  # type: ignore[arg-type]
    assert [row.pk for row in Response.objects.all()] == [kept]
    assert DayTotal.objects.get().counts["fee"] == [0, 0, 0, 1]
    assert MonthTotal.objects.get(organisation=world.ministry).complete == 1
    assert number not in str([event.data for event in Event.objects.filter(name="survey.paper_undone")])
    with pytest.raises(actions.TypingRefused, match="sudah dibatalkan"):
        actions.undo_paper(actor=world.bontang_counter, **given)  # type: ignore[arg-type]
    typed(world, service, number=number)  # the number may answer again
    actions.undo_paper(actor=world.bontang_counter, **{**given, "answer": kept})  # type: ignore[arg-type]
    assert Response.objects.count() == 1


@pytest.mark.django_db
def test_neither_other_ways_nor_published_days_are_taken_back(world: World) -> None:
    service = published_service(world.bontang)
    answered(service, ALL_GOOD, now=NOON - timedelta(days=1))
    by_link = Response.objects.get().pk
    given: dict[str, object] = {"actor": world.bontang_counter, "organisation": world.bontang, "now": NOON}
    with pytest.raises(actions.TypingRefused, match="sudah dibatalkan"):
        actions.undo_paper(answer=by_link, **given)  # type: ignore[arg-type]
    for _ in range(10):
        typed(world, service)
    published(world.bontang, now=NOON)
    paper = Response.objects.filter(channel="paper").order_by("pk")[0].pk
    with pytest.raises(actions.TypingRefused, match="sudah terbit"):
        actions.undo_paper(answer=paper, **given)  # type: ignore[arg-type]
    assert Response.objects.count() == 11


@pytest.mark.django_db
def test_the_word_or_the_button_takes_back_what_this_browser_typed_last(client: Client, world: World) -> None:
    signed_in(client, world.bontang_counter)
    service = published_service(world.bontang)
    address = f"/kantor/survei/{world.bontang.slug}/kertas/"
    pile = {"service": service.pk, "day": timezone.now().astimezone(world.bontang.zone).date().isoformat(), "point": ""}
    assert "Batalkan yang terakhir" not in client.get(address).content.decode()
    for undo in ({"line": " Batal"}, {"line": "", "batal": "ya"}):
        sent = client.post(address, {**pile, "line": "444444444"})
        page = client.get(sent["Location"]).content.decode()
        assert "Batalkan yang terakhir" in page
        assert Response.objects.count() == 1
        back = client.post(sent["Location"], {**pile, **undo})
        page = client.get(back["Location"]).content.decode()
        assert "dibatalkan" in page
        assert "Ketik jawabannya" in page
        assert f'<option value="{service.pk}" selected>' in page
        assert not Response.objects.exists()
    client.cookies["survei-ketik"] = "palsu"
    again = client.post(address, {**pile, "line": "batal"})
    assert "Tidak ada formulir" in client.get(again["Location"]).content.decode()
