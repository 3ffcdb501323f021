"""Callers of the Open311 door, categories with questions, and reports in every standing."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from melayani.foundation.audit import SYSTEM
from melayani.foundation.numbers.rules import ALPHABET, check_character
from melayani.foundation.organisations.models import Organisation, Region
from melayani.foundation.people.actions import create_api_key
from melayani.foundation.people.rules import SCOPES
from melayani.voice.complaints import states
from melayani.voice.complaints.models import (
    Category,
    Complaint,
    Entry,
    EntryKind,
    Publication,
    Question,
    Visibility,
)
from tests.remembered import remembered

BASE = "/open311/v2/"
AGENCY = f"{BASE}disdukcapil-bontang/"
STORY = "Lubang besar di depan pasar, sudah dua motor jatuh."
PLACE = {"lat": "0.133100", "long": "117.500200"}


class _Administrator:
    """Somebody who may make keys everywhere."""

    id, kind, person_id = SYSTEM.id, SYSTEM.kind, None

    def holds(self, role: str, organisation: Any) -> bool:
        return True


@remembered
def key_of(organisation: Organisation, *scopes: str) -> str:
    """A new key of `organisation`, in clear; without scopes it may do everything."""
    chosen = scopes or tuple(SCOPES)
    _, plain = create_api_key(actor=_Administrator(), organisation=organisation, scopes=chosen, now=datetime.now(UTC))
    return plain


@dataclass
class Answer:
    """An answer with its body as the client of that format reads it."""

    status: int
    content_type: str
    text: str
    headers: Any

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def xml(self) -> ET.Element:
        return ET.fromstring(self.text.encode())  # noqa: S314

    @property
    def codes(self) -> list[str]:
        return [error["code"] for error in self.json]

    @property
    def words(self) -> str:
        """The descriptions of all errors."""
        return " ".join(error["description"] for error in self.json)


class System:
    """Another system at one endpoint, with or without a key."""

    def __init__(self, key: str = "", base: str = AGENCY) -> None:
        self.key, self.base = key, base
        self.client = Client(raise_request_exception=False)

    def get(self, path: str, given: Mapping[str, Any] | None = None, *, language: str = "") -> Answer:
        key = {"api_key": self.key} if self.key else {}
        headers = {"Accept-Language": language} if language else {}
        return _read(self.client.get(self.base + path, {**key, **(given or {})}, headers=headers))

    def post(self, path: str, given: Mapping[str, Any], **headers: str) -> Answer:
        """A form as browsers send it; with files it is multipart by itself."""
        sent = {"api_key": self.key, **given} if self.key else dict(given)
        return _read(self.client.post(self.base + path, sent, headers=headers))

    def raw(self, path: str, body: bytes, kind: str = "application/x-www-form-urlencoded; charset=utf-8") -> Answer:
        return _read(self.client.generic("POST", self.base + path, body, content_type=kind))


def _read(response: Any) -> Answer:
    return Answer(response.status_code, response.get("Content-Type", ""), response.content.decode(), response.headers)


@remembered
def category(slug: str = "jalan-rusak", **fields: Any) -> Category:
    """A category whose reports nobody has to read first."""
    chosen = {"name": "Jalan rusak", "name_en": "Damaged road", "group": "Jalan", "moderated": False, **fields}
    return Category.objects.create(slug=slug, **chosen)


def with_questions(one: Category) -> Category:
    """Every kind of question that GeoReport knows, and a text to read."""
    rows: list[dict[str, Any]] = [
        {"code": "info", "datatype": "text", "variable": False, "description": "Siapkan foto.", "required": True},
        {"code": "panjang", "datatype": "number", "required": True, "description": "Berapa meter?", "hint": "Meter."},
        {"code": "nama-jalan", "datatype": "string", "description": "Nama jalan"},
        {"code": "sejak", "datatype": "datetime", "description": "Sejak kapan?", "description_en": "Since when?"},
        {"code": "cerita", "datatype": "text", "description": "Keterangan lain"},
        {"code": "arah", "datatype": "singlevaluelist", "description": "Arah", "values": _values("utara", "selatan")},
        {"code": "bahaya", "datatype": "multivaluelist", "description": "Bahaya", "values": _values("motor", "mobil")},
    ]
    for place, row in enumerate(rows, start=1):
        Question.objects.create(category=one, order=place, **row)
    return one


def report(**more: Any) -> dict[str, Any]:
    """A report about a hole in the road as a system sends it."""
    return (
        {"service_code": "jalan-rusak", "description": STORY, "first_name": "Contoh", "last_name": "Siti"}
        | PLACE
        | more
    )


@remembered
def standing(
    agency: Organisation,
    now: datetime,
    *,
    state: str = states.IN_PROGRESS,
    publication: str = Publication.PUBLISHED,
    **fields: Any,
) -> Complaint:
    """A report in this state; by default published. Its own words are not the published ones."""
    shown = publication == Publication.PUBLISHED
    ended: dict[str, dict[str, Any]] = {
        states.CLOSED: {"closed_at": now, "outcome": states.RESOLVED, "answered_at": now - timedelta(hours=1)},
        states.REJECTED: {"closed_at": now, "outcome": states.UNCLEAR},
        states.ANSWERED: {"answered_at": now, "closes_at": now + timedelta(days=14)},
    }
    count = Complaint.objects.count()
    chosen: dict[str, Any] = {
        "number": number_of(count),
        "secret": f"rahasia-{count}",
        "secret_hash": f"hash-{count}",
        "kind": "complaint",
        "complaint_class": "non_oversight",
        "channel": "web",
        "organisation": agency,
        "coordinator": agency,
        "text": "Nama saya Contoh Budi, telepon 0812 9999 8888.",
        "name": "Contoh Budi",
        "phone": "+6281299998888",
        "email": "budi@contoh.id",
        "address_of_reporter": "Jalan Rahasia 7",
        "fingerprint": f"print-{count}",
        "received_at": now,
        "verified_at": now,
        "updated_at": now + timedelta(minutes=5),
        "public_title": "Jalan berlubang" if shown else "",
        "public_text": "Jalan berlubang di depan pasar." if shown else "",
        "published_at": now if shown else None,
        "public_latitude": Decimal("0.133") if shown else None,
        "public_longitude": Decimal("117.500") if shown else None,
    }
    return Complaint.objects.create(state=state, publication=publication, **chosen | ended.get(state, {}) | fields)


def number_of(count: int) -> str:
    """A number with a right check character, different for each count."""
    digits = ""
    for _ in range(8):
        count, place = divmod(count, 32)
        digits = ALPHABET[place] + digits
    return f"ADU-{digits}-{check_character(digits)}"


def many(like: Complaint, count: int, *, step: timedelta = timedelta(seconds=1)) -> None:
    """`count` more reports like this one, each a little older."""
    begun, columns = Complaint.objects.count(), _columns(like)
    rows = []
    for place in range(begun, begun + count):
        own = {"number": number_of(place + 1000), "secret_hash": f"many-{place}"}
        received = like.received_at - step * (place - begun + 1)
        rows.append(Complaint(**columns | own, received_at=received))
    Complaint.objects.bulk_create(rows)


def _columns(one: Complaint) -> dict[str, Any]:
    return {
        field.attname: getattr(one, field.attname)
        for field in one._meta.concrete_fields
        if field.attname not in {"id", "received_at"}
    }


def said(complaint: Complaint, text: str, *, at: datetime, visibility: str = Visibility.PUBLIC, **fields: Any) -> Entry:
    """An answer of the office."""
    kind = fields.pop("kind", EntryKind.ANSWER)
    return Entry.objects.create(complaint=complaint, kind=kind, text=text, visibility=visibility, at=at, **fields)


def bontang_barat() -> Region:
    city = Region.objects.create(code="64.74", level="regency", name="Kota Bontang")
    return Region.objects.create(code="64.74.03", level="district", name="Bontang Barat", parent=city)


def photo(name: str = "lubang.jpg", *, exif: bool = False) -> SimpleUploadedFile:
    """A photo; with `exif` it says where it was taken."""
    buffer, picture = io.BytesIO(), Image.new("RGB", (40, 30), "grey")
    data = Image.Exif()
    if exif:
        data[0x010F] = "Kamera Rahasia"
    picture.save(buffer, "JPEG", exif=data)
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="image/jpeg")


def _values(*words: str) -> list[dict[str, str]]:
    return [{"key": word, "name": word.title()} for word in words]
