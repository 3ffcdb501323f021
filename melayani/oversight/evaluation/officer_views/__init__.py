"""The officers' pages of evaluation: campaigns, the unit's own answers, judging, deciding, improving, comparing."""

from melayani.oversight.evaluation.officer_views.answering import f01, own, remove_evidence
from melayani.oversight.evaluation.officer_views.campaigns import (
    add_unit,
    appoint,
    campaign,
    close,
    desk,
    new,
    release,
    start,
    weights,
)
from melayani.oversight.evaluation.officer_views.comparing import compare, compare_xlsx
from melayani.oversight.evaluation.officer_views.deciding import act, decide, object_to, plan, progress, recommend
from melayani.oversight.evaluation.officer_views.judging import f02, f03, field, score
from melayani.oversight.evaluation.officer_views.reading import file, minutes, unit, workbook

__all__ = [
    "act",
    "add_unit",
    "appoint",
    "campaign",
    "close",
    "compare",
    "compare_xlsx",
    "decide",
    "desk",
    "f01",
    "f02",
    "f03",
    "field",
    "file",
    "minutes",
    "new",
    "object_to",
    "own",
    "plan",
    "progress",
    "recommend",
    "release",
    "remove_evidence",
    "score",
    "start",
    "unit",
    "weights",
    "workbook",
]
