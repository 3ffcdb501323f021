"""Finding a document by what is printed on it or by its bytes."""

from __future__ import annotations

import hashlib

from melayani.foundation.documents.models import Document
from melayani.foundation.documents.rules import LONGEST_CODE, read_secret
from melayani.foundation.numbers.rules import Reference, read_number


def find(code: str) -> Document | None:
    """The document whose secret (from the QR code) or number (typed by a hand) `code` is; one query."""
    rows = Document.objects.select_related("organisation", "replaced_by")
    if number := read_number(code[:LONGEST_CODE]):
        return rows.filter(number=number).first()
    secret = read_secret(code)
    return rows.filter(secret=secret).first() if secret else None


def find_by_file(content: bytes) -> Document | None:
    """The document whose bytes are exactly `content`; one query."""
    return find_by_hash(hashlib.sha256(content).hexdigest())


def find_by_hash(sha256: str) -> Document | None:
    """The document whose bytes have that SHA-256; one query."""
    return Document.objects.select_related("organisation", "replaced_by").filter(sha256=sha256).first()


def documents_of(reference: Reference) -> list[Document]:
    """Every document issued for a case, newest first; one query."""
    rows = Document.objects.about(reference.kind, reference.number).select_related("attachment", "replaced_by")
    return list(rows.order_by("-issued_at", "-id")[:50])
