"""Who calls: another system by its `api_key` (or as a bearer), or anybody. Only a POST needs a key."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from melayani.entrances.open311.parameters import text
from melayani.entrances.open311.refusals import forbidden
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import ApiClient
from melayani.foundation.people.queries import client_for_key

SCOPE = "complaints:write"
NO_KEY = "api_key: Kirim kunci API. Administrator instansi membuatnya di /kantor/."
WRONG_KEY = "api_key: Kunci ini tidak dikenal atau sudah dicabut."
NO_SCOPE = f"api_key: Kunci ini tidak memiliki izin {SCOPE}."
ELSEWHERE = "api_key: Kunci ini milik instansi lain dan tidak berlaku untuk instansi yang dituju."


def caller_of(request: HttpRequest, given: QueryDict, *, demanded: bool = False) -> ApiClient | None:
    """The client behind the key of this request; None without a key unless one is `demanded`.

    Raises 403 for a missing one, a wrong one, and one that may not send complaints.
    """
    plain = text(given, "api_key") or _bearer(request)
    if not plain:
        if demanded:
            raise forbidden(NO_KEY)
        return None
    caller = client_for_key(plain) if plain.isascii() else None
    if caller is None:
        raise forbidden(WRONG_KEY)
    if not caller.has_scope(SCOPE):
        raise forbidden(NO_SCOPE)
    return caller


def reaches(caller: ApiClient | None, agency: Organisation) -> bool:
    """Whether the key's organisation stands at or above `agency`."""
    return caller is not None and agency.path.startswith(caller.organisation.path)


def demand_reach(caller: ApiClient | None, agency: Organisation) -> None:
    if not reaches(caller, agency):
        raise forbidden(ELSEWHERE)


def _bearer(request: HttpRequest) -> str:
    scheme, _, plain = request.headers.get("Authorization", "").partition(" ")
    return plain.strip() if scheme.lower() == "bearer" else ""
