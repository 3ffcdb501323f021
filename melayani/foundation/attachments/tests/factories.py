"""Files as people upload them, good and bad, and somebody who uploads."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from melayani.foundation.attachments.actions import store
from melayani.foundation.attachments.models import Attachment

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


@dataclass(frozen=True)
class Visitor:
    """A citizen at a browser: known by a token only."""

    id: str = "token-of-sari"
    kind: str = "citizen"
    person_id: int | None = None

    def holds(self, role: str, organisation: Any) -> bool:
        return False


SARI, TONO = Visitor(), Visitor(id="token-of-tono")


def photo(format: str = "JPEG", *, size: tuple[int, int] = (60, 40), mode: str = "RGB") -> bytes:
    """A picture without metadata: left half red, right half blue."""
    return _encoded(_two_halves(size).convert(mode), format)


def photo_lying_on_its_side(format: str = "JPEG") -> bytes:
    """As telephones write it: 60 x 40 in the file, to be shown 40 x 60, with camera and place."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[MAKER] = "Kamera Rahasia"
    exif[GPS] = {1: "S", 2: (6.0, 12.0, 30.0)}
    return _encoded(_two_halves((60, 40)), format, exif=exif.tobytes())


def photo_with_comment() -> bytes:
    return _encoded(_two_halves((60, 40)), "JPEG", comment=b"rahasia di komentar")


def bomb() -> bytes:
    """A PNG of a few hundred bytes that claims 30,000 x 30,000 points."""
    header = struct.pack("!IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def pdf(pages: int = 1) -> bytes:
    return _written(_blank(pages))


def locked_pdf() -> bytes:
    writer = _blank(1)
    writer.encrypt("sandi", algorithm="RC4-128")
    return _written(writer)


def pdf_with_script() -> bytes:
    writer = _blank(1)
    writer.add_js("app.alert('halo');")
    return _written(writer)


def pdf_with_script_in_a_page() -> bytes:
    """The script hangs on a page, as an additional action in an object of its own."""
    writer = _blank(1)
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")})
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): writer._add_object(action)})
    return _written(writer)


def pdf_that_starts_a_program() -> bytes:
    writer = _blank(1)
    action = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")})
    writer._root_object[NameObject("/OpenAction")] = action
    return _written(writer)


def pdf_with_a_file_inside() -> bytes:
    writer = _blank(1)
    writer.add_attachment("dalam.exe", b"MZ")
    return _written(writer)


def pdf_of_endless_pages(depth: int = 24) -> bytes:
    """A page tree in which each node holds the next one twice: 2 to the power of `depth` pages in a few lines."""
    nodes = [f"<</Type/Pages/Count 1/Kids[{n} 0 R {n} 0 R]>>" for n in range(3, depth + 3)]
    objects = ["<</Type/Catalog/Pages 2 0 R>>", *nodes, "<</Type/Page/MediaBox[0 0 9 9]/Parent 2 0 R>>"]
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode()
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
    tail = f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + table.encode() + tail.encode()


def upload(content: bytes, name: str = "ktp.jpg", content_type: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=content_type)


def uploaded(now: datetime, *, by: Visitor = SARI, content: bytes | None = None, name: str = "ktp.jpg") -> Attachment:
    """A photo that somebody uploaded and that is not yet part of a case."""
    return store(upload=upload(content or photo(), name), actor=by, now=now)


def _two_halves(size: tuple[int, int]) -> Image.Image:
    image = Image.new("RGB", size, (220, 30, 30))
    image.paste((30, 30, 220), (size[0] // 2, 0, size[0], size[1]))
    return image


def _encoded(image: Image.Image, format: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format=format, **options)
    return out.getvalue()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))


def _blank(pages: int) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    return writer


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
