"""The updates extension: public words out, a reporter's words in, each once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from melayani.entrances.open311.tests.factories import (
    AGENCY,
    System,
    category,
    key_of,
    number_of,
    photo,
    report,
    said,
    standing,
)
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit.models import Event
from melayani.foundation.people.tests.factories import World
from melayani.voice.complaints import states
from melayani.voice.complaints.models import Channel, Complaint, Entry, Visibility

pytestmark = pytest.mark.django_db
PATH = "servicerequestupdates.json"


@pytest.fixture
def system(world: World) -> System:
    category()
    return System(key_of(world.bontang))


@pytest.fixture
def number(system: System) -> str:
    """A report that this system sent."""
    return str(system.post("requests.json", report()).json[0]["service_request_id"])


def update(number: str, **more: Any) -> dict[str, Any]:
    given = {
        "update_id": "9931",
        "service_request_id": number,
        "description": "Lubangnya makin besar.",
        "status": "OPEN",
    }
    return {**given, "updated_datetime": "2026-03-16T09:00:00+08:00", **more}


def test_o311_4_4_public_updates_of_a_window(world: World) -> None:
    now = datetime.now(UTC)
    one = standing(world.bontang, now - timedelta(days=100), state=states.ANSWERED)
    said(one, "Dahulu.", at=now - timedelta(days=95))
    latest = said(one, "Sudah kami tambal (lengkap).", at=now - timedelta(days=1), public_text="Sudah kami tambal.")
    said(one, "Hanya pelapor.", at=now, visibility=Visibility.REPORTER)
    said(standing(world.bontang, now, publication="pending"), "Belum tayang.", at=now)
    row = System().get(PATH).json
    assert row == [
        {
            "update_id": str(latest.pk),
            "service_request_id": one.number,
            "status": "FIXED",
            "updated_datetime": row[0]["updated_datetime"],
            "description": "Sudah kami tambal.",
            "media_url": None,
        }
    ]
    span = {"start_date": (now - timedelta(days=96)).isoformat(), "end_date": (now - timedelta(days=90)).isoformat()}
    assert [one["description"] for one in System().get(PATH, span).json] == ["Dahulu."]
    assert System().get(PATH, {"start_date": "x"}).status == 400


def test_o311_4_5_an_update_is_taken_with_a_key_and_once(system: System, number: str) -> None:
    sent = update(number, media=photo())
    assert System().post(PATH, update(number)).status == 403
    first = system.post(PATH, sent)
    assert (first.status, first.json) == (200, [{"update_id": "9931", "account_id": None}])
    assert system.post(PATH, update(number, description="Diulang karena jaringan putus.")).json == first.json
    entry = Entry.objects.get()
    assert (entry.text, entry.by_reporter, entry.visibility) == ("Lubangnya makin besar.", True, "reporter")
    assert Attachment.objects.filter(owner_kind="complaint_entry", owner_number=str(entry.pk)).count() == 1
    assert Event.objects.filter(name="complaint.replied").count() == 1
    system.post(PATH, update(number, update_id="9932"))
    assert Entry.objects.count() == 2
    other = system.post("requests.json", report(description="Lampu jalan padam sejak Senin.")).json[0]
    refused = system.post(PATH, update(other["service_request_id"]))
    assert (refused.status, "update_id" in refused.words) == (400, True)


def test_o311_3_9_updates_as_fixmystreet_reads_and_sends_them(system: System, number: str) -> None:
    sent = update(number, update_id_ext="9931", public_anonymity_required="FALSE", email="x@contoh.id", title="")
    root = system.post("servicerequestupdates.xml", sent).xml
    assert root.tag == "service_request_updates"
    assert root.findtext("request_update/update_id") == "9931"
    one = Complaint.objects.get(number=number)
    said(one, "Belum untuk umum.", at=datetime.now(UTC))
    assert [part.text for part in system.get("servicerequestupdates.xml").xml.iter("description")] == [
        "Belum untuk umum."
    ]
    Complaint.objects.filter(pk=one.pk).update(channel=Channel.WEB)
    assert len(system.get("servicerequestupdates.xml").xml) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"update_id": ""},
        {"description": " "},
        {"status": "SELESAI"},
        {"updated_datetime": "kemarin"},
        {"service_request_id": ""},
        {"update_id": "x" * 101},
    ],
)
def test_an_update_that_says_too_little_is_400(system: System, number: str, wrong: dict[str, str]) -> None:
    refused = system.post(PATH, update(number, **wrong))
    assert (refused.status, refused.codes) == (400, ["400"])
    assert not Entry.objects.exists()


def test_an_update_to_what_another_way_brought_is_refused(system: System, world: World) -> None:
    now = datetime.now(UTC)
    web = standing(world.bontang, now)
    assert system.post(PATH, update(web.number)).status == 403
    assert system.post(PATH, update(number_of(999_999))).status == 404
    elsewhere = standing(world.bengkalis, now, channel=Channel.OPEN311)
    assert system.post(PATH, update(elsewhere.number)).status == 404
    assert not Entry.objects.exists()


def test_an_update_to_a_closed_case_is_refused(system: System, world: World) -> None:
    one = standing(world.bontang, datetime.now(UTC), state=states.CLOSED, channel=Channel.OPEN311)
    assert system.post(PATH, update(one.number)).status == 400


def test_updates_at_the_test_endpoint_are_checked_and_not_kept(system: System, number: str) -> None:
    test = System(system.key, base=AGENCY.replace("/v2/", "/test/v2/"))
    assert test.post(PATH, update(number)).status == 200
    assert test.post(PATH, update(number, update_id="")).status == 400
    assert not Entry.objects.exists()
