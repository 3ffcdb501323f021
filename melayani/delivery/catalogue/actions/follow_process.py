"""The record of how a version is made: who, from which present state, discussed with whom, made public where."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from melayani.delivery.catalogue import access, states
from melayani.delivery.catalogue.models import FUNCTIONS, Discussion, Publication, Standard, TeamMember
from melayani.delivery.catalogue.steps import NotPossible, demand, evidence, record_change
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.audit import Actor

LONGEST = 2000


def add_member(
    *, standard: Standard, name: str, function: str, actor: Actor, now: datetime, post: str = ""
) -> TeamMember:
    """Name somebody of the team; raises NotPossible for one who is in it already, or once the version is published."""
    _demand_open(standard, actor)
    if not name.strip() or function not in dict(FUNCTIONS):
        raise NotPossible("Isi nama dan tugas anggota tim.")
    with transaction.atomic():
        row, fresh = TeamMember.objects.get_or_create(
            standard=standard, name=name.strip(), function=function, defaults={"post": post.strip()}
        )
        if not fresh:
            raise NotPossible("Orang ini sudah ada dalam tim dengan tugas yang sama.")
        record_change("standard.member_added", standard, actor, now, function=dict(FUNCTIONS)[function])
    return row


def remove_member(*, standard: Standard, member: int, actor: Actor, now: datetime) -> None:
    """Take somebody (a primary key) out of the team; raises NotPossible for one of another version."""
    _demand_open(standard, actor)
    row = TeamMember.objects.filter(standard=standard, pk=member).first()
    if row is None:
        raise NotPossible("Anggota ini tidak ada dalam tim.")
    with transaction.atomic():
        row.delete()
        record_change("standard.member_removed", standard, actor, now, function=row.get_function_display())


def note_present_state(*, standard: Standard, words: str, seen_on: date, actor: Actor, now: datetime) -> Standard:
    """Note how the service runs today, before the draft says how it should; raises NotPossible."""
    _demand_open(standard, actor)
    if not words.strip() or len(words) > LONGEST:
        raise NotPossible(f"Tuliskan keadaan sekarang, paling panjang {LONGEST} huruf.")
    _demand_past(standard, seen_on, now)
    with transaction.atomic():
        standard.present_state, standard.present_on = words.strip(), seen_on
        standard.save(update_fields=["present_state", "present_on"])
        record_change("standard.present_state_noted", standard, actor, now)
    return standard


def record_discussion(
    *,
    standard: Standard,
    kind: str,
    held_on: date,
    words: str,
    actor: Actor,
    now: datetime,
    number: str = "",
    minutes_number: str = "",
    file: UUID | None = None,
) -> Discussion:
    """Enter a talk with the public; a consultation by its number, its minutes by number or as the actor's upload.

    Possible while the version is discussed. Raises NotPossible.
    """
    _demand_open(standard, actor)
    if standard.state != states.IN_CONSULTATION:
        raise NotPossible("Buka dahulu pembahasan dengan masyarakat.")
    if kind not in dict(Discussion.KINDS) or not words.strip() or len(words) > LONGEST:
        raise NotPossible("Pilih jenis pembahasan dan tuliskan pokok hasilnya.")
    if kind == "consultation" and not number.strip():
        raise NotPossible("Isi nomor forum konsultasi publiknya.")
    _demand_past(standard, held_on, now)
    with transaction.atomic():
        row = Discussion.objects.create(
            standard=standard,
            kind=kind,
            number=number.strip(),
            held_on=held_on,
            words=words.strip(),
            minutes_number=minutes_number.strip(),
            minutes_file=evidence(file, standard, actor, now),
        )
        record_change("standard.discussed", standard, actor, now, number=row.number, kind=kind)
    return row


def add_minutes(
    *,
    standard: Standard,
    discussion: int,
    actor: Actor,
    now: datetime,
    minutes_number: str = "",
    file: UUID | None = None,
) -> Discussion:
    """Add the minutes that a talk (a primary key) had not yet: by number or as the actor's upload."""
    _demand_open(standard, actor)
    row: Discussion | None = Discussion.objects.filter(standard=standard, pk=discussion).first()
    if row is None or row.has_minutes:
        raise NotPossible("Pembahasan ini tidak ada, atau berita acaranya sudah tercatat.")
    if not minutes_number.strip() and file is None:
        raise NotPossible("Isi nomor berita acara, atau lampirkan berkasnya.")
    with transaction.atomic():
        row.minutes_number, row.minutes_file = minutes_number.strip(), evidence(file, standard, actor, now)
        row.save(update_fields=["minutes_number", "minutes_file"])
        record_change("standard.minutes_added", standard, actor, now, number=row.minutes_number)
    return row


def record_publication(
    *,
    standard: Standard,
    medium: str,
    published_on: date,
    actor: Actor,
    now: datetime,
    address: str = "",
    file: UUID | None = None,
    words: str = "",
) -> Publication:
    """Enter a medium in which a version in force was made public, with an address or the actor's upload as evidence."""
    demand(access.may_change_standards(actor, standard.service.agency))
    if standard.state not in states.IN_FORCE:
        raise NotPossible("Media dicatat setelah standar berlaku.")
    if medium not in dict(Publication.MEDIA):
        raise NotPossible("Pilih medianya.")
    if not address.strip() and file is None:
        raise NotPossible("Sertakan buktinya: alamat halaman, atau foto dan berkas.")
    _demand_past(standard, published_on, now)
    with transaction.atomic():
        row = Publication.objects.create(
            standard=standard,
            medium=medium,
            published_on=published_on,
            address=address.strip(),
            file=evidence(file, standard, actor, now),
            words=words.strip(),
        )
        record_change("standard.medium_recorded", standard, actor, now, medium=row.get_medium_display())
    return row


def withdraw_publication(*, standard: Standard, publication: int, actor: Actor, now: datetime) -> None:
    """Take back a medium (a primary key) that was entered by mistake, with its file; raises NotPossible."""
    demand(access.may_change_standards(actor, standard.service.agency))
    with transaction.atomic():
        rows = Publication.objects.select_for_update(of=("self",)).select_related("file")
        row = rows.filter(standard=standard, pk=publication).first()
        if row is None:
            raise NotPossible("Media ini tidak tercatat pada versi ini.")
        record_change("standard.medium_withdrawn", standard, actor, now, medium=row.get_medium_display())
        row.delete()
        if row.file is not None:
            attachments.remove(attachment=row.file, actor=actor, now=now)


def _demand_open(standard: Standard, actor: Actor) -> None:
    demand(access.may_change_standards(actor, standard.service.agency))
    standard.refresh_from_db(fields=["state"])
    if standard.state in states.FROZEN:
        raise NotPossible("Standar yang sudah diumumkan tidak diubah; buat versi baru.")


def _demand_past(standard: Standard, day: date, now: datetime) -> None:
    if day > now.astimezone(standard.service.agency.zone).date():
        raise NotPossible("Tanggal ini belum tiba.")
