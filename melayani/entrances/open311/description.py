"""The resources as an OpenAPI 3.1 document: what may be sent and what is answered. Served, and committed in docs/."""

from __future__ import annotations

from typing import Any

from melayani.entrances.open311 import schemas
from melayani.entrances.open311.codec import CONTENT_TYPES, JSON, XML
from melayani.entrances.open311.parameters import MOST_RESULTS

SERVER = "/open311/v2"
WORDS = {
    400: "Ada yang kurang atau keliru dalam permintaan.",
    403: "Kunci API tidak ada, tidak dikenal, atau tidak berlaku di sini.",
    404: "Yang diminta tidak ada, atau tidak terbuka untuk umum.",
    405: "Metode ini tidak tersedia di alamat ini.",
    411: "Panjang isi tidak disebut.",
    413: "Isi terlalu besar.",
    429: "Terlalu banyak permintaan; lihat Retry-After.",
    503: "Sementara tidak dapat menyimpan; lihat Retry-After.",
}
READING, WRITING = (400, 403, 404, 405, 429, 503), (400, 403, 404, 405, 411, 413, 429, 503)
JURISDICTION = ("jurisdiction_id", "Nama domain atau slug instansi; wajib bila endpoint melayani beberapa instansi.")
EXTENSIONS = ("extensions", "true menambahkan unsur di luar spesifikasi.")
PAGES = (("page", "Halaman, mulai dari 1."), ("page_size", f"Paling banyak {MOST_RESULTS}."))
SPAN = (("start_date", "ISO 8601 dengan zona; jarak paling lama 90 hari."), ("end_date", "ISO 8601 dengan zona."))


def document() -> dict[str, Any]:
    """The whole document; the addresses are those of the shared endpoint, each agency's has the same below its slug."""
    paths: dict[str, Any] = {}
    for form in (XML, JSON):
        paths |= _paths(form)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Open311 GeoReport v2",
            "version": "2",
            "description": "Laporan warga dari dan kepada sistem lain. Kunci API: izin complaints:write.",
        },
        "servers": [{"url": SERVER}],
        "paths": paths,
        "components": {"schemas": schemas.COMPONENTS},
    }


def _paths(form: str) -> dict[str, Any]:
    filters = (
        ("service_request_id", "Nomor laporan dengan koma; mengesampingkan saringan lain."),
        ("service_code", "Kode layanan dengan koma."),
        ("status", "open, closed, atau keduanya dengan koma."),
        ("bbox", "barat,selatan,timur,utara."),
    )
    return {
        f"/discovery.{form}": {"get": _get("discovery", form, "discovery", EXTENSIONS)},
        f"/services.{form}": {"get": _get("services", form, "services", JURISDICTION)},
        f"/services/{{service_code}}.{form}": {
            "get": _get("definition", form, "service_definition", JURISDICTION, within="service_code")
        },
        f"/requests.{form}": {
            "get": _get("requests", form, "service_requests", JURISDICTION, *filters, *SPAN, *PAGES, EXTENSIONS),
            "post": _post("file_request", form, "receipts", schemas.REPORT),
        },
        f"/requests/{{service_request_id}}.{form}": {
            "get": _get("request", form, "service_requests", JURISDICTION, EXTENSIONS, within="service_request_id")
        },
        f"/tokens/{{token}}.{form}": {"get": _get("token", form, "tokens", JURISDICTION, within="token")},
        f"/servicerequestupdates.{form}": {
            "get": _get("updates", form, "service_request_updates", JURISDICTION, *SPAN, *PAGES),
            "post": _post("send_update", form, "update_receipts", schemas.UPDATE),
        },
    }


def _get(name: str, form: str, schema: str, *queries: tuple[str, str], within: str = "") -> dict[str, Any]:
    parameters = [_parameter(*query) for query in (*queries, ("api_key", "Kunci API; tidak wajib untuk membaca."))]
    if within:
        place = {"name": within, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        parameters = [place, *parameters]
    return {
        "operationId": f"{name}_{form}",
        "summary": name,
        "parameters": parameters,
        "responses": _responses(form, schema, READING),
    }


def _post(name: str, form: str, schema: str, body: dict[str, Any]) -> dict[str, Any]:
    forms = ("application/x-www-form-urlencoded", "multipart/form-data")
    return {
        "operationId": f"{name}_{form}",
        "summary": name,
        "requestBody": {"required": True, "content": {one: {"schema": body} for one in forms}},
        "responses": _responses(form, schema, WRITING),
    }


def _parameter(name: str, words: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": {"type": "string"}}


def _responses(form: str, schema: str, refusals: tuple[int, ...]) -> dict[str, Any]:
    return {
        "200": {"description": "Jawaban.", "content": _content(form, schema)},
        **{str(status): {"description": WORDS[status], "content": _content(form, "errors")} for status in refusals},
    }


def _content(form: str, schema: str) -> dict[str, Any]:
    """XML is described by its name only: GeoReport's own documents say how it reads."""
    kind = CONTENT_TYPES[form]
    return {kind: {"schema": {"$ref": f"#/components/schemas/{schema}"} if form == JSON else {"type": "string"}}}
