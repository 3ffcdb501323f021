"""Reads for the pages: the log of an endpoint, the organisations to choose from."""

from __future__ import annotations

from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Role, kept
from melayani.foundation.people.models import Membership, Person
from melayani.foundation.webhooks.models import Attempt, Delivery, Endpoint

ROWS = 25
ADMINISTRATORS = 3
_epoch = [0]  # rises when this process registered an endpoint


def log_of(endpoint: Endpoint, page: str) -> Page[Delivery]:
    """Deliveries, newest first, each with its attempts; three queries."""
    newest = Prefetch("attempts_made", Attempt.objects.order_by("-pk"))
    rows = endpoint.deliveries.prefetch_related(newest).order_by("-pk")
    return Paginator(rows, ROWS).get_page(page)


def administrators_of(place: Organisation, now: datetime) -> list[Person]:
    """The first administrators of the organisation, else of the nearest one above it; one query."""
    steps = range(place.steplen, len(place.path) + 1, place.steplen)
    posts = Membership.objects.current(now).filter(
        organisation__path__in=[place.path[:step] for step in steps],
        role=Role.ADMINISTRATOR,
        person__is_active=True,
    )
    rows = list(posts.select_related("person", "organisation").order_by("-organisation__depth", "person_id")[:20])
    return [post.person for post in rows if post.organisation_id == rows[0].organisation_id][:ADMINISTRATORS]


def somebody_hears() -> bool:
    """Whether any endpoint of the whole installation is registered; one query in some seconds of each process.

    Most installations have none, and then no busy action notes anything for them. A new endpoint is known at once in
    the process that made it, and in the others after ten seconds at the latest.
    """
    return kept(("webhooks", _epoch[0]), lambda: Endpoint.objects.kept().exists())


def forget() -> None:
    """Let the next question of this process be a new one."""
    _epoch[0] += 1
