"""Promise beside reality: the catalogue's standard, the applications' real times, the surveys' index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from melayani.delivery.applications import queries as applications
from melayani.delivery.applications.rules import Reality
from melayani.delivery.catalogue import queries as catalogue
from melayani.delivery.catalogue.models import Service, Standard
from melayani.delivery.catalogue.rules import Promise, promised
from melayani.entrances.portal import words
from melayani.foundation.ui.format import unit_word
from melayani.foundation.ui.promise_line import reality_sentence

WINDOW = timedelta(days=365)
NOTHING = Reality(0, None, None, None)


@dataclass(frozen=True)
class Beside:
    """A promise and what became of it in the last 365 days."""

    standard: Standard
    promise: Promise | None
    reality: Reality

    @property
    def amount(self) -> str:
        return words.amount_word(self.promise) if self.promise else ""

    @property
    def unit(self) -> str:
        return unit_word(self.promise.unit, self.promise.limit) if self.promise else ""

    @property
    def clock_starts(self) -> str:
        """From when the clock runs, in words; "" when the standard does not say."""
        stated = self.standard.clock_starts
        return str(words.CLOCK_STARTS.get(stated, stated))

    @property
    def belongs_to_another_system(self) -> bool:
        return self.standard.duration_unit == "external_sla"

    @property
    def has_line(self) -> bool:
        """Real times are counted in working days; beside minutes and hours they say nothing, so no line is drawn."""
        return self.promise is not None and self.promise.unit not in ("minute", "hour")

    @property
    def real_words(self) -> str:
        """How long finished cases took, or that there are too few to say."""
        return reality_sentence(self.reality.median, self.reality.p90, self.reality.count)

    @property
    def percent_on_time(self) -> int | None:
        """Whole percent decided in time; None below five finished cases or where nothing had a due date."""
        if not self.reality.is_enough or self.reality.on_time is None:
            return None
        return int((self.reality.on_time * 100).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True)
class ServiceCard:
    """A service in a list."""

    service: Service
    beside: Beside

    @property
    def standard(self) -> Standard:
        return self.beside.standard


def cards(services: Sequence[Service], now: datetime) -> list[ServiceCard]:
    """The services with promise and reality; one query for the standards, and the real times of all at once."""
    ids = [service.pk for service in services]
    standards = catalogue.published_standards(ids)
    real = applications.real_times(ids)
    return [
        ServiceCard(service=service, beside=beside(standards[service.pk], real.get(service.pk, NOTHING)))
        for service in services
        if service.pk in standards
    ]


def beside(standard: Standard, reality: Reality) -> Beside:
    return Beside(standard=standard, promise=promised(standard), reality=reality)


def beside_of(standard: Standard, now: datetime) -> Beside:
    """Promise and reality of one service."""
    real = applications.real_times([standard.service_id])
    return beside(standard, real.get(standard.service_id, NOTHING))
