"""Officers whose morning has come: who wants the message about what is due, each looked at once a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from melayani.foundation.people.actors import Officer
from melayani.foundation.people.models import Membership, Person
from melayani.foundation.people.queries import officer_for


def to_look_at(days: Sequence[tuple[str, date]], now: datetime, *, most: int) -> list[Officer]:
    """Officers at offices of these time zones (each with its day of now) whose desks were not looked at that day."""
    here = Q()
    for zone, day in days:
        unseen = Q(person__morning_on__isnull=True) | Q(person__morning_on__lt=day)
        here |= Q(organisation__time_zone=zone) & unseen
    posts = Membership.objects.current(now).filter(here, person__is_active=True, person__wants_mornings=True)
    pks = list(posts.order_by("person_id").values_list("person_id", flat=True).distinct()[:most])
    if not pks:
        return []
    return [officer_for(person, now) for person in Person.objects.filter(pk__in=pks).order_by("pk")]


def claim(officer: Officer, day: date) -> bool:
    """Note that the desks of this officer were looked at on `day`; False when somebody else did, or for who left it.

    Inside the transaction in which the message is queued: both happen, or neither.
    """
    unseen = Q(morning_on__isnull=True) | Q(morning_on__lt=day)
    rows = Person.objects.filter(unseen, pk=officer.person.pk, is_active=True, wants_mornings=True)
    return rows.update(morning_on=day) == 1
