"""Filing: by an officer on behalf, by a citizen's draft, by another system; what is refused; all or nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from melayani.delivery.applications import actions, drafts, rules
from melayani.delivery.applications.models import AnswerFile, Application, Draft
from melayani.delivery.applications.tests import factories
from melayani.delivery.catalogue.models import Service
from melayani.delivery.catalogue.queries import published_standard
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.numbers.rules import read_number
from melayani.foundation.people import ApiClient, Citizen
from melayani.foundation.people.actions import create_api_key
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
SITI = Citizen(token="sesi-siti")
STRANGER = Citizen(token="sesi-orang-lain")


def submit(world: World, service: Service, now: datetime, **over: Any) -> Application:
    standard = published_standard(service)
    assert standard is not None
    values: dict[str, Any] = {
        "actor": world.bontang_counter,
        "service": service,
        "standard": standard,
        "identity": factories.SITI,
        "answers": factories.brought(service),
        "channel": rules.COUNTER,
        "now": now,
    }
    return actions.submit_application(**{**values, **over})


def filled_draft(service: Service, now: datetime, *, proven: bool = True) -> Draft:
    """A draft of Siti's session that lacks nothing; requirement 1 is a photo."""
    draft = factories.draft_of(service, token=SITI.token, now=now)
    drafts.keep_fields(draft, rules.WHO, {"name": "Contoh Siti", "nik": "", "birth_date": "1990-08-17"}, now=now)
    drafts.keep_fields(draft, rules.ADDRESS, {"address": "Jalan Contoh 1"}, now=now)
    drafts.keep_fields(draft, rules.CONTACT, {"phone": "", "email": factories.EMAIL}, now=now)
    files = drafts.add_files(draft, [factories.photo()], actor=SITI, now=now)
    drafts.keep_answer(draft, rules.Given(1, rules.UPLOAD, files=(files[0].pk,)), now=now)
    drafts.keep_answer(draft, rules.Given(2, rules.BRING), now=now)
    drafts.keep_answer(draft, rules.Given(3, rules.NOT_APPLICABLE), now=now)
    draft.refresh_from_db()
    if proven:
        drafts.mark_proven(draft, factories.contact_of(now=now))
    return draft


def test_a_number_a_due_date_an_event_and_a_message(world: World, now: datetime) -> None:
    service = factories.birth_certificate(world.bontang)
    row = submit(world, service, now)
    assert read_number(row.number) == row.number
    assert row.filed_by == world.bontang_counter.person
    assert row.due_at is not None
    # five working days after Monday 16 March: Nyepi and Eid lie between only when holidays were imported; weekends do
    assert row.due_at.date() == date(2026, 3, 23)
    assert row.due_explanation
    event = Event.objects.get(name="application.submitted")
    assert event.data == {"service": service.pk, "standard": row.standard_id, "channel": "counter", "via": "loket"}
    message = OutboxMessage.objects.get(event="application.submitted")
    assert row.number in message.subject
    assert f"/permohonan/{row.number}/{row.secret}/" in message.body
    assert "23 Maret 2026" in message.body


def test_personal_data_stands_encrypted(world: World, now: datetime) -> None:
    row = submit(world, factories.birth_certificate(world.bontang), now)
    raw = str(Application.objects.filter(pk=row.pk).extra(select={"raw": "name || secret"}).values("raw").get())
    assert "Siti" not in raw
    assert row.secret not in raw


def test_a_citizen_without_phone_gets_a_paper_code_and_no_message(world: World, now: datetime) -> None:
    row = factories.without_phone(world, now=now)
    assert len(row.paper_code) == 11
    assert row.paper_code_hash
    assert Application.objects.get(pk=row.pk).paper_code == ""
    assert not OutboxMessage.objects.exists()
    older = row.paper_code_hash
    actions.give_paper_code(actor=world.bontang_counter, application=row, now=now)
    assert Application.objects.get(pk=row.pk).paper_code_hash != older


def test_no_usable_duration_gives_no_due_date(world: World, now: datetime) -> None:
    row = submit(world, factories.birth_certificate(world.bontang, amount=None), now)
    assert (row.due_at, row.due_explanation, row.promised_amount, row.promised_unit) == (None, None, None, "")
    assert "belum mencantumkan jangka waktu" in OutboxMessage.objects.get().body


