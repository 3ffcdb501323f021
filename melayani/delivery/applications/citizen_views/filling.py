"""Begin, answer one question per screen, read it all once more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from melayani.delivery.applications import access, drafts, forms, progress, rules
from melayani.delivery.applications.actions.filing import nik_problem
from melayani.delivery.applications.citizen_views.sending import contact_words, receipt_page
from melayani.delivery.applications.models import Draft
from melayani.delivery.applications.progress import Progress
from melayani.delivery.catalogue.queries import get_service, published_standard
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.messaging.models import ContactKind
from melayani.foundation.messaging.queries import can_reach
from melayani.foundation.messaging.rules import NotAContact, normalise_email, normalise_phone
from melayani.foundation.people import CitizenRequest, network_of, public_page
from melayani.foundation.people import actions as people
from melayani.foundation.ui.concerns import concern

BACK_TO_SUMMARY = "ringkasan"


@public_page
@never_cache
def start(request: CitizenRequest, slug: str) -> HttpResponse:
    """What the form will ask and what happens then; the button makes a draft."""
    service = get_service(slug)
    standard = published_standard(service) if service else None
    if service is None or standard is None:
        raise Http404
    online = "online" in service.channels
    if request.method == "POST" and online and _slow_down(request):
        draft = drafts.begin(citizen=request.citizen, service=service, standard=standard, now=timezone.now())
        if not request.user.is_authenticated:  # an officer's session stays short
            request.session.set_expiry(rules.DRAFT_LIFE)
        return redirect("applications:step", draft.pk, rules.WHO)
    context = {"service": service, "standard": standard, "agency": service.agency, "online": online}
    concern(request, service=service)
    return render(request, "applications/citizen/start.html", context)


@public_page
@never_cache
def step(request: CitizenRequest, draft_id: UUID, step: str) -> HttpResponse:
    """One screen of the form with one question."""
    draft = access.get_draft(token=request.citizen.token, draft_id=draft_id, now=timezone.now())
    if draft.application is not None:
        return receipt_page(draft.application)
    form_of = progress.of(draft)
    screen = form_of.find(step)
    if screen is None:
        raise Http404
    form = _form(request, form_of, screen)
    if request.method == "POST" and form.is_valid():
        try:
            if _keep(request, form_of, screen, form):
                return _onward(request, draft, screen)
        except drafts.AlreadySent:
            return redirect("applications:send", draft.pk)
    context = {
        "form": form,
        "screen": screen,
        "draft": draft,
        "service": draft.service,
        "place": form_of.place(step),
        "total": form_of.total,
        "bar": form_of.bar(step),
        "before": form_of.before(step),
        "from_summary": request.GET.get("ke") == BACK_TO_SUMMARY,
    }
    return render(request, "applications/citizen/step.html", context)


@public_page
@never_cache
def summary(request: CitizenRequest, draft_id: UUID) -> HttpResponse:
    """Everything once more, with links to change it, and what is still missing."""
    draft = access.get_draft(token=request.citizen.token, draft_id=draft_id, now=timezone.now())
    if draft.application is not None:
        return receipt_page(draft.application)
    form_of = progress.of(draft)
    today = timezone.now().astimezone(draft.service.agency.zone).date()
    context = {
        "draft": draft,
        "service": draft.service,
        "rows": _rows(form_of),
        "problems": [(form_of.find(key), gettext(text)) for key, text in form_of.problems(today).items()],
        "identity": form_of.contents.identity,
        "contact": contact_words(form_of.contents.identity),
        "total": form_of.total,
        "bar": form_of.bar(""),
    }
    return render(request, "applications/citizen/summary.html", context)


def _slow_down(request: CitizenRequest) -> bool:
    """Whether this address may begin one more draft: enough for all behind a carrier, too few to fill the disk."""
    network, most = network_of(request), settings.PEOPLE_PER_ADDRESS
    try:
        people.throttle(scope="draft.address", key=network, limit=most, window=timedelta(hours=1), now=timezone.now())
    except people.TooMany as error:
        messages.error(request, str(error))
        return False
    return True


def _rows(form_of: Progress) -> list[dict[str, Any]]:
    """What was answered on each screen after the identity, for the summary."""
    files = drafts.files_of(form_of.draft)
    rows = []
    for screen in form_of.steps:
        if screen.kind in ("who", "address", "contact"):
            continue
        given = form_of.answer_to(screen)
        label = dict(screen.choices).get(form_of.draft.variant, "")
        rows.append(
            {
                "screen": screen,
                "variant": label,
                "given": given,
                "files": [files[pk] for pk in given.files if pk in files] if given else [],
                "way": forms.WAY_WORDS[given.kind] if given else "",
            }
        )
    return rows


def _form(request: HttpRequest, form_of: Progress, screen: rules.Step) -> Any:
    data = request.POST if request.method == "POST" else None
    contents = form_of.contents
    if screen.kind in ("requirement", "story"):
        given = form_of.answer_to(screen)
        held = drafts.files_of(form_of.draft) if given and given.files else {}
        return forms.AnswerForm(
            data,
            request.FILES if request.method == "POST" else None,
            ways=screen.ways,
            kept=[held[pk] for pk in given.files if pk in held] if given else [],
            initial={"way": given.kind, "text": given.text} if given else None,
        )
    if screen.kind == "variant":
        return forms.VariantForm(data, choices=screen.choices, initial={"variant": form_of.draft.variant})
    initial = contents.raw.get(screen.key)
    if screen.kind == "who":
        return forms.WhoForm(data, initial=initial, with_nik=form_of.outline.is_civil_registration)
    return (forms.AddressForm if screen.kind == "address" else forms.ContactForm)(data, initial=initial)


def _keep(request: CitizenRequest, form_of: Progress, screen: rules.Step, form: Any) -> bool:
    """Keep a valid screen in the draft; False when the rules find a fault, which then stands on the form."""
    if screen.kind in ("requirement", "story"):
        return _keep_answer(request, form_of.draft, screen, form)
    now = timezone.now()
    if screen.kind == "variant":
        drafts.keep_variant(form_of.draft, form.cleaned_data["variant"], now=now)
        return True
    values = {"who": _who, "address": _address, "contact": _contact}[screen.kind](form, form_of)
    if form.errors:
        return False
    drafts.keep_fields(form_of.draft, screen.key, values, now=now)
    return True


def _keep_answer(request: CitizenRequest, draft: Draft, screen: rules.Step, form: forms.AnswerForm) -> bool:
    now = timezone.now()
    number = screen.requirement.number if screen.requirement else 0
    files = form.remaining()
    if form.cleaned_data["way"] == rules.UPLOAD:
        try:
            files += drafts.add_files(draft, form.uploads, actor=request.citizen, now=now)
        except FileRefused as error:
            form.add_error("papers", str(error))
            return False
    drafts.keep_answer(draft, form.given(number, files), now=now)
    return True


def _who(form: django_forms.Form, form_of: Progress) -> dict[str, str]:
    data = form.cleaned_data
    identity = rules.Identity(name=data["name"], birth_date=data["birth_date"])
    today = timezone.now().astimezone(form_of.draft.service.agency.zone).date()
    for name, text in rules.identity_problems(identity, today=today, needs_contact=False).items():
        form.add_error(name, gettext(text))
    nik = data.get("nik", "").strip()
    if nik and (trouble := nik_problem(nik, data["birth_date"])):
        form.add_error("nik", trouble)
    return {"name": data.get("name", ""), "nik": nik, "birth_date": forms.typed_date(data.get("birth_date"))}


def _address(form: django_forms.Form, form_of: Progress) -> dict[str, str]:
    return {"address": form.cleaned_data["address"]}


def _contact(form: django_forms.Form, form_of: Progress) -> dict[str, str]:
    phone, email = form.cleaned_data["phone"].strip(), form.cleaned_data["email"].strip()
    if not phone and not email:
        form.add_error("phone", gettext("Isi nomor telepon atau e-mail, supaya kami dapat mengabari Anda."))
    for name, typed, normalise in (("phone", phone, normalise_phone), ("email", email, normalise_email)):
        try:
            if typed:
                normalise(typed)
        except NotAContact as error:
            form.add_error(name, gettext(str(error)))
    if not form.errors:
        _demand_reachable(form, email=email)
    return {"phone": phone, "email": email}


def _demand_reachable(form: django_forms.Form, *, email: str) -> None:
    """Say now, not after the last screen, that the code which proves the contact could not be sent there."""
    if email and not can_reach(ContactKind.EMAIL):
        words = gettext("E-mail sedang tidak dapat kami kirim dari sini. Ajukan di loket, atau coba lagi nanti.")
        form.add_error("email", words)
    elif not email and not can_reach(ContactKind.PHONE):
        words = gettext(
            "Pesan ke nomor telepon saja belum dapat kami kirim. Tambahkan e-mail Anda, atau ajukan di loket."
        )
        form.add_error("phone", words)


def _onward(request: HttpRequest, draft: Draft, screen: rules.Step) -> HttpResponseRedirect:
    """To the next screen; back to the same one for more files; to the summary when the change began there."""
    draft.refresh_from_db(fields=["variant", "answers"])
    if "more" in request.POST:
        return redirect("applications:step", draft.pk, screen.key)
    following = progress.of(draft).after(screen.key)
    if not following or (request.GET.get("ke") == BACK_TO_SUMMARY and screen.kind != "variant"):
        return redirect("applications:summary", draft.pk)
    return redirect("applications:step", draft.pk, following)
