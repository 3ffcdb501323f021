"""What is announced now, for other systems: the same list that the pages show."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router, Schema

from melayani.delivery.announcements import queries
from melayani.foundation.organisations.queries import by_slug

router = Router(tags=["announcements"])
FURTHEST = 100_000
Unit = Annotated[str, Query(pattern=r"^[a-z0-9-]{0,80}$", description="Slug instansi, unit, atau mal.")]
Region = Annotated[str, Query(pattern=r"^(|[0-9]{2}(\.[0-9]{2})?)$", description="Kode Kemendagri (64 atau 64.74).")]
Limit = Annotated[int, Query(ge=1, le=100, description="Banyaknya per halaman, paling banyak 100.")]
After = Annotated[int, Query(ge=0, le=FURTHEST, description="Lewati sekian butir; dipakai oleh `next`.")]


class AnnouncementOut(Schema):
    """An announcement in force. English is empty where the office wrote none; without `valid_until` it has no end."""

    slug: str
    kind: str
    severity: str
    title: str
    text: str
    title_en: str
    text_en: str
    office: str
    valid_from: datetime
    valid_until: datetime | None
    published_at: datetime
    url: str


class AnnouncementList(Schema):
    items: list[AnnouncementOut]
    next: str | None


@router.get("", response=AnnouncementList, operation_id="list_announcements", summary="Pengumuman yang berlaku")
def list_announcements(
    request: HttpRequest,
    response: HttpResponse,
    unit: Unit = "",
    region: Region = "",
    limit: Limit = 20,
    after: After = 0,
) -> dict[str, Any]:
    """Pengumuman yang berlaku sekarang untuk semua orang, dan untuk unit atau wilayah yang ditanyakan."""
    office = by_slug(unit) if unit else None
    if unit and office is None:
        raise Http404
    now = timezone.now()
    rows = queries.in_force(now, organisation=office, region=region) if unit or region else queries.all_in_force(now)
    following = {"unit": unit, "region": region, "limit": limit, "after": after + limit}
    has_more = len(rows) > after + limit and after + limit <= FURTHEST
    response["Cache-Control"] = "public, max-age=30"
    return {
        "items": [_out(row) for row in rows[after : after + limit]],
        "next": f"{settings.PUBLIC_URL}{request.path}?{urlencode(following)}" if has_more else None,
    }


def _out(row: queries.InForce) -> dict[str, Any]:
    names = ("slug", "kind", "severity", "title", "text", "title_en", "text_en", "office")
    moments = ("valid_from", "valid_until", "published_at")
    return {
        **{name: getattr(row, name) for name in (*names, *moments)},
        "url": settings.PUBLIC_URL + reverse("announcements:page", args=[row.slug]),
    }
