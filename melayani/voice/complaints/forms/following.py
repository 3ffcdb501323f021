"""What is typed after a report was sent, or about one: codes, a number, words, satisfaction."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from melayani.foundation.ui.fields import ManyFilesField
from melayani.voice.complaints.forms.parts import (
    SHORT_MAX,
    TEXT_MAX,
    choices_of,
    too_long,
)


class ContactForm(forms.Form):
    """Where news of somebody else's report goes."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("Contoh: nama@contoh.id."),
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
        error_messages={"max_length": _("E-mail ini terlalu panjang.")},
    )
    phone = forms.CharField(
        label=_("Nomor telepon"),
        max_length=40,
        required=False,
        help_text=_("Contoh: 0812-3456-7890."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"max_length": _("Nomor telepon ini terlalu panjang.")},
    )


class FindForm(forms.Form):
    number = forms.CharField(
        label=_("Nomor laporan"),
        max_length=40,
        help_text=_("Contoh: ADU-7K3Q9XBT-W."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Isi nomor laporan."), "max_length": _("Nomor ini terlalu panjang.")},
    )
    code = forms.CharField(
        label=_("Kode lacak"),
        max_length=40,
        help_text=_("10 huruf dan angka yang tertulis di bawah nomor laporan."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Isi kode lacak."), "max_length": _("Kode ini terlalu panjang.")},
    )


class WordsForm(forms.Form):
    """Some words, and files with them: complete, reply, contest, withdraw."""

    text = forms.CharField(max_length=TEXT_MAX, widget=forms.Textarea(attrs={"rows": 5}))
    papers = ManyFilesField(
        label=_("Tambah foto atau PDF"),
        help_text=_("Satu kali kirim paling besar 10 MB."),
    )

    def __init__(
        self, *args: Any, label: str, missing: str = "", hint: str = "", with_files: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.label, text.help_text, text.required = label, hint, bool(missing)
        text.error_messages["required"] = missing
        text.error_messages["max_length"] = gettext("Paling panjang %(limit_value)d huruf. Singkatlah.")
        if not with_files:
            del self.fields["papers"]

    @property
    def uploads(self) -> list[UploadedFile[Any]]:
        return list(self.cleaned_data.get("papers") or [])


class SatisfiedForm(forms.Form):
    satisfaction = forms.TypedChoiceField(
        label=_("Seberapa puas Anda dengan penanganannya?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu dari empat."), "invalid_choice": _("Pilih satu dari empat.")},
    )
    note = forms.CharField(
        label=_("Pesan untuk kantor ini"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        **too_long(SHORT_MAX),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = (gettext("Sangat puas"), gettext("Puas"), gettext("Kurang puas"), gettext("Tidak puas"))
        choices_of(self, "satisfaction", list(zip((4, 3, 2, 1), words, strict=True)))
