"""What a case of any module leaves beside its own row is destroyed: letters, files, messages, the key of its events.

The module that owns the case decides who may ask for it, empties its own columns, and calls this in its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit import Actor, erase_subject
from melayani.foundation.messaging import correspondence
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.numbers.rules import Reference


def forget_case(*, actor: Actor, reference: Reference, files: Iterable[Attachment], now: datetime) -> None:
    """Destroy `files` with their names, the letters on the case, address and text of its messages, and the key of the
    personal values in its events. That each of them was there, and when, stays; so does the chain of events.

    What is queued before is not sent: queue the last message to the citizen afterwards. Twice does no harm.
    """
    for file in files:
        attachments.remove(attachment=file, actor=actor, now=now, and_name=True)
    correspondence.forget(actor=actor, reference=reference, now=now)
    OutboxMessage.objects.about(reference.kind, reference.number).cut_off(now)
    erase_subject(reference, now=now)
