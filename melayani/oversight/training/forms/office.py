"""What an organiser, an officer at the door or a unit types."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from melayani.foundation.organisations.models import Kind, OrganisationQuerySet, Region
from melayani.oversight.training import lists
from melayani.oversight.training.actions import Asked, Plan
from melayani.oversight.training.models import Event, RoomKind, Session
from melayani.oversight.training.rules.seats import POSITION_MAX, REASON_MAX

MOMENT = "%Y-%m-%dT%H:%M"
AREA = {"rows": 3}


class MomentField(forms.DateTimeField):
    """Date and time as the browser's own field gives them, in the organiser's time zone."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
        super().__init__(widget=widget, input_formats=[MOMENT, "%Y-%m-%d %H:%M"], **kwargs)


class EventForm(forms.Form):
    """Words and rules of an event."""

    title = forms.CharField(label="Judul", max_length=200)
    kind = forms.ChoiceField(label="Jenis acara", choices=lists.choices("kinds"))
    summary = forms.CharField(label="Tentang apa", max_length=2000, required=False, widget=forms.Textarea(attrs=AREA))
    audience = forms.CharField(label="Untuk siapa", max_length=300, required=False)
    aims = forms.CharField(label="Tujuan", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    topics = forms.MultipleChoiceField(
        label="Materi", choices=lists.choices("topics"), required=False, widget=forms.CheckboxSelectMultiple
    )
    speakers = forms.CharField(
        label="Pembicara",
        max_length=2000,
        required=False,
        help_text="Satu baris seorang: Nama | peran atau jabatan.",
        widget=forms.Textarea(attrs=AREA),
    )
    needs_approval = forms.BooleanField(label="Pendaftaran disetujui dahulu", required=False)
    by_invitation = forms.BooleanField(label="Hanya unit yang diundang", required=False)
    certificate = forms.BooleanField(label="Ada sertifikat", required=False)
    parts_percent = forms.IntegerField(
        label="Kehadiran untuk sertifikat (% bagian)", min_value=0, max_value=100, initial=100
    )
    post_score = forms.IntegerField(
        label="Nilai tes akhir paling rendah", min_value=0, max_value=100, initial=0, help_text="0: tanpa syarat nilai."
    )
    needs_feedback = forms.BooleanField(label="Umpan balik harus diisi", required=False)

    def clean_speakers(self) -> list[dict[str, str]]:
        rows = [line.partition("|") for line in self.cleaned_data["speakers"].splitlines() if line.strip()]
        return [{"name": name.strip()[:120], "role": role.strip()[:160]} for name, _, role in rows[:30]]

    @staticmethod
    def initial_of(event: Event) -> dict[str, Any]:
        """The event as the form shows it."""
        known = {name: getattr(event, name) for name in EventForm.base_fields}
        lines = [f"{one['name']} | {one['role']}".rstrip(" |") for one in event.speakers]
        return {**known, "speakers": "\n".join(lines)}


class NewEventForm(EventForm):
    """A new event also says in whose name it is held."""

    organisation: Any = forms.ModelChoiceField(
        label="Penyelenggara", queryset=None, to_field_name="slug", empty_label=None
    )
    field_order = ("organisation", "title", "kind")

    def __init__(self, organisers: OrganisationQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = organisers


class SessionForm(forms.Form):
    """When, where, for whom, how many."""

    title = forms.CharField(label="Nama sesi", max_length=160, required=False)
    starts_at = MomentField(label="Mulai")
    ends_at = MomentField(label="Selesai")
    capacity = forms.IntegerField(label="Jumlah tempat", min_value=1, max_value=10_000)
    cap_per_agency = forms.IntegerField(
        label="Paling banyak per instansi", min_value=1, max_value=10_000, required=False
    )
    parts = forms.IntegerField(
        label="Bagian",
        min_value=1,
        max_value=12,
        initial=1,
        help_text="Berapa kali kehadiran dicatat, misalnya 2: pagi, siang.",
    )
    offices = forms.MultipleChoiceField(
        label="Jenis kantor",
        choices=lists.choices("offices"),
        required=False,
        help_text="Kosong: semua jenis.",
        widget=forms.CheckboxSelectMultiple,
    )
    regions = forms.CharField(
        label="Kode wilayah",
        max_length=2000,
        required=False,
        help_text="Kode Kemendagri, dipisah koma: 34, 34.04. Tanda * beserta kabupaten/kotanya: 33*. Kosong: semua.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    place = forms.CharField(label="Tempat", max_length=250, required=False)
    room_kind = forms.ChoiceField(label="Ruang daring", choices=RoomKind.choices, initial=RoomKind.NONE)
    room_url = forms.URLField(label="Tautan rapat", max_length=500, required=False, assume_scheme="https")

    def clean_regions(self) -> list[str]:
        codes = [one for one in re.split(r"[\s,;]+", self.cleaned_data["regions"]) if one]
        bare = {one.rstrip("*") for one in codes}
        known = set(Region.objects.filter(code__in=bare).values_list("code", flat=True))
        if unknown := sorted(bare - known):
            raise forms.ValidationError(f"Kode ini tidak dikenal: {', '.join(unknown)[:120]}.")
        return list(dict.fromkeys(codes))

    def plan(self) -> Plan:
        """The session of a valid form."""
        return Plan(**self.cleaned_data)

    @staticmethod
    def initial_of(session: Session) -> dict[str, Any]:
        known = {name: getattr(session, name) for name in SessionForm.base_fields}
        return {**known, "regions": ", ".join(session.regions)}


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Alasan", max_length=REASON_MAX, widget=forms.Textarea(attrs={"rows": 2}))


class UnmaskForm(forms.Form):
    field = forms.ChoiceField(
        label="Yang ditampilkan",
        choices=[("name", "Nama"), ("position", "Jabatan"), ("contact", "Kontak"), ("needs", "Bantuan")],
    )
    reason = forms.CharField(label="Alasan", max_length=200, help_text="Dicatat beserta nama Anda.")


class FindUnitsForm(forms.Form):
    """Which units to choose from."""

    q = forms.CharField(label="Nama unit", max_length=80, required=False)
    jenis = forms.ChoiceField(label="Jenis", choices=[("", "Semua"), *Kind.choices], required=False)


class InviteForm(forms.Form):
    office = forms.ChoiceField(label="Diundang sebagai", choices=lists.choices("offices"))
    people = forms.IntegerField(label="Orang per unit", min_value=1, max_value=500, initial=2)


class JoinForm(forms.Form):
    """An officer registers by the own account."""

    organisation = forms.ChoiceField(label="Kantor")
    office = forms.ChoiceField(label="Jenis kantor")
    position = forms.CharField(label="Jabatan", max_length=POSITION_MAX)
    needs = forms.CharField(label="Bantuan yang diperlukan", max_length=REASON_MAX, required=False)

    def __init__(self, session: Session, places: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = [row for row in lists.choices("offices") if not session.offices or row[0] in session.offices]
        for name, choices in (("organisation", places), ("office", offices)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices


class QuestionsForm(forms.Form):
    questions = forms.CharField(
        label="Soal",
        max_length=20_000,
        required=False,
        strip=True,
        help_text="Baris pertama soalnya, lalu jawabannya; * di depan yang benar. Antarsoal satu baris kosong.",
        widget=forms.Textarea(attrs={"rows": 16}),
    )

    def asked(self) -> list[Asked]:
        """The questions of a valid form; a block without a mark has the right answer nowhere and is refused."""
        found = []
        for block in re.split(r"\n\s*\n", self.cleaned_data["questions"].replace("\r\n", "\n")):
            lines = [line.strip() for line in block.splitlines() if line.strip()]
            if not lines:
                continue
            right = [place for place, line in enumerate(lines[1:]) if line.startswith("*")]
            answers = [line.lstrip("* ") for line in lines[1:]]
            found.append(Asked(lines[0], answers, right[0] if len(right) == 1 else -1))
        return found


class MaterialForm(forms.Form):
    title = forms.CharField(label="Judul materi", max_length=160)
    file = forms.FileField(label="Berkas (PDF atau gambar)", required=False)
    url = forms.URLField(label="Atau tautan", max_length=500, required=False, assume_scheme="https")
    public = forms.BooleanField(label="Boleh dibaca siapa saja", required=False)


class TaskForm(forms.Form):
    unit = forms.SlugField(label="Unit (alamat singkatnya)", max_length=80, help_text="Misalnya disdukcapil-bontang.")
    text = forms.CharField(label="Yang dilakukan", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    due_on = forms.DateField(label="Tenggat", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class DoneForm(forms.Form):
    result = forms.CharField(label="Apa yang sudah dilakukan", max_length=500, widget=forms.Textarea(attrs=AREA))


class ScanForm(forms.Form):
    """One code typed or read by a hand scanner, and what a device kept while it had no network."""

    code = forms.CharField(label="Kode QR peserta", max_length=500, required=False)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)
    kept = forms.CharField(max_length=200_000, widget=forms.HiddenInput, required=False)
