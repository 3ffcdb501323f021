"""The shape of what officers and followers write; whether it makes sense is for the actions to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from melayani.delivery.announcements import rules
from melayani.delivery.announcements.actions import Given
from melayani.delivery.announcements.models import Announcement
from melayani.delivery.announcements.rules import REASON_MAX, TEXT_MAX, TITLE_MAX, Words
from melayani.delivery.catalogue.models import Service
from melayani.foundation.organisations.models import Organisation, Region
from melayani.foundation.ui.fields import ManyFilesField, area, line

FORMAT = "%Y-%m-%dT%H:%M"
CHOOSE = ("", "Pilih")


def moment(label: str, *, hint: str = "", required: bool = True) -> forms.DateTimeField:
    """A day and hour, by the browser's own field; the zone is the office's."""
    return forms.DateTimeField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMAT),
        error_messages={"required": "Isi hari dan jamnya.", "invalid": "Tulis hari, bulan, tahun, dan jam."},
    )


class OfficeForm(forms.Form):
    organisation = forms.ChoiceField(label="Kantor yang berbicara", error_messages={"required": "Pilih kantornya."})

    def __init__(self, offices: Sequence[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["organisation"]
        chosen.choices = [CHOOSE, *((one.slug, one.name) for one in offices)]


class AnnouncementForm(forms.Form):
    """Everything an announcement says; what an office cannot address is not offered."""

    kind = forms.ChoiceField(label="Tentang", choices=[CHOOSE, *rules.KINDS.items()])
    severity = forms.ChoiceField(label="Seberapa penting", choices=list(rules.SEVERITIES.items()))
    title = line("Judul", most=TITLE_MAX, missing="Tulis judulnya.", hint="Apa yang terjadi dan di mana, satu kalimat.")
    text = area(
        "Isi",
        most=TEXT_MAX,
        rows=6,
        missing="Tulis isinya.",
        hint="Apa yang berubah, sampai kapan, dan apa yang dapat dilakukan warga. Baris kosong memisahkan paragraf.",
    )
    title_en = line("Judul bahasa Inggris", most=TITLE_MAX, required=False, hint="Kosongkan bila belum ada.")
    text_en = area("Isi bahasa Inggris", most=TEXT_MAX, rows=6, required=False)
    audience = forms.ChoiceField(label="Untuk siapa", choices=list(rules.AUDIENCES.items()))
    unit = forms.ChoiceField(label="Kantor", required=False)
    service = forms.ChoiceField(label="Layanan", required=False)
    region = forms.ChoiceField(label="Wilayah", required=False)
    valid_from = moment("Tampil mulai")
    valid_until = moment("Tampil sampai", required=False, hint="Kosongkan bila berlaku sampai ada kabar lain.")
    affects_from = moment(
        "Kejadiannya mulai", required=False, hint="Bila diumumkan lebih dahulu: hari kantor tutup atau jam berubah."
    )
    affects_until = moment("Kejadiannya sampai", required=False)
    tell_bookings = forms.BooleanField(label="Orang dengan janji temu pada waktu itu", required=False)
    tell_cases = forms.BooleanField(label="Orang dengan permohonan yang masih berjalan", required=False)
    tell_subscribers = forms.BooleanField(label="Orang yang mengikuti pengumuman kantor ini", required=False)
    reason = line("Apa yang diperbaiki", most=REASON_MAX, required=False, hint="Tampil di bawah pengumuman.")

    def __init__(
        self,
        office: Organisation,
        units: Sequence[Organisation],
        services: Sequence[Service],
        regions: Sequence[Region],
        *args: Any,
        is_correction: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        self.known: dict[str, dict[str, Any]] = {
            "unit": {one.slug: one for one in units},
            "service": {one.slug: one for one in services},
            "region": {one.pk: one for one in regions},
        }
        for name, rows in self.known.items():
            chosen: Any = self.fields[name]
            chosen.choices = [CHOOSE, *((key, str(one)) for key, one in rows.items())]
        audience: Any = self.fields["audience"]
        offered = {rules.UNIT, *(name for name in (rules.SERVICE, rules.REGION) if self.known[name])}
        offered |= {rules.ALL} if office.depth == 1 else set()
        audience.choices = [(key, label) for key, label in rules.AUDIENCES.items() if key in offered]
        if not is_correction:
            del self.fields["reason"]

    def given(self) -> Given:
        """What was written, of a valid form; hours are the office's."""
        data = self.cleaned_data
        moments: dict[str, Any] = {
            name: _at(data[name], self.office.zone)
            for name in ("valid_from", "valid_until", "affects_from", "affects_until")
        }
        scope: dict[str, Any] = {
            name: self.known[name].get(data[name]) if data["audience"] == name else None for name in self.known
        }
        plain: dict[str, Any] = {name: data[name] for name in ("kind", "severity", "audience")}
        told: dict[str, Any] = {name: data[name] for name in ("tell_bookings", "tell_cases", "tell_subscribers")}
        words = Words(data["title"], data["text"], data["title_en"], data["text_en"])
        return Given(words=words, **plain, **moments, **scope, **told)

    def blame(self, name: str, text: str) -> None:
        """Set a refusal beside the field that it is about, or above the form."""
        self.add_error(name if name in self.fields else None, text)

    @staticmethod
    def initial_for(row: Announcement) -> dict[str, Any]:
        """The row as the form shows it; hours are the office's."""
        names = ("kind", "severity", "title", "text", "title_en", "text_en", "audience")
        told = ("tell_bookings", "tell_cases", "tell_subscribers")
        moments = ("valid_from", "valid_until", "affects_from", "affects_until")
        zone = row.organisation.zone
        return {
            **{name: getattr(row, name) for name in (*names, *told)},
            **{name: _local(getattr(row, name), zone) for name in moments},
            "unit": row.unit.slug if row.unit else "",
            "service": row.service.slug if row.service else "",
            "region": row.region_id or "",
        }

    @staticmethod
    def initial_new(office: Organisation, now: datetime) -> dict[str, Any]:
        """A new one begins now, for the whole office, told to its followers."""
        begin = _local(now.replace(second=0, microsecond=0), office.zone)
        return {"audience": rules.UNIT, "unit": office.slug, "valid_from": begin, "tell_subscribers": True}


