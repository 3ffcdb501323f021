"""The desk: the day of a unit, one booking, what is done with it, bookings on behalf, conflicts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from melayani.delivery.appointments import access, actions, candidates, offers, once, queries, rules, states, visit
from melayani.delivery.appointments.forms import BehalfForm
from melayani.delivery.appointments.models import Booking
from melayani.delivery.appointments.visitors import Visitor
from melayani.foundation.audit.queries import history
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.foundation.people import actions as people_actions
from melayani.foundation.ui.format import mask_email, mask_name, mask_phone

VERBS: dict[str, tuple[str, Callable[..., Booking], str]] = {
    "hadir": (states.CHECK_IN, actions.check_in, "Lapor hadir dicatat."),
    "batal-hadir": (states.UNDO_CHECK_IN, actions.undo_check_in, "Lapor hadir dibatalkan."),
    "selesai": (states.SERVE, actions.serve, "Selesai dilayani."),
    "tidak-hadir": (states.MISS, actions.miss, "Dicatat tidak hadir."),
    "batalkan": (states.CANCEL, actions.cancel, "Dibatalkan. Warga kami kabari."),
    "tetap": (states.KEEP, actions.keep, "Tetap dilayani. Warga kami kabari."),
}
LABELS = {
    "hadir": "Hadir",
    "batal-hadir": "Batalkan lapor hadir",
    "selesai": "Selesai dilayani",
    "tidak-hadir": "Tidak hadir",
    "batalkan": "Batalkan",
    "tetap": "Tetap layani",
}
UNMASK_REASONS = ("Menghubungi tamu", "Mencocokkan dengan kartu identitas", "Permintaan tamu sendiri")
BUSY = "Waktu ini sedang dipesan orang lain. Coba lagi sebentar."
DAYS_AHEAD = 14
MALLS_SHOWN = 20
LOOKED_FROM_TODAY = timedelta(days=3_660)


@require_safe
@officer_page(roles=access.OFFICE)
def units(request: OfficerRequest) -> HttpResponse:
    """The units whose visits are the officer's; straight to the day where there is one."""
    today = timezone.localdate()
    found = queries.units_with_plan(request.officer, today)
    malls = list(access.malls_of(request.officer).order_by("name", "pk")[:MALLS_SHOWN])
    if len(found) == 1 and not malls:
        return redirect("appointments_office:day", found[0].slug)
    return render(request, "appointments/officer/units.html", {"found": found, "malls": malls})


@require_safe
@officer_page(roles=access.OFFICE)
def day(request: OfficerRequest, slug: str) -> HttpResponse:
    """Who comes today, slot by slot."""
    now = timezone.now()
    unit = access.get_unit(request.officer, slug, timezone.localdate(now))
    today = now.astimezone(unit.zone).date()
    chosen = _day(request.GET.get("hari", ""), today)
    people = access.works_at(request.officer, unit)
    planning = queries.planning_of(unit, today)
    context = {
        "desk": queries.desk_day(unit, chosen, now, with_people=people),
        "unit": unit,
        "today": today,
        "before": chosen - timedelta(days=1),
        "after": chosen + timedelta(days=1),
        "people": people,
        "may_plan": access.may_plan(request.officer, unit, today),
        "offers": [offer for offer in planning.offers if offer.is_open] if people else [],
        "conflicts": queries.count_conflicts(request.officer) if people else 0,
        "waiting": queries.waiting_count(unit),
        "letters": queries.with_letters(unit) if people else [],
    }
    return render(request, "appointments/officer/day.html", context)


@require_safe
@officer_page(roles=access.DESK)
def booking(request: OfficerRequest, number: str) -> HttpResponse:
    """One visit: when, what for, which help, what can be done, its history."""
    return render_booking(request, access.get_for_officer(request.officer, number))


@require_POST
@officer_page(roles=access.DESK)
def unmask(request: OfficerRequest, number: str) -> HttpResponse:
    """Show one personal value once, on this answer only; the record keeps who, which and why."""
    row = access.get_for_officer(request.officer, number)
    field, chosen = request.POST.get("field", ""), request.POST.get("reason", "")
    reason = request.POST.get("other_reason", "") if chosen == "other" else chosen
    try:
        value = actions.unmask_field(actor=request.officer, booking=row, field=field, reason=reason, now=timezone.now())
    except (rules.ActionRefused, people_actions.Refused) as refused:
        return render_booking(request, row, refused=field, problem=str(refused), status=422)
    return render_booking(request, row, shown=field, value=value)


