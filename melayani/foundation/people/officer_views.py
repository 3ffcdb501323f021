"""Pages: the own account, invitations, people, keys of other systems."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account import views as account
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from melayani.foundation.audit.queries import history
from melayani.foundation.messaging import following
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.people import access, actions, queries
from melayani.foundation.people import chat_alerts as chats
from melayani.foundation.people.forms import ChatForm, InvitationForm, JoinForm, KeyForm, ReasonForm, RoleForm
from melayani.foundation.people.guards import CitizenRequest, OfficerRequest, officer_page, public_page
from melayani.foundation.people.models import Person
from melayani.foundation.people.rules import Role
from melayani.foundation.people.sessions import address_of
from melayani.foundation.people.sign_in import enter_after_joining

ROWS = 50
administrator_page = officer_page(roles=[Role.ADMINISTRATOR])


@officer_page
def own_account(request: OfficerRequest) -> HttpResponse:
    factor = queries.has_second_factor(request.officer.person)
    return render(
        request,
        "people/officer/account.html",
        {
            "officer": request.officer,
            "second_factor": factor,
            "can_chat": following.can_chat(),
            "morning": settings.MORNING_AT.replace(":", "."),
        },
    )


@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponseBase:
    """The library's page; an account that enters through the agency's own sign-in has no password to change."""
    if request.user.is_authenticated and not request.user.has_usable_password():
        messages.info(request, "Akun ini masuk lewat instansi Anda. Ubah kata sandi di sana.")
        return redirect("people_account")
    answer: HttpResponseBase = account.password_change(request)
    return answer


@officer_page
def chat_alerts(request: OfficerRequest) -> HttpResponse:
    """Alerts in Telegram: type the number of the chat, bring back the code that came there, try it, end it."""
    if not following.can_chat():
        raise Http404
    if request.method == "POST":
        return _chat_step(request)
    return _chat_page(request, ChatForm())


def _chat_step(request: OfficerRequest) -> HttpResponse:
    now, step, form = timezone.now(), request.POST.get("step", ""), ChatForm(request.POST)
    chat = chats.chat_of(request.officer, now)
    if step in ("stop", "try") and chat is not None:
        if step == "stop":
            chats.end(officer=request.officer, chat=chat, now=now)
            messages.success(request, "Kabar di Telegram dihentikan.")
        else:
            chats.send_trial(chat=chat, now=now)
            messages.success(request, "Pesan percobaan dikirim.")
        return redirect("people_chat")
    if not form.is_valid():
        return _chat_page(request, form)
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    typed, address = chats.typed_chat(number, now), address_of(request)
    try:
        if not code:
            actions.send_code(contact=typed, purpose=chats.PURPOSE, address=address, now=now)
            return _chat_page(request, ChatForm(initial={"number": number}), sent=True)
        actions.check_code(contact=typed, purpose=chats.PURPOSE, typed=code, address=address, now=now)
    except (actions.TooMany, actions.CodeRefused) as refused:
        form.add_error("code" if code else "number", str(refused))
        return _chat_page(request, form, sent=bool(code))
    chats.begin(officer=request.officer, chat=typed, now=now)
    messages.success(request, "Kabar tentang perkara Anda kini juga datang di Telegram.")
    return redirect("people_chat")


def _chat_page(request: OfficerRequest, form: ChatForm, *, sent: bool = False) -> HttpResponse:
    # the page only reads: an officer to whom no message went yet has no contact, and so no chat
    context = {"form": form, "sent": sent, "chat": chats.known_chat(request.officer)}
    return render(request, "people/officer/chat.html", context)


@officer_page
@require_POST
def mornings(request: OfficerRequest) -> HttpResponse:
    """Switch the message of the morning on or off."""
    wanted = request.POST.get("pagi") == "1"
    actions.want_mornings(officer=request.officer, wanted=wanted, now=timezone.now())
    messages.success(request, "Kabar pagi dinyalakan." if wanted else "Kabar pagi dimatikan.")
    return redirect("people_account")


@officer_page
@require_POST
def leave_everywhere(request: OfficerRequest) -> HttpResponse:
    """End the person's other sessions; this one stays."""
    person = request.officer.person
    actions.sign_out_everywhere(actor=request.officer, person=person, now=timezone.now())
    update_session_auth_hash(request, person)
    messages.success(request, "Semua perangkat lain sudah dikeluarkan.")
    return redirect("people_account")