class ExtendForm(forms.Form):
    valid_until = moment("Berlaku sampai", required=False, hint="Kosongkan bila berlaku sampai ada kabar lain.")

    def until(self, zone: ZoneInfo) -> datetime | None:
        return _at(self.cleaned_data["valid_until"], zone)


class MediumForm(forms.Form):
    medium = forms.ChoiceField(
        label="Media", choices=[CHOOSE, *rules.MEDIA.items()], error_messages={"required": "Pilih medianya."}
    )
    place = line(
        "Di mana", most=200, missing="Tulis di mana.", hint="Nama akun, stasiun radio, koran dan halaman, atau desa."
    )
    at = moment("Kapan")
    note = line("Catatan", most=300, required=False)
    papers = ManyFilesField(label="Bukti", help_text="Foto, tangkapan layar, atau PDF. Paling banyak lima berkas.")

    def when(self, zone: ZoneInfo) -> datetime:
        found = _at(self.cleaned_data["at"], zone)
        assert found is not None
        return found


class FollowForm(forms.Form):
    """Where announcements go: an e-mail address or a telephone number."""

    email = forms.EmailField(
        label=_("Alamat e-mail"),
        required=False,
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Tulis alamat e-mail seperti nama@contoh.id.")},
    )
    phone = forms.CharField(
        label=_("Nomor telepon"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not data.get("email") and not data.get("phone"):
            self.add_error("email", gettext("Isi e-mail atau nomor telepon, supaya kabar dapat dikirim."))
        return data

    def contact(self) -> dict[str, str]:
        return {name: str(self.cleaned_data[name]).strip() for name in ("email", "phone")}


def _at(value: datetime | None, zone: ZoneInfo) -> datetime | None:
    """What was typed is the clock of the office, whatever zone the server keeps."""
    return None if value is None else timezone.make_naive(value).replace(tzinfo=zone)


def _local(value: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The moment by the clock of the office, without a zone, as the browser's field takes it."""
    return None if value is None else value.astimezone(zone).replace(tzinfo=None)
