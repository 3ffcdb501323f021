"""The shape of input on the calendar pages; whether it makes sense is for the actions to say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from melayani.foundation.workdays.models import Mode, RestrictionKind
from melayani.foundation.workdays.rules import WEEKDAY_NAMES, Hours

PARTS = (("opens", "buka"), ("closes", "tutup"), ("break_from", "istirahat dari"), ("break_until", "sampai"))


def _day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def _clock(label: str, **attributes: str) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", **attributes}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


def _reason() -> forms.CharField:
    return forms.CharField(label="Alasan", max_length=200, help_text="Dibaca warga, misalnya: Pindah ke gedung baru.")


class HoursForm(forms.Form):
    """Four clocks for each weekday; a day whose opening is left empty is shut."""

    since = _day("Berlaku mulai")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(WEEKDAY_NAMES):
            for part, word in PARTS:
                self.fields[f"{part}_{number}"] = _clock(f"{name}, {word}", **{"aria-label": f"{name}, {word}"})

    @property
    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(name, [self[f"{part}_{day}"] for part, _ in PARTS]) for day, name in enumerate(WEEKDAY_NAMES)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number, name in enumerate(WEEKDAY_NAMES):
            given = [cleaned.get(f"{part}_{number}") for part, _ in PARTS]
            if any(given) and not (given[0] and given[1]) and not self.errors:
                raise forms.ValidationError(f"{name}: isi jam buka dan jam tutup, atau kosongkan semuanya.")
        return cleaned

    def hours(self) -> dict[int, Hours]:
        """The filled days of a valid form."""
        rows = {day: [self.cleaned_data[f"{part}_{day}"] for part, _ in PARTS] for day in range(7)}
        return {day: Hours(*row) for day, row in rows.items() if row[0]}

    @staticmethod
    def initial_for(hours: Mapping[int, Hours], since: date) -> dict[str, Any]:
        filled = {f"{part}_{day}": getattr(one, part) for day, one in hours.items() for part, _ in PARTS}
        return {"since": since, **filled}


class WeekForm(forms.Form):
    six_days = forms.TypedChoiceField(
        label="Hari kerja",
        choices=[("5", "Lima hari, Senin sampai Jumat"), ("6", "Enam hari, Senin sampai Sabtu")],
        coerce=lambda value: value == "6",
        widget=forms.RadioSelect,
    )
    leave = forms.TypedChoiceField(
        label="Cuti bersama",
        choices=[("yes", "Tidak dihitung sebagai hari kerja"), ("no", "Tetap dihitung sebagai hari kerja")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    since = _day("Berlaku mulai")


class ModeForm(forms.Form):
    mode = forms.ChoiceField(label="Cara melayani", choices=Mode.choices, widget=forms.RadioSelect)
    since = _day("Mulai")
    until = _day("Sampai", required=False, help_text="Kosongkan bila belum diketahui.")
    office_share = forms.IntegerField(label="Pegawai di kantor (persen)", required=False, min_value=0, max_value=100)


class ClosureForm(forms.Form):
    starts_on = _day("Mulai")
    ends_on = _day("Sampai", help_text="Hari terakhir tutup.")
    reason = _reason()


class RestrictionForm(forms.Form):
    kind = forms.ChoiceField(label="Jenis pembatasan", choices=RestrictionKind.choices, widget=forms.RadioSelect)
    starts_on = _day("Mulai")
    ends_on = _day("Sampai", help_text="Hari terakhir dibatasi.")
    cap = forms.IntegerField(
        label="Pengunjung paling banyak", required=False, min_value=1, help_text="Untuk pembatasan jumlah pengunjung."
    )
    opens = _clock("Jam buka")
    closes = _clock("Jam tutup")
    reason = _reason()


class HolidayForm(forms.Form):
    day = _day("Tanggal")
    name = forms.CharField(label="Nama hari libur", max_length=120, help_text="Misalnya: Hari jadi kota.")
    source = forms.CharField(label="Dasar", max_length=160, required=False, help_text="Nomor surat edaran, bila ada.")
