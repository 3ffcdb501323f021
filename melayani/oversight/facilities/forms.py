"""The shape of what an officer writes down at a location; whether it makes sense is for the action to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from melayani.oversight.facilities import rules
from melayani.oversight.facilities.actions import Finding
from melayani.oversight.facilities.inventory import Item
from melayani.oversight.facilities.models import FacilityCheck
from melayani.oversight.facilities.queries import ItemRow

PARTS = ("state", "count", "condition", "floor", "note")
NOT_LOOKED_AT = ("", "Tidak diperiksa sekarang")


@dataclass(frozen=True)
class ItemFields:
    """An item with its fields, and what was found before."""

    item: Item
    check: FacilityCheck | None
    fields: list[forms.BoundField]


class CheckForm(forms.Form):
    """One block of fields for each item of a section, and the days of the check."""

    checked_on = forms.DateField(
        label="Diperiksa pada", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    next_check = forms.DateField(
        label="Periksa lagi pada",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, rows: list[ItemRow], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            for part, made in self._fields_of(row.item):
                self.fields[f"{part}_{row.item.key}"] = made

    @staticmethod
    def _fields_of(item: Item) -> list[tuple[str, forms.Field]]:
        states = [one for one in FacilityCheck.STATES if one[0] != rules.NOT_NEEDED or item.key == rules.LIFT]
        made: list[tuple[str, forms.Field]] = [
            ("state", forms.ChoiceField(label="Keadaan", choices=[NOT_LOOKED_AT, *states], required=False)),
            ("count", forms.IntegerField(label="Jumlah", min_value=0, max_value=9999, required=False)),
            (
                "condition",
                forms.ChoiceField(label="Kondisi", choices=[("", "–"), *FacilityCheck.CONDITIONS], required=False),
            ),
        ]
        if item.key == rules.LIFT:
            made.append(("floor", forms.IntegerField(label="Di lantai", min_value=-5, max_value=99, required=False)))
        made.append(("note", forms.CharField(label="Catatan, dibaca warga", max_length=200, required=False)))
        return made

    @property
    def blocks(self) -> list[ItemFields]:
        """The items with their fields, in the order of the list."""
        return [ItemFields(row.item, row.check, [self[name] for name in self._names(row.item)]) for row in self.rows]

    def findings(self) -> list[Finding]:
        """What was looked at, of a valid form."""
        given = [{part: self.cleaned_data.get(f"{part}_{row.item.key}") for part in PARTS} for row in self.rows]
        return [
            Finding(item=row.item.key, **{part: value for part, value in one.items() if value not in (None, "")})
            for row, one in zip(self.rows, given, strict=True)
            if one["state"]
        ]

    def blame(self, item: str, text: str) -> None:
        """Set a refusal beside the item that it is about, or above the form."""
        name = f"state_{item}"
        self.add_error(name if name in self.fields else None, text)

    def _names(self, item: Item) -> list[str]:
        return [name for part in PARTS if (name := f"{part}_{item.key}") in self.fields]

    @staticmethod
    def initial_for(rows: list[ItemRow], today: date) -> dict[str, Any]:
        """Details of last time stand in the fields, but never the state: only what was seen again counts as checked."""
        found = {
            f"{part}_{row.item.key}": getattr(row.check, part)
            for row in rows
            if row.check
            for part in PARTS
            if part != "state"
        }
        return {"checked_on": today, **found}


class HelpForm(forms.Form):
    text = forms.CharField(
        label="Cara meminta bantuan",
        max_length=300,
        required=False,
        help_text="Misalnya: Tekan bel di pintu utama, petugas datang membawa kursi roda.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contact = forms.CharField(label="Telepon atau WhatsApp", max_length=120, required=False)
