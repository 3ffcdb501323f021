"""The shape of what citizens type: one form per screen. What it must mean is asked of rules.py and the actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from melayani.delivery.applications import rules
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.ui.fields import ACCEPT, ManyFilesField

WAY_WORDS = {
    rules.UPLOAD: _("Saya unggah foto atau PDF"),
    rules.TEXT: _("Saya tulis di sini"),
    rules.BRING: _("Saya bawa ke loket"),
    rules.NOT_APPLICABLE: _("Tidak berlaku bagi saya"),
}


class WhoForm(forms.Form):
    name = forms.CharField(
        label=_("Nama lengkap"),
        max_length=rules.NAME_MAX,
        help_text=_("Sesuai KTP atau akta."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Isi nama Anda."), "max_length": _("Nama paling panjang %(limit_value)d huruf.")},
    )
    nik = forms.CharField(
        label=_("NIK"),
        max_length=24,
        required=False,
        help_text=_("16 angka pada KTP atau KK. Kosongkan bila tidak ada."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"max_length": _("NIK terdiri atas 16 angka.")},
    )
    birth_date = forms.DateField(
        label=_("Tanggal lahir"),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        help_text=_("Contoh: 17-08-1990."),
        error_messages={
            "required": _("Isi tanggal lahir Anda."),
            "invalid": _("Tanggal ini tidak ada. Tulis hari, bulan, dan tahun, misalnya 17-08-1990."),
        },
    )

    def __init__(self, *args: Any, with_nik: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_nik:
            del self.fields["nik"]


class AddressForm(forms.Form):
    address = forms.CharField(
        label=_("Alamat lengkap"),
        max_length=rules.ADDRESS_MAX,
        help_text=_("Jalan, nomor, RT/RW, desa atau kelurahan, kecamatan."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        error_messages={
            "required": _("Isi alamat Anda."),
            "max_length": _("Alamat paling panjang %(limit_value)d huruf."),
        },
    )


class ContactForm(forms.Form):
    phone = forms.CharField(
        label=_("Nomor telepon"),
        max_length=40,
        required=False,
        help_text=_("Contoh: 0812-3456-7890."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"max_length": _("Nomor telepon ini terlalu panjang.")},
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("Contoh: nama@contoh.id."),
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
        error_messages={"max_length": _("E-mail ini terlalu panjang.")},
    )


class VariantForm(forms.Form):
    variant = forms.ChoiceField(
        label=_("Keadaan Anda"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Pilih satu keadaan."),
            "invalid_choice": _("Pilih salah satu keadaan yang tersedia."),
        },
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["variant"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)


class AnswerForm(forms.Form):
    """One requirement: how it is answered, new files, earlier files to take away, or text."""

    use_required_attribute = False  # which field must be filled depends on the way that is chosen

    way = forms.ChoiceField(
        label=_("Bagaimana Anda memenuhi syarat ini?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Pilih salah satu cara."),
            "invalid_choice": _("Pilih salah satu cara yang tersedia."),
        },
    )
    papers = ManyFilesField(
        label=_("Foto atau PDF"),
        help_text=_(
            "Paling banyak 5 berkas, satu kali kirim paling besar 10 MB. Foto dari ponsel cukup, asal semua sudut "
            "terlihat dan tulisannya terbaca."
        ),
        required=True,
    )
    remove = forms.MultipleChoiceField(
        label=_("Berkas yang sudah ada: centang untuk menghapus"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=(),
    )
    text = forms.CharField(
        label=_("Jawaban Anda"),
        required=False,
        max_length=rules.TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": _("Paling panjang %(limit_value)d huruf. Singkat jawaban Anda.")},
    )

    def __init__(
        self, *args: Any, ways: Sequence[str], kept: Sequence[Attachment] = (), required: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ways, self.kept = tuple(ways), list(kept)
        way, remove = self.fields["way"], self.fields["remove"]
        if isinstance(way, forms.ChoiceField) and isinstance(remove, forms.MultipleChoiceField):
            way.choices = [(key, WAY_WORDS[key]) for key in self.ways]
            remove.choices = [(str(file.pk), file.name) for file in self.kept]
        if not self.kept:
            del self.fields["remove"]
        if rules.UPLOAD not in self.ways:
            del self.fields["papers"]
        if rules.TEXT not in self.ways:
            del self.fields["text"]
        if len(self.ways) == 1:
            way.widget, way.initial, way.required = forms.HiddenInput(), self.ways[0], False
            self.fields["text"].required = self.ways == (rules.TEXT,)

    @property
    def uploads(self) -> list[UploadedFile[Any]]:
        return list(self.cleaned_data.get("papers") or [])

    def remaining(self) -> list[Attachment]:
        """Earlier files that were not marked for removal."""
        gone = set(self.cleaned_data.get("remove") or [])
        return [file for file in self.kept if str(file.pk) not in gone]

    def given(self, number: int, files: Sequence[Attachment]) -> rules.Given:
        """The answer in the shape of the rules: files only where files are the way."""
        way = self.cleaned_data.get("way") or self.ways[0]
        return rules.Given(
            number=number,
            kind=way,
            text=self.cleaned_data.get("text", "") if way == rules.TEXT else "",
            files=tuple(file.pk for file in files) if way == rules.UPLOAD else (),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        way = data.get("way") or (self.ways[0] if len(self.ways) == 1 else "")
        data["way"] = way
        count = len(self.remaining()) + len(self.uploads)
        if way == rules.UPLOAD and count > rules.FILES_MAX:
            self.add_error("papers", gettext("Paling banyak 5 berkas untuk satu syarat. Hapus sebagian."))
        elif way == rules.UPLOAD and not count:
            self.add_error("papers", gettext("Pilih paling sedikit satu berkas, atau pilih “Saya bawa ke loket”."))
        elif way == rules.TEXT and not data.get("text", "").strip() and "text" not in self.errors:
            self.add_error("text", gettext("Tulis jawaban Anda."))
        return data


class ProofForm(forms.Form):
    proof = forms.FileField(
        label=_("Bukti pembayaran"),
        help_text=_("Foto atau PDF, paling besar 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": _("Pilih berkas bukti pembayaran."),
            "empty": _("Berkas ini kosong. Pilih berkas lain, atau foto ulang."),
            "missing": _("Pilih berkas bukti pembayaran."),
        },
    )


class FindForm(forms.Form):
    number = forms.CharField(
        label=_("Nomor permohonan"),
        max_length=40,
        help_text=_("Contoh: PMH-7K3Q9XBT-W."),
        error_messages={"required": _("Isi nomor permohonan."), "max_length": _("Nomor ini terlalu panjang.")},
    )
    code = forms.CharField(
        label=_("Kode lacak"),
        max_length=40,
        help_text=_("10 huruf dan angka pada tanda terima kertas."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Isi kode lacak."), "max_length": _("Kode ini terlalu panjang.")},
    )


def typed_date(value: date | None) -> str:
    return value.isoformat() if value else ""
