"""Sign-ins of the demonstration. They exist only in a database that is marked as one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.foundation.people.models import Membership, Person
from melayani.foundation.people.queries import officer_for
from melayani.foundation.people.rules import Role

SHARED_WORD = "contoh-melayani"  # shown to everybody who starts the demonstration
DOMAIN = "contoh.example"


@dataclass(frozen=True)
class SignIn:
    """One account: its address is also its name on the sign-in page."""

    email: str
    name: str
    roles: tuple[Role, ...]
    what_for: str


def registry_sign_ins(place: str) -> tuple[SignIn, ...]:
    """The three standing people of a civil registry."""
    name = place.title()
    return (
        SignIn(
            f"petugas.{place}@{DOMAIN}",
            f"Contoh Petugas {name}",
            (Role.COUNTER, Role.PROCESSOR),
            "memeriksa berkas, mencatat permohonan di loket",
        ),
        SignIn(
            f"penandatangan.{place}@{DOMAIN}",
            f"Contoh Penandatangan {name}",
            (Role.APPROVER,),
            "memutuskan dan menerbitkan",
        ),
        SignIn(f"kepala.{place}@{DOMAIN}", f"Contoh Kepala {name}", (Role.HEAD,), "beban kerja, jam, pembatasan"),
    )


CENTRAL = (
    SignIn(f"kementerian@{DOMAIN}", "Contoh Kementerian", (Role.MINISTRY, Role.AUDITOR), "melihat semua daerah"),
    SignIn(f"pengelola@{DOMAIN}", "Contoh Pengelola", (Role.ADMINISTRATOR,), "orang, peran, kunci API"),
)


def make(sign_in: SignIn, organisation: Organisation, *, hashed: str, since: datetime) -> Officer:
    """The person with the roles at `organisation`; an existing one stays as it is. `hashed` is the password's hash."""
    person, fresh = Person.objects.get_or_create(
        email=sign_in.email, defaults={"name": sign_in.name, "password": hashed}
    )
    if fresh:
        for role in sign_in.roles:
            Membership.objects.create(person=person, organisation=organisation, role=role, since=since)
    return officer_for(person, since)


def officer_by_email(email: str) -> Officer:
    """The officer of a sign-in that was made before."""
    return officer_for(Person.objects.get(email=email), timezone.now())
