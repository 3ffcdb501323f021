"""Who reads letters that were put aside: the administrators of the whole installation. A letter belongs to no unit."""

from __future__ import annotations

from django.http import Http404

from melayani.entrances.mailbox.keeping import CHANNEL
from melayani.foundation.messaging.models import InboundPayload, InboundQuerySet, InboundState
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer, Role

ASIDE = (InboundState.NOT_UNDERSTOOD, InboundState.FAILED)


def may_read(officer: Officer) -> bool:
    """Whether the officer is an administrator at the root of the tree; a superuser is one."""
    return any(len(path) <= Organisation.steplen for path in officer.reach(Role.ADMINISTRATOR))


def put_aside(officer: Officer) -> InboundQuerySet:
    """Letters that led to nothing by themselves; raises Http404 for anybody who may not read them."""
    if not may_read(officer):
        raise Http404
    return InboundPayload.objects.filter(channel=CHANNEL, state__in=ASIDE)


def get_aside(officer: Officer, pk: int) -> InboundPayload:
    """One of them; raises Http404 for any other letter, and for anybody who may not read them."""
    found = put_aside(officer).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
