"""How the sign-in library behaves here: by invitation only, messages by the outbox, secrets encrypted.

Its pages are our templates under `account/` and `mfa/`; too many attempts answer with `429.html`.
"""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from melayani.foundation.audit import decrypt, encrypt
from melayani.foundation.messaging import queue
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import is_demonstration
from melayani.foundation.people.actions import note_password_change, note_sign_in
from melayani.foundation.people.models import Person
from melayani.foundation.people.queries import officer_for
from melayani.foundation.people.sessions import keep_session_short, network_of

BOUND_TO = "mfa.authenticator.data"
MESSAGES = {"account/email/password_reset_key": ("person.password_reset", "people/password_reset")}


class InvitationOnly(DefaultAccountAdapter):
    """Nobody signs up by themselves: an invitation link makes the account. Messages go through the outbox."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return network_of(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the password link. Other notices are not sent: to an unknown address we write nothing at all."""
        if template_prefix not in MESSAGES:
            return
        event, template = MESSAGES[template_prefix]
        now = timezone.now()
        reference = Reference(kind="person", number=str(context["user"].pk))
        words = {
            "link": settings.PUBLIC_URL + urlsplit(context["password_reset_url"]).path
        }  # never a host we were told
        with transaction.atomic():
            contact = keep_contact(email=email, now=now)
            queue(event, to=contact, template=template, context=words, reference=reference, now=now)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not again within five minutes after a sign-in: who has just come in may set up the second step at once."""
        request = allauth_context.request
        records = get_authentication_records(request, request.user)
        fresh = bool(records) and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT
        return not fresh and bool(super().is_reauthentication_required(app=app, **kwargs))

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        note_sign_in(person=user, now=timezone.now())
        keep_session_short(request)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def set_password(self, user: Person, password: str) -> None:
        super().set_password(user, password)
        note_password_change(person=user, now=timezone.now())


def enter_after_joining(request: HttpRequest, person: Person) -> None:
    """Sign in somebody who has just chosen a password by the invitation link."""
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    record_authentication(request, person, "password")
    keep_session_short(request)


class KnownPeopleOnly(DefaultSocialAccountAdapter):
    """The agency's OpenID Connect opens the account that has the same proven address; it makes none.

    It vouches for its own people only: never for a superuser, and with OIDC_ORGANISATION set for nobody who works
    outside that organisation.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing and not vouched_for(sociallogin.user):
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", status=403))


def vouched_for(person: Person) -> bool:
    """Whether the agency's provider may open this account: all current posts stand within OIDC_ORGANISATION."""
    if person.is_superuser:
        return False
    if not settings.OIDC_ORGANISATION:
        return True
    home = Organisation.objects.filter(slug=settings.OIDC_ORGANISATION).first()
    posts = officer_for(person, timezone.now()).memberships
    return home is not None and all(post.organisation.path.startswith(home.path) for post in posts)


class SecondFactor(DefaultMFAAdapter):
    """Keeps the authenticator's secret encrypted, and keeps the factor itself where the role asks for it."""

    def encrypt(self, text: str) -> str:
        return encrypt(text, purpose=BOUND_TO)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, purpose=BOUND_TO)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        officer = officer_for(authenticator.user, timezone.now())
        return not officer.sees_personal_data or is_demonstration()


EMAIL = ("Alamat surel", "")
OLD = ("Kata sandi sekarang", "")
NEW = ("Kata sandi baru", "Paling sedikit 12 huruf. Beberapa kata yang mudah Anda ingat lebih kuat daripada satu kata.")
AGAIN = ("Ulangi kata sandi baru", "")
CODE = ("Kode 6 angka", "Dari aplikasi autentikator di ponsel Anda.")
CODE_OR_RECOVERY = ("Kode", "6 angka dari aplikasi autentikator, atau salah satu kode pemulihan Anda.")


def _word(form: Any, **words: tuple[str, str]) -> None:
    """Give fields our label and hint; a placeholder is not a label, and vanishes while one types."""
    for name, (label, hint) in words.items():
        field = form.fields[name]
        field.label, field.help_text = label, hint
        field.error_messages |= {
            "required": f"Isi {label.lower()}.",
            "invalid": "Tulisannya belum benar. Periksa lagi.",
        }
        field.widget.attrs.pop("placeholder", None)


class SignIn(LoginForm):
    """Asks for address and password; `own_sign_in` names the agency's OpenID Connect when there is one."""

    @property
    def own_sign_in(self) -> str:
        return str(settings.OIDC_NAME) if settings.SOCIALACCOUNT_PROVIDERS else ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, login=EMAIL, password=("Kata sandi", ""))


class ChangePassword(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, oldpassword=OLD, password1=NEW, password2=AGAIN)


class AskForNewPassword(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, email=EMAIL)


class NewPassword(ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, password1=NEW, password2=AGAIN)


class PasswordAgain(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, password=("Kata sandi", ""))


class EnterCode(AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, code=CODE_OR_RECOVERY)


class CodeAgain(ReauthenticateByCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, code=CODE_OR_RECOVERY)


class ActivateTotp(ActivateTOTPForm):
    """The set-up form: entering the first right code is also this session's second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, code=CODE)

    def clean_code(self) -> str:
        code: str = super().clean_code()
        record_authentication(allauth_context.request, self.user, "mfa", type="totp")
        return code
