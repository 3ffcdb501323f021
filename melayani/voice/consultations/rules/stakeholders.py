"""The five kinds of public, the quota of seats, and how far invitations and attendance fill it. Plain Python.

The five kinds come from the regulation on forums (facts: PermenPANRB 16/2017). A quota is the office's own plan: it
guides, it never turns anybody away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

USERS, EXPERTS, AGENCIES, CSO, MEDIA = "users", "experts", "agencies", "cso", "media"
VULNERABLE = "vulnerable"  # not a sixth kind: a person of any kind may speak for a vulnerable group
KINDS: dict[str, str] = {
    USERS: "Pengguna layanan",
    EXPERTS: "Ahli, praktisi, akademisi",
    AGENCIES: "Instansi terkait",
    CSO: "Organisasi masyarakat sipil",
    MEDIA: "Media massa",
}
SEATS_MAX = 500


@dataclass(frozen=True)
class Guest:
    """One invitation or one attendance, as far as the quota is concerned. `state` is empty for an attendance."""

    kind: str
    vulnerable: bool = False
    state: str = ""


@dataclass(frozen=True)
class Seats:
    """One line of the quota: how many are wanted, invited, accepted, came."""

    key: str
    label: str
    wanted: int
    invited: int
    accepted: int
    attended: int

    @property
    def missing(self) -> int:
        """Seats for which nobody has been invited who did not decline."""
        return max(0, self.wanted - self.invited)

    @property
    def is_filled(self) -> bool:
        return self.attended >= self.wanted


def quota(wanted: Mapping[str, int], invitations: Iterable[Guest], attendances: Iterable[Guest]) -> list[Seats]:
    """The five kinds in their order, then the vulnerable groups; who declined does not count as invited."""
    invited = [guest for guest in invitations if guest.state != "declined"]
    came = list(attendances)
    return [_line(key, label, wanted.get(key, 0), invited, came) for key, label in {**KINDS, **EXTRA}.items()]


EXTRA = {VULNERABLE: "Kelompok rentan (dari unsur mana pun)"}


def kinds_present(guests: Iterable[Guest]) -> int:
    """How many of the five kinds are among the guests (0 to 5), as PEKPPP counts them."""
    return len({guest.kind for guest in guests} & KINDS.keys())


def quota_problem(wanted: Mapping[str, int]) -> str:
    """What is wrong with a quota, or an empty text."""
    if set(wanted) - KINDS.keys() - EXTRA.keys():
        return "Kuota memuat unsur yang tidak dikenal."
    if any(not 0 <= seats <= SEATS_MAX for seats in wanted.values()):
        return f"Jumlah kursi tiap unsur antara 0 dan {SEATS_MAX}."
    if wanted.get(VULNERABLE, 0) > sum(seats for key, seats in wanted.items() if key in KINDS):
        return "Kursi kelompok rentan termasuk dalam kursi kelima unsur, jadi tidak boleh lebih banyak."
    return ""


def _line(key: str, label: str, wanted: int, invited: list[Guest], came: list[Guest]) -> Seats:
    mine = [guest for guest in invited if _belongs(guest, key)]
    return Seats(
        key=key,
        label=label,
        wanted=wanted,
        invited=len(mine),
        accepted=sum(guest.state == "accepted" for guest in mine),
        attended=sum(_belongs(guest, key) for guest in came),
    )


def _belongs(guest: Guest, key: str) -> bool:
    return guest.vulnerable if key == VULNERABLE else guest.kind == key
