"""Form fields that several modules ask with, in the house's words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

ACCEPT = "image/jpeg,image/png,image/webp,application/pdf"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True
    needs_multipart_form = True


class ManyFilesField(forms.FileField):
    """Any number of uploads; each is judged by attachments, not here."""

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        super().__init__(widget=ManyFiles(attrs={"accept": ACCEPT, "multiple": True}), required=required, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = data if isinstance(data, list | tuple) else [data]
        return [file for file in files if file]


def line(
    label: Any, *, most: int, missing: Any = "", hint: Any = "", required: bool = True, attrs: Any = None
) -> forms.CharField:
    """A text of one line with the house's words for what can be wrong."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=most,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": missing, "max_length": _("Paling panjang %(limit_value)d huruf.")},
    )


def area(
    label: Any, *, most: int, hint: Any = "", missing: Any = "", rows: int = 5, required: bool = True
) -> forms.CharField:
    """A text of several lines with the house's words for what can be wrong."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": missing,
            "max_length": _("Paling panjang %(limit_value)d huruf. Singkat tulisan Anda."),
        },
    )
