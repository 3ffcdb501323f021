"""Make a unit's version of the questionnaire."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from melayani.foundation.audit import Actor, record
from melayani.foundation.organisations.models import Organisation
from melayani.voice.surveys import access, versions
from melayani.voice.surveys.models import InstrumentVersion, Period

LONGEST_REASON, SHORTEST_REASON = 500, 20


class VersionRefused(Exception):
    """The version cannot be made; the text says why and what to do."""


def make_version(
    *, actor: Actor, organisation: Organisation, wish: versions.Wish, reason: str, valid_from: date, now: datetime
) -> InstrumentVersion:
    """Make the next version for `organisation` and all below it, in force from `valid_from` (today or later).

    A deviation needs a reason and is not comparable. Within a running period the questions stay as they are.
    Raises VersionRefused.
    """
    _demand(access.may_publish(actor, organisation), "Hanya kepala unit atau biro organisasi yang mengubah pertanyaan.")
    today = now.astimezone(organisation.zone).date()
    _demand(valid_from >= today, "Versi baru berlaku paling cepat hari ini.")
    words = reason.strip()
    try:
        content = versions.content_of(wish)
    except versions.BadVersion as error:
        raise VersionRefused(str(error)) from error
    comparable = versions.is_comparable(content)
    _demand(
        comparable or SHORTEST_REASON <= len(words) <= LONGEST_REASON,
        "Versi ini menyimpang dari sembilan unsur resmi atau kata jawabannya. Tulis alasannya, 20 sampai 500 huruf.",
    )
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)  # one maker at a time
        running = (
            Period.objects.running()
            .covering(valid_from)
            .filter(organisation__path__startswith=organisation.path, starts_on__lt=valid_from)
        )
        _demand(
            comparable or not running.exists(),
            "Ada periode yang sedang berjalan. Pilih hari pertama periode berikutnya, agar periode ini sebanding.",
        )
        last = InstrumentVersion.objects.filter(organisation=organisation).aggregate(last=Max("number"))["last"]
        version = InstrumentVersion.objects.create(
            organisation=organisation,
            number=(last or 0) + 1,
            valid_from=valid_from,
            content=content,
            comparable=comparable,
            reason=words[:LONGEST_REASON],
            created_at=now,
        )
        record(
            "survey.version_made",
            actor=actor,
            subject=version.reference,
            organisation=organisation,
            data={"number": version.number, "from": valid_from.isoformat(), "comparable": comparable, "reason": words},
            now=now,
        )
    return version


def _demand(allowed: bool, why: str) -> None:
    if not allowed:
        raise VersionRefused(why)
