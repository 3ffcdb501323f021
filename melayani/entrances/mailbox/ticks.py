"""What the worker does for the mailbox at each tick."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.conf import settings

from melayani.entrances.mailbox import imap, keeping
from melayani.foundation.audit import tick

log = structlog.get_logger()
FIRST_REST, LONGEST_REST = timedelta(minutes=1), timedelta(minutes=15)


class Rest:
    """How long a mailbox that is away is left alone: each try that fails doubles it, so that other work goes on.

    It lives in the memory of the worker; a worker that starts anew may try once more.
    """

    def __init__(self) -> None:
        self.until: datetime | None = None
        self.length = FIRST_REST

    def is_over(self, now: datetime) -> bool:
        return self.until is None or now >= self.until

    def begin(self, now: datetime) -> None:
        self.until, self.length = now + self.length, min(self.length * 2, LONGEST_REST)

    def end(self) -> None:
        self.until, self.length = None, FIRST_REST


rest = Rest()


@tick("mailbox.fetch", every=timedelta(seconds=30))
def fetch_letters(now: datetime) -> int:
    """Fetch what lies in the mailbox; raises MailboxAway, which the worker writes down, and then rests."""
    if not settings.IMAP_URL or not rest.is_over(now):
        return 0
    try:
        fresh = imap.fetch(imap.read_address(settings.IMAP_URL), now=now)
    except imap.MailboxAway:
        rest.begin(now)
        raise
    rest.end()
    return fresh


@tick("mailbox.forget", every=timedelta(hours=1))
def forget_old_letters(now: datetime) -> int:
    return keeping.forget_old(now)
