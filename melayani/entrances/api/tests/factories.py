"""Callers of the API, and files they send."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.actions import create_api_key
from melayani.foundation.people.rules import SCOPES

SITI = {"name": "Contoh Siti", "email": "pemohon@contoh.id", "phone": "0812 1111 2222"}


def key_of(organisation: Organisation, *scopes: str) -> str:
    """A new key of `organisation`, in clear; without scopes it may do everything."""
    _, plain = create_api_key(
        actor=_Administrator(), organisation=organisation, scopes=scopes or tuple(SCOPES), now=datetime.now(UTC)
    )
    return plain


class _Administrator:
    """Somebody who may make keys everywhere."""

    id, kind, person_id = SYSTEM.id, SYSTEM.kind, None

    def holds(self, role: str, organisation: Any) -> bool:
        return True


class Caller:
    """Another system: JSON in, JSON out, with its key."""

    def __init__(self, plain: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {plain}"} if plain else {}

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers={**self.headers, **headers})

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.client.post(
            f"/api/v1{path}", body, content_type="application/json", headers={**self.headers, **headers}
        )

    def delete(self, path: str) -> Any:
        return self.client.delete(f"/api/v1{path}", headers=self.headers)

    def send(self, file: SimpleUploadedFile, **headers: str) -> Any:
        return self.client.post("/api/v1/attachments", {"file": file}, headers={**self.headers, **headers})


def question(body: Organisation, **more: Any) -> dict[str, Any]:
    """A request for information as another system sends it."""
    citizen = SITI | {"address": "Jalan Contoh 1, Bontang"}
    asked = {"information": "Jumlah akta kelahiran tahun 2025 per bulan", "purpose": "Skripsi"}
    return {"unit": body.slug, "citizen": citizen} | asked | more


def photo(name: str = "ktp.png", colour: str = "white") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="image/png")
