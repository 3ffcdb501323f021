"""File a complaint: by a citizen, by an officer on behalf, by another system with its key."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language, gettext

from melayani.delivery.catalogue.models import Service
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.audit import Actor, insert, record
from melayani.foundation.messaging import actions as messaging
from melayani.foundation.messaging.models import Contact
from melayani.foundation.messaging.rules import NotAContact, normalise_email, normalise_phone
from melayani.foundation.numbers.rules import make_number, make_paper_code, make_secret
from melayani.foundation.organisations.models import Organisation, Region
from melayani.foundation.people import ApiClient, Officer, kept
from melayani.foundation.people.actions import throttle
from melayani.foundation.people.rules import check_nik, nik_digits
from melayani.voice.complaints import access, case, clock, content, drafts, routing, rules
from melayani.voice.complaints.models import Category, Channel, Complaint, Draft, Publication, equality_hash, token_hash
from melayani.voice.complaints.rules import filing

API_SCOPE = "complaints:write"
CITIZENS_CHANNELS = frozenset({filing.WEB, filing.WHATSAPP, filing.EMAIL})
PER_HOUR, PER_DAY = 5, 20  # reports of one contact; a shared address counts for nothing here


def check_rate(*, actor: Actor, contact: Contact | None, now: datetime) -> None:
    """Count one report of this contact, or of this session without one; raise TooMany for too many.

    Call it before filing, outside a transaction. Nobody behind a shared address is locked out: what is counted is the
    contact proven by a one-time code, never the address alone.
    """
    key = f"contact:{contact.pk}" if contact else f"{actor.kind}:{actor.id}"
    throttle(scope="complaints.filing.day", key=key, limit=PER_DAY, window=timedelta(days=1), now=now)
    throttle(scope="complaints.filing", key=key, limit=PER_HOUR, window=timedelta(hours=1), now=now)


def submit_draft(*, actor: Actor, draft: Draft, now: datetime) -> Complaint:
    """Send what a citizen wrote; a second click, a replay or a second tab gets the same case.

    Call it outside a transaction. Raises NotAllowed for a foreign draft or a contact that was not proven, InputRefused
    for what is missing or wrong, Spam, TooMany.
    """
    if actor.kind != "citizen" or not actor.id or draft.token != token_hash(actor.id):
        raise rules.NotAllowed(gettext("Laporan ini bukan milik Anda."))
    if draft.complaint is not None:
        return draft.complaint
    check_rate(actor=actor, contact=draft.proven_contact, now=now)
    with transaction.atomic():
        row = drafts.lock(draft)
        if row.complaint is not None:
            return row.complaint
        filled = drafts.contents(row)
        complaint = file_complaint(
            actor=actor,
            report=filled.report,
            reporter=filled.reporter,
            channel=filing.WEB,
            about=row.about,
            service=row.service,
            category=row.category,
            contact=row.proven_contact,
            draft_id=row.pk,
            now=now,
        )
        drafts.mark_sent(row, complaint, now=now)
    return complaint


@dataclass(frozen=True)
class _Target:
    """Where a report goes: about whom, received by whom, where it happened."""

    about: Organisation | None
    coordinator: Organisation
    region: Region | None
    guarded: bool

    def closed(self, now: datetime) -> str:
        """The name of the agency it is about when that is closed, so that the reporter hears who took it instead."""
        about = self.about
        return about.name if about and not about.is_open_on(now.astimezone(about.zone).date()) else ""


def file_complaint(
    *,
    actor: Actor,
    report: filing.Report,
    reporter: filing.Reporter,
    channel: str,
    now: datetime,
    about: Organisation | None = None,
    service: Service | None = None,
    category: Category | None = None,
    contact: Contact | None = None,
    files: Sequence[UUID] = (),
    received_at: datetime | None = None,
    draft_id: UUID | None = None,
) -> Complaint:
    """Receive one report: number, secret, limits, coordinator, message to the reporter, news for the officers.

    Citizens come with a proven contact (after `check_rate`), or anonymously with none; officers file for somebody else
    and may name the moment at which a letter came; an API key's holder vouches for the contact. Without a contact the
    returned object carries `paper_code` in clear. Raises NotAllowed, InputRefused (fields with sentences), Spam.
    """
    _check_right_to_file(actor, channel, report, reporter, contact)
    _check_input(actor, report, reporter, category, now=now, files=len(files), received_at=received_at)
    target = _target(actor, report, about or (service.agency if service else None), now)
    columns: dict[str, Any] = _normalised(reporter, anonymous=report.anonymous)
    columns |= {"channel": channel, "service": service, "category": category, "draft_id": draft_id}
    with transaction.atomic():
        columns["contact"] = contact or _contact_of(reporter, now)
        columns["fingerprint"] = _check_repeats(actor, report, columns["contact"], now)
        row = _create(report, target, now=received_at or now, filed_by_id=actor.person_id, **columns)
        if files:
            attachments.claim(ids=files, owner=row.reference, actor=actor, now=now)
        _tell(actor, row, target.closed(now), now)
    return row


def _tell(actor: Actor, row: Complaint, closed: str, now: datetime) -> None:
    """Record the new case and tell its reporter; `closed` names the closed agency that it is about."""
    place = row.coordinator
    note = f" {closed} sudah tutup; diterima {place.name}." if closed else ""
    data = {**case.event_data(row), "via": Channel(row.channel).label.lower(), "note": note}
    record("complaint.filed", actor=actor, subject=row.reference, organisation=place, data=data, now=now)
    case.tell(row, "filed", now=now, closed=closed, anonymous=row.anonymous)


def give_paper_code(*, actor: Officer, complaint: Complaint, now: datetime) -> str:
    """Make a new code on paper for a reporter without a phone and return it once; an older one opens nothing any more.

    Raises NotAllowed for anybody but the officer who filed it and those who may act on it.
    """
    with transaction.atomic():
        row = case.lock(complaint)
        if row.filed_by_id != actor.person_id and not access.may(actor, access.FILE_ON_BEHALF, row):
            raise rules.NotAllowed("Anda tidak berwenang mencetak kode laporan ini.")
        code = make_paper_code()
        row.paper_code_hash = equality_hash(code, field="paper_code")
        row.save(update_fields=["paper_code_hash"])
        record("complaint.paper_code_given", actor=actor, subject=row.reference, organisation=row.coordinator, now=now)
    return code


def _check_right_to_file(
    actor: Actor, channel: str, report: filing.Report, reporter: filing.Reporter, contact: Contact | None
) -> None:
    if isinstance(actor, Officer):
        places = actor.organisations
        if channel not in filing.OFFICER_CHANNELS or not any(
            access.may_at(actor, access.FILE_ON_BEHALF, place) for place in places
        ):
            raise rules.NotAllowed("Anda tidak berwenang mencatat laporan.")
    elif isinstance(actor, ApiClient):
        if channel not in filing.KEY_CHANNELS or not actor.has_scope(API_SCOPE):
            raise rules.NotAllowed("Kunci API ini tidak memiliki hak complaints:write.")
    elif channel not in CITIZENS_CHANNELS:
        raise rules.NotAllowed(gettext("Laporan tidak dapat dikirim lewat jalur ini."))
    elif contact is None and (not report.anonymous or reporter.email.strip() or reporter.phone.strip()):
        raise rules.NotAllowed(gettext("Buktikan dahulu nomor telepon atau e-mail Anda dengan kode sekali pakai."))


def _target(actor: Actor, report: filing.Report, about: Organisation | None, now: datetime) -> _Target:
    """Who receives the report. A report about misconduct goes above `about`; a key's goes to its own organisation."""
    about, region = _of_key(actor, about), _region(report.region)
    coordinator = kept(
        ("coordinator", about and about.pk, region and region.pk, report.conduct),
        lambda: routing.coordinator_for(about=about, region=region, guarded=report.conduct, now=now),
    )
    return _Target(about, coordinator, region, report.conduct)


