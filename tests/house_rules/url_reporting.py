"""What the addresses of condition reports name, who may open them, and what the rightful send."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from melayani.delivery.applications.tests.factories import photo as paper
from melayani.foundation.attachments.actions import store
from melayani.foundation.attachments.tests.factories import photo, upload
from melayani.foundation.audit import SYSTEM
from melayani.foundation.people.tests.factories import World
from melayani.oversight.reporting import actions
from melayani.oversight.reporting.models import Report
from melayani.oversight.reporting.tests.factories import region

NAMES = ("reporting_office",)
# columns as in url_table
TABLE = """
reporting_office:mine                   in  in  in 404 404 200 404 200 200  |  in  in 405 405
reporting_office:report                 in  in  in 404 404 200 404 200 404  |  in  in 404 404
reporting_office:send                   in  in  in 404 404  to 404 404 404  |  in  in 404 404
reporting_office:refresh                in  in  in 404 404  to 404 404 404  |  in  in 404 404
reporting_office:add_entry              in  in  in 404 404 200 404 404 404  |  in  in 404 404
reporting_office:remove_entry           in  in  in 404 404  to 404 404 404  |  in  in 404 404
reporting_office:evidence               in  in  in 404 404 200 404 404 404  |  in  in 404 404
reporting_office:evidence_file          in  in  in 404 404 200 404 200 404  |  in  in 405 405
reporting_office:remove_evidence        in  in  in 404 404 405 404 404 405  |  in  in 404 404
reporting_office:point                  in  in  in 404 404  to 404 404 404  |  in  in 404 404
reporting_office:act                    in  in  in 404 404 404 404  to 404  |  in  in 404 404
reporting_office:figures                in  in  in 404 404 200 404 200 200  |  in  in 405 405
reporting_office:figures_xlsx           in  in  in 404 404 200 404 200 200  |  in  in 405 405
reporting_office:figures_pdf            in  in  in 404 404 200 404 200 200  |  in  in 405 405
reporting_office:trend                  in  in  in 404 404 200 404 200 200  |  in  in 405 405
reporting_office:completeness           in  in  in 404 404 200 404 200 200  |  in  in 405 405
reporting_office:constraints            in  in  in 404 404 200 404 200 200  |  in  in 405 405
reporting_office:overcome               in  in  in 404 404 200 404 200 200  |  in  in 405 405
reporting_office:published              in  in  in 404 404 200 404 200 200  |  in  in 405 405
reporting_office:campaigns              in  in  in 404 404 200 404 200 200  |  in  in 405 405
reporting_office:new_campaign           in  in  in 404 404 404 404 200 200  |  in  in 422 422
reporting_office:campaign               in  in  in 404 404 200 404 200 404  |  in  in 405 405
reporting_office:call                   in  in  in 404 404 404 404 200 404  |  in  in 422 404
reporting_office:meetings               in  in  in 404 404 200 404 200 200  |  in  in 405 405
reporting_office:meeting                in  in  in 404 404 200 404 200 404  |  in  in 405 405
reporting_office:note_meeting           in  in  in 404 404 404 404  to 404  |  in  in  to 404
reporting_office:agree                  in  in  in 404 404 404 404  to 404  |  in  in 422 404
reporting_office:slides                 in  in  in 404 404 200 404 200 404  |  in  in 405 405
reporting_office:slides_pdf             in  in  in 404 404 200 404 200 404  |  in  in 405 405
list_reports                           200 200 200 200 200 200 200 200 200  | 405 405 405 405
"""
API = {"list_reports": "/api/v1/reports"}
# the ministry, which the table counts among strangers, judges and calls meetings: the module's own tests do it
TAKES_NOTHING = {
    "reporting_office:act",
    "reporting_office:call",
    "reporting_office:note_meeting",
    "reporting_office:agree",
    "reporting_office:campaign",
}


def build(things: dict[str, Any], world: World, now: datetime) -> None:
    """A report of the registry of Bontang that is being written, asked for by its city, with a note and a point."""
    world.bontang_city.region = region("64.74", "Kota Bontang", region("64", "Kalimantan Timur"))
    world.bontang_city.save(update_fields=["region"])
    first = (now.date().replace(day=1) - timedelta(days=1)).replace(day=1)
    given: dict[str, Any] = {"actor": SYSTEM, "now": now}
    campaign = actions.start_campaign(
        asked_by=world.bontang_city,
        title="Laporan",
        template="monthly",
        since=first,
        due_days=80,
        places=[world.bontang],
        **given,
    )
    actions.open_rounds(now=now)
    report = Report.objects.select_related("round__campaign", "organisation").get(round__campaign=campaign)
    things["report entry"] = actions.add_entry(
        report=report, kind="constraint", code="staff", text="Petugas kurang.", **given
    )
    head = world.bontang_head
    things["report file"] = store(upload=upload(photo(), "loket.jpg"), actor=head, now=now)
    actions.add_evidence(actor=head, report=report, file=things["report file"].pk, title="Loket", now=now)
    meeting = things["meeting"] = actions.call_meeting(
        one=report.round, title="Ngulik", starts_at=now, order=[world.bontang], **given
    )
    due = now.date() + timedelta(days=9)
    things["point"] = actions.agree(
        meeting=meeting, organisation=world.bontang, text="Tambah loket.", due_on=due, **given
    )
    things["report"] = report


def argument(things: Mapping[str, Any], name: str, parameter: str) -> object:
    """What stands in the address for `parameter`."""
    page, report = name.split(":")[1], things["report"]
    if parameter == "pk":
        if page in ("campaign", "call"):
            return report.round.campaign_id
        return things["meeting"].pk if page in ("meeting", "note_meeting", "agree") else report.pk
    if parameter == "code":
        return "staff" if page == "overcome" else "64.74"
    month = f"{report.starts_on:%Y-%m}"
    known: dict[str, object] = {"file": things["report file"].pk}
    known |= {"entry": things["report entry"].pk, "point": things["point"].pk, "one": report.round_id, "month": month}
    return {**known, "verb": "kembalikan"}[parameter]


def deeds() -> dict[str, tuple[str, dict[str, Any]]]:
    """Each address that takes something: who may send it, and what."""
    typed = {"value_visits": "12", "value_operating_mode": "open"}
    note = {"kind": "strategy", "code": "staff", "text": "Petugas dipinjam dari gerai lain.", "outcome": "helps"}
    return {
        "reporting_office:report": ("head", typed),
        "reporting_office:send": ("head", typed),
        "reporting_office:refresh": ("head", {}),
        "reporting_office:add_entry": ("head", note),
        "reporting_office:remove_entry": ("head", {}),
        "reporting_office:evidence": ("head", {"title": "Loket", "paper": paper}),
        "reporting_office:remove_evidence": ("head", {}),
        "reporting_office:point": ("head", {"answer": "Sudah dimulai."}),
    }
