"""What the worker has to do now."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from melayani.oversight.training import lists, states
from melayani.oversight.training.models import Registration, RoomKind, Session

BATCH = 50


def sessions_with_waiters(now: datetime) -> list[Session]:
    """Sessions that have begun and still have somebody who waits; one query."""
    rows = Session.objects.filter(
        starts_at__lte=now, registrations__state__in=(states.WAITING, states.PENDING)
    ).select_related("event__organisation")
    return list(rows.distinct().order_by("pk")[:BATCH])


def running_rooms(now: datetime) -> list[Session]:
    """Sessions with a room of the connector that runs now; one query."""
    rows = Session.objects.filter(
        room_kind=RoomKind.BIGBLUEBUTTON,
        starts_at__lte=now,
        ends_at__gt=now - timedelta(minutes=5),
        event__state__in=states.event.COMING,
    )
    return list(rows.select_related("event__organisation").order_by("pk")[:BATCH])


def certificates_due(now: datetime) -> list[Registration]:
    """Who earned a certificate that is not issued yet: the rule of the event, asked of the database; one query."""
    rows = Registration.objects.filter(
        Q(event__post_score=0) | Q(post_score__gte=F("event__post_score")),
        Q(event__needs_feedback=False) | Q(gave_feedback=True),
        state=states.ATTENDED,
        event__state=states.event.HELD,
        event__certificate=True,
        erased_at__isnull=True,
    )
    counted = rows.annotate(marked=Count("attendances")).filter(marked__gte=1)
    spare = F("marked") * 100 - F("session__parts") * F("event__parts_percent")
    earned = counted.annotate(spare=spare).filter(spare__gte=0)
    return list(earned.select_related("event__organisation", "session").order_by("pk")[:BATCH])


def people_to_forget(now: datetime) -> list[Registration]:
    """Participants whose time is over, and sooner those who never came; one query."""
    old = Q(session__ends_at__lt=now - timedelta(days=lists.limit("keep_days")))
    left = Q(
        session__ends_at__lt=now - timedelta(days=lists.limit("keep_left_days")),
        state__in=(states.WITHDRAWN, states.REJECTED, states.LAPSED),
    )
    rows = Registration.objects.filter(old | left, erased_at__isnull=True).select_related("event__organisation")
    return list(rows.order_by("pk")[:BATCH])
