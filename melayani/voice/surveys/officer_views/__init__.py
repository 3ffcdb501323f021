"""The officers' pages of surveys: figures, periods and what follows, the questionnaire, points, paper, sheets."""

from melayani.voice.surveys.officer_views.collecting import (
    close_point,
    collect,
    instrument,
    point_sheet,
    points,
    read_sheet,
    sheet,
)
from melayani.voice.surveys.officer_views.correcting import change, correct, unannounce, withdraw
from melayani.voice.surveys.officer_views.figures import overview, results, unit
from melayani.voice.surveys.officer_views.periods import (
    announce,
    finish,
    open_period,
    period,
    plan,
    publish,
    tabulation,
)
from melayani.voice.surveys.officer_views.piles import paper
from melayani.voice.surveys.officer_views.reconciling import reconcile

__all__ = [
    "announce",
    "change",
    "close_point",
    "collect",
    "correct",
    "finish",
    "instrument",
    "open_period",
    "overview",
    "paper",
    "period",
    "plan",
    "point_sheet",
    "points",
    "publish",
    "read_sheet",
    "reconcile",
    "results",
    "sheet",
    "tabulation",
    "unannounce",
    "unit",
    "withdraw",
]
