"""Limits, grounds, what a request, a decision, an objection and an entry must hold: plain functions over values.

`asking`, `deciding`, `objecting`, `listing` and `limits` each hold one subject; `law` reads what the regulations say.
"""

from melayani.voice.disclosure.rules import asking as asking
from melayani.voice.disclosure.rules import deciding as deciding
from melayani.voice.disclosure.rules import law as law
from melayani.voice.disclosure.rules import limits as limits
from melayani.voice.disclosure.rules import listing as listing
from melayani.voice.disclosure.rules import objecting as objecting
from melayani.voice.disclosure.rules.asking import Applicant, Asked, TooManyRequests
from melayani.voice.disclosure.rules.deciding import Decision, GivenFile, Redaction
from melayani.voice.disclosure.rules.listing import Entry, Excluded, Tested
from melayani.voice.disclosure.rules.objecting import Answer, Lodged, Option
from melayani.voice.disclosure.rules.words import ActionRefused, InputRefused, NotAllowed

__all__ = [
    "ActionRefused",
    "Answer",
    "Applicant",
    "Asked",
    "Decision",
    "Entry",
    "Excluded",
    "GivenFile",
    "InputRefused",
    "Lodged",
    "NotAllowed",
    "Option",
    "Redaction",
    "Tested",
    "TooManyRequests",
    "asking",
    "deciding",
    "law",
    "limits",
    "listing",
    "objecting",
]
