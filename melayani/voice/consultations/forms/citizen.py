"""What the public types: a contribution, a contact, an answer to an invitation, that one came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from melayani.voice.consultations.models import Topic
from melayani.voice.consultations.rules import recording, stakeholders
from melayani.voice.consultations.rules.words import TEXT_MAX


def kinds() -> list[tuple[str, str]]:
    """The five kinds of public in the active language."""
    return [(key, gettext(label)) for key, label in stakeholders.KINDS.items()]


class SpeakForm(forms.Form):
    """A contribution without a contact: by the link of an invitation."""

    text = forms.CharField(
        label=_("Masukan Anda"),
        help_text=_("Apa yang Anda alami, dan apa yang sebaiknya berubah. Jangan tulis nama atau nomor orang lain."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=TEXT_MAX,
        error_messages={"required": _("Tulis masukan Anda, paling sedikit beberapa kata.")},
    )
    topic = forms.TypedChoiceField(label=_("Tentang"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(
        label=_("Anda berbicara sebagai"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih dari unsur mana Anda berbicara.")},
    )
    vulnerable = forms.BooleanField(
        label=_("Saya berbicara untuk kelompok rentan: penyandang disabilitas, lansia, ibu hamil, anak, atau korban"),
        required=False,
    )
    name = forms.CharField(label=_("Nama"), required=False, max_length=120)
    show_name = forms.BooleanField(label=_("Tampilkan nama saya di halaman ini"), required=False)
    once = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, topics: Sequence[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        several: Any = self.fields["topic"]
        several.choices = [("", gettext("Semua pokok bahasan")), *((one.pk, one.title) for one in topics)]
        chosen: Any = self.fields["kind"]
        chosen.choices = kinds()

    def said(self) -> recording.Said:
        """What was typed, as the rules read it."""
        data = self.cleaned_data
        names = ("text", "kind", "name", "vulnerable", "show_name", "topic")
        return recording.Said(**{name: data[name] for name in names})


class ContactMixin(forms.Form):
    """Where the code and the news go: an e-mail address or a telephone number."""

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


class ContributionForm(SpeakForm, ContactMixin):
    """A contribution from the public page, with the contact that a code proves."""


class FollowForm(ContactMixin):
    """Whom to send news."""


class AttendForm(forms.Form):
    """Somebody in the room says who came."""

    name = forms.CharField(
        label=_("Nama"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Isi nama Anda.")},
    )
    body = forms.CharField(
        label=_("Lembaga atau kelompok"), required=False, max_length=160, help_text=_("Bila Anda mewakilinya.")
    )
    kind = forms.ChoiceField(
        label=_("Anda hadir sebagai"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih dari unsur mana Anda hadir.")},
    )
    vulnerable = forms.BooleanField(
        label=_("Saya mewakili kelompok rentan: penyandang disabilitas, lansia, ibu hamil, anak, atau korban"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["kind"]
        chosen.choices = kinds()


class ReplyForm(forms.Form):
    """Whether a guest comes, and what help the guest needs."""

    comes = forms.ChoiceField(
        label=_("Apakah Anda hadir?"),
        choices=[("ya", _("Ya, saya hadir")), ("tidak", _("Tidak dapat hadir"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih salah satu.")},
    )
    need = forms.CharField(
        label=_("Bantuan yang Anda perlukan"),
        help_text=_("Misalnya juru bahasa isyarat, kursi roda, atau naskah huruf besar."),
        required=False,
        max_length=250,
    )
