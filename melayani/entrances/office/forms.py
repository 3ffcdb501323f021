"""The shape of what officers type when a case goes on as another."""

from __future__ import annotations

from django import forms

from melayani.entrances.office.calls import TEXT_MAX, TOPICS
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


class CallerForm(forms.Form):
    """Who is on the telephone; both may stay empty."""

    name = forms.CharField(label="Nama penelepon", max_length=120, required=False, error_messages=WRONG)
    phone = forms.CharField(label="Nomor telepon", max_length=40, required=False, error_messages=WRONG)


class CallForm(forms.Form):
    """What a call was about, and what was promised."""

    number = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    topic = forms.ChoiceField(label="Tentang", choices=list(TOPICS.items()))
    caller = forms.CharField(label="Siapa yang menelepon", max_length=120, required=False, error_messages=WRONG)
    note = area("Yang dibicarakan", most=TEXT_MAX, hint="Satu atau dua kalimat.", rows=2)
    promise = area("Yang dijanjikan", most=TEXT_MAX, hint="Kosongkan bila tidak ada.", required=False, rows=2)
    promised_by = forms.DateField(
        label="Paling lambat",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Tanggal ini tidak ada."},
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
