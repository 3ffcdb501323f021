"""What a letter becomes: a complaint, a request, an addition to a case; who is told what; what is put aside."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from melayani.delivery.applications.tests.factories import photo
from melayani.entrances.mailbox import filing, reading
from melayani.entrances.mailbox.tests.factories import BUDI, OURS, STORY, came, delivery_report, letter
from melayani.foundation.attachments.models import Attachment, State
from melayani.foundation.messaging import inbound, threads
from melayani.foundation.messaging.models import Contact, InboundMark, InboundPayload, MessageState, OutboxMessage
from melayani.foundation.people import Citizen
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import officer
from melayani.voice.complaints import actions as complaints
from melayani.voice.complaints import states
from melayani.voice.complaints.models import Complaint, Entry, EntryKind
from melayani.voice.complaints.tests.factories import Town
from melayani.voice.disclosure.models import InformationRequest

SENT_TO_UNIT = "dukcapil@bontang.example"


def told(event: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(event=event).order_by("pk"))


def filed(now: datetime, **options: Any) -> Complaint:
    """A letter to the registry that became a complaint."""
    payload = came(letter(to=SENT_TO_UNIT, **options), now)
    assert (payload.state, payload.problem) == ("read", "")
    return Complaint.objects.latest("pk")


@pytest.mark.django_db
def test_a_letter_to_a_unit_becomes_a_complaint_with_its_files(town: Town, now: datetime) -> None:
    mail = letter(to=SENT_TO_UNIT)
    mail.add_attachment(photo().read(), maintype="image", subtype="jpeg", filename="papan.jpg")
    assert came(mail, now).state == "read"
    row = Complaint.objects.get()
    assert (row.channel, row.about, row.title, row.text) == ("email", town.registry, "Loket tutup", STORY)
    assert (row.name, row.email, row.anonymous) == ("Contoh Budi", BUDI, False)
    (file,) = Attachment.objects.filter(owner_kind="complaint", owner_number=row.number)
    assert (file.name, file.state) == ("papan.jpg", State.CLAIMED)
    (receipt,) = told("complaint.filed")
    assert receipt.address == BUDI
    assert row.number in receipt.subject
    assert "Jawabannya paling lambat" in receipt.body
    assert f"/pengaduan/{row.number}/{row.secret}/" in receipt.body


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("to", "about"),
    [
        ("DUKCAPIL@bontang.example", "registry"),
        ("layanan+{slug}@contoh.go.id", "registry"),
        ("orang lain <x@y.example>, layanan+{slug}@contoh.go.id", "registry"),
    ],
)
def test_the_address_says_which_unit(town: Town, now: datetime, to: str, about: str) -> None:
    came(letter(to=to.format(slug=town.registry.slug)), now)
    assert Complaint.objects.get().about == getattr(town, about)


@pytest.mark.django_db
def test_an_unknown_address_is_answered_with_what_one_can_do(town: Town, now: datetime) -> None:
    payload = came(letter(to="layanan+tidak-ada@contoh.go.id"), now)
    assert (payload.state, payload.problem) == ("unknown", "unknown")
    (answer,) = told("mailbox.unknown")
    assert "https://layanan.contoh.go.id/pengaduan/" in answer.body
    assert not Complaint.objects.exists()


@pytest.mark.django_db
def test_the_same_letter_twice_is_one_case(town: Town, now: datetime) -> None:
    first = came(letter(to=SENT_TO_UNIT), now)
    assert came(letter(to=SENT_TO_UNIT), now) == first
    by_another_way = letter(to=SENT_TO_UNIT, Received="from mx2.example")
    assert came(by_another_way, now).state == "read"
    assert Complaint.objects.count() == 1
    assert len(told("complaint.filed")) == 1


@pytest.mark.django_db
def test_a_reader_that_runs_twice_files_once(town: Town, now: datetime) -> None:
    payload = came(letter(to=SENT_TO_UNIT), now)
    reading.read_letter(payload, now)
    assert Complaint.objects.count() == 1


@pytest.mark.django_db
def test_an_answer_to_our_message_is_added_to_its_case(town: Town, now: datetime) -> None:
    row = filed(now)
    (receipt,) = told("complaint.filed")
    mail = letter("Papannya sudah diganti.\n\n> kutipan", to="x@y.example", In_Reply_To=threads.message_id(receipt))
    assert came(mail, now).state == "read"
    entry = Entry.objects.get(complaint=row, kind=EntryKind.REPLY)
    assert entry.text == "Papannya sudah diganti."
    (answer,) = told("mailbox.added")
    assert row.number in answer.subject
    assert f"/pengaduan/{row.number}/{row.secret}/" in answer.body
    assert "paling lambat" in answer.body


@pytest.mark.django_db
def test_the_tag_of_the_address_leads_to_the_case_and_names_another_sender(town: Town, now: datetime) -> None:
    row = filed(now)
    (receipt,) = told("complaint.filed")
    tagged = threads.reply_address(receipt)
    assert tagged.startswith(f"layanan+{row.number}-")
    came(letter("Saya anaknya, ini benar.", to=tagged.upper(), sender="anak@warga.example"), now)
    assert (
        Entry.objects.get(complaint=row, kind=EntryKind.REPLY).text == "anak@warga.example:\nSaya anaknya, ini benar."
    )


@pytest.mark.django_db
def test_an_invented_tag_or_message_id_opens_nothing(town: Town, now: datetime) -> None:
    row = filed(now)
    invented = [
        letter("Ganti jawabannya segera ya.", to=f"layanan+{row.number}-{'0' * 20}@contoh.go.id"),
        letter(
            "Air di loket mati sejak pagi.",
            to=SENT_TO_UNIT,
            In_Reply_To=f"<melayani-1-{'0' * 20}@layanan.contoh.go.id>",
        ),
        letter(
            "Kursi di ruang tunggu rusak.",
            to=SENT_TO_UNIT,
            subject=f"Tentang {row.number}",
            sender="orang-lain@warga.example",
        ),
    ]
    states_after = [came(mail, now).state for mail in invented]
    assert states_after == ["unknown", "read", "read"]
    assert not Entry.objects.filter(complaint=row, kind=EntryKind.REPLY).exists()
    assert Complaint.objects.count() == 3


@pytest.mark.django_db
def test_a_number_in_the_subject_counts_for_the_reporter_alone(town: Town, now: datetime) -> None:
    row = filed(now)
    came(letter("Tambahan: loket 3.", to=SENT_TO_UNIT, subject=f"Bls: laporan {row.number.lower()}"), now)
    assert Entry.objects.get(complaint=row, kind=EntryKind.REPLY).text == "Tambahan: loket 3."


@pytest.mark.django_db
def test_what_the_office_waits_for_is_completed_by_letter(town: Town, now: datetime) -> None:
    row = filed(now)
    complaints.request_completion(
        actor=officer_of(town, row), complaint=row, question="Loket nomor berapa?", now=now + timedelta(hours=1)
    )
    came(letter("Loket nomor 3.", to=threads.reply_address(told("complaint.filed")[0])), now + timedelta(hours=2))
    assert Entry.objects.filter(complaint=row, kind=EntryKind.COMPLETION).exists()


def officer_of(town: Town, row: Complaint) -> Any:
    return town.registry_liaison if row.coordinator == town.registry else town.city_liaison


@pytest.mark.django_db
def test_a_case_that_is_over_says_so(town: Town, now: datetime) -> None:
    row = filed(now)
    complaints.withdraw(actor=Citizen(contact_id=row.contact_id), complaint=row, secret=row.secret, now=now)
    payload = came(letter("Satu hal lagi.", to=threads.reply_address(told("complaint.filed")[0])), now)
    assert payload.problem.startswith("refused")
    assert told("mailbox.refused")
    row.refresh_from_db()
    assert row.state == states.next_state(states.RECEIVED, states.WITHDRAW)


ASKED = "Nama: Contoh Budi\nAlamat: Jalan Contoh 1, Bontang\nInformasi: Anggaran loket tahun 2025\nTujuan: penelitian"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("to", "subject"),
    [("layanan+ppid-{slug}@contoh.go.id", "Halo"), (SENT_TO_UNIT, "Permohonan informasi publik")],
)
def test_a_letter_to_the_ppid_is_registered(town: Town, now: datetime, to: str, subject: str) -> None:
    officer(Role.INFORMATION, town.registry, name="PPID Dukcapil")
    assert came(letter(ASKED, to=to.format(slug=town.registry.slug), subject=subject), now).problem == ""
    row = InformationRequest.objects.get()
    assert (row.channel, row.organisation, row.information) == ("email", town.registry, "Anggaran loket tahun 2025")
    assert (row.name, row.address, row.purpose) == ("Contoh Budi", "Jalan Contoh 1, Bontang", "penelitian")
    (receipt,) = told("information_request.received")
    assert row.number in receipt.subject + receipt.body


@pytest.mark.django_db
def test_a_request_without_what_the_law_asks_for_is_told_what_is_missing(town: Town, now: datetime) -> None:
    payload = came(letter("Minta data anggaran dong", to=SENT_TO_UNIT, subject="PPID"), now)
    assert payload.problem.startswith("refused")
    (answer,) = told("mailbox.ask_more")
    assert "Isi alamat" in answer.body
    assert "Tujuan: …" in answer.body
    came(letter(ASKED, to="layanan+ppid@contoh.go.id"), now)
    assert told("mailbox.ask_which")
    assert not InformationRequest.objects.exists()


@pytest.mark.django_db
def test_a_bounce_is_a_refusal_that_comes_late(town: Town, now: datetime, settings: Any) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    filed(now)
    (receipt,) = told("complaint.filed")
    receipt.settle(state=MessageState.SENT, sent_at=now, channel="email")
    came(delivery_report(threads.message_id(receipt), action="delayed"), now)
    came(delivery_report("<melayani-1-00000000000000000000@x>"), now)
    assert OutboxMessage.objects.get(pk=receipt.pk).state == MessageState.SENT
    came(delivery_report(threads.message_id(receipt)), now)
    row = OutboxMessage.objects.get(pk=receipt.pk)
    assert (row.state, row.tried, row.sent_at) == (MessageState.FAILED, ["email"], None)
    assert "550 5.1.1" in row.last_error
    assert not OutboxMessage.objects.filter(event__startswith="mailbox.").exists()
    assert InboundMark.objects.filter(channel="mail.bounce").count() == 1  # the three say the same but for the message


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "mark"),
    [
        ({"Auto_Submitted": "auto-replied"}, "mail.auto"),
        ({"List_Id": "<x.y>"}, "mail.bulk"),
        ({"sender": OURS}, "mail.circle"),
    ],
)
def test_machines_get_no_answer_and_no_case(town: Town, now: datetime, more: dict[str, str], mark: str) -> None:
    before = OutboxMessage.objects.count()
    assert came(letter(to=SENT_TO_UNIT, **more), now).state == "read"
    assert (Complaint.objects.count(), OutboxMessage.objects.count()) == (0, before)
    assert InboundMark.objects.filter(channel=mark).count() == 1


@pytest.mark.django_db
def test_two_machines_do_not_talk_for_ever(town: Town, now: datetime) -> None:
    """A robot that marks nothing answers each of our answers, and we stop."""
    for number in range(60):
        moment = now + timedelta(minutes=number)
        came(letter(f"Saya sedang cuti, nomor {number}", to="layanan+salah@contoh.go.id"), moment)
    answers = OutboxMessage.objects.filter(event__startswith="mailbox.").count()
    assert answers <= 6
    assert InboundPayload.objects.count() == 60


@pytest.mark.django_db
def test_a_mail_bomb_is_kept_counted_and_filed_five_times_an_hour(town: Town, now: datetime) -> None:
    for number in range(40):
        came(letter(f"Laporan nomor {number}: {STORY} {number * 7919}", to=SENT_TO_UNIT), now)
    assert Complaint.objects.count() <= 5
    kept = InboundPayload.objects.filter(channel="mail")
    assert kept.count() == 40
    assert kept.filter(problem__startswith="held").count() >= 20
    assert len(told("mailbox.held")) == 1
    came(letter(to=SENT_TO_UNIT, sender="tetangga@warga.example"), now)
    assert Complaint.objects.filter(email_hash__gt="").latest("pk").email == "tetangga@warga.example"


@pytest.mark.django_db
def test_a_letter_that_is_too_large_is_answered_once(town: Town, now: datetime) -> None:
    for number in range(3):
        payload = came(letter("", to=SENT_TO_UNIT, subject=f"Besar {number}"), now, real_size=60_000_000)
        assert payload.problem == "too large"
    assert len(told("mailbox.too_large")) == 1
    assert not Complaint.objects.exists()


@pytest.mark.django_db
def test_a_forged_sender_gets_no_answer(town: Town, now: datetime) -> None:
    mail = letter(to=SENT_TO_UNIT, Authentication_Results="mx.contoh.go.id; spf=pass; dmarc=fail header.from=x")
    assert came(mail, now).problem == "forged"
    assert not Contact.objects.with_value("email", BUDI).exists()
    assert came(b"Subject: tanpa pengirim\r\n\r\nHalo", now).problem == "broken: no sender"


@pytest.mark.django_db
def test_a_refused_file_is_named_and_the_letter_taken(town: Town, now: datetime) -> None:
    mail = letter(to=SENT_TO_UNIT)
    mail.add_attachment(b"MZ" + b"\0" * 100, maintype="application", subtype="octet-stream", filename="foto.exe")
    mail.add_attachment(photo().read(), maintype="image", subtype="jpeg", filename="papan.jpg")
    came(mail, now)
    assert Attachment.objects.filter(owner_kind="complaint").count() == 1
    (answer,) = told("mailbox.files_refused")
    assert "foto.exe: Berkas ini bukan foto" in answer.body


@pytest.mark.django_db
def test_a_spam_letter_is_refused_with_the_reason(town: Town, now: datetime) -> None:
    first = letter(STORY, to=SENT_TO_UNIT)
    came(first, now)
    payload = came(letter(STORY, to=SENT_TO_UNIT, subject="lagi", Message_ID="<lain@x>"), now)
    assert payload.problem.startswith("refused")
    assert told("mailbox.refused")


@pytest.mark.django_db
def test_a_fault_of_ours_is_tried_again(town: Town, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(filing, "file_complaint", lambda *args, **options: 1 / 0)
        payload = came(letter(to=SENT_TO_UNIT), now)
    assert payload.state == "new"
    assert inbound.read_due(now + timedelta(minutes=1)) == 1
    assert Complaint.objects.count() == 1
