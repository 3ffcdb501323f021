"""The written notice: the decision with its ground and cost, the files, and what was blacked out in which of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.people import Officer, OfficerRequest, officer_page
from melayani.voice.disclosure import access, actions, rules, states
from melayani.voice.disclosure.composing import office_case
from melayani.voice.disclosure.officer_views.forms import DecideForm, add_problems, ground_choices

COPIES_MOST, MARKS = 5, 6


@dataclass
class Line:
    """One place that was blacked out, as typed."""

    page: str = ""
    what: str = ""
    ground: str = ""


@dataclass
class Copy:
    """A redacted copy with its original and its marks, as typed and uploaded so far."""

    key: str
    copy: Attachment | None = None
    original: Attachment | None = None
    lines: list[Line] = field(default_factory=lambda: [Line() for _ in range(MARKS)])

    @property
    def is_empty(self) -> bool:
        return self.copy is None and self.original is None and not any(line.what.strip() for line in self.lines)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.PPID)
def decide(request: OfficerRequest, number: str) -> HttpResponse:
    """One page with everything a notice says; what is wrong stands beside its field and nothing is lost."""
    now = timezone.now()
    row = access.get_for_officer(request.officer, number)
    if states.next_state(row.state, states.DECIDE) is None or not access.may(
        request.officer, states.DECIDE, row.organisation
    ):
        return redirect("disclosure_office:case", number=number)
    choices = office_case.exclusion_choices(row, now)
    form = DecideForm(request.POST if request.method == "POST" else None, exclusions=choices)
    whole, copies, trouble = _taken_in(request, now)
    if request.method == "POST" and "more" not in request.POST and form.is_valid() and not trouble:
        try:
            _decide(request.officer, row, form, whole, copies, now)
        except rules.InputRefused as refused:
            add_problems(form, refused.problems)
        except rules.ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Pemberitahuan tertulis terbit dan pemohon diberi tahu.")
            return redirect("disclosure_office:case", number=number)
    if trouble:
        form.add_error(None, trouble)
    context = {"form": form, "case": row, "whole": whole, "copies": copies, "grounds": ground_choices()}
    return render(request, "disclosure/officer/decide.html", context, status=422 if form.errors else 200)


def _decide(
    officer: Officer, row: Any, form: DecideForm, whole: Iterable[Attachment], copies: Iterable[Copy], now: datetime
) -> None:
    data = form.cleaned_data
    decision = rules.Decision(
        decision=data["decision"],
        ground=data["ground"],
        reason=data["reason"],
        holder=data["holder"],
        cost=data["cost"] or 0,
        cost_note=data["cost_note"],
        note=data["note"],
    )
    actions.decide(
        actor=officer,
        request=row,
        decision=decision,
        exclusion=office_case.exclusion_of(row, data["exclusion"], now),
        files=[*(rules.GivenFile(file.pk) for file in whole), *_given(copies)],
        now=now,
    )


def _given(copies: Iterable[Copy]) -> list[rules.GivenFile]:
    """The redacted copies in the shape of the rules; one without its copy is told as a missing file."""
    found = []
    for one in copies:
        if one.is_empty:
            continue
        if one.copy is None:
            raise rules.InputRefused({"files": "Pilih salinan yang dihitamkan; yang ada baru aslinya atau tandanya."})
        marks = tuple(
            rules.Redaction(what=line.what, ground=line.ground, page=_page(line.page))
            for line in one.lines
            if line.what.strip() or line.ground
        )
        found.append(rules.GivenFile(one.copy.pk, one.original.pk if one.original else None, marks))
    return found


def _page(text: str) -> int | None:
    """A page's number as typed; 0, which the rules refuse, for anything else."""
    digits = text.strip()
    return (int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 5 else 0) if digits else None


def _taken_in(request: OfficerRequest, now: datetime) -> tuple[list[Attachment], list[Copy], str]:
    """The uploads of this try and of earlier ones; good ones are kept whatever else is wrong."""
    if request.method != "POST":
        return [], [Copy("c0")], ""
    kept, new = request.POST.getlist("kept"), request.FILES.getlist("whole")
    whole, trouble = attachments.take_in(actor=request.officer, kept=kept, uploads=new, now=now, purpose="information")
    asked = request.POST.get("copies", "1")
    count = min(int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 1, COPIES_MOST)
    copies = []
    for number in range(max(1, count)):
        one, problem = _copy(request, f"c{number}", now)
        copies.append(one)
        trouble = trouble or problem
    if "more" in request.POST and len(copies) < COPIES_MOST:
        copies.append(Copy(f"c{len(copies)}"))
    return whole, copies, trouble


def _copy(request: OfficerRequest, key: str, now: datetime) -> tuple[Copy, str]:
    data, one, trouble = request.POST, Copy(key), ""
    for name in ("copy", "original"):
        kept, new = [data.get(f"{key}-{name}-kept", "")], request.FILES.getlist(f"{key}-{name}")
        found, problem = attachments.take_in(
            actor=request.officer, kept=kept, uploads=new, now=now, purpose="information"
        )
        setattr(one, name, found[-1] if found else None)  # a new upload takes the place of the earlier one
        trouble = trouble or problem
    one.lines = [
        Line(data.get(f"{key}-page-{n}", ""), data.get(f"{key}-what-{n}", ""), data.get(f"{key}-ground-{n}", ""))
        for n in range(MARKS)
    ]
    return one, trouble
