"""File a complaint from another system, and follow it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from melayani.entrances.api.tests.factories import SITI, Caller, key_of, photo
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.people.tests.factories import World
from melayani.voice.complaints.models import Category, Complaint, Publication, Question

pytestmark = pytest.mark.django_db
STORY = "Loket tutup sebelum jam dua belas, padahal antrean masih panjang."


@pytest.fixture
def caller(world: World) -> Caller:
    return Caller(key_of(world.bontang))


def filed(answer: Any) -> Complaint:
    assert answer.status_code == 201, answer.content
    return Complaint.objects.get(number=answer.json()["number"])


def test_a_complaint_is_filed_with_its_date_and_a_way_to_follow_it(caller: Caller, world: World) -> None:
    given = {
        "kind": "complaint",
        "text": STORY,
        "unit": "disdukcapil-bontang",
        "location": {"lat": 0.1331, "lon": 117.5002, "address": "Loket 3"},
        "occurred_at": "2026-03-16T11:30:00+08:00",
        "anonymous": False,
        "secret": True,
        "citizen": SITI,
    }
    answer = caller.post("/complaints", given)
    one, body = filed(answer), answer.json()
    assert set(body) == {"number", "due", "explanation", "track_url"}
    assert datetime.fromisoformat(body["due"]) == one.due_at
    assert len(body["explanation"]) > 20
    assert body["track_url"].startswith("http://testserver/pengaduan/")
    assert caller.client.get(body["track_url"].removeprefix("http://testserver")).status_code == 200
    assert (one.channel, one.about, one.name, one.text) == ("api", world.bontang, "Contoh Siti", STORY)
    assert (str(one.latitude), one.address, str(one.occurred_on)) == ("0.133100", "Loket 3", "2026-03-16")
    assert (one.secret_content, one.publication) == (True, Publication.PRIVATE)


def test_without_a_target_it_goes_to_the_keys_own_organisation(caller: Caller, world: World) -> None:
    assert filed(caller.post("/complaints", {"text": STORY})).about == world.bontang


def test_an_anonymous_one_keeps_only_the_way_to_send_news(caller: Caller) -> None:
    one = filed(caller.post("/complaints", {"text": STORY, "anonymous": True, "citizen": SITI}))
    assert (one.name, one.email, one.phone) == ("", "", "")
    assert one.contact is not None


def test_category_answers_and_files_come_along(caller: Caller) -> None:
    road = Category.objects.create(slug="jalan-rusak", name="Jalan rusak")
    Question.objects.create(category=road, code="panjang", datatype="number", required=True, order=1, description="?")
    file = caller.send(photo()).json()["id"]
    given = {"text": STORY, "category": "jalan-rusak", "answers": {"panjang": ["3"]}, "attachments": [file]}
    one = filed(caller.post("/complaints", given))
    assert (one.category, one.answers) == (road, '{"panjang": ["3"]}')
    assert Attachment.objects.get(pk=file).owner_number == one.number
    wrong = caller.post("/complaints", given | {"answers": {}})
    assert [error["field"] for error in wrong.json()["errors"]] == ["question-panjang"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": "Pendek"}, "text"),
        ({"kind": "keluhan"}, "kind"),
        ({"unit": "tidak-ada"}, "unit"),
        ({"service": "tidak-ada"}, "service"),
        ({"category": "tidak-ada"}, "category"),
        ({"location": {"lat": 52.5, "lon": 13.4}}, "latitude"),
        ({"location": {"lat": 0.1}}, "latitude"),
        ({"location": {"region": "99"}}, "region"),
        ({"citizen": {"phone": "bukan nomor"}}, "phone"),
        ({"occurred_at": "2126-01-01T00:00:00Z"}, "occurred_on"),
    ],
)
def test_what_is_wrong_is_said_by_field(caller: Caller, wrong: dict[str, Any], field: str) -> None:
    answer = caller.post("/complaints", {"text": STORY} | wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), answer.content
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert not Complaint.objects.exists()


def test_a_key_needs_the_scope_and_reaches_its_own_organisation_only(world: World) -> None:
    given = {"text": STORY, "unit": "disdukcapil-bontang"}
    assert Caller().post("/complaints", given).status_code == 401
    lacking = Caller(key_of(world.bontang, "applications:write")).post("/complaints", given)
    assert (lacking.status_code, lacking.json()["code"]) == (403, "scope_missing")
    elsewhere = Caller(key_of(world.bengkalis)).post("/complaints", given)
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (403, "not_allowed")
    assert not Complaint.objects.exists()


def test_the_same_key_and_body_file_once(caller: Caller) -> None:
    first = caller.post("/complaints", {"text": STORY}, **{"Idempotency-Key": "satu"})
    again = caller.post("/complaints", {"text": STORY}, **{"Idempotency-Key": "satu"})
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert Complaint.objects.count() == 1


def test_advertising_has_a_code_of_its_own(caller: Caller) -> None:
    spam = (
        "Pinjaman online cair cepat tanpa jaminan, slot gacor: https://a.xyz https://b.xyz https://c.xyz https://d.xyz"
    )
    answer = caller.post("/complaints", {"text": spam})
    assert (answer.status_code, answer.json()["code"]) == (422, "looks_like_spam")


def test_it_is_tracked_by_number_and_with_the_secret_its_history(caller: Caller, world: World) -> None:
    one = filed(caller.post("/complaints", {"text": STORY, "citizen": SITI, "conduct": True}))
    public = Caller().get(f"/track/{one.number.lower()}").json()
    assert (public["kind"], public["state"], public["label"]) == ("complaint", "received", "Diterima")
    assert (public["timeline"], public["service"]) == (None, "")
    assert public["unit"] == world.bontang_city.name  # above the one it is about
    assert not [word for word in ("Siti", "Loket", world.bontang.name) if word in str(public)]
    own = Caller().get(f"/track/{one.number}", **{"X-Case-Secret": one.secret}).json()
    assert [line["event"] for line in own["timeline"]] == ["complaint.filed"]
    assert Caller().get(f"/track/{one.number}?secret=salah").status_code == 404
    assert datetime.fromisoformat(public["submitted_at"]) <= datetime.now(UTC)
