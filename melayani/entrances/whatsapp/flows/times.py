"""Choose a day and a time, for a new visit and for one that is moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from melayani.delivery.appointments import queries
from melayani.entrances.whatsapp.talk import GO, Reply, Talk, to_menu
from melayani.entrances.whatsapp.understanding import Option
from melayani.foundation.ui.format import format_clock, format_day, format_day_short

CHOICES = 9  # and one row for what comes after
LATER = "later"


def ask_day(talk: Talk, terms: queries.Terms, *, after: str = "", without: int = 0, why: str = "") -> Reply:
    """The next days with a free place; with `after` (an ISO day) those behind it. `without`: a booking that moves."""
    found = queries.free_days(terms, now=talk.now, without=without)
    days = [one for one in found if one.times and not one.unopened and one.day.isoformat() > after]
    if not days:
        text = _("Belum ada tempat kosong pada hari yang dapat dipesan. Coba lagi besok, atau tanyakan kepada petugas.")
        return talk.end(text, [Option(f"{GO}officer:{terms.offer.organisation.slug}", _("Tanya petugas")), to_menu()])
    rows = [Option(one.day.isoformat(), format_day_short(one.day), _places(one.left)) for one in days[:CHOICES]]
    last = rows[-1].id
    text = _("Hari apa? Ini hari yang masih ada tempatnya di {unit}.").format(unit=terms.offer.organisation.name)
    return talk.ask(
        "day", _with(why, text), _and_later(rows, len(days), _("Hari lain")), button=_("Pilih hari"), last=last
    )


def ask_time(talk: Talk, terms: queries.Terms, day: str, *, after: int = 0, without: int = 0, why: str = "") -> Reply:
    """The free times of a day (ISO) but for the first `after`."""
    found = queries.free_times(terms, date.fromisoformat(day), now=talk.now, without=without)
    free = [one for one in found if one.left and one.is_open(talk.now)]
    if not free:
        return ask_day(talk, terms, without=without, why=_("Hari itu baru saja penuh."))
    rest = free[after:] or free
    zone = terms.offer.organisation.zone
    rows = [Option(str(one.slot.pk), format_clock(one.starts_at, zone), _places(one.left)) for one in rest[:CHOICES]]
    text = _("{day}. Jam berapa?").format(day=format_day(date.fromisoformat(day)))
    options = _and_later(rows, len(rest), _("Jam lain"))
    return talk.ask("time", _with(why, text), options, button=_("Pilih jam"), day=day, shown=after + CHOICES)


def day_answered(talk: Talk, terms: queries.Terms, key: str, *, without: int = 0) -> Reply:
    """What follows on a choice among days."""
    if key == LATER:
        return ask_day(talk, terms, after=str(talk.data["last"]), without=without)
    return ask_time(talk, terms, key, without=without) if key else unclear(talk)


def later_times(talk: Talk, terms: queries.Terms, *, without: int = 0) -> Reply:
    """The times of the chosen day that did not fit into the list before."""
    return ask_time(talk, terms, str(talk.data["day"]), after=int(talk.data["shown"]), without=without)


def unclear(talk: Talk) -> Reply:
    """None of the choices was meant."""
    return talk.again(_("Pilih salah satu, dengan nomornya atau tombolnya."))


def _and_later(rows: Sequence[Option], count: int, words: str) -> list[Option]:
    return [*rows, Option(LATER, words)] if count > len(rows) else list(rows)


def _with(why: str, text: str) -> str:
    return f"{why}\n\n{text}" if why else text


def _places(left: int) -> str:
    return ngettext("%(count)d tempat", "%(count)d tempat", left) % {"count": left}
