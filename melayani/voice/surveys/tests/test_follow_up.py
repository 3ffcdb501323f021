"""The plan that follows, announcements, and what everybody sees of a published period."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.audit.models import Event
from melayani.foundation.people.tests.factories import World, signed_in
from melayani.voice.surveys import actions, queries, rules
from melayani.voice.surveys.models import FollowUp, Period, Publication
from melayani.voice.surveys.tests.factories import ALL_BEST, ALL_GOOD, counted, period_over, published

NOON = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
TODAY = NOON.date()
REPORT = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("done", "planned", "mark"), [(0, 0, 0), (0, 3, 1), (2, 7, 2), (3, 10, 3), (8, 10, 3), (9, 10, 4), (10, 10, 5)]
)
def test_the_percent_is_marked_as_pekppp_does(done: int, planned: int, mark: int) -> None:
    days = [REPORT] * done + [None] * (planned - done)
    assert rules.follow_up_score(reported_on=REPORT, done_on=days).percent_mark == mark


@pytest.mark.parametrize(
    ("last", "months", "mark"),
    [
        (date(2026, 2, 28), 1, 5),
        (date(2026, 3, 1), 2, 4),
        (date(2026, 4, 30), 3, 4),
        (date(2026, 7, 31), 6, 3),
        (date(2026, 10, 31), 9, 2),
        (date(2027, 1, 31), 12, 1),
        (date(2027, 2, 1), 13, 0),
    ],
)
def test_the_speed_is_marked_by_months_until_all_is_done(last: date, months: int, mark: int) -> None:
    score = rules.follow_up_score(reported_on=REPORT, done_on=[REPORT, last])
    assert (score.months, score.speed_mark) == (months, mark)
    still = rules.follow_up_score(reported_on=REPORT, done_on=[last, None])
    assert (still.months, still.speed_mark) == (None, 0)


def published_one(world: World, now: datetime = NOON) -> Period:
    counted(published_service(world.bontang), {**ALL_BEST, "time": 2}, times=12, now=now, comment="Lama")
    return published(world.bontang, now=now)


@pytest.mark.django_db
def test_a_line_is_planned_done_and_counted(world: World) -> None:
    period = published_one(world)
    given: dict[str, Any] = {"actor": world.bontang_head, "now": NOON}
    line = actions.plan_follow_up(
        period=period, element="time", action="Buka loket kedua", target=TODAY, responsible="Kepala Bidang", **given
    )
    with pytest.raises(actions.FollowUpRefused, match="bukti"):
        actions.finish_follow_up(follow_up=line, done_on=TODAY, evidence=" ", **given)
    with pytest.raises(actions.FollowUpRefused, match="di antara"):
        actions.finish_follow_up(follow_up=line, done_on=TODAY + timedelta(days=1), evidence="Foto", **given)
    actions.finish_follow_up(follow_up=line, done_on=TODAY, evidence="Foto di papan", **given)
    with pytest.raises(actions.FollowUpRefused, match="sudah selesai"):
        actions.finish_follow_up(follow_up=line, done_on=TODAY, evidence="Foto", **given)
    score = queries.follow_up_score(period, queries.follow_ups_of(period))
    assert (score.percent, score.percent_mark, score.speed_mark) == (100, 5, 5)
    names = list(Event.objects.filter(subject_kind="survey_period").order_by("pk").values_list("name", flat=True))
    assert names[-2:] == ["survey.follow_up_planned", "survey.follow_up_done"]


@pytest.mark.django_db
def test_only_those_who_publish_and_only_published_periods(world: World) -> None:
    counted(published_service(world.bontang), ALL_GOOD, times=12, now=NOON)
    closed = period_over(world.bontang, now=NOON)
    line: dict[str, Any] = {"element": "time", "action": "A", "target": TODAY, "responsible": "B", "now": NOON}
    with pytest.raises(actions.FollowUpRefused, match="Terbitkan dulu"):
        actions.plan_follow_up(actor=world.bontang_head, period=closed, **line)
    period = actions.publish_period(actor=world.bontang_head, period=closed, now=NOON)
    for stranger in (world.bontang_processor, world.bengkalis_head):
        with pytest.raises(actions.FollowUpRefused, match="kepala unit"):
            actions.plan_follow_up(actor=stranger, period=period, **line)
        with pytest.raises(actions.FollowUpRefused, match="kepala unit"):
            actions.record_publication(
                actor=stranger, period=period, medium="website", published_on=TODAY, evidence="x", now=NOON
            )
    with pytest.raises(actions.FollowUpRefused, match="tidak dikenal"):
        actions.plan_follow_up(actor=world.bontang_head, period=period, **{**line, "element": "speed"})
    with pytest.raises(actions.FollowUpRefused, match="Target"):
        actions.plan_follow_up(actor=world.bontang_head, period=period, **{**line, "target": TODAY - timedelta(days=1)})


@pytest.mark.django_db
def test_announcements_have_medium_day_and_evidence(world: World) -> None:
    period = published_one(world)
    given: dict[str, Any] = {"actor": world.bontang_head, "period": period, "evidence": "Papan di lobi", "now": NOON}
    actions.record_publication(medium="print", published_on=TODAY, **given)
    with pytest.raises(actions.FollowUpRefused, match="sudah dicatat"):
        actions.record_publication(medium="print", published_on=TODAY, **given)
    with pytest.raises(actions.FollowUpRefused, match="Media"):
        actions.record_publication(medium="radio", published_on=TODAY, **given)
    with pytest.raises(actions.FollowUpRefused, match="di antara"):
        actions.record_publication(medium="website", published_on=TODAY - timedelta(days=9), **given)
    assert Publication.objects.get().medium == "print"


@pytest.mark.django_db
def test_the_officer_plans_and_everybody_sees_it(client: Client, world: World) -> None:
    now = timezone.now()
    period = published_one(world, now)
    today = now.astimezone(world.bontang.zone).date().isoformat()
    signed_in(client, world.bontang_head)
    office = f"/kantor/survei/{world.bontang.slug}/periode/{period.pk}/"
    client.post(
        f"{office}rencana/",
        {"element": "time", "action": "Buka loket kedua", "target": today, "responsible": "Kepala Bidang"},
    )
    line = FollowUp.objects.get()
    client.post(f"{office}umumkan/", {"medium": "print", "published_on": today, "evidence": "Papan di lobi"})
    wrong = client.post(f"{office}rencana/", {"element": "time"})
    assert (wrong.status_code, FollowUp.objects.count()) == (422, 1)
    client.post(
        f"/kantor/survei/{world.bontang.slug}/rencana/{line.pk}/selesai/", {"done_on": today, "evidence": "Foto papan"}
    )
    page = client.get(office).content.decode()
    assert "Nilai PEKPPP: persentase 5, kecepatan 5" in page
    public = Client().get(f"/survei/hasil/{world.bontang.slug}/{period.pk}/").content.decode()
    for words in ("Buka loket kedua", "Foto papan", "Papan di lobi", "Selesai 1 dari 1 rencana (100 %)"):
        assert words in public
    assert "Lama" not in public  # comments are not public
    wall = Client().get(f"/survei/hasil/{world.bontang.slug}/{period.pk}/lembar/").content.decode()
    assert "94,44" in wall
    assert Client().get(f"/en/survei/hasil/{world.bontang.slug}/{period.pk}/").status_code == 200


@pytest.mark.django_db
def test_what_is_not_published_is_not_there(client: Client, world: World) -> None:
    counted(published_service(world.bontang), ALL_GOOD, times=12, now=NOON)
    closed = period_over(world.bontang, now=NOON)
    for page in ("", "lembar/", "laporan.pdf", "hitungan.xlsx"):
        assert client.get(f"/survei/hasil/{world.bontang.slug}/{closed.pk}/{page}").status_code == 404
    badge = client.get(f"/survei/lencana/{world.bontang.slug}.svg")
    assert "belum terbit" in badge.content.decode()
    assert badge["Content-Type"] == "image/svg+xml"
    assert client.get("/survei/lencana/tidak-ada.svg").status_code == 404


@pytest.mark.django_db
def test_the_badge_says_in_words_what_it_shows(client: Client, world: World) -> None:
    published_one(world)
    badge = client.get(f"/survei/lencana/{world.bontang.slug}.svg").content.decode()
    assert "<title>Indeks kepuasan masyarakat 94,44 A (Sangat baik), 12 jawaban" in badge


@pytest.mark.django_db
def test_a_sample_that_is_too_small_is_said_not_hidden(client: Client, world: World) -> None:
    counted(published_service(world.bontang), ALL_GOOD, times=12, now=NOON)
    period = period_over(world.bontang, now=NOON)
    Period.objects.filter(pk=period.pk).update(users=400)
    period.refresh_from_db()
    actions.publish_period(actor=world.bontang_head, period=period, now=NOON)
    public = client.get(f"/survei/hasil/{world.bontang.slug}/{period.pk}/").content.decode()
    assert "Jawaban kurang 184 dari 196 yang diperlukan untuk 400 pengguna" in public
    assert "75,00" in public
