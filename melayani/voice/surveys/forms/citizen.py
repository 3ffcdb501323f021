"""The shape of the questionnaire; the rules stand in `actions`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from melayani.voice.surveys import rules
from melayani.voice.surveys.queries import words_of

COMMENT_LENGTH = 2000
INCOMPLETE = "tidak-lengkap"  # the button that sends what there is
ABOUT = "data-"  # names of fields about the respondent begin so


class SurveyForm(forms.Form):
    """The instrument's questions, what it asks about the respondent, and a free line. Names are question keys.

    Sent by the button of that name it may be `incomplete`, but not empty.
    """

    def __init__(self, *args: Any, instrument: rules.Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument = instrument
        self.incomplete = INCOMPLETE in self.data
        language = (get_language() or "id").split("-")[0]
        for question in instrument.asked:
            self.fields[question.key] = forms.TypedChoiceField(
                label=words_of(question, instrument, language),
                choices=instrument.choices(question, language),
                coerce=int,
                required=not self.incomplete,
                empty_value=None,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Pilih salah satu jawaban."),
                    "invalid_choice": _("Pilih salah satu jawaban yang tersedia."),
                },
            )
        for attribute in instrument.attributes:
            self.fields[ABOUT + attribute.key] = forms.ChoiceField(
                label=attribute.name(language),
                choices=[("", _("Tidak menjawab")), *attribute.choices(language)],
                required=False,
                error_messages={"invalid_choice": _("Pilih salah satu jawaban yang tersedia.")},
            )
        self.fields["comment"] = forms.CharField(
            label=_("Saran untuk kami"),
            help_text=_("Jangan tulis nama, nomor telepon, atau nomor permohonan agar jawaban Anda tetap anonim."),
            required=False,
            max_length=COMMENT_LENGTH,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"max_length": _("Saran paling panjang 2.000 huruf. Ringkas sedikit.")},
        )

    @property
    def total(self) -> int:
        return len(self.instrument.questions)

    def scores(self) -> dict[str, int]:
        """The answers by question; only of a valid form."""
        found = {question.key: self.cleaned_data[question.key] for question in self.instrument.questions}
        return {key: score for key, score in found.items() if score is not None}

    @property
    def some_are_missing(self) -> bool:
        """Whether it was sent with answers to some questions, but not to all."""
        keys = [question.key for question in self.instrument.questions]
        return self.is_bound and any(self.data.get(key) for key in keys) and not all(self.data.get(key) for key in keys)

    def traits(self) -> dict[str, str]:
        """What was said about oneself; only of a valid form."""
        found = {one.key: self.cleaned_data[ABOUT + one.key] for one in self.instrument.attributes}
        return {key: value for key, value in found.items() if value}
