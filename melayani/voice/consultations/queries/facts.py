"""What other modules and doors read: a consultation by number, commitments that touch services, facts of a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from melayani.foundation.numbers.rules import Reference, read_number
from melayani.foundation.organisations.models import Organisation
from melayani.voice.consultations import states
from melayani.voice.consultations.models import (
    KIND,
    Attendance,
    Commitment,
    Consultation,
    Contribution,
    Material,
    Record,
    Topic,
)
from melayani.voice.consultations.rules import Guest, planning, stakeholders

KEPT_AFTER_END = timedelta(days=365)
TOLD_AT_ONCE, FORGOTTEN_AT_ONCE, TOUCHING_MOST = 200, 50, 100


@dataclass(frozen=True)
class PublicConsultation:
    """What everybody may know of a consultation; the door makes the link (`consultations:page` with the number)."""

    number: str
    title: str
    unit: str
    state: str
    label: str
    held_on: date | None
    published_on: date | None
    opens_on: date | None
    closes_on: date | None

    def takes_contributions(self, today: date) -> bool:
        """Whether anybody may contribute on line on `today`, a day of its office."""
        return self.state == states.INVITED and planning.is_window_open(self.opens_on, self.closes_on, today)

    @property
    def reference(self) -> Reference:
        return Reference(KIND, self.number, title=self.title)


@dataclass(frozen=True)
class TouchingCommitment:
    """A promise about a service: for the page of its standard. `version` is set once the clause has changed."""

    number: str  # of the consultation
    title: str
    action: str
    due: date
    done_on: date | None
    service_slug: str
    component: str
    version: int | None


@dataclass(frozen=True)
class ConsultationFacts:
    """Facts of a unit and everything below it in one calendar year, for the evaluation of services (PEKPPP).

    `kinds` counts the five kinds of public that came to any of them (0 to 5); indicator 2 scores kinds present.
    Commitments are those of the year's consultations; late means past the day and not done, or done too late.
    """

    year: int
    held: int
    signed: int  # of those, with a record that both sides signed
    published: int
    kinds: int
    kind_keys: tuple[str, ...]
    vulnerable: bool
    attended: int
    contributions: int
    photos: int
    commitments: int
    done: int
    late: int
    services: tuple[str, ...]  # slugs of services whose standard was a topic
    purposes: tuple[str, ...]
    records: tuple[str, ...]  # numbers of the issued records (DOK-…), evidence for the evaluator


def public_by_number(number: str) -> PublicConsultation | None:
    """The announced consultation of that number, as a hand may have typed it; None when there is none. One query."""
    rows = Consultation.objects.public().select_related("organisation")
    row = rows.filter(number=read_number(number) or "").first()
    return _public(row) if row else None


def commitments_touching(service_slugs: Iterable[str]) -> list[TouchingCommitment]:
    """Published commitments that changed a clause of these services, newest first; at most 100, one query."""
    rows = Commitment.objects.filter(service_slug__in=list(service_slugs), consultation__published_at__isnull=False)
    rows = rows.select_related("consultation").order_by("-consultation__published_at", "pk")
    return [
        TouchingCommitment(
            number=row.consultation.number,
            title=row.consultation.title,
            action=row.action,
            due=row.due,
            done_on=row.done_on,
            service_slug=row.service_slug,
            component=row.component,
            version=row.version,
        )
        for row in rows[:TOUCHING_MOST]
    ]


def topics_touching(service_slugs: Iterable[str]) -> list[PublicConsultation]:
    """Announced consultations that discuss the standards of these services, newest first; none that was called off.

    At most 100, one query.
    """
    rows = Topic.objects.filter(service_slug__in=list(service_slugs), consultation__announced_at__isnull=False)
    rows = rows.exclude(consultation__state=states.CANCELLED)
    rows = rows.select_related("consultation__organisation").order_by("-consultation__announced_at", "pk")
    found: dict[str, PublicConsultation] = {}
    for topic in rows[:TOUCHING_MOST]:
        found.setdefault(topic.consultation.number, _public(topic.consultation))
    return list(found.values())


def consultation_facts(unit: Organisation, year: int, *, today: date) -> ConsultationFacts:
    """What the unit, with everything below it, can show for a calendar year; seven queries, whatever the number."""
    held = list(Consultation.objects.within([unit.path]).held_in(year).order_by("held_on", "pk"))
    keys = [row.pk for row in held]
    came = [Guest(*one) for one in Attendance.objects.filter(consultation__in=keys).values_list("kind", "vulnerable")]
    promised = list(Commitment.objects.filter(consultation__in=keys))
    issued = Record.objects.filter(consultation__in=keys, signed_at__isnull=False).order_by("signed_at")
    topics = Topic.objects.filter(consultation__in=keys).exclude(service_slug="").order_by("service_slug")
    present = {guest.kind for guest in came}
    signed = list(issued.values_list("document__number", flat=True))
    said, photos = _said_and_photos(keys)
    return ConsultationFacts(
        year=year,
        held=len(held),
        signed=len(signed),
        published=sum(row.published_at is not None for row in held),
        kinds=stakeholders.kinds_present(came),
        kind_keys=tuple(key for key in stakeholders.KINDS if key in present),
        vulnerable=any(guest.vulnerable for guest in came),
        attended=len(came),
        contributions=said,
        photos=photos,
        commitments=len(promised),
        done=sum(row.done_on is not None for row in promised),
        late=sum(planning.is_late(due=row.due, done_on=row.done_on, today=today) for row in promised),
        services=tuple(topics.values_list("service_slug", flat=True).distinct()),
        purposes=tuple(sorted({row.purpose for row in held})),
        records=tuple(number for number in signed if number),
    )


def overdue_to_tell(now: datetime) -> list[Commitment]:
    """Open promises of signed records whose day has passed where the office is, and that nobody was told of."""
    latest = now.astimezone(ZoneInfo("Asia/Jayapura")).date()  # whoever is furthest east is past midnight first
    rows = Commitment.objects.filter(
        state=states.commitments.OPEN,
        due__lt=latest,
        overdue_told_at__isnull=True,
        consultation__state__in=(states.RECORD_SIGNED, states.PUBLISHED),
    )
    return list(rows.select_related("consultation").order_by("due", "pk")[:TOLD_AT_ONCE])


def to_forget(now: datetime) -> list[Consultation]:
    """Published or ended a year ago and names still there; ended a year ago and somebody still follows."""
    before = now - KEPT_AFTER_END
    names = Q(forgotten_at__isnull=True) & (Q(published_at__lt=before) | Q(ended_at__lt=before))
    rows = Consultation.objects.filter(names | Q(ended_at__lt=before, followers__isnull=False))
    return list(rows.distinct().order_by("pk")[:FORGOTTEN_AT_ONCE])


def _public(row: Consultation) -> PublicConsultation:
    zone = row.organisation.zone
    return PublicConsultation(
        number=row.number,
        title=row.title,
        unit=row.organisation.name,
        state=row.state,
        label=states.LABELS[row.state],
        held_on=row.held_on,
        published_on=row.published_at.astimezone(zone).date() if row.published_at else None,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
    )


def _said_and_photos(keys: list[int]) -> tuple[int, int]:
    said = Contribution.objects.filter(consultation__in=keys).count()
    return said, Material.objects.filter(consultation__in=keys, kind="photo").count()
