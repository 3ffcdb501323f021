"""The shape of input on the pages of this module."""

from __future__ import annotations

from typing import Any

from django import forms

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.access import organisations_managed_by
from melayani.foundation.people.actors import Officer
from melayani.foundation.people.rules import REASON_LENGTH, ROLE_CHOICES, SCOPES

MOST_PLACES = 300  # in one list; larger trees are narrowed by the search field first
PHRASE_HINT = "Paling sedikit 12 huruf. Beberapa kata yang mudah Anda ingat lebih kuat daripada satu kata."


class PlaceForm(forms.Form):
    """A form with a choice of one organisation the officer administers, narrowed by the words in `places`."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label="Instansi", to_field_name="slug", empty_label="Pilih instansi"
    )

    def __init__(self, *args: Any, officer: Officer, places: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = organisations_managed_by(officer)
        narrowed = rows.filter(name__icontains=places) if places else rows
        field = self.fields["organisation"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows if self.is_bound else narrowed[:MOST_PLACES]


class RoleForm(PlaceForm):
    role = forms.ChoiceField(choices=[("", "Pilih tugas"), *ROLE_CHOICES], label="Tugas")


class InvitationForm(RoleForm):
    email = forms.EmailField(label="Alamat surel", max_length=254, help_text="Undangan dikirim ke alamat ini.")
    name = forms.CharField(label="Nama", max_length=120, required=False)
    field_order = ["email", "name", "organisation", "role"]


class JoinForm(forms.Form):
    name = forms.CharField(label="Nama Anda", max_length=120)
    password = forms.CharField(
        label="Kata sandi",
        max_length=200,
        help_text=PHRASE_HINT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Ulangi kata sandi",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password") != cleaned.get("again"):
            self.add_error("again", "Kedua kata sandi berbeda. Ketik ulang.")
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Alasan",
        max_length=500,
        min_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Tercatat bersama nama Anda.",
    )


class KeyForm(PlaceForm):
    name = forms.CharField(label="Untuk apa", max_length=80, help_text="Misalnya: aplikasi antrean RSUD.")
    scopes = forms.MultipleChoiceField(
        label="Izin",
        choices=[(scope, f"{label} ({scope})") for scope, label in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["name", "organisation", "scopes"]


class ChatForm(forms.Form):
    """The number of a chat; the code that came there once it was sent."""

    number = forms.RegexField(
        regex=r"^-?\d{3,20}$",
        label="Nomor obrolan Telegram",
        max_length=21,
        help_text="Buka bot instansi Anda di Telegram, tekan Mulai, lalu salin nomor obrolan Anda.",
        error_messages={"invalid": "Nomor obrolan terdiri atas angka saja.", "required": "Isi nomor obrolan."},
    )
    code = forms.CharField(label="Kode 6 angka", max_length=20, required=False, help_text="Datang di Telegram.")
