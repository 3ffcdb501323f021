"""By what a unit asks and how answers come in: versions, points, paper, sheets."""

from __future__ import annotations

from typing import Any

from django import forms

from melayani.delivery.catalogue.models import Service
from melayani.voice.surveys import rules, versions
from melayani.voice.surveys.forms.periods import DAY, DAY_ERRORS
from melayani.voice.surveys.models import Point, PointKind

ORDERS = [("form", "U8 sarana, U9 pengaduan (urutan formulir)"), ("text", "U8 pengaduan, U9 sarana")]
MARKS = [("none", "Tanpa tanda"), ("letters", "Huruf a sampai d"), ("numbers", "Angka 1 sampai 4")]


class InstrumentForm(forms.Form):
    """A version: per element its questions and labels, one per line in Indonesian, and the same lines in English."""

    valid_from = forms.DateField(label="Berlaku mulai", widget=DAY, error_messages=DAY_ERRORS)
    order = forms.ChoiceField(label="Urutan dua unsur terakhir", choices=ORDERS)
    marks = forms.ChoiceField(label="Tanda di depan jawaban", choices=MARKS)
    attributes = forms.CharField(
        label="Data responden yang ditanyakan",
        help_text="Satu per baris, misalnya Pendidikan: SD, SMP, SMA. Kosongkan bila tidak ada. Jangan tanyakan nama.",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    reason = forms.CharField(
        label="Alasan menyimpang",
        help_text="Wajib bila sebuah unsur tidak ditanyakan atau kata jawabannya diganti.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, current: rules.Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order"].initial, self.fields["marks"].initial = current.order, current.marks
        self.fields["attributes"].initial = versions.write_attributes(current.attributes)
        self.shipped = rules.load_instrument()
        for element in self.shipped.elements:
            asked = [one for one in current.questions if one.element == element.key]
            own = current.element(element.key) if asked else element
            name = element.names["id"]
            usual = f"Bagaimana pendapat Anda tentang {element.topics['id']}?"
            english = f"What do you think of the {element.topics['en']}?"
            self._lines(f"q-{element.key}", f"{name}: pertanyaan", [one.texts.get("id") or usual for one in asked])
            self._lines(
                f"e-{element.key}", f"{name}: dalam bahasa Inggris", [one.texts.get("en") or english for one in asked]
            )
            self._lines(f"l-{element.key}", f"{name}: empat jawaban", [one.words["id"] for one in own.labels])
            self._lines(
                f"m-{element.key}", f"{name}: jawaban dalam bahasa Inggris", [one.words["en"] for one in own.labels]
            )

    def _lines(self, name: str, label: str, lines: list[str]) -> None:
        self.fields[name] = forms.CharField(
            label=label,
            required=False,
            max_length=1800,
            initial="\n".join(lines),
            widget=forms.Textarea(attrs={"rows": max(2, len(lines))}),
        )

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each element's name with its four fields."""
        return [
            (element.names["id"], [self[f"{letter}-{element.key}"] for letter in "qelm"])
            for element in self.shipped.elements
        ]

    def wish(self) -> versions.Wish:
        """What the officer wants; only of a valid form. Raises BadVersion for lists it cannot read."""
        questions, labels = {}, {}
        for element in self.shipped.elements:
            usual = f"Bagaimana pendapat Anda tentang {element.topics['id']}?"
            texts = self._pairs("q", "e", element.key)
            questions[element.key] = (("", ""),) if [one for one, _ in texts] == [usual] else texts
            own = self._pairs("l", "m", element.key)
            if questions[element.key] and own:
                labels[element.key] = own
        return versions.Wish(
            questions=questions,
            labels=labels,
            attributes=versions.read_attributes(self.cleaned_data["attributes"], versions.suggested_attributes()),
            order=self.cleaned_data["order"],
            marks=self.cleaned_data["marks"],
        )

    def _pairs(self, letter: str, english: str, key: str) -> tuple[tuple[str, str], ...]:
        own = [line.strip() for line in self.cleaned_data[f"{letter}-{key}"].splitlines() if line.strip()]
        other = [line.strip() for line in self.cleaned_data[f"{english}-{key}"].splitlines() if line.strip()]
        return tuple((text, other[place] if place < len(other) else "") for place, text in enumerate(own))


class PointForm(forms.Form):
    """A counter's code or a kiosk."""

    kind = forms.ChoiceField(label="Jenis", choices=PointKind.choices)
    name = forms.CharField(
        label="Nama", help_text="Misalnya Loket 3.", max_length=60, error_messages={"required": "Isi nama titiknya."}
    )
    shift = forms.CharField(
        label="Giliran", help_text="Misalnya pagi; kosongkan bila tidak dibedakan.", max_length=30, required=False
    )
    service = forms.ChoiceField(label="Layanan", required=False)

    def __init__(self, *args: Any, services: list[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.services = {str(one.pk): one for one in services}
        options = [("", "Pengunjung memilih sendiri"), *((key, one.title) for key, one in self.services.items())]
        self.fields["service"].choices = options  # type: ignore[attr-defined]

    def clean_service(self) -> Service | None:
        return self.services.get(self.cleaned_data["service"])


class PaperForm(forms.Form):
    """One paper form: a line of keys, and what stays the same for the whole pile."""

    line = forms.CharField(
        label="Jawaban",
        max_length=80,
        error_messages={"required": "Ketik jawabannya."},
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "inputmode": "text", "spellcheck": "false"}
        ),
    )
    comment = forms.CharField(label="Saran", required=False, max_length=2000)
    number = forms.CharField(label="Nomor permohonan", required=False, max_length=40)
    service = forms.ChoiceField(label="Layanan", error_messages={"required": "Pilih layanannya."})
    day = forms.DateField(label="Tanggal diisi warga", widget=DAY, error_messages=DAY_ERRORS)
    point = forms.ChoiceField(label="Loket", required=False)

    def __init__(self, *args: Any, services: list[Service], points: list[Point], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.services = {str(one.pk): one for one in services}
        self.points = {str(one.pk): one for one in points}
        self.fields["service"].choices = [(key, one.title) for key, one in self.services.items()]  # type: ignore[attr-defined]
        self.fields["point"].choices = [("", "Tidak dicatat"), *((key, str(one)) for key, one in self.points.items())]  # type: ignore[attr-defined]

    def clean_service(self) -> Service:
        return self.services[self.cleaned_data["service"]]

    def clean_point(self) -> Point | None:
        return self.points.get(self.cleaned_data["point"])


class ImportForm(forms.Form):
    """A sheet, and what its rows do not say themselves."""

    sheet = forms.FileField(
        label="Berkas CSV atau XLSX",
        help_text="Satu baris per responden. Kolom dikenali dari namanya: persyaratan, prosedur, waktu, dan lainnya.",
        error_messages={"required": "Pilih berkasnya.", "empty": "Berkas ini kosong."},
    )
    service = forms.ChoiceField(
        label="Layanan", help_text="Dipakai bila berkas tidak punya kolom layanan.", required=False
    )
    day = forms.DateField(
        label="Tanggal",
        help_text="Dipakai bila berkas tidak punya kolom tanggal.",
        required=False,
        widget=DAY,
        error_messages=DAY_ERRORS,
    )
    order = forms.ChoiceField(
        label="Bila kolomnya hanya U1 sampai U9", choices=[("", "Kolomnya bernama"), *ORDERS], required=False
    )

    def __init__(self, *args: Any, services: list[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.services = {str(one.pk): one for one in services}
        options = [("", "Ada di dalam berkas"), *((key, one.title) for key, one in self.services.items())]
        self.fields["service"].choices = options  # type: ignore[attr-defined]

    def clean_service(self) -> Service | None:
        return self.services.get(self.cleaned_data["service"])
