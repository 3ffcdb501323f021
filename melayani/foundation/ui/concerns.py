"""What a page is about, said by the page and read by its frame: so a notice stands on each page that it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Concern:
    """An office (with its place in the tree) and, where the page is about one, a service with its agency loaded."""

    organisation: Any = None
    service: Any = None


def concern(request: HttpRequest, *, organisation: Any = None, service: Any = None) -> None:
    """Say that this page is about an office or a service."""
    request.concern = Concern(organisation, service)  # type: ignore[attr-defined]


def concern_of(request: HttpRequest) -> Concern:
    """What the page said; about nothing in particular when it said nothing."""
    found = getattr(request, "concern", None)
    return found if isinstance(found, Concern) else Concern()
