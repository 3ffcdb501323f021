"""The shape of what is typed. What it must mean is asked of rules and actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from melayani.delivery.appointments import rules
from melayani.delivery.appointments.visitors import HELP, Visitor

WEEKDAYS = [
    (number, name) for number, name in enumerate(("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"))
]
DAY = {"type": "date"}
CLOCK = {"type": "time"}
MOMENT = {"type": "datetime-local"}


class WhoForm(forms.Form):
    """Who comes, how to reach them, what help is wanted."""

    name = forms.CharField(
        label=_("Nama lengkap"),
        max_length=rules.NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Isi nama Anda."), "max_length": _("Nama paling panjang %(limit_value)d huruf.")},
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("Kode dan pengingat kami kirim ke sini. Contoh: nama@contoh.id."),
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Nomor telepon"),
        max_length=40,
        required=False,
        help_text=_("Contoh: 0812-3456-7890."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    assistance = forms.MultipleChoiceField(
        label=_("Bantuan yang Anda perlukan"),
        required=False,
        choices=list(HELP.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Boleh kosong. Petugas menyiapkannya sebelum Anda datang."),
    )
    note = forms.CharField(
        label=_("Catatan untuk petugas"),
        required=False,
        max_length=rules.NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Catatan paling panjang %(limit_value)d huruf.")},
    )
    code = forms.CharField(
        label=_("Kode 6 angka"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"max_length": _("Kode terdiri atas 6 angka.")},
    )

    def ask_code(self) -> None:
        """The next answer must have the code; what was typed goes along unseen."""
        for name, field in self.fields.items():
            if name == "assistance":
                field.widget = field.hidden_widget()
            elif name != "code":
                field.widget = forms.HiddenInput()
        self.fields["code"].required = True  # so the page does not call it optional; the next form decides anew

    @property
    def visitor(self) -> Visitor:
        data = self.cleaned_data
        return Visitor(
            name=data["name"],
            phone=data["phone"],
            email=data["email"],
            assistance=tuple(data["assistance"]),
            note=data.get("note", ""),
        )


class PartyForm(forms.Form):
    """How many people come, and whether one of them belongs to a priority group."""

    jumlah = forms.TypedChoiceField(label=_("Jumlah orang"), coerce=int, required=False)
    prioritas = forms.BooleanField(label=_("Ada lansia, penyandang disabilitas, ibu hamil, atau bayi"), required=False)

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["jumlah"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(number, str(number)) for number in range(1, most + 1)]


class WaitingForm(WhoForm):
    """Wait for a place between two days."""

    first_day = forms.DateField(label=_("Dari tanggal"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    last_day = forms.DateField(label=_("Sampai tanggal"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    party_size = forms.IntegerField(label=_("Jumlah orang"), min_value=1, max_value=rules.PARTY_MAX, initial=1)
    priority = forms.BooleanField(label=_("Ada lansia, penyandang disabilitas, ibu hamil, atau bayi"), required=False)
    field_order = ("first_day", "last_day", "party_size", "priority", "name", "email", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]  # a note is for a visit, and there is none yet


class DrawForm(WhoForm):
    """Register for a draw."""

    offer = forms.ChoiceField(label=_("Layanan"))
    party_size = forms.IntegerField(label=_("Jumlah orang"), min_value=1, max_value=rules.PARTY_MAX, initial=1)
    priority = forms.BooleanField(label=_("Ada lansia, penyandang disabilitas, ibu hamil, atau bayi"), required=False)
    field_order = ("offer", "party_size", "priority", "name", "email", "phone")

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]
        field = self.fields["offer"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)


class BehalfForm(WhoForm):
    """An officer books for somebody at the counter or on the telephone."""

    nik = forms.CharField(label="NIK", max_length=24, required=False, help_text="Boleh kosong.")
    party_size = forms.IntegerField(label="Jumlah orang", min_value=1, max_value=rules.PARTY_MAX, initial=1)
    priority = forms.BooleanField(label="Kelompok prioritas", required=False)
    field_order = ("name", "nik", "phone", "email", "party_size", "priority")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["code"]


class PlanForm(forms.Form):
    horizon_days = forms.IntegerField(label="Dapat dipesan sampai berapa hari ke depan", min_value=1, max_value=180)
    lead_minutes = forms.IntegerField(label="Paling lambat berapa menit sebelumnya", min_value=0, max_value=10_080)
    walk_in_percent = forms.IntegerField(label="Bagian untuk warga tanpa janji (persen)", min_value=0, max_value=100)
    priority_percent = forms.IntegerField(label="Bagian untuk kelompok prioritas (persen)", min_value=0, max_value=100)
    uses_roster = forms.BooleanField(label="Tempat mengikuti jadwal loket, bukan templat", required=False)
    is_open = forms.BooleanField(label="Janji temu dibuka untuk warga", required=False)


class OfferForm(forms.Form):
    service = forms.ChoiceField(label="Layanan")
    slots_needed = forms.IntegerField(label="Berapa slot berurutan", min_value=1, max_value=rules.SLOTS_MAX, initial=1)
    party_max = forms.IntegerField(label="Paling banyak orang", min_value=1, max_value=rules.PARTY_MAX, initial=4)
    is_open = forms.BooleanField(label="Dibuka", required=False, initial=True)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["service"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)


class SessionForm(forms.Form):
    name = forms.CharField(label="Nama sesi", max_length=80, help_text="Misalnya: Pagi.")
    weekdays = forms.TypedMultipleChoiceField(
        label="Hari", choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts = forms.TimeField(label="Mulai", widget=forms.TimeInput(attrs=CLOCK))
    ends = forms.TimeField(label="Selesai", widget=forms.TimeInput(attrs=CLOCK))
    slot_minutes = forms.IntegerField(label="Panjang slot (menit)", min_value=5, max_value=480, initial=30)
    places = forms.IntegerField(label="Tempat tiap slot", min_value=1, max_value=rules.PLACES_MAX, initial=4)
    valid_from = forms.DateField(label="Mulai berlaku", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    capped = forms.ChoiceField(label="Batas kedua untuk layanan", required=False)
    cap = forms.IntegerField(label="Tempat untuk layanan itu", min_value=1, max_value=rules.PLACES_MAX, required=False)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["capped"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Tidak ada"), *choices]


class ShiftForm(forms.Form):
    counter = forms.CharField(label="Loket", max_length=40, help_text="Misalnya: Loket 3.")
    weekdays = forms.TypedMultipleChoiceField(
        label="Hari", choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts = forms.TimeField(label="Mulai", widget=forms.TimeInput(attrs=CLOCK))
    ends = forms.TimeField(label="Selesai", widget=forms.TimeInput(attrs=CLOCK))
    break_from = forms.TimeField(label="Istirahat mulai", widget=forms.TimeInput(attrs=CLOCK), required=False)
    break_until = forms.TimeField(label="Istirahat selesai", widget=forms.TimeInput(attrs=CLOCK), required=False)
    valid_from = forms.DateField(label="Mulai berlaku", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    services = forms.MultipleChoiceField(
        label="Layanan yang dikuasai",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kosong berarti semua layanan unit.",
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["services"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = list(choices)


class AbsenceForm(forms.Form):
    starts_on = forms.DateField(label="Dari", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    ends_on = forms.DateField(label="Sampai", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    at_home = forms.BooleanField(label="Bekerja dari rumah", required=False)


class ReleaseForm(forms.Form):
    name = forms.CharField(label="Nama", max_length=120, help_text="Dibaca warga, misalnya: Paspor pekan depan.")
    kind = forms.ChoiceField(
        label="Cara membagi",
        choices=[(rules.AT_ONCE, "Sekaligus"), (rules.WAVES, "Dua tahap sama besar"), (rules.DRAW, "Undian")],
    )
    first_day = forms.DateField(label="Untuk hari", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    last_day = forms.DateField(label="sampai hari", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    opens_at = forms.DateTimeField(label="Dibuka", widget=forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M"))
    closes_at = forms.DateTimeField(
        label="Tahap kedua, atau akhir pendaftaran undian",
        required=False,
        widget=forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M"),
    )


class SpanForm(forms.Form):
    starts = forms.DateTimeField(label="Dari", widget=forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M"))
    ends = forms.DateTimeField(label="Sampai", widget=forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M"))


class ClosingForm(SpanForm):
    reason = forms.CharField(
        label="Alasan, dibaca warga", max_length=200, help_text="Misalnya: listrik padam di gedung layanan."
    )


class CapacityForm(forms.Form):
    capacity = forms.IntegerField(
        label="Tempat", min_value=0, max_value=rules.PLACES_MAX, required=False, help_text="Kosong: menurut rencana."
    )
