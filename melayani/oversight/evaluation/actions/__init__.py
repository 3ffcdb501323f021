"""The verbs of an evaluation, from a prepared campaign to a published index and the improvements that follow."""

from melayani.oversight.evaluation.actions.answering import (
    add_evidence,
    answer_self,
    remove_evidence,
    send,
    send_back,
)
from melayani.oversight.evaluation.actions.campaigns import (
    Schedule,
    add_unit,
    appoint,
    close_campaign,
    enter_weights,
    prepare_campaign,
    release,
    start_campaign,
)
from melayani.oversight.evaluation.actions.deciding import (
    accept,
    announce,
    decide_objection,
    object_to,
    publish,
    settle,
    sign,
)
from melayani.oversight.evaluation.actions.hearing import AnswersRefused, answer_as_user, enter_interview
from melayani.oversight.evaluation.actions.improving import plan_action, recommend, report_progress
from melayani.oversight.evaluation.actions.scoring import add_photo, ask_again, finish_desk, finish_field, give_score
from melayani.oversight.evaluation.moving import EvaluationRefused

__all__ = [
    "AnswersRefused",
    "EvaluationRefused",
    "Schedule",
    "accept",
    "add_evidence",
    "add_photo",
    "add_unit",
    "announce",
    "answer_as_user",
    "answer_self",
    "appoint",
    "ask_again",
    "close_campaign",
    "decide_objection",
    "enter_interview",
    "enter_weights",
    "finish_desk",
    "finish_field",
    "give_score",
    "object_to",
    "plan_action",
    "prepare_campaign",
    "publish",
    "recommend",
    "release",
    "remove_evidence",
    "report_progress",
    "send",
    "send_back",
    "settle",
    "sign",
    "start_campaign",
]