@pytest.mark.parametrize("channel", [rules.WEB, rules.API, "kurir"])
def test_an_officer_files_at_counter_phone_or_post_only(channel: str, world: World, now: datetime) -> None:
    with pytest.raises(actions.NotAllowed):
        submit(world, factories.birth_certificate(world.bontang), now, channel=channel)


def test_strangers_do_not_file(world: World, now: datetime) -> None:
    service = factories.birth_certificate(world.bontang)
    for actor in (world.bengkalis_counter, world.bontang_approver, SITI, SYSTEM):
        with pytest.raises(actions.NotAllowed):
            submit(world, service, now, actor=actor)
    assert not Application.objects.exists()


def test_a_key_with_the_scope_files_and_vouches(world: World, now: datetime) -> None:
    service = factories.birth_certificate(world.bontang)
    keys = [
        create_api_key(actor=SYSTEM, organisation=world.bontang_city, scopes=[scope], now=now)[0]
        for scope in ("applications:write", "track:read")
    ]
    row = submit(world, service, now, actor=ApiClient(keys[0]), channel=rules.API)
    assert row.contact is not None
    with pytest.raises(actions.NotAllowed):
        submit(world, service, now, actor=ApiClient(keys[1]), channel=rules.API)
    with pytest.raises(actions.InputRefused) as refused:
        submit(
            world,
            service,
            now,
            actor=ApiClient(keys[0]),
            channel=rules.API,
            identity=rules.Identity(name="Tanpa kabar"),
        )
    assert list(refused.value.problems) == ["phone"]


@pytest.mark.parametrize(
    ("identity", "field"),
    [
        (rules.Identity(name="x" * 10_000), "name"),
        (rules.Identity(name=""), "name"),
        (rules.Identity(name="A", nik="1234"), "nik"),
        (rules.Identity(name="A", nik="6474018508900001"), "nik"),
        (rules.Identity(name="A", nik="6474011708900001", birth_date=date(1991, 8, 17)), "nik"),
        (rules.Identity(name="A", birth_date=date(2027, 1, 1)), "birth_date"),
        (rules.Identity(name="A", email="bukan surel"), "email"),
        (rules.Identity(name="A", phone="110110"), "phone"),
        (rules.Identity(name="A", address="x" * 301), "address"),
    ],
)
def test_bad_input_is_refused_in_words_and_writes_nothing(
    identity: rules.Identity, field: str, world: World, now: datetime
) -> None:
    service = factories.birth_certificate(world.bontang)
    with pytest.raises(actions.InputRefused) as refused:
        submit(world, service, now, identity=identity)
    assert field in refused.value.problems
    assert not Application.objects.exists()


def test_a_well_formed_nik_is_kept_and_found_by_its_hash(world: World, now: datetime) -> None:
    identity = rules.Identity(name="A", nik="6474 0117 0890 0001", birth_date=date(1990, 8, 17))
    row = submit(world, factories.birth_certificate(world.bontang), now, identity=identity)
    assert row.nik == "6474011708900001"
    assert Application.objects.of_nik("6474011708900001").get() == row


def test_a_nik_written_with_dots_is_the_same_nik(world: World, now: datetime) -> None:
    identity = rules.Identity(name="A", nik="647401.170890-0001", birth_date=date(1990, 8, 17))
    row = submit(world, factories.birth_certificate(world.bontang), now, identity=identity)
    assert Application.objects.of_nik("6474011708900001").get() == row


def test_a_variant_that_the_service_does_not_know_is_refused(world: World, now: datetime) -> None:
    service = factories.birth_certificate(world.bontang)
    with pytest.raises(actions.InputRefused):
        submit(world, service, now, variant="\x00" + "x" * 500)
    assert not Application.objects.exists()


def test_a_service_that_is_not_offered_takes_nothing(world: World, now: datetime) -> None:
    service = factories.birth_certificate(world.bontang)
    other = factories.lost_card(world.bontang)
    with pytest.raises(actions.ActionRefused, match="tidak menerima"):
        submit(world, service, now, standard=published_standard(other))
    service.is_offered = False
    service.save()
    with pytest.raises(actions.ActionRefused, match="tidak menerima"):
        submit(world, service, now)


