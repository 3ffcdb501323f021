"""File an application: by a citizen from a draft, by an officer on behalf, by another system with its key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language, gettext

from melayani.delivery.applications import access, case, clock, drafts, given, rules
from melayani.delivery.applications.models import Application, Channel, Draft, equality_hash
from melayani.delivery.applications.outlines import outline_of
from melayani.delivery.catalogue.models import Service, Standard
from melayani.delivery.catalogue.rules import promised
from melayani.delivery.catalogue.states import FROZEN, IN_FORCE
from melayani.foundation.audit import Actor, insert, record
from melayani.foundation.messaging import actions as messaging
from melayani.foundation.messaging.models import Contact
from melayani.foundation.messaging.rules import NotAContact, normalise_email, normalise_phone
from melayani.foundation.numbers.rules import make_number, make_paper_code, make_secret
from melayani.foundation.organisations.models import Region
from melayani.foundation.people import ApiClient
from melayani.foundation.people.rules import check_nik, nik_digits

API_SCOPE = "applications:write"


def submit_draft(*, actor: Actor, draft: Draft, now: datetime) -> Application:
    """Send what a citizen filled in; a second click, a replay or a second tab gets the same application.

    Raises NotAllowed for a foreign draft or an unproven contact, InputRefused for what is missing or wrong.
    """
    with transaction.atomic():
        row = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if row.application is not None:
            return row.application
        filled = drafts.contents(row)
        application = submit_application(
            actor=actor,
            service=row.service,
            standard=row.standard,
            variant=row.variant,
            identity=filled.identity,
            answers=filled.given,
            contact=row.proven_contact,
            channel=rules.WEB,
            draft=row,
            now=now,
        )
        drafts.mark_sent(row, application, now=now)
    return application


def submit_application(
    *,
    actor: Actor,
    service: Service,
    standard: Standard,
    identity: rules.Identity,
    answers: Sequence[rules.Given],
    channel: str,
    now: datetime,
    variant: str = "",
    contact: Contact | None = None,
    draft: Draft | None = None,
) -> Application:
    """Receive one application: number, secret, promised time with its due date, message to the citizen.

    Citizens send a draft with a proven contact; officers file at counter, phone or post for somebody else; an API key's
    holder vouches for the contact. Without telephone and e-mail the returned object carries `paper_code` in clear.
    Raises NotAllowed, InputRefused (fields with sentences), ActionRefused (service not offered).
    """
    _check_right_to_file(actor, service, channel, contact, draft)
    _check_service(service, standard, draft)
    outline = outline_of(standard)
    today = now.astimezone(service.agency.zone).date()
    _check_input(outline, variant, identity, answers, needs_contact=actor.kind != "officer", today=today)
    phone, email = _normalised(identity)
    with transaction.atomic():
        contact = contact or _contact_of(phone, email, now)
        applicant = _applicant(identity, phone=phone, email=email, contact=contact)
        chosen: dict[str, Any] = {"variant_key": variant, "variant_label": dict(outline.variants).get(variant, "")}
        chosen |= {"channel": channel, "draft_id": draft.pk if draft else None}
        application = _create(service, standard, now=now, filed_by_id=actor.person_id, **chosen, **applicant)
        asked = rules.requirements_of(outline, variant or None)
        given.write_answers(application, asked, answers, draft=draft, actor=actor, now=now)
        data, place = case.event_data(application), application.organisation
        data["via"] = Channel(application.channel).label.lower()
        record(
            "application.submitted", actor=actor, subject=application.reference, organisation=place, data=data, now=now
        )
        case.tell(application, "submitted", now=now)
    return application


def give_paper_code(*, actor: Actor, application: Application, now: datetime) -> str:
    """Make a new code on paper for a citizen without a phone and return it once; an older one opens nothing any more.

    Raises NotAllowed for a stranger.
    """
    with transaction.atomic():
        row = case.lock(application)
        access.demand(actor, access.FILE_ON_BEHALF, row)
        code = make_paper_code()
        row.paper_code_hash = equality_hash(code, field="paper_code")
        row.save(update_fields=["paper_code_hash"])
        record(
            "application.paper_code_given", actor=actor, subject=row.reference, organisation=row.organisation, now=now
        )
    return code


def _check_right_to_file(
    actor: Actor, service: Service, channel: str, contact: Contact | None, draft: Draft | None
) -> None:
    if actor.kind == "officer":
        if channel not in rules.OFFICER_CHANNELS or not access.may(actor, access.FILE_ON_BEHALF, service.agency):
            raise rules.NotAllowed("Anda tidak berwenang mencatat permohonan untuk layanan ini.")
    elif isinstance(actor, ApiClient):
        _check_key(actor, service, channel)
    elif draft is None or channel != rules.WEB or not drafts.belongs_to(draft, actor):
        raise rules.NotAllowed(gettext("Permohonan ini bukan milik Anda."))
    elif contact is None:
        raise rules.NotAllowed(gettext("Buktikan dahulu nomor telepon atau e-mail Anda dengan kode sekali pakai."))


def _check_key(key: ApiClient, service: Service, channel: str) -> None:
    """A key files by the API alone, with its scope, and only for services at or below its own organisation."""
    if channel != rules.API or not key.has_scope(API_SCOPE):
        raise rules.NotAllowed("Kunci API ini tidak memiliki hak applications:write.")
    if not service.agency.path.startswith(key.organisation.path):
        raise rules.NotAllowed("Kunci API ini hanya untuk layanan instansinya sendiri dan unit di bawahnya.")


def _check_service(service: Service, standard: Standard, draft: Draft | None) -> None:
    """A draft may be sent under the version it was begun with; everybody else files under the one in force."""
    states = FROZEN if draft else IN_FORCE
    if not service.is_offered or standard.service_id != service.pk or standard.state not in states:
        raise rules.ActionRefused(gettext("Layanan ini sedang tidak menerima permohonan."))


def _check_input(
    outline: rules.Outline,
    variant: str,
    identity: rules.Identity,
    answers: Sequence[rules.Given],
    *,
    needs_contact: bool,
    today: date,
) -> None:
    problems = rules.identity_problems(identity, today=today, needs_contact=needs_contact)
    problems.update(rules.given_problems(outline, variant or None, answers))
    if identity.nik.strip() and (trouble := nik_problem(identity.nik, identity.birth_date)):
        problems["nik"] = trouble
    if problems:
        raise rules.InputRefused(problems)


def nik_problem(nik: str, birth_date: date | None) -> str:
    """The sentence that says why a NIK is not well formed, or an empty text (a NIK is never called valid)."""
    findings = check_nik(nik, birth_date=birth_date, known_districts=_known_district(nik))
    return " ".join(gettext(text) for text in findings.problems)


def _known_district(nik: str) -> frozenset[str]:
    code = nik_digits(nik)[:6]
    dotted = f"{code[:2]}.{code[2:4]}.{code[4:6]}"
    return frozenset({code}) if Region.objects.filter(code=dotted).exists() else frozenset()


def _normalised(identity: rules.Identity) -> tuple[str, str]:
    """Telephone as +62… and e-mail in lower case; raises InputRefused for what is neither."""
    problems, phone, email = {}, "", ""
    try:
        phone = normalise_phone(identity.phone) if identity.phone.strip() else ""
    except NotAContact as error:
        problems["phone"] = str(error)
    try:
        email = normalise_email(identity.email) if identity.email.strip() else ""
    except NotAContact as error:
        problems["email"] = str(error)
    if problems:
        raise rules.InputRefused(problems)
    return phone, email


def _contact_of(phone: str, email: str, now: datetime) -> Contact | None:
    """Where news goes: e-mail first, because its channel is there first; none for a citizen with neither."""
    language = "en" if (get_language() or "").startswith("en") else "id"
    if email:
        return messaging.keep_contact(email=email, language=language, now=now)
    return messaging.keep_contact(phone=phone, language=language, now=now) if phone else None


def _applicant(identity: rules.Identity, *, phone: str, email: str, contact: Contact | None) -> dict[str, Any]:
    """The columns about the person, with the hashes by which equal values are found."""
    nik = nik_digits(identity.nik)
    return {
        "name": identity.name.strip(),
        "nik": nik,
        "nik_hash": equality_hash(nik, field="nik"),
        "birth_date": identity.birth_date.isoformat() if identity.birth_date else "",
        "address": identity.address.strip(),
        "phone": phone,
        "phone_hash": equality_hash(phone, field="phone"),
        "email": email,
        "email_hash": equality_hash(email, field="email"),
        "contact": contact,
    }


def _create(service: Service, standard: Standard, *, now: datetime, **columns: Any) -> Application:
    """The row with number, secret and the promise of the standard; with a paper code where no contact is known."""
    promise = promised(standard)
    time = rules.promised_time(
        minimum=promise.min if promise else None,
        maximum=promise.max if promise else None,
        unit=promise.unit if promise else None,
        clock_starts=standard.clock_starts,
    )
    secret = make_secret()
    code = "" if columns["contact"] else make_paper_code()
    application = Application(
        number=make_number("PMH"),
        secret=secret,
        secret_hash=equality_hash(secret, field="secret"),
        paper_code_hash=equality_hash(code, field="paper_code"),
        organisation=service.agency,
        service=service,
        standard=standard,
        submitted_at=now,
        clock_started_at=now,
        promised_amount=time.amount,
        promised_unit=time.unit,
        clock_restarts=time.restarts_when_complete,
        **columns,
    )
    clock.start(application)
    insert(application)
    application.paper_code = code
    return application
