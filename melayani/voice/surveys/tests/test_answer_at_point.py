"""Counters' codes and kiosks: for anybody just served, guarded without knowing who it was."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.audit.models import Event
from melayani.foundation.people.actions import TooMany
from melayani.foundation.people.tests.factories import World, signed_in
from melayani.voice.surveys import actions
from melayani.voice.surveys.models import Invitation, Point, Response
from melayani.voice.surveys.tests.factories import ALL_BEST, ALL_GOOD, KEYS, head_of, opened

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)


def posted(scores: dict[str, int] = ALL_GOOD) -> dict[str, str]:
    return {key: str(score) for key, score in scores.items()}


def test_an_answer_at_a_counter_knows_the_counter_and_nobody(client: Client, world: World) -> None:
    service = published_service(world.bontang)
    point = opened(world.bontang, service=service, now=NOON)
    page = client.get(f"/survei/loket/{point.token}/")
    assert service.title in page.content.decode()
    answer = client.post(f"/survei/loket/{point.token}/", posted())
    assert answer["Location"].endswith("/survei/terima-kasih/")
    row = Response.objects.get()
    assert (row.point, row.channel, row.value, row.organisation) == (point, "qr", 7500, world.bontang)
    assert not Invitation.objects.exists()
    event = Event.objects.get(name="survey.answered")
    assert (event.subject_number, event.person_id) == (service.slug, None)
    cookie = answer.cookies["survei-loket"]
    assert str(row.pk) not in cookie.value
    assert cookie["httponly"]
    assert set(re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cookie.value))  # the day and the counter, signed; no more


def test_one_browser_answers_a_counter_once_a_day(client: Client, world: World) -> None:
    service = published_service(world.bontang)
    first, second = (opened(world.bontang, service=service, name=name, now=NOON) for name in ("Loket 1", "Loket 2"))
    client.post(f"/survei/loket/{first.token}/", posted())
    again = client.post(f"/survei/loket/{first.token}/", posted())
    assert (again.status_code, Response.objects.count()) == (410, 1)
    client.post(f"/survei/loket/{second.token}/", posted())
    client.cookies["survei-loket"] = "1.2026-03-16:forged:signature"
    assert client.get(f"/survei/loket/{first.token}/").status_code == 200
    assert Response.objects.count() == 2


def test_the_counter_has_a_rate_that_knows_no_visitor(world: World) -> None:
    service = published_service(world.bontang)
    point = opened(world.bontang, now=NOON)
    for _ in range(60):
        actions.answer_at_point(point=point, service=service, scores=ALL_BEST, now=NOON)
    with pytest.raises(TooMany):
        actions.answer_at_point(point=point, service=service, scores=ALL_BEST, now=NOON)
    assert Response.objects.count() == 60


def test_the_visitor_chooses_among_the_services_served_here(client: Client, world: World) -> None:
    own, foreign = published_service(world.bontang), published_service(world.bengkalis, title="Layanan Bengkalis")
    point = opened(world.bontang, now=NOON)
    page = client.get(f"/survei/loket/{point.token}/").content.decode()
    assert own.title in page
    assert foreign.title not in page
    assert "Layanan apa" in client.get(f"/survei/loket/{point.token}/?layanan={foreign.slug}").content.decode()
    client.post(f"/survei/loket/{point.token}/?layanan={own.slug}", posted())
    assert Response.objects.get().service_id == own.pk
    with pytest.raises(actions.PointClosed):
        actions.answer_at_point(point=point, service=foreign, scores=ALL_GOOD, now=NOON)


def test_a_closed_code_and_a_code_of_the_other_kind_open_nothing(client: Client, world: World) -> None:
    point = opened(world.bontang, service=published_service(world.bontang), now=NOON)
    assert client.get(f"/survei/kios/{point.token}/").status_code == 404
    assert client.get("/survei/loket/bukan-kode/").status_code == 404
    actions.close_point(actor=head_of(world.bontang), point=point, now=NOON)
    assert client.get(f"/survei/loket/{point.token}/").status_code == 404
    with pytest.raises(actions.PointRefused, match="sudah ditutup"):
        actions.close_point(actor=world.bontang_head, point=point, now=NOON)


def test_an_incomplete_page_says_what_is_missing_and_keeps_nothing(client: Client, world: World) -> None:
    point = opened(world.bontang, service=published_service(world.bontang), now=NOON)
    scores = {key: value for key, value in posted().items() if key != "fee"}
    answer = client.post(f"/survei/loket/{point.token}/", scores)
    assert answer.status_code == 422
    assert "Pilih salah satu jawaban." in answer.content.decode()
    assert not Response.objects.exists()


def test_the_kiosk_goes_question_by_question_and_back_to_the_start(client: Client, world: World) -> None:
    service = published_service(world.bontang)
    point = opened(world.bontang, kind="kiosk", name="Kios depan", now=NOON)
    address = f"/survei/kios/{point.token}/"
    assert service.title in client.get(address).content.decode()
    given = {"layanan": service.slug}
    page = client.post(address, given)
    assert page["Refresh"] == f"60; url={address}"
    for number, key in enumerate(KEYS, start=1):
        assert f"Pertanyaan {number} dari 9" in page.content.decode()
        given[f"j-{key}"] = "4"
        page = client.post(address, given)
    assert page["Location"] == f"{address}?selesai=1"
    thanks = client.get(page["Location"])
    assert thanks["Refresh"] == f"8; url={address}"
    row = Response.objects.get()
    assert (row.channel, row.value, row.point) == ("kiosk", 10000, point)
    assert client.post(address, {"layanan": service.slug, "j-requirements": "2"}).status_code == 200  # the next person


def test_the_kiosk_takes_a_press_back_and_believes_no_score_off_the_scale(client: Client, world: World) -> None:
    service = published_service(world.bontang)
    point = opened(world.bontang, kind="kiosk", service=service, now=NOON)
    address = f"/survei/kios/{point.token}/"
    back = client.post(address, {"j-requirements": "4", "j-procedure": "3", "kembali": "1"}).content.decode()
    assert "Pertanyaan 2 dari 9" in back
    wrong = client.post(address, {f"j-{key}": "5" for key in KEYS}).content.decode()
    assert "Pertanyaan 1 dari 9" in wrong
    assert not Response.objects.exists()


def test_a_get_writes_nothing_and_asks_little(client: Client, world: World) -> None:
    point = opened(world.bontang, service=published_service(world.bontang), now=NOON)
    client.get(f"/survei/loket/{point.token}/")
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/survei/loket/{point.token}/")
    assert len([row for row in captured if "surveys_" in row["sql"]]) == 2
    assert not [row for row in captured if row["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_points_are_opened_by_those_who_publish(client: Client, world: World) -> None:
    signed_in(client, world.bontang_head)
    address = f"/kantor/survei/{world.bontang.slug}/titik/"
    client.post(address, {"kind": "qr", "name": "Loket 7", "shift": "pagi", "service": ""})
    point = Point.objects.get()
    assert str(point) == "Loket 7, pagi"
    assert Event.objects.filter(name="survey.point_opened").count() == 1
    twice = client.post(address, {"kind": "qr", "name": "Loket 7", "shift": "pagi", "service": ""})
    assert (twice.status_code, Point.objects.count()) == (422, 1)
    sheet = client.get(f"{address}{point.pk}/").content.decode()
    assert point.token in sheet
    assert "data:image/svg+xml" in sheet
    for stranger in (world.bontang_processor, world.bengkalis_head):
        with pytest.raises(actions.PointRefused, match="kepala unit"):
            actions.open_point(actor=stranger, organisation=world.bontang, kind="qr", name="Loket 8", now=NOON)
        with pytest.raises(actions.PointRefused, match="kepala unit"):
            actions.close_point(actor=stranger, point=point, now=NOON)
