"""A walk with a phone: photos with words, a second sending of the same walk, who may see a photo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit.models import Event
from melayani.foundation.people import Officer
from melayani.foundation.people.tests.factories import World
from melayani.oversight.facilities import actions
from melayani.oversight.facilities.actions import CheckRefused, Finding
from melayani.oversight.facilities.models import FacilityCheck, Walk
from melayani.oversight.facilities.tests.factories import looked, picture

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
SignIn = Callable[[Officer], Client]
PLACE = "/kantor/sarana/tempat/disdukcapil-bontang/"
WALK = f"{PLACE}periksa/special/"


def sent(key: UUID, **more: object) -> dict[str, object]:
    return {"checked_on": timezone.localdate().isoformat(), "key": str(key), "state_ramp": "met", **more}


def test_the_same_walk_sent_twice_counts_once(world: World) -> None:
    key = uuid4()
    first = looked(world.bontang_head, world.bontang, NOW, Finding("ramp", "met"), key=key)
    again = looked(world.bontang_head, world.bontang, NOW, Finding("ramp", "not_met"), key=key)
    assert [row.pk for row in again] == [row.pk for row in first]
    assert (Walk.objects.count(), FacilityCheck.objects.count()) == (1, 1)
    assert Event.objects.filter(name="facility.checked").count() == 1
    with pytest.raises(CheckRefused, match="sudah dipakai"):  # the key of somebody else's walk
        looked(world.bengkalis_head, world.bengkalis, NOW, Finding("ramp", "met"), key=key)


def test_a_photo_needs_words_and_belongs_to_whoever_took_it(world: World) -> None:
    photo = attachments.store(upload=picture(), actor=world.bontang_head, now=NOW)
    with pytest.raises(CheckRefused, match="tidak dapat melihatnya"):
        looked(world.bontang_head, world.bontang, NOW, Finding("ramp", "met", photo=photo.pk, photo_alt=" "))
    foreign = Finding("ramp", "met", photo=photo.pk, photo_alt="Ram")
    with pytest.raises(CheckRefused, match="tidak ditemukan"):
        looked(world.bengkalis_head, world.bengkalis, NOW, foreign)
    assert not FacilityCheck.objects.exists()
    (row,) = looked(world.bontang_head, world.bontang, NOW, foreign)
    held = Attachment.objects.get()
    assert (row.photo_id, held.owner_kind, held.owner_number) == (held.pk, "facility", "disdukcapil-bontang")


def test_a_photo_is_sent_seen_and_replaced(world: World, sign_in: SignIn) -> None:
    client, key = sign_in(world.bontang_head), uuid4()
    data = sent(key, photo_ramp=picture(), photo_alt_ramp="Ram dengan pegangan di kedua sisi")
    assert client.post(WALK, data).status_code == 302
    again = sent(key, photo_ramp=picture(), photo_alt_ramp="Ram dengan pegangan di kedua sisi")
    assert client.post(WALK, again).status_code == 302  # what the phone sent again leaves no second file
    assert (FacilityCheck.objects.count(), Attachment.objects.count()) == (1, 1)
    photo = Attachment.objects.get()
    for path in (f"/sarana/foto/{photo.pk}/", f"{PLACE}foto/{photo.pk}/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert b"".join(answer).startswith(b"\xff\xd8")
    assert "sandbox" in answer["Content-Security-Policy"]
    page = Client().get("/sarana/disdukcapil-bontang/").content.decode()
    assert 'alt="Ram dengan pegangan di kedua sisi"' in page
    client.post(WALK, sent(uuid4()))
    assert Client().get(f"/sarana/foto/{photo.pk}/").status_code == 404  # no list shows it any more
    old = client.get(f"{PLACE}foto/{photo.pk}/")
    assert old.status_code == 200
    b"".join(old)
    assert "Foto" in client.get(f"{PLACE}riwayat/ramp/").content.decode()


def test_a_refused_form_keeps_the_photo(world: World, sign_in: SignIn) -> None:
    client, key = sign_in(world.bontang_head), uuid4()
    answer = client.post(WALK, sent(key, photo_ramp=picture()))
    assert answer.status_code == 422
    assert "Foto yang tadi Anda kirim masih ada" in answer.content.decode()
    photo = Attachment.objects.get()
    again = sent(key, photo_alt_ramp="Ram", kept_ramp=str(photo.pk))
    assert client.post(WALK, again).status_code == 302
    assert FacilityCheck.objects.get().photo == photo


def test_another_officers_upload_is_not_taken_by_a_forged_form(world: World, sign_in: SignIn) -> None:
    photo = attachments.store(upload=picture(), actor=world.bengkalis_head, now=timezone.now())
    data = sent(uuid4(), photo_alt_ramp="Ram", kept_ramp=str(photo.pk))
    assert sign_in(world.bontang_head).post(WALK, data).status_code == 302
    assert FacilityCheck.objects.get().photo is None


@pytest.mark.parametrize(
    ("upload", "why"),
    [
        (lambda: SimpleUploadedFile("a.jpg", b"bukan gambar"), "bukan foto"),
        (lambda: SimpleUploadedFile("a.pdf", b"%PDF-1.4 rusak"), "PDF"),
    ],
)
def test_what_is_no_photo_is_refused_beside_it(
    world: World, sign_in: SignIn, upload: Callable[[], SimpleUploadedFile], why: str
) -> None:
    answer = sign_in(world.bontang_head).post(WALK, sent(uuid4(), photo_ramp=upload(), photo_alt_ramp="Ram"))
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not FacilityCheck.objects.exists()


def test_strangers_see_no_photo_of_the_past(world: World, sign_in: SignIn) -> None:
    photo = attachments.store(upload=picture(), actor=world.bontang_head, now=NOW)
    looked(world.bontang_head, world.bontang, NOW, Finding("ramp", "met", photo=photo.pk, photo_alt="Ram"))
    looked(world.bontang_head, world.bontang, NOW, Finding("ramp", "met"))
    for client in (Client(), sign_in(world.bengkalis_head)):
        assert client.get(f"/sarana/foto/{photo.pk}/").status_code == 404
    assert sign_in(world.bengkalis_head).get(f"{PLACE}foto/{photo.pk}/").status_code == 404


def test_the_form_works_with_the_script_and_says_what_to_do(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.bontang_head).get(WALK).content.decode()
    assert "facilities/audit.js" in page
    assert f'data-done="{PLACE}"' in page
    assert 'capture="environment"' in page


def test_marked_items_make_the_waiting_room_count(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    assert "Butir ini wajib ada" in client.get(f"{PLACE}periksa/waiting/").content.decode()
    assert "Butir ini wajib ada" not in client.get(WALK).content.decode()
    data = {
        "checked_on": timezone.localdate().isoformat(),
        "key": str(uuid4()),
        "state_waiting_seats": "met",
        "mandatory_waiting_seats": "on",
        "state_waiting_wifi": "met",
    }
    assert client.post(f"{PLACE}periksa/waiting/", data).status_code == 302
    assert "Nilai 2 dari 5, indikator 16" in client.get(PLACE).content.decode()


def test_an_improvement_can_be_completed_only_with_words_for_its_photo(world: World) -> None:
    head = world.bontang_head
    looked(head, world.bontang, NOW, Finding("ramp", "not_met"))
    row = actions.plan_improvement(
        actor=head,
        organisation=world.bontang,
        item="ramp",
        plan="Bangun.",
        owner=head.person,
        deadline=NOW.date(),
        now=NOW,
    )
    photo = attachments.store(upload=picture(), actor=head, now=NOW)
    with pytest.raises(CheckRefused, match="tidak dapat melihatnya"):
        actions.complete_improvement(actor=head, improvement=row, text="Selesai.", photo=photo.pk, now=NOW)
    row.refresh_from_db()
    assert row.state == "open"
