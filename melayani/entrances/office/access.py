"""Who sees which conversation: officers of the unit to which it was handed over. For anybody else it is not there."""

from __future__ import annotations

from django.http import Http404

from melayani.foundation.messaging.models import Conversation, ConversationQuerySet
from melayani.foundation.people import Officer
from melayani.foundation.people.rules import CONVERSES


def conversations_of(officer: Officer) -> ConversationQuerySet:
    """Conversations that wait for, or are with, officers of the own units and of everything below them."""
    return Conversation.objects.within(officer.reach(*CONVERSES))


def get_conversation(officer: Officer, pk: int) -> Conversation:
    """The conversation with its contact; raises Http404 when it is not the officer's, or is with the menu again."""
    found = conversations_of(officer).select_related("contact", "organisation").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
