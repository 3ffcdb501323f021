"""Which organisation receives a report, and who there is told. No wrong door: a report is passed on, not refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext

from melayani.foundation.organisations.models import Organisation, Region
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.models import Membership, Person
from melayani.voice.complaints import access, rules
from melayani.voice.complaints.models import Complaint

GOVERNMENTS = ("city", "regency", "province", "ministry")
TELL = (Role.LIAISON, Role.HEAD, Role.BUREAU)  # the first role that somebody holds is told
TOLD_AT_MOST = 20


def coordinator_for(*, about: Organisation | None, region: Region | None, guarded: bool, now: datetime) -> Organisation:
    """The organisation that receives a report: the nearest open one at or above `about` with a liaison officer.

    A report about misconduct goes above `about`. Without a target it is the government of the region, then the root of
    the installation. Raises InputRefused when nobody stands above, or when a place must be named first.
    """
    line = ancestors_and_self(about) if about else _line_of(region)
    above = [one for one in line if not (guarded and about and one.pk == about.pk)]
    open_ones = [one for one in above if one.is_open_on(now.astimezone(one.zone).date())]
    if not open_ones:
        raise rules.InputRefused({"about": _nobody_above(about)})
    staffed = _with_role(open_ones, Role.LIAISON, now)
    nearest = next((one for one in reversed(open_ones) if one.pk in staffed), None)
    if nearest is None and about is None and region is None:
        raise rules.InputRefused({"region": gettext("Pilih kabupaten, kota atau instansi yang Anda laporkan.")})
    return nearest or next((one for one in open_ones if one.kind in GOVERNMENTS[:3]), open_ones[0])


def open_or_above(organisation: Organisation, day: date) -> Organisation | None:
    """The organisation itself, or the nearest open one above when it is closed; None when all are closed."""
    if organisation.is_open_on(day):
        return organisation
    return next((one for one in reversed(ancestors_and_self(organisation)) if one.is_open_on(day)), None)


def recipients(
    complaint: Complaint, organisation: Organisation, now: datetime, roles: Sequence[str] = TELL
) -> list[Officer]:
    """Who is told at `organisation`: its liaison officers, or who stands in for them; never those it is hidden from.

    Of several organisations above without such officers the nearest with one is taken, so that each report has a
    person who knows of it.
    """
    line = ancestors_and_self(organisation)
    rows = Membership.objects.current(now).filter(organisation__in=line, role__in=roles, person__is_active=True)
    posts = list(rows.select_related("organisation", "person").order_by("person_id")[:1000])
    for place in reversed(line):
        for role in roles:
            found = [post.person for post in posts if (post.organisation_id, post.role) == (place.pk, role)]
            if told := access.without_hidden(_officers(found, now), complaint):
                return told[:TOLD_AT_MOST]
    return []


def officers_with(role: str, organisation: Organisation, complaint: Complaint, now: datetime) -> list[Officer]:
    """Those who hold `role` at this very organisation and may be told of the case."""
    rows = Membership.objects.current(now).filter(organisation=organisation, role=role, person__is_active=True)
    people = [post.person for post in rows.select_related("person").order_by("person_id")[:TOLD_AT_MOST]]
    return access.without_hidden(_officers(people, now), complaint)


def _officers(people: Iterable[Person], now: datetime) -> list[Officer]:
    """The people as actors with all their posts: a post elsewhere may hide a case from them. One query."""
    chosen = {person.pk: person for person in people}
    if not chosen:
        return []
    posts: dict[int, list[Membership]] = {pk: [] for pk in chosen}
    for post in Membership.objects.current(now).filter(person__in=chosen).select_related("organisation"):
        posts[post.person_id].append(post)
    return [Officer(person=person, memberships=tuple(posts[pk])) for pk, person in chosen.items()]


def _line_of(region: Region | None) -> list[Organisation]:
    """From the root down to the government of the region (or the nearest region around it); else the root alone."""
    if region is not None:
        parts = region.code.split(".")
        codes = [".".join(parts[:size]) for size in range(len(parts), 0, -1)]
        rows = Organisation.objects.filter(region__in=codes, kind__in=GOVERNMENTS)
        found = sorted(rows, key=lambda one: (codes.index(str(one.region_id)), len(one.path)))
        if found:
            return ancestors_and_self(found[0])
    root = Organisation.objects.filter(depth=1).order_by("path").first()
    return [root] if root else []


def _with_role(organisations: Sequence[Organisation], role: str, now: datetime) -> set[int]:
    rows = Membership.objects.current(now).filter(organisation__in=organisations, role=role, person__is_active=True)
    return set(rows.values_list("organisation_id", flat=True))


def _nobody_above(about: Organisation | None) -> str:
    if about is None:
        return gettext("Pilih instansi yang Anda laporkan.")
    words = gettext(
        "Tidak ada instansi di atas %(name)s yang dapat menerima laporan ini di sini. "
        "Sampaikan lewat lapor.go.id atau ke Ombudsman (telepon 137)."
    )
    return words % {"name": about.name}
