"""What an officer typed by mistake: a period before publication, a line of its plan, an announcement."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.audit.models import Event
from melayani.foundation.people.tests.factories import World, signed_in
from melayani.voice.surveys import actions, queries
from melayani.voice.surveys.models import FollowUp, Period, Publication, Response
from melayani.voice.surveys.tests.factories import ALL_GOOD, counted, period_over, published

pytestmark = pytest.mark.django_db


def opened(world: World, now: Any, *, days: int = 200, minimum: int = 10) -> Period:
    today = now.astimezone(world.bontang.zone).date()
    return actions.open_period(
        actor=world.bontang_head,
        organisation=world.bontang,
        starts_on=today,
        ends_on=today + timedelta(days=days),
        minimum=minimum,
        now=now,
    )


def test_a_period_opened_with_wrong_days_is_corrected_or_taken_away(world: World) -> None:
    now = timezone.now()
    counted(published_service(world.bontang), ALL_GOOD, times=12, now=now)
    period, head = opened(world, now), world.bontang_head
    other = actions.open_period(
        actor=head,
        organisation=world.bontang,
        starts_on=period.ends_on + timedelta(days=1),
        ends_on=period.ends_on + timedelta(days=9),
        now=now,
    )
    given: dict[str, Any] = {"actor": head, "period": period, "minimum": 10, "users": None, "now": now}
    with pytest.raises(actions.PeriodRefused, match="bertumpang tindih"):
        actions.change_period(starts_on=period.starts_on, ends_on=other.starts_on, **given)
    with pytest.raises(actions.PeriodRefused, match="sesudah hari pertama"):
        actions.change_period(starts_on=period.starts_on, ends_on=period.starts_on - timedelta(days=1), **given)
    shorter = period.starts_on + timedelta(days=30)
    actions.change_period(starts_on=period.starts_on, ends_on=shorter, **{**given, "users": 400})
    period.refresh_from_db()
    assert (period.ends_on, period.users) == (shorter, 400)
    for stranger in (world.bontang_processor, world.bengkalis_head):
        with pytest.raises(actions.PeriodRefused, match="kepala unit"):
            actions.change_period(starts_on=shorter, ends_on=shorter, **{**given, "actor": stranger})
        with pytest.raises(actions.PeriodRefused, match="kepala unit"):
            actions.withdraw_period(actor=stranger, period=period, now=now)
    answers, number = Response.objects.count(), str(period.pk)
    actions.withdraw_period(actor=head, period=period, now=now)
    assert (Period.objects.count(), Response.objects.count()) == (1, answers)
    names = Event.objects.filter(subject_kind="survey_period", subject_number=number).order_by("pk")
    assert "survey.period_changed" in names.values_list("name", flat=True)
    with pytest.raises(actions.PeriodRefused):
        actions.withdraw_period(actor=head, period=period, now=now)


def test_a_closed_period_that_asked_too_much_can_still_be_published(world: World) -> None:
    now = timezone.now()
    counted(published_service(world.bontang), ALL_GOOD, times=12, now=now)
    period, office = period_over(world.bontang, now=now, minimum=500), signed_in(Client(), world.bontang_head)
    path = f"/kantor/survei/{world.bontang.slug}/periode/{period.pk}/"
    office.post(f"{path}terbitkan/")
    assert Period.objects.get().state == "closed"
    days = {"starts_on": period.starts_on.isoformat(), "ends_on": period.ends_on.isoformat()}
    moved = {**days, "ends_on": (period.ends_on - timedelta(days=1)).isoformat()}
    assert office.post(f"{path}ubah/", {**moved, "minimum": "10"}).status_code == 422
    assert office.post(f"{path}ubah/", {**days, "minimum": "9"}).status_code == 422
    assert "Ubah atau hapus periode ini" in office.get(path).content.decode()
    office.post(f"{path}ubah/", {**days, "minimum": "10"})
    office.post(f"{path}terbitkan/")
    assert Period.objects.get().state == "published"
    assert "Ubah atau hapus periode ini" not in office.get(path).content.decode()
    office.post(f"{path}hapus/")
    assert Period.objects.get().state == "published"  # published figures never change


def test_a_line_of_the_plan_is_corrected_reopened_and_taken_back_on_its_first_day(world: World) -> None:
    now = timezone.now()
    counted(published_service(world.bontang), ALL_GOOD, times=12, now=now)
    period, head = published(world.bontang, now=now), world.bontang_head
    today = now.astimezone(world.bontang.zone).date()
    line: dict[str, Any] = {"element": "time", "action": "Buka loket", "target": today, "responsible": "Kabid"}
    row = actions.plan_follow_up(actor=head, period=period, now=now, **line)
    office = signed_in(Client(), head)
    base = f"/kantor/survei/{world.bontang.slug}/"
    path = f"{base}rencana/{row.pk}/"
    assert office.post(f"{path}ubah/", {"element": "time"}).status_code == 422
    office.post(f"{path}ubah/", {**line, "target": today.isoformat(), "action": "Buka loket kedua"})
    assert FollowUp.objects.get().action == "Buka loket kedua"
    assert "Buka loket" in Event.objects.get(name="survey.follow_up_changed").data["before"]
    actions.finish_follow_up(actor=head, follow_up=row, done_on=today, evidence="Foto", now=now)
    assert signed_in(Client(), world.bengkalis_head).post(f"{path}buka-lagi/").status_code == 404
    with pytest.raises(actions.FollowUpRefused, match="sudah selesai"):
        actions.withdraw_follow_up(actor=head, follow_up=row, now=now)
    office.post(f"{path}buka-lagi/")
    assert queries.follow_up_score(period, queries.follow_ups_of(period)).done == 0
    assert office.post(f"{path}lain/").status_code == 404
    with pytest.raises(actions.FollowUpRefused, match="hari ditulis"):
        actions.withdraw_follow_up(actor=head, follow_up=row, now=now + timedelta(days=1))
    assert "Hapus, salah ketik" in office.get(f"{base}periode/{period.pk}/").content.decode()
    office.post(f"{path}hapus/")
    assert not FollowUp.objects.exists()


def test_an_announcement_noted_by_mistake_is_taken_back(world: World) -> None:
    now = timezone.now()
    counted(published_service(world.bontang), ALL_GOOD, times=12, now=now)
    period = published(world.bontang, now=now)
    today = now.astimezone(world.bontang.zone).date()
    row = actions.record_publication(
        actor=world.bontang_head, period=period, medium="print", published_on=today, evidence="Papan", now=now
    )
    with pytest.raises(actions.FollowUpRefused, match="kepala unit"):
        actions.withdraw_publication(actor=world.bengkalis_head, publication=row, now=now)
    path = f"/kantor/survei/{world.bontang.slug}/pengumuman/{row.pk}/hapus/"
    assert signed_in(Client(), world.bengkalis_head).post(path).status_code == 404
    signed_in(Client(), world.bontang_head).post(path)
    assert not Publication.objects.exists()
    assert Event.objects.filter(name="survey.announcement_withdrawn").count() == 1
