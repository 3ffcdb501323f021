"""The invitation of a case and the address of its questionnaire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.voice.surveys.models import Invitation, Point, PointKind


def invitation_for(reference: Reference) -> Invitation | None:
    """The invitation of a case, used or not; one query."""
    return Invitation.objects.of(reference).first()


def invitation_link_for(reference: Reference, *, now: datetime | None = None) -> str | None:
    """The address of the case's survey while it can still be answered, else None. For the holder of the case only."""
    found = Invitation.objects.of(reference).open(now or timezone.now()).first()
    return survey_url(found.token, language=translation.get_language() or "id") if found else None


def open_invitations(references: Sequence[Reference], *, now: datetime) -> list[Invitation]:
    """Those of these cases that may still be answered, the newest first; one query. For the holder of the cases."""
    numbers = [reference.number for reference in references]
    rows = Invitation.objects.open(now).filter(reference_number__in=numbers).select_related("organisation", "service")
    known = {(reference.kind, reference.number) for reference in references}
    found = rows.order_by("-created_at", "pk")
    return [row for row in found if (row.reference_kind, row.reference_number) in known]


def open_numbers(unit: Organisation, numbers: list[str]) -> frozenset[str]:
    """Those of `numbers` whose case at or below the unit may still answer; one query."""
    rows = Invitation.objects.filter(reference_number__in=numbers, organisation__path__startswith=unit.path, used=False)
    return frozenset(rows.values_list("reference_number", flat=True))


def survey_url(token: str, *, language: str) -> str:
    """The absolute address of the questionnaire."""
    with translation.override(language):
        return f"{settings.PUBLIC_URL}{reverse('surveys:answer', args=[token])}"


def point_url(point: Point) -> str:
    """The absolute address behind a counter's code or a kiosk."""
    name = "surveys:kiosk" if point.kind == PointKind.KIOSK else "surveys:point"
    with translation.override("id"):
        return f"{settings.PUBLIC_URL}{reverse(name, args=[point.token])}"
