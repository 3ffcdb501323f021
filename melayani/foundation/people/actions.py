"""Invite, join, grant and end roles, keys of other systems, signing out everywhere, and showing what is masked."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from melayani.foundation.audit import Actor, keyed_hash, record
from melayani.foundation.messaging import queue
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.rules import NotAContact, normalise_email
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import access
from melayani.foundation.people.actors import Officer
from melayani.foundation.people.codes import CodeRefused as CodeRefused
from melayani.foundation.people.codes import check_code as check_code
from melayani.foundation.people.codes import send_code as send_code
from melayani.foundation.people.idempotency import KeyReused as KeyReused
from melayani.foundation.people.idempotency import Lost as Lost
from melayani.foundation.people.idempotency import Replay as Replay
from melayani.foundation.people.idempotency import Started as Started
from melayani.foundation.people.idempotency import StillRunning as StillRunning
from melayani.foundation.people.idempotency import abandon_request as abandon_request
from melayani.foundation.people.idempotency import begin_request as begin_request
from melayani.foundation.people.idempotency import finish_request as finish_request
from melayani.foundation.people.idempotency import in_one_piece as in_one_piece
from melayani.foundation.people.idempotency import keep_ahead as keep_ahead
from melayani.foundation.people.idempotency import part as part
from melayani.foundation.people.models import ApiKey, Invitation, Membership, Person
from melayani.foundation.people.queries import API_KEY_PURPOSE, INVITATION_PURPOSE, invitation_by_token
from melayani.foundation.people.rules import INVITATION_LIFE, KEY_USE_STEP, REASON_LENGTH, Role, unknown_scopes
from melayani.foundation.people.throttling import TooMany as TooMany
from melayani.foundation.people.throttling import throttle as throttle


class Refused(Exception):
    """The actor may not do this, or it makes no sense; the text can be shown as it stands."""


NOT_YOURS = "Anda tidak mengelola instansi ini. Mintalah administratornya."


def invite(
    *,
    actor: Actor,
    email: str,
    role: str,
    organisation: Organisation | None,
    now: datetime,
    name: str = "",
    superuser: bool = False,
) -> tuple[Invitation, str]:
    """Make a single-use link (7 days) with which the reader of `email` joins; queue it; return the row and the link.

    Without `organisation` it makes a superuser, which only the platform itself (a command) may do.
    Raises Refused: not the actor's organisation, an unknown role, a bad address, oneself.
    """
    _demand(access.may_manage_people(actor, organisation), NOT_YOURS)
    _demand(actor.kind == "system" or (organisation is not None and not superuser), NOT_YOURS)
    _demand(role in set(Role), "Pilih salah satu tugas dari daftar.")
    address = _address_of_somebody_else(email, actor)
    token = secrets.token_urlsafe(32)
    link = settings.PUBLIC_URL + reverse("people_invitation", args=[token])
    with transaction.atomic():
        invitation = Invitation.objects.create(
            token_hash=keyed_hash(token, purpose=INVITATION_PURPOSE),
            email=address,
            email_hash=keyed_hash(address, purpose="people.invitation.email"),
            name=name.strip()[:120],
            organisation=organisation,
            role=role,
            superuser=superuser,
            invited_by_id=actor.person_id,
            created_at=now,
            expires_at=now + INVITATION_LIFE,
        )
        subject = _about(invitation)
        data = {"role": Role(role).label, "organisation": organisation.name if organisation else "Melayani"}
        record("person.invited", actor=actor, subject=subject, organisation=organisation, data=data, now=now)
        _send_invitation(invitation, link, data["organisation"], now)
    return invitation, link


def withdraw_invitation(*, actor: Actor, invitation: Invitation, now: datetime) -> None:
    """Make an open invitation worthless. Raises Refused for a stranger or when it was used already."""
    _demand(access.may_manage_people(actor, invitation.organisation), NOT_YOURS)
    with transaction.atomic():
        row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        _demand(row.used_at is None, "Undangan ini sudah dipakai.")
        row.withdrawn_at = row.withdrawn_at or now
        row.save(update_fields=["withdrawn_at"])
        record("invitation.withdrawn", actor=actor, subject=_about(row), organisation=row.organisation, now=now)


def accept_invitation(
    *, token: str, now: datetime, name: str = "", password: str = "", signed_in: Person | None = None
) -> Person:
    """Join by the link: make the account with `name` and `password`, or add the role to the account `signed_in`.

    Raises Refused for a link that is used, withdrawn, expired or unknown, for an address whose owner has an account
    and is not signed in, and for a password that is too weak (one sentence per fault).
    """
    with transaction.atomic():
        invitation = invitation_by_token(token, now, lock=True)
        if invitation is None:
            raise Refused("Undangan ini sudah dipakai, dibatalkan atau lewat waktunya. Mintalah undangan baru.")
        person = _joining_person(invitation, name=name, password=password, signed_in=signed_in)
        invitation.used_at = now
        invitation.save(update_fields=["used_at"])
        if invitation.organisation_id:
            _open_membership(person, invitation.organisation_id, invitation.role, now)
        record(
            "person.joined",
            actor=Officer(person=person, memberships=()),
            subject=_about(person),
            organisation=invitation.organisation,
            data={"role": invitation.role_label, "invitation": invitation.pk},
            now=now,
        )
    return person


def want_mornings(*, officer: Officer, wanted: bool, now: datetime) -> None:
    """Switch the message of the morning on or off for oneself; saying it twice writes one event."""
    with transaction.atomic():
        row = Person.objects.select_for_update(of=("self",)).get(pk=officer.person.pk)
        if row.wants_mornings != wanted:
            row.wants_mornings = wanted
            row.save(update_fields=["wants_mornings"])
            record(
                "person.mornings_on" if wanted else "person.mornings_off", actor=officer, subject=_about(row), now=now
            )
    officer.person.wants_mornings = wanted


def grant_membership(
    *, actor: Actor, person: Person, organisation: Organisation, role: str, now: datetime
) -> Membership:
    """Give a person a further role at once. Raises Refused for a stranger, for oneself, for an unknown role."""
    _demand(access.may_manage_people(actor, organisation), NOT_YOURS)
    _demand(actor.person_id != person.pk, "Anda tidak dapat memberi tugas kepada diri sendiri.")
    _demand(role in set(Role), "Pilih salah satu tugas dari daftar.")
    with transaction.atomic():
        membership = _open_membership(person, organisation.pk, role, now)
        data = {"role": Role(role).label, "organisation": organisation.name}
        record("membership.granted", actor=actor, subject=_about(person), organisation=organisation, data=data, now=now)
    return membership


def end_membership(*, actor: Actor, membership: Membership, now: datetime) -> Membership:
    """End a role from this moment on; one that has ended stays as it is.

    Raises Refused for a stranger, and for an administrator's own post, so that nobody locks a place by mistake.
    """
    place = membership.organisation
    _demand(access.may_manage_people(actor, place), NOT_YOURS)
    own = membership.person_id == actor.person_id and membership.role == Role.ADMINISTRATOR
    _demand(not own, "Anda tidak dapat mengakhiri tugas administrator Anda sendiri. Mintalah administrator lain.")
    with transaction.atomic():
        row = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
        _demand(row.until is None or row.until > now, "Tugas ini sudah berakhir.")
        row.until = max(now, row.since)
        row.save(update_fields=["until"])
        data = {"role": row.role_label, "organisation": place.name}
        record("membership.ended", actor=actor, subject=_about(row.person), organisation=place, data=data, now=now)
    return row


def sign_out_everywhere(*, actor: Actor, person: Person, now: datetime) -> None:
    """End every session of `person` at once: the person's own wish, or an administrator's.

    Raises Refused when somebody else does not administer all places at which the person works.
    """
    own = actor.person_id == person.pk
    _demand(own or access.may_manage_account(actor, person, now), NOT_YOURS)
    with transaction.atomic():
        _end_sessions(person)
        record("person.signed_out_everywhere", actor=actor, subject=_about(person), now=now)


def reset_second_factor(*, actor: Actor, person: Person, reason: str, now: datetime) -> None:
    """Remove a lost authenticator and its recovery codes and end all sessions; the next sign-in sets up a new one.

    Raises Refused for the person itself, for a stranger, and without a reason.
    """
    allowed = actor.person_id != person.pk and access.may_manage_account(actor, person, now)
    _demand(allowed, "Verifikasi dua langkah hanya dapat dihapus oleh administrator semua instansi orang ini.")
    words = _reason(reason)
    with transaction.atomic():
        Authenticator.objects.filter(user=person).delete()
        _end_sessions(person)
        data = {"reason": words}
        record("person.second_factor_reset", actor=actor, subject=_about(person), data=data, now=now)


def note_sign_in(*, person: Person, now: datetime) -> None:
    """Keep in the record that somebody signed in."""
    with transaction.atomic():
        record("person.signed_in", actor=Officer(person=person, memberships=()), subject=_about(person), now=now)


def note_password_change(*, person: Person, now: datetime) -> None:
    """Keep in the record that the password was changed; the other sessions end with it."""
    with transaction.atomic():
        actor = Officer(person=person, memberships=())
        record("person.password_changed", actor=actor, subject=_about(person), now=now)


def create_api_key(
    *, actor: Actor, organisation: Organisation, scopes: Sequence[str], now: datetime, name: str = ""
) -> tuple[ApiKey, str]:
    """Make a key for another system; return the row and the plain key, which is not kept and cannot be shown again.

    Raises Refused for a stranger, for no scope, and for scopes that do not exist.
    """
    _demand(access.may_manage_people(actor, organisation), NOT_YOURS)
    _demand(bool(scopes), "Pilih sedikitnya satu izin untuk kunci ini.")
    wrong = unknown_scopes(scopes)
    _demand(not wrong, f"Izin ini tidak dikenal: {', '.join(wrong)}.")
    prefix, secret = secrets.token_hex(5), secrets.token_urlsafe(32)
    with transaction.atomic():
        key = ApiKey.objects.create(
            prefix=prefix,
            secret_hash=keyed_hash(secret, purpose=API_KEY_PURPOSE),
            organisation=organisation,
            name=name.strip()[:80],
            scopes=sorted(set(scopes)),
            created_by_id=actor.person_id,
            created_at=now,
        )
        data = {"prefix": prefix, "scopes": ", ".join(key.scopes)}
        record("api_key.created", actor=actor, subject=_about(key), organisation=organisation, data=data, now=now)
    return key, f"mly_{prefix}_{secret}"


def revoke_api_key(*, actor: Actor, key: ApiKey, now: datetime) -> ApiKey:
    """End a key from this moment on; raises Refused for a stranger."""
    _demand(access.may_manage_people(actor, key.organisation), NOT_YOURS)
    with transaction.atomic():
        row = ApiKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
        _demand(row.revoked_at is None, "Kunci ini sudah dicabut.")
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        data = {"prefix": row.prefix}
        record("api_key.revoked", actor=actor, subject=_about(row), organisation=row.organisation, data=data, now=now)
    return row


def note_key_use(*, key: ApiKey, now: datetime) -> None:
    """Keep when a key last sent something, to the quarter of an hour: a write per request would be a bottleneck.

    Reading is not noted, because a GET writes nothing.
    """
    if key.last_used_at is None or now - key.last_used_at >= KEY_USE_STEP:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
        key.last_used_at = now


def unmask(
    *,
    officer: Officer,
    subject: Reference,
    field: str,
    reason: str,
    value_of: Callable[[], str],
    organisation: Organisation,
    now: datetime,
) -> str:
    """Show a masked value to an officer whose duty it is, and record who asked for which field and why.

    Raises Refused for an officer without such a role at `organisation`, and for a reason under 10 characters. The
    value is read only after the reading is recorded (Law 27/2022: each processing of personal data is recorded).
    """
    _demand(access.may_unmask(officer, organisation), "Tugas Anda tidak memerlukan data ini.")
    data = {"field": field, "reason": _reason(reason)}
    with transaction.atomic():
        record("personal.unmasked", actor=officer, subject=subject, organisation=organisation, data=data, now=now)
        return value_of()


def _joining_person(invitation: Invitation, *, name: str, password: str, signed_in: Person | None) -> Person:
    known = Person.objects.filter(email__iexact=invitation.email).first()
    if known is not None:
        same = signed_in is not None and signed_in.pk == known.pk
        _demand(same, "Alamat surel ini sudah punya akun. Masuk dulu dengan akun itu, lalu buka tautan ini lagi.")
        if invitation.superuser and not known.is_superuser:
            known.is_superuser = known.is_staff = True
            known.save(update_fields=["is_superuser", "is_staff"])
        return known
    _demand(signed_in is None, "Undangan ini untuk orang lain. Keluar dulu, lalu buka tautan ini lagi.")
    given = name.strip()
    _demand(0 < len(given) <= 120, "Isi nama Anda, paling panjang 120 huruf.")
    candidate = Person(email=invitation.email, name=given)
    try:
        validate_password(password, candidate)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    extra = {"is_superuser": True, "is_staff": True} if invitation.superuser else {}
    return Person.objects.create_user(invitation.email, password, name=given, **extra)


def _open_membership(person: Person, organisation_id: int, role: str, now: datetime) -> Membership:
    found, _ = Membership.objects.get_or_create(
        person=person, organisation_id=organisation_id, role=role, until=None, defaults={"since": now}
    )
    return found


def _send_invitation(invitation: Invitation, link: str, place: str, now: datetime) -> None:
    contact = keep_contact(email=invitation.email, now=now)
    context = {
        "name": invitation.name,
        "role": invitation.role_label,
        "organisation": place,
        "until": invitation.expires_at,
        "link": link,
    }
    queue(
        "person.invited",
        to=contact,
        template="people/invitation",
        context=context,
        reference=_about(invitation),
        now=now,
        organisation=invitation.organisation,
        life=INVITATION_LIFE,
    )


def _end_sessions(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])


def _about(row: Person | Invitation | ApiKey) -> Reference:
    return Reference(kind=str(row._meta.model_name), number=str(row.pk))


def _address_of_somebody_else(text: str, actor: Actor) -> str:
    try:
        address = normalise_email(text).lower()
    except NotAContact as error:
        raise Refused(str(error)) from error
    own = actor.person_id is not None and Person.objects.filter(pk=actor.person_id, email__iexact=address).exists()
    _demand(not own, "Anda tidak dapat memberi tugas kepada diri sendiri. Mintalah administrator lain.")
    return address


def _reason(text: str) -> str:
    words = " ".join(text.replace("\x00", " ").split())  # PostgreSQL keeps no NUL
    _demand(len(words) >= REASON_LENGTH, f"Tulis alasannya, paling sedikit {REASON_LENGTH} huruf.")
    return words[:500]


def _demand(allowed: bool, text: str) -> None:
    if not allowed:
        raise Refused(text)
