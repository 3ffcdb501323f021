"""What officers type in the meeting and after it."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from melayani.voice.consultations import lists
from melayani.voice.consultations.forms.planning import DAY, DAY_ERRORS
from melayani.voice.consultations.models import Proposal, Topic
from melayani.voice.consultations.rules import Said, Signer, planning, recording, stakeholders

KINDS = list(stakeholders.KINDS.items())
SIGN_LINES = 6


class PresentForm(forms.Form):
    """Somebody who came, from the paper list."""

    name = forms.CharField(label="Nama", max_length=120, error_messages={"required": "Tulis namanya."})
    kind = forms.ChoiceField(label="Unsur", choices=KINDS)
    body = forms.CharField(label="Lembaga", required=False, max_length=160)
    vulnerable = forms.BooleanField(label="Kelompok rentan", required=False)
    once = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SaidForm(forms.Form):
    """What was said in the room or came on paper."""

    text = forms.CharField(
        label="Masukan",
        help_text="Tayang seperti tertulis. Tanpa nama dan nomor orang.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4_000,
        error_messages={"required": "Tulis masukannya."},
    )
    kind = forms.ChoiceField(label="Dari unsur", choices=KINDS)
    vulnerable = forms.BooleanField(label="Kelompok rentan", required=False)
    topic = forms.TypedChoiceField(label="Tentang", required=False, coerce=int, empty_value=None)
    once = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, topics: list[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["topic"]
        chosen.choices = [("", "Semua pokok bahasan"), *((one.pk, one.title) for one in topics)]

    def said(self) -> Said:
        data = self.cleaned_data
        return Said(**{name: data[name] for name in ("text", "kind", "vulnerable", "topic")})


class ProposalForm(forms.Form):
    """A proposal and the numbers of the contributions that it gathers."""

    text = forms.CharField(
        label="Usulan",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1_200,
        error_messages={"required": "Tulis usulannya."},
    )
    entries = forms.CharField(
        label="Dari masukan nomor", help_text="Misalnya 1, 4, 7. Boleh kosong.", required=False, max_length=200
    )

    def clean_entries(self) -> list[int]:
        typed = str(self.cleaned_data["entries"])
        parts = [part for part in re.split(r"[\s,;]+", typed) if part]
        if any(not part.isascii() or not part.isdecimal() or len(part) > 6 for part in parts):
            raise forms.ValidationError("Tulis angka yang dipisah koma, misalnya 1, 4, 7.")
        return [int(part) for part in parts]


class AnswerForm(forms.Form):
    """What the agency says to a proposal."""

    answer = forms.ChoiceField(label="Jawaban", choices=list(planning.ANSWERS.items()))
    reason = forms.CharField(label="Alasan", required=False, max_length=600)


class CommitForm(forms.Form):
    """A promise with a day."""

    action = forms.CharField(
        label="Yang akan dilakukan",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=600,
        error_messages={"required": "Tulis apa yang akan dilakukan."},
    )
    responsible = forms.CharField(
        label="Penanggung jawab",
        help_text="Jabatan, bukan nama orang.",
        max_length=160,
        error_messages={"required": "Tulis jabatan penanggung jawabnya."},
    )
    due = forms.DateField(label="Selesai paling lambat", widget=DAY, error_messages=DAY_ERRORS)
    proposal = forms.TypedChoiceField(label="Menjawab usulan", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, proposals: list[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["proposal"]
        accepted = [one for one in proposals if one.answer in (planning.ACCEPTED, planning.PARTLY)]
        chosen.choices = [
            ("", "Tidak dari satu usulan"),
            *((one.pk, f"{one.entry}. {one.text[:80]}") for one in accepted),
        ]


class ProgressForm(forms.Form):
    text = forms.CharField(
        label="Yang sudah dilakukan", max_length=600, error_messages={"required": "Tulis apa yang sudah dilakukan."}
    )


class DoneForm(forms.Form):
    done_on = forms.DateField(label="Selesai pada", widget=DAY, error_messages=DAY_ERRORS)
    evidence = forms.CharField(
        label="Bukti", max_length=600, error_messages={"required": "Tulis apa yang menunjukkannya."}
    )


class AgainForm(forms.Form):
    """Why a promise that was noted as done runs again."""

    reason = forms.CharField(
        label="Mengapa belum selesai", max_length=600, error_messages={"required": "Tulis mengapa belum selesai."}
    )


class ClauseForm(forms.Form):
    """Which clause of which version of a standard changed."""

    service = forms.ChoiceField(label="Layanan", error_messages={"required": "Pilih layanannya."})
    component = forms.ChoiceField(label="Komponen", choices=list(lists.components().items()))
    version = forms.IntegerField(label="Versi standar", required=False, min_value=1, max_value=100_000)

    def __init__(self, *args: Any, services: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["service"]
        chosen.choices = [(one.slug, one.title) for one in services]


class MinutesForm(forms.Form):
    summary = forms.CharField(
        label="Jalannya pembahasan",
        help_text="Baris kosong memisahkan paragraf. Tanpa nama warga.",
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=12_000,
        error_messages={"required": "Tulis jalannya pembahasan."},
    )


class SignForm(forms.Form):
    """Who signed, when; the sheet itself is taken in beside the form."""

    signed_on = forms.DateField(label="Ditandatangani pada", widget=DAY, error_messages=DAY_ERRORS)
    scan_is_public = forms.BooleanField(
        label="Lembar bertanda tangan boleh ditayangkan: semua penanda tangan setuju", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = [("", "–"), (recording.UNIT, "Unit"), *KINDS]
        for place in range(SIGN_LINES):
            self.fields[f"side_{place}"] = forms.ChoiceField(label="Pihak", choices=sides, required=False)
            self.fields[f"name_{place}"] = forms.CharField(label="Nama", max_length=120, required=False)
            self.fields[f"post_{place}"] = forms.CharField(label="Jabatan atau lembaga", max_length=160, required=False)

    def lines(self) -> list[tuple[Any, Any, Any]]:
        """The fields of each signer, bound."""
        return [(self[f"side_{n}"], self[f"name_{n}"], self[f"post_{n}"]) for n in range(SIGN_LINES)]

    def signers(self) -> list[Signer]:
        data = self.cleaned_data
        rows = [(data[f"side_{n}"], data[f"name_{n}"], data[f"post_{n}"]) for n in range(SIGN_LINES)]
        return [Signer(*row) for row in rows if row[1].strip()]


class PublicationForm(forms.Form):
    """Where the result was made known beside the public page."""

    medium = forms.CharField(label="Media", max_length=160, error_messages={"required": "Tulis medianya."})
    published_on = forms.DateField(label="Tanggal", widget=DAY, error_messages=DAY_ERRORS)
    evidence = forms.CharField(label="Bukti", max_length=600, error_messages={"required": "Tulis buktinya."})
