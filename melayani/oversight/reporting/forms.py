"""The shape of what officers write; whether it makes sense is for the rules and actions to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from melayani.foundation.organisations.models import Organisation
from melayani.oversight.reporting import definitions, rules
from melayani.oversight.reporting.actions import Given
from melayani.oversight.reporting.models import ActionPoint, Outcome, Remark, RemarkKind, ReportFigure
from melayani.oversight.reporting.queries.writing import Line
from melayani.oversight.reporting.rules.checks import JUMP, MISSING, WARNING
from melayani.oversight.reporting.rules.evidence import TITLE_AT_MOST

MOST = Decimal("99999999999")


class NumberField(forms.CharField):
    """A number as it is written in Indonesian; empty is None, which is not zero."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, max_length=24, widget=widget, **more)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            number = rules.read_number(typed)
        except ValueError as error:
            raise forms.ValidationError("Tulis angka, misalnya 7.912 atau 87,28.") from error
        if number is not None and number > MOST:
            raise forms.ValidationError("Angka ini terlalu besar.")
        return number


@dataclass(frozen=True)
class Row:
    """An indicator with its fields and what is known of it."""

    line: Line
    value: forms.BoundField | None
    reason: forms.BoundField | None
    explanation: forms.BoundField | None


@dataclass(frozen=True)
class Block:
    """A section of the report."""

    section: definitions.Section
    rows: list[Row]


@dataclass(frozen=True)
class Fault:
    """Something to mend, named by its figure. `field` is the id of where, empty for the report as a whole."""

    field: str
    text: str


class ReportForm(forms.Form):
    """The figures of a report. Each field is read by itself: a wrong one keeps nothing else from being saved."""

    summary = forms.CharField(
        label="Kondisi layanan dalam kata-kata Anda",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Apa yang berubah dalam periode ini, dan bagaimana warga merasakannya.",
    )

    def __init__(self, lines: Sequence[Line], template: definitions.Template, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {line.indicator.key: line for line in lines}
        self.template = template
        for line in lines:
            if not line.indicator.computed:
                self._add(line.indicator)

    def _add(self, indicator: definitions.Indicator) -> None:
        key = indicator.key
        if indicator.kind == definitions.CHOICE:
            choices = [("", "Belum dipilih"), *indicator.choices]
            self.fields[f"value_{key}"] = forms.ChoiceField(label=indicator.name, choices=choices, required=False)
        else:
            self.fields[f"value_{key}"] = NumberField(label=indicator.name)
        self.fields[f"reason_{key}"] = forms.CharField(
            label="Alasan mengubah atau mengosongkan", required=False, max_length=300
        )
        self.fields[f"why_{key}"] = forms.CharField(
            label="Penjelasan", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2})
        )

    @property
    def blocks(self) -> list[Block]:
        """The sections in their order."""
        return [
            Block(section, [self._row(item.indicator) for item in section.items]) for section in self.template.sections
        ]

    def _row(self, indicator: definitions.Indicator) -> Row:
        parts = [self[name] if name in self.fields else None for name in self._names(indicator.key)]
        return Row(self.lines[indicator.key], *parts)

    def given(self) -> dict[str, Given]:
        """What was typed and could be read, by indicator; those not sent or not read stay as they were."""
        self.is_valid()
        found = {}
        for key, line in self.lines.items():
            names = self._names(key)
            if line.indicator.computed or names[0] not in self.data or any(name in self.errors for name in names):
                continue
            value, reason, why = (self.cleaned_data[name] for name in names)
            chosen = line.indicator.kind == definitions.CHOICE
            found[key] = Given(None if chosen else value, value if chosen else "", reason, why)
        return found

    def faults(self, problems: Sequence[rules.Problem]) -> list[Fault]:
        """What could not be read, then what keeps the report from being sent; each with the field to mend."""
        found = []
        for name, errors in self.errors.items():
            known = name in self.fields
            field, title = (self[name].id_for_label, f"{self._title(name)}: ") if known else ("", "")
            found += [Fault(field, f"{title}{error}") for error in errors]
        for one in problems:
            found.append(Fault(self._place(one), f"{self.lines[one.indicator].indicator.name}: {one.text}"))
        return found

    def mark_demanded(self, problems: Sequence[rules.Problem]) -> None:
        """Say of reasons and explanations whether they are demanded; after the reading, for half a report is kept."""
        for key, line in self.lines.items():
            if line.figure is None:
                continue
            _value, reason, why = self._names(key)
            wanting = any(one.indicator == key and one.severity in (JUMP, WARNING) for one in problems)
            self.fields[reason].required = line.figure.is_corrected
            self.fields[why].required = wanting or bool(line.notice)

    def _title(self, name: str) -> str:
        part, _, key = name.partition("_")
        label = str(self.fields[name].label)
        return label if part == "value" or key not in self.lines else f"{self.lines[key].indicator.name}, {label}"

    def _place(self, problem: rules.Problem) -> str:
        value, reason, why = self._names(problem.indicator)
        line = self.lines[problem.indicator]
        if problem.severity in (JUMP, WARNING):
            return self[why].id_for_label
        corrected = problem.severity == MISSING and line.figure is not None and line.figure.is_corrected
        return self[reason if corrected else value].id_for_label

    @staticmethod
    def _names(key: str) -> tuple[str, str, str]:
        return f"value_{key}", f"reason_{key}", f"why_{key}"

    @staticmethod
    def initial_for(figures: Sequence[ReportFigure], summary: str) -> dict[str, Any]:
        """The fields as the figures stand."""
        found: dict[str, Any] = {"summary": summary}
        for one in figures:
            found[f"value_{one.indicator}"] = one.choice or rules.write_number(one.value)
            found[f"reason_{one.indicator}"] = one.reason
            found[f"why_{one.indicator}"] = one.explanation
        return found


