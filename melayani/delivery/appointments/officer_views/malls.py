"""The manager of a mall closes all that stands in it by one press."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode

from melayani.delivery.appointments import access, actions, forms, malls
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import OfficerRequest, Role, officer_page
from melayani.foundation.ui.format import format_number

TYPED = "%Y-%m-%dT%H:%M"


@officer_page(roles=frozenset({Role.MALL_MANAGER}))
def close_mall(request: OfficerRequest, slug: str) -> HttpResponse:
    """Choose a time, see how many units and visits it touches, close them all; run again it goes on where it was."""
    mall = access.get_mall(request.officer, slug)
    starts, ends = _until_evening(mall)
    sent = request.method == "POST"
    asked = request.POST if sent else request.GET if "starts" in request.GET else None
    span = forms.SpanForm(asked, initial={"starts": starts, "ends": ends})
    reason = forms.ClosingForm(request.POST if sent else None)
    if span.is_bound and span.is_valid() and span.cleaned_data["starts"] < span.cleaned_data["ends"]:
        starts, ends = (_typed(span.cleaned_data[name]) for name in ("starts", "ends"))
    elif span.is_bound and span.is_valid():
        span.add_error("ends", "Akhir penutupan harus setelah awalnya.")
    if sent and reason.is_valid() and (done := _close(request, mall, reason, starts, ends)):
        return done
    times = {"starts_at": starts.replace(tzinfo=mall.zone), "ends_at": ends.replace(tzinfo=mall.zone)}
    context = {
        "mall": mall,
        "span": span,
        "form": reason,
        "typed": {"starts": starts.strftime(TYPED), "ends": ends.strftime(TYPED)},
        "times": times,
        "found": malls.span_of(mall, page=request.GET.get("page", "1"), **times),
        "closings": malls.closings_of(mall),
        "left": malls.still_to_tell(mall),
    }
    return render(request, "appointments/officer/close_mall.html", context, status=422 if reason.errors else 200)


def _close(
    request: OfficerRequest, mall: Organisation, form: forms.ClosingForm, starts: datetime, ends: datetime
) -> HttpResponseRedirect | None:
    """Close, and say what was done; None when the form says why not."""
    try:
        done = actions.close_mall_in_emergency(
            actor=request.officer,
            mall=mall,
            starts_at=starts.replace(tzinfo=mall.zone),
            ends_at=ends.replace(tzinfo=mall.zone),
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
    except actions.InputRefused as refused:
        for name, text in refused.problems.items():
            form.add_error(name, text)
        return None
    told = "" if malls.still_to_tell(mall) else " Semua warga yang punya janji pada waktu itu sudah kami kabari."
    messages.success(request, f"Ditutup: {format_number(len(done.closings))} instansi.{told}")
    if done.busy:
        names = ", ".join(unit.name for unit in done.busy)
        messages.error(request, f"Belum tertutup karena sedang ada yang memesan: {names}. Tekan tutup sekali lagi.")
    target = redirect("appointments_office:close_mall", mall.slug)
    typed = {"starts": starts.strftime(TYPED), "ends": ends.strftime(TYPED)}
    target["Location"] += f"?{urlencode(typed)}"
    return target


def _until_evening(mall: Organisation) -> tuple[datetime, datetime]:
    """From now to five o'clock, by the clock of the mall, whatever the server's; an hour when it is later."""
    now = timezone.now().astimezone(mall.zone).replace(tzinfo=None, second=0, microsecond=0)
    return now, max(now + timedelta(hours=1), now.replace(hour=17, minute=0))


def _typed(moment: datetime) -> datetime:
    """What was typed is the clock of the mall: the server's zone that the form gave it goes."""
    return moment.replace(tzinfo=None)
