"""Who writes reports, who judges them, who asks for them, who reads them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer, Role
from melayani.oversight.reporting.models import (
    Campaign,
    CampaignQuerySet,
    Evidence,
    Meeting,
    Remark,
    RemarkQuerySet,
    RemarkTotal,
    Report,
    ReportQuerySet,
)

REPORTERS = frozenset({Role.HEAD, Role.MALL_MANAGER})
JUDGES = frozenset({Role.BUREAU, Role.MINISTRY})
READERS = REPORTERS | JUDGES | {Role.AUDITOR}


def may_report(actor: Actor, unit: Organisation) -> bool:
    """The head of the unit or the manager of the mall, at the unit or above."""
    return actor.kind == "system" or any(actor.holds(role, unit) for role in REPORTERS)


def may_judge(actor: Actor, report: Report) -> bool:
    """The organisation bureau or the ministry strictly above the unit; never who sent the report."""
    if actor.kind == "system":
        return True
    above = report.organisation.path[: -report.organisation.steplen]
    if not above or (report.sent_by_id is not None and report.sent_by_id == actor.person_id):
        return False
    return isinstance(actor, Officer) and any(above.startswith(path) for path in actor.reach(*JUDGES))


def may_ask(actor: Actor, organisation: Organisation) -> bool:
    """Who may start a campaign and call a meeting for the units below `organisation`."""
    return actor.kind == "system" or any(actor.holds(role, organisation) for role in JUDGES)


def reports_visible_to(officer: Officer) -> ReportQuerySet:
    """Reports of the officer's own units and of those below them."""
    return Report.objects.within(officer.reach(*READERS))


def sees_all_reports(officer: Officer) -> bool:
    """Whether every report of the country is visible to the officer: a reader at the root of the tree."""
    return any(len(path) <= Organisation.steplen for path in officer.reach(*READERS))


def reports_written_by(officer: Officer) -> ReportQuerySet:
    """Reports that the officer may write."""
    return Report.objects.within(officer.reach(*REPORTERS))


def reports_judged_by(officer: Officer) -> ReportQuerySet:
    """Reports of units below where the officer judges."""
    return Report.objects.within(officer.reach(*JUDGES))


def get_report(officer: Officer, pk: int) -> Report:
    """The report if the officer may read it; raises Http404."""
    rows = reports_visible_to(officer).select_related("round__campaign", "organisation", "sent_by", "judged_by")
    found: Report | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_evidence(report: Report, file: UUID) -> Evidence:
    """The file of a report that the caller has fetched by its own rule; raises Http404."""
    rows = Evidence.objects.filter(report=report, attachment=file).select_related("attachment")
    found: Evidence | None = rows.first()
    if found is None:
        raise Http404
    return found


def entries_visible_to(officer: Officer) -> RemarkQuerySet:
    """What verified reports everywhere say, so that regions learn from one another."""
    return Remark.objects.published() if READERS & officer.roles else Remark.objects.none()


def entry_counts_visible_to(officer: Officer) -> QuerySet[RemarkTotal]:
    """How often verified reports everywhere say it."""
    return RemarkTotal.objects.all() if READERS & officer.roles else RemarkTotal.objects.none()


def sees_unverified(officer: Officer) -> bool:
    """Whether sums may include reports that nobody has verified yet: at the ministry."""
    return Role.MINISTRY in officer.roles


def campaigns_visible_to(officer: Officer) -> CampaignQuerySet:
    """Campaigns that the officer's organisations asked for, and those asked from above them."""
    paths = officer.reach(*READERS)
    above = [path[:end] for path in paths for end in range(Organisation.steplen, len(path), Organisation.steplen)]
    below = Organisation.objects.at_or_below(paths).values("pk")
    known = Organisation.objects.filter(path__in=above).values("pk")
    return Campaign.objects.filter(asked_by__in=below) | Campaign.objects.filter(asked_by__in=known)


def get_campaign(officer: Officer, pk: int) -> Campaign:
    found = campaigns_visible_to(officer).select_related("asked_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def askers_of(officer: Officer) -> Sequence[Organisation]:
    """The organisations in whose name the officer may ask for reports."""
    return [one for one in officer.organisations if officer.holds_any(JUDGES, one)]


def get_meeting(officer: Officer, pk: int) -> Meeting:
    """A meeting of a campaign that the officer may see; raises Http404."""
    rows = Meeting.objects.select_related("round__campaign", "held_by")
    found = rows.filter(pk=pk, round__campaign__in=campaigns_visible_to(officer).values("pk")).first()
    if found is None:
        raise Http404
    return found


def get_entry(officer: Officer, report: Report, pk: int) -> Remark:
    """An entry of this report, for who may write it; raises Http404."""
    found = Remark.objects.filter(pk=pk, report=report).first()
    if found is None or not may_report(officer, report.organisation):
        raise Http404
    return found
