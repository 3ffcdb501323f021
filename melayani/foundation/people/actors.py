"""Who acts: an officer with memberships, a citizen known by a session or a proven contact, another system's key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from melayani.foundation.people.rules import SEES_PERSONAL_DATA, Role

if TYPE_CHECKING:
    from melayani.foundation.organisations.models import Organisation
    from melayani.foundation.people.models import ApiKey, Membership, Person


@dataclass(frozen=True)
class Officer:
    """A person with the memberships that are current now, each with its organisation loaded."""

    person: Person
    memberships: Sequence[Membership]
    kind: str = "officer"

    @property
    def id(self) -> str:
        return str(self.person.pk)

    @property
    def person_id(self) -> int | None:
        return self.person.pk

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def organisations(self) -> list[Organisation]:
        """The organisations of the memberships, each once, in the order of the tree."""
        found = {membership.organisation_id: membership.organisation for membership in self.memberships}
        return sorted(found.values(), key=lambda organisation: organisation.path)

    @property
    def roles(self) -> frozenset[str]:
        own = {membership.role for membership in self.memberships}
        return frozenset(own | {Role.ADMINISTRATOR.value} if self.person.is_superuser else own)

    @property
    def sees_personal_data(self) -> bool:
        return not self.roles.isdisjoint(SEES_PERSONAL_DATA)

    def holds(self, role: str, organisation: Organisation | None) -> bool:
        """Whether the officer has `role` at `organisation` or above it. A superuser is administrator everywhere and
        nothing else: no case role comes with it."""
        if role == Role.ADMINISTRATOR and self.person.is_superuser:
            return True
        return organisation is not None and any(
            membership.role == role and organisation.path.startswith(membership.organisation.path)
            for membership in self.memberships
        )

    def holds_any(self, roles: Sequence[str] | frozenset[str], organisation: Organisation | None) -> bool:
        return any(self.holds(role, organisation) for role in roles)

    def reach(self, *roles: str) -> list[str]:
        """Paths of the tree at and below which the officer has one of `roles` (without roles: any); outermost only.

        A superuser reaches the whole tree as administrator: the empty path, which every path starts with.
        """
        if self.person.is_superuser and (not roles or Role.ADMINISTRATOR in roles):
            return [""]
        paths = {m.organisation.path for m in self.memberships if not roles or m.role in roles}
        return sorted(path for path in paths if not any(path != other and path.startswith(other) for other in paths))


@dataclass(frozen=True)
class Citizen:
    """Somebody at a public page. `token` is bound to the session and made at the first POST; "" before that.

    `contact_id` is the contact proven by a one-time code in this session within the last 30 minutes.
    """

    token: str = ""
    contact_id: int | None = None
    kind: str = "citizen"
    person_id: int | None = None

    @property
    def id(self) -> str:
        """The session's token, or the contact where there is no session (a message that came in)."""
        return self.token or (f"contact-{self.contact_id}" if self.contact_id else "")

    def holds(self, role: str, organisation: Organisation | None) -> bool:
        return False


@dataclass(frozen=True)
class ApiClient:
    """Another system, by its key; the key's organisation answers for it."""

    key: ApiKey
    kind: str = "api"
    person_id: int | None = None

    @property
    def id(self) -> str:
        return self.key.prefix

    @property
    def organisation(self) -> Organisation:
        return self.key.organisation

    def has_scope(self, scope: str) -> bool:
        return scope in self.key.scopes

    def holds(self, role: str, organisation: Organisation | None) -> bool:
        return False
