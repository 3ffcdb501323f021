"""The case page: gathered once, shown by the page itself and again after an unmasking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from melayani.foundation.people import OfficerRequest
from melayani.voice.complaints import access, casework, desk, states
from melayani.voice.complaints.forms.office import VerbForm
from melayani.voice.complaints.forms.settings import LEVEL_WORDS
from melayani.voice.complaints.models import Complaint
from melayani.voice.complaints.officer_views.verbs import VERBS

UNMASK_REASONS = ("Mencocokkan dengan berkas", "Menghubungi pelapor", "Permintaan pelapor sendiri")
IN_PLACE_OF = {  # what an officer may write down for a reporter who came, called or wrote
    states.COMPLETE: "Catat pelengkap dari pelapor",
    states.REPLY: "Catat tanggapan pelapor",
    states.CONTEST: "Catat: menurut pelapor belum selesai",
}


def render_case(
    request: OfficerRequest,
    row: Complaint,
    *,
    refused: str = "",
    problem: str = "",
    typed: Mapping[str, str] | None = None,
    shown: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with the case page; `shown` are values that were just unmasked and stand on this answer only."""
    now = timezone.now()
    view = casework.view_of(request.officer, row, now, shown=shown)
    context = {
        "case": row,
        "view": view,
        "main_actions": [one for one in view.open_actions if one.action in MAIN],
        "other_actions": [one for one in view.open_actions if one.action not in MAIN],
        "short": short_forms(view),
        "in_place": in_place_of(request, row, view),
        "reads_only": desk.reads_only(request.officer),
        "levels": LEVEL_WORDS,
        "today": today(row, now),
        "refused": refused,
        "problem": problem,
        "typed": defaultdict(str, typed or {}),
        "unmask_reasons": UNMASK_REASONS,
    }
    response = render(request, "complaints/officer/case.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


MAIN = frozenset(  # what is done every day stands first; the rest is a step away
    {
        states.VERIFY,
        states.FORWARD,
        states.FOLLOW_UP,
        states.ANSWER,
        states.REQUEST_COMPLETION,
        states.RETURN_DISPOSITION,
        states.REOPEN,
        states.ADD_NOTE,
    }
)


def short_forms(view: casework.CaseView) -> dict[str, VerbForm]:
    """The forms that stand on the case page itself, by verb; the others have a page of their own."""
    allowed = [one.action for one in view.open_actions if VERBS[one.action].short]
    return {action: VERBS[action].form(auto_id=f"f-{action}-%s") for action in allowed}


def in_place_of(request: OfficerRequest, row: Complaint, view: casework.CaseView) -> list[tuple[str, str]]:
    """Verbs of the reporter that this officer may write down now: verb and words."""
    may = access.actions_of(request.officer, row)
    found = []
    for verb, words in IN_PLACE_OF.items():
        action = states.completing(verified=row.verified_at is not None) if verb == states.COMPLETE else verb
        if action in may and not states.why_not_yet(row.state, action, view.facts):
            found.append((verb, words))
    return found


def today(row: Complaint, now: datetime) -> object:
    return now.astimezone(row.organisation.zone).date()
