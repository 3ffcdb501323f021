"""The case page of the office: gathered once, shown by the page itself and again after an action that was refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from melayani.foundation.people import OfficerRequest
from melayani.voice.disclosure import access, states
from melayani.voice.disclosure.composing.office_case import office_case

UNMASK_REASONS = ("Menghubungi pemohon", "Mencocokkan dengan bukti diri", "Permintaan pemohon sendiri")
PAGES = {states.DECIDE}  # verbs with a page of their own
ASKS = {states.EXTEND, states.RECORD_PAYMENT, states.DELIVER, states.CLOSE, states.WITHDRAW}  # need something typed


def render_case(
    request: OfficerRequest,
    number: str,
    *,
    refused: str = "",
    problem: str = "",
    typed: Mapping[str, str] | None = None,
    shown: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with the case page. `refused` names the verb whose form shows `problem` and keeps what was `typed`."""
    now = timezone.now()
    page = office_case(request.officer, number, shown=shown or {}, now=now)
    context = {
        "page": page,
        "case": page.row,
        "now": now,
        "today": now.astimezone(page.row.desk.zone).date(),
        "refused": refused,
        "problem": problem,
        "typed": defaultdict(str, typed or {}),
        "asks": ASKS,
        "pages": PAGES,
        "unmask_reasons": UNMASK_REASONS,
        "identity_visible": access.may_see_identity(request.officer, page.row),
    }
    response = render(request, "disclosure/officer/case.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
