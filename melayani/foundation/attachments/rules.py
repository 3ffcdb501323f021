"""Which files are accepted, and how a file's name is cleaned for display."""

from __future__ import annotations

import re
import unicodedata

IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
PDF = "application/pdf"
ALLOWED = frozenset({*IMAGES, PDF})
LONGEST_NAME = 120
MAX_PIXELS = 50_000_000
MAX_PAGES = 200
_ENDINGS = {"image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",), "image/webp": (".webp",), PDF: (".pdf",)}


class FileRefused(Exception):
    """The file is not taken; the text says why and what to do, in the language of the reader."""


class NotYours(Exception):
    """A file was named that is not there, was given by somebody else, or already belongs to a case."""


def clean_name(name: str, content_type: str) -> str:
    """Return a name fit for display and download: no folders, no control or direction marks, at most LONGEST_NAME.

    The ending follows the content, so that `surat.exe` that is a PDF reads `surat.exe.pdf`.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    words = re.sub(r"[\s\"'<>|:*?;%]+", " ", visible).strip(" .")
    endings = _ENDINGS.get(content_type, ())
    if not endings or words.lower().endswith(endings):
        return _shorten(words or "berkas", "")
    return _shorten(words or "berkas", endings[0])


def _shorten(words: str, ending: str) -> str:
    if not ending and "." in words:
        words, _, last = words.rpartition(".")
        ending = f".{last[:10]}"
    return f"{words[: LONGEST_NAME - len(ending)].rstrip()}{ending}"
