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
from melayani.voice.surveys.models import Comment, DayTotal, Response, Score, Trait
from melayani.voice.surveys.tests.factories import ALL_GOOD, KEYS, invited, opened, published, versioned, wished

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
    )


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
