"""Tables of complaints: the case, what was said on it, the settings of an organisation, figures for readers."""

from melayani.voice.complaints.models.cases import Complaint, ComplaintQuerySet, Draft
from melayani.voice.complaints.models.choices import (
    DRAFT_KIND,
    ENTRY_KIND,
    KIND,
    Channel,
    ComplaintClass,
    EntryKind,
    Kind,
    OutcomeChoice,
    Publication,
    State,
    Visibility,
    equality_hash,
    token_hash,
)
from melayani.voice.complaints.models.figures import DirtyMonth, MonthTotals, PublicWord
from melayani.voice.complaints.models.records import (
    AppendOnly,
    Disposition,
    Entry,
    Escalation,
    Follower,
    Pause,
)
from melayani.voice.complaints.models.recounts import Recount
from melayani.voice.complaints.models.settings import Category, LadderStep, LocalClock, Question, ReplyTemplate

__all__ = [
    "DRAFT_KIND",
    "ENTRY_KIND",
    "KIND",
    "AppendOnly",
    "Category",
    "Channel",
    "Complaint",
    "ComplaintClass",
    "ComplaintQuerySet",
    "DirtyMonth",
    "Disposition",
    "Draft",
    "Entry",
    "EntryKind",
    "Escalation",
    "Follower",
    "Kind",
    "LadderStep",
    "LocalClock",
    "MonthTotals",
    "OutcomeChoice",
    "Pause",
    "PublicWord",
    "Publication",
    "Question",
    "Recount",
    "ReplyTemplate",
    "State",
    "Visibility",
    "equality_hash",
    "token_hash",
]