def _check_repeats(actor: Actor, report: filing.Report, contact: Contact | None, now: datetime) -> str:
    """The mark of the text; raises Spam for a repeat. What an officer writes down is not doubted."""
    mark = content.fingerprint(report)
    if actor.kind != "officer":
        content.refuse_repeats(report, mark, contact, now)
    return mark


def _of_key(actor: Actor, about: Organisation | None) -> Organisation | None:
    """A key files for its own organisation and what stands below it; without a target for its own."""
    if not isinstance(actor, ApiClient):
        return about
    about = about or actor.organisation
    if not about.path.startswith(actor.organisation.path):
        raise rules.NotAllowed("Kunci API ini hanya untuk instansinya sendiri dan unit di bawahnya.")
    return about


def _region(code: str) -> Region | None:
    if not code:
        return None
    found = Region.objects.filter(code=code[:8]).first()
    if found is None:
        raise rules.InputRefused({"region": gettext("Wilayah ini tidak dikenal. Pilih dari daftar.")})
    return found


def _check_input(
    actor: Actor,
    report: filing.Report,
    reporter: filing.Reporter,
    category: Category | None,
    *,
    now: datetime,
    files: int,
    received_at: datetime | None,
) -> None:
    problems = rules.report_problems(report, today=(now + timedelta(hours=9)).date(), files=files)
    citizen = actor.kind == "citizen"
    problems |= rules.reporter_problems(reporter, anonymous=report.anonymous, needs_name=citizen)
    questions = [row.asked for row in category.questions.order_by("order")] if category else []
    problems |= rules.answer_problems(questions, report.answers)
    if report.anonymous and category and not category.anonymous_allowed:
        problems["anonymous"] = gettext(
            "Laporan pada kategori ini perlu nama Anda. Namanya dapat dirahasiakan dari umum."
        )
    if reporter.nik.strip() and not report.anonymous:
        findings = check_nik(reporter.nik, known_districts=frozenset())
        if not findings.well_formed:
            problems["nik"] = " ".join(gettext(text) for text in findings.problems)
    if received_at is not None and (actor.kind != "officer" or received_at > now):
        problems["received_at"] = "Waktu terima tidak boleh setelah sekarang."
    if problems:
        raise rules.InputRefused({name: gettext(text) for name, text in problems.items()})
    if actor.kind != "officer":
        content.refuse_advertising(report)


