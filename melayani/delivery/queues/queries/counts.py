"""How many people came: what reports of a unit or a mall are filled from."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q

from melayani.delivery.appointments.models import Booking
from melayani.delivery.queues.models import Ticket
from melayani.foundation.organisations.models import Organisation, at_or_below


def visits_by_day(
    units: Sequence[Organisation], first: date, last: date, *, place: Organisation | None = None
) -> dict[date, int]:
    """Visits to the units on each day on which somebody came: numbers taken, and bookings checked in without one.

    With `place` also the numbers of every line of that mall. Two queries, whatever the number of units.
    """
    paths = [unit.path for unit in units]
    lines = at_or_below(paths, "line__unit__")
    if place is not None:
        lines |= Q(site__organisation=place)
    tickets = Ticket.objects.filter(lines, day__range=(first, last))
    bookings = Booking.objects.filter(at_or_below(paths, "organisation__"), day__range=(first, last))
    came = bookings.filter(checked_in_at__isnull=False, queue_ticket__isnull=True)
    found: Tally[date] = Tally()
    for rows in (tickets, came):
        for day, count in rows.order_by().values_list("day").annotate(Count("pk")):
            found[day] += count
    return dict(found)
