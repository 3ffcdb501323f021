"""Make a unit's version of the questionnaire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

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
    content = _content(wish)
    comparable = versions.is_comparable(content)
    _demand_reason(comparable, words)
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)  # one maker at a time
        _demand(
            comparable or not _runs_through(organisation, valid_from),
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
        told = {"number": version.number, "from": valid_from.isoformat(), "comparable": comparable, "reason": words}
        about = version.reference
        record("survey.version_made", actor=actor, subject=about, organisation=organisation, data=told, now=now)
    return version


def _demand_reason(comparable: bool, words: str) -> None:
    _demand(
        comparable or SHORTEST_REASON <= len(words) <= LONGEST_REASON,
        "Versi ini menyimpang dari sembilan unsur resmi atau kata jawabannya. Tulis alasannya, 20 sampai 500 huruf.",
    )


def _content(wish: versions.Wish) -> dict[str, Any]:
    try:
        return versions.content_of(wish)
    except versions.BadVersion as error:
        raise VersionRefused(str(error)) from error


def _runs_through(organisation: Organisation, day: date) -> bool:
    """Whether a period of the unit or below it began before `day` and still runs then."""
    rows = Period.objects.running().covering(day).within([organisation.path])
    return rows.filter(starts_on__lt=day).exists()


def _demand(allowed: bool, why: str) -> None:
    if not allowed:
        raise VersionRefused(why)
