"""The shape of what is typed in an evaluation; the rules stand in `actions`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.ui.fields import ManyFilesField
from melayani.oversight.evaluation.actions import Schedule
from melayani.oversight.evaluation.instrument import Indicator, Instrument

DAY_ERRORS = {"required": "Isi tanggalnya.", "invalid": "Tulis tanggal seperti 2026-03-16."}
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
SCORE_ERRORS = {"required": "Pilih nilai 0 sampai 5.", "invalid_choice": "Pilih nilai 0 sampai 5."}


class CampaignForm(forms.Form):
    """What a campaign judges, its schedule, its shares and the users' sample."""

    organisation = forms.ChoiceField(label="Penyelenggara")
    title = forms.CharField(label="Nama evaluasi", max_length=160, error_messages={"required": "Isi nama evaluasi."})
    year = forms.IntegerField(label="Tahun kinerja", min_value=2000, max_value=2100)
    f01_until = forms.DateField(label="F-01 diisi paling lambat", widget=DAY, error_messages=DAY_ERRORS)
    desk_until = forms.DateField(label="Pemeriksaan meja selesai", widget=DAY, error_messages=DAY_ERRORS)
    field_until = forms.DateField(label="Pemeriksaan lapangan selesai", widget=DAY, error_messages=DAY_ERRORS)
    objection_days = forms.IntegerField(label="Masa sanggah (hari kalender)", min_value=1, max_value=90, initial=7)
    f02_share = forms.DecimalField(
        label="Bagian F-02 dalam indeks",
        help_text="Sisanya bagian F-03. 0,75 dipakai di satu aplikasi daerah; cocokkan dengan pedoman.",
        min_value=0,
        max_value=1,
        max_digits=4,
        decimal_places=3,
        localize=True,
    )
    fewest = forms.IntegerField(label="Responden F-03 paling sedikit", min_value=1, max_value=10_000)
    most = forms.IntegerField(label="Responden F-03 paling banyak", min_value=1, max_value=10_000)

    def __init__(self, *args: Any, homes: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.homes = {one.slug: one for one in homes}
        self.fields["organisation"].choices = [(slug, one.name) for slug, one in self.homes.items()]  # type: ignore[attr-defined]

    def wish(self) -> dict[str, Any]:
        """What the action takes; only of a valid form."""
        given = self.cleaned_data
        days = (given["f01_until"], given["desk_until"], given["field_until"], given["objection_days"])
        return {
            "organisation": self.homes[given["organisation"]],
            "title": given["title"],
            "year": given["year"],
            "schedule": Schedule(*days),
            "f02_share": Decimal(given["f02_share"]),
            "fewest": given["fewest"],
            "most": given["most"],
        }


class WeightsForm(forms.Form):
    """A weight for every indicator that the instrument leaves open, and where the weights come from."""

    source = forms.CharField(
        label="Sumber bobot",
        help_text="Pedoman, keputusan, atau surat yang menetapkannya.",
        max_length=300,
        error_messages={"required": "Tulis dari mana bobot itu."},
    )

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument = instrument
        for one in instrument.indicators:
            self.fields[f"weight_{one.number}"] = forms.DecimalField(
                label=f"{one.aspect}. {one.number} {one.names['id']}",
                min_value=0,
                max_value=100,
                max_digits=7,
                decimal_places=4,
                localize=True,
                error_messages={"required": "Isi bobotnya.", "invalid": "Tulis angka seperti 12,5."},
            )

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields by aspect, for the page."""
        return [
            (
                f"{aspect.code} {aspect.names['id']}",
                [self[f"weight_{one.number}"] for one in self.instrument.of_aspect(aspect.code)],
            )
            for aspect in self.instrument.aspects
        ]

    def weights(self) -> dict[int, Fraction]:
        """The weights by number; only of a valid form."""
        return {one.number: Fraction(self.cleaned_data[f"weight_{one.number}"]) for one in self.instrument.indicators}


class AppointForm(forms.Form):
    """Who is to judge, by the address of an account, and whether this one leads."""

    email = forms.EmailField(
        label="Alamat surel penilai",
        help_text="Alamat akun petugas yang sudah ada.",
        error_messages={"required": "Isi alamatnya.", "invalid": "Tulis alamat surel yang lengkap."},
    )
    leads = forms.BooleanField(label="Ketua penilai", required=False)


def _steps(indicator: Indicator) -> list[tuple[int, str]]:
    return [
        (score, f"{score}. {words}" if words else str(score))
        for score in range(6)
        for words in (indicator.words(score),)
    ]


class OwnForm(forms.Form):
    """The unit's answer to one indicator."""

    score = forms.TypedChoiceField(
        label="Keadaan unit", coerce=int, widget=forms.RadioSelect, error_messages=SCORE_ERRORS
    )
    note = forms.CharField(
        label="Keterangan",
        help_text="Sebutkan nomor keputusan, tanggal, atau halaman dalam berkas bukti.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    papers = ManyFilesField(label="Bukti", help_text="Foto (JPG, PNG, WEBP) atau PDF, paling besar 10 MB.")

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["score"].choices = _steps(indicator)  # type: ignore[attr-defined]


class ScoreForm(forms.Form):
    """An evaluator's score for one indicator. `key` names this request, so that it counts once when sent again."""

    score = forms.TypedChoiceField(label="Nilai", coerce=int, widget=forms.RadioSelect, error_messages=SCORE_ERRORS)
    reason = forms.CharField(
        label="Alasan",
        help_text="Wajib bila nilai berbeda dari isian unit atau dari nilai sebelumnya.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    photos = ManyFilesField(label="Foto")
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["score"].choices = _steps(indicator)  # type: ignore[attr-defined]
        self.fields["photos"].widget.attrs.update({"accept": "image/*"})


class ReasonForm(forms.Form):
    """Why something goes back."""

    reason = forms.CharField(
        label="Alasan",
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasannya.", "min_length": "Tulis alasannya sedikit lebih lengkap."},
    )


def _numbers(indicators: Sequence[Indicator]) -> list[tuple[int, str]]:
    return [(one.number, f"{one.number}. {one.names['id']}") for one in indicators]


class NumberedForm(forms.Form):
    """Words about one indicator: an objection, or a recommendation."""

    number = forms.TypedChoiceField(label="Indikator", coerce=int, error_messages={"required": "Pilih indikatornya."})
    text = forms.CharField(
        label="Isi",
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis isinya.", "min_length": "Tulis sedikit lebih lengkap."},
    )

    def __init__(self, *args: Any, indicators: Sequence[Indicator], label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].choices = _numbers(indicators)  # type: ignore[attr-defined]
        self.fields["text"].label = label


class DecisionForm(forms.Form):
    """What became of an objection."""

    accepted = forms.TypedChoiceField(
        label="Putusan",
        choices=[("yes", "Diterima"), ("no", "Ditolak")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih putusannya."},
    )
    score = forms.TypedChoiceField(
        label="Nilai baru",
        choices=[("", "Tetap"), *((score, str(score)) for score in range(6))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    reason = forms.CharField(label="Alasan", min_length=10, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class PlanForm(forms.Form):
    """Who sees to an improvement, and until when."""

    owner = forms.CharField(label="Penanggung jawab", help_text="Jabatan, bukan nama orang.", max_length=160)
    target = forms.DateField(label="Selesai paling lambat", widget=DAY, error_messages=DAY_ERRORS)


class ProgressForm(forms.Form):
    """How far an improvement has come."""

    progress = forms.IntegerField(label="Kemajuan (persen)", min_value=0, max_value=100)
    text = forms.CharField(label="Yang sudah dilakukan dan buktinya", max_length=500)


class UserForm(forms.Form):
    """F-03: the users' items from 0 to 5, in the reader's language. Names are item keys."""

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument = instrument
        language = (get_language() or "id").split("-")[0]
        words: Mapping[int, str] = {
            0: _("0. Tidak ada sama sekali"),
            1: _("1. Sangat kurang"),
            2: _("2. Kurang"),
            3: _("3. Cukup"),
            4: _("4. Baik"),
            5: _("5. Sangat baik"),
        }
        for item in instrument.items:
            self.fields[item.key] = forms.TypedChoiceField(
                label=item.names.get(language, item.names["id"]),
                choices=list(words.items()),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Pilih salah satu jawaban."),
                    "invalid_choice": _("Pilih salah satu jawaban yang tersedia."),
                },
            )

    @property
    def total(self) -> int:
        return len(self.instrument.items)

    def answers(self) -> dict[str, int]:
        """The answers by item; only of a valid form."""
        return {item.key: self.cleaned_data[item.key] for item in self.instrument.items}
