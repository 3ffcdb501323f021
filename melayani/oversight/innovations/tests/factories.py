"""Innovations in the situations that tests need."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.models import Organisation
from melayani.oversight.innovations import actions, rules
from melayani.oversight.innovations.actions.checking import Look
from melayani.oversight.innovations.actions.describing import Description
from melayani.oversight.innovations.models import Innovation
from tests.remembered import remembered

TITLE = "Antar Dokumen ke Desa"
LONG = "Warga desa menunggu dua hari di jalan untuk satu lembar surat, padahal berkasnya sudah selesai di kantor. "


def description(**over: Any) -> Description:
    """A complete description of an innovation in use since January 2023."""
    told: dict[str, Any] = {
        "title": TITLE,
        "summary": "Petugas mengantar dokumen yang sudah jadi ke kantor desa setiap Rabu.",
        "initiators": "Bidang pelayanan",
        "phase": rules.DEVELOPMENT,
        "trial_from": date(2022, 9, 1),
        "used_from": date(2023, 1, 2),
        "legal_state": rules.IN_FORCE,
        "legal_basis": "SK Kepala Dinas 12/2023",
        "resources": ["budget", "staff"],
        "goals": [16],
        "answers": {key: LONG * 2 for key in ("background", "novelty_stages", "evaluation")},
        "criteria": {key: "Terbukti dalam catatan kantor." for key in rules.CRITERIA},
    }
    return Description(**{**told, **over})


@remembered
def draft(unit: Organisation, *, now: datetime, title: str = TITLE) -> Innovation:
    """Only a title so far."""
    return actions.start_innovation(actor=SYSTEM, organisation=unit, title=title, now=now)


@remembered
def described(unit: Organisation, *, now: datetime, **over: Any) -> Innovation:
    """A complete draft."""
    row = draft(unit, now=now, title=over.get("title", TITLE))
    return actions.describe_innovation(actor=SYSTEM, innovation=row, given=description(**over), now=now)


@remembered
def submitted(unit: Organisation, *, now: datetime, **over: Any) -> Innovation:
    """Waiting for the bureau."""
    return actions.submit_innovation(actor=SYSTEM, innovation=described(unit, now=now, **over), now=now)


@remembered
def published(unit: Organisation, *, now: datetime, **over: Any) -> Innovation:
    """In the library."""
    return actions.publish_innovation(actor=SYSTEM, innovation=submitted(unit, now=now, **over), now=now)


def look(found: str = rules.RUNNING, **over: Any) -> Look:
    told: dict[str, Any] = {"found": found, "owner": "Bidang pelayanan", "evidence": "Buku antar bulan lalu"}
    if found == rules.STOPPED:
        told["reason"] = "management"
    return Look(**{**told, **over})


@remembered
def looked_at(unit: Organisation, *, now: datetime, found: str = rules.RUNNING, days_ago: int = 0) -> Innovation:
    """Published, and looked at some days ago."""
    row = published(unit, now=now - timedelta(days=days_ago + 1))
    day = (now - timedelta(days=days_ago)).astimezone(unit.zone).date()
    actions.check_sustainability(actor=SYSTEM, innovation=row, look=look(found), checked_on=day, now=now)
    row.refresh_from_db()
    return row
