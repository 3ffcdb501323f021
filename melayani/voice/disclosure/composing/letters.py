"""The proof of receipt of a request."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext

from melayani.foundation.documents import letterhead, qr_svg, render
from melayani.foundation.ui.format import format_moment
from melayani.voice.disclosure import case
from melayani.voice.disclosure.composing.clocks import clock_of
from melayani.voice.disclosure.models import InformationRequest


def receipt(row: InformationRequest, *, paper_code: str = "") -> bytes:
    """The proof of receipt as PDF, in the active language when it is English, else in Indonesian."""
    language = "en" if (get_language() or "").startswith("en") else "id"
    path = case.finding_path(language) if paper_code else case.case_path(row, language)
    track_url = settings.PUBLIC_URL + path
    inputs: dict[str, Any] = {
        "lang": language,
        "title": gettext("Tanda terima permintaan informasi"),
        "number": row.number,
        "organisation": letterhead(row.organisation),
        "service": gettext("Permintaan informasi publik, nomor register {label}").format(label=row.register_label),
        "received": format_moment(row.received_at, row.desk.zone),
        "holder": _holder(row),
        "explanation": clock_of(row.due_explanation, row.desk, now=None).sentences,
        "due": format_moment(row.due_at, row.desk.zone),
        "track_url": track_url,
        "qr": qr_svg(track_url),
    }
    if paper_code:
        inputs["paper_code"] = paper_code
    return render("receipt", inputs, at=row.received_at)


def _holder(row: InformationRequest) -> list[tuple[str, str]]:
    rows = [(gettext("Nama"), row.name)]
    if represented := row.body_name or row.principal:
        rows.append((gettext("Mewakili"), represented))
    return [*rows, (gettext("Informasi yang diminta"), row.information)]
