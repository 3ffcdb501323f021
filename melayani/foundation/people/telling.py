"""Messages to officers at their sign-in addresses: when something came to them, or came back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from melayani.foundation.messaging import queue
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.rules import NotAContact
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people.models import Membership, Person
from melayani.foundation.people.rules import Role

TOLD_AT_MOST = 20


def nearest_officers(organisation: Organisation, roles: Iterable[Role], now: datetime) -> list[Person]:
    """Active people with one of the roles at the organisation itself; when nobody has it there, at the nearest above.

    So what is sent to an office without such a person still reaches one. At most TOLD_AT_MOST; two queries.
    """
    line = ancestors_and_self(organisation)
    posts = Membership.objects.current(now).filter(role__in=set(roles), organisation__in=line, person__is_active=True)
    by_place: dict[int, dict[int, Person]] = {}
    for post in posts.select_related("person").order_by("person__name", "person_id"):
        by_place.setdefault(post.organisation_id, {})[post.person_id] = post.person
    found = next((by_place[place.pk] for place in reversed(line) if place.pk in by_place), {})
    return list(found.values())[:TOLD_AT_MOST]


def tell_officers(
    people: Sequence[Person],
    event: str,
    *,
    template: str,
    context: dict[str, Any],
    reference: Reference,
    organisation: Organisation,
    dedupe: str,
    now: datetime,
    sparing: int | None = None,
) -> int:
    """Queue `template` for each of them, in the language that they chose; return for how many.

    `dedupe` names the one thing that happened, of all such events: each hears of it once. `sparing` is the person who
    did it and knows. One without a usable address gets none. The link leads to a page of the office, which asks for the
    right again.
    """
    told = 0
    for person in people:
        if person.pk == sparing:
            continue
        try:
            contact = keep_contact(email=person.email, now=now)
        except NotAContact:
            continue
        message = queue(
            event,
            to=contact,
            template=template,
            context={"officer": person.name, **context},
            reference=reference,
            now=now,
            organisation=organisation,
            dedupe_key=f"{event}:{dedupe}:officer-{person.pk}",
        )
        told += message is not None
    return told
