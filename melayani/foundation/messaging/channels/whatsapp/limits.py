"""How much may be sent: per second, per recipient, and to how many people a day outside the open window.

All is counted from rows, so that it holds over several workers and after a restart. Figures: settings (Meta, throughput
of the Cloud API, as of 2025-11-21; the daily limit holds per business portfolio since 2025-10-07).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from melayani.foundation.messaging.models import MessageKind, OutboxMessage
from melayani.foundation.messaging.outcomes import ChannelAway, Elsewhere, TryLater
from melayani.foundation.messaging.rules import is_spent, pause_for_recipient

PAIR_EVERY, PAIR_BURST = timedelta(seconds=6), 45
DAY = timedelta(hours=24)
LATER = timedelta(hours=1)
BUDGET_LOCK = 6_202_606  # any number that nothing else locks
CHANNEL = "whatsapp"


def hold_pace(message: OutboxMessage, now: datetime) -> None:
    """Raise ChannelAway when this second is full, TryLater when this recipient must be spared."""
    second = timedelta(seconds=1)
    if OutboxMessage.objects.handed(CHANNEL, now - second).count() >= settings.WHATSAPP_PER_SECOND:
        raise ChannelAway("this second is full", code="pace", wait=second)
    earlier = OutboxMessage.objects.handed(CHANNEL, now - PAIR_EVERY * PAIR_BURST).filter(contact=message.contact)
    moments = [at for at in earlier.order_by("sent_at").values_list("sent_at", flat=True) if at]
    pause = pause_for_recipient(moments, now, every=PAIR_EVERY, burst=PAIR_BURST)
    if pause:
        raise TryLater("too many for one recipient", code="pace", wait=pause)


def open_conversation(message: OutboxMessage, now: datetime) -> None:
    """Count this recipient among the people of the day; raise Elsewhere when there is no room.

    Who was counted within a day costs nothing more. The count and the mark are one step: two workers at once cannot
    both take the last place.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BUDGET_LOCK])
        day = OutboxMessage.objects.opened(now - DAY)
        known = day.filter(contact=message.contact).exists()
        low = message.kind == MessageKind.ANNOUNCEMENT
        if not known and is_spent(people_of_the_day(now), limit=settings.WHATSAPP_PER_DAY, low_priority=low):
            raise Elsewhere("the day's budget of new recipients is used", code="budget", wait=LATER)
        message.settle(opened_at=now)


def people_of_the_day(now: datetime) -> int:
    """How many people were written to outside an open window within the last 24 hours."""
    return OutboxMessage.objects.opened(now - DAY).values("contact").distinct().count()
