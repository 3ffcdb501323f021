"""What officers type before the meeting."""

from __future__ import annotations

from typing import Any

from django import forms

from melayani.voice.consultations import lists
from melayani.voice.consultations.models.consultations import MATERIAL_KINDS
from melayani.voice.consultations.rules import Plan, planning, stakeholders

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
DAY_ERRORS = {"required": "Isi tanggalnya.", "invalid": "Tulis tanggal seperti 2026-03-16."}
MOMENT_ERRORS = {"invalid": "Tulis tanggal dan jam seperti 2026-03-16T09:00."}
MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
FIELDS = (
    *("title", "summary", "purpose", "form", "opens_on", "closes_on", "starts_at", "ends_at"),
    *("place", "link", "facilitator", "support"),
)


class PlanForm(forms.Form):
    """The plan of a consultation; moments are those of the office's clock."""

    title = forms.CharField(label="Judul", max_length=160, error_messages={"required": "Tulis judulnya."})
    summary = forms.CharField(
        label="Yang dibahas dan mengapa",
        help_text="Dibaca warga. Pendek dan tanpa istilah kantor.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4_000,
        error_messages={"required": "Tulis dengan singkat apa yang dibahas dan mengapa."},
    )
    purpose = forms.ChoiceField(label="Tujuan", choices=list(planning.PURPOSES.items()))
    form = forms.ChoiceField(label="Bentuk", choices=list(planning.FORMS.items()))
    opens_on = forms.DateField(label="Masukan daring mulai", required=False, widget=DAY, error_messages=DAY_ERRORS)
    closes_on = forms.DateField(label="Masukan daring sampai", required=False, widget=DAY, error_messages=DAY_ERRORS)
    starts_at = forms.DateTimeField(
        label="Pertemuan mulai", required=False, widget=MOMENT, input_formats=MOMENTS, error_messages=MOMENT_ERRORS
    )
    ends_at = forms.DateTimeField(
        label="Pertemuan selesai", required=False, widget=MOMENT, input_formats=MOMENTS, error_messages=MOMENT_ERRORS
    )
    place = forms.CharField(label="Tempat", required=False, max_length=250)
    link = forms.URLField(
        label="Tautan pertemuan daring",
        required=False,
        max_length=300,
        assume_scheme="https",
        error_messages={"invalid": "Tautan dimulai dengan https://"},
    )
    facilitator = forms.CharField(label="Pemandu", help_text="Jabatan atau lembaga.", required=False, max_length=160)
    support = forms.CharField(
        label="Bantuan bagi peserta",
        help_text="Misalnya juru bahasa isyarat, jalur kursi roda, penerjemah bahasa daerah.",
        required=False,
        max_length=250,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in {**stakeholders.KINDS, **stakeholders.EXTRA}.items():
            self.fields[f"seats_{key}"] = forms.IntegerField(
                label=label, required=False, min_value=0, max_value=stakeholders.SEATS_MAX, initial=0
            )

    def seats(self) -> list[Any]:
        """The fields of the quota, bound."""
        return [self[name] for name in self.fields if name.startswith("seats_")]

    def plan(self) -> Plan:
        """What was typed, as the rules read it."""
        data = self.cleaned_data
        quota = {key: data.get(f"seats_{key}") or 0 for key in {**stakeholders.KINDS, **stakeholders.EXTRA}}
        return Plan(**{name: data[name] for name in FIELDS}, quota=quota)


class TopicForm(forms.Form):
    """Where a topic comes from; only the fields of the chosen kind are read."""

    kind = forms.ChoiceField(label="Berasal dari", choices=list(planning.TOPIC_KINDS.items()), widget=forms.RadioSelect)
    service = forms.ChoiceField(label="Layanan", help_text="Untuk standar pelayanan.", required=False)
    component = forms.ChoiceField(label="Komponen standar", required=False)
    element = forms.ChoiceField(label="Unsur survei", help_text="Untuk unsur yang nilainya rendah.", required=False)
    complaint = forms.CharField(
        label="Nomor pengaduan", help_text="Seperti ADU-7K3Q9XBT-M.", required=False, max_length=40
    )
    title = forms.CharField(
        label="Pokoknya dalam kata-kata",
        help_text="Dibaca warga; tanpa nama orang. Boleh kosong untuk standar dan unsur.",
        required=False,
        max_length=250,
    )
    note = forms.CharField(label="Catatan", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, services: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("service", [(one.slug, one.title) for one in services])
        self._choose("component", list(lists.components().items()))
        self._choose("element", list(lists.elements().items()))

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", "Pilih"), *choices]

    def topic(self) -> dict[str, str]:
        """The arguments of the action."""
        data = self.cleaned_data
        source = {planning.STANDARD: "service", planning.ELEMENT: "element", planning.COMPLAINT: "complaint"}
        reference = data[source[data["kind"]]] if data["kind"] in source else ""
        return {"reference": reference, **{name: data[name] for name in ("kind", "title", "component", "note")}}


class GuestForm(forms.Form):
    """One guest: who, of which kind, how reached."""

    kind = forms.ChoiceField(label="Unsur", choices=list(stakeholders.KINDS.items()))
    name = forms.CharField(
        label="Nama orang atau lembaga",
        max_length=120,
        error_messages={"required": "Tulis nama orang atau lembaganya."},
    )
    body = forms.CharField(label="Mewakili", required=False, max_length=160)
    email = forms.EmailField(
        label="Surel", required=False, max_length=200, error_messages={"invalid": "Tulis surel seperti nama@contoh.id."}
    )
    phone = forms.CharField(
        label="Telepon", required=False, max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    vulnerable = forms.BooleanField(label="Mewakili kelompok rentan", required=False)
    on_paper = forms.BooleanField(label="Diundang dengan surat kertas", required=False)


class MaterialForm(forms.Form):
    """A file: material to read, a photo, the signed list, a report. The file itself is taken in beside the form."""

    kind = forms.ChoiceField(label="Jenis", choices=MATERIAL_KINDS)
    title = forms.CharField(label="Nama berkas", max_length=160, error_messages={"required": "Tulis nama berkasnya."})
    is_public = forms.BooleanField(label="Tayangkan untuk warga", required=False)
