"""Draft, check, publish, correct, extend, withdraw; who may; what the calendar drafts by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from melayani.delivery.announcements import access, actions, queries, rules, states, telling, ticks
from melayani.delivery.announcements.models import Announcement, Telling
from melayani.delivery.announcements.rules import Place, Scope, Words, copies, wording
from melayani.delivery.announcements.tests import factories
from melayani.delivery.appointments import actions as visits
from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.audit import react_to_news
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.organisations.models import Region
from melayani.foundation.people import Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.foundation.workdays import actions as workdays
from melayani.foundation.workdays.models import Closure


# --- rules ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("scope", "place", "belongs"),
    [
        (Scope(rules.ALL), Place(), True),
        (Scope(rules.UNIT, "00010001"), Place("000100010003"), True),
        (Scope(rules.UNIT, "00010001"), Place("00010001"), True),
        (Scope(rules.UNIT, "00010001"), Place("0001"), False),
        (Scope(rules.UNIT, "00010001"), Place("00010002"), False),
        (Scope(rules.UNIT, "00010001"), Place(), False),
        (Scope(rules.SERVICE, "00010001", 7), Place("00010001", 7), True),
        (Scope(rules.SERVICE, "00010001", 7), Place("00010001", 8), False),
        (Scope(rules.SERVICE, "00010001", 7), Place("00010001"), True),
        (Scope(rules.SERVICE, "00010001", 7), Place("000100010001"), False),
        (Scope(rules.REGION, region="64"), Place("0002", region="64.74"), True),
        (Scope(rules.REGION, region="64"), Place("0002", region="64"), True),
        (Scope(rules.REGION, region="64.74"), Place("0002", region="64"), False),
        (Scope(rules.REGION, region="6"), Place("0002", region="64"), False),
        (Scope(rules.REGION, region="64"), Place("0002"), False),
    ],
)
def test_which_pages_an_announcement_stands_on(scope: Scope, place: Place, belongs: bool) -> None:
    assert rules.concerns(scope, place) is belongs


def test_it_holds_from_its_first_moment_to_just_before_its_last() -> None:
    first, last = datetime(2026, 3, 16, 8, tzinfo=UTC), datetime(2026, 3, 17, tzinfo=UTC)
    assert [rules.is_in_force(first, last, moment) for moment in (first, last - timedelta(seconds=1), last)] == [
        True,
        True,
        False,
    ]
    assert rules.is_in_force(first, None, last + timedelta(days=900))


def test_ready_words_name_place_days_and_reason_in_both_languages() -> None:
    words = wording.for_closure("Disdukcapil Bontang", date(2026, 4, 1), date(2026, 4, 3), "Pindah gedung.")
    assert words.title == "Disdukcapil Bontang: tutup 1 sampai 3 April 2026"
    assert words.title_en == "Disdukcapil Bontang: closed 1 to 3 April 2026"
    assert "Alasannya: Pindah gedung." in words.text
    assert '"Pindah gedung"' in words.text_en
    long = wording.for_closure("Dinas " * 40, date(2026, 12, 31), date(2027, 1, 2), "x")
    assert len(long.title) <= rules.TITLE_MAX
    assert long.title.endswith("tutup 31 Desember 2026 sampai 2 Januari 2027")
    assert wording.span_words(date(2026, 5, 1), None, "en") == "from 1 May 2026"
    assert wording.for_mode("Kantor", "open", date(2026, 5, 1), None) is None


@given_any(st.text(max_size=2500), st.text(min_size=1, max_size=120))
def test_a_copy_never_outgrows_its_medium_and_keeps_its_address(text: str, title: str) -> None:
    url = "https://layanan.contoh.go.id/pengumuman/tutup-20260401/"
    for one in copies.copies(title=title, text=text, office="Kantor", url=url):
        assert not one.most or len(one.text) <= one.most
        assert url in one.text or one.key == "radio"


# --- actions ----------------------------------------------------------------------------------------------------------
def _names(row: Announcement) -> list[str]:
    rows = Event.objects.filter(subject_kind="announcement", subject_number=row.slug).order_by("pk")
    return [name.removeprefix("announcement.") for name in rows.values_list("name", flat=True)]


@pytest.mark.django_db
def test_an_announcement_from_draft_to_the_end(world: World, now: datetime) -> None:
    head, colleague = world.bontang_head, officer(Role.BUREAU, world.bontang_city, name="Biro Bontang")
    told: dict[str, Any] = {"actor": head, "now": now}
    row = actions.draft_announcement(organisation=world.bontang, given=factories.given(now), **told)
    assert (row.slug, row.state) == ("loket-tutup-pada-hari-selasa-20260316", states.DRAFT)
    with pytest.raises(actions.AnnouncementRefused, match="bukan penulisnya"):
        actions.check_announcement(announcement=row, **told)
    actions.check_announcement(actor=colleague, announcement=row, now=now)
    row = actions.edit_announcement(announcement=row, given=factories.given(now, kind="hours"), **told)
    assert (row.state, row.kind, row.version) == (states.DRAFT, "hours", 1)
    row = actions.publish_announcement(announcement=row, **told)
    assert (row.state, row.published_at) == (states.PUBLISHED, now)
    with pytest.raises(actions.AnnouncementRefused, match="alasannya") as refused:
        actions.edit_announcement(announcement=row, given=factories.given(now), **told)
    assert refused.value.field == "reason"
    row = actions.edit_announcement(announcement=row, given=factories.given(now), reason=" Salah  hari ", **told)
    assert (row.version, row.correction, row.corrected_at) == (2, "Salah hari", now)
    later = now + timedelta(days=4)
    assert ticks.end(later) == 1
    assert ticks.end(later) == 0
    row = actions.extend_announcement(actor=head, announcement=row, valid_until=None, now=later)
    assert (row.state, row.valid_until, row.closed_at) == (states.PUBLISHED, None, None)
    row = actions.withdraw_announcement(actor=head, announcement=row, reason="Sudah dibuka", now=later)
    assert (row.state, row.reason) == (states.WITHDRAWN, "Sudah dibuka")
    verbs = ["drafted", "checked", "edited", "published", "corrected", "over", "extended", "withdrawn"]
    assert _names(row) == verbs
    with pytest.raises(actions.AnnouncementRefused, match="ditarik"):
        actions.extend_announcement(actor=head, announcement=row, valid_until=None, now=later)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"words": Words("Tutup", "Pendek")}, "text"),
        ({"words": Words("x", "Cukup panjang untuk dibaca.")}, "title"),
        ({"words": Words("x" * 121, "Cukup panjang untuk dibaca.")}, "title"),
        ({"words": Words("Loket tutup", "Cukup panjang untuk dibaca.", "Closed")}, "text_en"),
        ({"kind": "lain"}, "kind"),
        ({"severity": "loud"}, "severity"),
        ({"audience": rules.SERVICE}, "service"),
        ({"audience": rules.REGION}, "region"),
        ({"audience": rules.ALL}, "audience"),
        ({"valid_until": datetime.fromisoformat("2026-03-16T08:59:00+07:00")}, "valid_until"),
        ({"valid_until": datetime.fromisoformat("2028-03-16T08:59:00+07:00")}, "valid_until"),
        ({"affects_until": datetime.fromisoformat("2026-03-20T00:00:00+07:00")}, "affects_until"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    world: World, now: datetime, over: dict[str, Any], field: str
) -> None:
    with pytest.raises(actions.AnnouncementRefused) as refused:
        factories.draft(world.bontang, now=now, **over)
    assert refused.value.field == field
    assert not Announcement.objects.exists()


@pytest.mark.django_db
def test_nobody_speaks_for_another_office(world: World, now: datetime) -> None:
    """Every verb refuses officers without the duty, officers of another place, and citizens."""
    draft, public = factories.draft(world.bontang, now=now), factories.published(world.bontang, now=now)
    reads = officer(Role.MINISTRY, world.ministry, name="Kementerian")
    strangers: list[Any] = [world.bontang_processor, world.bengkalis_head, reads, factories.CITIZEN]
    given = factories.given(now)
    moment: dict[str, Any] = {"now": now}
    verbs: list[Callable[[Any], object]] = [
        lambda who: actions.draft_announcement(actor=who, organisation=world.bontang, given=given, **moment),
        lambda who: actions.edit_announcement(actor=who, announcement=draft, given=given, **moment),
        lambda who: actions.check_announcement(actor=who, announcement=draft, **moment),
        lambda who: actions.publish_announcement(actor=who, announcement=draft, **moment),
        lambda who: actions.extend_announcement(actor=who, announcement=public, valid_until=None, **moment),
        lambda who: actions.withdraw_announcement(actor=who, announcement=public, reason="Batal", **moment),
        lambda who: actions.stop_telling(actor=who, announcement=public, **moment),
        lambda who: actions.resume_telling(actor=who, announcement=public, **moment),
        lambda who: actions.make_known(actor=who, announcement=public, medium="radio", place="RRI", at=now, **moment),
    ]
    before = list(Announcement.objects.order_by("pk").values()), Event.objects.count()
    for verb in verbs:
        for who in strangers:
            with pytest.raises(actions.AnnouncementRefused, match="tidak berwenang"):
                verb(who)
    assert (list(Announcement.objects.order_by("pk").values()), Event.objects.count()) == before


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(access.SPEAKS))
def test_each_role_that_speaks_may(world: World, now: datetime, role: str) -> None:
    who = officer(role, world.bontang_city, name="Yang berbicara")
    row = actions.draft_announcement(actor=who, organisation=world.bontang, given=factories.given(now), now=now)
    assert actions.publish_announcement(actor=who, announcement=row, now=now).state == states.PUBLISHED


@pytest.mark.django_db
def test_an_office_speaks_to_what_is_its_own(world: World, now: datetime) -> None:
    province = Region.objects.create(code="64", level="province", name="Kalimantan Timur")
    city = Region.objects.create(code="64.74", level="regency", name="Kota Bontang", parent=province)
    type(world.bontang).objects.filter(pk=world.bontang.pk).update(region=city)
    world.bontang.refresh_from_db()
    service = published_service(world.bengkalis, title="KTP")
    own = published_service(world.bontang, title="Akta")
    assert factories.draft(world.bontang, now=now, audience=rules.REGION, region=city).region == city
    assert factories.draft(world.bontang, now=now, audience=rules.SERVICE, service=own).unit is None
    assert factories.draft(world.ministry, now=now, audience=rules.ALL).scope == Scope(rules.ALL)
    for over in (
        {"audience": rules.REGION, "region": province},
        {"audience": rules.SERVICE, "service": service},
        {"unit": world.bengkalis},
        {"unit": world.bontang_city},
    ):
        with pytest.raises(actions.AnnouncementRefused, match="tidak dapat berbicara"):
            factories.draft(world.bontang, now=now, **over)


# --- the calendar drafts ----------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_closure_drafts_once_and_its_end_proposes_to_withdraw(world: World, now: datetime) -> None:
    head, first = world.bontang_head, now.date() + timedelta(days=30)
    span: dict[str, Any] = {"organisation": world.bontang, "starts_on": first, "ends_on": first + timedelta(days=1)}
    workdays.close(reason="Pindah gedung", actor=head, now=now, **span)
    react_to_news(now)
    row = Announcement.objects.get()
    zone = world.bontang.zone
    assert (row.state, row.kind, row.tell_bookings) == (states.DRAFT, "closure", True)
    assert row.affects_from == datetime.combine(first, time(), zone)
    assert row.valid_until == row.affects_until == datetime.combine(first + timedelta(days=2), time(), zone)
    assert row.valid_from == datetime.combine(first - timedelta(days=14), time(), zone)
    assert "Pindah gedung" in row.text
    row = actions.publish_announcement(actor=head, announcement=row, now=now)
    workdays.reopen(closure=Closure.objects.get(), actor=head, now=now)
    react_to_news(now)
    row.refresh_from_db()
    assert row.state == states.PUBLISHED
    assert row.withdrawal_proposed == "Penutupan di kalender sudah diakhiri."
    assert queries.proposed_withdrawals(access.visible_to(head)) == [row]


@pytest.mark.django_db
def test_the_head_hears_once_that_a_draft_waits_and_is_not_counted_as_reached(world: World, now: datetime) -> None:
    first = now.date() + timedelta(days=30)
    span: dict[str, Any] = {"organisation": world.bontang, "starts_on": first, "ends_on": first}
    workdays.close(reason="Pindah gedung", actor=world.bontang_head, now=now, **span)
    react_to_news(now)
    row = Announcement.objects.get()
    told = OutboxMessage.objects.get(event="announcement.waiting")
    assert told.contact is not None
    assert told.contact.value == world.bontang_head.person.email
    assert row.title in told.body
    assert f"/kantor/pengumuman/{row.slug}/" in told.body
    assert telling.tell_heads(row, now) == 1
    assert OutboxMessage.objects.filter(event="announcement.waiting").count() == 1
    assert queries.reach.count(Telling(announcement=row)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "kind", "says"),
    [
        ({"kind": "visitor_cap", "cap": 40}, "limit", "paling banyak 40 orang"),
        ({"kind": "changed_hours", "opens": time(9), "closes": time(12)}, "hours", "09.00 sampai 12.00"),
        ({"kind": "online_only"}, "limit", "lewat situs ini"),
    ],
)
def test_a_restriction_drafts_in_its_own_words(
    world: World, now: datetime, given: dict[str, Any], kind: str, says: str
) -> None:
    day = now.date() + timedelta(days=2)
    told: dict[str, Any] = {"organisation": world.bontang, "actor": world.bontang_head, "now": now}
    held = workdays.restrict(starts_on=day, ends_on=day, reason="Perbaikan listrik", **told, **given)
    react_to_news(now)
    row = Announcement.objects.get()
    assert (row.kind, row.origin.split(":")[0]) == (kind, given["kind"])
    assert says in row.text
    workdays.end_restriction(restriction=held, actor=world.bontang_head, now=now)
    react_to_news(now)
    row.refresh_from_db()
    assert row.withdrawal_proposed


@pytest.mark.django_db
def test_a_mode_drafts_and_the_next_one_proposes_to_withdraw(world: World, now: datetime) -> None:
    told: dict[str, Any] = {"organisation": world.bontang, "actor": world.bontang_head, "now": now}
    workdays.set_mode(mode="online_only", since=now.date(), **told)
    react_to_news(now)
    row = Announcement.objects.get()
    assert (row.valid_until, row.audience) == (None, rules.UNIT)
    workdays.set_mode(mode="open", since=now.date() + timedelta(days=1), **told)
    react_to_news(now)
    row.refresh_from_db()
    assert Announcement.objects.count() == 1
    assert row.withdrawal_proposed == "Cara melayani diubah menjadi buka."


@pytest.mark.django_db
def test_a_stop_in_an_emergency_drafts_once_and_tells_nobody_twice(world: World, now: datetime) -> None:
    begins = (now + timedelta(days=1)).astimezone(world.bontang.zone).replace(hour=8, minute=0, second=0, microsecond=0)
    stop: dict[str, Any] = {"organisation": world.bontang, "starts_at": begins, "ends_at": begins + timedelta(hours=3)}
    for _ in range(2):
        visits.close_in_emergency(actor=world.bontang_head, reason="Listrik padam", now=now, **stop)
        react_to_news(now)
    row = Announcement.objects.get()
    assert (row.state, row.severity, row.tell_bookings, row.valid_until) == (
        states.DRAFT,
        rules.URGENT,
        False,
        stop["ends_at"],
    )
    assert "pukul 08.00 sampai 11.00" in row.title
    assert "Listrik padam" in row.text
    assert "08:00 to 11:00" in row.title_en
