"""What the officers' pages read beyond the case itself: the list, colleagues, files, services to file for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse

from melayani.delivery.applications import access, rules, states
from melayani.delivery.applications.models import KIND, AnswerFile, Application, Payment
from melayani.delivery.catalogue.models import Service, Standard
from melayani.delivery.catalogue.states import IN_FORCE
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.messaging import correspondence
from melayani.foundation.organisations.models import at_or_below
from melayani.foundation.people import Officer
from melayani.foundation.people.models import Membership, Person

PAGE_SIZE = 50
SERVICES_AT_MOST = 200
COLLEAGUES_AT_MOST = 100


@dataclass(frozen=True)
class Listing:
    """A page of cases with the filters that made it."""

    page: Page[Application]
    state: str
    states: list[tuple[str, str]]


def listing(officer: Officer, *, state: str, page: str) -> Listing:
    """All cases of the officer's units, newest first; an unknown state narrows nothing. Two queries."""
    rows = access.visible_to(officer).select_related("service", "organisation", "assigned_to")
    rows = rows.annotate(letter_waits=correspondence.has_waiting(KIND))
    known = state if state in states.STATES else ""
    if known:
        rows = rows.filter(state=known)
    labels = [(key, words.officer) for key, words in states.STATES.items()]
    return Listing(Paginator(rows.order_by("-submitted_at", "-pk"), PAGE_SIZE).get_page(page), known, labels)


def colleagues(application: Application, now: datetime) -> list[Person]:
    """Officers with a desk role at the case's unit or above it, by name; two queries at most."""
    step = application.organisation.steplen
    path = application.organisation.path
    paths = [path[:end] for end in range(step, len(path) + 1, step)]
    duties = Membership.objects.current(now).filter(
        person=OuterRef("pk"), role__in=sorted(access.DESK_ROLES), organisation__path__in=paths
    )
    return list(Person.objects.filter(Exists(duties), is_active=True).order_by("name")[:COLLEAGUES_AT_MOST])


def colleague(application: Application, person_id: int, now: datetime) -> Person | None:
    return next((person for person in colleagues(application, now) if person.pk == person_id), None)


def file_of(application: Application, file: UUID) -> Attachment | None:
    """A file that belongs to this case: of an answer or a letter, a payment's proof, or the result; else None."""
    given = AnswerFile.objects.filter(answer__application=application, attachment_id=file)
    if row := given.select_related("attachment").first():
        return row.attachment
    paid = Payment.objects.filter(application=application, proof_id=file).select_related("proof").first()
    if paid:
        return paid.proof
    result = application.result
    if result and result.attachment_id == file:
        return result.attachment
    return correspondence.file_of(application.reference, file)


def services_to_file_for(officer: Officer) -> list[Service]:
    """Services offered by units where the officer may file on behalf, by unit and title; one query."""
    reach = at_or_below(officer.reach(*access.FRONT), "agency__")
    rows = Service.objects.filter(reach, is_offered=True).select_related("agency")
    return list(rows.order_by("agency__name", "title")[:SERVICES_AT_MOST])


def service_to_file_for(officer: Officer, slug: str) -> tuple[Service, Standard]:
    """The service with its standard in force; raises Http404 for another unit's, an unknown or a closed one."""
    service = Service.objects.filter(slug=slug, is_offered=True).select_related("agency").first()
    if service is None or not access.may(officer, access.FILE_ON_BEHALF, service.agency):
        raise Http404
    standard = Standard.objects.filter(service=service, state__in=IN_FORCE).order_by("-version").first()
    if standard is None:
        raise Http404
    return service, standard


def judging(officer: Officer, application: Application) -> bool:
    """Whether the officer may judge requirements of this case now."""
    return application.state == states.IN_REVIEW and access.may(officer, states.JUDGE, application.organisation)


def brought(application: Application) -> list[rules.Given]:
    """What a citizen brought to the counter as the answer to every returned requirement."""
    returned = application.answers.filter(judgement=rules.NOT_MET).order_by("number")
    return [rules.Given(number=row.number, kind=rules.BRING) for row in returned]


def letters(application: Application) -> list[correspondence.Said]:
    """What the citizen wrote on the case and what was answered, with the officers' addresses of the files."""
    return correspondence.thread(
        application.reference, lambda file: reverse("applications_office:download", args=[application.number, file])
    )
