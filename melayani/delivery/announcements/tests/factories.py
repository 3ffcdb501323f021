"""Announcements in the situations that tests need."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from melayani.delivery.announcements import actions, rules
from melayani.delivery.announcements.models import Announcement, Subscription
from melayani.delivery.announcements.rules import Words
from melayani.foundation.audit import SYSTEM
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Citizen
from tests.remembered import remembered

TITLE = "Loket tutup pada hari Selasa"
CITIZEN = Citizen(token="pengikut")


def given(now: datetime, **over: Any) -> actions.Given:
    """A closure that begins now and ends in three days, with words in both languages."""
    told: dict[str, Any] = {
        "words": Words(
            TITLE, "Gedung diperbaiki.\n\nPengajuan daring tetap buka.", "Counters closed on Tuesday", "Repairs."
        ),
        "kind": "closure",
        "severity": rules.WARN,
        "valid_from": now,
        "valid_until": now + timedelta(days=3),
    }
    return actions.Given(**{**told, **over})


@remembered
def draft(office: Organisation, *, now: datetime, **over: Any) -> Announcement:
    """Only written so far."""
    return actions.draft_announcement(actor=SYSTEM, organisation=office, given=given(now, **over), now=now)


@remembered
def published(office: Organisation, *, now: datetime, **over: Any) -> Announcement:
    """Public since `now`."""
    return actions.publish_announcement(actor=SYSTEM, announcement=draft(office, now=now, **over), now=now)


@remembered
def withdrawn(office: Organisation, *, now: datetime, **over: Any) -> Announcement:
    """Public once, taken back."""
    row = published(office, now=now, **over)
    return actions.withdraw_announcement(actor=SYSTEM, announcement=row, reason="Batal tutup", now=now)


def follower(about: Any, *, now: datetime, number: int = 1, **over: Any) -> Subscription:
    """Somebody with an e-mail address who follows `about`."""
    contact = keep_contact(email=f"pengikut{number}@contoh.id", now=now, **over)
    return actions.follow(actor=CITIZEN, contact=contact, about=about, words="Kabari saya.", now=now)
