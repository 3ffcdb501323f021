"""Receive a request for information: from a citizen's page, at the desk, by letter, from another system, converted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language, gettext

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit import Actor, record
from melayani.foundation.messaging import actions as messaging
from melayani.foundation.messaging.models import Contact
from melayani.foundation.messaging.rules import NotAContact, normalise_email, normalise_phone
from melayani.foundation.numbers.rules import Reference, make_number, make_paper_code, make_secret
from melayani.foundation.organisations.models import Organisation, Region
from melayani.foundation.people import ApiClient
from melayani.foundation.people import actions as people
from melayani.foundation.people.rules import Role, check_nik, nik_digits
from melayani.voice.disclosure import access, case, clock, desks, papers, rules
from melayani.voice.disclosure.models import Draft, FileKind, InformationRequest, RegisterCounter, equality_hash
from melayani.voice.disclosure.models.books import REQUESTS
from melayani.voice.disclosure.rules import asking, law

API_SCOPE = "information:write"
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Papers:
    """Uploads that come with a request: a copy of an identity, a power of attorney or deed."""

    identity: tuple[UUID, ...] = ()
    authority: tuple[UUID, ...] = ()


NO_PAPERS = Papers()


def check_rate(*, contact: Contact, now: datetime) -> None:
    """Count one request of this contact; raises TooManyRequests above the day's limit. Call it outside `atomic`."""
    try:
        people.throttle(
            scope="disclosure.request", key=str(contact.pk), limit=asking.REQUESTS_A_DAY, window=A_DAY, now=now
        )
    except people.TooMany as error:
        raise rules.TooManyRequests(error.retry_after) from error


def file_request(
    *,
    actor: Actor,
    organisation: Organisation,
    applicant: rules.Applicant,
    asked: rules.Asked,
    channel: str,
    now: datetime,
    contact: Contact | None = None,
    draft: Draft | None = None,
    files: Papers = NO_PAPERS,
    received_at: datetime | None = None,
    converted_from: Reference | None = None,
    first_received_at: datetime | None = None,
) -> InformationRequest:
    """Receive one request: number, register number, due moment, message to the requester and to the PPID.

    Citizens send a draft with a proven contact, or an e-mail; officers may say when a letter came. `converted_from` is
    the case it was before: the clock starts at `now`, the first moment is kept. Without telephone and e-mail the
    returned object carries `paper_code` in clear. Raises NotAllowed, InputRefused (by field), ActionRefused.
    """
    _check_right_to_file(actor, organisation, channel, contact, draft)
    start = now if converted_from else _start(received_at, now, is_office=actor.kind == "officer")
    _check_input(organisation, applicant, asked, needs_contact=actor.kind != "officer", now=now)
    values = {**_who(applicant, *_normalised(applicant)), **_what(asked), "channel": channel}
    with transaction.atomic():
        row = _create(
            organisation,
            now=now,
            start=start,
            contact=contact or _contact_of(values["phone"], values["email"], now),
            converted_from=converted_from,
            first_received_at=first_received_at or start,
            filed_by_id=actor.person_id,
            **values,
        )
        _attach(row, files, draft, actor, now)
        _record_filing(row, actor, converted_from, now)
        _tell(row, now)
    return row


def give_paper_code(*, actor: Actor, request: InformationRequest, now: datetime) -> str:
    """Make a new code on paper for a requester without a phone and return it once; an older one opens nothing.

    Raises NotAllowed for a stranger.
    """
    with transaction.atomic():
        row = case.lock(request)
        access.demand(actor, access.FILE_ON_BEHALF, row)
        code = make_paper_code()
        row.paper_code_hash = equality_hash(code, field="paper_code")
        row.save(update_fields=["paper_code_hash"])
        record(
            "information_request.paper_code_given",
            actor=actor,
            subject=row.reference,
            organisation=row.organisation,
            now=now,
        )
    return code


