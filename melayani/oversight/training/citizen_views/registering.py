"""Register by a proven contact, or as a unit by the secret link of its invitation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from melayani.foundation.messaging.models import Contact, ContactKind
from melayani.foundation.messaging.queries import can_reach
from melayani.foundation.people import (
    CitizenRequest,
    address_of,
    contact_typed,
    prove,
    public_page,
    remember_proof,
)
from melayani.foundation.people import actions as people
from melayani.oversight.training import access, actions, queries, states
from melayani.oversight.training.forms.citizen import ReasonForm, RegisterForm, SendForm
from melayani.oversight.training.models import Event, Session, Way
from melayani.oversight.training.sending import send_from_unit

BUSY = gettext_noop("Banyak orang mendaftar pada saat yang sama. Tunggu sebentar, lalu coba lagi.")


@public_page
@never_cache
def register(request: CitizenRequest, slug: str, number: int) -> HttpResponse:
    """Who comes, from which office; then the code; then the own page with what happens next."""
    event = access.get_public_event(slug)
    session = access.get_session(event, number)
    posted = request.POST if request.method == "POST" else None
    form = RegisterForm(session, queries.events.regions_for(session), posted)
    if posted is not None and form.is_valid():
        contact = _proven(request, form, event)
        if contact is not None and (page := _registered(request, form, session, contact)):
            return page
    room = queries.events.session_views(event, language=get_language() or "id")
    view = next(one for one in room if one.session.pk == session.pk)
    closed = event.state != states.event.OPEN or event.by_invitation or session.starts_at <= timezone.now()
    context = {"event": event, "session": session, "view": view, "form": form, "closed": closed}
    return render(request, "training/citizen/register.html", context, status=422 if form.errors else 200)


@public_page
@never_cache
def invitation(request: CitizenRequest, token: str) -> HttpResponse:
    """A unit registers its people one by one, or says that nobody can come."""
    row = access.get_invitation_by_link(token)
    form = SendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and send_from_unit(request.citizen, row, form, Way.INVITATION):
        messages.success(request, gettext("Terdaftar. Tautan pribadinya kami kirim kepada peserta."))
        return redirect("training:invitation", token)
    context = {
        "invitation": row,
        "session": row.session,
        "event": row.session.event,
        "sent": queries.people.sent_by(row),
        "form": form,
        "reason": ReasonForm(),
        "is_open": row.session.event.state == states.event.OPEN and row.session.starts_at > timezone.now(),
    }
    answer = render(request, "training/citizen/invitation.html", context, status=422 if form.errors else 200)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@public_page
@never_cache
@require_POST
def decline(request: CitizenRequest, token: str) -> HttpResponse:
    """The unit sends nobody, and says why."""
    row = access.get_invitation_by_link(token)
    try:
        actions.decline(
            actor=request.citizen,
            invitation=row,
            reason=request.POST.get("reason", ""),
            secret=token,
            now=timezone.now(),
        )
    except (actions.ActionRefused, actions.InputRefused) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, gettext("Terima kasih sudah memberi tahu. Penyelenggara melihat alasannya."))
    return redirect("training:invitation", token)


def _proven(request: CitizenRequest, form: RegisterForm, event: Event) -> Contact | None:
    """The contact of a valid form once it is proven; else None, and the form asks for the code or says why not."""
    email, phone = form.cleaned_data["email"].strip(), form.cleaned_data["phone"].strip()
    contact = contact_typed(email=email, phone=phone)
    if contact is None:
        field = "phone" if phone and not email else "email"
        form.add_error(field, gettext("Isi e-mail atau nomor telepon yang benar, supaya kami dapat mengabari Anda."))
        return None
    if request.citizen.contact_id == contact.pk:
        return contact
    if not can_reach(ContactKind.EMAIL if email else ContactKind.PHONE):
        text = gettext("Ke sini belum dapat kami kirim pesan. Isi cara lain, atau mintalah kantor Anda mendaftarkan.")
        form.add_error("email" if email else "phone", text)
        return None
    return _by_code(request, form, contact, event)


def _by_code(request: CitizenRequest, form: RegisterForm, contact: Contact, event: Event) -> Contact | None:
    purpose, now = f"training:{event.pk}", timezone.now()
    if not form.cleaned_data["code"]:
        try:
            people.send_code(contact=contact, purpose=purpose, address=address_of(request), now=now)
        except people.TooMany as refused:
            field = "email" if form.cleaned_data["email"] else "phone"
            form.add_error("code" if form.wants_new_code else field, str(refused))
        if form.wants_new_code or not form.errors:
            form.ask_code()
        return None
    why = prove(
        request,
        contact,
        purpose=purpose,
        typed=form.cleaned_data["code"],
        meanwhile=lambda: queries.people.registration_of(event, contact) is not None,
    )
    if why:
        form.add_error("code", why)
        form.ask_code()
        return None
    remember_proof(request, contact_id=contact.pk, now=now)
    return contact


def _registered(request: CitizenRequest, form: RegisterForm, session: Session, contact: Contact) -> HttpResponse | None:
    """The own page after registering, also for the second of two clicks; None when it was refused with words."""
    data = form.cleaned_data
    who = form.participant(
        office=data["office"], agency_name=data["agency_name"], region=queries.events.region(data["region"])
    )
    try:
        row = actions.register(actor=request.citizen, session=session, who=who, contact=contact, now=timezone.now())
    except actions.AlreadyRegistered:
        known = queries.people.registration_of(session.event, contact)
        if known is None:
            return None
        messages.info(request, gettext("Anda sudah terdaftar pada acara ini."))
        return redirect("training:mine", known.secret)
    except actions.InputRefused as refused:
        for name, text in refused.problems.items():
            form.add_error(name if name in form.fields else None, text)
    except actions.ActionRefused as refused:
        form.add_error(None, str(refused))
    except actions.Busy:
        form.add_error(None, gettext(BUSY))
    else:
        return redirect("training:mine", row.secret)
    return None
