"""Shapes of input."""

from melayani.voice.surveys.forms.citizen import COMMENT_LENGTH, SurveyForm
from melayani.voice.surveys.forms.collecting import ImportForm, InstrumentForm, PaperForm, PointForm
from melayani.voice.surveys.forms.periods import (
    DoneForm,
    FollowUpForm,
    PeriodForm,
    PublicationForm,
    ReconcileForm,
    SpanForm,
)

__all__ = [
    "COMMENT_LENGTH",
    "DoneForm",
    "FollowUpForm",
    "ImportForm",
    "InstrumentForm",
    "PaperForm",
    "PeriodForm",
    "PointForm",
    "PublicationForm",
    "ReconcileForm",
    "SpanForm",
    "SurveyForm",
]