def test_another_persons_upload_is_refused_and_nothing_is_written(world: World, now: datetime) -> None:
    service = factories.birth_certificate(world.bontang)
    foreign = factories.uploaded(world.bengkalis_counter, now=now)
    given = [rules.Given(1, rules.UPLOAD, files=(foreign,)), *factories.brought(service)[1:]]
    with pytest.raises(actions.InputRefused):
        submit(world, service, now, answers=given)
    assert not Application.objects.exists()
    assert not Event.objects.filter(name="application.submitted").exists()
    assert not OutboxMessage.objects.exists()


def test_a_draft_is_sent_once_whatever_is_clicked_twice(world: World, now: datetime) -> None:
    draft = filled_draft(factories.birth_certificate(world.bontang), now)
    first = actions.submit_draft(actor=SITI, draft=draft, now=now)
    again = actions.submit_draft(actor=SITI, draft=draft, now=now + timedelta(minutes=1))
    assert first == again
    assert Application.objects.count() == 1
    assert OutboxMessage.objects.filter(event="application.submitted").count() == 1
    assert AnswerFile.objects.get().answer.number == 1
    draft.refresh_from_db()
    assert draft.answers == "{}"
    assert first.channel == rules.WEB


def test_a_foreign_or_unproven_draft_is_not_sent(world: World, now: datetime) -> None:
    service = factories.birth_certificate(world.bontang)
    unproven = filled_draft(service, now, proven=False)
    with pytest.raises(actions.NotAllowed, match="kode sekali pakai"):
        actions.submit_draft(actor=SITI, draft=unproven, now=now)
    proven = filled_draft(service, now)
    with pytest.raises(actions.NotAllowed):
        actions.submit_draft(actor=STRANGER, draft=proven, now=now)
    with pytest.raises(actions.NotAllowed):
        actions.submit_draft(actor=Citizen(), draft=proven, now=now)
    assert not Application.objects.exists()


def test_changing_the_contact_after_the_code_asks_for_a_new_one(world: World, now: datetime) -> None:
    draft = filled_draft(factories.birth_certificate(world.bontang), now)
    drafts.keep_fields(draft, rules.CONTACT, {"phone": "", "email": "orang.lain@contoh.id"}, now=now)
    with pytest.raises(actions.NotAllowed):
        actions.submit_draft(actor=SITI, draft=draft, now=now)


def test_a_file_of_another_draft_is_refused(world: World, now: datetime) -> None:
    service = factories.birth_certificate(world.bontang)
    foreign = factories.draft_of(service, token=STRANGER.token, now=now)
    file = drafts.add_files(foreign, [factories.photo()], actor=STRANGER, now=now)[0]
    draft = filled_draft(service, now)
    drafts.keep_answer(draft, rules.Given(1, rules.UPLOAD, files=(file.pk,)), now=now)
    with pytest.raises(actions.InputRefused):
        actions.submit_draft(actor=SITI, draft=draft, now=now)


def test_a_sent_draft_cannot_be_changed(world: World, now: datetime) -> None:
    draft = filled_draft(factories.birth_certificate(world.bontang), now)
    actions.submit_draft(actor=SITI, draft=draft, now=now)
    with pytest.raises(drafts.AlreadySent):
        drafts.keep_fields(draft, rules.ADDRESS, {"address": "lain"}, now=now)


def test_a_draft_keeps_the_version_it_was_begun_with(world: World, now: datetime) -> None:
    from melayani.delivery.catalogue.actions import supersede

    service = factories.birth_certificate(world.bontang)
    draft = filled_draft(service, now)
    supersede(standard=draft.standard, actor=SYSTEM, now=now)
    assert actions.submit_draft(actor=SITI, draft=draft, now=now).standard_id == draft.standard_id


def test_expired_drafts_are_swept_with_their_files_and_sent_ones_keep_theirs(world: World, now: datetime) -> None:
    service = factories.birth_certificate(world.bontang)
    sent = filled_draft(service, now)
    actions.submit_draft(actor=SITI, draft=sent, now=now)
    lost = filled_draft(service, now)
    young = filled_draft(service, now + timedelta(days=1))
    assert drafts.sweep(now + timedelta(days=30)) == 2
    assert set(Draft.objects.all()) == {young}
    assert Attachment.objects.get(owner_number=str(sent.pk)).state == "claimed"
    assert Attachment.objects.get(owner_number=str(lost.pk)).state == "removed"
    assert drafts.sweep(now + timedelta(days=30)) == 0
    assert Application.objects.count() == 1
