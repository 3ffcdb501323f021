"""The own page behind the secret link, and all that it can do: calendar, room, attendance, tests, certificate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from melayani.delivery.appointments.rules import calendar_text
from melayani.foundation.attachments.queries import download
from melayani.foundation.audit.queries import timeline
from melayani.foundation.people import CitizenRequest, public_page
from melayani.foundation.people.actions import TooMany
from melayani.oversight.training import access, actions, calendars, meeting, moving, queries, states
from melayani.oversight.training.forms.citizen import FeedbackForm, PresentForm, TestForm
from melayani.oversight.training.models import Registration
from melayani.oversight.training.rooms.bigbluebutton import RoomUnavailable
from melayani.oversight.training.rules import learning, presence

BUSY = gettext_noop("Banyak orang mendaftar pada saat yang sama. Tunggu sebentar, lalu coba lagi.")
MOMENTS = {"awal": learning.BEFORE, "akhir": learning.AFTER}


@public_page
@never_cache
@require_safe
def mine(request: CitizenRequest, secret: str) -> HttpResponse:
    """How the registration stands, what comes next, and everything it opens."""
    row = access.get_mine(secret)
    now = timezone.now()
    session = row.session
    marked = row.attendances.count()
    has_test = row.is_sure and bool(queries.events.questions_of(row.event))
    may_mark = presence.may_mark(now, starts_at=session.starts_at, ends_at=session.ends_at)
    link = settings.PUBLIC_URL + moving.path_of(row, get_language() or settings.LANGUAGE_CODE)
    context = {
        "link": link,
        "now": now,
        "qr": segno.make(link, error="m").svg_data_uri(scale=6, border=2),
        "place_in_line": queries.people.place_in_line(row),
        "marked": marked,
        "may_withdraw": states.next_state(row.state, states.WITHDRAW) is not None and now < session.ends_at,
        "may_mark": row.is_sure and may_mark,
        "room_open": row.is_sure and meeting.is_open(session, now),
        "before_open": has_test and row.pre_score is None and now < session.ends_at,
        "after_open": has_test and row.post_score is None and now >= session.starts_at,
        "feedback_open": row.is_sure and not row.gave_feedback and now >= session.starts_at,
        "materials": list(row.event.materials.order_by("pk")) if row.is_sure else [],
        "missing": actions.still_missing(row, marked) if row.event.certificate else [],
        "form": PresentForm(),
        "lines": timeline(row.reference),
    }
    return _page(request, "training/citizen/mine.html", row, **context)


@public_page
@never_cache
@require_safe
def calendar(request: CitizenRequest, secret: str) -> HttpResponse:
    """The entry for the own calendar."""
    row = access.get_mine(secret)
    text = calendar_text(calendars.own_entry(row, timezone.now()), about="Acara")
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="acara-{row.key}.ics"'
    return answer


@public_page
@never_cache
def withdraw(request: CitizenRequest, secret: str) -> HttpResponse:
    """Ask once more before the place is given away."""
    row = access.get_mine(secret)
    if request.method == "POST":
        _done(
            request,
            lambda: actions.withdraw(actor=request.citizen, registration=row, secret=secret, now=timezone.now()),
        )
        return redirect("training:mine", secret)
    if states.next_state(row.state, states.WITHDRAW) is None:
        return redirect("training:mine", secret)
    return _page(request, "training/citizen/withdraw.html", row)


@public_page
@never_cache
@require_POST
def present(request: CitizenRequest, secret: str) -> HttpResponse:
    """Type the code that the screen in the room shows."""
    row = access.get_mine(secret)
    typed = request.POST.get("code", "")[:20]
    if _done(
        request,
        lambda: actions.mark_by_code(
            actor=request.citizen, registration=row, typed=typed, secret=secret, now=timezone.now()
        ),
    ):
        messages.success(request, gettext("Kehadiran Anda tercatat. Terima kasih."))
    return redirect("training:mine", secret)


@public_page
@never_cache
@require_POST
def room(request: CitizenRequest, secret: str) -> HttpResponse:
    """The link into the on-line room, which is opened at this moment when it was not."""
    row = access.get_mine(secret)
    try:
        link = meeting.link_for(row, timezone.now())
    except actions.ActionRefused:
        messages.error(request, gettext("Ruang daring dibuka 20 menit sebelum sesi, untuk peserta."))
        return redirect("training:mine", secret)
    except RoomUnavailable:
        messages.error(request, gettext("Ruang daring sedang tidak menjawab. Tunggu sebentar, lalu coba lagi."))
        return redirect("training:mine", secret)
    return _page(request, "training/citizen/room.html", row, room=link)


@public_page
@never_cache
def test(request: CitizenRequest, secret: str, moment: str) -> HttpResponse:
    """The test before or after, on one page."""
    row = access.get_mine(secret)
    questions = queries.events.questions_of(row.event)
    if moment not in MOMENTS or not questions or not row.is_sure:
        raise Http404
    form = TestForm(questions, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():

        def take() -> int:
            return actions.take_test(
                actor=request.citizen,
                registration=row,
                moment=MOMENTS[moment],
                given=form.given(),
                secret=secret,
                now=timezone.now(),
            )

        if _done(request, take):
            messages.success(request, gettext("Terima kasih. Jawaban Anda tersimpan."))
        return redirect("training:mine", secret)
    return _page(request, "training/citizen/test.html", row, form=form, is_after=MOMENTS[moment] == learning.AFTER)


@public_page
@never_cache
def feedback(request: CitizenRequest, secret: str) -> HttpResponse:
    """What one thought of it; kept without a name."""
    row = access.get_mine(secret)
    if not row.is_sure:
        raise Http404
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data.pop("text")

        def give() -> object:
            return actions.give_feedback(
                actor=request.citizen,
                registration=row,
                scores=form.cleaned_data,
                text=text,
                secret=secret,
                now=timezone.now(),
            )

        if _done(request, give):
            messages.success(request, gettext("Terima kasih atas umpan balik Anda."))
        return redirect("training:mine", secret)
    return _page(request, "training/citizen/feedback.html", row, form=form)


@public_page
@never_cache
@require_safe
def material(request: CitizenRequest, secret: str, pk: int) -> HttpResponseBase:
    """A material for participants."""
    row = access.get_mine(secret)
    if not row.is_sure:
        raise Http404
    found = access.get_material(row.event, pk)
    return redirect(found.url) if found.attachment is None else download(request, found.attachment)


@public_page
@never_cache
@require_safe
def certificate(request: CitizenRequest, secret: str) -> HttpResponseBase:
    """The certificate as it was issued."""
    row = access.get_mine(secret)
    if row.document is None:
        raise Http404
    return download(request, row.document.attachment)


def _done(request: CitizenRequest, act: Callable[[], object]) -> bool:
    try:
        act()
    except (actions.ActionRefused, actions.InputRefused, TooMany) as error:
        messages.error(request, str(error))
        return False
    except actions.Busy:
        messages.error(request, gettext(BUSY))
        return False
    return True


def _page(request: CitizenRequest, template: str, row: Registration, **more: Any) -> HttpResponse:
    form = more.get("form")
    context = {"row": row, "event": row.event, "session": row.session, "words": row.words, **more}
    status = 422 if form is not None and form.is_bound and form.errors else 200
    answer = render(request, template, context, status=status)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
