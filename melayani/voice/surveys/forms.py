"""The shape of the questionnaire and of a new period; the rules stand in `actions`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from melayani.voice.surveys import rules

COMMENT_LENGTH = 2000


class SurveyForm(forms.Form):
    """Nine questions with the official words, and a free line. Values are scores, names are element keys."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = (get_language() or "id").split("-")[0]
        for element in rules.load_instrument().elements:
            self.fields[element.key] = forms.TypedChoiceField(
                label=_("Bagaimana pendapat Anda tentang %(topic)s?") % {"topic": element.topic(language)},
                choices=element.choices(language),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Pilih salah satu jawaban."),
                    "invalid_choice": _("Pilih salah satu jawaban yang tersedia."),
                },
            )
        self.fields["comment"] = forms.CharField(
            label=_("Saran untuk kami"),
            help_text=_("Jangan tulis nama, nomor telepon, atau nomor permohonan agar jawaban Anda tetap anonim."),
            required=False,
            max_length=COMMENT_LENGTH,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"max_length": _("Saran paling panjang 2.000 huruf. Ringkas sedikit.")},
        )

    def scores(self) -> dict[str, int]:
        """The nine answers; only of a valid form."""
        return {key: self.cleaned_data[key] for key in rules.load_instrument().keys}


class PeriodForm(forms.Form):
    """First and last day of a new period, and how many answers it needs to be published."""

    starts_on = forms.DateField(
        label="Hari pertama",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Isi hari pertama.", "invalid": "Tulis tanggal seperti 2026-03-16."},
    )
    ends_on = forms.DateField(
        label="Hari terakhir",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Isi hari terakhir.", "invalid": "Tulis tanggal seperti 2026-03-16."},
    )
    minimum = forms.IntegerField(
        label="Jawaban paling sedikit untuk diterbitkan",
        help_text=f"Paling kecil {rules.MINIMUM_SHOWN}, agar tidak seorang pun dapat dikenali.",
        initial=rules.MINIMUM_SHOWN,
        min_value=rules.MINIMUM_SHOWN,
        max_value=1_000_000,
    )
