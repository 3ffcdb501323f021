"""The fields of the door's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from melayani.foundation.messaging import wishes
from melayani.foundation.messaging.models import Contact, Language
from melayani.foundation.numbers.rules import read_number


class TrackForm(forms.Form):
    """One number of any kind."""

    nomor = forms.CharField(
        label=_("Nomor Anda"),
        max_length=40,
        help_text=_("Nomor permohonan atau dokumen, misalnya PMH-7K3Q9XBT-W. Huruf besar atau kecil sama saja."),
        error_messages={"required": _("Tuliskan nomornya dahulu.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "inputmode": "text"}
        ),
    )

    def clean_nomor(self) -> str:
        """The canonical number, or a sentence that says what to look at."""
        number = read_number(self.cleaned_data["nomor"])
        if number is None:
            raise forms.ValidationError(
                _("Nomor ini tidak lengkap atau ada huruf yang keliru. Periksa sekali lagi pada tanda terima Anda.")
            )
        return number


class ReachForm(forms.Form):
    """One e-mail address or telephone number; an @ tells them apart."""

    reach = forms.CharField(
        label=_("E-mail atau nomor telepon"),
        max_length=254,
        help_text=_("Yang Anda berikan kepada kami, misalnya nama@contoh.id atau 0812-3456-7890."),
        widget=forms.TextInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": _("Isi e-mail atau nomor telepon Anda."),
            "max_length": _("E-mail ini terlalu panjang."),
        },
    )

    @property
    def typed(self) -> dict[str, str]:
        value = self.cleaned_data["reach"].strip()
        return {"email": value, "phone": ""} if "@" in value else {"email": "", "phone": value}


CHANNEL_NAMES: dict[str, Promise] = {
    "email": _("E-mail"),
    "whatsapp": _("WhatsApp"),
    "sms": _("SMS"),
    "push": _("Pemberitahuan di gawai"),
    "demonstration": _("Peragaan"),
}
WANTED = (
    ("yes", _("Ya, kirim pengumuman layanan kepada saya")),
    ("no", _("Tidak, cukup kabar tentang urusan saya sendiri")),
)
HALF = _("Isi jam mulai dan jam selesai keduanya, atau kosongkan keduanya.")


class WishesForm(forms.Form):
    """Language, first channel, quiet hours, announcements. The first channel is asked only where there is a choice."""

    language = forms.ChoiceField(label=_("Bahasa pesan"), choices=Language.choices, widget=forms.RadioSelect)
    first = forms.ChoiceField(label=_("Saluran yang dicoba lebih dahulu"), widget=forms.RadioSelect)
    quiet_from = forms.TimeField(
        label=_("Jangan kirim mulai pukul"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Tulis jam seperti 21:00.")},
    )
    quiet_until = forms.TimeField(
        label=_("Sampai pukul"),
        required=False,
        help_text=_("Kode sekali pakai dan kabar yang mendesak tetap dikirim."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Tulis jam seperti 06:00.")},
    )
    announcements = forms.ChoiceField(label=_("Pengumuman"), choices=WANTED, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, contact: Contact) -> None:
        self.channels = wishes.channels_for(contact)
        initial = {
            "language": contact.language,
            "first": self.channels[0] if self.channels else "",
            "quiet_from": contact.quiet_from,
            "quiet_until": contact.quiet_until,
            "announcements": "no" if contact.opted_out_at else "yes",
        }
        super().__init__(data, initial=initial)
        if len(self.channels) < 2:
            del self.fields["first"]
        else:
            self.fields["first"].choices = [(kind, CHANNEL_NAMES.get(kind, kind)) for kind in self.channels]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        broken = {"quiet_from", "quiet_until"} & set(self.errors)
        if not broken and (given.get("quiet_from") is None) != (given.get("quiet_until") is None):
            self.add_error("quiet_until", HALF)
        return given

    @property
    def wishes(self) -> wishes.Wishes:
        given = self.cleaned_data
        first = given.get("first", "")
        order = [first, *(kind for kind in self.channels if kind != first)] if first else []
        return wishes.Wishes(
            language=given["language"],
            channels=order,
            quiet_from=given["quiet_from"],
            quiet_until=given["quiet_until"],
        )

    @property
    def words_of_choice(self) -> str:
        """The sentence that was chosen about announcements, as it was read."""
        return gettext(str(dict(WANTED)[self.cleaned_data["announcements"]]))
