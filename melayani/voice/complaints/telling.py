"""Who hears what of a case: the reporter, the officers in charge; and a case lifted above the unit it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from melayani.foundation.people import Role
from melayani.voice.complaints import access, case, routing, rules
from melayani.voice.complaints.models import Complaint
from melayani.voice.complaints.rules import filing

HEARD = "officer_heard"
IN_CHARGE = (Role.LIAISON, Role.HEAD)
CLASS_WORDS: dict[str, Promise] = {
    filing.OVERSIGHT: _("pengaduan tentang dugaan penyimpangan (berkadar pengawasan)"),
    filing.NON_OVERSIGHT: _("pengaduan pelayanan (tidak berkadar pengawasan)"),
    filing.ASPIRATION: _("aspirasi"),
    filing.INFORMATION_QUESTION: _("permintaan informasi"),
}


def class_words(row: Complaint) -> Promise:
    """The class as the reporter reads it."""
    return CLASS_WORDS[row.complaint_class]


def promise(row: Complaint) -> datetime | None:
    """By when the reporter gets an answer: after a contest the renewed clock, before it the limit of the class."""
    return row.follow_up_due_at if row.round > 1 else row.due_at


def in_charge(row: Complaint, what: str, *, now: datetime, **context: Any) -> int:
    """Tell the officers of the unit that holds the case, or those above who stand in; return how many."""
    people = routing.recipients(row, row.organisation, now, IN_CHARGE)
    return case.tell_officers(row, what, people, now=now, **context)


def heard(row: Complaint, news: str, *, now: datetime) -> int:
    """Tell the officers in charge what the reporter did (completed, replied, contested, confirmed, withdrew)."""
    due = promise(row) if news in ("completed", "contested") else None
    return in_charge(row, HEARD, now=now, news=news, due_at=due)


def lifted_up(row: Complaint, *, now: datetime) -> int:
    """Tell the officers of the organisation that now decides about a guarded case; return how many."""
    people = routing.recipients(row, row.coordinator, now, IN_CHARGE)
    return case.tell_officers(row, "officer_lifted", people, now=now)


def lifted(row: Complaint, now: datetime) -> dict[str, Any]:
    """The columns that pull a guarded case above the organisation it is about; empty when it stands right.

    Raises InputRefused when nobody stands above.
    """
    stays = access.may_hold(row, row.coordinator) and access.may_hold(row, row.organisation)
    if stays:
        return {}
    above = row.coordinator
    if not access.may_hold(row, above):
        above = routing.coordinator_for(about=row.about, region=row.region, guarded=True, now=now)
    holder = row.organisation if access.may_hold(row, row.organisation) else above
    return {"coordinator": above, "organisation": holder}


def words(text: str, *, what: str, most: int = rules.REASON_MAX) -> str:
    """`text` as it is kept; raises ActionRefused when it is empty or longer than `most`."""
    whole = rules.clean(text)
    if not whole:
        raise rules.ActionRefused(f"Tulis {what} dahulu.")
    if len(whole) > most:
        raise rules.ActionRefused(f"{what[:1].upper()}{what[1:]} paling panjang {most:,} huruf.".replace(",", "."))
    return whole


def listed(texts: Sequence[str]) -> str:
    """a, b dan c."""
    head, last = ", ".join(texts[:-1]), texts[-1]
    return f"{head} dan {last}" if head else last
