"""What a citizen writes to the officers on the page of an own case: one form, one way to take it, for every module.

The module gives the action that keeps the letter; here stand the form, the files and the limits of a public page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.messaging.correspondence import FILES_MAX, WORDS_MAX
from melayani.foundation.people.guards import CitizenRequest
from melayani.foundation.people.sessions import network_of
from melayani.foundation.people.throttling import TooMany, throttle
from melayani.foundation.ui.fields import ManyFilesField, area

LETTERS_PER_CASE, WINDOW = 20, timedelta(hours=1)
AUTO_ID = "surat-%s"  # beside other forms of the page
Keep = Callable[[str, Sequence[UUID]], object]


class LetterForm(forms.Form):
    """Words to the officers, and photos or PDFs with them."""

    text = area(_("Pesan Anda"), most=WORDS_MAX, missing=_("Tulis dahulu apa yang ingin Anda sampaikan."))
    papers = ManyFilesField(label=_("Tambah foto atau PDF"), help_text=_("Satu kali kirim paling besar 10 MB."))

    def clean_papers(self) -> list[UploadedFile[Any]]:
        given: list[UploadedFile[Any]] = self.cleaned_data["papers"]
        if len(given) > FILES_MAX:
            raise forms.ValidationError(gettext("Paling banyak %(most)s berkas.") % {"most": FILES_MAX})
        return given


def blank() -> LetterForm:
    """The form as it stands on the page of a case that is open."""
    return LetterForm(auto_id=AUTO_ID)


def take(request: CitizenRequest, *, number: str, keep: Keep, refusal: type[Exception]) -> LetterForm:
    """The form as it was sent, about the case of this number. Without errors it was kept, and its writer is thanked.

    `keep` is the module's action with words and stored files; it asks the right and raises `refusal` for a letter that
    cannot be kept.
    """
    form = LetterForm(request.POST, request.FILES, auto_id=AUTO_ID)
    if form.is_valid():
        try:
            pace(request, number)
            keep(form.cleaned_data["text"], _stored(request, form))
        except FileRefused as refused:
            form.add_error("papers", str(refused))
        except (TooMany, refusal) as refused:
            form.add_error(None, gettext(str(refused)))
        else:
            messages.success(request, gettext("Pesan Anda terkirim. Jawaban petugas nanti tampil di halaman ini."))
    return form


def pace(request: CitizenRequest, number: str) -> None:
    """Twenty letters an hour on one case, and as many from one address as people may share it. Raises TooMany."""
    now, most = timezone.now(), settings.PEOPLE_PER_ADDRESS
    throttle(scope="letter.address", key=network_of(request), limit=most, window=WINDOW, now=now)
    throttle(scope="letter.case", key=number, limit=LETTERS_PER_CASE, window=WINDOW, now=now)


def _stored(request: CitizenRequest, form: LetterForm) -> list[UUID]:
    now = timezone.now()
    return [
        attachments.store(upload=one, actor=request.citizen, purpose="letter", now=now).pk
        for one in form.cleaned_data["papers"]
    ]
