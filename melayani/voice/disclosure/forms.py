"""The shape of what citizens type: one question per screen. What it must mean is asked of rules.py and the actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.messaging.models import ContactKind
from melayani.foundation.messaging.queries import can_reach
from melayani.foundation.messaging.rules import NotAContact, normalise_email, normalise_phone
from melayani.foundation.ui.fields import ManyFilesField, area, line
from melayani.voice.disclosure.rules import asking, objecting

KINDS = {
    asking.PERSON: _("Diri saya sendiri"),
    asking.BODY: _("Badan hukum: perusahaan, yayasan, perkumpulan"),
    asking.GROUP: _("Kelompok orang"),
    asking.PROXY: _("Orang lain, dengan surat kuasa"),
}
SHAPES = {
    asking.SOFT: _("Salinan berkas digital"),
    asking.HARD: _("Salinan kertas"),
    asking.SEE: _("Saya lihat dan baca di kantor, tanpa salinan"),
}
MEDIA = {
    asking.ONLINE: _("Saya unduh dari halaman permintaan saya"),
    asking.EMAIL: _("Lewat e-mail"),
    asking.POST: _("Lewat pos"),
    asking.PICK_UP: _("Saya ambil di meja PPID"),
}


class WhoForm(forms.Form):
    """Who asks, and where the law's register finds them."""

    kind = forms.ChoiceField(
        label=_("Atas nama siapa Anda meminta?"),
        widget=forms.RadioSelect,
        choices=list(KINDS.items()),
        error_messages={"required": _("Pilih salah satu."), "invalid_choice": _("Pilih salah satu yang tersedia.")},
    )
    name = line(
        _("Nama lengkap Anda"),
        most=asking.NAME_MAX,
        missing=_("Isi nama Anda."),
        attrs={"autocomplete": "name"},
    )
    address = forms.CharField(
        label=_("Alamat lengkap"),
        max_length=asking.ADDRESS_MAX,
        help_text=_("Jalan, nomor, RT/RW, desa atau kelurahan, kecamatan."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        error_messages={
            "required": _("Isi alamat; undang-undang meminta alamat pemohon dicatat."),
            "max_length": _("Alamat paling panjang %(limit_value)d huruf."),
        },
    )
    occupation = line(
        _("Pekerjaan"), most=asking.OCCUPATION_MAX, required=False, hint=_("Dicatat dalam buku register permintaan.")
    )
    secret = forms.BooleanField(
        label=_("Rahasiakan nama saya"),
        required=False,
        help_text=_("Nama Anda hanya tampak bagi petugas informasi, tidak bagi bagian lain yang mencarikan datanya."),
    )


class BodyForm(forms.Form):
    """A legal body or a group: its name and what made it."""

    body_name = line(
        _("Nama badan hukum atau kelompok"),
        most=asking.PAPER_MAX,
        missing=_("Isi nama badan hukum atau kelompok yang Anda wakili."),
        attrs={"autocomplete": "organization"},
    )
    body_paper = line(
        _("Akta atau surat kelompok"),
        most=asking.PAPER_MAX,
        required=False,
        hint=_("Nomor dan tanggalnya, bila ada. Salinannya dapat Anda lampirkan nanti."),
    )


class ProxyForm(forms.Form):
    """Somebody who speaks for another person."""

    principal = line(
        _("Nama pemberi kuasa"), most=asking.PAPER_MAX, missing=_("Isi nama orang yang memberi kuasa kepada Anda.")
    )
    authority = line(
        _("Surat kuasa"),
        most=asking.PAPER_MAX,
        required=False,
        hint=_("Nomor atau tanggalnya. Salinannya dapat Anda lampirkan nanti."),
    )


class WhatForm(forms.Form):
    """What is asked, and what for: the lawful form has both."""

    information = area(
        _("Informasi apa yang Anda minta?"),
        hint=_("Sebutkan sejelas mungkin: dokumen atau datanya, tentang apa, dan tahun berapa."),
        missing=_("Tulis informasi apa yang Anda minta."),
        rows=6,
        most=asking.INFORMATION_MAX,
    )
    purpose = area(
        _("Untuk apa informasi ini Anda gunakan?"),
        hint=_("Satu kalimat cukup, misalnya “untuk skripsi” atau “untuk memantau perbaikan jalan di desa saya”."),
        missing=_("Tulis untuk apa informasi ini Anda gunakan; undang-undang memintanya."),
        rows=3,
        most=asking.PURPOSE_MAX,
    )

    def clean_information(self) -> str:
        text = str(self.cleaned_data["information"])
        if asking.is_advertisement(text):
            raise forms.ValidationError(
                gettext("Isi ini terbaca sebagai iklan. Tulis informasi yang Anda minta tanpa tautan.")
            )
        return text


class HowForm(forms.Form):
    """To see it or to have a copy, in which form, and how it reaches the asker."""

    form = forms.ChoiceField(
        label=_("Dalam bentuk apa?"),
        widget=forms.RadioSelect,
        choices=list(SHAPES.items()),
        error_messages={"required": _("Pilih salah satu."), "invalid_choice": _("Pilih salah satu yang tersedia.")},
    )
    medium = forms.ChoiceField(
        label=_("Bagaimana Anda ingin menerimanya?"),
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Tidak perlu diisi bila Anda hanya ingin melihat di kantor."),
        choices=list(MEDIA.items()),
        error_messages={"invalid_choice": _("Pilih salah satu yang tersedia.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("form") and not self.errors:
            manner, shape = split_shape(data["form"])
            medium = data.get("medium") or (asking.PICK_UP if manner == asking.SEE else "")
            asked = asking.Asked("x", "x", manner=manner, copy_form=shape, medium=medium)
            for name, text in asking.asked_problems(asked).items():
                self.add_error(name if name == "medium" else "form", gettext(text))
            data["medium"] = medium
        return data


def split_shape(chosen: str) -> tuple[str, str]:
    """What one answer says: see or copy, and the form of the copy."""
    return (asking.SEE, "") if chosen == asking.SEE else (asking.COPY, chosen)


class PapersForm(forms.Form):
    """Identity card, deed or power of attorney: may come later, so the screen can be passed over."""

    papers = ManyFilesField(
        label=_("Foto atau PDF"),
        help_text=_("Paling banyak 5 berkas, masing-masing paling besar 10 MB."),
    )
    remove = forms.MultipleChoiceField(
        label=_("Berkas yang sudah ada: centang untuk menghapus"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=(),
    )

    def __init__(self, *args: Any, kept: Sequence[Attachment] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = list(kept)
        remove = self.fields["remove"]
        if isinstance(remove, forms.MultipleChoiceField):
            remove.choices = [(str(file.pk), file.name) for file in self.kept]
        if not self.kept:
            del self.fields["remove"]

    @property
    def uploads(self) -> list[UploadedFile[Any]]:
        return list(self.cleaned_data.get("papers") or [])

    def remaining(self) -> list[Attachment]:
        """Earlier files that were not marked for removal."""
        gone = set(self.cleaned_data.get("remove") or [])
        return [file for file in self.kept if str(file.pk) not in gone]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if len(self.remaining()) + len(self.uploads) > asking.FILES_MAX:
            self.add_error("papers", gettext("Paling banyak 5 berkas. Hapus sebagian, atau susulkan ke kantor."))
        return data


class ContactForm(forms.Form):
    """Where the answer is announced; at least one of the two, and one that we can reach."""

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

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        phone, email = data.get("phone", "").strip(), data.get("email", "").strip()
        if not phone and not email and not self.errors:
            self.add_error("phone", gettext("Isi nomor telepon atau e-mail, supaya kami dapat mengabari Anda."))
        for name, typed, normalise in (("phone", phone, normalise_phone), ("email", email, normalise_email)):
            try:
                if typed:
                    normalise(typed)
            except NotAContact as error:
                self.add_error(name, gettext(str(error)))
        if not self.errors:
            self._demand_reachable(email=email)
        return {**data, "phone": phone, "email": email}

    def _demand_reachable(self, *, email: str) -> None:
        """Say now, not after the last screen, that the code which proves the contact could not be sent there."""
        if email and not can_reach(ContactKind.EMAIL):
            self.add_error(
                "email", gettext("E-mail sedang tidak dapat kami kirim dari sini. Minta di kantor, atau coba nanti.")
            )
        elif not email and not can_reach(ContactKind.PHONE):
            self.add_error(
                "phone", gettext("Pesan ke nomor telepon saja belum dapat kami kirim. Tambahkan e-mail Anda.")
            )


class FindForm(forms.Form):
    """A request from a paper receipt."""

    number = forms.CharField(
        label=_("Nomor register"),
        max_length=40,
        help_text=_("Contoh: INF-7K3Q9XBT-W."),
        error_messages={"required": _("Isi nomor register."), "max_length": _("Nomor ini terlalu panjang.")},
    )
    code = forms.CharField(
        label=_("Kode lacak"),
        max_length=40,
        help_text=_("10 huruf dan angka pada tanda terima kertas."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Isi kode lacak."), "max_length": _("Kode ini terlalu panjang.")},
    )


class ObjectionForm(forms.Form):
    """The grounds that are open for this request, and what happened."""

    grounds = forms.MultipleChoiceField(
        label=_("Mengapa Anda keberatan?"),
        help_text=_("Pilih satu atau lebih. Hanya alasan yang berlaku untuk permintaan ini yang kami tampilkan."),
        widget=forms.CheckboxSelectMultiple,
        choices=(),
        error_messages={
            "required": _("Pilih paling sedikit satu alasan."),
            "invalid_choice": _("Pilih alasan yang tersedia."),
        },
    )
    case_position = area(
        _("Ceritakan apa yang terjadi"),
        hint=_("Apa yang Anda minta, apa yang Anda terima, dan apa yang menurut Anda seharusnya."),
        missing=_("Ceritakan apa yang terjadi, supaya atasan PPID dapat menilainya."),
        rows=6,
        most=objecting.POSITION_MAX,
    )

    def __init__(self, *args: Any, grounds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["grounds"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = list(grounds)
