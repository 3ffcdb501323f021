"""The desk, the search and the record: what officers see across modules."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.delivery.applications import access as applications_access
from melayani.delivery.applications import queries as applications
from melayani.delivery.queues import access as queues_access
from melayani.delivery.queues import actions as queues
from melayani.entrances.office import ahead, calls, converting, outgoing, queries, spoken, visiting
from melayani.entrances.office.finding import page_of
from melayani.entrances.office.forms import AsReportForm, AsRequestForm, CallerForm, CallForm
from melayani.foundation.messaging import actions as messaging
from melayani.foundation.people import Caller, OfficerRequest, caller_of, officer_page, remember_caller
from melayani.foundation.ui import work
from melayani.voice.complaints import access as complaints_access
from melayani.voice.complaints import queries as complaints
from melayani.voice.complaints import rules as complaints_rules
from melayani.voice.disclosure import access as disclosure_access
from melayani.voice.disclosure import rules as disclosure_rules

SEARCHERS = (
    applications_access.DESK_ROLES | disclosure_access.READERS | disclosure_access.FRONT | complaints_access.READS
)


ANSWERERS = SEARCHERS  # whoever may look a case up may read its state to the caller
HEADINGS = {
    work.LATE: {"id": "g1", "title": "Terlambat", "note": "Tanggapi lebih dulu.", "late": True},
    work.TODAY: {"id": "g2", "title": "Jatuh tempo hari ini", "note": "", "late": False},
    work.NEXT: {"id": "g3", "title": "Berikutnya", "note": "Urut jatuh tempo.", "late": False},
    work.WAITING: {
        "id": "g4",
        "title": "Menunggu warga",
        "note": "Kantor menunggu jawaban atau tanggapan mereka.",
        "late": False,
    },
    work.TO_HAND_OVER: {
        "id": "g5",
        "title": "Siap diambil",
        "note": "Hasilnya sudah ada; serahkan kepada warga.",
        "late": False,
    },
}
# what an officer records for somebody else: words, address, roles
RECORDS = (
    ("Catat permohonan", "applications_office:choose", applications_access.FRONT),
    ("Catat pengaduan", "complaints_office:file", complaints_access.STANDS_IN),
    ("Catat permintaan informasi", "disclosure_office:record", disclosure_access.PPID),
)


@require_safe
@officer_page
def desk(request: OfficerRequest) -> HttpResponse:
    """My work by due date across all duties: late, today, next, what waits for the citizen, what is ready."""
    now = timezone.now()
    service = _number(request.GET.get("layanan", ""))
    kind = ahead.APPLICATIONS if service else request.GET.get("jenis", "")
    filters = ahead.Filters(kind=kind, mine="saya" in request.GET, service=service)
    found = ahead.desk(request.officer, filters, now, request.GET.get("page", "1"))
    only = [pile.kind for pile in found.chosen] == [ahead.APPLICATIONS]
    context = {
        "desk": found,
        "what": f"{found.what} terbuka",
        "headings": HEADINGS,
        "filters": filters,
        "services": applications.work.services_with_cases(request.officer) if only else [],
        "records": [(words, name) for words, name, roles in RECORDS if not roles.isdisjoint(request.officer.roles)],
        "now": now,
        "zone": request.officer.organisations[0] if request.officer.organisations else "Asia/Jakarta",
    }
    return render(request, "office/desk.html", context)


@require_POST
@officer_page(roles=SEARCHERS)
def search(request: OfficerRequest) -> HttpResponse:
    """Find cases by number or by a whole NIK. POST, so that a NIK stands in no address and no log."""
    typed = request.POST.get("q", "")[:64]
    if page := page_of(request.officer, typed):
        return redirect(page)
    now = timezone.now()
    lines = applications.work.lines_of(applications.search(request.officer, typed), now)
    if not complaints_access.READS.isdisjoint(request.officer.roles):
        lines += complaints.work.of_nik(request.officer, typed, now)
    if len(lines) == 1:
        return redirect(lines[0].url)
    return render(request, "office/search.html", {"lines": lines}, status=200 if lines else 404)


@require_safe
@officer_page(roles=queries.READERS_OF_HISTORY)
def history(request: OfficerRequest) -> HttpResponse:
    """The record of my units: who did what, and who opened personal data and why."""
    kind = request.GET.get("jenis", "")
    page = queries.history_page(request.officer, kind=kind, before=request.GET.get("sebelum", ""))
    return render(request, "office/history.html", {"page": page, "kind": kind})


@require_safe
@officer_page(roles=outgoing.READERS)
def sent_messages(request: OfficerRequest) -> HttpResponse:
    """Messages of my units: channel, arrival, cost, and what failed and why."""
    state, now = request.GET.get("keadaan", ""), timezone.now()
    page = outgoing.page_for(request.officer, state=state, before=request.GET.get("sebelum", ""), now=now)
    keeps_forms = not outgoing.KEEPERS.isdisjoint(request.officer.roles)
    context = {"page": page, "state": state, "states": outgoing.STATES, "keeps_forms": keeps_forms}
    return render(request, "office/messages.html", context)


@require_POST
@officer_page(roles=outgoing.READERS)
def send_again(request: OfficerRequest, pk: int) -> HttpResponse:
    """Queue a message once more that failed."""
    row = outgoing.get_for_officer(request.officer, pk)
    messaging.send_again(actor=request.officer, message=row, now=timezone.now())
    messages.success(request, "Pesan masuk antrean lagi. Hasilnya tampak di sini sebentar lagi.")
    return redirect("office_messages")


@require_safe
@officer_page(roles=outgoing.KEEPERS)
def message_forms(request: OfficerRequest) -> HttpResponse:
    """The forms of WhatsApp: which text each stands for, and whether Meta lets it through."""
    rows, older = outgoing.forms_page(request.GET.get("sebelum", ""))
    return render(request, "office/message_forms.html", {"rows": rows, "older": older})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=complaints_access.ACTS)
def convert_report(request: OfficerRequest, number: str) -> HttpResponse:
    """Go on with a report as a request for information, with that clock and the register."""
    row = complaints_access.get_for_officer(request.officer, number)
    form = AsRequestForm(request.POST if request.method == "POST" else None, initial={"information": row.text})
    if request.method == "POST" and form.is_valid():
        try:
            found = converting.report_to_request(
                actor=request.officer,
                complaint=row,
                typed=converting.AsRequest(**form.cleaned_data),
                now=timezone.now(),
            )
        except (disclosure_rules.ActionRefused, complaints_rules.ActionRefused) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Dilanjutkan sebagai permintaan informasi {found.number}. Pelapor diberi tahu.")
            return redirect("complaints_office:case", number)
    context = {
        "form": form,
        "number": number,
        "title": "Jadikan permintaan informasi",
        "lead": "Laporan ditutup dan permintaan terdaftar pada PPID dengan jamnya sendiri. Waktu lapor tetap tercatat.",
        "back": reverse("complaints_office:case", args=[number]),
    }
    return render(request, "office/convert.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=disclosure_access.PPID)
def convert_request(request: OfficerRequest, number: str) -> HttpResponse:
    """Go on with a request for information as a report, with that clock."""
    row = disclosure_access.get_for_officer(request.officer, number)
    form = AsReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            found = converting.request_to_report(
                actor=request.officer, request=row, reason=form.cleaned_data["reason"], now=timezone.now()
            )
        except (disclosure_rules.ActionRefused, complaints_rules.ActionRefused) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Dilanjutkan sebagai pengaduan {found.number}. Pemohon diberi tahu.")
            return redirect("disclosure_office:case", number)
    context = {
        "form": form,
        "number": number,
        "title": "Jadikan pengaduan",
        "lead": "Permintaan ditutup dan laporan masuk ke kantor yang sama dengan jamnya sendiri.",
        "back": reverse("disclosure_office:case", args=[number]),
    }
    return render(request, "office/convert.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=queues_access.DESK)
def file_for_ticket(request: OfficerRequest, number: str) -> HttpResponse:
    """Whoever stands at the counter files an application; its number comes back on the ticket.

    The form is the applications' own. It leads back here with the number, and finishing writes it on the ticket.
    """
    ticket = queues_access.get_for_officer(request.officer, number)
    case_number, here = request.GET.get("nomor", "")[:20], reverse("office_file_for_ticket", args=[ticket.number])
    if request.method == "POST":
        case = applications_access.get_for_officer(request.officer, request.POST.get("nomor", "")[:20])
        act = queues.finish if request.POST.get("selesai") else queues.note_case
        try:
            act(actor=request.officer, ticket=ticket, case_number=case.number, now=timezone.now())
        except queues.ActionRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{ticket.code} menjadi permohonan {case.number}.")
        if ticket.counter is None:
            return redirect("queues_office:mine")
        return redirect("queues_office:caller", ticket.counter.pk)
    if not case_number:
        form = reverse("applications_office:file", args=[ticket.line.service.slug])
        return redirect(f"{form}?{urlencode({'kembali': here})}")
    found = applications_access.get_for_officer(request.officer, case_number)
    return render(request, "office/ticket_case.html", {"ticket": ticket, "case": found})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=queues_access.DESK)
def call_owner(request: OfficerRequest, number: str) -> HttpResponse:
    """Call the owner of a case to my counter."""
    case = applications_access.get_for_officer(request.officer, number)
    problem, counter = "", None
    try:
        counter, _ = visiting.counter_for(request.officer, case)
        if request.method == "POST":
            key = request.POST.get("form_key", "")[:64]
            ticket = visiting.call_owner(actor=request.officer, application=case, request_key=key, now=timezone.now())
            messages.success(request, f"{ticket.code} dipanggil ke loket {counter.number}.")
            return redirect("queues_office:caller", counter.pk)
    except queues.ActionRefused as refused:
        problem = str(refused)
    context = {"case": case, "counter": counter, "problem": problem, "form_key": str(uuid4())}
    return render(request, "office/call_owner.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=ANSWERERS)
def telephone(request: OfficerRequest) -> HttpResponse:
    """Somebody calls: find their cases, read them out. By POST, so that a NIK stands in no address and no log."""
    typed = request.POST.get("q", "")[:64]
    asked = spoken.read_asked(typed)
    found = spoken.find(request.officer, asked) if request.method == "POST" else []
    if request.method == "POST" and not found and (page := page_of(request.officer, typed)):
        return redirect(page)
    return _on_the_telephone(request, typed=typed, understood=bool(asked), found=found)


@require_POST
@officer_page(roles=ANSWERERS)
def telephone_caller(request: OfficerRequest) -> HttpResponse:
    """Who calls, for the forms that are filed on behalf; an empty form ends the call."""
    form = CallerForm(request.POST)
    caller = Caller(form.cleaned_data["name"], form.cleaned_data["phone"]) if form.is_valid() else Caller()
    ended = "selesai" in request.POST or not caller
    remember_caller(request, Caller() if ended else caller, now=timezone.now())
    messages.success(request, "Telepon selesai." if ended else "Penelepon dicatat untuk formulir berikutnya.")
    return redirect("office_telephone")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=ANSWERERS)
def telephone_note(request: OfficerRequest) -> HttpResponse:
    """Write a call down, on the case whose number came with it, or by itself."""
    if request.method != "POST":
        return redirect("office_telephone")
    form, now = CallForm(request.POST), timezone.now()
    number = request.POST.get("number", "")[:20]
    case = spoken.get_spoken(request.officer, number) if number else None
    if number and case is None:
        raise Http404
    if not form.is_valid():
        return _on_the_telephone(request, found=[case] if case else [], form=form, status=422)
    told = {key: value for key, value in form.cleaned_data.items() if key != "number"}
    calls.note_call(actor=request.officer, case=case, now=now, **told)
    messages.success(request, f"Telepon dicatat pada {number}." if case else "Telepon dicatat.")
    return redirect("office_telephone")


def _on_the_telephone(
    request: OfficerRequest,
    *,
    typed: str = "",
    understood: bool = True,
    found: Sequence[spoken.Spoken] = (),
    form: CallForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    caller = caller_of(request, now=now)
    page = calls.calls_today(request.officer, now, request.GET.get("page", "1"))
    one = found[0] if len(found) == 1 else None
    begun = {"number": one.number if one else "", "caller": caller.name}
    context = {
        "typed": typed,
        "asked": request.method == "POST",
        "understood": understood,
        "found": found,
        "one": one,
        "form": form or CallForm(initial=begun),
        "caller": caller,
        "caller_form": CallerForm(initial={"name": caller.name, "phone": caller.phone}),
        "page": page,
        "calls": [calls.call_of(event) for event in page],
        "records": [(words, name) for words, name, roles in RECORDS if not roles.isdisjoint(request.officer.roles)],
        "zone": request.officer.organisations[0] if request.officer.organisations else "Asia/Jakarta",
    }
    return render(request, "office/telephone.html", context, status=status)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
