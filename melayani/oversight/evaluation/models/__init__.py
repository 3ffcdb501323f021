"""Campaigns, judgements and what follows from them."""

from melayani.oversight.evaluation.models.campaigns import (
    Assessment,
    AssessmentQuerySet,
    Campaign,
    CampaignQuerySet,
    Evaluator,
)
from melayani.oversight.evaluation.models.following import ProgressNote, Recommendation, Signature
from melayani.oversight.evaluation.models.judging import Objection, Score, ScoreQuerySet, SelfAnswer, UserAnswer

__all__ = [
    "Assessment",
    "AssessmentQuerySet",
    "Campaign",
    "CampaignQuerySet",
    "Evaluator",
    "Objection",
    "ProgressNote",
    "Recommendation",
    "Score",
    "ScoreQuerySet",
    "SelfAnswer",
    "Signature",
    "UserAnswer",
]
