"""What a participant types. Whether it makes sense is for rules and actions to say."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from melayani.foundation.organisations.models import Region
from melayani.oversight.training import lists
from melayani.oversight.training.actions import Participant
from melayani.oversight.training.models import Question, Session
from melayani.oversight.training.rules.seats import AGENCY_MAX, NAME_MAX, POSITION_MAX, REASON_MAX

TOO_LONG = {"max_length": _("Paling panjang %(limit_value)d huruf.")}
NEW_CODE = "kode_baru"  # the name of the button that asks for another code
SCALE = [(1, _("Tidak setuju")), (2, _("Kurang setuju")), (3, _("Setuju")), (4, _("Sangat setuju"))]


class WhoForm(forms.Form):
    """Who comes and how the person is reached: what is asked of everybody."""

    name = forms.CharField(
        label=_("Nama lengkap"),
        max_length=NAME_MAX,
        help_text=_("Seperti yang akan tertulis di sertifikat."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Isi nama Anda."), **TOO_LONG},
    )
    position = forms.CharField(
        label=_("Jabatan"),
        max_length=POSITION_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={"required": _("Isi jabatan Anda."), **TOO_LONG},
    )
    needs = forms.CharField(
        label=_("Bantuan yang diperlukan"),
        max_length=REASON_MAX,
        required=False,
        help_text=_("Misalnya juru bahasa isyarat atau jalur kursi roda. Hanya penyelenggara yang membacanya."),
        error_messages=TOO_LONG,
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("Kabar dan pengingat kami kirim ke sini. Contoh: nama@contoh.id."),
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Nomor telepon"),
        max_length=40,
        required=False,
        help_text=_("Contoh: 0812-3456-7890."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def participant(self, **more: Any) -> Participant:
        """The person of a valid form."""
        data = self.cleaned_data
        return Participant(name=data["name"], position=data["position"], needs=data["needs"], **more)


class RegisterForm(WhoForm):
    """Registration by the page: the office, too, and the code that proves the contact."""

    office = forms.ChoiceField(label=_("Jenis kantor"), error_messages={"required": _("Pilih jenis kantor Anda.")})
    agency_name = forms.CharField(
        label=_("Nama kantor"),
        max_length=AGENCY_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Isi nama kantor Anda."), **TOO_LONG},
    )
    region = forms.ChoiceField(label=_("Daerah"), error_messages={"required": _("Pilih daerah kantor Anda.")})
    code = forms.CharField(
        label=_("Kode 6 angka"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={
            "required": _("Isi kode 6 angka dari pesan itu."),
            "max_length": _("Kode terdiri atas 6 angka."),
        },
    )
    field_order = ("name", "position", "office", "agency_name", "region", "email", "phone", "needs", "code")

    def __init__(self, session: Session, regions: Sequence[Region], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_code = False
        self.wants_new_code = self.is_bound and NEW_CODE in self.data
        if self.wants_new_code:
            self.data = dict(self.data.items(), code="")
        self.fields["code"].required = self.is_bound and "code" in self.data and not self.wants_new_code
        language = get_language() or "id"
        offices = [
            row for row in lists.choices("offices", language) if not session.offices or row[0] in session.offices
        ]
        _choose(self.fields["office"], [("", _("Pilih …")), *offices])
        _choose(self.fields["region"], [("", _("Pilih …")), *_grouped(regions)])

    def clean(self) -> None:
        """Who leaves only the code empty or writes it wrong stays at the step of the code."""
        if set(self.errors) == {"code"}:
            self.ask_code()

    def ask_code(self) -> None:
        """The next answer must have the code; what was typed goes along unseen."""
        self.asks_code = self.fields["code"].required = True
        for name, field in self.fields.items():
            if name != "code":
                field.widget = forms.HiddenInput()


class SendForm(WhoForm):
    """A unit registers one of its people."""

    field_order = ("name", "position", "email", "phone", "needs")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Tulis alasannya dengan singkat."), **TOO_LONG},
    )


class PresentForm(forms.Form):
    code = forms.CharField(
        label=_("Kode di layar ruangan"),
        max_length=20,
        help_text=_("Enam angka yang berganti tiap menit."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Isi enam angka yang tampil di layar."), "max_length": _("Hanya enam angka.")},
    )


class TestForm(forms.Form):
    """One choice for each question of the test."""

    def __init__(self, questions: Sequence[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in questions:
            self.fields[f"q{row.number}"] = forms.TypedChoiceField(
                label=f"{row.number}. {row.text}",
                choices=row.choices,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Pilih satu jawaban.")},
            )

    def given(self) -> dict[int, int]:
        """The chosen answers of a valid form, by number of question."""
        return {int(name[1:]): value for name, value in self.cleaned_data.items()}


class FeedbackForm(forms.Form):
    """The questions of the list, four steps each, and a free line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, words in lists.choices("feedback", get_language() or "id"):
            self.fields[key] = forms.TypedChoiceField(
                label=words,
                choices=SCALE,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Pilih satu jawaban.")},
            )
        self.fields["text"] = forms.CharField(
            label=_("Saran"),
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Jangan tulis nama. Jawaban ini tidak terhubung dengan Anda."),
        )


def _choose(field: forms.Field, choices: Sequence[Any]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


def _grouped(regions: Sequence[Region]) -> list[Any]:
    """Regions under the name of their province; a short list stands without headings."""
    if len(regions) <= 40:
        return [(row.code, row.name) for row in regions]
    names = {row.code: row.name for row in regions}
    groups = groupby(regions, key=lambda row: row.code[:2])
    return [(names.get(code, code), [(row.code, row.name) for row in rows]) for code, rows in groups]
