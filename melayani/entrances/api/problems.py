"""Refusals as problem details (RFC 9457), each with a stable `code` that programs may rely on."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from melayani.delivery.applications import rules as applications
from melayani.delivery.appointments import rules as appointments
from melayani.foundation.attachments.rules import FileRefused, NotYours
from melayani.foundation.webhooks import actions as webhooks
from melayani.voice.complaints import rules as complaints
from melayani.voice.disclosure import rules as disclosure
from melayani.voice.surveys import actions as surveys

CONTENT_TYPE = "application/problem+json"
TITLES: dict[str, tuple[int, str]] = {
    "malformed": (400, "Isi permintaan tidak dapat dibaca"),
    "unauthorized": (401, "Kunci API tidak ada atau tidak berlaku"),
    "scope_missing": (403, "Kunci API ini tidak memiliki izin yang diperlukan"),
    "not_allowed": (403, "Tidak diizinkan"),
    "not_found": (404, "Tidak ditemukan"),
    "method_not_allowed": (405, "Metode ini tidak tersedia di alamat ini"),
    "request_running": (409, "Permintaan yang sama masih dikerjakan"),
    "refused": (409, "Tindakan ini tidak mungkin sekarang"),
    "looks_like_spam": (422, "Isinya terbaca sebagai iklan atau kiriman berulang"),
    "slot_full": (409, "Waktu ini sudah penuh"),
    "already_booked": (409, "Orang ini sudah punya janji temu untuk layanan ini pada hari itu"),
    "already_answered": (409, "Survei ini sudah diisi"),
    "survey_expired": (410, "Masa pengisian survei sudah lewat"),
    "too_large": (413, "Isi permintaan terlalu besar"),
    "unsupported_media_type": (415, "Jenis isi permintaan tidak didukung"),
    "invalid": (422, "Ada isian yang kurang atau keliru"),
    "file_refused": (422, "Berkas tidak dapat diterima"),
    "key_reused": (422, "Idempotency-Key sudah dipakai untuk permintaan lain"),
    "too_many_requests": (429, "Terlalu banyak permintaan"),
    "internal_error": (500, "Kesalahan di pihak kami"),
    "busy": (503, "Sedang ramai; coba lagi sebentar"),
}
# by the kind of error that pydantic names, or by its first word; what stands in braces is the limit that was broken
PLAIN_MESSAGES = {
    "missing": "Wajib diisi.",
    "extra_forbidden": "Tidak dikenal.",
    "less_than_equal": "Paling besar {le}.",
    "greater_than_equal": "Paling kecil {ge}.",
    "int": "Tulis bilangan bulat.",
    "float": "Tulis angka.",
    "finite_number": "Tulis angka yang terhingga.",
    "bool": "Tulis true atau false.",
    "string_type": "Tulis sebagai teks.",
    "string_too_long": "Paling panjang {max_length} huruf.",
    "string_too_short": "Paling pendek {min_length} huruf.",
    "string_pattern_mismatch": "Bentuknya keliru; polanya {pattern}",
    "literal_error": "Pilih {expected}.",
    "enum": "Pilih {expected}.",
    "date": "Tulis tanggal seperti 2026-03-16.",
    "datetime": "Tulis waktu dengan selisih zona, seperti 2026-03-16T09:00:00+07:00.",
    "timezone": "Tulis waktu dengan selisih zona, seperti 2026-03-16T09:00:00+07:00.",
    "list": "Tulis sebagai daftar.",
    "dict": "Tulis sebagai objek JSON.",
    "model": "Tulis sebagai objek JSON.",
    "too_long": "Paling banyak {max_length} butir.",
    "too_short": "Paling sedikit {min_length} butir.",
    "uuid": "Tulis sebagai UUID.",
}


class Problem(Exception):
    """A refusal of the door itself; `errors` maps a field to a sentence."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        errors: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail or TITLES[code][1])
        self.code, self.detail = code, detail
        self.errors, self.headers, self.more = dict(errors or {}), dict(headers or {}), dict(more or {})

    def response(self) -> HttpResponse:
        status, title = TITLES[self.code]
        body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "code": self.code}
        if self.detail:
            body["detail"] = self.detail
        if self.errors:
            body["errors"] = [{"field": field, "message": message} for field, message in self.errors.items()]
        text = json.dumps({**body, **self.more}, ensure_ascii=False, default=_moment)
        answer = HttpResponse(text, status=status, content_type=CONTENT_TYPE, headers=self.headers)
        answer["Cache-Control"] = "no-store"
        return answer


