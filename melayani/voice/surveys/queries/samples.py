"""How far the sample is: answers needed for the users of a span, unit by unit and service by service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet

from melayani.foundation.organisations.models import Organisation
from melayani.voice.surveys import rules
from melayani.voice.surveys.models import Invitation

SHARE_APART = 2  # a service with less than half or more than twice its share of users is not represented well


@dataclass(frozen=True)
class Progress:
    """How far a unit is with its sample: users it is computed from, answers needed, answers there."""

    users: int
    required: int
    n: int

    @property
    def percent(self) -> int:
        return min(100, 100 * self.n // self.required) if self.required else 0

    @property
    def missing(self) -> int:
        """Answers that are still needed."""
        return max(0, self.required - self.n)


def progress_of(unit: Organisation, *, n: int, since: date, until: date, users: int | None = None) -> Progress:
    """Answers needed for the users of the span before this one (or, in a first span, of this one); one query.

    A user is somebody who was invited: whose case at or below the unit was decided; or `users`, as the unit counted.
    """
    if users:
        return Progress(users=users, required=rules.required_sample(users), n=n)
    counted = _invited(unit, since, until).aggregate(**_before_and_in(unit, since))
    found = counted["previous"] or counted["current"]
    return Progress(users=found, required=rules.required_sample(found) if found else 0, n=n)


@dataclass(frozen=True)
class ServiceSample:
    """The sample of one service, and whether its part of the answers is like its part of the users."""

    service_id: int
    title: str
    progress: Progress
    user_share: int
    answer_share: int
    represented: bool


def sample_by_service(
    unit: Organisation, answers: Mapping[int, int], *, since: date, until: date
) -> list[ServiceSample]:
    """Each service at or below the unit with its own sample, most users first; `answers` by service id; one query.

    Represented: its share of answers is neither below half nor above twice its share of users (our reading; the rule
    says nothing). Without users that anybody counted, nothing can be said and the service is not listed.
    """
    rows = _invited(unit, since, until).values_list("service_id", "service__title").order_by()
    found = list(rows.annotate(**_before_and_in(unit, since)))
    by_past = any(previous for _, _, previous, _ in found)
    users = {(pk, title): previous if by_past else current for pk, title, previous, current in found}
    all_users, all_answers = sum(users.values()), sum(answers.values())
    samples = [
        ServiceSample(
            service_id=pk,
            title=title,
            progress=Progress(users=count, required=rules.required_sample(count) if count else 0, n=answers.get(pk, 0)),
            user_share=100 * count // all_users if all_users else 0,
            answer_share=100 * answers.get(pk, 0) // all_answers if all_answers else 0,
            represented=_is_represented(count, all_users, answers.get(pk, 0), all_answers),
        )
        for (pk, title), count in users.items()
    ]
    return sorted(samples, key=lambda row: (-row.progress.users, row.title))


def _is_represented(users: int, all_users: int, answers: int, all_answers: int) -> bool:
    """Compare answers/all_answers with users/all_users without dividing."""
    ours, theirs = answers * all_users, users * all_answers
    return theirs <= SHARE_APART * ours and ours <= SHARE_APART * theirs


def _invited(unit: Organisation, since: date, until: date) -> QuerySet[Invitation]:
    """Invitations of the span and of as many days before it."""
    start = datetime.combine(since, time.min, tzinfo=unit.zone)
    end = datetime.combine(until + timedelta(days=1), time.min, tzinfo=unit.zone)
    return Invitation.objects.filter(
        organisation__path__startswith=unit.path, created_at__gte=start - (end - start), created_at__lt=end
    )


def _before_and_in(unit: Organisation, since: date) -> dict[str, Count]:
    start = datetime.combine(since, time.min, tzinfo=unit.zone)
    return {
        "previous": Count("pk", filter=Q(created_at__lt=start)),
        "current": Count("pk", filter=Q(created_at__gte=start)),
    }
