"""The shape of what officers type when a case goes on as another."""

from __future__ import annotations

from django import forms

from melayani.voice.disclosure.rules import asking

WRONG = {"required": "Isian ini wajib.", "max_length": "Paling panjang %(limit_value)d huruf."}


def area(label: str, *, most: int, hint: str = "", required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=WRONG,
    )


class AsRequestForm(forms.Form):
    """What the lawful form of a request needs beyond the report."""

    information = area("Informasi yang diminta", most=asking.INFORMATION_MAX, rows=6)
    purpose = area("Untuk apa digunakan", most=asking.PURPOSE_MAX, hint="Tanyakan kepada pelapor bila tidak tertulis.")
    address = forms.CharField(
        label="Alamat pelapor",
        max_length=asking.ADDRESS_MAX,
        required=False,
        help_text="Hanya bila laporan belum memuatnya.",
        error_messages=WRONG,
    )
    reason = area("Alasan pengalihan", most=500, hint="Dibaca pelapor.")


class AsReportForm(forms.Form):
    """Why a request goes on as a report."""

    reason = area("Alasan pengalihan", most=500, hint="Dibaca pemohon.")
