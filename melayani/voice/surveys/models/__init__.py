"""What is stored: invitations, answers, totals, periods, and by what a unit asks."""

from melayani.voice.surveys.models.answers import (
    Channel,
    Comment,
    Invitation,
    InvitationQuerySet,
    Response,
    ResponseQuerySet,
    Score,
    Trait,
    token_hash,
)
from melayani.voice.surveys.models.collecting import Import, InstrumentVersion, Point, PointKind, PointQuerySet
from melayani.voice.surveys.models.periods import FollowUp, Period, PeriodQuerySet, PeriodState, Publication
from melayani.voice.surveys.models.totals import DayTotal, GroupTotal, MonthTotal, TotalQuerySet

__all__ = [
    "Channel",
    "Comment",
    "DayTotal",
    "FollowUp",
    "GroupTotal",
    "Import",
    "InstrumentVersion",
    "Invitation",
    "InvitationQuerySet",
    "MonthTotal",
    "Period",
    "PeriodQuerySet",
    "PeriodState",
    "Point",
    "PointKind",
    "PointQuerySet",
    "Publication",
    "Response",
    "ResponseQuerySet",
    "Score",
    "TotalQuerySet",
    "Trait",
    "token_hash",
]
