"""The shape of what officers write about innovations; whether it makes sense is for the actions to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from django import forms

from melayani.delivery.catalogue.models import Service
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.ui.fields import area, line
from melayani.oversight.innovations import rules
from melayani.oversight.innovations.actions.checking import Look
from melayani.oversight.innovations.actions.copying import Takeover
from melayani.oversight.innovations.actions.describing import (
    ANSWER_MAX,
    CRITERION_MAX,
    FIGURES_MOST,
    SERVICES_MOST,
    TITLE_MAX,
    Description,
    FigureGiven,
)
from melayani.oversight.innovations.models import Figure, Innovation
from melayani.oversight.innovations.questions import question_set

CHOOSE = ("", "Pilih")
TITLE_MISSING = "Tulis judul inovasinya."


def day(label: str, *, hint: str = "", required: bool = False) -> forms.DateField:
    """A day, by the browser's own field."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Isi harinya.", "invalid": "Tulis hari, bulan, tahun."},
    )


class StartForm(forms.Form):
    title = line("Judul inovasi", most=TITLE_MAX, missing=TITLE_MISSING, hint="Apa yang berubah bagi warga, singkat.")
    organisation = forms.ChoiceField(label="Milik", error_messages={"required": "Pilih tempatnya."})

    def __init__(self, homes: Sequence[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["organisation"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [CHOOSE, *((one.slug, str(one)) for one in homes)]


class DescribeForm(forms.Form):
    """The whole record: fixed fields, then one for each question and each criterion."""

    title = line("Judul", most=TITLE_MAX, missing=TITLE_MISSING)
    summary = area("Ringkasan", most=600, rows=3, required=False, hint="Dua atau tiga kalimat yang dimengerti warga.")
    initiators = line("Yang memulai", most=200, required=False, hint="Unit atau tim, bukan nama orang.")
    phase = forms.ChoiceField(label="Tahap", choices=list(rules.PHASES.items()))
    is_digital = forms.BooleanField(label="Memakai aplikasi atau situs", required=False)
    trial_from = day("Mulai dicoba")
    used_from = day("Mulai dipakai warga", hint="Kosongkan selama masih dicoba.")
    cost = forms.IntegerField(
        label="Biaya seluruhnya (rupiah)", required=False, min_value=0, help_text="Angka saja, tanpa titik."
    )
    legal_state = forms.ChoiceField(
        label="Dasar hukum",
        required=False,
        choices=[("", "Belum ada"), *rules.LEGAL_STATES.items()],
    )
    legal_basis = line("Bunyi dasar hukum", most=300, required=False, hint="Misalnya: SK Kepala Dinas 12/2026.")
    resources = forms.MultipleChoiceField(
        label="Sumber daya yang tersedia",
        required=False,
        choices=list(rules.RESOURCES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    services = forms.MultipleChoiceField(
        label="Layanan yang terkait",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=f"Paling banyak {SERVICES_MOST}.",
    )
    goals = forms.TypedMultipleChoiceField(
        label="Tujuan pembangunan berkelanjutan (SDG)",
        required=False,
        coerce=int,
        choices=[(str(number), f"{number}. {name}") for number, name in enumerate(rules.GOAL_NAMES, start=1)],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, innovation: Innovation, offered: Sequence[Service], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = question_set(innovation.question_set).questions
        chosen = self.fields["services"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(str(one.pk), one.title) for one in offered]
        for one in self.questions:
            self.fields[f"answer_{one.key}"] = area(one.label, most=ANSWER_MAX, hint=one.hint, required=False)
        for key, label in rules.CRITERIA.items():
            self.fields[f"criterion_{key}"] = area(label, most=CRITERION_MAX, rows=3, required=False)

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        return [self[f"answer_{one.key}"] for one in self.questions]

    @property
    def criterion_fields(self) -> list[forms.BoundField]:
        return [self[f"criterion_{key}"] for key in rules.CRITERIA]

    def description(self) -> Description:
        """What was written, of a valid form."""
        data = self.cleaned_data
        plain = {one.name: data[one.name] for one in fields(Description) if one.name in data}
        plain["services"] = [int(pk) for pk in data["services"]]
        return Description(
            **plain,
            answers={one.key: data[f"answer_{one.key}"] for one in self.questions},
            criteria={key: data[f"criterion_{key}"] for key in rules.CRITERIA},
        )

    def blame(self, name: str, text: str) -> None:
        """Set a refusal beside the field that it is about, or above the form."""
        self.add_error(name if name in self.fields else None, text)

    @staticmethod
    def initial_for(innovation: Innovation, services: Sequence[Service]) -> dict[str, Any]:
        plain = {one.name: getattr(innovation, one.name) for one in fields(Description) if one.name != "services"}
        return {
            **plain,
            "services": [str(one.pk) for one in services],
            "goals": [str(one) for one in innovation.goals],
            **{f"answer_{key}": text for key, text in innovation.answers.items()},
            **{f"criterion_{key}": text for key, text in innovation.criteria.items()},
        }


class FigureForm(forms.Form):
    """One figure; a row left wholly empty is no figure."""

    use_required_attribute = False
    name = line("Ukuran", most=120, missing="Beri nama ukurannya.", hint="Misalnya: lama menunggu.")
    unit = line("Satuan", most=40, missing="Isi satuannya.", hint="Misalnya: menit.")
    baseline = forms.DecimalField(label="Sebelum", max_digits=15, decimal_places=2, localize=True)
    baseline_on = day("Diukur pada", required=True)
    result = forms.DecimalField(label="Sesudah", max_digits=15, decimal_places=2, required=False, localize=True)
    result_on = day("Hasil diukur pada")
    lower_is_better = forms.BooleanField(label="Makin kecil makin baik", required=False)
    source = line("Sumber angka", most=200, required=False)

    def given(self) -> FigureGiven:
        return FigureGiven(**self.cleaned_data)

    @staticmethod
    def initial_for(figure: Figure) -> dict[str, Any]:
        return {one.name: getattr(figure, one.name) for one in fields(FigureGiven)}


FigureForms = forms.formset_factory(FigureForm, extra=2, max_num=FIGURES_MOST, absolute_max=FIGURES_MOST)


class EvidenceForm(forms.Form):
    title = line("Apa yang ditunjukkan", most=160, missing="Tulis apa yang ditunjukkan berkas ini.")
    paper = forms.FileField(
        label="Foto atau PDF",
        help_text="Paling besar 10 MB. Tidak memuat data pribadi warga.",
        error_messages={"required": "Pilih berkasnya.", "empty": "Berkas ini kosong."},
    )


class ContestForm(forms.Form):
    contest = line("Nama lomba", most=120, missing="Tulis nama lombanya.", hint="Misalnya: KIPP.")
    year = forms.IntegerField(label="Tahun", min_value=2014, max_value=2100)
    group = line("Kelompok", most=80, required=False, hint="Misalnya: umum, replikasi, khusus.")
    result = forms.ChoiceField(label="Hasil", choices=[CHOOSE, *rules.RESULTS.items()])
    words = line("Catatan", most=200, required=False)


class LookForm(forms.Form):
    found = forms.ChoiceField(
        label="Keadaan sekarang",
        choices=[(key, rules.HEALTH[key]) for key in rules.FOUND],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih keadaannya."},
    )
    checked_on = day("Dilihat pada", required=True)
    owner = line("Yang menjalankan", most=160, missing="Tulis siapa yang menjalankan sekarang.")
    last_used = day("Terakhir dipakai")
    users = forms.IntegerField(label="Pemakai sejak pemantauan lalu", required=False, min_value=0, max_value=10**9)
    budget = line("Anggaran", most=160, required=False)
    legal_basis = line("Dasar hukum", most=300, required=False)
    in_standard = forms.BooleanField(label="Sudah menjadi bagian standar pelayanan", required=False)
    reason = forms.ChoiceField(
        label="Bila berhenti, mengapa", required=False, choices=[("", "Tidak berhenti"), *rules.STOP_REASONS.items()]
    )
    evidence = line("Bukti", most=500, missing="Tulis bukti yang menunjukkannya.", hint="Alamat, nomor surat, foto.")
    note = area("Catatan", most=500, rows=2, required=False)

    def look(self) -> Look:
        return Look(**{one.name: self.cleaned_data[one.name] for one in fields(Look)})


class TakeoverForm(forms.Form):
    since = day("Mulai dipakai di tempat ini", hint="Kosongkan selama baru direncanakan.")
    is_adapted = forms.BooleanField(label="Disesuaikan, tidak diambil utuh", required=False)
    adaptation = line("Apa yang disesuaikan", most=500, required=False)
    agreement = line("Kesepakatan", most=200, required=False, hint="Nomor perjanjian atau surat.")
    result = line("Hasil sejauh ini", most=500, required=False)

    def takeover(self) -> Takeover:
        return Takeover(**{one.name: self.cleaned_data[one.name] for one in fields(Takeover)})


class ReplicateForm(TakeoverForm):
    organisation = forms.ChoiceField(label="Untuk", error_messages={"required": "Pilih tempatnya."})
    field_order = ["organisation"]

    def __init__(self, homes: Sequence[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["organisation"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [CHOOSE, *((one.slug, str(one)) for one in homes)]


class OutsideForm(TakeoverForm):
    place = line("Instansi dan daerah", most=160, missing="Tulis instansi dan daerahnya.")
    field_order = ["place"]
