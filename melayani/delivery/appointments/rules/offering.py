"""When somebody who waits is offered a place: soon after it frees, but awake enough to answer within two hours.

No regulation states these hours; they are ours. An offer holds two hours, so that the last one of a day ends by nine in
the evening.
"""

from __future__ import annotations

from datetime import datetime, time

OFFER_FROM, OFFER_UNTIL = time(7), time(19)


def may_offer(local: datetime) -> bool:
    """Whether places are offered at this moment, by the clock of the office."""
    return OFFER_FROM <= local.time().replace(tzinfo=None) < OFFER_UNTIL
