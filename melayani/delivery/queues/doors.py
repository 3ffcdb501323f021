"""Whether a place gives numbers now; if not, the sentence that says why and what else is possible."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Sum
from django.utils.translation import gettext as _

from melayani.delivery.appointments.models import Closing
from melayani.delivery.appointments.queries import closed_now
from melayani.delivery.queues import rules, states
from melayani.delivery.queues.models import Line, LineDay, Site, Ticket
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.ui.format import format_moment
from melayani.foundation.workdays import Today
from melayani.foundation.workdays.queries import states_today

SHUT = frozenset({"closed"})


@dataclass(frozen=True)
class Door:
    """A place at a moment: `today` and an emergency closing by organisation, `cap` people at once (None: no limit),
    `inside` now."""

    site: Site
    today: dict[int, Today]
    cap: int | None
    inside: int
    taken: dict[int, int] = field(default_factory=dict)  # walk-ins of each line today
    closings: dict[int, Closing] = field(default_factory=dict)

    def why_shut(self, now: datetime) -> str:
        """Why the whole place gives no number now; "" when it does."""
        if not self.site.is_open:
            return _("Antrean di sini ditutup.")
        if not self.site.gives_numbers:
            reason = self.site.stopped_because
            return _("Nomor baru dihentikan untuk hari ini: {reason}. Buat janji temu untuk hari lain.").format(
                reason=reason or _("antrean penuh")
            )
        return self._why_closed(self.site.organisation) or _shut_today(self.today[self.site.organisation_id], now)

    def why_full(self) -> str:
        """Why nobody more is let in now, "" when there is room."""
        if self.cap is None or self.inside < self.cap:
            return ""
        text = _("Sekarang sudah {cap} orang di dalam, batas hari ini. Tunggu ada yang selesai, atau buat janji temu.")
        return text.format(cap=self.cap)

    def why_line_shut(self, line: Line, now: datetime) -> str:
        """Why this line gives no number to a walk-in now; "" when it does."""
        if not line.is_open:
            return _("Antrean layanan ini ditutup.")
        if line.daily_limit is not None and self.taken.get(line.pk, 0) >= line.daily_limit:
            text = _(
                "Nomor hari ini sudah habis ({limit} nomor). Buat janji temu, atau datang pagi pada hari kerja lain."
            )
            return text.format(limit=line.daily_limit)
        return self._why_closed(line.unit) or _shut_today(self.today[line.unit_id], now)

    def _why_closed(self, unit: Organisation) -> str:
        closing = self.closings.get(unit.pk)
        if closing is None:
            return ""
        text = _("Ditutup mendadak sampai {until}: {reason}. Buat janji temu untuk waktu sesudahnya.")
        return text.format(until=format_moment(closing.ends_at, unit), reason=closing.reason.rstrip("."))


def door_of(site: Site, lines: Iterable[Line], now: datetime) -> Door:
    """How the doors of the place and of the units of `lines` stand now; a constant number of queries."""
    chosen = list(lines)
    organisations = {site.organisation_id: site.organisation} | {line.unit_id: line.unit for line in chosen}
    today = states_today(list(organisations.values()), now)
    caps = [row.cap for one in today.values() for row in one.restrictions if row.cap]
    day = now.astimezone(site.organisation.zone).date()
    counted = LineDay.objects.filter(line__in=chosen, day=day).values("line").annotate(n=Sum("walk_ins")).order_by()
    inside = Ticket.objects.today(site.pk, day).filter(state__in=sorted(states.HERE)).count() if caps else 0
    taken = {row["line"]: row["n"] for row in counted}
    return Door(site, today, min(caps, default=None), inside, taken, closed_now(organisations, now))


def demand_open(site: Site, line: Line, way: str, now: datetime) -> None:
    """Raise ActionRefused when no number is given now. Officers look past hours and caps: the person stands there."""
    door = door_of(site, [line], now)
    stopped = "" if site.is_open and site.gives_numbers else door.why_shut(now)
    closed = "" if line.is_open else door.why_line_shut(line, now)
    why = stopped or closed
    if not why and way in (rules.KIOSK, rules.PHONE):
        why = door.why_shut(now) or door.why_full() or door.why_line_shut(line, now)
    if why:
        raise rules.ActionRefused(why)


def _shut_today(today: Today, now: datetime) -> str:
    if today.state == "online_only":
        return _("{state} Ajukan secara daring, atau buat janji temu untuk hari lain.").format(state=today.words)
    if today.state not in SHUT:
        return ""
    if today.until is not None and today.until - now <= rules.NUMBERS_BEFORE_OPENING:
        return ""  # opens soon: people who stand at the door get their numbers
    return _("{state} Buat janji temu supaya datang pada waktu yang pasti.").format(state=today.words)
