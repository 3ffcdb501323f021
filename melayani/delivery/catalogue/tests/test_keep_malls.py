"""The register of malls: what sources say, who stands in a mall, and how ready it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from melayani.delivery.catalogue import mall_readings, queries, rules
from melayani.delivery.catalogue.actions import NotPossible, judge_readiness, register_mall
from melayani.delivery.catalogue.models import MallEntry, ReadinessCheck
from melayani.delivery.catalogue.tests.factories import agency, mall_of_bogor, published_service
from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event
from melayani.foundation.organisations.actions import end_tenancy, start_tenancy
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import officer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 16)


@pytest.fixture
def regions() -> None:
    call_command("import_regions", stdout=StringIO())


@pytest.fixture
def mall() -> Organisation:
    return mall_of_bogor()


@pytest.fixture
def manager(mall: Organisation) -> Officer:
    return officer(Role.MALL_MANAGER, mall)


def judge(mall: Organisation, actor: Any, **given: Any) -> ReadinessCheck:
    told: dict[str, Any] = {
        "criterion": "queue",
        "state": rules.MET,
        "evidence": "Mesin antrean dilihat di lobi.",
        "now": NOW,
    }
    return judge_readiness(actor=actor, mall=mall, **told | given)


@pytest.mark.usefixtures("regions")
def test_the_shipped_malls_are_entered_once_with_their_sources() -> None:
    for _ in range(2):
        call_command("import_malls", stdout=StringIO())
    malls = {row.region_id: row for row in Organisation.objects.filter(kind="mall")}
    assert {"11.71", "21.71", "32.71", "13.76", "13.71", "14.71", "32.11"} <= set(malls)
    assert len(malls) == MallEntry.objects.count() == 14
    assert [row.region_id for row in malls.values() if row.opened_on] == ["35.73"]  # no other source names the day
    assert not MallEntry.objects.filter(source="").exists()


def test_malls_need_regions_first() -> None:
    with pytest.raises(CommandError, match="import_regions"):
        call_command("import_malls")


@pytest.mark.usefixtures("regions")
@pytest.mark.parametrize(
    ("day", "known", "unknown", "national"),
    [
        (date(2020, 5, 11), 0, 13, None),
        (date(2022, 1, 2), 0, 13, (27,)),
        (date(2022, 1, 3), 1, 13, (27,)),
        (date(2024, 6, 24), 1, 13, (206, 208)),
        (date(2026, 3, 16), 1, 13, (305,)),
    ],
)
def test_the_count_on_a_day_keeps_unknown_opening_days_apart(
    day: date, known: int, unknown: int, national: tuple[int, ...] | None
) -> None:
    for source in queries.shipped_malls():
        register_mall(source=source, actor=SYSTEM, now=NOW)
    count = queries.count_malls(day)
    assert (count.open, count.unknown) == (known, unknown)
    assert (count.national.values if count.national else None) == national


def test_a_mall_shows_its_tenants_of_the_day_with_their_services(mall: Organisation) -> None:
    registry, police = agency("Disdukcapil Bogor"), agency("Polresta Bogor")
    published_service(registry, title="Kartu Keluarga")
    published_service(registry, title="Akta kelahiran")
    first = start_tenancy(actor=SYSTEM, mall=mall, unit=registry, since=date(2026, 1, 5), stand="2", now=NOW)
    start_tenancy(actor=SYSTEM, mall=mall, unit=police, since=date(2026, 1, 5), stand="1", now=NOW)
    end_tenancy(actor=SYSTEM, tenancy=first, until=date(2026, 3, 31), now=NOW)
    view = queries.mall_view(mall.slug, TODAY)
    assert view is not None
    assert [(str(one.tenancy.unit), [row.title for row in one.services]) for one in view.stands] == [
        ("Polresta Bogor", []),
        ("Disdukcapil Bogor", ["Akta kelahiran", "Kartu Keluarga"]),
    ]
    later = queries.mall_view(mall.slug, date(2026, 4, 1))
    assert later is not None
    assert [stay.unit for stay in later.former] == [registry]
    assert queries.mall_view(registry.slug, TODAY) is None


def test_the_register_counts_what_stands_in_each_mall_at_once(
    mall: Organisation, django_assert_num_queries: Any
) -> None:
    for number in range(5):
        one = agency(f"Dinas {number}")
        for title in ("Satu", "Dua"):
            published_service(one, title=title)
        start_tenancy(actor=SYSTEM, mall=mall, unit=one, since=date(2026, 1, 5), now=NOW)
    with django_assert_num_queries(5):
        found = queries.search_malls("bogor", day=TODAY)
    assert [(row.tenants, row.services, row.readiness.not_judged) for row in found.rows] == [(5, 10, 11)]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"q": "kota bogor"}, 1),
        ({"q": "mpp"}, 1),
        ({"q": "gajah"}, 0),
        ({"region": "32"}, 1),
        ({"region": "64"}, 0),
        ({"among": []}, 0),
        ({"q": "%"}, 0),
        ({"after": 5}, 0),
    ],
)
def test_malls_are_found_by_name_and_region(mall: Organisation, asked: dict[str, Any], count: int) -> None:
    found = queries.search_malls(day=TODAY, **asked)
    assert len(found.rows) == count
    assert found.after is None


def test_a_closed_mall_leaves_the_register_but_keeps_its_page(mall: Organisation) -> None:
    mall.closed_on = TODAY
    mall.save()
    assert queries.search_malls(day=TODAY).total == 0
    assert queries.search_malls(day=date(2026, 3, 15)).total == 1
    assert queries.mall_view(mall.slug, TODAY) is not None


def test_a_judgement_holds_and_the_one_before_stays(mall: Organisation, manager: Officer) -> None:
    judge(mall, manager, state=rules.NOT_MET, evidence="Belum ada mesin.")
    judge(mall, manager, checked_on=date(2026, 3, 13))
    view = queries.mall_view(mall.slug, TODAY)
    assert view is not None
    assert (view.readiness.met, view.readiness.not_judged, view.readiness.total) == (1, 10, 11)
    assert [row.state for row in queries.readiness_history(mall, "queue")] == [rules.MET, rules.NOT_MET]
    events = Event.objects.filter(name="readiness.judged").order_by("id")
    assert [event.data["before"] for event in events] == ["Belum dinilai", "Belum terpenuhi"]
    assert events[1].data["after"] == "Terpenuhi"
    assert ReadinessCheck.objects.get(is_current=True).checked_by == manager.person


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"criterion": "beauty"}, "tidak ada dalam daftar"),
        ({"evidence": "  "}, "Tuliskan buktinya"),
        ({"checked_on": date(2026, 3, 17)}, "belum tiba"),
        ({"state": "splendid"}, "splendid"),
        ({"evidence_url": "javascript:alert(1)"}, "URL"),
        ({"evidence": "x" * 601}, "600"),
    ],
)
def test_a_judgement_without_sense_is_refused(
    mall: Organisation, manager: Officer, given: dict[str, Any], why: str
) -> None:
    with pytest.raises(NotPossible, match=why):
        judge(mall, manager, **given)
    assert not ReadinessCheck.objects.exists()


def test_not_judged_needs_no_evidence(mall: Organisation, manager: Officer) -> None:
    judge(mall, manager)
    judge(mall, manager, state=rules.NOT_JUDGED, evidence="")
    view = queries.mall_view(mall.slug, TODAY)
    assert view is not None
    assert view.readiness.judged == 0


@pytest.mark.parametrize("role", [Role.HEAD, Role.COUNTER, Role.MINISTRY, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_the_manager_and_the_bureau_judge(mall: Organisation, role: Role) -> None:
    with pytest.raises(NotPossible, match="tidak berwenang"):
        judge(mall, officer(role, mall))
    elsewhere = officer(Role.MALL_MANAGER, agency("Mal lain"))
    with pytest.raises(NotPossible, match="tidak berwenang"):
        judge(mall, elsewhere)
    assert not ReadinessCheck.objects.exists()
    judge(mall, officer(Role.BUREAU, Organisation.objects.get(depth=1)))


def test_the_database_keeps_one_judgement_in_force(mall: Organisation, manager: Officer) -> None:
    row = judge(mall, manager)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_criteria_are_eleven_with_a_source() -> None:
    criteria = mall_readings.criteria_on(TODAY)
    assert len(set(criteria.keys)) == 11
    assert "djabarpos" in criteria.source
    assert mall_readings.criteria_on(date(2020, 1, 1)) is criteria  # a mall of 2020 is read by the first version
    for one in criteria.items:
        assert one.name("id") != one.name("en") or one.key == "platform"
        assert one.meaning("en")


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ({}, (0, 0, 0, 3)),
        ({"a": "met", "b": "partly", "c": "not_met"}, (1, 1, 1, 0)),
        ({"a": "met", "z": "met"}, (1, 0, 0, 2)),
        ({"a": "not_judged"}, (0, 0, 0, 3)),
    ],
)
def test_readiness_counts_criteria_of_its_own_version(
    states: dict[str, str], expected: tuple[int, int, int, int]
) -> None:
    found = rules.readiness(["a", "b", "c"], states)
    assert (found.met, found.partly, found.not_met, found.not_judged) == expected
    assert found.total == 3