def _moment(value: Any) -> str:
    return str(value.isoformat())


def unauthorized(detail: str = "") -> Problem:
    return Problem("unauthorized", detail, headers={"WWW-Authenticate": 'Bearer realm="melayani"'})


def register(api: NinjaAPI) -> None:
    """Tell `api` how each exception of ours and of ninja's reads as a problem. Anything else is the door's."""
    translations: list[tuple[type[Exception], Callable[[Any], Problem]]] = [
        (Problem, lambda problem: problem),
        (AuthenticationError, lambda error: unauthorized("Kirim Authorization: Bearer <kunci API>.")),
        (ValidationError, lambda error: Problem("invalid", errors=_fields(error.errors))),
        (HttpError, lambda error: Problem("malformed", str(error))),
        (Http404, lambda error: Problem("not_found")),
        (applications.ActionRefused, lambda error: Problem("refused", str(error))),
        (applications.NotAllowed, lambda error: Problem("not_allowed", str(error))),
        (applications.InputRefused, lambda error: Problem("invalid", errors=error.problems)),
        (complaints.ActionRefused, lambda error: Problem("refused", str(error))),
        (complaints.Spam, lambda error: Problem("looks_like_spam", str(error))),
        (complaints.NotAllowed, lambda error: Problem("not_allowed", str(error))),
        (complaints.InputRefused, lambda error: Problem("invalid", errors=error.problems)),
        (disclosure.ActionRefused, lambda error: Problem("refused", str(error))),
        (disclosure.NotAllowed, lambda error: Problem("not_allowed", str(error))),
        (disclosure.InputRefused, lambda error: Problem("invalid", errors=error.problems)),
        (appointments.ActionRefused, lambda error: Problem("refused", str(error))),
        (appointments.SlotFull, _slot_full),
        (appointments.AlreadyBooked, lambda error: Problem("already_booked", str(error))),
        (appointments.NotAllowed, lambda error: Problem("not_allowed", str(error))),
        (appointments.InputRefused, lambda error: Problem("invalid", errors=error.problems)),
        (appointments.Busy, lambda error: Problem("busy", headers={"Retry-After": str(error.retry_after)})),
        (webhooks.Refused, lambda error: Problem("refused", str(error))),
        (webhooks.BadInput, lambda error: Problem("invalid", errors=error.problems)),
        (FileRefused, lambda error: Problem("file_refused", str(error))),
        (NotYours, lambda error: Problem("file_refused", str(error))),
        (surveys.UnknownInvitation, lambda error: Problem("not_found", str(error))),
        (surveys.AlreadyAnswered, lambda error: Problem("already_answered", str(error))),
        (surveys.InvitationExpired, lambda error: Problem("survey_expired", str(error))),
        (surveys.BadAnswers, lambda error: Problem("invalid", str(error), errors=error.problems)),
    ]
    for exception, translate in translations:
        api.add_exception_handler(exception, _handler(translate))


def _slot_full(error: Any) -> Problem:
    return Problem("slot_full", str(error), more={"alternatives": list(error.alternatives)})


def _handler(translate: Callable[[Any], Problem]) -> Callable[[HttpRequest, Any], HttpResponse]:
    def handle(request: HttpRequest, error: Any) -> HttpResponse:
        return translate(error).response()

    return handle


def _fields(errors: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Field paths as the caller wrote them (`citizen.name`), without ninja's own first words."""
    found: dict[str, str] = {}
    for error in errors:
        path = [str(part) for part in error.get("loc", ())]
        found[".".join(path[2:] if path[:1] == ["body"] else path[1:]) or "body"] = _plain(error)
    return found


def _plain(error: Mapping[str, Any]) -> str:
    """What is wrong with a field, in Indonesian as the rest of the answer; a kind that is new keeps its own words."""
    kind = str(error.get("type"))
    words = PLAIN_MESSAGES.get(kind) or PLAIN_MESSAGES.get(kind.partition("_")[0])
    if words is None:
        return str(error.get("msg", ""))
    facts = {name: str(fact).replace(" or ", " atau ") for name, fact in dict(error.get("ctx") or {}).items()}
    return words.format_map(defaultdict(str, facts))
