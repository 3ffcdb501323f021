"""The reporter's own page, and what is done there: complete, reply, agree, contest, withdraw, download."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.queries import download
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.messaging import following
from melayani.foundation.people import CitizenRequest, letters, public_page
from melayani.foundation.people import actions as people
from melayani.foundation.ui.papers import sheet
from melayani.voice.complaints import access, actions, own_case, papers, rules, states
from melayani.voice.complaints.citizen_views.screens import typed
from melayani.voice.complaints.citizen_views.sending import paper_code_of
from melayani.voice.complaints.forms.following import SatisfiedForm, WordsForm
from melayani.voice.complaints.own_case import OwnCase

Words = str | Promise


@dataclass(frozen=True)
class Page:
    """A page with one field of words: what it is called, what happens then, its button."""

    title: Words
    lead: Words
    button: Words
    danger: bool = False


AGREE = Page(
    _("Syukurlah, sudah selesai"),
    _("Setelah Anda nilai, laporan ini ditutup. Nilainya diumumkan sebagai angka, tanpa nama."),
    _("Nyatakan selesai"),
)
RATE = Page(
    _("Bagaimana penanganannya?"),
    _("Laporan ini sudah ditutup. Nilai Anda diumumkan sebagai angka, tanpa nama."),
    _("Kirim penilaian"),
)


@public_page
@never_cache
def case(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """Where the report stands, what happens next, and everything that belongs to it."""
    return _page(request, "complaints/citizen/case.html", _view(number, secret))


@public_page
@never_cache
def received(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """The receipt: number, limits with their explanation, what happens next, the link to keep."""
    view = _view(number, secret)
    code = paper_code_of(request, view.complaint) if view.complaint.contact_id is None else ""
    return _page(request, "complaints/citizen/received.html", view, paper_code=code)


@public_page
@never_cache
def receipt(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """The proof of receipt as PDF."""
    complaint = access.get_for_citizen(number, secret)
    code = paper_code_of(request, complaint) if complaint.contact_id is None else ""
    return sheet(papers.receipt(complaint, paper_code=code), f"tanda-terima-{complaint.number}.pdf")


@public_page
@never_cache
def ombudsman(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """The extract for the Ombudsman as PDF; 404 while the office still has time to answer."""
    view = _view(number, secret)
    if not view.can_go_to_ombudsman(timezone.now()):
        raise Http404
    return sheet(papers.extract(view.complaint), f"ringkasan-{view.complaint.number}.pdf")


@public_page
@never_cache
def file(request: CitizenRequest, number: str, secret: str, file_id: UUID) -> HttpResponseBase:
    """A file of this case that its reporter may read; 404 for any other, 410 when its bytes are gone."""
    attachment = own_case.file_of(access.get_for_citizen(number, secret), file_id)
    if attachment is None:
        raise Http404
    return download(request, attachment)


@public_page
@never_cache
def complete(request: CitizenRequest, number: str, secret: str) -> HttpResponseBase:
    """Answer what the officer asked; the clock then runs again."""
    page = Page(
        gettext("Lengkapi laporan"),
        gettext("Jawab pertanyaan di bawah ini. Setelah Anda kirim, jam jawab jalan lagi."),
        gettext("Kirim jawaban"),
    )
    form = _words(request, label=gettext("Jawaban Anda"), missing=gettext("Tulis jawaban Anda dahulu."))
    told = gettext("Terima kasih. Petugas melanjutkan laporan Anda.")
    return _speak(request, number, secret, states.COMPLETE, page, form, told)


@public_page
@never_cache
def reply(request: CitizenRequest, number: str, secret: str) -> HttpResponseBase:
    """Say something on the case, or add evidence."""
    page = Page(
        gettext("Tulis kepada petugas"),
        gettext("Pesan Anda menjadi bagian dari laporan dan tidak ditayangkan untuk umum."),
        gettext("Kirim pesan"),
    )
    form = _words(request, label=gettext("Pesan Anda"), missing=gettext("Tulis pesan Anda dahulu."))
    told = gettext("Pesan Anda terkirim. Petugas membacanya bersama laporan Anda.")
    return _speak(request, number, secret, states.REPLY, page, form, told)


@public_page
@never_cache
def contest(request: CitizenRequest, number: str, secret: str) -> HttpResponseBase:
    """Say that it is not done, and why; the report is opened again."""
    page = Page(
        gettext("Belum selesai"),
        gettext("Katakan apa yang belum beres. Laporan dibuka lagi dan unit yang berwenang wajib menjawab lagi."),
        gettext("Buka lagi laporan"),
    )
    label, missing = gettext("Apa yang belum selesai?"), gettext("Tulis apa yang belum selesai.")
    form = _words(request, label=label, missing=missing)
    told = gettext("Laporan dibuka lagi. Kami mengabari Anda begitu ada jawaban baru.")
    return _speak(request, number, secret, states.CONTEST, page, form, told)


@public_page
@never_cache
def withdraw(request: CitizenRequest, number: str, secret: str) -> HttpResponseBase:
    """Ask once more before the report is taken back."""
    view = _view(number, secret)
    if states.WITHDRAW not in view.can:
        return redirect("complaints:case", number, secret)
    if request.method == "POST":
        common: dict[str, Any] = {"actor": request.citizen, "complaint": view.complaint, "secret": secret}
        _done(request, lambda: actions.withdraw(**common, now=timezone.now()), gettext("Laporan dicabut."))
        return redirect("complaints:case", number, secret)
    page = Page(
        gettext("Cabut laporan ini?"),
        gettext("Petugas berhenti menangani, dan ini tidak dapat diurungkan. Anda boleh melapor lagi kapan saja."),
        gettext("Ya, cabut laporan"),
        danger=True,
    )
    return _page(request, "complaints/citizen/words.html", view, form=Form(), page=page)


@public_page
@never_cache
def confirm(request: CitizenRequest, number: str, secret: str) -> HttpResponseBase:
    """Agree with the answer and say how satisfied one is."""
    view = _view(number, secret)
    if states.CONFIRM not in view.can and not view.can_rate:
        return redirect("complaints:case", number, secret)
    form, verb = SatisfiedForm(typed(request)[0]), actions.rate if view.can_rate else actions.confirm
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        told = gettext("Terima kasih. Penilaian Anda ikut dihitung.")
        if _done(
            request,
            lambda: verb(
                actor=request.citizen,
                complaint=view.complaint,
                secret=secret,
                satisfaction=data["satisfaction"],
                note=data["note"],
                now=timezone.now(),
            ),
            told,
        ):
            return redirect("complaints:case", number, secret)
    page = RATE if view.can_rate else AGREE
    return _page(request, "complaints/citizen/words.html", view, form=form, page=page)


def _speak(
    request: CitizenRequest, number: str, secret: str, verb: str, page: Page, form: WordsForm, told: str
) -> HttpResponseBase:
    """One of the reporter's verbs that are words and files; back to the case when it cannot be done now."""
    view = _view(number, secret)
    if verb not in view.can:
        return redirect("complaints:case", number, secret)
    if request.method == "POST" and form.is_valid() and _in_pace(request, form, number):
        files = _stored(request, form)
        if files is not None and _done(request, lambda: _act(request, view, secret, verb, form, files), told):
            return redirect("complaints:case", number, secret)
    return _page(request, "complaints/citizen/words.html", view, form=form, page=page)


