"""Papers drawn when they are asked for: the proof of receipt of an objection, the list of what was blacked out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext, override

from melayani.foundation.documents import letterhead, qr_svg, render
from melayani.foundation.ui.format import format_moment
from melayani.foundation.workdays.rules import Due, explain
from melayani.voice.disclosure import case, letters
from melayani.voice.disclosure.models import InformationObjection, InformationRequest
from melayani.voice.disclosure.rules import law


def objection_receipt(row: InformationObjection, *, for_office: bool = False) -> bytes:
    """The form of an objection as its receipt, with room for both signatures; in the active language.

    What the law calls its grounds stays in Indonesian. The office prints it without the requester's secret link.
    """
    request, grounds = row.request, law.objection_grounds()
    language = "en" if (get_language() or "").startswith("en") else "id"
    track_url = _track_url(request, language, for_office=for_office)
    inputs: dict[str, Any] = {
        "lang": language,
        "title": gettext("Tanda terima keberatan"),
        "number": row.number,
        "number_label": gettext("Nomor keberatan"),
        "organisation": letterhead(row.desk),
        "facts": _objection_facts(row),
        "sections": [
            {
                "heading": gettext("Alasan keberatan"),
                "paragraphs": [f"{key}. {grounds[key].label}" for key in row.grounds],
            },
            {"heading": gettext("Kasus posisi"), "paragraphs": [row.case_position]},
            {
                "heading": gettext("Cara menghitung tanggal"),
                "paragraphs": list(explain(Due.from_json(row.due_explanation), language)),
            },
        ],
        "signers": [gettext("Petugas penerima"), gettext("Pemohon atau kuasa")],
        "track_label": gettext("Ikuti keberatan ini di"),
        "track_url": track_url,
        "qr": qr_svg(track_url),
    }
    return render("disclosure/receipt", inputs, at=row.lodged_at)


def redaction_list(row: InformationRequest, *, for_office: bool = False) -> bytes | None:
    """The list of what was blacked out in the files of the last notice, by which letter; None when nothing was.

    The office prints it without the requester's secret link.
    """
    with override("id"):
        sections = letters.redaction_sections(row)
        if not sections:
            return None
        track_url = _track_url(row, "id", for_office=for_office)
        inputs: dict[str, Any] = {
            "title": "Daftar bagian yang dihitamkan",
            "number": row.number,
            "number_label": "Permintaan informasi",
            "organisation": letterhead(row.desk),
            "facts": [
                ("Nomor register", row.register_label),
                ("Badan publik", row.organisation.name),
                ("Tanggal pemberitahuan", format_moment(row.notified_at, row.desk)),
            ],
            "sections": letters.whole(sections),
            "signers": [],
            "track_label": "Lihat permintaan ini di",
            "track_url": track_url,
            "qr": qr_svg(track_url),
        }
        return render("disclosure/receipt", inputs, at=row.notified_at)


def _track_url(request: InformationRequest, language: str, *, for_office: bool) -> str:
    """Where the requester follows the case: by the secret link, on the office's copy by number and paper code."""
    path = case.finding_path(language) if for_office else case.case_path(request, language)
    return settings.PUBLIC_URL + path


def _objection_facts(row: InformationObjection) -> list[tuple[str, str]]:
    request = row.request
    proxy = [(gettext("Kuasa"), row.proxy_name)] if row.proxy_name else []
    return [
        (gettext("Nomor register"), row.register_label),
        (gettext("Diterima"), format_moment(row.lodged_at, row.desk)),
        (gettext("Dijawab paling lambat"), format_moment(row.due_at, row.desk)),
        (gettext("Pemohon"), letters.holder_of(request)),
        *proxy,
        (gettext("Permintaan informasi"), request.number),
        (gettext("Informasi yang diminta"), request.information),
        (gettext("Tujuan"), request.purpose),
    ]
