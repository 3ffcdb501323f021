"""Reads for the pages: the log of an endpoint, the organisations to choose from."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch

from melayani.foundation.webhooks.models import Attempt, Delivery, Endpoint

ROWS = 25


def log_of(endpoint: Endpoint, page: str) -> Page[Delivery]:
    """Deliveries, newest first, each with its attempts; three queries."""
    newest = Prefetch("attempts_made", Attempt.objects.order_by("-pk"))
    rows = endpoint.deliveries.prefetch_related(newest).order_by("-pk")
    return Paginator(rows, ROWS).get_page(page)
