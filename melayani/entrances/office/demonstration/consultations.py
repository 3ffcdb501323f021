"""Made-up public consultations: one finished with a kept and a late promise, one running, one in preparation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.documents import letterhead, render
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Citizen, Officer
from melayani.voice.consultations import access, actions, rules
from melayani.voice.consultations.actions.inviting import Invited
from melayani.voice.consultations.models import Commitment, Consultation, Invitation
from melayani.voice.consultations.rules import planning, recording, stakeholders

SEATS = {
    stakeholders.USERS: 6,
    stakeholders.EXPERTS: 2,
    stakeholders.AGENCIES: 2,
    stakeholders.CSO: 2,
    stakeholders.MEDIA: 1,
    stakeholders.VULNERABLE: 2,
}
# kind, name, body, speaks for a vulnerable group
GUESTS = (
    (stakeholders.USERS, "Contoh Ratna", "", False),
    (stakeholders.USERS, "Contoh Wahyu", "", True),
    (stakeholders.USERS, "Contoh Sari", "", False),
    (stakeholders.EXPERTS, "Contoh Teguh", "Contoh Universitas", False),
    (stakeholders.AGENCIES, "Contoh Maya", "Contoh Dinas Kesehatan", False),
    (stakeholders.CSO, "Contoh Hendra", "Contoh Perkumpulan Difabel", True),
    (stakeholders.MEDIA, "Contoh Lestari", "Contoh Kabar Kota", False),
)
SAID = (
    (stakeholders.USERS, "Antrean Senin pagi mengular sampai halaman. Orang tua berdiri terlalu lama.", True),
    (stakeholders.CSO, "Loket belum ramah kursi roda, dan tidak ada petugas yang bisa bahasa isyarat.", True),
    (stakeholders.EXPERTS, "Sebagian besar berkas sudah ada di data pusat. Persyaratan fotokopi dapat dihapus.", False),
    (stakeholders.MEDIA, "Jam istirahat tidak diumumkan. Warga dari jauh pulang dengan tangan kosong.", False),
)
ONLINE = (
    "Saya bekerja sampai sore. Kalau ada loket Sabtu pagi, saya tidak perlu bolos kerja.",
    "Persyaratan di papan berbeda dari yang diminta petugas. Mohon disamakan.",
    "Bisakah status permohonan dikirim lewat pesan?",
)


def open_consultations(units: Sequence[tuple[Officer, Organisation]], *, now: datetime) -> None:
    """All three at each agency, by its head; titles say that they are examples."""
    for head, unit in units:
        _finished(head, unit, now)
        _running(head, unit, now)
        _in_preparation(head, unit, now)


def _finished(head: Officer, unit: Organisation, now: datetime) -> None:
    """Announced two months ago, held, signed, published; one promise kept, one past its day, one still to come."""
    start = _morning(unit, now, 62)
    row = _planned(
        head,
        unit,
        title="Contoh: memangkas waktu tunggu di loket",
        summary="Kami ingin tahu apa yang membuat Anda menunggu lama, dan apa yang perlu diubah dalam standar kami.",
        at=start,
        meets=14,
    )
    _topics(head, row, start)
    row = actions.announce(actor=head, consultation=row, now=start)
    _invite(head, row, start)
    for place, text in enumerate(ONLINE[:2]):
        _online(head, row, text, place, at=start + timedelta(days=3 + place))
    meeting = start + timedelta(days=14, hours=1)
    for place, (kind, text, vulnerable) in enumerate(SAID):
        said = rules.Said(text=text, kind=kind, vulnerable=vulnerable)
        actions.type_contribution(actor=head, consultation=row, said=said, once=f"contoh-{place}", now=meeting)
    _agree(head, row, meeting)
    _sign(head, row, meeting + timedelta(hours=5))
    row = actions.publish(actor=head, consultation=row, now=meeting + timedelta(days=3))
    _keep(head, row, meeting)


def _running(head: Officer, unit: Organisation, now: datetime) -> None:
    start = _morning(unit, now, 4)
    row = _planned(
        head,
        unit,
        title="Contoh: menghapus fotokopi dari persyaratan",
        summary="Data Anda sudah ada pada kami. Persyaratan mana yang menurut Anda tidak perlu lagi dibawa?",
        at=start,
        meets=12,
    )
    _topics(head, row, start, first=1)
    row = actions.announce(actor=head, consultation=row, now=start)
    _invite(head, row, start, answering=3)
    _online(head, row, ONLINE[1], 0, at=start + timedelta(days=1))
    _online(head, row, ONLINE[2], 1, at=start + timedelta(days=2), judged=False)


def _in_preparation(head: Officer, unit: Organisation, now: datetime) -> None:
    start = _morning(unit, now, 1)
    row = _planned(
        head,
        unit,
        title="Contoh: meninjau standar pelayanan keliling",
        summary="Setahun sekali kami meninjau apakah jadwal dan tempat pelayanan keliling masih sesuai kebutuhan.",
        at=start,
        meets=40,
        purpose=planning.REVIEW,
    )
    words = "Jadwal pelayanan keliling"
    actions.add_topic(actor=head, consultation=row, kind=planning.OTHER, title=words, now=start)
    guest = Invited(kind=stakeholders.MEDIA, name="Contoh Kabar Kota", on_paper=True)
    actions.invite(actor=head, consultation=row, guest=guest, now=start)


def _planned(
    head: Officer,
    unit: Organisation,
    *,
    title: str,
    summary: str,
    at: datetime,
    meets: int,
    purpose: str = planning.CHANGE,
) -> Consultation:
    meeting = at + timedelta(days=meets)
    plan = rules.Plan(
        title=title,
        summary=f"{summary} Semua isi konsultasi ini contoh untuk peragaan.",
        purpose=purpose,
        form=planning.FACE_TO_FACE,
        opens_on=at.date(),
        closes_on=(meeting - timedelta(days=1)).date(),
        starts_at=meeting,
        ends_at=meeting + timedelta(hours=3),
        place="Contoh Aula Kantor",
        facilitator="Contoh Bagian Organisasi",
        support="Juru bahasa isyarat, jalur kursi roda",
        quota=SEATS,
    )
    return actions.plan_consultation(actor=head, organisation=unit, plan=plan, now=at)


def _topics(head: Officer, row: Consultation, at: datetime, *, first: int = 0) -> None:
    """The standard of a service, a low element of the survey, and what complaints say."""
    services = access.services_below(row.organisation)
    common: dict[str, Any] = {"actor": head, "consultation": row, "now": at}
    if services:
        slug = services[first % len(services)].slug
        component = "requirements" if first else "duration"
        actions.add_topic(kind=planning.STANDARD, reference=slug, component=component, **common)
    actions.add_topic(kind=planning.ELEMENT, reference="time", title="Waktu penyelesaian, unsur terendah", **common)
    actions.add_topic(kind=planning.OTHER, title="Yang sering diadukan: informasi jam loket", **common)


def _invite(head: Officer, row: Consultation, at: datetime, *, answering: int = len(GUESTS)) -> None:
    for place, (kind, name, body, vulnerable) in enumerate(GUESTS):
        email = f"tamu{place}.{row.organisation.slug[:20]}@contoh.example"
        guest = Invited(kind=kind, name=name, body=body, vulnerable=vulnerable, email=email)
        actions.invite(actor=head, consultation=row, guest=guest, now=at)
    actions.send_invitations(actor=head, consultation=row, now=at + timedelta(hours=1))
    for place, one in enumerate(Invitation.objects.filter(consultation=row).order_by("pk")[:answering]):
        comes, when = place != 2, at + timedelta(days=1)
        actions.answer_invitation(actor=head, invitation=one, comes=comes, now=when)


def _online(head: Officer, row: Consultation, text: str, place: int, *, at: datetime, judged: bool = True) -> None:
    contact = keep_contact(email=f"warga{place}.{row.organisation.slug[:20]}@contoh.example", now=at)
    speaker = Citizen(token=f"contoh-{row.pk}-{place}")
    said = rules.Said(text=text, kind=stakeholders.USERS)
    found = actions.contribute(
        actor=speaker, consultation=row, said=said, once=f"daring-{place}", contact=contact, now=at
    )
    actions.follow(actor=speaker, consultation=row, contact=contact, now=at)
    if judged:
        found.consultation = row
        actions.show_contribution(actor=head, contribution=found, text=text, now=at + timedelta(hours=2))


def _agree(head: Officer, row: Consultation, at: datetime) -> None:
    """Who came, proposals with answers, three promises, the minutes; then the meeting is over."""
    common: dict[str, Any] = {"actor": head, "consultation": row, "now": at}
    for one in Invitation.objects.filter(consultation=row, state="accepted").order_by("pk"):
        actions.note_attendance(invitation=one, once="", **common)
    proposals: tuple[tuple[str, str, str, list[int]], ...] = (
        ("Buka loket Sabtu pagi.", planning.ACCEPTED, "", [1]),
        (
            "Hapus semua fotokopi.",
            planning.PARTLY,
            "Fotokopi akta nikah lama masih perlu sampai datanya dipindai.",
            [5],
        ),
        ("Layani tanpa antrean sama sekali.", planning.REFUSED, "Loket tetap perlu giliran supaya adil.", []),
    )
    made = []
    for text, answer, reason, entries in proposals:
        proposed = actions.add_proposal(text=text, entries=entries, **common)
        made.append(actions.answer_proposal(actor=head, proposal=proposed, answer=answer, reason=reason, now=at))
    promises = (
        ("Loket pelayanan buka Sabtu pukul 08.00–11.00", "Kepala Bidang Pelayanan", 21, made[0]),
        ("Daftar persyaratan di papan dan di standar disamakan", "Sekretaris", 30, made[1]),
        ("Satu loket disiapkan untuk pengguna kursi roda", "Kepala Bidang Pelayanan", 120, None),
    )
    for action, post, days, proposal in promises:
        due = at.date() + timedelta(days=days)
        actions.commit(action=action, responsible=post, due=due, proposal=proposal, **common)
    words = "Pertemuan dibuka pukul 09.00. Peserta membahas antrean, persyaratan, dan keterjangkauan loket.\n\n"
    actions.write_minutes(summary=f"{words}Semua usulan dibacakan ulang dan dijawab di tempat.", **common)
    actions.hold(actor=head, consultation=row, now=at + timedelta(hours=4))


def _sign(head: Officer, row: Consultation, at: datetime) -> None:
    signers = [
        rules.Signer(recording.UNIT, "Contoh Kepala", "Kepala dinas"),
        rules.Signer(stakeholders.USERS, "Contoh Ratna", "Wakil pengguna layanan"),
        rules.Signer(stakeholders.CSO, "Contoh Hendra", "Contoh Perkumpulan Difabel"),
    ]
    common: dict[str, Any] = {"actor": head, "consultation": row, "now": at}
    actions.sign_record(signers=signers, signed_on=at.date(), scan=_paper(head, row, at), **common)


def _keep(head: Officer, row: Consultation, meeting: datetime) -> None:
    """The first promise is kept, the second is past its day, the third is on its way."""
    first, _late, third = Commitment.objects.filter(consultation=row).order_by("due", "pk")
    for one in (first, third):
        one.consultation = row
    opened, done = meeting + timedelta(days=10), meeting + timedelta(days=17)
    actions.report_progress(actor=head, commitment=first, text="Jadwal petugas Sabtu disusun.", now=opened)
    proof = "Papan jam layanan dan pengumuman di halaman kantor (contoh)"
    actions.finish_commitment(actor=head, commitment=first, done_on=done.date(), evidence=proof, now=done)
    actions.report_progress(actor=head, commitment=third, text="Denah loket selesai digambar.", now=done)


def _paper(head: Officer, row: Consultation, at: datetime) -> UUID:
    """A page that stands for the scanned sheet with the signatures."""
    values = {
        "title": "Contoh lembar tanda tangan",
        "number": row.number,
        "subject": row.title,
        "organisation": letterhead(row.organisation),
        "facts": [("Keterangan", "Data peragaan; tidak ada tanda tangan sebenarnya")],
        "sections": [],
        "lines": ["Unit penyelenggara", "Wakil masyarakat"],
        "is_draft": True,
    }
    content = render("consultations/minutes", values, at=at)
    upload = SimpleUploadedFile("lembar-contoh.pdf", content, content_type="application/pdf")
    return attachments.store(upload=upload, actor=head, now=at, purpose="consultation").pk


def _morning(unit: Organisation, now: datetime, days: int) -> datetime:
    local = (now - timedelta(days=days)).astimezone(unit.zone)
    return min(local.replace(hour=9, minute=0, second=0, microsecond=0), now)
