"""Requests for information by situation. Each is brought there by the real actions, so record and messages are real."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.audit import Actor
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import Contact
from melayani.foundation.people import Citizen, Officer
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.voice.disclosure import actions, drafts, rules
from melayani.voice.disclosure.models import Draft, Exclusion, Information, InformationObjection, InformationRequest
from melayani.voice.disclosure.rules import asking, deciding, law, listing, objecting
from tests.remembered import remembered

EMAIL = "peminta@contoh.id"
RATNA = rules.Applicant(
    name="Contoh Ratna",
    address="Jalan Contoh 7, Bontang",
    phone="081200000017",
    email=EMAIL,
    occupation="Peneliti",
)
BUDGET = rules.Asked(information="Rincian anggaran pelayanan tahun 2025", purpose="Penelitian mutu layanan")
FOUNDATION = rules.Applicant(
    name="Contoh Wati",
    kind=asking.BODY,
    body_name="Yayasan Contoh Terang",
    body_paper="Akta 12 tahun 2019",
    address="Jalan Contoh 9",
    email="yayasan@contoh.id",
)
HIDDEN = rules.Applicant(name="Contoh Rahasia", address="Jalan Sunyi 1", email="sunyi@contoh.id", secret=True)
GRANTED = rules.Decision(deciding.GRANTED, note="Dapat diunduh setelah diserahkan.")
NOT_HELD = rules.Decision(deciding.NOT_HELD, reason="Kami tidak membuat dokumen ini.")
ELSEWHERE = rules.Decision(
    deciding.ELSEWHERE, reason="Dokumen dibuat badan lain.", holder="Badan Keuangan Daerah Kota Bontang"
)
WITH_COST = rules.Decision(deciding.GRANTED, cost=25_000, cost_note="Fotokopi 100 lembar, bayar di loket")
REFUSED = rules.Decision(deciding.REFUSED, ground="17-h", reason="Memuat riwayat kesehatan pegawai.")
PARTLY = rules.Decision(deciding.PARTLY_GRANTED, ground="17-h", reason="Nama pasien dihitamkan.")


@dataclass(frozen=True)
class Desk:
    """Bontang's registry with its PPID and superior, its city's head; and a PPID of another regency."""

    world: World
    ppid: Officer
    second_ppid: Officer
    head: Officer
    city_head: Officer
    auditor: Officer
    stranger: Officer
    stranger_head: Officer


@remembered
def desk_of(world: World) -> Desk:
    return Desk(
        world=world,
        ppid=officer(Role.INFORMATION, world.bontang, name="Contoh PPID"),
        second_ppid=officer(Role.INFORMATION, world.bontang, name="Contoh PPID Dua"),
        head=world.bontang_head,
        city_head=officer(Role.HEAD, world.bontang_city, name="Contoh Sekretaris Kota"),
        auditor=officer(Role.AUDITOR, world.bontang, name="Contoh Auditor"),
        stranger=officer(Role.INFORMATION, world.bengkalis, name="Contoh PPID Lain"),
        stranger_head=world.bengkalis_head,
    )


def contact_of(email: str = EMAIL, *, now: datetime, language: str = "id") -> Contact:
    return keep_contact(email=email, language=language, now=now)


def citizen(token: str = "sesi-ratna") -> Citizen:
    return Citizen(token=token)


def draft_of(desk: Desk, *, now: datetime, token: str = "sesi-ratna") -> Draft:
    return drafts.begin(citizen=citizen(token), organisation=desk.world.bontang, now=now)


@remembered
def filed(desk: Desk, *, now: datetime, **over: Any) -> InformationRequest:
    """Filed by a citizen from a draft with a proven contact; `actor` and `channel` make it another door."""
    given: dict[str, Any] = {
        "actor": citizen(),
        "organisation": desk.world.bontang,
        "applicant": RATNA,
        "asked": BUDGET,
        "channel": asking.WEB,
        **over,
    }
    if given["actor"].kind == "citizen":
        given.setdefault("contact", contact_of(now=now))
        given.setdefault("draft", draft_of(desk, now=now))
    return actions.file_request(now=now, **given)


def at_the_desk(desk: Desk, *, now: datetime, **over: Any) -> InformationRequest:
    return filed(desk, now=now, **{"actor": desk.ppid, "channel": asking.COUNTER, **over})


def without_contact(desk: Desk, *, now: datetime) -> InformationRequest:
    """Filed at the desk for somebody with neither telephone nor e-mail: `paper_code` opens it."""
    return at_the_desk(desk, now=now, applicant=rules.Applicant(name="Contoh Mbah", address="Kampung Contoh"))


@remembered
def taken(desk: Desk, *, now: datetime, **over: Any) -> InformationRequest:
    """Taken an hour after it was filed."""
    row = filed(desk, now=now, **over)
    return actions.take(actor=desk.ppid, request=row, now=now + timedelta(hours=1))


@remembered
def decided(
    desk: Desk,
    decision: rules.Decision = GRANTED,
    *,
    now: datetime,
    at: datetime | None = None,
    files: tuple[rules.GivenFile, ...] = (),
    **over: Any,
) -> InformationRequest:
    """Taken, and answered a day later (or at `at`); refusals rest on an exclusion in force."""
    row = taken(desk, now=now, **over)
    when = at or now + timedelta(days=1)
    needs = decision.ground.startswith("17")
    return actions.decide(
        actor=desk.ppid,
        request=row,
        decision=decision,
        exclusion=excluded(desk, now=now) if needs else None,
        files=files,
        now=when,
    )


@remembered
def delivered(desk: Desk, decision: rules.Decision = GRANTED, *, now: datetime, **over: Any) -> InformationRequest:
    """Answered after a day, handed over after two."""
    row = decided(desk, decision, now=now, **over)
    return actions.deliver(actor=desk.ppid, request=row, now=now + timedelta(days=2))


@remembered
def objected(
    desk: Desk, *, now: datetime, grounds: tuple[str, ...] = ("a",), decision: rules.Decision = REFUSED, **over: Any
) -> InformationObjection:
    """Refused after a day, objected to after three."""
    row = decided(desk, decision, now=now, **over)
    return actions.object_to(
        actor=citizen(),
        request=row,
        secret=row.secret,
        lodged=rules.Lodged(grounds, "Saya meminta angka, bukan nama."),
        now=now + timedelta(days=3),
    )


def words_of(content: bytes) -> str:
    """The text of a PDF with every run of spaces as one; the reader takes the kerning inside a number for a space."""
    pages = PdfReader(io.BytesIO(content)).pages
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    return re.sub(r"\b[A-Z]{3} ?-(?: ?[0-9A-Z]){8} ?- ?[0-9A-Z]\b", lambda number: number[0].replace(" ", ""), text)


@remembered
def answered(
    desk: Desk, outcome: str = objecting.REJECTED, *, now: datetime, objection: InformationObjection | None = None
) -> InformationObjection:
    """Answered by the head of the registry a week after the request was filed."""
    return actions.answer_objection(
        actor=desk.head,
        objection=objection or objected(desk, now=now),
        answer=rules.Answer(outcome, "Setelah kami periksa, begini jawabannya.", "Contoh Kepala", "Kepala Dinas"),
        now=now + timedelta(days=7),
    )


@remembered
def excluded(desk: Desk, *, now: datetime, **over: Any) -> Exclusion:
    """Proposed, tested and decided: health records of staff are not opened."""
    row = proposed(desk, now=now, **over)
    actions.record_test(actor=desk.ppid, exclusion=row, tested=examined(now.date()), now=now)
    return actions.decide_exclusion(actor=desk.head, exclusion=row, now=now)


@remembered
def proposed(desk: Desk, *, now: datetime, **over: Any) -> Exclusion:
    values: dict[str, Any] = {
        "content": "Riwayat kesehatan pegawai",
        "ground": "17-h",
        "legal_basis": "UU 27/2022 tentang pelindungan data pribadi",
        "consequence_open": "Rahasia pribadi terungkap",
        "consequence_closed": "Hak pribadi terlindungi",
        "duration": "Selama pegawai hidup",
        **over,
    }
    return actions.propose_exclusion(
        actor=desk.ppid, organisation=desk.world.bontang, excluded=rules.Excluded(**values), now=now
    )


def examined(day: date, result: str = listing.EXCLUDE) -> rules.Tested:
    return rules.Tested("Daftar riwayat kesehatan", listing.BEFORE, "PPID, bagian hukum", "Dibahas.", result, day)


def entry(**over: Any) -> rules.Entry:
    values: dict[str, Any] = {
        "title": "Laporan keuangan 2025",
        "summary": "Laporan realisasi anggaran yang sudah diperiksa",
        "category": law.PERIODIC,
        "holding_unit": "Subbagian Keuangan",
        "responsible": "Kepala Subbagian Keuangan",
        "place": "Kantor dinas",
        "retention": "5 tahun",
        **over,
    }
    return rules.Entry(**values)


@remembered
def listed(desk: Desk, *, now: datetime, **over: Any) -> Information:
    """A published entry of the public list."""
    row = actions.add_information(actor=desk.ppid, organisation=desk.world.bontang, entry=entry(**over), now=now)
    return actions.publish_information(actor=desk.ppid, information=row, now=now)


@lru_cache(maxsize=1)
def _jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), (11, 91, 99)).save(buffer, "JPEG")
    return buffer.getvalue()


def uploaded(actor: Actor, *, now: datetime, name: str = "dokumen.jpg") -> UUID:
    """The id of a small picture that `actor` has just uploaded."""
    upload = SimpleUploadedFile(name, _jpeg(), content_type="image/jpeg")
    return attachments.store(upload=upload, actor=actor, now=now).pk


def redacted_files(desk: Desk, *, now: datetime) -> tuple[rules.GivenFile, ...]:
    """A redacted copy with two marks, and its original."""
    marks = (rules.Redaction("Nama pasien", "17-h", page=1), rules.Redaction("Diagnosis", "17-h", page=2))
    copy = uploaded(desk.ppid, now=now, name="salinan.jpg")
    return (rules.GivenFile(copy, original=uploaded(desk.ppid, now=now, name="asli.jpg"), redactions=marks),)
