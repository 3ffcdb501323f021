"""The shape of input on the pages of malls; whether it makes sense is for the actions to say."""

from __future__ import annotations

from typing import Any

from django import forms

from melayani.delivery.catalogue.models import ReadinessCheck


def day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class DetailsForm(forms.Form):
    """What the register and the page of the mall say besides its name."""

    opened_on = day("Mulai melayani", required=False, help_text="Kosongkan bila tidak diketahui pasti.")
    address = forms.CharField(label="Alamat", max_length=250, required=False)
    phone = forms.CharField(label="Telepon", max_length=40, required=False)
    whatsapp = forms.CharField(label="WhatsApp", max_length=40, required=False)
    email = forms.EmailField(label="Surel", required=False)
    website = forms.URLField(label="Laman", required=False, assume_scheme="https")


class TenantForm(forms.Form):
    """A unit, chosen from what was found by its name."""

    unit = forms.ChoiceField(label="Instansi atau unit", widget=forms.RadioSelect)
    stand = forms.CharField(label="Tempat", max_length=40, required=False, help_text="Misalnya: Lantai 1, gerai 3.")
    since = day("Sejak")

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]


class EndForm(forms.Form):
    until = day("Hari terakhir")


class ReadinessForm(forms.Form):
    """One judgement with what it rests on."""

    state = forms.ChoiceField(label="Keadaan", choices=ReadinessCheck.STATES, widget=forms.RadioSelect)
    evidence = forms.CharField(
        label="Bukti",
        max_length=600,
        required=False,
        help_text="Apa yang dilihat, di mana, dan kapan. Dibaca warga.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    evidence_url = forms.URLField(label="Tautan bukti", required=False, max_length=300, assume_scheme="https")
    checked_on = day("Diperiksa pada")
