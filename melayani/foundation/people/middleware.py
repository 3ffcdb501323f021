"""Sign-in by default, and the actor on each request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from melayani.foundation.people.sessions import citizen_of, officer_of

OPEN_PREFIXES = ("/api/",)  # the API knows its callers by key, not by session


class LoginRequired(LoginRequiredMiddleware):
    """Every page asks for a sign-in unless it is marked public (`public_page`), or belongs to the API."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        # the mark of an open page is asked before the session: such a page need not differ from cookie to cookie
        if request.path.startswith(OPEN_PREFIXES) or not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class AttachActor:
    """Give each request `citizen` and `officer`, read at first use: a page that asks neither costs no query.

    `request.officer` outside `officer_page` is falsy when nobody is signed in; use `officer_of(request)` for None.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        vars(request)["citizen"] = SimpleLazyObject(lambda: citizen_of(request))
        vars(request)["officer"] = SimpleLazyObject(lambda: officer_of(request))
        return self.get_response(request)
