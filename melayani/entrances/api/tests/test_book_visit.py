"""Free times and bookings: exactly as the contract says, once per Idempotency-Key, by keys that may."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from melayani.delivery.appointments import places, rules
from melayani.delivery.appointments.models import BookedSlot, Booking, Slot
from melayani.delivery.appointments.tests.factories import offered, slots
from melayani.delivery.catalogue.models import Service
from melayani.entrances.api.tests.factories import SITI, Caller, key_of
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
BUDI = {"name": "Contoh Budi", "phone": "0813 1111 2222"}


@pytest.fixture
def caller(world: World) -> Caller:
    return Caller(key_of(world.bontang))


@pytest.fixture
def service(world: World) -> Service:
    return offered(world.bontang)


def free(caller: Caller, service: Service, **more: str) -> list[dict[str, Any]]:
    last = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    query = "&".join(f"{name}={value}" for name, value in {"service": service.pk, "to": last, **more}.items())
    answer = caller.get(f"/slots?{query}")
    assert answer.status_code == 200, answer.content
    return list(answer.json()["items"])


def test_a_free_time_is_booked_and_counts_down(world: World, caller: Caller, service: Service) -> None:
    slots(world.bontang, now=datetime.now(UTC), places=2)
    (slot,) = free(Caller(), service)
    assert (slot["capacity"], slot["remaining"], slot["unit"]) == (2, 2, "disdukcapil-bontang")
    assert slot["starts_at"].endswith("+08:00")
    answer = caller.post("/bookings", {"slot": slot["id"], "citizen": SITI, "party_size": 1, "note": "pintu samping"})
    assert answer.status_code == 201, answer.content
    got = answer.json()
    booking = Booking.objects.get(number=got["number"])
    assert (booking.channel, booking.name, booking.note) == ("api", "Contoh Siti", "pintu samping")
    assert got == {
        "number": booking.number,
        "starts_at": slot["starts_at"],
        "unit": world.bontang.name,
        "service": service.title,
        "ics_url": f"http://testserver/janji-temu/{booking.number}/{booking.secret}/kalender.ics",
        "manage_url": f"http://testserver/janji-temu/{booking.number}/{booking.secret}/",
    }
    assert free(Caller(), service)[0]["remaining"] == 1
    assert OutboxMessage.objects.get(event="booking.booked").address == "pemohon@contoh.id"


def test_the_booking_is_tracked_by_number_and_its_history_by_secret(
    world: World, caller: Caller, service: Service
) -> None:
    slots(world.bontang, now=datetime.now(UTC))
    made = caller.post("/bookings", {"slot": free(caller, service)[0]["id"], "citizen": SITI}).json()
    seen = Caller().get(f"/track/{made['number']}").json()
    assert (seen["kind"], seen["state"], seen["due"]) == ("booking", "booked", made["starts_at"])
    assert (seen["timeline"], seen["service"]) == (None, service.title)
    assert SITI["name"] not in str(seen)
    secret = made["manage_url"].rstrip("/").rpartition("/")[2]
    own = Caller().get(f"/track/{made['number']}?secret={secret}").json()
    assert [line["event"] for line in own["timeline"]] == ["booking.made"]
    assert Caller().get(f"/track/{made['number']}?secret=salah").status_code == 404


def test_a_full_slot_names_the_nearest_others(world: World, caller: Caller, service: Service) -> None:
    slots(world.bontang, now=datetime.now(UTC), count=3)
    times = free(caller, service)
    assert caller.post("/bookings", {"slot": times[1]["id"], "citizen": SITI}).status_code == 201
    answer = caller.post("/bookings", {"slot": times[1]["id"], "citizen": BUDI})
    got = answer.json()
    assert (answer.status_code, got["code"]) == (409, "slot_full")
    assert [one["id"] for one in got["alternatives"]] == [times[2]["id"], times[0]["id"]]
    assert caller.post("/bookings", {"slot": got["alternatives"][0]["id"], "citizen": BUDI}).status_code == 201


def test_a_repetition_hears_its_own_answer_when_the_slot_is_full(
    world: World, caller: Caller, service: Service
) -> None:
    slots(world.bontang, now=datetime.now(UTC))
    body = {"slot": free(caller, service)[0]["id"], "citizen": SITI}
    first = caller.post("/bookings", body, **{"Idempotency-Key": "satu"})
    again = caller.post("/bookings", body, **{"Idempotency-Key": "satu"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert BookedSlot.objects.count() == 1
    other = caller.post("/bookings", {**body, "citizen": BUDI}, **{"Idempotency-Key": "satu"})
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def test_a_person_books_once_a_day_by_nik_or_telephone(world: World, caller: Caller, service: Service) -> None:
    slots(world.bontang, now=datetime.now(UTC), count=2, places=5)
    first, second = free(caller, service)
    nik = {**SITI, "nik": "6474010101900001"}
    assert caller.post("/bookings", {"slot": first["id"], "citizen": nik}).status_code == 201
    again = caller.post("/bookings", {"slot": second["id"], "citizen": {**BUDI, "nik": "6474010101900001"}})
    assert (again.status_code, again.json()["code"]) == (409, "already_booked")


def test_forged_stale_and_foreign_ids_are_refused(world: World, caller: Caller, service: Service) -> None:
    made = slots(world.bontang, now=datetime.now(UTC))[0]
    slot = free(caller, service)[0]["id"]
    for forged in ("1", "x" * 120, slot[:-3] + "AAA", slot[::-1], "é"):
        answer = caller.post("/bookings", {"slot": forged, "citizen": SITI})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), forged
    Slot.objects.filter(pk=made.pk).update(ends_at=made.ends_at + timedelta(days=1), starts_at=made.ends_at)
    assert caller.post("/bookings", {"slot": slot, "citizen": SITI}).status_code == 422
    assert not Booking.objects.exists()


def test_a_key_of_another_agency_or_without_the_scope_books_nothing(world: World, service: Service) -> None:
    slots(world.bontang, now=datetime.now(UTC))
    body = {"slot": free(Caller(), service)[0]["id"], "citizen": SITI}
    other = Caller(key_of(world.bengkalis)).post("/bookings", body)
    assert (other.status_code, other.json()["code"]) == (403, "not_allowed")
    lesser = Caller(key_of(world.bontang, "applications:write")).post("/bookings", body)
    assert (lesser.status_code, lesser.json()["code"]) == (403, "scope_missing")
    assert Caller().post("/bookings", body).status_code == 401
    assert not Booking.objects.exists()


def test_who_cannot_have_the_lock_is_told_when_to_come_back(
    world: World, caller: Caller, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*args: object, **asked: object) -> list[Slot]:
        raise rules.Busy

    slots(world.bontang, now=datetime.now(UTC))
    body = {"slot": free(caller, service)[0]["id"], "citizen": SITI}
    monkeypatch.setattr(places, "take", busy)
    answer = caller.post("/bookings", body, **{"Idempotency-Key": "dua"})
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "busy", "2")
    monkeypatch.undo()
    assert caller.post("/bookings", body, **{"Idempotency-Key": "dua"}).status_code == 201


def test_the_questions_of_a_list_are_bounded(world: World, service: Service) -> None:
    slots(world.bontang, now=datetime.now(UTC), count=3)
    page = Caller().get(f"/slots?service={service.slug}&limit=2").json()
    assert len(page["items"]) == 2
    assert len(Caller().get(page["next"].split("/api/v1")[1]).json()["items"]) == 1
    for wrong in ("from=2026-01-01&to=2026-03-01", "from=2026-02-02&to=2026-02-01", "from=9999-12-31"):
        assert Caller().get(f"/slots?service={service.pk}&{wrong}").status_code == 422
    assert Caller().get("/slots?service=tidak-ada").json() == {"items": [], "next": None}
    assert Caller().get(f"/slots?service={'9' * 30}").json()["items"] == []
