"""The fields of the door's pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from melayani.foundation.numbers.rules import read_number


class TrackForm(forms.Form):
    """One number of any kind."""

    nomor = forms.CharField(
        label=_("Nomor Anda"),
        max_length=40,
        help_text=_("Nomor permohonan atau dokumen, misalnya PMH-7K3Q9XBT-W. Huruf besar atau kecil sama saja."),
        error_messages={"required": _("Tuliskan nomornya dahulu.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "inputmode": "text"}
        ),
    )

    def clean_nomor(self) -> str:
        """The canonical number, or a sentence that says what to look at."""
        number = read_number(self.cleaned_data["nomor"])
        if number is None:
            raise forms.ValidationError(
                _("Nomor ini tidak lengkap atau ada huruf yang keliru. Periksa sekali lagi pada tanda terima Anda.")
            )
        return number
