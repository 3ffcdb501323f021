"""Choose a day and a time, for a new visit and for one that is moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from melayani.delivery.appointments import queries
from melayani.entrances.whatsapp.talk import GO, Reply, Talk, to_menu
from melayani.entrances.whatsapp.understanding import Option
from melayani.foundation.ui.format import format_clock, format_day, format_day_short

CHOICES = 9  # and one row for what comes after
LATER = "later"


@dataclass(frozen=True)
class Wanted:
    """For what a time is looked for. `without`: a booking or hold of one's own, whose places count as free."""

    terms: queries.Terms
    party: int = 1
    priority: bool = False
    without: int = 0


def ask_day(talk: Talk, wanted: Wanted, *, after: str = "", why: str = "") -> Reply:
    """The next days with room for the whole party; with `after` (an ISO day) those behind it."""
    found = queries.free_days(
        wanted.terms,
        now=talk.now,
        party_size=wanted.party,
        priority=wanted.priority,
        without=wanted.without,
    )
    days = [one for one in found if one.times and not one.unopened and one.day.isoformat() > after]
    unit = wanted.terms.offer.organisation
    if not days:
        return _nothing_free(talk, wanted, why)
    rows = [Option(one.day.isoformat(), format_day_short(one.day), _places(one.left)) for one in days[:CHOICES]]
    last = rows[-1].id
    text = _("Hari apa? Ini hari yang masih ada tempatnya di {unit}.").format(unit=unit.name)
    return talk.ask(
        "day", _with(why, text), _and_later(rows, len(days), _("Hari lain")), button=_("Pilih hari"), last=last
    )


def _nothing_free(talk: Talk, wanted: Wanted, why: str) -> Reply:
    offer = wanted.terms.offer
    link = settings.PUBLIC_URL + reverse("appointments:days", args=[offer.service.slug, offer.organisation.slug])
    text = _(
        "Belum ada tempat kosong pada hari yang dapat dipesan. Daftar tunggunya di sini: {link}\n\nAtau coba lagi "
        "besok, atau tanyakan kepada petugas."
    ).format(link=link)
    ask = Option(f"{GO}officer:{offer.organisation.slug}", _("Tanya petugas"))
    return talk.end(_with(why, text), [ask, to_menu()])


def ask_time(talk: Talk, wanted: Wanted, day: str, *, after: int = 0, why: str = "") -> Reply:
    """The times of a day (ISO) with room for the whole party, but for the first `after`."""
    found = queries.free_times(
        wanted.terms, date.fromisoformat(day), now=talk.now, priority=wanted.priority, without=wanted.without
    )
    free = [one for one in found if one.left >= wanted.party and one.is_open(talk.now)]
    if not free:
        return ask_day(talk, wanted, why=_("Hari itu baru saja penuh."))
    rest = free[after:] or free
    zone = wanted.terms.offer.organisation.zone
    rows = [Option(str(one.slot.pk), format_clock(one.starts_at, zone), _places(one.left)) for one in rest[:CHOICES]]
    text = _("{day}. Jam berapa?").format(day=format_day(date.fromisoformat(day)))
    options = _and_later(rows, len(rest), _("Jam lain"))
    return talk.ask("time", _with(why, text), options, button=_("Pilih jam"), day=day, shown=after + CHOICES)


def ask_near(talk: Talk, wanted: Wanted, was: datetime, *, why: str) -> Reply:
    """The free times nearest to one that is gone, in the order of time."""
    found = queries.near_times(
        wanted.terms,
        was=was,
        now=talk.now,
        party_size=wanted.party,
        priority=wanted.priority,
        without=wanted.without,
    )[:CHOICES]
    if not found:
        return ask_day(talk, wanted, why=why)
    zone = wanted.terms.offer.organisation.zone
    rows = [
        Option(
            str(one.slot.pk),
            f"{format_day_short(one.starts_at.astimezone(zone).date())}, {format_clock(one.starts_at, zone)}",
            _places(one.left),
        )
        for one in sorted(found, key=lambda free: free.starts_at)
    ]
    text = _("Yang masih ada, paling dekat dengan pilihan Anda:")
    return talk.ask("near", _with(why, text), [*rows, Option(LATER, _("Hari lain"))], button=_("Pilih waktu"))


def day_answered(talk: Talk, wanted: Wanted, key: str) -> Reply:
    """What follows on a choice among days."""
    if key == LATER:
        return ask_day(talk, wanted, after=str(talk.data["last"]))
    return ask_time(talk, wanted, key) if key else unclear(talk)


def later_times(talk: Talk, wanted: Wanted) -> Reply:
    """The times of the chosen day that did not fit into the list before."""
    return ask_time(talk, wanted, str(talk.data["day"]), after=int(talk.data["shown"]))


def unclear(talk: Talk) -> Reply:
    """None of the choices was meant."""
    return talk.again(_("Pilih salah satu, dengan nomornya atau tombolnya."))


def _and_later(rows: Sequence[Option], count: int, words: str) -> list[Option]:
    return [*rows, Option(LATER, words)] if count > len(rows) else list(rows)


def _with(why: str, text: str) -> str:
    return f"{why}\n\n{text}" if why else text


def _places(left: int) -> str:
    return ngettext("%(count)d tempat", "%(count)d tempat", left) % {"count": left}
