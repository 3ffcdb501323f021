"""The shape of what officers and citizens write about a location; whether it makes sense is for the action to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from melayani.foundation.people.models import Person
from melayani.oversight.facilities import rules
from melayani.oversight.facilities.actions import Finding
from melayani.oversight.facilities.inventory import Item
from melayani.oversight.facilities.models import FacilityCheck
from melayani.oversight.facilities.queries import ItemRow

if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[Person]
else:
    _Choice = forms.ModelChoiceField

PARTS = ("state", "count", "condition", "floor", "note", "photo_alt", "mandatory")
MORE = ("floor", "count", "condition", "note", "photo", "photo_alt", "mandatory")
NOTHING: Mapping[str, str] = MappingProxyType({})
NOT_LOOKED_AT = ("", "Tidak diperiksa")
PHOTO = "image/jpeg,image/png,image/webp"


class PhotoField(forms.FileField):
    """A photo; a phone offers its camera."""

    widget = forms.FileInput(attrs={"accept": PHOTO, "capture": "environment"})


@dataclass(frozen=True)
class ItemFields:
    """An item with its fields, what was found before, and the photo that an earlier sending brought already."""

    item: Item
    row: ItemRow
    state: forms.BoundField
    more: list[forms.BoundField]
    kept: str

    @property
    def check(self) -> FacilityCheck | None:
        return self.row.check

    @property
    def is_open(self) -> bool:
        """Whether the details must be seen: something is wrong with one of them, or a photo waits."""
        return bool(self.kept) or any(one.errors for one in self.more)


class CheckForm(forms.Form):
    """One block of fields for each item of a section, and the days of the check."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    checked_on = forms.DateField(
        label="Diperiksa pada", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    next_check = forms.DateField(
        label="Periksa lagi pada",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    answer = forms.CharField(
        label="Jawaban untuk pelapor",
        max_length=300,
        required=False,
        help_text="Dikirim bersama hasil pemeriksaan kepada warga yang melaporkan butir yang Anda periksa.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, rows: list[ItemRow], *args: Any, mandatory: bool = False, kept: Mapping[str, str] = NOTHING, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.kept = rows, kept
        if not any(row.reports for row in rows):
            del self.fields["answer"]
        for row in rows:
            for part, made in self._fields_of(row.item, mandatory):
                self.fields[f"{part}_{row.item.key}"] = made

    @staticmethod
    def _fields_of(item: Item, mandatory: bool) -> list[tuple[str, forms.Field]]:
        states = [one for one in FacilityCheck.STATES if one[0] != rules.NOT_NEEDED or item.key == rules.LIFT]
        conditions = [("", "–"), *FacilityCheck.CONDITIONS]
        choice = forms.ChoiceField(
            label="Keadaan", choices=[NOT_LOOKED_AT, *states], required=False, widget=forms.RadioSelect
        )
        made: list[tuple[str, forms.Field]] = [("state", choice)]
        if item.key == rules.LIFT:
            made.append(("floor", forms.IntegerField(label="Di lantai", min_value=-5, max_value=99, required=False)))
        made += [
            ("count", forms.IntegerField(label="Jumlah", min_value=0, max_value=9999, required=False)),
            ("condition", forms.ChoiceField(label="Kondisi", choices=conditions, required=False)),
            ("note", forms.CharField(label="Catatan, dibaca warga", max_length=200, required=False)),
            ("photo", PhotoField(label="Foto", required=False)),
            ("photo_alt", forms.CharField(label="Apa yang tampak pada foto", max_length=160, required=False)),
        ]
        if mandatory:
            made.append(("mandatory", forms.BooleanField(label="Butir ini wajib ada", required=False)))
        return made

    @property
    def blocks(self) -> list[ItemFields]:
        """The items with their fields, in the order of the list."""
        return [self._block(row) for row in self.rows]

    def _block(self, row: ItemRow) -> ItemFields:
        key = row.item.key
        more = [self[name] for part in MORE if (name := f"{part}_{key}") in self.fields]
        return ItemFields(row.item, row, self[f"state_{key}"], more, self.kept.get(key, ""))

    def findings(self, photos: Mapping[str, UUID]) -> list[Finding]:
        """What was looked at, of a valid form; `photos` are the uploads by item."""
        given = [{part: self.cleaned_data.get(f"{part}_{row.item.key}") for part in PARTS} for row in self.rows]
        return [
            Finding(
                item=row.item.key,
                photo=photos.get(row.item.key),
                **{part: value for part, value in one.items() if value not in (None, "")},
            )
            for row, one in zip(self.rows, given, strict=True)
            if one["state"]
        ]

    def uploads(self) -> dict[str, UploadedFile[Any]]:
        """The photos that came with this sending, by item."""
        found = {row.item.key: self.files.get(f"photo_{row.item.key}") for row in self.rows}
        return {key: file for key, file in found.items() if file}

    def blame(self, item: str, text: str, part: str = "state") -> None:
        """Set a refusal beside the item that it is about, or above the form."""
        name = f"{part}_{item}"
        self.add_error(name if name in self.fields else None, text)

    @staticmethod
    def initial_for(rows: list[ItemRow], today: date) -> dict[str, Any]:
        """Details of last time stand in the fields, but never the state or the photo: only what was seen again counts
        as checked."""
        found = {
            f"{part}_{row.item.key}": getattr(row.check, part)
            for row in rows
            if row.check
            for part in PARTS
            if part not in {"state", "photo_alt"}
        }
        return {"checked_on": today, "key": uuid4(), **found}


class OwnerField(_Choice):
    """Officers by their names, as colleagues know them."""

    def label_from_instance(self, obj: Person) -> str:
        return obj.name


class PlanForm(forms.Form):
    """What will be done, by whom, until when."""

    plan = forms.CharField(
        label="Yang akan dikerjakan",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tuliskan apa yang akan dikerjakan."},
    )
    owner = OwnerField(
        label="Penanggung jawab",
        queryset=Person.objects.none(),
        empty_label="Pilih",
        error_messages={"required": "Pilih penanggung jawab.", "invalid_choice": "Pilih penanggung jawab dari daftar."},
    )
    deadline = forms.DateField(
        label="Tenggat",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Pilih tenggat."},
    )

    def __init__(self, owners: QuerySet[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, OwnerField)
        field.queryset = owners


class ProgressForm(forms.Form):
    percent = forms.IntegerField(label="Sampai di mana (persen)", min_value=0, max_value=99)
    text = forms.CharField(label="Yang sudah dikerjakan", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class CompleteForm(forms.Form):
    text = forms.CharField(
        label="Yang sudah diperbaiki, dibaca warga", max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    photo = PhotoField(label="Foto sesudah diperbaiki", required=False)
    photo_alt = forms.CharField(label="Apa yang tampak pada foto", max_length=160, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Alasan", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class MismatchForm(forms.Form):
    """What a citizen found instead, and where news goes if wanted."""

    text = forms.CharField(
        label=_("Apa yang Anda temui?"),
        help_text=_("Misalnya: ramnya terhalang motor. Jangan tulis nama orang."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Ceritakan apa yang Anda temui.")},
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    phone = forms.CharField(
        label=_("Nomor telepon atau WhatsApp"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


class HelpForm(forms.Form):
    text = forms.CharField(
        label="Cara meminta bantuan",
        max_length=300,
        required=False,
        help_text="Misalnya: Tekan bel di pintu utama, petugas datang membawa kursi roda.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contact = forms.CharField(label="Telepon atau WhatsApp", max_length=120, required=False)
