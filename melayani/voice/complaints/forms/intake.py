"""What an officer writes down for somebody who came, called, or wrote."""

from __future__ import annotations

from typing import Any

from django import forms

from melayani.foundation.ui.fields import ManyFilesField
from melayani.voice.complaints import rules
from melayani.voice.complaints.forms.office import KIND_CHOICES, VerbForm, area, picks
from melayani.voice.complaints.forms.parts import DAY_SHAPES
from melayani.voice.complaints.forms.settings import day, line, listed, tick
from melayani.voice.complaints.rules import filing

CHANNELS = (
    (rules.COUNTER, "Loket"),
    (rules.PHONE, "Telepon"),
    (rules.LETTER, "Surat"),
    (rules.BOX, "Kotak pengaduan"),
    (rules.EMAIL, "Surel"),
    (rules.WHATSAPP, "WhatsApp"),
    (rules.SOCIAL, "Media sosial"),
)
MOMENTS = [f"{shape}T%H:%M" for shape in DAY_SHAPES] + [f"{shape} %H:%M" for shape in DAY_SHAPES]


REPORTS_FIELDS = (
    "kind",
    "text",
    "title",
    "occurred_on",
    "loss",
    "asked",
    "address",
    "region",
    "latitude",
    "longitude",
    "anonymous",
    "secret",
    "conduct",
)


class TopicForm(VerbForm):
    """What the report is about: asked first, because the category brings its own questions."""

    about = picks("Unit yang dilaporkan", hint="Kosongkan bila pelapor tidak tahu.", required=False)
    category = picks("Kategori", required=False)
    service = picks("Layanan", required=False)


class IntakeForm(VerbForm):
    """The report and the reporter on one page; the names are those by which rules tell what is wrong."""

    channel = listed("Lewat mana", CHANNELS)
    received_at = forms.DateTimeField(
        label="Diterima pada",
        required=False,
        input_formats=MOMENTS,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Kosongkan bila baru saja. Surat dan kotak: waktu sampainya, karena jam dihitung sejak itu.",
        error_messages={"invalid": "Waktu ini tidak ada. Tulis misalnya 17-08-2026 09:30."},
    )
    kind = listed("Jenis", KIND_CHOICES)
    title = line("Judul", rules.TITLE_MAX, required=False, hint="Satu baris.")
    text = area("Isi laporan", hint="Tulis seperti kata pelapor, tanpa tafsir.", rows=7, most=rules.TEXT_MAX)
    asked = area("Yang diminta pelapor", rows=2, required=False)
    loss = area("Kerugian", rows=2, required=False)
    occurred_on = day("Tanggal kejadian", required=False)
    region = picks("Kecamatan atau kabupaten", required=False)
    address = area("Tempat kejadian", rows=2, required=False, hint="Alamat atau patokan. Tidak ditayangkan.")
    latitude = forms.DecimalField(label="Lintang", required=False, max_digits=12, decimal_places=9)
    longitude = forms.DecimalField(label="Bujur", required=False, max_digits=12, decimal_places=9)
    anonymous = tick("Anonim", "Namanya tidak disimpan dan tidak dapat dibuka oleh siapa pun, juga oleh Anda nanti.")
    secret = tick("Isi rahasia", "Isinya tidak pernah ditayangkan untuk umum.")
    conduct = tick(
        "Menyangkut perilaku petugas",
        "Penyalahgunaan wewenang, pungutan liar, atau disiplin. Laporan langsung ke atas unit yang dilaporkan.",
    )
    name = line("Nama pelapor", filing.NAME_MAX, required=False)
    phone = line("Telepon atau WhatsApp", 40, required=False)
    email = line("Surel", 254, required=False)
    nik = line("NIK", 30, required=False)
    reporter_address = line("Alamat pelapor", filing.ADDRESS_MAX, required=False)
    papers = ManyFilesField(
        label="Surat atau bukti",
        help_text="Pindai atau foto: JPG, PNG, atau PDF, sampai 20 berkas.",
    )

    def report_fields(self) -> dict[str, Any]:
        """The clean values as rules.Report takes them, without the answers."""
        return {name: self.cleaned_data[name] for name in REPORTS_FIELDS}

    def reporter(self) -> rules.Reporter:
        data = self.cleaned_data
        return rules.Reporter(
            name=data["name"],
            address=data["reporter_address"],
            nik=data["nik"],
            phone=data["phone"],
            email=data["email"],
        )
