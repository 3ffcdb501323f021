"""Open, close and publish a period: frozen figures, enough answers, the right people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.audit.models import Event
from melayani.foundation.people.actors import Officer
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.voice.surveys import actions, queries, states
from melayani.voice.surveys.models import DayTotal, Period
from melayani.voice.surveys.tests.factories import ALL_BEST, ALL_GOOD, answered, counted, period_over, published

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
TODAY = NOON.date()
SignIn = Callable[[Officer], Client]


def test_published_figures_are_frozen_against_later_counts(world: World) -> None:
    service = published_service(world.bontang)
    counted(service, ALL_GOOD, now=NOON)
    period = published(world.bontang, now=NOON)
    DayTotal.objects.all().delete()
    counted(service, ALL_BEST, now=NOON)
    for figures in (queries.index_of(period=period), queries.index_of(period=period, service=service)):
        assert isinstance(figures, queries.IndexResult)
        assert (figures.n, figures.index, figures.grade) == (12, Decimal("75.00"), "C")
        assert (figures.published, figures.provisional) == (True, False)
        assert [element.name for element in figures.elements][0] == "Persyaratan"
    assert queries.index_of(period=period, service=-1).n == 0
    assert queries.latest_published(world.bontang) == period
    assert queries.find_period(world.bontang, period.starts_on, period.ends_on) == period
    assert queries.published_periods() == [period]
    assert queries.published_periods(unit=world.bengkalis) == []
    event = Event.objects.get(name="survey.period_published")
    assert (event.data["index"], event.data["n"], event.organisation) == ("75.00", 12, world.bontang)


def test_fewer_answers_than_ten_or_the_minimum_are_not_published(world: World) -> None:
    counted(published_service(world.bontang), ALL_GOOD, times=9, now=NOON)
    head = officer(Role.HEAD, world.bontang, name="Kepala")
    few = period_over(world.bontang, now=NOON)
    with pytest.raises(actions.PeriodRefused, match="Baru 9 jawaban"):
        actions.publish_period(actor=head, period=few, now=NOON)
    counted(published_service(world.bengkalis), ALL_GOOD, times=12, now=NOON)
    high = period_over(world.bengkalis, now=NOON, minimum=30)
    other = officer(Role.HEAD, world.bengkalis, name="Kepala lain")
    with pytest.raises(actions.PeriodRefused, match="paling sedikit 30"):
        actions.publish_period(actor=other, period=high, now=NOON)
    assert not Period.objects.published().exists()


def test_a_minimum_below_ten_cannot_even_be_stored(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.create(organisation=world.bontang, starts_on=TODAY, ends_on=TODAY, minimum=1)


def test_a_service_with_few_answers_is_named_without_figures(world: World) -> None:
    counted(published_service(world.bontang), ALL_GOOD, times=12, now=NOON)
    few = published_service(world.bontang, title="Akta kelahiran")
    counted(few, ALL_BEST, times=3, now=NOON)
    period = published(world.bontang, now=NOON)
    assert queries.index_of(period=period).n == 15
    assert queries.index_of(period=period, service=few) == queries.TooFew(
        n=3, since=period.starts_on, until=period.ends_on
    )


def test_a_running_or_published_period_is_not_published_again(world: World) -> None:
    counted(published_service(world.bontang), ALL_GOOD, now=NOON)
    head = officer(Role.HEAD, world.bontang, name="Kepala")
    running = actions.open_period(
        actor=head, organisation=world.bontang, starts_on=TODAY - timedelta(days=30), ends_on=TODAY, now=NOON
    )
    assert actions.close_periods(now=NOON) == 0
    with pytest.raises(actions.PeriodRefused, match="berjalan"):
        actions.publish_period(actor=head, period=running, now=NOON)
    actions.close_periods(now=NOON + timedelta(days=1))
    actions.publish_period(actor=head, period=running, now=NOON + timedelta(days=1))
    with pytest.raises(actions.PeriodRefused, match="terbit"):
        actions.publish_period(actor=head, period=running, now=NOON + timedelta(days=2))
    assert Event.objects.filter(name="survey.period_published").count() == 1


def test_a_period_waits_until_its_last_day_is_counted(world: World) -> None:
    service = published_service(world.bontang)
    head = officer(Role.HEAD, world.bontang, name="Kepala")
    actions.open_period(actor=head, organisation=world.bontang, starts_on=TODAY, ends_on=TODAY, now=NOON)
    answered(service, ALL_GOOD, now=NOON)
    tomorrow = NOON + timedelta(days=1)
    assert actions.close_periods(now=tomorrow) == 0
    actions.close_days(now=tomorrow)
    assert actions.close_periods(now=tomorrow) == 1
    assert actions.close_periods(now=tomorrow) == 0


@pytest.mark.parametrize(
    ("starts", "ends", "minimum", "why"),
    [
        (0, -1, 10, "sesudah hari pertama"),
        (-20, -10, 10, "sudah lewat"),
        (0, 400, 10, "satu tahun"),
        (-400, 1, 10, "satu tahun"),
        (0, 30, 9, "paling sedikit 10"),
        (0, 30, 10**9, "terlalu besar"),
        (20, 40, 10, "bertumpang tindih"),
    ],
)
def test_periods_that_make_no_sense_are_refused(world: World, starts: int, ends: int, minimum: int, why: str) -> None:
    head = officer(Role.HEAD, world.bontang, name="Kepala")
    actions.open_period(
        actor=head,
        organisation=world.bontang,
        starts_on=TODAY + timedelta(days=35),
        ends_on=TODAY + timedelta(days=60),
        now=NOON,
    )
    with pytest.raises(actions.PeriodRefused, match=why):
        actions.open_period(
            actor=head,
            organisation=world.bontang,
            starts_on=TODAY + timedelta(days=starts),
            ends_on=TODAY + timedelta(days=ends),
            minimum=minimum,
            now=NOON,
        )
    assert Period.objects.count() == 1


@pytest.mark.parametrize("role", [Role.COUNTER, Role.PROCESSOR, Role.APPROVER, Role.MINISTRY, Role.AUDITOR])
def test_only_head_and_bureau_open_and_publish(world: World, role: Role) -> None:
    counted(published_service(world.bontang), ALL_GOOD, now=NOON)
    period = period_over(world.bontang, now=NOON)
    strangers = [officer(role, world.bontang, name="Tanpa hak"), world.bengkalis_head]
    for stranger in strangers:
        with pytest.raises(actions.PeriodRefused):
            actions.publish_period(actor=stranger, period=period, now=NOON)
        with pytest.raises(actions.PeriodRefused):
            actions.open_period(actor=stranger, organisation=world.bontang, starts_on=TODAY, ends_on=TODAY, now=NOON)
    bureau = officer(Role.BUREAU, world.bontang_city, name="Biro Organisasi")
    assert actions.publish_period(actor=bureau, period=period, now=NOON).state == states.PUBLISHED


# --- the pages ---


def test_the_head_reads_opens_and_publishes_on_the_page(sign_in: SignIn, world: World) -> None:
    now = datetime.now(UTC)
    counted(published_service(world.bontang), {**ALL_BEST, "time": 1}, now=now, comment="Terlalu lama menunggu")
    client = sign_in(world.bontang_head)
    overview = client.get("/kantor/survei/").content.decode()
    assert world.bontang.name in overview
    assert "91,67" in overview
    page = client.get(f"/kantor/survei/{world.bontang.slug}/").content.decode()
    assert page.index("Waktu penyelesaian") < page.index("Persyaratan")
    assert "Terlalu lama menunggu" in page
    period = period_over(world.bontang, now=now)
    address = f"/kantor/survei/{world.bontang.slug}/periode/{period.pk}/"
    assert address in client.get("/kantor/survei/").content.decode()  # over, and waits to be published
    assert "Terbitkan hasil" in client.get(address).content.decode()
    assert client.post(f"{address}terbitkan/").status_code == 302
    assert address not in client.get("/kantor/survei/").content.decode()
    text = client.get(address).content.decode()
    assert "Terbit" in text
    assert "Terbitkan hasil" not in text
    today = now.astimezone(world.bontang.zone).date()
    days = {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=90)).isoformat(), "minimum": "10"}
    opened = client.post(f"/kantor/survei/{world.bontang.slug}/periode/", days)
    assert opened.status_code == 302
    again = client.post(f"/kantor/survei/{world.bontang.slug}/periode/", days)
    assert again.status_code == 422
    assert "bertumpang tindih" in again.content.decode()
    assert client.post(f"/kantor/survei/{world.bontang.slug}/periode/", {"starts_on": "besok"}).status_code == 422


def test_the_bureau_finds_units_where_nobody_ever_answered_and_results_older_than_a_year(
    sign_in: SignIn, world: World
) -> None:
    now = datetime.now(UTC)
    bureau = sign_in(officer(Role.BUREAU, world.bontang_city, name="Biro Organisasi"))
    html = bureau.get("/kantor/survei/").content.decode()
    assert "Belum pernah ada jawaban" in html
    assert f"/kantor/survei/{world.bontang.slug}/" in html
    assert world.bengkalis.slug not in html
    counted(published_service(world.bontang), ALL_GOOD, now=now - timedelta(days=400))
    published(world.bontang, now=now - timedelta(days=400))
    html = bureau.get("/kantor/survei/").content.decode()
    assert "Belum pernah ada jawaban" not in html
    assert "Lebih dari setahun" in html


def test_another_unit_is_not_there(sign_in: SignIn, world: World) -> None:
    now = datetime.now(UTC)
    counted(published_service(world.bontang), ALL_GOOD, now=now)
    period = period_over(world.bontang, now=now)
    client = sign_in(world.bengkalis_head)
    base = f"/kantor/survei/{world.bontang.slug}/"
    assert world.bontang.name not in client.get("/kantor/survei/").content.decode()
    for address in (base, f"{base}periode/{period.pk}/"):
        assert client.get(address).status_code == 404
    for address in (f"{base}periode/", f"{base}periode/{period.pk}/terbitkan/"):
        assert client.post(address).status_code == 404
    own = f"/kantor/survei/{world.bengkalis.slug}/periode/{period.pk}/"
    assert client.get(own).status_code == 404
    period.refresh_from_db()
    assert period.state == states.CLOSED


def test_desk_roles_have_no_survey_pages(sign_in: SignIn, world: World) -> None:
    assert sign_in(world.bontang_processor).get("/kantor/survei/").status_code == 404


def test_the_ministry_reads_but_sees_no_comments_and_no_publish_button(sign_in: SignIn, world: World) -> None:
    now = datetime.now(UTC)
    counted(published_service(world.bontang), ALL_GOOD, now=now, comment="Terlalu lama menunggu")
    client = sign_in(officer(Role.MINISTRY, world.ministry, name="Kementerian"))
    text = client.get(f"/kantor/survei/{world.bontang.slug}/").content.decode()
    assert "75,00" in text
    assert "Terlalu lama menunggu" not in text
    assert "Buka periode" not in text


def test_pages_have_a_constant_number_of_queries(sign_in: SignIn, world: World) -> None:
    now = datetime.now(UTC)
    counted(published_service(world.bontang), ALL_GOOD, now=now)
    client = sign_in(world.bontang_head)

    def queries_of(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    few = queries_of("/kantor/survei/"), queries_of(f"/kantor/survei/{world.bontang.slug}/")
    for title in ("Kartu keluarga", "Akta kelahiran", "Akta kematian"):
        counted(published_service(world.bontang, title=title), ALL_GOOD, now=now)
    many = queries_of("/kantor/survei/"), queries_of(f"/kantor/survei/{world.bontang.slug}/")
    assert few == many
