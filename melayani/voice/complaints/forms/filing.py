"""The shape of a report, one form per screen. What it must mean is asked of rules.py and the actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.ui.fields import ManyFilesField
from melayani.voice.complaints.forms.parts import (
    DAY_SHAPES,
    DAY_WORDS,
    NAME_MAX,
    PLACE_MAX,
    SHORT_MAX,
    TEXT_MAX,
    DegreesField,
    choices_of,
    too_long,
    two_lines,
)
from melayani.voice.complaints.rules import filing as rules


class StoryForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Anda ingin menyampaikan"),
        widget=forms.RadioSelect,
        initial=rules.COMPLAINT,
        error_messages={"required": _("Pilih salah satu."), "invalid_choice": _("Pilih salah satu yang tersedia.")},
    )
    text = forms.CharField(
        label=_("Cerita Anda"),
        max_length=TEXT_MAX,
        help_text=_("Apa yang terjadi, dan apa yang seharusnya terjadi? Tidak perlu kata resmi."),
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={
            "required": _("Tulis dahulu apa yang terjadi. Dua atau tiga kalimat sudah cukup."),
            "max_length": _("Paling panjang %(limit_value)d huruf. Singkatlah; bukti dapat Anda unggah nanti."),
        },
    )
    asked = forms.CharField(
        label=_("Apa yang Anda minta?"),
        required=False,
        help_text=_("Misalnya: berkas saya diproses, biaya dikembalikan, lampu diperbaiki."),
        widget=forms.Textarea(attrs={"rows": 2}),
        **too_long(SHORT_MAX),
    )
    loss = forms.CharField(
        label=_("Apa kerugian Anda?"),
        required=False,
        help_text=_("Misalnya: membayar Rp200.000, tiga kali datang tanpa hasil."),
        widget=forms.Textarea(attrs={"rows": 2}),
        **too_long(SHORT_MAX),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(
            self,
            "kind",
            [
                (
                    rules.COMPLAINT,
                    two_lines(gettext("Pengaduan"), gettext("Ada yang tidak sesuai: lambat, dipungut biaya, ditolak.")),
                ),
                (
                    rules.ASPIRATION,
                    two_lines(gettext("Usulan"), gettext("Saran supaya layanan lebih baik. Juga disebut aspirasi.")),
                ),
                (
                    rules.INFORMATION_QUESTION,
                    two_lines(gettext("Pertanyaan"), gettext("Anda ingin tahu sesuatu tentang layanan.")),
                ),
            ],
        )


class SearchForm(forms.Form):
    """Find a service or an office by its name."""

    cari = forms.CharField(
        label=_("Cari nama layanan atau kantor"),
        max_length=200,
        required=False,
        help_text=_("Misalnya: KTP, akta kelahiran, kantor kecamatan."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"max_length": _("Tulis satu atau dua kata saja.")},
    )


UNKNOWN = "tidak-tahu"


class TargetForm(forms.Form):
    target = forms.ChoiceField(
        label=_("Laporan ini tentang"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Pilih salah satu, atau “Saya tidak tahu”."),
            "invalid_choice": _("Pilih salah satu yang tersedia, atau cari lagi."),
        },
    )
    category = forms.ChoiceField(
        label=_("Soal apa?"),
        required=False,
        help_text=_("Pilih yang paling dekat. Petugas dapat memperbaikinya."),
        error_messages={"invalid_choice": _("Pilih salah satu yang tersedia.")},
    )

    def __init__(
        self,
        *args: Any,
        targets: Iterable[tuple[str, str, str]],
        categories: Sequence[tuple[str, list[tuple[str, str]]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = [(value, two_lines(name, whose)) for value, name, whose in targets]
        unknown = two_lines(gettext("Saya tidak tahu"), gettext("Petugas mencarikan kantor yang berwenang."))
        choices_of(self, "target", [*rows, (UNKNOWN, unknown)])
        if categories:
            choices_of(self, "category", [("", gettext("Belum tahu")), *categories])
        else:
            del self.fields["category"]


PLACE_NEEDED = _("Sebutkan kecamatan atau kabupatennya, supaya laporan sampai ke yang berwenang.")


class PlaceName(forms.CharField):
    """Shown as needed where it is; that it is missing is said with all else that is wrong, not before."""

    def validate(self, value: str) -> None:
        """Nothing: the screen judges."""


class PlaceForm(forms.Form):
    use_required_attribute = False

    occurred_on = forms.DateField(
        label=_("Tanggal kejadian"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=DAY_SHAPES,
        help_text=_("Kalau beberapa kali, tulis yang terakhir."),
        error_messages=DAY_WORDS,
    )
    region = forms.ChoiceField(
        label=_("Kecamatan atau kabupaten"),
        required=False,
        error_messages={"invalid_choice": _("Pilih salah satu yang tersedia, atau tulis namanya di bawah.")},
    )
    elsewhere = PlaceName(
        label=_("Tempat lain"),
        required=False,
        max_length=100,
        help_text=_("Tulis kecamatan, kabupaten, atau kotanya. Misalnya: Mandau, Bengkalis."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Tulis nama kecamatan dan kabupatennya saja.")},
    )
    address = forms.CharField(
        label=_("Alamat atau patokan"),
        required=False,
        help_text=_("Jalan, nomor, nama gedung, atau patokan. Tidak ditayangkan untuk umum."),
        widget=forms.Textarea(attrs={"rows": 2}),
        **too_long(PLACE_MAX),
    )
    latitude = DegreesField(label=_("Lintang"), help_text=_("Misalnya 1,4748; di selatan katulistiwa −6,9147."))
    longitude = DegreesField(label=_("Bujur"), help_text=_("Misalnya 102,1213."))

    def __init__(
        self, *args: Any, regions: Sequence[tuple[str, str]], named: bool, needed: bool, **kwargs: Any
    ) -> None:
        """`regions` to choose from; `named` says that they are the several that a typed name may mean, `needed` that
        nobody would receive a report without a place."""
        super().__init__(*args, **kwargs)
        if named:
            self.fields["region"].widget = forms.RadioSelect()
            choices_of(self, "region", regions)
        elif regions:
            choices_of(self, "region", [("", gettext("Tidak tahu atau di tempat lain")), *regions])
        else:
            del self.fields["region"]
            self.fields["elsewhere"].label = gettext("Kecamatan atau kabupaten")
            self.fields["elsewhere"].required = needed


class FilesForm(forms.Form):
    papers = ManyFilesField(
        label=_("Foto atau PDF"),
        help_text=_("Sampai 20 berkas. Satu kali kirim paling besar 10 MB; sisanya dapat ditambah sesudahnya."),
    )
    remove = forms.MultipleChoiceField(
        label=_("Berkas yang sudah ada: centang untuk menghapus"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=(),
    )

    def __init__(self, *args: Any, kept: Sequence[Attachment] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.show_kept(kept)

    def show_kept(self, kept: Sequence[Attachment]) -> None:
        """Offer what the draft holds now for removal; nothing, when it holds nothing."""
        self.fields["remove"] = deepcopy(self.base_fields["remove"])
        if kept:
            choices_of(self, "remove", [(str(file.pk), file.name) for file in kept])
        else:
            del self.fields["remove"]

    @property
    def uploads(self) -> list[UploadedFile[Any]]:
        return list(self.cleaned_data.get("papers") or [])


class PrivacyForm(forms.Form):
    anonymous = forms.BooleanField(label=_("Anonim"), required=False)
    secret = forms.BooleanField(label=_("Rahasia"), required=False)
    conduct = forms.BooleanField(label=_("Ini tentang perilaku petugas"), required=False)


class WhoForm(forms.Form):
    name = forms.CharField(
        label=_("Nama lengkap"),
        max_length=NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Isi nama Anda, atau kembali dan pilih anonim."),
            "max_length": _("Nama paling panjang %(limit_value)d huruf."),
        },
    )
    address = forms.CharField(
        label=_("Alamat Anda"),
        required=False,
        help_text=_("Diperlukan bila jawaban harus dikirim dengan surat."),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "street-address"}),
        **too_long(PLACE_MAX),
    )
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

    def __init__(self, *args: Any, anonymous: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if anonymous:
            del self.fields["name"]
            del self.fields["address"]
