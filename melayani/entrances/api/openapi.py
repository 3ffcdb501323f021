"""What the generated OpenAPI document says beside the operations: refusals, headers, where the API stands."""

from __future__ import annotations

from typing import Any

from melayani.entrances.api.problems import CONTENT_TYPE
from melayani.foundation.webhooks.rules import NEWS as PIECES

PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "Penolakan menurut RFC 9457. Program membaca `code`; `title` dan `detail` untuk manusia.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
WORDS = {
    400: "Isi permintaan tidak dapat dibaca (`malformed`).",
    401: "Kunci API tidak ada atau tidak berlaku (`unauthorized`).",
    403: "Izin kurang (`scope_missing`, `not_allowed`).",
    404: "Tidak ditemukan (`not_found`).",
    405: "Metode tidak tersedia (`method_not_allowed`).",
    409: "Bertentangan dengan keadaan sekarang (`refused`, `slot_full` dengan `alternatives`, `already_booked`, "
    "`already_answered`, `request_running`).",
    410: "Sudah lewat (`survey_expired`).",
    411: "Panjang isi tidak disebut (`length_required`).",
    413: "Isi terlalu besar (`too_large`).",
    415: "Jenis isi tidak didukung (`unsupported_media_type`).",
    422: "Isian kurang atau keliru (`invalid`, `file_refused`, `looks_like_spam`, `key_reused`); baca `errors`.",
    429: "Terlalu banyak permintaan (`too_many_requests`); lihat `Retry-After`.",
    503: "Sementara tidak dapat menulis, atau sedang ramai (`busy`); lihat `Retry-After`.",
}
EVERYWHERE = (400, 401, 404, 405, 422, 429, 503)
ON_POST = (403, 409, 410, 411, 413, 415)
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Ulangi dengan kunci dan isi yang sama untuk mendapat jawaban yang sama; disimpan 24 jam.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}


NEWS = {
    "type": "object",
    "title": "News",
    "description": "Satu kabar untuk sistem yang terdaftar di /kantor/webhook/ atau oleh POST /webhooks; "
    "tanpa data pribadi. Bidang dapat bertambah, tidak pernah berganti nama (docs/webhooks.md).",
    "required": ["id", "event", "number", "state", "unit", "at", "link"],
    "properties": {
        "id": {"type": "string", "format": "uuid", "description": "Sama pada setiap percobaan dan pengulangan."},
        "event": {
            "type": "string",
            "enum": ["ping", *PIECES],
            "description": "\n".join(f"- `{name}`: {one.words} / {one.english}" for name, one in PIECES.items()),
        },
        "number": {"type": "string"},
        "state": {"type": "string"},
        "unit": {"type": "string", "description": "Slug unit."},
        "at": {"type": "string", "format": "date-time"},
        "link": {"type": "string", "format": "uri"},
    },
}
SIGNATURE = {
    "name": "Melayani-Signature",
    "in": "header",
    "required": True,
    "description": "`t=…,v1=…`: HMAC-SHA256 atas t, titik, dan isi mentah; dua `v1` sesudah ganti rahasia.",
    "schema": {"type": "string"},
}


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """Add what every address shares to the document that ninja made of the operations."""
    document["components"].setdefault("schemas", {}).update(Problem=PROBLEM, News=NEWS)
    document["webhooks"] = {"news": {"post": _news()}}
    for path in document["paths"].values():
        for method, operation in path.items():
            responses = operation["responses"]
            for status in _refusals(method, operation):
                responses[str(status)] = _refusal(status)
            operation["responses"] = {str(status): responses[status] for status in responses}
            if method == "post":
                operation.setdefault("parameters", []).append(IDEMPOTENCY_KEY)
    return document


def _refusals(method: str, operation: dict[str, Any]) -> list[int]:
    """What an operation may answer beside its own answers."""
    changing = ON_POST if method == "post" else (409,) if method == "delete" else ()
    return sorted({*EVERYWHERE, *changing, *((403,) if operation.get("security") else ())})


def _news() -> dict[str, Any]:
    """What we send: a POST that the registered system answers by 2xx."""
    return {
        "operationId": "receive_news",
        "summary": "Kabar tentang keadaan yang berubah",
        "parameters": [SIGNATURE, {**IDEMPOTENCY_KEY, "description": "Sama dengan `id`.", "required": True}],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/News"}}},
        },
        "responses": {"2XX": {"description": "Diterima; yang lain dianggap gagal dan diulang sampai tiga hari."}},
    }


def _refusal(status: int) -> dict[str, Any]:
    return {
        "description": WORDS[status],
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