def _act(
    request: CitizenRequest, view: OwnCase, secret: str, verb: str, form: WordsForm, files: Sequence[UUID]
) -> object:
    common: dict[str, Any] = {"actor": request.citizen, "complaint": view.complaint, "secret": secret}
    text, now = form.cleaned_data["text"], timezone.now()
    match verb:
        case states.COMPLETE:
            return actions.complete(**common, text=text, files=files, now=now)
        case states.REPLY:
            return actions.reply(**common, text=text, files=files, now=now)
        case _:
            return actions.contest(**common, reason=text, files=files, now=now)


def _in_pace(request: CitizenRequest, form: WordsForm, number: str) -> bool:
    """Whether one more letter is taken on this case now; what is wrong stands on the form."""
    try:
        letters.pace(request, number)
    except people.TooMany as error:
        form.add_error(None, str(error))
        return False
    return True


def _stored(request: CitizenRequest, form: WordsForm) -> list[UUID] | None:
    """Store the uploads; None when one was refused, which then stands on the form."""
    try:
        return [
            attachments.store(upload=one, actor=request.citizen, purpose="complaint", now=timezone.now()).pk
            for one in form.uploads
        ]
    except FileRefused as error:
        form.add_error("papers", str(error))
        return None


def _words(request: CitizenRequest, **shape: Any) -> WordsForm:
    return WordsForm(*typed(request), **shape)


def _view(number: str, secret: str) -> OwnCase:
    return own_case.read(access.get_for_citizen(number, secret), timezone.now())


def _page(request: CitizenRequest, template: str, view: OwnCase, **more: Any) -> HttpResponse:
    link = reverse("complaints:case", args=[view.complaint.number, view.complaint.secret])
    context = {
        "view": view,
        "complaint": view.complaint,
        "link": request.build_absolute_uri(link),
        "device": following.device_url(view.complaint.number, view.complaint.contact_id, get_language() or "id"),
        "late": view.is_late(timezone.now()),
        "can_ombudsman": view.can_go_to_ombudsman(timezone.now()),
        **more,
    }
    answer = render(request, template, context)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _done(request: CitizenRequest, act: Callable[[], object], told: str) -> bool:
    try:
        act()
    except rules.ActionRefused as error:
        messages.error(request, gettext(str(error)))
        return False
    messages.success(request, told)
    return True
