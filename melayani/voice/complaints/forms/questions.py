"""The questions of a category as form fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext

from melayani.voice.complaints.forms.parts import DAY_SHAPES, DAY_WORDS, SHORT_MAX, TEXT_MAX
from melayani.voice.complaints.models import Question


class QuestionsForm(forms.Form):
    """The category's own questions, as its rows say."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            if question.variable:
                self.fields[question.code] = field_of(question)
        self.told = [question.words for question in questions if not question.variable]

    @property
    def answers(self) -> dict[str, list[str]]:
        """What was answered, by the question's code, as text; nothing for what was left empty."""
        found = {}
        for code, value in self.cleaned_data.items():
            given = value if isinstance(value, list) else [value]
            if texts := [str(one) for one in given if one not in (None, "")]:
                found[code] = texts
        return found


def field_of(question: Question) -> forms.Field:
    """The field that fits the datatype (those of Open311)."""
    required = {"required": gettext("Isi ini dahulu; petugas tidak dapat bertindak tanpanya.")}
    common: dict[str, Any] = {
        "label": question.words,
        "help_text": question.hint,
        "required": question.required,
    }
    choices = question.choices
    match question.datatype:
        case "singlevaluelist":
            chosen = {**required, "invalid_choice": gettext("Pilih salah satu yang tersedia.")}
            return forms.ChoiceField(widget=forms.RadioSelect, choices=choices, error_messages=chosen, **common)
        case "multivaluelist":
            chosen = {**required, "invalid_choice": gettext("Pilih yang tersedia saja.")}
            widget = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(widget=widget, choices=choices, error_messages=chosen, **common)
        case "number":
            wrong = {**required, "invalid": gettext("Tulis angka saja.")}
            number = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
            return forms.DecimalField(max_digits=20, widget=number, error_messages=wrong, **common)
        case "datetime":
            day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            words: dict[str, Any] = {**required, **DAY_WORDS}
            return forms.DateField(widget=day, input_formats=DAY_SHAPES, error_messages=words, **common)
        case "text":
            area = forms.Textarea(attrs={"rows": 4})
            return forms.CharField(max_length=TEXT_MAX, widget=area, error_messages=required, **common)
        case _:
            return forms.CharField(max_length=SHORT_MAX, error_messages=required, **common)
