"""Events for everybody: the list, the calendar to subscribe to, one event, its open materials."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from melayani.delivery.appointments.rules import calendar_text, feed_text
from melayani.foundation.attachments.queries import download
from melayani.foundation.people import CitizenRequest, public_page
from melayani.oversight.training import access, calendars, lists, queries, states

CALENDAR = "text/calendar; charset=utf-8"


@public_page
@require_safe
def index(request: CitizenRequest) -> HttpResponse:
    """What comes, or what was; by kind, topic and words."""
    now, language = timezone.now(), get_language() or "id"
    asked = {name: request.GET.get(name, "").replace("\x00", "").strip()[:80] for name in ("q", "jenis", "materi")}
    asked["jenis"] = asked["jenis"] if asked["jenis"] in lists.keys("kinds") else ""
    asked["materi"] = asked["materi"] if asked["materi"] in lists.keys("topics") else ""
    is_past = request.GET.get("lalu", "") == "1"
    rows = queries.events.past(now) if is_past else queries.events.coming(now)
    rows = queries.events.narrowed(rows, kind=asked["jenis"], topic=asked["materi"], typed=asked["q"])
    order = ("-first_at",) if is_past else ("first_at",)
    page = queries.events.page_of(rows, request.GET.get("page", "1"), order=order, now=now, language=language)
    context = {
        "page": page,
        "asked": asked,
        "is_past": is_past,
        "narrowed": any(asked.values()),
        "kinds": lists.choices("kinds", language),
        "topics": lists.choices("topics", language),
    }
    return render(request, "training/citizen/index.html", context)


@public_page
@require_safe
def feed(request: CitizenRequest) -> HttpResponse:
    """All coming sessions as iCalendar, for a calendar to subscribe to."""
    now = timezone.now()
    entries = [calendars.public_entry(one, now) for one in queries.events.feed(now)]
    return HttpResponse(feed_text(entries, name=gettext("Acara dan pelatihan")), content_type=CALENDAR)


@public_page
@require_safe
def event(request: CitizenRequest, slug: str) -> HttpResponse:
    """One event: what it is about, who speaks, its sessions with the places that are left."""
    row = access.get_public_event(slug)
    now = timezone.now()
    view = queries.events.event_view(row, language=get_language() or "id")
    context = {
        "event": row,
        "view": view,
        "now": now,
        "is_open": row.state == states.event.OPEN,
        "materials": [one for one in view.materials if one.public],
    }
    return render(request, "training/citizen/event.html", context)


@public_page
@require_safe
def calendar(request: CitizenRequest, slug: str, number: int) -> HttpResponse:
    """One session as a file for one's own calendar."""
    session = access.get_session(access.get_public_event(slug), number)
    entry = calendars.public_entry(session, timezone.now())
    answer = HttpResponse(calendar_text(entry, about="Acara"), content_type=CALENDAR)
    answer["Content-Disposition"] = f'attachment; filename="acara-{number}.ics"'
    return answer


@public_page
@require_safe
def material(request: CitizenRequest, slug: str, pk: int) -> HttpResponseBase:
    """A material that the organiser opened to everybody."""
    found = access.get_material(access.get_public_event(slug), pk)
    if not found.public:
        raise Http404
    return redirect(found.url) if found.attachment is None else download(request, found.attachment)
