"""A file of a request as an answer; one whose bytes are gone is told in words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from melayani.foundation.attachments import queries as files
from melayani.foundation.attachments.models import Attachment


def download(request: HttpRequest, attachment: Attachment, *, inline: bool = False) -> HttpResponseBase:
    """The file, or 410 with a sentence when its bytes were removed. Who may read it was asked before."""
    try:
        return files.response(attachment, inline=inline)
    except files.FileGone:
        context = {
            "code": 410,
            "title": gettext("Berkas ini sudah tidak tersimpan"),
            "text": gettext("Catatannya masih ada, isinya sudah dihapus. Mintalah salinannya kepada kantor ini."),
        }
        return render(request, "ui/error.html", context, status=410)