class EntryForm(forms.Form):
    """A constraint, a strategy or an innovation."""

    kind = forms.ChoiceField(label="Jenis", choices=RemarkKind.choices)
    code = forms.ChoiceField(label="Golongan kendala")
    indicator = forms.ChoiceField(label="Menjelaskan angka", required=False)
    text = forms.CharField(label="Ceritakan", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    outcome = forms.ChoiceField(label="Hasil sampai sekarang", choices=Outcome.choices)
    contact = forms.CharField(
        label="Siapa yang dapat ditanya", max_length=120, required=False, help_text="Jabatan dan telepon kantor."
    )

    def __init__(self, template: definitions.Template, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "code", list(definitions.constraint_kinds().items()))
        named = [(item.indicator.key, item.indicator.name) for item in template.items]
        _choices(self, "indicator", [("", "Tidak satu angka tertentu"), *named])


class EvidenceForm(forms.Form):
    """A file and what it shows; `has_file` when one was uploaded before and is still kept."""

    title = forms.CharField(
        label="Apa yang ditunjukkan",
        max_length=TITLE_AT_MOST,
        error_messages={"required": "Tulis apa yang ditunjukkan berkas ini."},
    )
    entry = forms.ChoiceField(label="Untuk", required=False)
    paper = forms.FileField(
        label="Foto atau PDF",
        help_text="Paling besar 10 MB. Tidak memuat data pribadi warga.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        error_messages={"required": "Pilih berkasnya.", "empty": "Berkas ini kosong."},
    )

    def __init__(self, entries: Sequence[Remark], has_file: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._entries = {str(one.pk): one for one in entries}
        self.fields["paper"].required = not has_file
        named = [(key, f"{one.get_kind_display()}: {one.text[:60]}") for key, one in self._entries.items()]
        _choices(self, "entry", [("", "Laporan ini seluruhnya"), *named])

    @property
    def entry_chosen(self) -> Remark | None:
        """The constraint, strategy or innovation that the file shows; None for the whole report."""
        return self._entries.get(self.cleaned_data.get("entry", ""))


class NoteForm(forms.Form):
    """A reason that a judge gives, and until when a lock is lifted."""

    note = forms.CharField(label="Alasan", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    until = forms.DateField(
        label="Dapat diisi sampai", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class CampaignForm(forms.Form):
    """A request for reports."""

    asked_by = forms.ChoiceField(label="Atas nama")
    title = forms.CharField(label="Judul", max_length=160)
    theme = forms.CharField(label="Tema", max_length=300, required=False)
    template = forms.ChoiceField(label="Bentuk laporan")
    since = forms.DateField(label="Mulai", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label="Sampai", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    wilayah = forms.ChoiceField(
        label="Wilayah kementerian",
        required=False,
        choices=[("", "Semua"), ("I", "Wilayah I"), ("II", "Wilayah II"), ("III", "Wilayah III")],
    )
    regions = forms.CharField(
        label="Kode wilayah",
        required=False,
        max_length=300,
        help_text="Kode provinsi atau kabupaten/kota, dipisah koma: 32, 33.71. Kosongkan untuk semua.",
    )
    due_days = forms.IntegerField(
        label="Tenggat, hari sesudah periode",
        min_value=0,
        max_value=90,
        required=False,
        help_text="Kosongkan untuk baku.",
    )

    def __init__(self, askers: Sequence[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "asked_by", [(one.slug, one.name) for one in askers])
        _choices(self, "template", [(one.key, one.name) for one in definitions.templates()])

    def clean_regions(self) -> list[str]:
        codes = [one.strip() for one in self.cleaned_data["regions"].split(",") if one.strip()]
        wrong = [one for one in codes if not all(part.isdigit() and len(part) == 2 for part in one.split("."))]
        if wrong or any(len(one) > 5 for one in codes):
            raise forms.ValidationError("Tulis kode seperti 32 atau 32.71.")
        return codes


class MeetingForm(forms.Form):
    """A meeting about one round; the units are presented in the order written."""

    title = forms.CharField(label="Judul", max_length=160)
    starts_at = forms.DateTimeField(
        label="Waktu",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    link = forms.URLField(label="Tautan rapat video", max_length=300, required=False, assume_scheme="https")
    agenda = forms.CharField(label="Acara", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, held_by: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_at"].label = f"Waktu ({held_by.get_time_zone_display()})"


class AgreeForm(forms.Form):
    """What a unit takes on."""

    organisation = forms.ChoiceField(label="Unit")
    text = forms.CharField(label="Disepakati", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    due_on = forms.DateField(label="Selesai", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, units: Sequence[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "organisation", [(one.slug, one.name) for one in units])


class PointForm(forms.Form):
    """What became of an agreed point."""

    answer = forms.CharField(label="Yang sudah dilakukan", max_length=500, required=False)
    done = forms.BooleanField(label="Selesai", required=False)

    def __init__(self, point: ActionPoint, data: Any = None, **more: Any) -> None:
        super().__init__(data, auto_id=f"point-{point.pk}-%s", **more)


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
