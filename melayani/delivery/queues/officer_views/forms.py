"""The shape of what is typed when a place is planned. What it must mean is asked of actions."""

from __future__ import annotations

from typing import Any

from django import forms

from melayani.delivery.queues.models import Device

CLOCK = {"type": "time"}
NONE = [("", "–")]


def _minutes(label: str, help_text: str, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=0, max_value=most)


class PolicyForm(forms.Form):
    """The published order, the paper and the voice."""

    priority_ahead = _minutes("Prioritas maju (menit)", "Lansia, disabilitas, hamil, membawa bayi. 0: tidak maju.", 240)
    appointment_ahead = _minutes("Janji temu maju (menit)", "Sebelum jam janji. 0: tepat pada jamnya.", 240)
    grace = _minutes("Toleransi terlambat (menit)", "Sesudah itu dihitung sejak datang.", 120)
    paper_mm = forms.TypedChoiceField(label="Lebar kertas", coerce=int, choices=[(58, "58 mm"), (80, "80 mm")])
    voice = forms.BooleanField(label="Layar menyebut nomor", required=False)


class ZoneForm(forms.Form):
    """A waiting area."""

    name = forms.CharField(label="Nama ruang tunggu", max_length=40)
    position = forms.IntegerField(label="Urutan", min_value=0, max_value=99, initial=1)


class LineForm(forms.Form):
    """The line of a service."""

    service = forms.ChoiceField(label="Layanan")
    letters = forms.CharField(label="Awalan nomor", max_length=2, help_text="Satu atau dua huruf: A menjadi A-001.")
    zone = forms.ChoiceField(label="Ruang tunggu", required=False)
    minutes = forms.IntegerField(
        label="Lama satu layanan (menit)",
        min_value=1,
        max_value=480,
        initial=12,
        help_text="Hanya dipakai sampai loket ini punya pengalaman sendiri.",
    )
    daily_limit = forms.IntegerField(
        label="Paling banyak nomor sehari", min_value=1, max_value=999, required=False, help_text="Kosong: tanpa batas."
    )
    is_open = forms.BooleanField(label="Dibuka", required=False, initial=True)

    def __init__(
        self, *args: Any, services: list[tuple[str, str]], zones: list[tuple[str, str]], fixed: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "service", services)
        _choices(self, "zone", NONE + zones)
        if fixed:  # its numbers were given for this service
            del self.fields["service"]


class CounterForm(forms.Form):
    """A counter, whose it is, what it serves, when it pauses."""

    number = forms.IntegerField(label="Nomor loket", min_value=1, max_value=99)
    unit = forms.ChoiceField(label="Unit")
    zone = forms.ChoiceField(label="Ruang tunggu", required=False)
    lines = forms.MultipleChoiceField(
        label="Antrean yang dilayani",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kosong: semua antrean unitnya.",
    )
    break_from = forms.TimeField(label="Istirahat dari", required=False, widget=forms.TimeInput(attrs=CLOCK))
    break_until = forms.TimeField(label="Istirahat sampai", required=False, widget=forms.TimeInput(attrs=CLOCK))
    is_open = forms.BooleanField(label="Dibuka", required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        units: list[tuple[str, str]],
        zones: list[tuple[str, str]],
        lines: list[tuple[str, str]],
        fixed: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "unit", units)
        _choices(self, "zone", NONE + zones)
        _choices(self, "lines", lines)
        if fixed:
            del self.fields["unit"]


class DeviceForm(forms.Form):
    """A screen or a kiosk."""

    kind = forms.ChoiceField(label="Jenis", choices=Device.Kind.choices)
    name = forms.CharField(label="Nama", max_length=60, help_text="Misalnya: Layar lantai 2.")
    zones = forms.MultipleChoiceField(
        label="Ruang tunggu",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kosong: semua ruang. Kios selalu memberi semua nomor.",
    )

    def __init__(self, *args: Any, zones: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "zones", zones)


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
