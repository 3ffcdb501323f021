"""The two registers as the law's forms print them: columns in their order, one row per case, words as they are read."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import override

from melayani.foundation.audit import Actor
from melayani.foundation.ui.format import format_day, format_rupiah
from melayani.voice.disclosure import access
from melayani.voice.disclosure.models import InformationObjection, InformationRequest
from melayani.voice.disclosure.rules import deciding, law

REQUEST_COLUMNS = (
    "No.",
    "Tanggal diterima",
    "Nama",
    "Alamat",
    "Nomor kontak",
    "Pekerjaan",
    "Informasi yang diminta",
    "Tujuan penggunaan informasi",
    "Status informasi",
    "Bentuk informasi yang dikuasai",
    "Jenis permintaan",
    "Keputusan",
    "Alasan penolakan",
    "Tanggal pemberitahuan",
    "Tanggal penyerahan informasi",
    "Biaya",
    "Cara pembayaran",
)
OBJECTION_COLUMNS = (
    "No. keberatan",
    "Tanggal",
    "Identitas pemohon atau kuasa",
    "No. permintaan",
    "Informasi yang diminta",
    "Tujuan penggunaan informasi",
    "Alasan keberatan",
    "Keputusan atasan PPID",
    "Hari dan tanggal tanggapan",
    "Nama dan jabatan atasan PPID",
    "Tanggapan pemohon",
)
REQUEST_WIDTHS = (2, 4, 5, 6, 6, 4, 10, 7, 5, 4, 4, 5, 8, 4, 4, 4, 4)
OBJECTION_WIDTHS = (5, 4, 8, 5, 10, 7, 8, 10, 5, 7, 7)
WITHHELD = "Dirahasiakan atas permintaan"


def request_rows(rows: Iterable[InformationRequest], *, reader: Actor) -> list[list[str]]:
    """A line for each request; a secret identity is written for the information officer only."""
    with override("id"):
        return [_request(row, access.may_see_identity(reader, row)) for row in rows]


def objection_rows(rows: Iterable[InformationObjection], *, reader: Actor) -> list[list[str]]:
    """A line for each objection; a secret identity is written for the information officer only."""
    with override("id"):
        return [_objection(row, access.may_see_identity(reader, row.request)) for row in rows]


def _request(row: InformationRequest, known: bool) -> list[str]:
    return [
        str(row.register_number),
        format_day(row.received_at, row.desk),
        _name(row) if known else WITHHELD,
        row.address if known else "",
        ", ".join(value for value in (row.phone, row.email) if value) if known else "",
        row.occupation if known else "",
        row.information,
        row.purpose,
        _held(row),
        row.get_copy_form_display() if row.gives else "",
        row.get_manner_display(),
        row.get_decision_display() or row.get_state_display(),
        _refusal(row),
        format_day(row.notified_at, row.desk),
        format_day(row.delivered_at, row.desk),
        _cost(row),
        row.get_payment_way_display(),
    ]


def _objection(row: InformationObjection, known: bool) -> list[str]:
    request, grounds = row.request, law.objection_grounds()
    identity = f"{_name(request)}, {request.address}" if known else WITHHELD
    if row.proxy_name and known:
        identity = f"{identity}; kuasa: {row.proxy_name}, {row.proxy_address}".rstrip(", ")
    answer = f"{row.get_outcome_display()}: {row.answer}" if row.outcome else row.get_state_display()
    response = row.get_response_display()
    return [
        f"{row.register_number} ({row.number})",
        format_day(row.lodged_at, row.desk),
        identity,
        f"{request.register_label} ({request.number})",
        request.information,
        request.purpose,
        "; ".join(f"{key}. {grounds[key].label}" for key in row.grounds),
        answer,
        format_day(row.answered_at, row.desk),
        f"{row.superior_name}, {row.superior_post}" if row.outcome else "",
        f"{response}: {row.response_text}" if row.response_text else response,
    ]


def _name(row: InformationRequest) -> str:
    if row.body_name:
        return f"{row.name} ({row.body_name})"
    return f"{row.name} (kuasa dari {row.principal})" if row.principal else row.name


def _held(row: InformationRequest) -> str:
    if not row.decision:
        return ""
    if row.decision == deciding.ELSEWHERE:
        return f"Tidak dikuasai; dikuasai {row.holder}"
    return "Tidak dikuasai" if row.decision == deciding.NOT_HELD else "Dikuasai"


def _refusal(row: InformationRequest) -> str:
    ground = law.refusal_grounds().get(row.ground)
    return "; ".join(text for text in (ground.words if ground else "", row.reason) if text)


def _cost(row: InformationRequest) -> str:
    return format_rupiah(row.cost) if row.gives else ""
