"""Error pages, each with what is wrong and what helps."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _

from melayani.foundation.ui.middleware import calm_answer, refused_write


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A question we cannot read; or a session that could not be saved, which Django calls by the same number."""
    reason = refused_write(exception)
    if reason:
        return calm_answer(request, reason)
    return _page(
        request,
        400,
        _("Permintaan ini tidak dapat kami baca"),
        _("Ada yang tidak lengkap pada alamat atau isian. Kembali ke halaman sebelumnya, lalu coba sekali lagi."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        403,
        _("Halaman ini bukan untuk Anda"),
        _("Tugas Anda tidak mencakup halaman ini. Bila seharusnya bisa, mintalah kepada administrator kantor Anda."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        404,
        _("Halaman ini tidak ada"),
        _("Alamatnya mungkin salah ketik, sudah berubah, atau tidak berlaku lagi. Cari layanannya dari beranda."),
    )


class NotAllowedPage:
    """A page instead of the empty 405 of an address that takes only what a form sends; doors of machines say it so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or request.path_info.startswith(("/api/", "/open311/")):
            return response
        page = _page(
            request,
            405,
            _("Alamat ini hanya menerima kiriman"),
            _("Ia bagian dari sebuah isian dan tidak dapat dibuka sendiri. Kembali ke halaman sebelumnya, lalu kirim."),
        )
        page["Allow"] = response["Allow"]
        return page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        _("Isian ini sudah terlalu lama terbuka"),
        _("Demi keamanan, kiriman Anda tidak kami terima. Muat ulang halaman sebelumnya, lalu kirim sekali lagi."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the frame and its context: whatever broke must not break this page too.

    A write that the database or the disk refused outside a page (a session being saved, an upload being read to look
    for the form's token) comes here, and gets the same calm answer as one inside.
    """
    reason = refused_write(sys.exc_info()[1])
    if reason:
        return calm_answer(request, reason)
    context = {
        "code": 500,
        "title": _("Ada yang rusak pada kami"),
        "text": _("Bukan salah Anda. Yang sudah Anda simpan tidak hilang. Coba lagi beberapa menit lagi."),
        "style_sheet": static("ui/melayani.css"),
    }
    return HttpResponse(render_to_string("ui/error_plain.html", context), status=500)


def _page(request: HttpRequest, code: int, title: str, text: str) -> HttpResponse:
    return render(request, "ui/error.html", {"code": code, "title": title, "text": text}, status=code)