@public_page
@never_cache
@sensitive_post_parameters("password", "again")
def accept_invitation(request: CitizenRequest, token: str) -> HttpResponse:
    """Join by a link: set name and password, or take the role with the account one is signed in with."""
    now = timezone.now()
    invitation = queries.invitation_by_token(token, now)
    if invitation is None:
        return render(request, "people/officer/invitation_over.html", status=404)
    signed_in = request.user if isinstance(request.user, Person) else None
    known = queries.account_exists(invitation.email)
    form = JoinForm(request.POST if request.method == "POST" else None, initial={"name": invitation.name})
    if known:
        form.fields.clear()
    if request.method == "POST" and form.is_valid():
        joined = _join(request, form, token, signed_in)
        if joined:
            return joined
    context = {"form": form, "invitation": invitation, "known": known, "signed_in": signed_in}
    return render(request, "people/officer/invitation.html", context)


def _join(request: CitizenRequest, form: JoinForm, token: str, signed_in: Person | None) -> HttpResponse | None:
    now, given = timezone.now(), form.cleaned_data
    try:
        person = actions.accept_invitation(
            token=token,
            now=now,
            name=given.get("name", ""),
            password=given.get("password", ""),
            signed_in=signed_in,
        )
    except actions.Refused as refusal:
        form.add_error("password" if "password" in form.fields else None, str(refusal))
        return None
    if signed_in is None:
        enter_after_joining(request, person)
    messages.success(request, "Selamat datang. Akun Anda siap.")
    return redirect("/kantor/")


@administrator_page
def people_list(request: OfficerRequest) -> HttpResponse:
    rows = access.memberships_visible_to(request.officer).current(timezone.now())
    words = request.GET.get("cari", "").strip()[:100]
    if words:
        rows = rows.filter(Q(person__name__icontains=words) | Q(person__email__icontains=words))
    pages = Paginator(rows.order_by("person__name", "organisation__path", "role", "pk"), ROWS)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "people/officer/people.html", {"page": page, "words": words})


@administrator_page
def person(request: OfficerRequest, pk: int) -> HttpResponse:
    who = access.get_person_for(request.officer, pk)
    now = timezone.now()
    posts = access.memberships_visible_to(request.officer).filter(person=who)
    context = {
        "who": who,
        "posts": posts.order_by("-since", "pk")[:ROWS],
        "now": now,
        "second_factor": queries.has_second_factor(who),
        "may_manage": access.may_manage_account(request.officer, who, now) and who != request.officer.person,
        "grant": RoleForm(officer=request.officer),
        "reset": ReasonForm(),
        "history": history(Reference(kind="person", number=str(who.pk)))[:ROWS],
    }
    return render(request, "people/officer/person.html", context)


@administrator_page
def invite(request: OfficerRequest) -> HttpResponse:
    """Invite somebody; the answer shows the link once, for a place where no mail leaves the house."""
    places = request.GET.get("instansi", "").strip()[:100]
    data = request.POST if request.method == "POST" else None
    form = InvitationForm(data, officer=request.officer, places=places)
    if form.is_valid():
        try:
            invitation, link = actions.invite(actor=request.officer, now=timezone.now(), **form.cleaned_data)
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            context = {"invitation": invitation, "link": link}
            return never_cached(render(request, "people/officer/invited.html", context))
    return render(request, "people/officer/invite.html", {"form": form, "places": places})


