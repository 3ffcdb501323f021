"""The citizen asks, the head of the unit destroys: who it was is gone, what was done stays and still verifies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from melayani.delivery.applications import access, actions, queries, rules, states, work
from melayani.delivery.applications.models import AnswerFile, Application
from melayani.delivery.applications.tests import factories
from melayani.foundation.attachments import storage
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit.models import Event, SubjectKey
from melayani.foundation.audit.seal import seal, verify
from melayani.foundation.messaging import delivery
from melayani.foundation.messaging.models import CaseLetter, Contact, OutboxMessage
from melayani.foundation.messaging.rules import why_not_erased
from melayani.foundation.messaging.ticks import forget_old_texts
from melayani.foundation.people import Citizen, Officer
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
NIK = "6474014107900003"
RATNA = rules.Identity(name="Contoh Ratna", nik=NIK, address="Jalan Rahasia 7", email="ratna@contoh.id")
REASON = "Diminta pemohon di loket, identitas dicocokkan."


@pytest.fixture
def row(world: World, now: datetime) -> Application:
    """Ratna's case with a photo and a letter with another, refused with a reason that names her."""
    counter, service = world.bontang_counter, factories.birth_certificate(world.bontang)
    papers = [factories.uploaded(counter, now=now)]
    given = [rules.Given(number=1, kind=rules.UPLOAD, files=tuple(papers)), *factories.brought(service)[1:]]
    made = factories.filed(world, now=now, service=service, identity=RATNA, answers=given)
    citizen = Citizen(token="ratna")
    actions.write(
        actor=citizen,
        application=made,
        text="Saya Ratna, ini KK saya.",
        files=[factories.uploaded(citizen, now=now)],
        secret=made.secret,
        now=now,
    )
    actions.take(actor=world.bontang_processor, application=made, now=now)
    reason = "Nama Contoh Ratna tidak ada di KK."
    actions.refuse(actor=world.bontang_approver, application=made, reason=reason, now=now + timedelta(hours=1))
    return Application.objects.get(pk=made.pk)


def erase(world: World, row: Application, now: datetime, reason: str = REASON) -> Application:
    actions.erase_person(actor=world.bontang_head, application=row, reason=reason, now=now)
    return Application.objects.get(pk=row.pk)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("", "10 sampai 300"),
        ("  diminta  ", "10 sampai 300"),
        ("x" * 301, "10 sampai 300"),
        ("Diminta oleh contoh RATNA sendiri.", "Jangan tulis nama"),
        (f"Diminta pemilik NIK {NIK}.", "Jangan tulis nama"),
    ],
)
def test_the_reason_is_written_and_names_nobody(reason: str, words: str) -> None:
    assert words in why_not_erased(reason, known=["Contoh Ratna", NIK, ""])


def test_a_good_reason_is_none_against_it() -> None:
    assert why_not_erased(REASON, known=["Contoh Ratna", NIK, "", "di"]) == ""


