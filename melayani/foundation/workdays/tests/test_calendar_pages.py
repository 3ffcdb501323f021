"""Pages under /kantor/kalender/: what a head sees and changes, and that nobody else finds them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event
from melayani.foundation.organisations.actions import create_organisation
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.foundation.people.tests.factories import World
from melayani.foundation.workdays import actions
from melayani.foundation.workdays.models import Closure, Holiday, OpeningHours, OperatingMode, Restriction, WorkWeek
from melayani.foundation.workdays.tests.factories import DAY_WITH_BREAK, LONG_AGO, imported_years, open_office

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
TABLES = (Closure, Holiday, OpeningHours, OperatingMode, Restriction, WorkWeek)
SURE = {"confirm": "1"}
FORMS = ("hours", "week", "mode", "close", "restrict", "add_holiday")


def coming(days: int = 30) -> date:
    return timezone.localdate() + timedelta(days=days)


def address(name: str, organisation: Organisation, *rest: int) -> str:
    return reverse(f"workdays_office:{name}", args=[organisation.slug, *rest])


def text(answer: object) -> str:
    return getattr(answer, "content", b"").decode()


def a_closure(organisation: Organisation) -> Closure:
    return actions.close(
        organisation=organisation,
        starts_on=coming(),
        ends_on=coming(31),
        reason="Pindah gedung",
        actor=SYSTEM,
        now=timezone.now(),
    )


def a_restriction(organisation: Organisation) -> Restriction:
    return actions.restrict(
        organisation=organisation,
        starts_on=coming(),
        ends_on=coming(31),
        kind="visitor_cap",
        cap=1500,
        reason="Renovasi",
        actor=SYSTEM,
        now=timezone.now(),
    )


def a_holiday(organisation: Organisation) -> Holiday:
    return actions.add_local_holiday(
        organisation=organisation, day=coming(), name="Hari jadi kota", actor=SYSTEM, now=timezone.now()
    )


def test_the_head_sees_the_office(world: World, sign_in: SignIn) -> None:
    open_office(world.bontang, DAY_WITH_BREAK)
    a_closure(world.bontang)
    a_restriction(world.bontang)
    page = text(sign_in(world.bontang_head).get(address("office", world.bontang)))
    assert "08.00–15.00" in page
    assert "12.00–13.00" in page
    assert "Pindah gedung" in page
    assert "1.500" in page
    assert "lima hari" in page


def test_the_list_holds_only_own_offices(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    page = text(client.get(reverse("workdays_office:offices")))
    assert world.bontang.name in page
    assert world.bengkalis.name not in page
    assert "Jam belum dicantumkan" in page
    assert "Tidak ada kantor" in text(client.get(reverse("workdays_office:offices"), {"q": "bengkalis"}))


def test_the_year_shows_why_days_do_not_count(world: World, sign_in: SignIn) -> None:
    imported_years(2026, 2027)
    client = sign_in(world.bontang_head)
    page = text(client.get(address("year", world.bontang, 2026)))
    assert "19: Hari Suci Nyepi" in page
    assert "19<sup>L</sup>" in page
    assert "belum ditetapkan" not in page
    assert "masih perkiraan" in text(client.get(address("year", world.bontang, 2027)))
    assert "belum ditetapkan" in text(client.get(address("year", world.bontang, 2028)))
    for outside in (2017, 2076, 9999):
        assert client.get(address("year", world.bontang, outside)).status_code == 404


def test_the_head_sets_hours(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    given = {"since": coming().isoformat(), "opens_0": "08:00", "closes_0": "14:30"}
    given |= SURE | {"break_from_0": "12:00", "break_until_0": "13:00", "opens_4": "08:00", "closes_4": "11:00"}
    answer = client.post(address("hours", world.bontang), given)
    assert answer.status_code == 302
    assert [row.weekday for row in OpeningHours.objects.order_by("weekday")] == [0, 4]
    assert Event.objects.filter(name="hours.changed").count() == 1
    assert "Jam layanan disimpan." in text(client.get(address("office", world.bontang)))


def test_the_hours_form_starts_with_the_hours_in_force(world: World, sign_in: SignIn) -> None:
    open_office(world.bontang_city, DAY_WITH_BREAK)
    page = text(sign_in(world.bontang_head).get(address("hours", world.bontang)))
    assert page.count('value="15:00"') == 5
    assert 'aria-label="Senin, buka"' in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"opens_0": "08:00"}, "Senin: isi jam buka dan jam tutup"),
        ({"opens_0": "15:00", "closes_0": "08:00"}, "Jam tutup harus sesudah jam buka"),
        ({}, "sedikitnya satu hari"),
        ({"opens_0": "08:00", "closes_0": "15:00", "since": "2020-01-01"}, "sudah lewat"),
        ({"opens_0": "pagi", "closes_0": "15:00"}, "opens_0"),
        ({"opens_0": "08:00", "closes_0": "15:00", "since": "31 Februari"}, "since"),
    ],
)
def test_hours_that_make_no_sense_are_explained(
    given: dict[str, str], words: str, world: World, sign_in: SignIn
) -> None:
    answer = sign_in(world.bontang_head).post(
        address("hours", world.bontang), SURE | {"since": coming().isoformat()} | given
    )
    assert answer.status_code == 200
    assert words in text(answer)
    assert not OpeningHours.objects.exists()


def test_the_head_fills_every_other_form(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    span = {"starts_on": coming().isoformat(), "ends_on": coming(40).isoformat(), "reason": "Renovasi"}
    since = {"since": coming().isoformat()}
    for name, given in {
        "week": {"six_days": "6", "leave": "no"} | since,
        "mode": {"mode": "limited", "office_share": "50"} | since,
        "close": span,
        "restrict": span | {"kind": "changed_hours", "opens": "09:00", "closes": "12:00"},
        "add_holiday": {"day": coming().isoformat(), "name": "Hari jadi", "source": "SE 1"},
    }.items():
        answer = client.post(address(name, world.bontang), given | SURE)
        assert (name, answer.status_code) == (name, 302)
    week = WorkWeek.objects.get()
    assert (week.six_days, week.collective_leave_counts_as_holiday) == (True, False)
    assert (OperatingMode.objects.get().mode, Restriction.objects.get().kind) == ("limited", "changed_hours")
    assert (Closure.objects.get().reason, Holiday.objects.get().name) == ("Renovasi", "Hari jadi")


def test_the_page_says_whether_a_local_holiday_moves_promises(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    monday = coming() + timedelta(days=(7 - coming().weekday()) % 7)
    for day, words in [
        (monday, "tidak lagi dihitung"),
        (monday - timedelta(days=1), "memang bukan hari kerja: Minggu"),
    ]:
        given = {"day": day.isoformat(), "name": "Hari jadi"} | SURE
        assert words in text(client.post(address("add_holiday", world.bontang), given, follow=True))


def test_a_refusal_stands_on_the_form(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    given = {"starts_on": coming(5).isoformat(), "ends_on": coming(4).isoformat(), "reason": "Renovasi"}
    assert "mendahului" in text(client.post(address("close", world.bontang), given))
    without_cap = given | {"ends_on": coming(6).isoformat(), "kind": "visitor_cap"}
    assert "jumlah pengunjung" in text(client.post(address("restrict", world.bontang), without_cap))
    for name in FORMS:
        assert client.post(address(name, world.bontang), {}).status_code == 200
        assert client.post(address(name, world.bontang), {"reason": "x" * 10_000}).status_code == 200
    assert not any(table.objects.exists() for table in TABLES)


def test_the_head_ends_what_was_planned(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    ends = {
        "reopen": a_closure(world.bontang),
        "end_restriction": a_restriction(world.bontang),
        "remove_holiday": a_holiday(world.bontang),
    }
    for name, row in ends.items():
        assert client.get(address(name, world.bontang, row.pk)).status_code == 405
        assert client.post(address(name, world.bontang, row.pk), SURE).status_code == 302
        assert client.post(address(name, world.bontang, row.pk), SURE).status_code == 404, "already gone"
    assert not any(table.objects.exists() for table in TABLES)


def test_others_find_nothing_and_change_nothing(world: World, sign_in: SignIn) -> None:
    rows = {
        "reopen": a_closure(world.bontang),
        "end_restriction": a_restriction(world.bontang),
        "remove_holiday": a_holiday(world.bontang),
    }
    pages = [address(name, world.bontang) for name in ("office", *FORMS)]
    pages += [address("year", world.bontang, 2026)]
    pages += [address(name, world.bontang, row.pk) for name, row in rows.items()]
    events = Event.objects.count()
    for stranger in (world.bengkalis_head, world.bontang_counter, world.bontang_processor, world.bontang_approver):
        client = sign_in(stranger)
        for page in pages:
            allowed = {404, 405} if page in pages[-3:] else {404}
            assert client.get(page).status_code in allowed, page
            assert client.post(page, {"since": coming().isoformat()}).status_code == 404, page
    assert Event.objects.count() == events
    assert (Closure.objects.count(), Restriction.objects.count(), Holiday.objects.count()) == (1, 1, 1)


def test_a_row_of_another_office_is_not_reached_through_the_own(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    rows = {
        "reopen": a_closure(world.bengkalis),
        "end_restriction": a_restriction(world.bengkalis),
        "remove_holiday": a_holiday(world.bengkalis),
    }
    for name, row in rows.items():
        assert client.post(address(name, world.bontang, row.pk)).status_code == 404
    assert (Closure.objects.count(), Restriction.objects.count(), Holiday.objects.count()) == (1, 1, 1)


def test_visitors_are_asked_to_sign_in(world: World, client: Client) -> None:
    answer = client.get(address("office", world.bontang))
    assert (answer.status_code, "masuk" in answer.headers["Location"]) == (302, True)


def test_the_list_costs_the_same_for_many_offices(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    list_page = reverse("workdays_office:offices")
    open_office(world.bontang)
    client.get(list_page)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(list_page)
    for number in range(30):
        unit = create_organisation(
            actor=SYSTEM, kind="unit", name=f"Loket {number}", parent=world.bontang, now=LONG_AGO
        )
        open_office(unit)
    with CaptureQueriesContext(connection) as many:
        page = text(client.get(list_page))
    assert page.count("<tr>") == 32
    assert len(many) == len(few)


def test_the_office_page_costs_the_same_with_many_rows(world: World, sign_in: SignIn) -> None:
    imported_years(2026)
    client = sign_in(world.bontang_head)
    pages = [address("office", world.bontang), address("year", world.bontang, coming().year)]
    a_closure(world.bontang)
    a_holiday(world.bontang)
    a_restriction(world.bontang)
    costs = []
    for number in range(2):
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as captured:
                client.get(page)
            costs.append(len(captured))
        for day in range(40, 70) if not number else ():
            actions.close(
                organisation=world.bontang,
                starts_on=coming(day),
                ends_on=coming(day),
                reason="Pindah",
                actor=SYSTEM,
                now=timezone.now(),
            )
    assert costs[:2] == costs[2:]


def test_a_get_writes_nothing(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    client.get(reverse("workdays_office:offices"))
    pages = [reverse("workdays_office:offices"), *(address(name, world.bontang) for name in ("office", *FORMS))]
    for page in pages:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        written = [row["sql"] for row in captured if not row["sql"].upper().startswith(("SELECT", "PRAGMA"))]
        assert written == []