def _check_right_to_file(
    actor: Actor, organisation: Organisation, channel: str, contact: Contact | None, draft: Draft | None
) -> None:
    if actor.kind == "officer":
        if channel not in asking.OFFICER_CHANNELS or not access.may(actor, access.FILE_ON_BEHALF, organisation):
            raise rules.NotAllowed("Anda tidak berwenang mencatat permintaan informasi untuk badan publik ini.")
    elif isinstance(actor, ApiClient):
        if channel != asking.API or not actor.has_scope(API_SCOPE):
            raise rules.NotAllowed("Kunci API ini tidak memiliki hak information:write.")
        if not organisation.path.startswith(actor.organisation.path):
            raise rules.NotAllowed("Kunci API ini hanya untuk instansinya sendiri dan unit di bawahnya.")
    elif actor.kind != "citizen" or not (channel == asking.MAIL or (channel == asking.WEB and draft is not None)):
        raise rules.NotAllowed(gettext("Permintaan ini bukan milik Anda."))
    elif contact is None:
        raise rules.NotAllowed(gettext("Buktikan dahulu nomor telepon atau e-mail Anda dengan kode sekali pakai."))


def _start(received_at: datetime | None, now: datetime, *, is_office: bool) -> datetime:
    """When the clock starts: now, or the day on which the letter came, as the desk says."""
    if received_at is None or not is_office:
        return now
    if problem := asking.received_problem(received_at, now):
        raise rules.InputRefused({"received_at": gettext(problem)})
    return received_at


def _check_input(
    organisation: Organisation,
    applicant: rules.Applicant,
    asked: rules.Asked,
    *,
    needs_contact: bool,
    now: datetime,
) -> None:
    if not organisation.is_open_on(now.astimezone(organisation.zone).date()):
        raise rules.ActionRefused(gettext("Badan publik ini sudah ditutup. Pilih badan lain."))
    problems = asking.applicant_problems(applicant, needs_contact=needs_contact)
    problems.update(asking.asked_problems(asked))
    translated = {field: gettext(text) for field, text in problems.items()}
    if applicant.nik.strip() and (trouble := nik_problem(applicant.nik)):
        translated["nik"] = trouble
    if translated:
        raise rules.InputRefused(translated)


def nik_problem(nik: str) -> str:
    """The sentence that says why a NIK is not well formed, or an empty text (a NIK is never called valid)."""
    code = nik_digits(nik)[:6]
    known = Region.objects.filter(code=f"{code[:2]}.{code[2:4]}.{code[4:6]}").exists()
    findings = check_nik(nik, birth_date=None, known_districts=frozenset({code}) if known else frozenset())
    return " ".join(gettext(text) for text in findings.problems)


def _normalised(applicant: rules.Applicant) -> tuple[str, str]:
    """Telephone as +62… and e-mail in lower case; raises InputRefused for what is neither."""
    problems, phone, email = {}, "", ""
    try:
        phone = normalise_phone(applicant.phone) if applicant.phone.strip() else ""
    except NotAContact as error:
        problems["phone"] = gettext(str(error))
    try:
        email = normalise_email(applicant.email) if applicant.email.strip() else ""
    except NotAContact as error:
        problems["email"] = gettext(str(error))
    if problems:
        raise rules.InputRefused(problems)
    return phone, email


def _contact_of(phone: str, email: str, now: datetime) -> Contact | None:
    """Where news goes: e-mail first, because its channel is there first; none for somebody with neither."""
    language = "en" if (get_language() or "").startswith("en") else "id"
    if email:
        return messaging.keep_contact(email=email, language=language, now=now)
    return messaging.keep_contact(phone=phone, language=language, now=now) if phone else None


