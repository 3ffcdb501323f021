"""What the public reads: the list by running, coming, finished; one consultation with its three stages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from melayani.delivery.catalogue import queries as catalogue
from melayani.foundation.documents.models import Document
from melayani.foundation.organisations.models import Organisation
from melayani.voice.consultations import access, lists, states
from melayani.voice.consultations.models import (
    Commitment,
    Consultation,
    ConsultationQuerySet,
    Contribution,
    Material,
    Proposal,
    Publication,
    Record,
    Topic,
)
from melayani.voice.consultations.rules import Guest, Seats, stakeholders

PAGE_SIZE, CONTRIBUTIONS_SHOWN, FEED = 20, 20, 30
RUNNING, COMING, FINISHED = "berjalan", "akan-datang", "selesai"
WHEN: dict[str, Promise] = {RUNNING: _("Berjalan"), COMING: _("Akan datang"), FINISHED: _("Selesai")}
TONES = {states.CANCELLED: "off", states.PUBLISHED: "good", states.FOLLOWED_UP: "good"}


@dataclass(frozen=True)
class Asked:
    """How the list was narrowed. Empty values do not narrow; without `when` every announced one is listed."""

    when: str = ""
    q: str = ""
    unit: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.when or self.q or self.unit)


@dataclass(frozen=True)
class Stage:
    """One of the three stages as a step of the path: "done", "now" or "next"."""

    key: str
    label: str
    place: str


@dataclass(frozen=True)
class PublicPage:
    """One consultation as everybody reads it."""

    row: Consultation
    stages: list[Stage]
    topics: list[Topic]
    materials: list[Material]
    contributions: Page[Contribution]
    hidden: int
    proposals: list[Proposal]
    commitments: list[Commitment]
    late: int
    done: int
    seats: list[Seats]
    attended: int
    publications: list[Publication]
    record: Record | None
    document: Document | None
    components: dict[str, str]
    takes_contributions: bool
    opens_later: bool
    may_follow: bool
    today: date
    readable: frozenset[str]  # slugs of services whose standard everybody can read


def public_list(asked: Asked, *, page: str, now: datetime) -> Page[Consultation]:
    """Announced consultations, what can still be joined first; three queries."""
    rows = _when(access.public(), asked.when, now)
    if asked.unit:
        rows = rows.filter(organisation__slug=asked.unit)
    if asked.q:
        rows = rows.filter(Q(title__icontains=asked.q) | Q(organisation__name__icontains=asked.q))
    return Paginator(rows.order_by("-announced_at", "-pk"), PAGE_SIZE).get_page(page)


def latest() -> list[Consultation]:
    """The newest announced consultations, for the feed; one query."""
    return list(access.public().order_by("-updated_at", "-pk")[:FEED])


def units_with_consultations() -> list[Organisation]:
    """Organisations that announced at least one, in the order of the tree; at most 300."""
    announced = Consultation.objects.public().values("organisation")
    return list(Organisation.objects.get_queryset().filter(pk__in=announced)[:300])


def when_of(row: Consultation, now: datetime) -> str:
    """Whether a public consultation runs, comes or is finished."""
    if row.state in (states.PUBLISHED, states.FOLLOWED_UP, states.CANCELLED):
        return FINISHED
    begun = (row.opens_on is not None and row.opens_on <= row.today(now)) or (
        row.starts_at is not None and row.starts_at <= now
    )
    return COMING if row.state == states.INVITED and not begun else RUNNING


def public_page(number: str, *, page: str, now: datetime) -> PublicPage:
    """An announced consultation; raises Http404. The number of queries does not depend on what it holds."""
    row = access.get_public(number)
    today = row.today(now)
    shown = row.contributions.shown().select_related("topic").order_by("entry")
    published = row.published_at is not None
    minutes = Record.objects.filter(consultation=row).select_related("document", "scan").first() if published else None
    promised = list(row.commitments.prefetch_related("steps").order_by("due", "pk")) if published else []
    topics = list(row.topics.order_by("pk"))
    slugs = {one.service_slug for one in topics} | {one.service_slug for one in promised}
    guests = [Guest(*one) for one in row.attendances.values_list("kind", "vulnerable")]
    return PublicPage(
        row=row,
        stages=stages(row),
        topics=topics,
        materials=list(row.materials.filter(is_public=True).select_related("attachment").order_by("pk")),
        contributions=Paginator(shown, CONTRIBUTIONS_SHOWN).get_page(page),
        hidden=row.contributions.filter(state=states.contributions.HIDDEN).count(),
        proposals=list(row.proposals.prefetch_related("contributions").order_by("entry")) if published else [],
        commitments=promised,
        late=sum(one.done_on is None and one.is_late(today) for one in promised),
        done=sum(one.done_on is not None for one in promised),
        seats=stakeholders.quota(row.quota, (), guests),
        attended=len(guests),
        publications=list(row.publications.order_by("published_on", "pk")) if published else [],
        record=minutes,
        document=minutes.document if minutes else None,
        components=lists.components(),
        takes_contributions=row.takes_contributions(now),
        opens_later=row.state == states.INVITED and row.opens_on is not None and row.opens_on > today,
        may_follow=row.state not in states.OVER,
        today=today,
        readable=catalogue.offered_among(slugs),
    )


@dataclass(frozen=True)
class Fate:
    """What became of a contribution: the proposals it went into, each with its promises and whether one is late."""

    is_published: bool
    proposals: list[tuple[Proposal, list[tuple[Commitment, bool]]]]


def fate_of(said: Contribution, *, today: date) -> Fate:
    """What became of it, empty until the result is published; two queries."""
    published = said.consultation.published_at is not None
    rows = said.proposals.prefetch_related("commitments").order_by("entry") if published else []
    return Fate(
        is_published=published,
        proposals=[
            (one, [(promise, promise.done_on is None and promise.is_late(today)) for promise in one.commitments.all()])
            for one in rows
        ],
    )


def stages(row: Consultation) -> list[Stage]:
    """The path: what is behind, where it stands, what is ahead."""
    keys = [key for key, _label, _states in states.STAGES]
    here = keys.index(row.stage)
    over = row.state == states.FOLLOWED_UP
    found = []
    for place, (key, label, _states) in enumerate(states.STAGES):
        word = "done" if place < here or over else "now" if place == here else "next"
        found.append(Stage(key, label, word))
    return found


def state_words(row: Consultation) -> str:
    """The state in the active language."""
    return gettext(states.LABELS[row.state])


def counted(rows: ConsultationQuerySet) -> ConsultationQuerySet:
    """With how many attended, spoke and wait to be judged, and how many promises are open."""
    return rows.annotate(
        waiting=Count("contributions", filter=Q(contributions__state=states.contributions.RECEIVED), distinct=True),
        open_promises=Count("commitments", filter=Q(commitments__state=states.commitments.OPEN), distinct=True),
    )


def _when(rows: ConsultationQuerySet, when: str, now: datetime) -> ConsultationQuerySet:
    today = now.astimezone(ZoneInfo("Asia/Jakarta")).date()  # the list spans offices; a day more or less decides little
    if when == RUNNING:
        return rows.running(today, now)
    if when == COMING:
        return rows.coming(today, now)
    return rows.finished() if when == FINISHED else rows
