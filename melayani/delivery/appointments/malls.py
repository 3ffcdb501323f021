"""What the page shows on which a mall closes in an emergency: who stands there, how many visits, how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q

from melayani.delivery.appointments import access
from melayani.delivery.appointments.models import Booking, BookingQuerySet, Closing, Proposal
from melayani.foundation.organisations.models import Organisation

UNITS_SHOWN = 50
CLOSINGS_SHOWN = 10


@dataclass(frozen=True)
class Stand:
    """One unit of the mall: its visits in the time, and whether it has closed this very time already."""

    unit: Organisation
    visits: int
    closed: bool


@dataclass(frozen=True)
class MallSpan:
    """A page of the units of a mall with what a closing from one moment to another would touch."""

    page: Page[Organisation]
    stands: list[Stand]
    units: int
    visits: int


def span_of(mall: Organisation, starts_at: datetime, ends_at: datetime, page: str) -> MallSpan:
    """The units that stand in the mall on the first day, by name; five queries, whatever their number."""
    units = access.units_in_mall(mall, starts_at.astimezone(mall.zone).date())
    shown = Paginator(units.order_by("name", "pk"), UNITS_SHOWN).get_page(page)
    within = _coming(starts_at, ends_at).filter(organisation__in=units.order_by().values("pk"))
    keys = [unit.pk for unit in shown.object_list]
    counted = within.filter(organisation__in=keys).order_by().values_list("organisation").annotate(n=Count("pk"))
    visits = dict(counted)
    same = Closing.objects.filter(organisation__in=keys, starts_at=starts_at, ends_at=ends_at)
    closed = set(same.values_list("organisation", flat=True))
    stands = [Stand(unit, visits.get(unit.pk, 0), unit.pk in closed) for unit in shown.object_list]
    return MallSpan(shown, stands, shown.paginator.count, within.count())


def closings_of(mall: Organisation) -> Sequence[Mapping[str, object]]:
    """The last closings of the whole mall: when, why, how many units, whom they told, who has answered; one query."""
    rows = Closing.objects.filter(mall=mall).values("starts_at", "ends_at", "reason").order_by("-starts_at", "reason")
    return list(
        rows.annotate(
            units=Count("organisation", distinct=True),
            told=Count("proposals", distinct=True),
            answered=Count("proposals", filter=Q(proposals__answered_at__isnull=False), distinct=True),
        )[:CLOSINGS_SHOWN]
    )


def still_to_tell(mall: Organisation) -> int:
    """Visits in a closed time of the mall that have no answer yet; one query."""
    told = Proposal.objects.filter(closing=OuterRef("pk"), booking=OuterRef(OuterRef("pk")))
    theirs = Closing.objects.filter(mall=mall, settled_at__isnull=True, organisation=OuterRef("organisation"))
    meant = theirs.filter(~Exists(told), starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at"))
    return Booking.objects.coming().filter(Exists(meant)).count()


def _coming(starts_at: datetime, ends_at: datetime) -> BookingQuerySet:
    return Booking.objects.coming().filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
