"""The message of the morning: what the desk counts, once each working day, to whom it concerns, unless switched off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.checks import Error
from django.test import Client

from melayani.delivery.applications.models import Application
from melayani.delivery.applications.tests import factories as cases
from melayani.entrances.office import ahead, mornings
from melayani.entrances.office.checks import check_morning
from melayani.entrances.office.ticks import tell_officers
from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging import wishes
from melayani.foundation.messaging.actions import keep_contact, set_language
from melayani.foundation.messaging.delivery import send_due
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Officer, Role, chat_alerts
from melayani.foundation.people import mornings as officers
from melayani.foundation.people.actions import want_mornings
from melayani.foundation.people.models import Person
from melayani.foundation.people.tests.factories import World, officer
from melayani.foundation.workdays.models import Closure
from melayani.voice.complaints.tests import factories as complaints
from melayani.voice.disclosure.tests import factories as information

pytestmark = pytest.mark.django_db
WITA, WIB = ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jakarta")
TUESDAY = datetime(2026, 3, 17, 7, 10, tzinfo=WITA)  # ten past six in Jakarta
DAY = timedelta(days=1)
OFFICERS_QUERIES = 1
SignIn = Callable[[Officer], Client]


@pytest.fixture(autouse=True)
def morning(settings: Any) -> None:
    settings.MORNING_AT, settings.PUBLIC_URL = "07:00", "https://layanan.contoh.go.id"


def told(now: datetime | None = None) -> dict[str, OutboxMessage]:
    """The messages of the morning by address."""
    rows = OutboxMessage.objects.filter(event=mornings.EVENT).order_by("pk")
    return {row.address: row for row in (rows.filter(created_at=now) if now else rows)}


def tell_all(now: datetime) -> int:
    """Tick until nobody is left to look at; how many were."""
    seen = 0
    while found := tell_officers(now):
        seen += found
    return seen


def due_today(row: Application, now: datetime) -> Application:
    row.due_at = now.astimezone(WITA).replace(hour=15, minute=0)
    row.save(update_fields=["due_at"])
    return row


def test_one_message_says_what_is_late_and_due_today_on_every_desk(world: World) -> None:
    town, ppid = complaints.town(world), information.desk_of(world)
    both = officer(Role.LIAISON, world.bontang, name="Penghubung dan PPID")
    both = _also(both, Role.INFORMATION)
    cases.overdue(world, now=TUESDAY)
    due_today(cases.filed(world, now=TUESDAY - DAY), TUESDAY)
    cases.filed(world, now=TUESDAY)  # next week
    complaints.filed(town, now=TUESDAY - 40 * DAY)
    information.filed(ppid, now=TUESDAY - 60 * DAY)
    assert tell_all(TUESDAY) > 10
    messages = told()
    processor = messages[world.bontang_processor.person.email]
    assert processor.subject == "Urusan: 1 terlambat, 1 jatuh tempo hari ini"
    assert "Permohonan: 1 terlambat, 1 jatuh tempo hari ini\n" in processor.body
    assert "https://layanan.contoh.go.id/kantor/?jenis=permohonan\n" in processor.body
    assert "/kantor/akun/\n" in processor.body
    mixed = messages[both.person.email]
    assert mixed.subject == "Urusan: 2 terlambat"
    assert "Pengaduan: 1 terlambat\n" in mixed.body
    assert "Permintaan informasi: 1 terlambat\n" in mixed.body
    assert "Permohonan" not in mixed.body


def test_the_message_counts_what_the_desk_shows(world: World) -> None:
    who = world.bontang_processor
    for number in range(3):
        cases.overdue(world, now=TUESDAY - number * DAY)
    for _ in range(2):
        due_today(cases.filed(world, now=TUESDAY - DAY), TUESDAY)
    (count,) = mornings.counts_of(who, world.bontang, TUESDAY)
    desk = ahead.desk(who, ahead.Filters(kind="permohonan"), TUESDAY)
    assert (count.late, count.today) == (len(desk.groups["late"]), len(desk.groups["today"])) == (3, 2)


def test_a_head_hears_once_what_is_late_in_the_unit_and_nothing_of_today(world: World) -> None:
    city_head = officer(Role.HEAD, world.bontang_city, name="Sekretaris Kota")
    due_today(cases.filed(world, now=TUESDAY - DAY), TUESDAY)
    tell_all(TUESDAY)
    assert world.bontang_head.person.email not in told()
    cases.overdue(world, now=TUESDAY + DAY)
    tell_all(TUESDAY + DAY)
    for head in (world.bontang_head, city_head):
        assert "Permohonan di unit Anda: 2 terlambat\n" in told(TUESDAY + DAY)[head.person.email].body
    assert len([one for one in told(TUESDAY + DAY) if one == city_head.person.email]) == 1


def test_who_reads_only_and_who_works_elsewhere_hear_nothing(world: World) -> None:
    ppid = information.desk_of(world)
    information.filed(ppid, now=TUESDAY - 60 * DAY)
    cases.overdue(world, now=TUESDAY)
    tell_all(TUESDAY)
    tell_all(TUESDAY + timedelta(hours=1))  # the morning of Bengkalis
    assert ppid.ppid.person.email in told()
    silent = (ppid.auditor, ppid.stranger, world.bengkalis_processor, world.bengkalis_head)
    assert {who.person.email for who in silent}.isdisjoint(told())


def test_without_anything_due_there_is_no_message(world: World) -> None:
    cases.filed(world, now=TUESDAY)
    assert tell_all(TUESDAY) == 4  # they were looked at
    assert told() == {}


# --- once


def test_never_twice_a_day_and_again_on_the_next(world: World) -> None:
    cases.overdue(world, now=TUESDAY)
    tell_all(TUESDAY)
    first = set(told())
    assert first
    for minutes in (0, 1, 40):  # a worker that began anew
        assert tell_officers(TUESDAY + timedelta(minutes=minutes)) == 0
    Person.objects.update(morning_on=None)  # a copy from a backup: the message itself is remembered, too
    tell_all(TUESDAY + timedelta(minutes=50))
    assert OutboxMessage.objects.filter(event=mornings.EVENT).count() == len(first)
    tell_all(TUESDAY + DAY)
    assert OutboxMessage.objects.filter(event=mornings.EVENT).count() == 2 * len(first)


def test_of_two_workers_one_claims_the_morning(world: World) -> None:
    who = world.bontang_processor
    assert officers.claim(who, TUESDAY.date())
    assert not officers.claim(who, TUESDAY.date())
    assert not officers.claim(who, (TUESDAY - DAY).date())
    assert officers.claim(who, (TUESDAY + DAY).date())


def test_a_worker_that_dies_before_the_message_is_written_looks_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases.overdue(world, now=TUESDAY)
    with monkeypatch.context() as broken:
        broken.setattr(mornings, "_queue", lambda *given: (_ for _ in ()).throw(SystemExit()))
        with pytest.raises(SystemExit):
            tell_officers(TUESDAY)
    tell_all(TUESDAY)
    assert world.bontang_processor.person.email in told()


def test_a_fault_with_one_desk_does_not_keep_the_others_from_their_message(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases.overdue(world, now=TUESDAY)
    count = mornings.counts_of

    def counts_of(who: Officer, *rest: Any) -> list[mornings.Count]:
        if who.person == world.bontang_counter.person:
            raise ValueError("broken")
        return count(who, *rest)

    monkeypatch.setattr(mornings, "counts_of", counts_of)
    tell_all(TUESDAY)
    assert world.bontang_processor.person.email in told()
    assert world.bontang_counter.person.email not in told()


# --- when


@pytest.mark.parametrize(
    ("now", "hears"),
    [
        (TUESDAY, True),
        (TUESDAY.replace(hour=6, minute=59), False),
        (TUESDAY.replace(hour=8, minute=59), True),
        (TUESDAY.replace(hour=9, minute=0), False),
        (TUESDAY + 4 * DAY, False),  # Saturday
    ],
)
def test_in_the_morning_of_a_working_day_of_the_unit(world: World, now: datetime, hears: bool) -> None:
    cases.overdue(world, now=TUESDAY)
    tell_all(now)
    assert (world.bontang_processor.person.email in told()) == hears


def test_the_zone_is_that_of_the_unit(world: World) -> None:
    Application.objects.filter(pk=cases.overdue(world, now=TUESDAY).pk).update(organisation=world.bengkalis)
    tell_all(TUESDAY)
    assert told() == {}
    tell_all(TUESDAY.astimezone(WIB).replace(hour=7))
    assert world.bengkalis_processor.person.email in told()


def test_a_closed_office_is_looked_at_and_nobody_is_told(world: World) -> None:
    cases.overdue(world, now=TUESDAY)
    day = TUESDAY.date()
    Closure.objects.create(organisation=world.bontang, starts_on=day, ends_on=day, reason="Banjir")
    assert tell_all(TUESDAY) == 4
    assert tell_officers(TUESDAY) == 0
    assert told() == {}


def test_quiet_hours_are_kept(world: World, settings: Any) -> None:
    cases.overdue(world, now=TUESDAY)
    mail = chat_alerts.mail_of(world.bontang_processor, TUESDAY)
    quiet = wishes.Wishes(language="id", quiet_from=time(20), quiet_until=time(8))
    wishes.keep_wishes(actor=SYSTEM, contact=mail, wishes=quiet, now=TUESDAY)
    tell_all(TUESDAY)
    send_due(TUESDAY)
    row = told()[world.bontang_processor.person.email]
    assert (row.state, row.next_attempt_at) == ("queued", TUESDAY.replace(hour=8, minute=0))


@pytest.mark.parametrize(
    ("setting", "wrong"), [("", False), ("07:00", False), ("7 pagi", True), ("23:30", True), ("07:00+08:00", True)]
)
def test_an_unreadable_setting_is_refused(settings: Any, setting: str, wrong: bool) -> None:
    settings.MORNING_AT = setting
    found = check_morning(None)
    assert [one.id for one in found if isinstance(one, Error)] == (["office.E001"] if wrong else [])


def test_outside_the_mornings_and_when_it_is_off_nothing_is_asked(
    world: World, settings: Any, django_assert_num_queries: Any
) -> None:
    cases.overdue(world, now=TUESDAY)
    with django_assert_num_queries(0):
        assert tell_officers(TUESDAY.replace(hour=14)) == 0
    settings.MORNING_AT = ""
    with django_assert_num_queries(0):
        assert tell_officers(TUESDAY) == 0


def test_who_was_looked_at_costs_one_query_and_is_not_counted_again(
    world: World, django_assert_num_queries: Any
) -> None:
    cases.overdue(world, now=TUESDAY)
    tell_all(TUESDAY)
    with django_assert_num_queries(OFFICERS_QUERIES):
        assert tell_officers(TUESDAY) == 0


# --- by which way, in which language, and who wants none


def test_in_the_language_of_the_officer_and_to_the_linked_chat(world: World, settings: Any) -> None:
    settings.TELEGRAM_TOKEN = "123456:abcdefghijklmnopqrstuvwxyz"
    who = world.bontang_processor
    set_language(contact=keep_contact(email=who.person.email, now=TUESDAY), language="en")
    chat = chat_alerts.typed_chat("987654", TUESDAY)
    chat_alerts.begin(officer=who, chat=chat, now=TUESDAY)
    cases.overdue(world, now=TUESDAY)
    tell_all(TUESDAY)
    assert told()[who.person.email].subject == told()["987654"].subject == "Cases: 1 overdue"
    assert "Applications: 1 overdue\n" in told()["987654"].body
    assert "/kantor/?jenis=permohonan" in told()["987654"].body


def test_an_officer_switches_it_off_and_on_for_the_own_person_only(world: World, sign_in: SignIn) -> None:
    who = world.bontang_processor
    client = sign_in(who)
    assert "Matikan kabar pagi" in client.get("/kantor/akun/").content.decode()
    for _ in range(2):
        assert client.post("/kantor/akun/kabar-pagi/", {"pagi": "0"}).status_code == 302
    assert "Nyalakan kabar pagi" in client.get("/kantor/akun/").content.decode()
    assert Event.objects.filter(name="person.mornings_off").count() == 1
    cases.overdue(world, now=TUESDAY)
    tell_all(TUESDAY)
    assert who.person.email not in told()
    assert world.bontang_counter.person.email in told()
    client.post("/kantor/akun/kabar-pagi/", {"pagi": "1"})
    tell_all(TUESDAY + timedelta(minutes=5))
    assert who.person.email in told()


def test_a_visitor_switches_nothing(world: World, client: Client) -> None:
    assert client.post("/kantor/akun/kabar-pagi/", {"pagi": "0"}).status_code == 302
    assert Person.objects.filter(wants_mornings=False).count() == 0


def test_who_left_the_office_hears_nothing(world: World) -> None:
    gone = officer(Role.PROCESSOR, world.bontang, name="Sudah pindah", until=TUESDAY - DAY)
    off = officer(Role.PROCESSOR, world.bontang, name="Dimatikan")
    Person.objects.filter(pk=off.person.pk).update(is_active=False)
    cases.overdue(world, now=TUESDAY)
    tell_all(TUESDAY)
    assert {gone.person.email, off.person.email}.isdisjoint(told())
    want_mornings(officer=world.bontang_counter, wanted=False, now=TUESDAY)
    assert not officers.claim(world.bontang_counter, (TUESDAY + DAY).date())


def _also(who: Officer, role: str) -> Officer:
    from melayani.foundation.people.models import Membership
    from melayani.foundation.people.tests.factories import LONG_AGO, reload_officer

    place = who.organisations[0]
    Membership.objects.create(person=who.person, organisation=place, role=role, since=LONG_AGO)
    return reload_officer(who.person)
