"""What others say on the screens of a place: modules that queues does not know register, the screen asks them all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from melayani.foundation.organisations.models import Organisation

Says = Callable[[Organisation, datetime], list[str]]
_says: dict[str, Says] = {}


def says_on_screens(name: str) -> Callable[[Says], Says]:
    """Register `(place, now) -> sentences`, the most urgent first; read once a minute for each screen, in Indonesian.

    Registering a name again replaces the former.
    """

    def keep(says: Says) -> Says:
        _says[name] = says
        return says

    return keep


def said(place: Organisation, now: datetime) -> list[str]:
    """What all registered ones say about this place, in the order of their names."""
    return [sentence for _, says in sorted(_says.items()) for sentence in says(place, now)]
