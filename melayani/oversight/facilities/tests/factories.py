"""Findings, improvements and reports at a place, named by their situation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.oversight.facilities import actions
from melayani.oversight.facilities.actions import Finding
from melayani.oversight.facilities.models import FacilityCheck, Improvement, MismatchReport


def looked(actor: Actor, place: Organisation, now: datetime, *findings: Finding, **given: Any) -> list[FacilityCheck]:
    """A walk through the special items on the day of `now`."""
    told: dict[str, Any] = {"section": "special", "checked_on": now.astimezone(place.zone).date()} | given
    return actions.record_check(actor=actor, organisation=place, findings=findings, now=now, **told)


def planned(officer: Officer, place: Organisation, now: datetime, item: str = "ramp", **given: Any) -> Improvement:
    """An improvement of an item that was found missing, due in ten days."""
    looked(officer, place, now, Finding(item, "not_met"))
    day: date = now.astimezone(place.zone).date() + timedelta(days=10)
    told: dict[str, Any] = {"plan": "Bangun ram.", "owner": officer.person, "deadline": day} | given
    return actions.plan_improvement(actor=officer, organisation=place, item=item, now=now, **told)


def reported(actor: Actor, place: Organisation, now: datetime, item: str = "ramp", **given: Any) -> MismatchReport:
    """A citizen's report about an item that was checked before."""
    told = {"text": "Ram terhalang motor parkir.", "network": "192.0.2.1"} | given
    return actions.report_mismatch(actor=actor, organisation=place, item=item, now=now, **told)


def picture(name: str = "ram.jpg", colour: str = "teal") -> SimpleUploadedFile:
    """A small photograph."""
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")
