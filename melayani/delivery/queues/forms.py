"""The shape of what is chosen on one's own phone at the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from melayani.delivery.queues import queries

TRAVEL = [
    ("0", _("Saya sudah di sini")),
    ("10", _("Sekitar 10 menit lagi")),
    ("20", _("Sekitar 20 menit lagi")),
    ("30", _("Sekitar 30 menit lagi")),
    ("60", _("Sekitar 1 jam lagi")),
]


class DoorForm(forms.Form):
    """One service now, others of the same visit after it."""

    layanan = forms.ChoiceField(
        label=_("Layanan"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu layanan."), "invalid_choice": _("Pilih layanan dari daftar.")},
    )
    lagi = forms.MultipleChoiceField(
        label=_("Layanan lain pada kunjungan ini"), required=False, widget=forms.CheckboxSelectMultiple
    )
    prioritas = forms.BooleanField(
        label=_("Saya lansia, penyandang disabilitas, hamil, atau membawa bayi"), required=False
    )
    perjalanan = forms.ChoiceField(
        label=_("Kapan Anda sampai di tempat?"),
        choices=TRAVEL,
        required=False,
        help_text=_("Halaman nomor memberi tahu kapan Anda harus berangkat."),
    )
    kunci = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offer: queries.KioskOffer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_lines = [
            (str(line.line.pk), line.line.service.title) for unit in offer.units for line in unit.lines if line.is_open
        ]
        for name in ("layanan", "lagi"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = open_lines