@administrator_page
def invitation_list(request: OfficerRequest) -> HttpResponse:
    rows = access.invitations_visible_to(request.officer)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    now = timezone.now()
    lines = [(invitation, invitation.is_open(now)) for invitation in page]
    return render(request, "people/officer/invitations.html", {"page": page, "lines": lines})


@administrator_page
@require_POST
def withdraw_invitation(request: OfficerRequest, pk: int) -> HttpResponse:
    row = access.get_invitation_for(request.officer, pk)
    _try(
        request,
        lambda: actions.withdraw_invitation(actor=request.officer, invitation=row, now=timezone.now()),
        "Undangan dibatalkan.",
    )
    return redirect("people_invitations")


@administrator_page
@require_POST
def grant_membership(request: OfficerRequest, pk: int) -> HttpResponse:
    who = access.get_person_for(request.officer, pk)
    form = RoleForm(request.POST, officer=request.officer)
    if form.is_valid():
        given = form.cleaned_data
        _try(
            request,
            lambda: actions.grant_membership(actor=request.officer, person=who, now=timezone.now(), **given),
            "Tugas diberikan.",
        )
    else:
        messages.error(request, "Pilih instansi dan tugas dari daftar.")
    return redirect("people_person", pk=who.pk)


@administrator_page
@require_POST
def end_membership(request: OfficerRequest, pk: int) -> HttpResponse:
    row = access.get_membership_for(request.officer, pk)
    _try(
        request,
        lambda: actions.end_membership(actor=request.officer, membership=row, now=timezone.now()),
        "Tugas diakhiri.",
    )
    return redirect("people_person", pk=row.person_id)


@administrator_page
@require_POST
def sign_person_out(request: OfficerRequest, pk: int) -> HttpResponse:
    who = access.get_person_for(request.officer, pk)
    _try(
        request,
        lambda: actions.sign_out_everywhere(actor=request.officer, person=who, now=timezone.now()),
        "Semua perangkat orang ini dikeluarkan.",
    )
    return redirect("people_person", pk=who.pk)


@administrator_page
@require_POST
def reset_second_factor(request: OfficerRequest, pk: int) -> HttpResponse:
    who = access.get_person_for(request.officer, pk)
    reason = request.POST.get("reason", "")
    _try(
        request,
        lambda: actions.reset_second_factor(actor=request.officer, person=who, reason=reason, now=timezone.now()),
        "Verifikasi dua langkah dihapus. Orang ini memasangnya lagi saat masuk.",
    )
    return redirect("people_person", pk=who.pk)


@administrator_page
def key_list(request: OfficerRequest) -> HttpResponse:
    page = Paginator(access.keys_visible_to(request.officer), ROWS).get_page(request.GET.get("page"))
    return render(request, "people/officer/keys.html", {"page": page})


@administrator_page
def create_key(request: OfficerRequest) -> HttpResponse:
    """Make a key; the answer shows it, and nothing can show it again."""
    places = request.GET.get("instansi", "").strip()[:100]
    data = request.POST if request.method == "POST" else None
    form = KeyForm(data, officer=request.officer, places=places)
    if form.is_valid():
        try:
            key, plain = actions.create_api_key(actor=request.officer, now=timezone.now(), **form.cleaned_data)
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return never_cached(render(request, "people/officer/key_made.html", {"key": key, "plain": plain}))
    return render(request, "people/officer/key_new.html", {"form": form, "places": places})


@administrator_page
@require_POST
def revoke_key(request: OfficerRequest, pk: int) -> HttpResponse:
    row = access.get_key_for(request.officer, pk)
    _try(
        request,
        lambda: actions.revoke_api_key(actor=request.officer, key=row, now=timezone.now()),
        "Kunci dicabut. Sistem yang memakainya tidak dapat masuk lagi.",
    )
    return redirect("people_keys")


def never_cached(response: HttpResponse) -> HttpResponse:
    """A page with a secret stays in no cache, not even the browser's."""
    response["Cache-Control"] = "no-store"
    return response


def _try(request: OfficerRequest, action: Callable[[], object], done: str) -> None:
    try:
        action()
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
