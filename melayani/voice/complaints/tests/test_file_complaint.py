"""A report is received: number, limits, coordinator, messages; wrong input, advertising and strangers are refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.delivery.applications.tests.factories import uploaded
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.rules import NotYours
from melayani.foundation.audit import SYSTEM, react_to_news
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.organisations.actions import change_organisation
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import ApiClient, Citizen
from melayani.foundation.people.actions import TooMany, create_api_key
from melayani.foundation.people.models import Membership
from melayani.voice.complaints import actions, national, rules
from melayani.voice.complaints.models import Complaint
from melayani.voice.complaints.tests import factories
from melayani.voice.complaints.tests.factories import Town

pytestmark = pytest.mark.django_db


def file_as(town: Town, now: datetime, **over: Any) -> Complaint:
    """By a citizen with a proven contact, about the registry, unless `over` says otherwise."""
    contact = factories.contact_of(now=now)
    fields: dict[str, Any] = {
        "actor": Citizen(token="sesi", contact_id=contact.pk),
        "report": factories.report(),
        "reporter": factories.SITI,
        "channel": rules.WEB,
        "about": town.registry,
        "contact": contact,
    }
    return actions.file_complaint(**{**fields, **over}, now=now)


# --- what is received -------------------------------------------------------------------------------------------------
def test_a_report_gets_number_limits_and_coordinator(town: Town, now: datetime) -> None:
    row = Complaint.objects.get(pk=factories.filed(town, now=now).pk)
    assert row.number.startswith("ADU-")
    assert (row.coordinator, row.organisation, row.about) == (town.registry, town.registry, town.registry)
    assert row.verify_due_at is not None
    assert row.due_at is not None
    assert row.next_due_at == row.verify_due_at
    assert row.escalate_at == row.verify_due_at - timedelta(hours=24)
    (event,) = Event.objects.filter(subject_kind="complaint", subject_number=row.number)
    assert event.name == "complaint.filed"
    assert factories.STORY not in str(event.data)


def test_reporter_and_liaison_officers_are_told(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    react_to_news(now)
    react_to_news(now)
    told = {message.event: message for message in OutboxMessage.objects.filter(reference_number=row.number)}
    assert OutboxMessage.objects.filter(reference_number=row.number).count() == 2
    assert told["complaint.new_case"].address == town.registry_liaison.person.email
    assert factories.STORY not in told["complaint.new_case"].body
    assert row.secret in told["complaint.filed"].body


def test_html_and_emoji_are_kept_as_text(town: Town, now: datetime) -> None:
    text = "<script>alert('x')</script> Jalannya rusak 😡🚧 parah sekali\x00\ud800 di sini."
    row = Complaint.objects.get(pk=factories.filed(town, now=now, text=text).pk)
    assert row.text == "<script>alert('x')</script> Jalannya rusak 😡🚧 parah sekali di sini."


def test_twenty_files_go_with_the_report(town: Town, now: datetime) -> None:
    person = Citizen(token="sesi-pelapor@contoh.id", contact_id=factories.contact_of(now=now).pk)
    files = [uploaded(person, now=now) for _ in range(20)]
    row = factories.filed(town, now=now, files=files)
    assert Attachment.objects.of_owner("complaint", row.number).count() == 20
    with pytest.raises(rules.InputRefused) as refused:
        factories.filed(
            town, now=now, files=[*files, *files[:1]], text="Cerita lain yang cukup panjang untuk diterima."
        )
    assert "Paling banyak 20 berkas" in refused.value.problems["files"]


def test_anothers_file_is_refused_and_nothing_stays(town: Town, now: datetime) -> None:
    file = uploaded(Citizen(token="orang lain"), now=now)
    with pytest.raises(NotYours):
        factories.filed(town, now=now, files=[file])
    assert not Complaint.objects.exists()


def test_without_contact_the_case_carries_a_paper_code(town: Town, now: datetime) -> None:
    row = factories.by_letter(town, now=now)
    assert len(row.paper_code) >= 10
    assert row.paper_code not in str(Complaint.objects.filter(pk=row.pk).values())
    again = actions.give_paper_code(actor=town.people.bontang_counter, complaint=row, now=now)
    assert again != row.paper_code
    with pytest.raises(rules.NotAllowed):
        actions.give_paper_code(actor=town.stranger, complaint=row, now=now)


def test_a_letter_counts_from_the_day_it_came(town: Town, now: datetime) -> None:
    came = now - timedelta(days=4)
    row = file_as(town, now, actor=town.people.bontang_counter, channel=rules.LETTER, contact=None, received_at=came)
    assert row.received_at == came
    for actor, moment in ((town.people.bontang_counter, now + timedelta(minutes=1)), (None, came)):
        over = {"actor": actor, "channel": rules.LETTER} if actor else {}
        with pytest.raises(rules.InputRefused) as refused:
            file_as(town, now, **over, received_at=moment)
        assert set(refused.value.problems) == {"received_at"}


# --- where it goes ----------------------------------------------------------------------------------------------------
def test_the_nearest_liaison_officer_at_or_above_receives_it(town: Town, now: datetime) -> None:
    assert factories.filed(town, now=now, about=town.unit).coordinator == town.unit
    Membership.objects.filter(organisation=town.unit).update(until=now - timedelta(days=1))
    text = "Mobil keliling tidak datang pada jadwal yang diumumkan."
    assert factories.filed(town, now=now, about=town.unit, text=text).coordinator == town.registry


def test_a_service_leads_to_its_agency(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now, service=factories.service_of(town.registry))
    assert (row.about, row.coordinator) == (town.registry, town.registry)


def test_without_a_target_the_region_decides(town: Town, now: datetime) -> None:
    city, district = factories.regions()
    Organisation.objects.filter(pk=town.city.pk).update(region=city)
    row = file_as(town, now, about=None, report=factories.report(region=district.code))
    assert (row.about, row.coordinator, row.region) == (None, town.city, district)
    with pytest.raises(rules.InputRefused) as refused:
        file_as(town, now, about=None, report=factories.report(text="Tidak tahu ini urusan kantor yang mana."))
    assert "region" in refused.value.problems


def test_an_unknown_region_is_refused(town: Town, now: datetime) -> None:
    with pytest.raises(rules.InputRefused) as refused:
        file_as(town, now, report=factories.report(region="99.99"))
    assert "Wilayah ini tidak dikenal" in refused.value.problems["region"]


def test_a_closed_agency_is_received_above_with_words(town: Town, now: datetime) -> None:
    day = now.date() - timedelta(days=1)
    change_organisation(actor=SYSTEM, organisation=town.works, now=now, closed_on=day)
    town.works.refresh_from_db()
    row = factories.filed(town, now=now, about=town.works)
    assert (row.about, row.coordinator) == (town.works, town.city)
    message = OutboxMessage.objects.get(event="complaint.filed")
    assert "Dinas Pekerjaan Umum Kota Bontang sudah tutup" in message.body


def test_misconduct_at_the_top_has_nobody_above(town: Town, now: datetime) -> None:
    with pytest.raises(rules.InputRefused) as refused:
        factories.oversight(town, now=now, about=town.people.ministry)
    assert "Ombudsman" in refused.value.problems["about"]


# --- what is refused --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("51.5", "-0.1"), ("-6.2", "200"), ("6.4", "95"), ("0", "94"), ("NaN", "106"), ("Infinity", "106")],
)
def test_a_place_outside_indonesia_is_refused(town: Town, now: datetime, latitude: str, longitude: str) -> None:
    place: dict[str, Any] = {"latitude": Decimal(latitude), "longitude": Decimal(longitude)}
    with pytest.raises(rules.InputRefused) as refused:
        factories.filed(town, now=now, **place)
    assert "di luar Indonesia" in refused.value.problems["latitude"]


@pytest.mark.parametrize("place", [("-6.175", "106.827"), ("5.9", "95.3"), ("-8.5", "140.4"), ("-10.9", "122.8")])
def test_a_place_in_indonesia_is_taken(place: tuple[str, str]) -> None:
    assert rules.filing.place_problems(Decimal(place[0]), Decimal(place[1])) == {}


@given(latitude=st.decimals(-90, 90, places=6), longitude=st.decimals(-180, 180, places=6))
def test_a_rounded_place_moves_by_a_hundred_metres_at_most(latitude: Decimal, longitude: Decimal) -> None:
    for value in (latitude, longitude):
        shown = rules.rounded(value)
        assert shown is not None
        assert abs(shown - value) <= Decimal("0.0005")


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"kind": "gossip"}, "kind"),
    ({"text": "rusak"}, "text"),
    ({"text": "x" * 10_001}, "text"),
    ({"title": "x" * 151}, "title"),
    ({"loss": "x" * 1_001}, "loss"),
    ({"asked": "x" * 1_001}, "asked"),
    ({"address": "x" * 301}, "address"),
    ({"occurred_on": date(2036, 1, 1)}, "occurred_on"),
    ({"occurred_on": date(1900, 1, 1)}, "occurred_on"),
    ({"latitude": Decimal("-6")}, "latitude"),
    ({"answers": {"unknown": ("x",)}}, "answers"),
]


@pytest.mark.parametrize(("over", "field"), WRONG)
def test_wrong_input_is_named_by_field(town: Town, now: datetime, over: dict[str, Any], field: str) -> None:
    with pytest.raises(rules.InputRefused) as refused:
        factories.filed(town, now=now, **over)
    assert set(refused.value.problems) == {field}
    assert not Complaint.objects.exists()


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({}, "question-size"),
        ({"size": ("huge",)}, "question-size"),
        ({"size": ("small", "large")}, "question-size"),
        ({"size": ("small",), "count": ("banyak",)}, "question-count"),
    ],
)
def test_a_categorys_questions_are_judged(
    town: Town, now: datetime, answers: dict[str, tuple[str, ...]], field: str
) -> None:
    category = factories.road_category()
    with pytest.raises(rules.InputRefused) as refused:
        factories.filed(town, now=now, category=category, answers=answers)
    assert set(refused.value.problems) == {field}
    row = factories.filed(town, now=now, category=category, answers={"size": ("small",), "count": ("2",)})
    assert '"count": ["2"]' in row.answers


def test_a_nik_that_is_not_well_formed_is_refused(town: Town, now: datetime) -> None:
    with pytest.raises(rules.InputRefused) as refused:
        file_as(town, now, reporter=rules.Reporter(name="Siti", nik="123"))
    assert set(refused.value.problems) == {"nik"}


# --- who may file -----------------------------------------------------------------------------------------------------
def test_a_citizen_without_proof_is_refused_unless_nothing_of_the_person_is_given(town: Town, now: datetime) -> None:
    with pytest.raises(rules.NotAllowed):
        file_as(town, now, contact=None)
    anonymous = factories.report(anonymous=True)
    with pytest.raises(rules.NotAllowed):
        file_as(town, now, contact=None, report=anonymous)  # an address that nobody proved
    row = file_as(town, now, contact=None, report=anonymous, reporter=rules.Reporter())
    assert row.paper_code


def test_strangers_and_wrong_channels_are_refused(town: Town, now: datetime) -> None:
    for actor, channel in (
        (town.people.bontang_processor, rules.COUNTER),
        (town.bureau, rules.PHONE),
        (town.people.bontang_counter, rules.WEB),
        (Citizen(token="x"), rules.API),
    ):
        with pytest.raises(rules.NotAllowed):
            file_as(town, now, actor=actor, channel=channel)


def test_a_key_files_for_its_own_organisation_only(town: Town, now: datetime) -> None:
    client = _client(town.registry, ["complaints:write"], now)
    row = file_as(town, now, actor=client, channel=rules.OPEN311, about=None, contact=None)
    assert (row.about, row.channel) == (town.registry, rules.OPEN311)
    with pytest.raises(rules.NotAllowed):
        file_as(town, now, actor=client, channel=rules.API, about=town.works)
    with pytest.raises(rules.NotAllowed):
        file_as(town, now, actor=_client(town.registry, ["bookings:write"], now), channel=rules.API)


def _client(organisation: Organisation, scopes: list[str], now: datetime) -> ApiClient:
    key, _ = create_api_key(actor=SYSTEM, organisation=organisation, scopes=scopes, now=now)
    return ApiClient(key=key)


# --- advertising, repeats, rate ---------------------------------------------------------------------------------------
ADVERTISEMENTS = [
    "Pinjaman cepat cair tanpa jaminan hubungi wa 081234567890 sekarang juga",
    "Slot gacor hari ini maxwin terus daftar sekarang di situs kami",
    "P i n j a m a n? Butuh dana cepat, bunga ringan, klik https://contoh.xyz ya kakak",
    "DANA CEPAT CAIR 𝗵𝘂𝗯𝘂𝗻𝗴𝗶 WA 0812 3456 7890 proses cepat",
    "Lihat http://a.id http://b.id http://c.id http://d.id semuanya bagus",
]
HONEST = [
    "Saya korban pinjol: petugas penagih datang ke kantor kelurahan dan mengancam tetangga saya.",
    "Ada judi online di warnet dekat sekolah, sudah dilaporkan ke RT tetapi dibiarkan.",
    "Laman https://dukcapil.contoh.go.id tidak dapat dibuka sejak kemarin, telepon 0548-21234 tidak diangkat.",
    "Iklan pinjaman online ditempel di tiang listrik depan puskesmas, mohon dibersihkan.",
    factories.STORY,
]


@pytest.mark.parametrize("text", ADVERTISEMENTS)
def test_advertising_is_refused_before_anything_is_kept(town: Town, now: datetime, text: str) -> None:
    with pytest.raises(rules.Spam):
        factories.filed(town, now=now, text=text)
    assert not Complaint.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("text", HONEST)
def test_honest_reports_about_such_offers_come_through(text: str) -> None:
    assert rules.findings(text, national.spam_words()) == ()


@given(text=st.text(max_size=300))
def test_any_text_is_judged_without_harm(text: str) -> None:
    rules.findings(text, national.spam_words())
    assert "\x00" not in rules.clean(text)
    assert rules.fingerprint_text(text.upper()) == rules.fingerprint_text(text.upper().casefold())


def test_an_officer_may_write_down_what_a_machine_would_refuse(town: Town, now: datetime) -> None:
    report = factories.report(text=ADVERTISEMENTS[0])
    assert file_as(town, now, actor=town.people.bontang_counter, channel=rules.LETTER, report=report).pk


def test_the_same_text_twice_from_one_person_is_refused_for_a_day(town: Town, now: datetime) -> None:
    factories.filed(town, now=now, text="Lampu mati di gang kami.")
    with pytest.raises(rules.Spam) as refused:
        factories.filed(town, now=now, text="LAMPU mati,   di gang kami!")
    assert refused.value.why == "repeat"
    assert factories.filed(town, now=now + timedelta(hours=25), text="Lampu mati di gang kami.").pk


def test_one_long_text_from_several_people_is_refused_a_short_one_is_not(town: Town, now: datetime) -> None:
    for place in range(rules.REPEATS_MAX):
        factories.filed(town, now=now, email=f"bot-{place}@contoh.id")
    with pytest.raises(rules.Spam) as refused:
        factories.filed(town, now=now, email="bot-baru@contoh.id")
    assert refused.value.why == "copies"
    for place in range(6):
        factories.filed(town, now=now, email=f"warga-{place}@contoh.id", text="Lampu mati di gang kami.")


def test_a_contact_is_slowed_down_and_nobody_else(town: Town, now: datetime) -> None:
    busy, other = factories.contact_of(now=now), factories.contact_of("lain@contoh.id", now=now)
    person = Citizen(token="sesi")
    for _ in range(5):
        actions.check_rate(actor=person, contact=busy, now=now)
    with pytest.raises(TooMany):
        actions.check_rate(actor=person, contact=busy, now=now)
    actions.check_rate(actor=person, contact=other, now=now)
    actions.check_rate(actor=person, contact=busy, now=now + timedelta(minutes=61))


def test_a_crowd_behind_one_address_is_let_through(town: Town, now: datetime) -> None:
    """Distinct people behind one address: no count of theirs adds up. The bench files 5,000 of them."""
    for place in range(60):
        contact = factories.contact_of(f"warga-{place}@contoh.id", now=now)
        person = Citizen(token=f"sesi-{place}", contact_id=contact.pk)
        actions.check_rate(actor=person, contact=contact, now=now)
        file_as(
            town,
            now,
            actor=person,
            contact=contact,
            report=factories.report(text=f"Di rumah nomor {place} air tidak mengalir sejak kemarin pagi."),
        )
    assert Complaint.objects.count() == 60
