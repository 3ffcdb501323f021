"""What must be said, the quota of seats, codes and limits: plain functions over values."""

from melayani.voice.consultations.rules import attending as attending
from melayani.voice.consultations.rules import planning as planning
from melayani.voice.consultations.rules import recording as recording
from melayani.voice.consultations.rules import stakeholders as stakeholders
from melayani.voice.consultations.rules.planning import Plan
from melayani.voice.consultations.rules.recording import Said, Signer
from melayani.voice.consultations.rules.stakeholders import Guest, Seats
from melayani.voice.consultations.rules.words import ActionRefused, InputRefused, NotAllowed

__all__ = [
    "ActionRefused",
    "Guest",
    "InputRefused",
    "NotAllowed",
    "Plan",
    "Said",
    "Seats",
    "Signer",
    "attending",
    "planning",
    "recording",
    "stakeholders",
]
