"""What the worker looks for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import F, Q

from melayani.delivery.queues import states
from melayani.delivery.queues.models import Site, Sitting, Ticket

SITES_PER_TICK = 50
AGAIN = timedelta(seconds=30)
ONE_DAY = timedelta(days=1)


def sites_to_foretell(now: datetime) -> list[Site]:
    """Open places whose pulse moved on, or whose forecast is half a minute old while people or officers are there."""
    today = (now - ONE_DAY).date()
    waiting = Ticket.objects.filter(state=states.WAITING, day__gte=today).order_by().values("site")
    seated = Sitting.objects.filter(until__isnull=True).order_by().values("counter__site")
    old = Q(forecast_at__isnull=True) | Q(forecast_at__lt=now - AGAIN)
    rows = Site.objects.select_related("organisation").filter(is_open=True)
    due = rows.filter(~Q(pulse=F("forecast_pulse")) | old & (Q(pk__in=waiting) | Q(pk__in=seated)))
    return list(due.order_by("forecast_at", "pk")[:SITES_PER_TICK])


def days_to_end(now: datetime) -> list[tuple[Site, date]]:
    """Places with unfinished numbers or sittings of a day that is over there, with the last such day."""
    first = now.date() + ONE_DAY  # the furthest east is at most a day ahead of the server
    left = Ticket.objects.filter(day__lte=first).exclude(state__in=sorted(states.FINAL)).order_by().values("site")
    seated = Sitting.objects.filter(until__isnull=True).order_by().values("counter__site")
    found = []
    for site in Site.objects.select_related("organisation").filter(Q(pk__in=left) | Q(pk__in=seated)).order_by("pk"):
        over = now.astimezone(site.organisation.zone).date() - ONE_DAY
        tickets = Ticket.objects.filter(site=site, day__lte=over).exclude(state__in=sorted(states.FINAL))
        begun = [one.since for one in Sitting.objects.filter(counter__site=site, until__isnull=True)]
        if tickets.exists() or any(since.astimezone(site.organisation.zone).date() <= over for since in begun):
            found.append((site, over))
    return found
