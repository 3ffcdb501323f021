"""The shape of input on the pages of a standard's process, its review and a unit's pledge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from melayani.delivery.catalogue import words
from melayani.delivery.catalogue.forms.malls import day
from melayani.delivery.catalogue.models import FUNCTIONS, ClauseOrigin, Discussion, Publication, StandardCheck

ACCEPT = "image/jpeg,image/png,image/webp,application/pdf"
COMPONENTS = list(words.COMPONENTS.items())


def _area(label: str, hint: str = "", *, rows: int = 3, most: int = 2000) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=forms.Textarea(attrs={"rows": rows}))


def _file(label: str) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        help_text="Foto atau PDF.",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )


class ServiceForm(forms.Form):
    """A service that is not in the catalogue yet."""

    agency = forms.ChoiceField(label="Instansi atau unit")
    title = forms.CharField(label="Nama layanan", max_length=200, help_text="Seperti warga menyebutnya.")
    group = forms.ChoiceField(label="Kelompok", choices=list(words.GROUPS.items()))
    channels = forms.MultipleChoiceField(
        label="Cara mengajukan", choices=list(words.CHANNELS.items()), widget=forms.CheckboxSelectMultiple
    )
    aliases = forms.CharField(
        label="Nama lain", max_length=250, required=False, help_text="Pisahkan dengan koma, misalnya: e-KTP, KTP."
    )

    def __init__(self, agencies: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = agencies  # type: ignore[attr-defined]

    def clean_aliases(self) -> list[str]:
        return [part.strip() for part in self.cleaned_data["aliases"].split(",") if part.strip()]


class MemberForm(forms.Form):
    name = forms.CharField(label="Nama", max_length=120)
    function = forms.ChoiceField(label="Tugas dalam tim", choices=FUNCTIONS)
    post = forms.CharField(label="Jabatan", max_length=120, required=False)


class PresentForm(forms.Form):
    words = _area("Keadaan sekarang", "Bagaimana layanan ini berjalan hari ini: waktu, biaya, keluhan, hambatan.")
    seen_on = day("Dicatat pada")


class DiscussionForm(forms.Form):
    kind = forms.ChoiceField(label="Jenis", choices=Discussion.KINDS)
    number = forms.CharField(
        label="Nomor forum konsultasi", max_length=64, required=False, help_text="Dari halaman forum itu."
    )
    held_on = day("Tanggal")
    words = _area("Pokok hasil", "Apa yang diusulkan dan disepakati.")
    minutes_number = forms.CharField(label="Nomor berita acara", max_length=64, required=False)
    file = _file("Berkas berita acara")


class MinutesForm(forms.Form):
    discussion = forms.IntegerField(widget=forms.HiddenInput)
    minutes_number = forms.CharField(label="Nomor berita acara", max_length=64, required=False)
    file = _file("Berkas berita acara")


class DecreeForm(forms.Form):
    decree_no = forms.CharField(label="Nomor keputusan", max_length=120)
    decree_date = day("Tanggal keputusan")
    decree_by = forms.CharField(
        label="Ditetapkan oleh", max_length=160, help_text="Jabatan, paling rendah kepala unit."
    )
    file = _file("Berkas keputusan")


class PublishForm(forms.Form):
    valid_from = day("Berlaku sejak")
    review_due = day(
        "Ditinjau paling lambat", help_text="Usul: setahun lagi. PP 96/2012 pasal 33 mewajibkan peninjauan berkala."
    )


class MediumForm(forms.Form):
    medium = forms.ChoiceField(label="Media", choices=Publication.MEDIA)
    published_on = day("Tanggal")
    address = forms.URLField(label="Alamat halaman", max_length=400, required=False, assume_scheme="https")
    file = _file("Foto atau berkas bukti")
    words = forms.CharField(label="Keterangan", max_length=250, required=False)


class CheckForm(forms.Form):
    component = forms.ChoiceField(label="Bagian", choices=[("", "Seluruh standar"), *COMPONENTS], required=False)
    state = forms.ChoiceField(label="Keadaan", choices=StandardCheck.STATES)
    checked_on = day("Diperiksa pada")
    finding = _area("Temuan", "Apa yang dilihat, di mana, dari data apa.")


class ReviewDueForm(forms.Form):
    due = day("Ditinjau paling lambat")


class KeepForm(forms.Form):
    words = _area("Hasil tinjauan", "Mengapa standar ini tetap berlaku.")
    review_due = day("Ditinjau lagi paling lambat")


class OriginForm(forms.Form):
    component = forms.ChoiceField(label="Bagian yang berubah", choices=COMPONENTS)
    kind = forms.ChoiceField(label="Berubah karena", choices=ClauseOrigin.KINDS)
    number = forms.CharField(
        label="Nomor", max_length=64, required=False, help_text="Nomor forum, temuan, pengaduan, atau survei."
    )
    words = forms.CharField(label="Dalam satu kalimat", max_length=500, help_text="Dibaca warga di halaman layanan.")


class NothingForm(forms.Form):
    """A step that asks for nothing."""


class PledgeForm(forms.Form):
    """The three statements of a pledge, and who signs them."""

    promise = _area("Janji melayani sesuai standar", most=1000)
    duty = _area("Kewajiban dan perbaikan terus-menerus", most=1000)
    sanction = _area("Sanksi atau kompensasi bila tidak sesuai", most=1000)
    signer_name = forms.CharField(label="Nama penanda tangan", max_length=120)
    signer_post = forms.CharField(label="Jabatan penanda tangan", max_length=120)
    place = forms.CharField(label="Tempat", max_length=80)
    signed_on = day("Tanggal tanda tangan")
    decree_no = forms.CharField(label="Nomor keputusan", max_length=120, required=False)
    shown_at = forms.CharField(
        label="Dipasang di", max_length=250, required=False, help_text="Misalnya: ruang tunggu lantai 1."
    )


class WithdrawForm(forms.Form):
    reason = _area("Alasan", "Dibaca siapa pun yang memeriksa lembar maklumat.", most=500)


def usual_statements() -> dict[str, str]:
    """Words to begin with: the three statements that a pledge must hold, for the head to make the unit's own."""
    return {
        "promise": "Kami sanggup menyelenggarakan pelayanan sesuai standar pelayanan yang telah ditetapkan.",
        "duty": "Kami memberikan pelayanan sesuai kewajiban dan melakukan perbaikan secara terus-menerus.",
        "sanction": "Bila tidak menepati standar pelayanan, kami bersedia menerima sanksi dan memberikan kompensasi "
        "sesuai peraturan perundang-undangan.",
    }


def initial(today: date, **values: object) -> dict[str, object]:
    """What stands in the forms before anybody typed: today where a day is asked."""
    days = ("seen_on", "held_on", "decree_date", "published_on", "checked_on", "valid_from", "signed_on")
    return {**dict.fromkeys(days, today), **values}
