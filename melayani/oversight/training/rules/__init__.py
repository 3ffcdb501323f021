"""Training in plain Python: places under two caps, who was there, what was learnt."""

from melayani.oversight.training.rules import learning as learning
from melayani.oversight.training.rules import presence as presence
from melayani.oversight.training.rules import seats as seats
from melayani.oversight.training.rules.refusals import (
    ActionRefused,
    AgencyFull,
    AlreadyRegistered,
    Busy,
    InputRefused,
    NotAllowed,
)

__all__ = [
    "ActionRefused",
    "AgencyFull",
    "AlreadyRegistered",
    "Busy",
    "InputRefused",
    "NotAllowed",
    "learning",
    "presence",
    "seats",
]