def test_who_it_was_is_gone_and_the_rest_stays(
    world: World, now: datetime, row: Application, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    later, counts = now + timedelta(days=1), queries.counts_between([world.bontang.path], now, now + timedelta(days=1))
    given = list(Attachment.objects.exclude(owner_kind="document"))
    assert len(given) == 2
    assert queries.search(world.bontang_head, NIK) == [row]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        gone = erase(world, row, later)
    assert (gone.erased_at, gone.contact, gone.nik_hash, gone.email_hash) == (later, None, "", "")
    assert not any(getattr(gone, name) for name in ("name", "nik", "address", "phone", "email", "refusal_reason"))
    assert queries.search(world.bontang_head, NIK) == []
    assert queries.search(world.bontang_head, row.number) == [row]
    assert not AnswerFile.objects.filter(answer__application=row).exists()
    for file in Attachment.objects.filter(pk__in=[one.pk for one in given]):
        assert (file.state, file.name) == ("removed", "")
        with pytest.raises(storage.FileGone):
            storage.open_path(file.path)
    assert [letter.text for letter in CaseLetter.objects.all()] == [""]
    assert queries.counts_between([world.bontang.path], now, now + timedelta(days=1)) == counts
    assert (gone.state, gone.decided_at, gone.working_days_taken) == (row.state, row.decided_at, row.working_days_taken)


def test_the_record_names_nobody_and_the_chain_still_verifies(world: World, now: datetime, row: Application) -> None:
    seal(now)
    erase(world, row, now)
    erase(world, row, now + timedelta(hours=1), reason="")  # a second click changes nothing
    (event,) = Event.objects.filter(name="application.erased")
    assert (event.data, event.personal_digest, event.person) == ({"reason": REASON}, "", world.bontang_head.person)
    assert SubjectKey.objects.get(subject=f"application:{row.number}").wrapped == ""
    seal(now)
    assert verify() == []


def test_the_citizen_hears_it_once_and_older_messages_are_empty(world: World, now: datetime, row: Application) -> None:
    older = list(OutboxMessage.objects.values_list("pk", flat=True))
    erase(world, row, now)
    last = OutboxMessage.objects.exclude(pk__in=older).get()
    assert (last.event, last.contact) == ("application.erased", row.contact)
    assert "Ratna" not in last.body
    assert last.expires_at == now + timedelta(days=7)
    for message in OutboxMessage.objects.filter(pk__in=older):
        assert (message.body, message.values, message.contact, message.emptied_at) == ("", "", None, now)


@pytest.mark.parametrize("another", [False, True])
def test_the_address_goes_with_the_last_message_unless_another_case_needs_it(
    world: World, now: datetime, row: Application, another: bool
) -> None:
    if another:
        factories.filed(world, now=now, identity=RATNA)
    address = row.contact_id or 0
    erase(world, row, now)
    delivery.send_due(now)
    forget_old_texts(now + timedelta(days=7))
    assert Contact.objects.filter(pk=address).exists()
    delivery.send_due(now + timedelta(days=7))
    forget_old_texts(now + timedelta(days=8, hours=1))
    assert Contact.objects.filter(pk=address).exists() == another
    assert [one.body for one in OutboxMessage.objects.filter(event="application.erased")] == [""]


@pytest.mark.parametrize("state", sorted(set(states.STATES) - states.FINAL))
def test_an_open_case_must_end_first(world: World, now: datetime, state: str) -> None:
    open_one = factories.application_in(state, world=world, now=now)
    with pytest.raises(rules.ActionRefused, match="sesudah permohonan selesai"):
        erase(world, open_one, now + timedelta(days=1))


def test_the_archive_may_keep_it_longer(world: World, now: datetime, row: Application, settings: Settings) -> None:
    settings.ERASURE_KEEP_DAYS = 30
    with pytest.raises(rules.ActionRefused, match="wajib disimpan sampai"):
        erase(world, row, now + timedelta(days=29))
    assert erase(world, row, now + timedelta(days=31)).erased_at


def test_only_the_head_of_the_unit_may(world: World, now: datetime, row: Application) -> None:
    citizen = Citizen(token="ratna")
    for who in (
        world.bontang_counter,
        world.bontang_processor,
        world.bontang_approver,
        world.bengkalis_counter,
        citizen,
    ):
        with pytest.raises(rules.NotAllowed):
            actions.erase_person(actor=who, application=row, reason=REASON, now=now)
    assert Application.objects.get(pk=row.pk).name == RATNA.name


def test_asking_rises_at_the_desk_once(world: World, now: datetime, row: Application, client: Client) -> None:
    CaseLetter.objects.all().settle("x", now)
    page = f"/permohonan/{row.number}/{row.secret}/hapus-data/"
    assert work.first_due(world.bontang_head, work.DeskFilters(), 10) == []
    assert "3 × 24 jam" in client.get(page).content.decode()
    for _ in range(2):
        assert client.post(page)["Location"] == page.removesuffix("hapus-data/")
    assert Event.objects.filter(name="application.erasure_asked").count() == 1
    assert [key.pk for key in work.first_due(world.bontang_head, work.DeskFilters(), 10)] == [row.pk]
    assert client.post(page.replace(row.secret, "x" * 22)).status_code == 404
    erase(world, row, now)
    assert work.first_due(world.bontang_head, work.DeskFilters(), 10) == []


def test_an_open_case_is_not_asked_about(world: World, now: datetime, client: Client) -> None:
    running = factories.filed(world, now=now)
    page = f"/permohonan/{running.number}/{running.secret}/"
    assert client.post(f"{page}hapus-data/")["Location"] == page
    assert "hapus-data" not in client.get(page).content.decode()
    with pytest.raises(rules.ActionRefused):
        actions.ask_erasure(actor=Citizen(token="x"), application=running, secret=running.secret, now=now)
    assert not CaseLetter.objects.exists()


def test_the_pages_say_when(world: World, row: Application, sign_in: SignIn, client: Client) -> None:
    office = f"/kantor/permohonan/{row.number}/"
    assert "Hapus data pribadi" not in sign_in(world.bontang_processor).get(office).content.decode()
    head = sign_in(world.bontang_head)
    assert "Hapus data pribadi" in head.get(office).content.decode()
    unsure = head.post(f"{office}{access.ERASE}/", {"reason": REASON})
    assert unsure.status_code == 422
    assert "Centang dahulu" in unsure.content.decode()
    assert REASON in unsure.content.decode()
    done = head.post(f"{office}{access.ERASE}/", {"reason": REASON, "sure": "on"})
    assert done["Location"] == office
    for html in (
        head.get(office).content.decode(),
        client.get(f"/permohonan/{row.number}/{row.secret}/").content.decode(),
    ):
        assert "Data pribadi dihapus pada" in html
        assert "Ratna" not in html
        assert "hapus-data" not in html
    english = client.get(f"/en/permohonan/{row.number}/{row.secret}/").content.decode()
    assert "Personal data was deleted on" in english
    assert "Data pribadi dihapus" in head.get("/kantor/permohonan/").content.decode()
    assert client.get(f"/permohonan/{row.number}/{row.secret}/tanda-terima.pdf").status_code == 200