def _normalised(reporter: filing.Reporter, *, anonymous: bool) -> dict[str, Any]:
    """The columns about the reporter; of an anonymous one nothing is kept at all."""
    if anonymous:
        return {}
    problems, phone, email = {}, "", ""
    try:
        phone = normalise_phone(reporter.phone) if reporter.phone.strip() else ""
    except NotAContact as error:
        problems["phone"] = gettext(str(error))
    try:
        email = normalise_email(reporter.email) if reporter.email.strip() else ""
    except NotAContact as error:
        problems["email"] = gettext(str(error))
    if problems:
        raise rules.InputRefused(problems)
    nik = nik_digits(reporter.nik)
    return {
        "name": rules.clean(reporter.name),
        "address_of_reporter": rules.clean(reporter.address),
        "nik": nik,
        "nik_hash": equality_hash(nik, field="nik"),
        "phone": phone,
        "phone_hash": equality_hash(phone, field="phone"),
        "email": email,
        "email_hash": equality_hash(email, field="email"),
    }


def _contact_of(reporter: filing.Reporter, now: datetime) -> Contact | None:
    """Where news goes: e-mail first, because its channel is there first; none for a reporter with neither."""
    language = "en" if (get_language() or "").startswith("en") else "id"
    try:
        if reporter.email.strip():
            return messaging.keep_contact(email=reporter.email, language=language, now=now)
        return (
            messaging.keep_contact(phone=reporter.phone, language=language, now=now) if reporter.phone.strip() else None
        )
    except NotAContact as error:
        field = "email" if reporter.email.strip() else "phone"
        raise rules.InputRefused({field: str(error)}) from error


def _create(report: filing.Report, target: _Target, *, now: datetime, **columns: Any) -> Complaint:
    """The row with number, secret and limits; with a paper code where no contact is known."""
    secret = make_secret()
    code = "" if columns["contact"] else make_paper_code()
    category: Category | None = columns["category"]
    private = report.secret or target.guarded or (category is not None and not category.listed)
    row = Complaint(
        number=make_number("ADU"),
        secret=secret,
        secret_hash=equality_hash(secret, field="secret"),
        paper_code_hash=equality_hash(code, field="paper_code"),
        kind=report.kind,
        organisation=target.coordinator,
        coordinator=target.coordinator,
        about=target.about,
        title=rules.clean(report.title),
        text=rules.clean(report.text),
        loss=rules.clean(report.loss),
        asked=rules.clean(report.asked),
        address=rules.clean(report.address),
        occurred_on=report.occurred_on,
        region=target.region,
        latitude=report.latitude,
        longitude=report.longitude,
        answers=json.dumps({key: list(values) for key, values in report.answers.items()}, ensure_ascii=False),
        anonymous=report.anonymous,
        secret_content=report.secret,
        conduct=report.conduct,
        publication=Publication.PRIVATE if private else Publication.PENDING,
        received_at=now,
        updated_at=now,
        **columns,
    )
    clock.begin(row)
    insert(row)
    row.paper_code = code
    return row