def render_booking(request: OfficerRequest, row: Booking, *, status: int = 200, **asked: str) -> HttpResponse:
    """The page of a visit; `asked` says which value is in clear this once, or why it is not."""
    possible = [
        (verb, LABELS[verb])
        for verb, (action, _, _) in VERBS.items()
        if states.next_state(row.state, action) is not None
    ]
    masked = (
        ("name", "Nama", mask_name(row.name)),
        ("phone", "Telepon", mask_phone(row.phone)),
        ("email", "E-mail", mask_email(row.email)),
    )
    context = {
        "booking": row,
        "unit": row.organisation,
        "personal": [one for one in masked if one[2]],
        "asked": {"shown": "", "value": "", "refused": "", "problem": "", **asked},
        "unmask_reasons": UNMASK_REASONS,
        "possible": possible,
        "may_change": states.next_state(row.state, states.CHANGE) is not None,
        "assistance": [rules.ASSISTANCE[key] for key in row.assistance_keys if key in rules.ASSISTANCE],
        "lines": history(row.reference),
        "letters": visit.letters(row),
        "may_erase": row.is_final and not row.erased_at and access.may_erase(request.officer, row.organisation),
    }
    response = render(request, "appointments/officer/booking.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@officer_page(roles=access.DESK)
def act(request: OfficerRequest, number: str, verb: str) -> HttpResponse:
    """Do one of the verbs; back to where the officer was."""
    row = access.get_for_officer(request.officer, number)
    if verb not in VERBS:
        raise Http404
    _, action, done = VERBS[verb]
    try:
        action(actor=request.officer, booking=row, now=timezone.now())
        messages.success(request, f"{row.number}: {done}")
    except actions.ActionRefused as refused:
        messages.error(request, str(refused))
    if request.POST.get("dari") == "hari":
        local = row.starts_at.astimezone(row.organisation.zone).date()
        target = redirect("appointments_office:day", row.organisation.slug)
        target["Location"] += f"?hari={local.isoformat()}"
        return target
    return redirect("appointments_office:booking", number)


@officer_page(roles=access.DESK)
def change(request: OfficerRequest, number: str) -> HttpResponse:
    """Give the visitor another time."""
    row = access.get_for_officer(request.officer, number)
    terms = offers.terms_of(organisation_id=row.organisation_id, service_id=row.service_id)
    if request.method == "POST":
        try:
            slot = _slot(request)
            actions.change(actor=request.officer, booking=row, slot_id=slot, now=timezone.now())
            messages.success(request, f"{row.number}: waktu diubah. Warga kami kabari.")
            return redirect("appointments_office:booking", number)
        except actions.ActionRefused as refused:
            messages.error(request, str(refused))
        except actions.Busy:
            messages.error(request, BUSY)
    times = _times(terms, row.party_size, priority=row.priority, without=row.pk)
    context = {"booking": row, "unit": row.organisation, "times": times}
    return render(request, "appointments/officer/change.html", context)


@officer_page(roles=access.DESK)
def book(request: OfficerRequest, slug: str, service: str) -> HttpResponse:
    """Book for somebody at the counter or on the telephone; a form sent twice books once."""
    unit = access.get_unit(request.officer, slug, timezone.localdate())
    terms = queries.offer_of(service, slug)
    if terms is None or not access.works_at(request.officer, unit):
        raise Http404
    form = BehalfForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        number = _book(request, terms, form)
        if number:
            messages.success(request, "Janji temu dicatat.")
            return redirect("appointments_office:booking", number)
    times = _times(terms, 1, priority=True)
    context = {
        "form": form,
        "unit": unit,
        "service": terms.offer.service,
        "times": times,
        "chosen": request.POST.get("slot", ""),
        "form_key": request.POST.get("form_key", "")[:64] or str(uuid4()),
    }
    return render(request, "appointments/officer/book.html", context, status=422 if form.errors else 200)


@require_safe
@officer_page(roles=access.DESK)
def conflicts(request: OfficerRequest) -> HttpResponse:
    """Bookings whose places fell away, the nearest first."""
    found = queries.conflicts(request.officer, request.GET.get("page", "1"))
    return render(request, "appointments/officer/conflicts.html", {"found": found})


def _book(request: OfficerRequest, terms: offers.Terms, form: BehalfForm) -> str:
    data, now = form.cleaned_data, timezone.now()
    visitor = Visitor(
        name=data["name"],
        phone=data["phone"],
        email=data["email"],
        nik=data["nik"],
        assistance=tuple(data["assistance"]),
        note=data["note"],
    )
    try:
        slot = _slot(request)
        return once.book_once(
            officer=request.officer,
            key=request.POST.get("form_key", "")[:64] or str(uuid4()),
            now=now,
            work=lambda: actions.book(
                actor=request.officer,
                terms=terms,
                slot_id=slot,
                visitor=visitor,
                party_size=data["party_size"],
                priority=data["priority"],
                now=now,
            ),
        )
    except actions.InputRefused as refused:
        for name, text in refused.problems.items():
            form.add_error(name if name in form.fields else None, text)
    except (actions.ActionRefused, actions.Busy) as refused:
        form.add_error(None, str(refused) or BUSY)
    return ""


def _times(
    terms: offers.Terms, size: int, *, priority: bool, without: int = 0
) -> list[tuple[date, list[candidates.Free]]]:
    """The free times of the coming fourteen days by day."""
    now = timezone.now()
    zone = terms.offer.organisation.zone
    today = now.astimezone(zone).date()
    last = today + timedelta(days=DAYS_AHEAD)
    found = candidates.bookable(terms, now=now, first=today, last=last, priority=priority, without=without)
    by_day: dict[date, list[candidates.Free]] = {}
    for one in found:
        if one.left >= size:
            by_day.setdefault(one.starts_at.astimezone(zone).date(), []).append(one)
    return list(by_day.items())


def _slot(request: OfficerRequest) -> int:
    typed = request.POST.get("slot", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 15):
        raise rules.ActionRefused("Pilih salah satu waktu.")
    return int(typed)


def _day(typed: str, today: date) -> date:
    """The day asked for; today for anything else, also for a day of another age."""
    try:
        asked = date.fromisoformat(typed)
    except ValueError:
        return today
    return asked if abs(asked - today) <= LOOKED_FROM_TODAY else today
