"""A letter that answers a message about an application, a request, a visit or a ticket lands on that very case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from melayani.delivery.applications import actions as application_actions
from melayani.delivery.applications import rules as application_rules
from melayani.delivery.applications import states as application_states
from melayani.delivery.applications.models import Answer, Application
from melayani.delivery.applications.tests import factories as applications
from melayani.delivery.appointments import actions as visit_actions
from melayani.delivery.appointments.models import Slot
from melayani.delivery.appointments.tests import factories as visits
from melayani.delivery.queues.tests import factories as queues
from melayani.entrances.mailbox.tests.factories import OURS, came, letter
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.messaging import threads
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import CaseLetter, InboundMark, OutboxMessage
from melayani.foundation.people import Role
from melayani.foundation.people.tests.factories import officer
from melayani.voice.complaints.models import Complaint
from melayani.voice.complaints.tests.factories import Town
from melayani.voice.disclosure import rules as request_rules
from melayani.voice.disclosure.models import InformationRequest
from melayani.voice.disclosure.tests import factories as requests

pytestmark = pytest.mark.django_db
BUDI = "budi@warga.example"


def told(event: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(event=event).order_by("pk"))


def an_application(town: Town, now: datetime) -> Any:
    identity = application_rules.Identity(name="Contoh Budi", address="Jalan Contoh 1", email=BUDI)
    return applications.filed(town.people, now=now, identity=identity)


def a_request(town: Town, now: datetime) -> Any:
    desk = requests.desk_of(town.people)
    applicant = request_rules.Applicant(name="Contoh Budi", address="Jalan Contoh 1", email=BUDI)
    return requests.at_the_desk(desk, now=now, applicant=applicant)


def a_visit(town: Town, now: datetime) -> Any:
    service = visits.offered(town.people.bontang)
    slot: Slot = visits.slots(town.people.bontang, now=now)[0]
    person = visits.visitor(name="Contoh Budi", email=BUDI)
    return visit_actions.book(
        actor=town.people.bontang_counter,
        terms=visits.terms(service),
        slot_id=slot.pk,
        visitor=person,
        party_size=1,
        now=now,
    )


def a_ticket(town: Town, now: datetime) -> Any:
    return queues.ticket(queues.place(town.people), now=now, contact=keep_contact(email=BUDI, now=now))


KINDS: dict[str, tuple[Callable[[Town, datetime], Any], str, str, str]] = {
    "application": (an_application, "application.submitted", "added_application", "applications:case"),
    "request": (a_request, "information_request.received", "added_request", "disclosure:case"),
    "visit": (a_visit, "booking.booked", "added_visit", "appointments:ticket"),
    "ticket": (a_ticket, "ticket.taken", "added_ticket", "queues:ticket"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_lands_on_its_case_with_its_files(town: Town, now: datetime, kind: str) -> None:
    make, event, receipt, page = KINDS[kind]
    row = make(town, now)
    (message,) = told(event)
    mail = letter("Saya datang bersama ibu.\n\n> kutipan", to=threads.reply_address(message))
    mail.add_attachment(applications.photo().read(), maintype="image", subtype="jpeg", filename="kk.jpg")
    assert came(mail, now).problem == ""
    written = CaseLetter.objects.get()
    assert (written.kind, written.number) == (row.reference.kind, row.number)
    assert (written.text, written.waits) == ("Saya datang bersama ibu.", True)
    (file,) = Attachment.objects.filter(owner_kind="case_letter", owner_number=str(written.pk))
    assert file.name == "kk.jpg"
    (answer,) = told(f"mailbox.{receipt}")
    assert answer.address == BUDI
    assert reverse(page, args=[row.number, row.secret]) in answer.body
    assert not Complaint.objects.exists()
    came(mail, now)
    assert CaseLetter.objects.count() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_only_who_was_written_to_may_write(town: Town, now: datetime, kind: str) -> None:
    make, event, _, _ = KINDS[kind]
    row = make(town, now)
    (message,) = told(event)
    right = threads.reply_address(message)
    wrong = f"layanan+{row.number}-{'0' * 20}@contoh.go.id"
    came(letter("Tag karangan.", to=wrong), now)
    came(letter("Pengirim palsu.", to=right, Authentication_Results="mx; dmarc=fail header.from=x"), now)
    came(letter("Saya sedang cuti.", to=right, Auto_Submitted="auto-replied"), now)
    came(letter("Orang lain.", to=OURS, subject=f"Tentang {row.number}", sender="orang@lain.example"), now)
    assert not CaseLetter.objects.exists()
    assert InboundMark.objects.filter(channel="mail.auto").count() == 1
    assert not told(f"mailbox.{KINDS[kind][2]}")
    came(letter("Saya anaknya.", to=right, sender="anak@warga.example"), now)
    assert CaseLetter.objects.get().text == "anak@warga.example:\nSaya anaknya."
    assert [one.address for one in told(f"mailbox.{KINDS[kind][2]}")] == [BUDI]


def test_the_number_in_the_subject_counts_for_the_contact_alone(town: Town, now: datetime) -> None:
    row = an_application(town, now)
    came(letter("Kapan selesai?", to=OURS, subject=f"Permohonan {row.number.lower()}"), now)
    assert CaseLetter.objects.get().text == "Kapan selesai?"


def test_a_letter_completes_nothing_that_an_application_waits_for(town: Town, now: datetime) -> None:
    row = applications.returned_case(town.people, now=now)
    before = list(Answer.objects.filter(application=row).order_by("pk").values())
    (message,) = told("application.returned")
    came(letter("Ini KK yang baru.", to=threads.reply_address(message), sender=applications.EMAIL), now)
    after = Application.objects.get(pk=row.pk)
    assert (after.state, after.due_at) == (application_states.RETURNED, row.due_at)
    assert list(Answer.objects.filter(application=row).order_by("pk").values()) == before
    assert row.pauses.filter(until__isnull=True).exists()
    (answer,) = told("mailbox.added_application")
    assert "belum dihitung sebagai perbaikan" in answer.body
    assert reverse("applications:answer", args=[row.number, row.secret]) in answer.body
    assert CaseLetter.objects.get().waits


def test_a_visit_says_how_it_is_changed_and_stays(town: Town, now: datetime) -> None:
    row = a_visit(town, now)
    came(letter("Bisa pindah ke Jumat?", to=threads.reply_address(told("booking.booked")[0])), now)
    (answer,) = told("mailbox.added_visit")
    assert "tidak mengubah waktunya" in answer.body
    for page in ("change", "cancel"):
        assert reverse(f"appointments:{page}", args=[row.number, row.secret]) in answer.body
    state, starts_at = row.state, row.starts_at
    row.refresh_from_db()
    assert (row.state, row.starts_at) == (state, starts_at)


def test_a_letter_about_an_objection_belongs_to_its_request(town: Town, now: datetime) -> None:
    lodged = requests.objected(requests.desk_of(town.people), now=now)
    came(letter("Saya menunggu.", to=OURS, subject=f"Keberatan {lodged.number}", sender=requests.EMAIL), now)
    assert CaseLetter.objects.get().number == lodged.request.number


@pytest.mark.parametrize("kind", ["application", "visit"])
def test_a_case_that_is_over_says_so(town: Town, now: datetime, kind: str) -> None:
    make, event, receipt, _ = KINDS[kind]
    row = make(town, now)
    right = threads.reply_address(told(event)[0])
    if kind == "application":
        application_actions.withdraw(actor=town.people.bontang_counter, application=row, now=now)
    else:
        visit_actions.cancel(actor=town.people.bontang_counter, booking=row, now=now)
    assert came(letter("Satu hal lagi.", to=right), now).problem == f"refused: {row.number}"
    (answer,) = told("mailbox.refused")
    assert "sudah selesai" in answer.body
    assert not CaseLetter.objects.exists()
    assert not told(f"mailbox.{receipt}")


def test_a_mail_bomb_on_a_case_is_held(town: Town, now: datetime) -> None:
    an_application(town, now)
    right = threads.reply_address(told("application.submitted")[0])
    payloads = [came(letter(f"Surat nomor {number}.", to=right), now) for number in range(23)]
    assert CaseLetter.objects.count() == 20
    assert [one.problem for one in payloads[20:]] == ["held"] * 3
    assert len(told("mailbox.added_application")) <= 5
    assert len(told("mailbox.held")) == 1


def test_an_answer_by_the_second_way_is_known(town: Town, now: datetime) -> None:
    """The case names a telephone number and an e-mail address: the message turned to the latter, and is answered."""
    identity = application_rules.Identity(name="Contoh Budi", address="Jalan 1", phone="081234567890", email=BUDI)
    row = applications.filed(town.people, now=now, identity=identity)
    (message,) = told("application.submitted")
    mail = keep_contact(email=BUDI, now=now)
    message.contact, message.address, message.instead = mail, mail.value, None
    message.save(update_fields=["contact", "address", "instead"])
    came(letter("Terima kasih.", to=threads.reply_address(message)), now)
    written = CaseLetter.objects.get()
    assert (written.number, written.text) == (row.number, "Terima kasih.")


def test_a_request_tells_its_information_officers(town: Town, now: datetime) -> None:
    row = a_request(town, now)
    ppids = officer(Role.INFORMATION, town.people.bontang, name="PPID lain")
    came(letter("Formatnya XLSX saja.", to=threads.reply_address(told("information_request.received")[0])), now)
    heard = {one.address for one in told("information_request.officer_letter")}
    assert ppids.person.email in heard
    assert all("XLSX" not in one.body for one in told("information_request.officer_letter"))
    assert InformationRequest.objects.get(pk=row.pk).due_at == row.due_at


def test_later_letters_stand_under_one_another(town: Town, now: datetime) -> None:
    an_application(town, now)
    right = threads.reply_address(told("application.submitted")[0])
    for number in range(3):
        came(letter(f"Surat {number}", to=right), now + timedelta(minutes=number))
    assert list(CaseLetter.objects.order_by("pk").values_list("at", flat=True)) == [
        now + timedelta(minutes=number) for number in range(3)
    ]
