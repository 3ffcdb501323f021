"""Look through a PDF before it is taken: it opens, it is not locked, it does nothing by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from melayani.foundation.attachments.rules import MAX_PAGES, FileRefused

ACTIVE = frozenset({"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia"})
MAX_OBJECTS = 100_000


def inspect(file: BinaryIO) -> int:
    """Return the number of pages; raises FileRefused for a broken, locked, too long or active PDF."""
    file.seek(0)
    try:
        reader = PdfReader(file, strict=False)
        locked = reader.is_encrypted
        pages = 0 if locked else len(reader.pages)
        active = not locked and pages <= MAX_PAGES and any(_is_active(each) for each in _objects(reader))
    except Exception as error:  # a broken file raises whatever its parser stumbles over
        words = gettext("PDF ini rusak dan tidak dapat dibuka. Simpan ulang, lalu unggah lagi.")
        raise FileRefused(words) from error
    _refuse(locked=locked, pages=pages, active=active)
    return pages


def _refuse(*, locked: bool, pages: int, active: bool) -> None:
    if locked:
        raise FileRefused(gettext("PDF ini terkunci dengan sandi. Simpan tanpa sandi, lalu unggah lagi."))
    if active:
        words = gettext("PDF ini berisi program atau berkas lain di dalamnya. Cetak ulang ke PDF, lalu unggah lagi.")
        raise FileRefused(words)
    if pages < 1:
        raise FileRefused(gettext("PDF ini tidak berisi halaman. Periksa berkasnya, lalu unggah lagi."))
    if pages > MAX_PAGES:
        words = gettext("PDF ini %(pages)d halaman; paling banyak %(most)d. Pilih halaman yang diminta saja.")
        raise FileRefused(words % {"pages": pages, "most": MAX_PAGES})


def _objects(reader: PdfReader) -> Iterator[Any]:
    """The trailer, then every numbered object, also those packed in object streams."""
    yield reader.trailer
    places = {(number, generation) for generation, row in reader.xref.items() for number in row}
    places |= {(number, 0) for number in reader.xref_objStm}
    if len(places) > MAX_OBJECTS:
        raise ValueError("too many objects")
    for number, generation in sorted(places):
        yield reader.get_object(IndirectObject(number, generation, reader))


def _is_active(root: Any) -> bool:
    """Whether an object, or what stands directly inside it, names something that acts; links are not followed."""
    waiting = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, DictionaryObject):
            if ACTIVE & set(item):
                return True
            waiting.extend(dict.values(item))
        elif isinstance(item, ArrayObject):
            waiting.extend(list.__iter__(item))
        elif isinstance(item, NameObject) and item in ACTIVE:
            return True
    return False
