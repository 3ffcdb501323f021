"""What is stored: consultations with topics and files, who takes part, what was said, what was agreed."""

from melayani.voice.consultations.models.agreements import Commitment, Progress, Proposal, Publication, Record
from melayani.voice.consultations.models.consultations import (
    KIND,
    Consultation,
    ConsultationQuerySet,
    Material,
    Topic,
)
from melayani.voice.consultations.models.participants import (
    Attendance,
    Contribution,
    ContributionQuerySet,
    Follower,
    Invitation,
    token_hash,
)

__all__ = [
    "KIND",
    "Attendance",
    "Commitment",
    "Consultation",
    "ConsultationQuerySet",
    "Contribution",
    "ContributionQuerySet",
    "Follower",
    "Invitation",
    "Material",
    "Progress",
    "Proposal",
    "Publication",
    "Record",
    "Topic",
    "token_hash",
]
