"""Guards of pages: who may open a page at all. What they may see there is for each module's `access`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast, overload
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from melayani.foundation.organisations.queries import is_demonstration
from melayani.foundation.people.actors import Citizen, Officer
from melayani.foundation.people.queries import has_second_factor
from melayani.foundation.people.sessions import officer_of, passed_second_factor

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class CitizenRequest(HttpRequest):
    """A request to a public page."""

    citizen: Citizen


class OfficerRequest(HttpRequest):
    """A request to an office page: `officer` has at least one current role and a second factor where one is needed."""

    officer: Officer


def public_page(view: Callable[Concatenate[CitizenRequest, P], HttpResponseBase]) -> Page[P]:
    """Open the page to everybody; `request.citizen` is read from the session at first use."""

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(cast(CitizenRequest, request), *args, **kwargs)

    return login_not_required(page)


OfficerView = Callable[Concatenate[OfficerRequest, P], HttpResponseBase]


@overload
def officer_page(view: OfficerView[P], /) -> Page[P]: ...


@overload
def officer_page(*, roles: Iterable[str]) -> Callable[[OfficerView[P]], Page[P]]: ...


def officer_page(view: OfficerView[P] | None = None, /, *, roles: Iterable[str] = ()) -> Any:
    """Open the page to officers; with `roles` only to those who have one of them somewhere, for others it is not there.

    Roles that see personal data need a second factor, except in a demonstration database: without one the answer is
    a redirect to the page where it is set up or entered. No browser and no proxy keeps an office page.
    """
    wanted = frozenset(roles)

    def guard(inner: OfficerView[P]) -> Page[P]:
        @wraps(inner)
        def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            officer = officer_of(request)
            if officer is None:
                return render(request, "people/officer/no_role.html", status=403)
            if wanted and wanted.isdisjoint(officer.roles):
                raise Http404
            detour = second_factor_detour(request, officer)
            if detour:
                return detour
            known = cast(OfficerRequest, request)
            known.officer = officer
            answer = inner(known, *args, **kwargs)
            answer.headers.setdefault("Cache-Control", "private, no-store")  # Back shows nothing after the sign-out
            return answer

        return page

    return guard(view) if view is not None else guard


def second_factor_detour(request: HttpRequest, officer: Officer) -> HttpResponseRedirect | None:
    """Where the officer must go first to set up or enter the second factor; None when nothing is missing."""
    if not officer.sees_personal_data or passed_second_factor(request, officer.person):
        return None
    if is_demonstration():
        request.in_demonstration = True  # type: ignore[attr-defined]  # so that the frame need not ask again
        return None
    if has_second_factor(officer.person):
        back = urlencode({"next": request.get_full_path() if request.method == "GET" else "/kantor/"})
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{back}")
    return HttpResponseRedirect(f"{reverse('mfa_activate_totp')}?perlu=1")
