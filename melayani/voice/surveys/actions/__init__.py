"""The verbs of surveys: invite, answer, close a day, open and publish a period."""

from melayani.voice.surveys.actions.answering import (
    AlreadyAnswered,
    BadAnswers,
    InvitationExpired,
    SurveyRefused,
    UnknownInvitation,
    answer_survey,
)
from melayani.voice.surveys.actions.inviting import invite
from melayani.voice.surveys.actions.periods import PeriodRefused, close_periods, open_period, publish_period
from melayani.voice.surveys.counting import close_days, rebuild_totals

__all__ = [
    "AlreadyAnswered",
    "BadAnswers",
    "InvitationExpired",
    "PeriodRefused",
    "SurveyRefused",
    "UnknownInvitation",
    "answer_survey",
    "close_days",
    "close_periods",
    "invite",
    "open_period",
    "publish_period",
    "rebuild_totals",
]