def _who(applicant: rules.Applicant, phone: str, email: str) -> dict[str, Any]:
    nik = nik_digits(applicant.nik)
    plain = ("name", "address", "occupation", "body_name", "body_paper", "principal", "authority")
    return {
        **{field: getattr(applicant, field).strip() for field in plain},
        "applicant_kind": applicant.kind,
        "secret_identity": applicant.secret,
        "nik": nik,
        "nik_hash": equality_hash(nik, field="nik"),
        "phone": phone,
        "phone_hash": equality_hash(phone, field="phone"),
        "email": email,
        "email_hash": equality_hash(email, field="email"),
    }


def _what(asked: rules.Asked) -> dict[str, Any]:
    return {
        "information": asked.information.strip(),
        "purpose": asked.purpose.strip(),
        "manner": asked.manner,
        "copy_form": asked.copy_form if asked.manner == asking.COPY else "",
        "medium": asked.medium,
    }


def _create(
    organisation: Organisation, *, now: datetime, start: datetime, converted_from: Reference | None, **columns: Any
) -> InformationRequest:
    """The row with its number in the register of the PPID who answers for the body, and its due moment."""
    desk = desks.desk_for(organisation, now)
    year = now.astimezone(desk.zone).year
    days = clock.days_for(law.REQUEST, desk, start.astimezone(desk.zone).date())
    due = clock.count(desk, start, days)
    secret = make_secret()
    code = "" if columns["contact"] else make_paper_code()
    row = InformationRequest(
        number=make_number("INF"),
        secret=secret,
        secret_hash=equality_hash(secret, field="secret"),
        paper_code_hash=equality_hash(code, field="paper_code"),
        organisation=organisation,
        desk=desk,
        register_year=year,
        register_number=RegisterCounter.objects.next_of(desk, REQUESTS, year),
        received_at=start,
        registered_at=now,
        updated_at=now,
        promised_days=days,
        due_at=due.at,
        due_explanation=due.to_json(),
        first_due_at=due.at,
        converted_from_kind=converted_from.kind if converted_from else "",
        converted_from_number=converted_from.number if converted_from else "",
        **columns,
    )
    row.save(force_insert=True)
    row.paper_code = code
    return row


def _attach(row: InformationRequest, files: Papers, draft: Draft | None, actor: Actor, now: datetime) -> None:
    papers.attach(row, FileKind.IDENTITY, _taken(row, files.identity, draft, actor, now))
    papers.attach(row, FileKind.AUTHORITY, _taken(row, files.authority, draft, actor, now))


def _taken(
    request: InformationRequest, ids: Sequence[UUID], draft: Draft | None, actor: Actor, now: datetime
) -> list[Attachment]:
    if len(ids) > asking.FILES_MAX:
        raise rules.InputRefused({"papers": gettext("Paling banyak 5 berkas. Hapus sebagian.")})
    return papers.of_draft(draft, ids) if draft else papers.claim(request.reference, ids, actor=actor, now=now)


def _record_filing(row: InformationRequest, actor: Actor, origin: Reference | None, now: datetime) -> None:
    zone = row.desk.zone
    data = {
        **case.event_data(row),
        "register": row.register_label,
        "via": row.get_channel_display().lower(),
        "from": origin.number if origin else "",
        "first": row.first_received_at.astimezone(zone).strftime("%d/%m/%Y %H.%M"),
        "start": row.received_at.astimezone(zone).strftime("%d/%m/%Y %H.%M"),
    }
    name = "information_request.filed_from" if origin else "information_request.filed"
    record(name, actor=actor, subject=row.reference, organisation=row.organisation, data=data, now=now)


def _tell(row: InformationRequest, now: datetime) -> None:
    case.tell(row, "received", now=now, register=row.register_label)
    desks.tell(
        desks.holders(row.desk, Role.INFORMATION, now),
        "new_request",
        reference=row.reference,
        path=desks.office_path("case", row.number),
        desk=row.desk,
        now=now,
        context={
            "office": row.organisation.name,
            "via": row.get_channel_display(),
            "due_at": row.due_at,
            "register": row.register_label,
        },
    )
