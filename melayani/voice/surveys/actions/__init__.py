"""The verbs of surveys.

Asking: invite, make_version, open_point, close_point. Answering: answer_survey, answer_at_point, enter_paper,
undo_paper, read_in, import_sheet. Counting: close_days, rebuild_totals. Publishing: open_period, close_periods,
publish_period, change_period, withdraw_period, record_publication, withdraw_publication. Improving: plan_follow_up,
finish_follow_up, change_follow_up, reopen_follow_up, withdraw_follow_up.
"""

from melayani.voice.surveys.actions.answering import (
    AlreadyAnswered,
    BadAnswers,
    InvitationExpired,
    SurveyRefused,
    UnknownInvitation,
    answer_survey,
)
from melayani.voice.surveys.actions.following import (
    FollowUpRefused,
    change_follow_up,
    finish_follow_up,
    plan_follow_up,
    record_publication,
    reopen_follow_up,
    withdraw_follow_up,
    withdraw_publication,
)
from melayani.voice.surveys.actions.instruments import VersionRefused, make_version
from melayani.voice.surveys.actions.inviting import invite
from melayani.voice.surveys.actions.papers import TypingRefused, enter_paper, import_sheet, read_in, undo_paper
from melayani.voice.surveys.actions.periods import (
    PeriodRefused,
    change_period,
    close_periods,
    open_period,
    publish_period,
    withdraw_period,
)
from melayani.voice.surveys.actions.points import PointClosed, PointRefused, answer_at_point, close_point, open_point
from melayani.voice.surveys.counting import close_days, rebuild_totals
from melayani.voice.surveys.keeping import COMMENT_LENGTH

__all__ = [
    "COMMENT_LENGTH",
    "AlreadyAnswered",
    "FollowUpRefused",
    "PointClosed",
    "finish_follow_up",
    "plan_follow_up",
    "record_publication",
    "PointRefused",
    "TypingRefused",
    "VersionRefused",
    "answer_at_point",
    "close_point",
    "enter_paper",
    "import_sheet",
    "make_version",
    "open_point",
    "read_in",
    "undo_paper",
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
    "change_follow_up",
    "change_period",
    "reopen_follow_up",
    "withdraw_follow_up",
    "withdraw_period",
    "withdraw_publication",
]
