"""What several forms are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from melayani.voice.complaints.rules import filing

SHORT_MAX, PLACE_MAX = filing.FIELD_MAX, filing.ADDRESS_MAX
TEXT_MAX, NAME_MAX = filing.TEXT_MAX, filing.NAME_MAX
DAY_WORDS = {"invalid": _("Tanggal ini tidak ada. Tulis hari, bulan, dan tahun, misalnya 17-08-2026.")}
DAY_SHAPES = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]


def too_long(most: int) -> dict[str, Any]:
    return {
        "max_length": most,
        "error_messages": {"max_length": _("Paling panjang %(limit_value)d huruf. Singkatlah.")},
    }


def two_lines(strong: str, below: str) -> SafeString:
    """A choice with a line that explains it."""
    return format_html('<b>{}</b> <span class="hint">{}</span>', strong, below)


class DegreesField(forms.DecimalField):
    """A latitude or longitude, with a decimal comma or point as people write it."""

    default_error_messages = {
        "invalid": _("Tulis angka saja, misalnya 1,4748."),
        "max_digits": _("Angka ini terlalu panjang. Enam angka di belakang koma cukup."),
        "max_decimal_places": _("Angka ini terlalu panjang. Enam angka di belakang koma cukup."),
        "max_whole_digits": _("Tulis derajat, misalnya 1,4748 atau 102,1213."),
    }

    def __init__(self, **kwargs: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_digits=18, decimal_places=15, required=False, widget=box, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


def choices_of(form: forms.Form, name: str, choices: Sequence[Any]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
