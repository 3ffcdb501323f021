"""The one field for a one-time code, wherever a contact is proven."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """Six digits as a hand types them; `people.prove` judges them."""

    code = forms.CharField(
        label=_("Kode 6 angka"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Isi kode yang kami kirim."), "max_length": _("Kode terdiri atas 6 angka.")},
    )
