"""Officers, memberships and roles, sign-in, one-time codes, API keys, idempotency rows."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from melayani.foundation.people.actors import ApiClient as ApiClient
    from melayani.foundation.people.actors import Citizen as Citizen
    from melayani.foundation.people.actors import Officer as Officer
    from melayani.foundation.people.calling import Caller as Caller
    from melayani.foundation.people.calling import caller_of as caller_of
    from melayani.foundation.people.calling import remember_caller as remember_caller
    from melayani.foundation.people.guards import CitizenRequest as CitizenRequest
    from melayani.foundation.people.guards import OfficerRequest as OfficerRequest
    from melayani.foundation.people.guards import officer_page as officer_page
    from melayani.foundation.people.guards import public_page as public_page
    from melayani.foundation.people.memory import kept as kept
    from melayani.foundation.people.pace import Booklet as Booklet
    from melayani.foundation.people.pace import ReadCounter as ReadCounter
    from melayani.foundation.people.proving import contact_typed as contact_typed
    from melayani.foundation.people.proving import prove as prove
    from melayani.foundation.people.rules import SEES_PERSONAL_DATA as SEES_PERSONAL_DATA
    from melayani.foundation.people.rules import Role as Role
    from melayani.foundation.people.sessions import address_of as address_of
    from melayani.foundation.people.sessions import network_of as network_of
    from melayani.foundation.people.sessions import officer_of as officer_of
    from melayani.foundation.people.sessions import remember_proof as remember_proof
    from melayani.foundation.people.telling import nearest_officers as nearest_officers
    from melayani.foundation.people.telling import tell_officers as tell_officers

_HOME = {
    "ApiClient": "actors",
    "Booklet": "pace",
    "Caller": "calling",
    "Citizen": "actors",
    "CitizenRequest": "guards",
    "Officer": "actors",
    "OfficerRequest": "guards",
    "ReadCounter": "pace",
    "Role": "rules",
    "SEES_PERSONAL_DATA": "rules",
    "address_of": "sessions",
    "caller_of": "calling",
    "contact_typed": "proving",
    "kept": "memory",
    "nearest_officers": "telling",
    "network_of": "sessions",
    "officer_of": "sessions",
    "officer_page": "guards",
    "prove": "proving",
    "public_page": "guards",
    "remember_caller": "calling",
    "remember_proof": "sessions",
    "tell_officers": "telling",
}
_PARTS = frozenset({"chat_alerts", "letters", "mornings"})
__all__ = [  # noqa: F822 (parts of the package, given by __getattr__)
    "SEES_PERSONAL_DATA",
    "ApiClient",
    "Booklet",
    "Caller",
    "Citizen",
    "CitizenRequest",
    "Officer",
    "OfficerRequest",
    "ReadCounter",
    "Role",
    "address_of",
    "caller_of",
    "chat_alerts",
    "contact_typed",
    "kept",
    "letters",
    "mornings",
    "nearest_officers",
    "network_of",
    "officer_of",
    "officer_page",
    "prove",
    "public_page",
    "remember_caller",
    "remember_proof",
    "tell_officers",
]


def __getattr__(name: str) -> object:
    """Give each public name on first use, so that importing the package needs no ready app registry."""
    if name in _PARTS:
        return import_module(f"{__name__}.{name}")
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(name)
