"""The form of a draft: one part for each section, each readable or not for itself, so that all else is saved.

Data is always given (what is stored, with what could not be read laid over it), so a page shown again shows both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory

from melayani.delivery.catalogue import words
from melayani.delivery.catalogue.models import UNITS, Requirement, Standard
from melayani.delivery.catalogue.rules import sections as drafted

BLANK = 2  # empty rows below those that are there
MORE = 8
MOST_ROWS = 80
LONGEST = 300
CHOOSE_UNIT = [("", "pilih satuan"), *UNITS]
NOT_FOR_ROWS = {"external_sla"}
ROW_UNITS = [one for one in CHOOSE_UNIT if one[0] not in NOT_FOR_ROWS]


def _line(label: str, most: int = LONGEST, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=False,
        help_text=hint,
        error_messages={"max_length": f"Paling panjang {most} huruf. Pecah menjadi beberapa baris."},
    )


def _whole(label: str) -> forms.IntegerField:
    field = forms.IntegerField(label=label, min_value=0, max_value=100_000, required=False, localize=False)
    field.widget = forms.TextInput(attrs={"inputmode": "numeric"})
    field.error_messages |= {"invalid": "Tulis dengan angka saja, misalnya 5.", "min_value": "Paling kecil 0."}
    return field


class Rupiah(forms.CharField):
    """An amount as it is written: 25000, 25.000, Rp25.000; nothing is unknown, not zero."""

    def clean(self, value: Any) -> int | None:
        typed = str(super().clean(value) or "").strip()
        digits = typed.removeprefix("Rp").strip().replace(".", "")
        if not typed:
            return None
        if not digits.isascii() or not digits.isdigit() or len(digits) > 12:
            raise forms.ValidationError("Tulis dalam rupiah bulat, misalnya 25.000; 0 bila gratis.")
        return int(digits)


class RequirementForm(forms.Form):
    text = _line("Persyaratan")
    variant = _line("Hanya untuk", 120, "Misalnya: Hilang. Kosong: untuk semua.")
    kind = forms.ChoiceField(label="Jenis", choices=Requirement.KINDS, initial="document", required=False)
    condition = _line("Bila", 200, "Misalnya: bila diwakilkan.")
    alternatives = _line("Boleh diganti", 250, "Pisahkan dengan titik koma.")

    def clean(self) -> dict[str, Any]:
        data = cast(dict[str, Any], super().clean())
        told = any(data.get(name) for name in ("variant", "condition", "alternatives"))
        if told and not data.get("text") and "text" not in self.errors:
            self.add_error("text", "Isi persyaratannya, atau kosongkan seluruh baris.")
        return data

    @property
    def is_special(self) -> bool:
        """Whether something stands in the fields that most requirements leave empty, or is wrong there."""
        names = ("variant", "condition", "alternatives")
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def row(self) -> drafted.RequirementRow:
        data = self.cleaned_data
        return drafted.RequirementRow(
            text=data["text"],
            variant=data["variant"],
            kind=data["kind"] or "document",
            condition=data["condition"],
            alternatives=tuple(part.strip() for part in data["alternatives"].split(";") if part.strip()),
        )


class StepForm(forms.Form):
    text = _line("Langkah")
    actor = forms.ChoiceField(label="Yang bertindak", choices=list(words.ACTORS.items()), required=False)

    @property
    def row(self) -> drafted.StepRow:
        return drafted.StepRow(text=self.cleaned_data["text"], actor=self.cleaned_data["actor"])


class LimitForm(forms.Form):
    text = _line("Nama", 80)
    most = _whole("Paling lama")
    unit = forms.ChoiceField(label="Satuan", choices=ROW_UNITS, required=False)

    def clean(self) -> dict[str, Any]:
        data = cast(dict[str, Any], super().clean())
        if data.get("text") and (data.get("most") is None or not data.get("unit")) and not self.errors:
            self.add_error("most", "Isi jumlah dan satuannya.")
        if not data.get("text") and data.get("most") is not None:
            self.add_error("text", "Isi namanya.")
        return data

    @property
    def row(self) -> drafted.LimitRow:
        data = self.cleaned_data
        return drafted.LimitRow(name=data["text"], most=data["most"], unit=data["unit"])


class DurationForm(forms.Form):
    duration_min = _whole("Paling cepat")
    duration_max = _whole("Paling lama")
    duration_unit = forms.ChoiceField(label="Satuan", choices=CHOOSE_UNIT, required=False)
    clock_starts = _line("Dihitung sejak", 120, "Misalnya: berkas lengkap dan benar.")
    duration_text = _line("Tertulis dalam standar", LONGEST, "Kalimat yang dibaca warga, misalnya: 5 hari kerja.")

    def clean(self) -> dict[str, Any]:
        data = cast(dict[str, Any], super().clean())
        low, high = data.get("duration_min"), data.get("duration_max")
        if low is not None and high is not None and low > high:
            self.add_error("duration_max", "Paling lama tidak boleh kurang dari paling cepat.")
        if (low is not None or high is not None) and not data.get("duration_unit"):
            self.add_error("duration_unit", "Pilih satuannya: menit, jam, hari, atau bulan.")
        return data


class FeeForm(forms.Form):
    fee_amount = Rupiah(
        label="Tarif (rupiah)", required=False, max_length=20, help_text="0 bila gratis; kosong: belum diketahui."
    )
    fee_text = _line("Penjelasan tarif", 250)
    levy_text = _line("Pajak atau retribusi", 250, "Bila ada, terpisah dari tarif layanan.")


class ProductForm(forms.Form):
    product = _line("Yang diterima warga", 250)


class LinesForm(forms.Form):
    """One text a line."""

    lines = forms.CharField(label="Satu baris satu butir", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    longest = LONGEST

    def clean_lines(self) -> list[str]:
        found = [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if any(len(line) > self.longest for line in found):
            raise forms.ValidationError(f"Satu baris paling panjang {self.longest} huruf. Pecah barisnya.")
        return found[:MOST_ROWS]


class CodesForm(LinesForm):
    longest = 20


class TextForm(forms.Form):
    text = forms.CharField(label="Isi", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


_ROWS: dict[str, type[forms.Form]] = {
    "requirements": RequirementForm,
    "procedure": StepForm,
    "stages": LimitForm,
    "tiers": LimitForm,
}
_PARTS: dict[str, type[forms.Form]] = {
    "duration": DurationForm,
    "fee": FeeForm,
    "product": ProductForm,
    "forms": CodesForm,
    "complaint_handling": LinesForm,
    "legal_basis": LinesForm,
    **dict.fromkeys(drafted.TEXTS, TextForm),
}
_LISTS = {"forms": "Kode formulir", "complaint_handling": "Kanal pengaduan", "legal_basis": "Peraturan"}
Given = Mapping[str, str]


@dataclass(frozen=True)
class Section:
    """One section of the form: a form, or rows of forms."""

    key: str
    form: forms.Form | None
    rows: BaseFormSet[Any] | None

    @property
    def has_many_fields(self) -> bool:
        """Whether the fields may stand beside one another."""
        return self.form is not None and len(self.form.fields) > 1

    @property
    def is_read(self) -> bool:
        part = self.rows if self.rows is not None else self.form
        return part is not None and part.is_valid()

    @property
    def value(self) -> Any:
        """What the section says, in the shape of rules.sections; only when it is read."""
        if self.rows is not None:
            return [form.row for form in self.rows.forms if form.cleaned_data.get("text")]
        data = self.form.cleaned_data if self.form else {}
        if self.key in drafted.LISTS:
            return data["lines"]
        return data["text"] if self.key in drafted.TEXTS else data


class DraftForm:
    """All sections, bound to `data`; a section that cannot be read keeps what was typed in `unread`."""

    def __init__(self, data: Given) -> None:
        self.data = data
        self.sections = {key: self._section(key) for key in drafted.SECTIONS}

    def _section(self, key: str) -> Section:
        if key in _ROWS:
            rows = formset_factory(_ROWS[key], extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
            return Section(key, None, rows(dict(self.data), prefix=key))
        form = _PARTS[key](dict(self.data), prefix=key)
        if key in drafted.TEXTS:
            form.fields["text"].label = words.COMPONENTS[key]
        if key in drafted.LISTS:
            form.fields["lines"].label = f"{_LISTS[key]}, satu baris satu butir"
        return Section(key, form, None)

    @property
    def read(self) -> dict[str, Any]:
        return {key: section.value for key, section in self.sections.items() if section.is_read}

    @property
    def unread(self) -> dict[str, dict[str, str]]:
        return {key: of_section(self.data, key) for key, section in self.sections.items() if not section.is_read}


def of_section(data: Given, key: str) -> dict[str, str]:
    """The fields of one section as they were typed."""
    return {name: value for name, value in data.items() if name.startswith(f"{key}-")}


def stored(standard: Standard, more: str = "") -> dict[str, str]:
    """The data of a draft (loaded with its parts): what is stored, over it what could not be read, and empty rows."""
    data: dict[str, str] = dict(_stored(standard))
    for key, typed in standard.unread.items():
        data = {name: value for name, value in data.items() if not name.startswith(f"{key}-")} | typed
    for key in _ROWS:
        typed_total = data.get(f"{key}-TOTAL_FORMS", "")
        total = int(typed_total) if typed_total.isascii() and typed_total.isdigit() and len(typed_total) < 4 else 0
        blank = 0 if key in standard.unread and key != more else MORE if key == more else BLANK
        data[f"{key}-TOTAL_FORMS"], data[f"{key}-INITIAL_FORMS"] = str(min(total + blank, MOST_ROWS)), "0"
    return data


def _stored(standard: Standard) -> Iterator[tuple[str, str]]:
    yield from _numbered("requirements", _requirements(standard))
    yield from _numbered("procedure", [{"text": row.text, "actor": row.actor} for row in standard.steps.all()])
    stages = [(row.name, row.max, row.unit) for row in standard.stages.all()]
    tiers = [(row.tier, row.max, row.unit) for row in standard.complaint_tiers.all()]
    for key, limits in (("stages", stages), ("tiers", tiers)):
        rows = [{"text": name, "most": _text(most), "unit": unit} for name, most, unit in limits]
        yield from _numbered(key, rows)
    for key, part in (("duration", DurationForm), ("fee", FeeForm), ("product", ProductForm)):
        yield from ((f"{key}-{name}", _text(getattr(standard, name))) for name in part.base_fields)
    yield "forms-lines", "\n".join(row.code for row in standard.forms.all())
    yield "complaint_handling-lines", "\n".join(row.text for row in standard.complaint_channels.all())
    yield "legal_basis-lines", "\n".join(row.text for row in standard.legal_bases.all())
    texts = {row.key: row.text for row in standard.components.all()}
    yield from ((f"{key}-text", texts.get(key, "")) for key in drafted.TEXTS)


def _numbered(key: str, rows: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    yield f"{key}-TOTAL_FORMS", str(len(rows))
    yield f"{key}-INITIAL_FORMS", "0"
    for place, row in enumerate(rows):
        yield from ((f"{key}-{place}-{name}", value) for name, value in row.items())


def _requirements(standard: Standard) -> list[dict[str, str]]:
    """Each requirement once: one that stands in every variant under the same line holds for all of them."""
    labels = {row.pk: row.label for row in standard.variants.all()}
    found: dict[tuple[int, str, str], list[Requirement]] = {}
    for row in sorted(standard.requirements.all(), key=lambda one: (one.published_line, one.number)):
        found.setdefault((row.published_line, row.text, row.condition), []).append(row)
    rows = []
    for same in found.values():
        every = len(labels) > 1 and len(same) == len(labels)
        for row in same[:1] if every else same:
            rows.append(
                {
                    "text": row.text,
                    "variant": "" if every else labels.get(row.variant_id or 0, ""),
                    "kind": row.kind,
                    "condition": row.condition,
                    "alternatives": "; ".join(row.alternatives),
                }
            )
    return rows


def _text(value: object) -> str:
    return "" if value is None else str(value)
