"""What visitors and officers type."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from melayani.foundation.documents.actions import LONGEST_REASON
from melayani.foundation.documents.rules import LONGEST_CODE
from melayani.foundation.ui.format import format_size


class CodeForm(forms.Form):
    """The number that stands on a document."""

    code = forms.CharField(
        label=gettext_lazy("Nomor dokumen"),
        help_text=gettext_lazy("Tertera di kiri bawah setiap halaman, misalnya DOK-7K3Q9XBT-W."),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Ketik nomor dokumen."),
            "max_length": gettext_lazy("Nomor ini terlalu panjang. Nomor dokumen berbentuk DOK-7K3Q9XBT-W."),
        },
    )


class FileForm(forms.Form):
    """The document itself, as a file."""

    file = forms.FileField(
        label=gettext_lazy("Berkas PDF"),
        help_text=gettext_lazy("Berkas asli seperti Anda terima, bukan hasil pindai. Berkas tidak kami simpan."),
        error_messages={
            "required": gettext_lazy("Pilih berkas yang ingin diperiksa."),
            "empty": gettext_lazy("Berkas ini kosong. Pilih berkas lain."),
            "invalid": gettext_lazy("Berkas tidak terkirim. Pilih berkas, lalu coba lagi."),
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            sizes = {"size": format_size(file.size), "most": format_size(settings.UPLOAD_MAX_BYTES)}
            raise forms.ValidationError(_("Berkas ini {size}; paling besar {most}.").format(**sizes))
        return file


class RevokeForm(forms.Form):
    """Why a document no longer stands."""

    reason = forms.CharField(
        label="Alasan pencabutan",
        help_text="Siapa pun yang memeriksa dokumen ini akan membacanya. Jangan tulis data pribadi.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Tulis alasannya.",
            "max_length": "Alasan ini terlalu panjang; paling panjang 500 huruf.",
        },
    )
