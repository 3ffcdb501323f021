"""What every change of a calendar asks first."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from melayani.foundation.audit import Actor
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.workdays import access

FARTHEST = timedelta(days=3 * 366)
LONGEST = timedelta(days=366)
ONE_DAY = timedelta(days=1)


class Refused(Exception):
    """The change makes no sense or the actor may not make it; the text says why, for the person at the form."""


def demand_keeper(actor: Actor, organisation: Organisation) -> None:
    """Raise Refused unless the actor keeps this organisation's calendar."""
    if not access.may_change(actor, organisation):
        raise Refused(_("Hanya kepala unit dan administrator yang dapat mengubah kalender ini."))


def demand_coming(day: date, *, today: date) -> None:
    """Past days stay as they were: deadlines already told were computed from them."""
    if day < today:
        raise Refused(_("Tanggal itu sudah lewat. Pilih hari ini atau sesudahnya."))
    if day > today + FARTHEST:
        raise Refused(_("Tanggal itu terlalu jauh. Pilih paling lama tiga tahun dari sekarang."))


def demand_span(first: date, last: date, *, today: date) -> None:
    """Raise Refused for days in the wrong order, a start in the past or too far ahead, or more than a year."""
    demand_coming(first, today=today)
    if last < first:
        raise Refused(_("Tanggal akhir mendahului tanggal mulai. Tukar keduanya."))
    if last - first > LONGEST:
        raise Refused(_("Rentang ini lebih dari satu tahun. Catat paling lama satu tahun sekaligus."))


def demand_text(text: str, *, longest: int) -> str:
    """The text without surrounding spaces; refused when empty or longer than `longest` characters."""
    stripped = " ".join(text.split())
    if not stripped:
        raise Refused(_("Tulis nama atau alasannya, supaya warga mengerti."))
    if len(stripped) > longest:
        raise Refused(_("Tulisan ini terlalu panjang; paling banyak {longest} huruf.").format(longest=longest))
    return stripped


def local_day(organisation: Organisation, now: datetime) -> date:
    """The date at `now` where the organisation is."""
    return now.astimezone(organisation.zone).date()


def reference(organisation: Organisation) -> Reference:
    """The organisation as the subject of an event."""
    return Reference(kind="organisation", number=organisation.slug)


def locked(organisation: Organisation) -> Organisation:
    """The organisation's row, held so that two changes of its calendar come one after the other."""
    return Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
