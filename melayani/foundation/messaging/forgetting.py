"""What a case of any module leaves beside its own row is destroyed: letters, files, messages, the key of its events.

The module that owns the case decides who may ask for it, empties its own columns, and calls this in its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import ForeignObjectRel, Q

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit import Actor, erase_subject
from melayani.foundation.messaging import correspondence
from melayani.foundation.messaging.models import Contact, OutboxMessage
from melayani.foundation.numbers.rules import Reference

LAST = ".erased"  # how the event of the last message to somebody ends


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


def let_go(pks: Iterable[int]) -> int:
    """Remove the contacts of last messages among these, whose address and text are forgotten now; return how many.

    A contact that another case, a conversation, a consent or a message with its text still needs stays.
    """
    last = OutboxMessage.objects.filter(pk__in=list(pks), event__endswith=LAST)
    gone = 0
    for pk in {pk for row in last.values_list("contact", "instead") for pk in row if pk}:
        with transaction.atomic():
            contact = Contact.objects.select_for_update().filter(pk=pk).first()
            if contact is not None and not _is_held(contact):
                contact.delete()
                gone += 1
    return gone


def _is_held(contact: Contact) -> bool:
    told = OutboxMessage.objects.filter(Q(contact=contact) | Q(instead=contact), emptied_at__isnull=True)
    return told.exists() or any(
        relation.related_model._base_manager.filter(**{relation.field.name: contact}).exists()
        for relation in Contact._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and relation.related_model is not OutboxMessage
    )
