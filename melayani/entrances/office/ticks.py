"""What the worker does for the office door."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.entrances.office import mornings
from melayani.foundation.audit import tick


@tick("office.mornings", every=timedelta(seconds=2))
def tell_officers(now: datetime) -> int:
    """Tell some officers whose morning has come what is late and due today; outside the mornings it asks nothing."""
    return mornings.tell_officers(now)
