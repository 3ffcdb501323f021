"""Which services may be visited where, and what the unit's plan says of the time in which they are booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from melayani.delivery.appointments import rules
from melayani.delivery.appointments.models import Offer, UnitPlan

SEARCHED = ("search_title", "search_aliases", "search_names", "search_text", "aliases", "channel_notes")
NOT_NEEDED = ("organisation__aliases", *(f"service__{name}" for name in SEARCHED))  # long texts, read for nothing


@dataclass(frozen=True)
class Terms:
    """An offer with the plan of its unit."""

    offer: Offer
    plan: UnitPlan

    def last_moment(self, now: datetime) -> datetime:
        """Up to when slots may be booked: whole local days."""
        local = now.astimezone(self.offer.organisation.zone)
        return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=self.plan.horizon_days + 1)

    def first_moment(self, now: datetime) -> datetime:
        return now + timedelta(minutes=self.plan.lead_minutes)

    @property
    def is_open(self) -> bool:
        return self.offer.is_open and self.plan.is_open and self.offer.service.is_offered


def terms_of(*, organisation_id: int, service_id: int) -> Terms:
    """What is offered there; two queries. Raises ActionRefused when the service is not visited by appointment."""
    rows = Offer.objects.select_related("organisation", "service").defer(*NOT_NEEDED)
    offer = rows.filter(organisation=organisation_id, service=service_id).first()
    plan = UnitPlan.objects.filter(organisation=organisation_id).first()
    if offer is None or plan is None:
        raise rules.ActionRefused(gettext("Layanan ini tidak memakai janji temu di unit ini."))
    return Terms(offer, plan)


def demand_party(terms: Terms, party_size: int) -> None:
    """Raise InputRefused for a party that is empty or too large for the service."""
    if not 1 <= party_size <= terms.offer.party_max:
        text = gettext("Paling sedikit 1 dan paling banyak {count} orang.").format(count=terms.offer.party_max)
        raise rules.InputRefused({"party_size": text})


def demand_time(terms: Terms, starts_at: datetime, now: datetime, *, for_officer: bool = False) -> None:
    """Raise ActionRefused for a service that takes no bookings now, or a moment outside the bookable days.

    An officer may book up to the last minute.
    """
    if not terms.is_open:
        raise rules.ActionRefused(
            gettext("Janji temu untuk layanan ini sedang ditutup. Jalan lain ada di halaman layanannya.")
        )
    first = now if for_officer else terms.first_moment(now)
    if not first <= starts_at < terms.last_moment(now):
        raise rules.ActionRefused(gettext("Waktu ini tidak dapat dipesan sekarang. Pilih waktu lain."))
