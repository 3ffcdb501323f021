"""Who calls: another system by its key, or anybody. Read once per request."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from melayani.entrances.api.problems import Problem, unauthorized
from melayani.foundation.people import ApiClient, network_of
from melayani.foundation.people.queries import client_for_key

CALLER = "_melayani_api_caller"


def caller_of(request: HttpRequest) -> ApiClient | None:
    """The client behind the key of this request; None without a key. Raises Problem `unauthorized` for a wrong one."""
    if not hasattr(request, CALLER):
        setattr(request, CALLER, _read(request))
    return cast("ApiClient | None", getattr(request, CALLER))


def name_of(request: HttpRequest) -> str:
    """What limits are counted by: the key, else the network that the request came from."""
    caller = caller_of(request)
    return f"key:{caller.id}" if caller else f"address:{network_of(request)}"


def _read(request: HttpRequest) -> ApiClient | None:
    header = request.headers.get("Authorization", "")
    if not header:
        return None
    scheme, _, plain = header.partition(" ")
    client = client_for_key(plain.strip()) if scheme.lower() == "bearer" and plain.isascii() else None
    if client is None:
        raise unauthorized("Kunci API ini tidak dikenal atau sudah dicabut.")
    return client


class ApiKey(HttpBearer):
    """A key that carries `scope`."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiClient | None:
        caller = caller_of(request)
        if caller and not caller.has_scope(self.scope):
            raise Problem("scope_missing", f"Izin yang diperlukan: {self.scope}.")
        return caller
