"""Requests to read: filters, windows, pages, fields; and what is never shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from melayani.entrances.open311 import limits, schemas, wording
from melayani.entrances.open311.tests.factories import (
    System,
    bontang_barat,
    category,
    key_of,
    many,
    number_of,
    said,
    standing,
)
from melayani.foundation.people.models import Attempt
from melayani.foundation.people.tests.factories import World
from melayani.voice.complaints import states
from melayani.voice.complaints.models import Channel, Complaint, Publication, Visibility

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def ids(given: dict[str, Any] | None = None, system: System | None = None) -> list[str]:
    answer = (system or System()).get("requests.json", given)
    assert answer.status == 200, answer.text
    return [row["service_request_id"] for row in answer.json]


def test_o311_2_16_ids_override_every_other_filter(world: World, today: datetime) -> None:
    old = standing(world.bontang, today - timedelta(days=300), category=category())
    new = standing(world.bontang, today, state=states.CLOSED)
    standing(world.bontang, today)
    given = {
        "service_request_id": f"{old.number}, {new.number},{number_of(999_999)},",
        "status": "open",
        "service_code": "x",
    }
    assert ids(given) == [new.number, old.number]
    assert System().get("requests.json", {"service_request_id": ",".join(f"A{n}" for n in range(201))}).status == 400


def test_o311_2_17_filter_by_service(world: World, today: datetime) -> None:
    road = standing(world.bontang, today, category=category())
    lamp = standing(world.bontang, today - timedelta(hours=1), category=category("lampu"))
    none = standing(world.bontang, today - timedelta(hours=2))
    assert ids({"service_code": "jalan-rusak"}) == [road.number]
    assert ids({"service_code": "lampu,jalan-rusak"}) == [road.number, lamp.number]
    assert ids({"service_code": "umum"}) == [none.number]


def test_o311_2_18_filter_by_status(world: World, today: datetime) -> None:
    open_one = standing(world.bontang, today)
    closed = standing(world.bontang, today - timedelta(hours=1), state=states.CLOSED)
    assert ids({"status": "open"}) == [open_one.number]
    assert ids({"status": "CLOSED"}) == [closed.number]
    assert ids({"status": "open,closed"}) == ids({}) == [open_one.number, closed.number]
    assert System().get("requests.json", {"status": "selesai"}).status == 400


def test_o311_2_19_the_window_is_ninety_days(world: World, today: datetime) -> None:
    new = standing(world.bontang, today - timedelta(days=1))
    older = standing(world.bontang, today - timedelta(days=100))
    assert ids() == [new.number]
    since, until = today - timedelta(days=120), today - timedelta(days=31)
    assert ids({"start_date": since.isoformat(), "end_date": until.isoformat()}) == [older.number]
    assert ids({"start_date": since.isoformat().replace("+00:00", "Z")}) == [older.number]
    assert ids({"end_date": until.isoformat()}) == [older.number]
    too_long = {"start_date": since.isoformat(), "end_date": today.isoformat()}
    assert System().get("requests.json", too_long).status == 400
    assert System().get("requests.json", {"start_date": until.isoformat(), "end_date": since.isoformat()}).status == 400
    blank = {"start_date": (today - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%S 00:00")}
    assert ids(blank) == [new.number]  # a "+" that was not escaped


@pytest.mark.parametrize(
    "value", ["9999-99-99", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "besok", "1e9"]
)
def test_a_moment_that_is_none_is_400(world: World, value: str) -> None:
    assert System().get("requests.json", {"start_date": value}).status == 400


def test_o311_2_20_at_most_a_thousand(world: World, today: datetime) -> None:
    one = standing(world.bontang, today)
    many(one, 1_004)
    assert len(ids()) == 1000
    assert len(ids({"page_size": "5000"})) == 1000


def test_o311_5_10_the_newest_come_without_paging(world: World, today: datetime) -> None:
    one = standing(world.bontang, today)
    many(one, 1_004)
    rows = System().get("requests.json").json
    assert rows[0]["service_request_id"] == one.number
    moments = [datetime.fromisoformat(row["requested_datetime"]) for row in rows]
    assert moments == sorted(moments, reverse=True)
    assert moments[-1] == today - timedelta(seconds=999)


def test_o311_4_1_pages_go_through_a_list_in_a_stable_order(world: World, today: datetime) -> None:
    one = standing(world.bontang, today)
    many(one, 11, step=timedelta(0))  # all at the same moment
    pages = [ids({"page": str(page), "page_size": "5"}) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [5, 5, 2, 0]
    assert len({number for page in pages for number in page}) == 12
    assert sum(pages, []) == ids()
    assert System().get("requests.json", {"page": "1000", "page_size": "1000"}).status == 400


def test_o311_2_21_one_request_by_its_id(world: World, today: datetime) -> None:
    one = standing(world.bontang, today)
    assert System().get(f"requests/{one.number}.json").json == System().get("requests.json").json
    root = System().get(f"requests/{one.number.lower()}.xml").xml
    assert (root.tag, [child.tag for child in root]) == ("service_requests", ["request"])
    elsewhere = System(base="/open311/v2/disdukcapil-bengkalis/")
    assert elsewhere.get(f"requests/{one.number}.json").status == 404
    assert System(base="/open311/v2/kota-bontang/").get(f"requests/{one.number}.json").status == 200


FIELDS = list(schemas.REQUEST["required"])


def test_o311_2_22_every_field_in_the_words_of_the_specification(world: World, today: datetime) -> None:
    one = standing(world.bontang, today, category=category(), region=bontang_barat())
    row = System().get("requests.json").json[0]
    assert list(row) == FIELDS
    assert row["service_name"] == "Jalan rusak"
    assert row["description"] == "Jalan berlubang di depan pasar."
    assert row["agency_responsible"] == world.bontang.name
    assert row["address"] == "Kecamatan Bontang Barat, Kota Bontang"
    assert row["address_id"] == "64.74.03"
    assert (row["lat"], row["long"]) == (0.133, 117.5)
    xml = System().get("requests.xml").xml[0]
    assert [part.tag for part in xml] == FIELDS
    assert xml.findtext("lat") == "0.133"
    assert xml.findtext("service_request_id") == one.number


def test_o311_2_23_when_it_was_closed_and_the_deadline(world: World, today: datetime) -> None:
    due = today + timedelta(days=5)
    standing(world.bontang, today, due_at=due, due_explanation={})
    ended = today - timedelta(hours=1)
    standing(world.bontang, today - timedelta(hours=2), state=states.CLOSED, closed_at=ended)
    open_one, closed = System().get("requests.json").json
    assert datetime.fromisoformat(open_one["expected_datetime"]) == due
    assert datetime.fromisoformat(closed["updated_datetime"]) == ended
    assert closed["expected_datetime"] is None


def test_o311_5_9_the_deadline_follows_the_calendar(world: World, today: datetime) -> None:
    one = standing(world.bontang, today, due_at=today + timedelta(days=5), due_explanation={})
    Complaint.objects.filter(pk=one.pk).update(due_at=today + timedelta(days=6))  # as a recount after a new holiday
    row = System().get(f"requests/{one.number}.json").json[0]
    assert datetime.fromisoformat(row["expected_datetime"]) == today + timedelta(days=6)


def test_o311_5_8_states_map_to_open_and_closed(world: World, today: datetime) -> None:
    expected = dict.fromkeys(states.STATES, "open") | dict.fromkeys(("answered", "closed", "rejected"), "closed")
    for place, state in enumerate(states.STATES):
        standing(world.bontang, today - timedelta(minutes=place), state=state, external_number=state)
    rows = System().get("requests.json").json
    assert {row["service_request_id"] for row in rows} == set(Complaint.objects.values_list("number", flat=True))
    for row in rows:
        state = Complaint.objects.get(number=row["service_request_id"]).state
        assert row["status"] == expected[state], state
        assert row["status_notes"]
    assert set(wording.STANDING) == set(states.STATES)
    assert set(wording.ENDINGS) == set(states.OUTCOMES)
    assert set(wording.UPDATE_STATUS) == set(states.STATES)


def test_o311_4_3_history_and_more_on_request(world: World, today: datetime) -> None:
    one = standing(world.bontang, today)
    said(one, "Besok kami tambal. (lengkap)", at=today, public_text="Besok kami tambal.")
    said(one, "Hanya untuk pelapor.", at=today, visibility=Visibility.REPORTER)
    said(one, "Catatan dalam.", at=today, visibility=Visibility.INTERNAL, kind="note")
    strict = System().get("requests.json").json[0]
    assert list(strict) == FIELDS
    row = System().get("requests.json", {"extensions": "true"}).json[0]
    assert [note["description"] for note in row["notes"]] == ["Besok kami tambal."]
    assert row["extended_attributes"] == {
        "title": "Jalan berlubang",
        "kind": "complaint",
        "state": "in_progress",
        "outcome": None,
    }
    root = System().get(f"requests/{one.number}.xml", {"extensions": "true"}).xml
    assert root.findtext("request/notes/note/description") == "Besok kami tambal."


def test_o311_4_7_a_box_on_the_map(world: World, today: datetime) -> None:
    inside = standing(world.bontang, today)
    standing(world.bontang, today, public_latitude=Decimal("-6.2"), public_longitude=Decimal("106.8"))
    standing(world.bontang, today, public_latitude=None, public_longitude=None)
    assert ids({"bbox": "117.4,0.1,117.6,0.2"}) == [inside.number]
    for wrong in ("1,2,3", "a,b,c,d", "117.6,0.1,117.4,0.2", "NaN,0,1,1", "0,0,0,91", "1,1,1,1,1", "inf,0,1,1"):
        assert System().get("requests.json", {"bbox": wrong}).status == 400, wrong


PERSONAL = ("Budi", "0812", "6281299998888", "budi@contoh.id", "Rahasia", "9999 8888")


def test_o311_5_2_nothing_of_the_reporter_in_any_answer(world: World, today: datetime) -> None:
    one = standing(world.bontang, today, category=category(), channel=Channel.OPEN311, address="Jalan Rahasia 7")
    said(one, "Sudah kami tambal.", at=today)
    said(one, "Budi: terima kasih, telepon saya 0812", at=today, visibility=Visibility.REPORTER)
    for system in (System(), System(key_of(world.bontang))):
        for path in ("requests", f"requests/{one.number}", "servicerequestupdates", "services", "discovery"):
            for form in ("xml", "json"):
                text = system.get(f"{path}.{form}", {"extensions": "true"}).text
                assert not [word for word in PERSONAL if word in text], (path, form)


@pytest.mark.parametrize("publication", [Publication.PENDING, Publication.WITHHELD, Publication.PRIVATE])
def test_o311_5_3_only_what_was_published_in_the_published_words(
    world: World, today: datetime, publication: str
) -> None:
    one = standing(world.bontang, today, publication=publication)
    assert ids() == []
    assert System().get(f"requests/{one.number}.xml").status == 404
    mine = standing(world.bontang, today, publication=publication, channel=Channel.OPEN311)
    row = System(key_of(world.bontang)).get("requests.json").json
    assert [one["service_request_id"] for one in row] == [mine.number]  # where it stands, without its words
    assert (row[0]["description"], row[0]["lat"], row[0]["status"]) == (None, None, "open")


def test_secret_content_is_shown_to_no_system(world: World, today: datetime) -> None:
    one = standing(world.bontang, today, publication=Publication.PRIVATE, secret_content=True, channel=Channel.OPEN311)
    key = System(key_of(world.bontang))
    assert ids({}, key) == []
    assert key.get(f"requests/{one.number}.json").status == 404


@pytest.mark.parametrize("guard", [{"complaint_class": "oversight"}, {"complaint_class": "", "conduct": True}])
def test_o311_5_16_misconduct_appears_nowhere(world: World, today: datetime, guard: dict[str, Any]) -> None:
    fields = {"publication": Publication.PRIVATE, "channel": Channel.OPEN311, "about": world.bontang, **guard}
    fields |= {"verified_at": None} if not guard["complaint_class"] else {}
    one = standing(world.bontang_city, today, category=category("kekerasan", listed=False), **fields)
    said(one, "Sudah diperiksa inspektorat.", at=today)
    for place in (world.bontang, world.bontang_city, world.ministry):
        system = System(key_of(place), base=f"/open311/v2/{place.slug}/")
        assert ids({}, system) == ids({"service_request_id": one.number}, system) == []
        assert system.get(f"requests/{one.number}.json").status == 404
        assert system.get("servicerequestupdates.json").json == []
        sent = {"update_id": "1", "service_request_id": one.number, "description": "Halo"}
        assert system.post("servicerequestupdates.json", sent).status == 404


def test_requests_are_those_held_received_or_about(world: World, today: datetime) -> None:
    held = standing(world.bontang, today)
    received = standing(world.bengkalis, today - timedelta(hours=1), coordinator=world.bontang)
    about = standing(world.bontang_city, today - timedelta(hours=2), about=world.bontang)
    standing(world.bengkalis, today)
    standing(world.bontang_city, today)
    assert ids() == [held.number, received.number, about.number]


def test_o311_5_15_a_list_costs_the_same_and_writes_nothing(
    world: World, today: datetime, django_assert_num_queries: Any
) -> None:
    one = standing(world.bontang, today, category=category(), region=bontang_barat())
    said(one, "Sudah.", at=today)
    for count in (0, 60):
        if count:
            many(one, count)
        with django_assert_num_queries(2) as asked:
            assert len(ids()) == count + 1
        with django_assert_num_queries(3):
            ids({"extensions": "true"})
        with django_assert_num_queries(2):
            System().get("servicerequestupdates.json")
        assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)
    assert not Attempt.objects.exists()


def test_o311_5_11_requests_are_limited_per_key_and_address(world: World, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 3
    limits.reads.forget()
    known = System(key_of(world.bontang))
    statuses = [System().get("services.json").status for _ in range(4)]
    refused = System().get("services.json")
    assert statuses == [200, 200, 200, 429]
    assert refused.codes == ["429"]
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert [known.get("services.json").status for _ in range(4)] == [200, 200, 200, 429]  # a key of its own
    limits.reads.forget()
    writes = [known.post("requests.json", {}).status for _ in range(5)]
    assert writes == [400, 400, 400, 429, 429]
    limits.reads.forget()  # another process has a memory of its own; the count of writes is not in it
    assert known.post("requests.json", {}).status == 429
    guesses = [System("mly_salah_kunci").post("requests.json", {}).status for _ in range(30)]
    assert set(guesses) == {403, 429}
    assert guesses[-1] == 429
