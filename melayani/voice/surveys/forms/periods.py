"""Periods, what follows from them, where they are announced, and old reports to find again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from melayani.voice.surveys import rules
from melayani.voice.surveys.instrument import media

DAY_ERRORS = {"required": "Isi tanggalnya.", "invalid": "Tulis tanggal seperti 2026-03-16."}
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeriodForm(forms.Form):
    """First and last day of a new period, and how many answers it needs to be published."""

    starts_on = forms.DateField(
        label="Hari pertama",
        widget=DAY,
        error_messages={"required": "Isi hari pertama.", "invalid": "Tulis tanggal seperti 2026-03-16."},
    )
    ends_on = forms.DateField(
        label="Hari terakhir",
        widget=DAY,
        error_messages={"required": "Isi hari terakhir.", "invalid": "Tulis tanggal seperti 2026-03-16."},
    )
    users = forms.IntegerField(
        label="Jumlah pengguna layanan",
        help_text="Bila unit menghitungnya sendiri, misalnya dari buku tamu. Kosongkan untuk memakai jumlah undangan.",
        required=False,
        min_value=1,
        max_value=100_000_000,
    )
    minimum = forms.IntegerField(
        label="Jawaban paling sedikit untuk diterbitkan",
        help_text=f"Paling kecil {rules.MINIMUM_SHOWN}, agar tidak seorang pun dapat dikenali.",
        initial=rules.MINIMUM_SHOWN,
        min_value=rules.MINIMUM_SHOWN,
        max_value=1_000_000,
    )


class SpanForm(forms.Form):
    """From which day to which."""

    dari = forms.DateField(label="Dari", widget=DAY, error_messages=DAY_ERRORS)
    sampai = forms.DateField(label="Sampai", widget=DAY, error_messages=DAY_ERRORS)


class FollowUpForm(forms.Form):
    """One line of the plan."""

    element = forms.ChoiceField(label="Unsur", error_messages={"required": "Pilih unsurnya."})
    action = forms.CharField(
        label="Yang akan dilakukan",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis apa yang akan dilakukan."},
    )
    target = forms.DateField(label="Selesai paling lambat", widget=DAY, error_messages=DAY_ERRORS)
    responsible = forms.CharField(
        label="Penanggung jawab",
        help_text="Jabatan, bukan nama orang.",
        max_length=160,
        error_messages={"required": "Tulis jabatan penanggung jawabnya."},
    )

    def __init__(self, *args: Any, elements: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["element"].choices = elements  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    """A line of the plan is done, and what shows it."""

    done_on = forms.DateField(label="Selesai pada", widget=DAY, error_messages=DAY_ERRORS)
    evidence = forms.CharField(
        label="Bukti",
        help_text="Alamat halaman, nomor surat, atau tempat foto dapat dilihat.",
        max_length=500,
        error_messages={"required": "Tulis apa yang menunjukkannya."},
    )


class PublicationForm(forms.Form):
    """Where and when the result was announced."""

    medium = forms.ChoiceField(label="Media", error_messages={"required": "Pilih medianya."})
    published_on = forms.DateField(label="Tanggal", widget=DAY, error_messages=DAY_ERRORS)
    evidence = forms.CharField(
        label="Bukti",
        help_text="Alamat halaman, edisi, atau tempat papan pengumuman.",
        max_length=500,
        error_messages={"required": "Tulis apa yang menunjukkannya."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["medium"].choices = list(media().items())  # type: ignore[attr-defined]


WEIGHTS = (
    (rules.EXACT, "Bobot tepat, 1 dibagi banyaknya unsur (dipakai di sini)"),
    (rules.LITERAL, "Bobot 0,111 seperti tercetak pada banyak laporan"),
    ("2004", "Aturan 2004: 14 unsur, bobot 0,071"),
)


class ReconcileForm(forms.Form):
    """The element means of a report that somebody else published, its day and how it may have been computed."""

    day = forms.DateField(label="Hari terakhir masa survei", widget=DAY, error_messages=DAY_ERRORS)
    means = forms.CharField(
        label="Nilai rata-rata unsur",
        help_text="Sembilan angka (empat belas untuk aturan 2004), satu per baris atau dipisah spasi: 3,12 3,40 …",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=600,
        error_messages={"required": "Tulis nilai rata-rata tiap unsur."},
    )
    reported = forms.DecimalField(
        label="Indeks menurut laporan",
        required=False,
        max_digits=7,
        decimal_places=4,
        localize=True,
        error_messages={"invalid": "Tulis angka seperti 83,31."},
    )

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not 2004 <= day.year <= 2100:
            raise forms.ValidationError("Survei seperti ini diatur sejak 2004.")
        return day
