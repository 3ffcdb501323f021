"""Documents for tests: a letter that the civil registry of Bontang gave to a citizen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from melayani.foundation.audit import Actor
from melayani.foundation.documents.actions import issue, replace, revoke
from melayani.foundation.documents.models import Document
from melayani.foundation.numbers.rules import Reference, make_number
from melayani.foundation.organisations.models import Organisation
from tests.remembered import remembered

MONDAY = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)  # 09.00 WIB, 10.00 WITA
LETTER: dict[str, Any] = {
    "holder": [["Nama", "Siti Aminah"], ["NIK", "6474••••••••0001"]],
    "statements": ["Permohonan Anda kami setujui.", "KTP-el dapat diambil di loket 3."],
    "legal_bases": ["Undang-Undang Nomor 24 Tahun 2013"],
    "signer": {"role": "Kepala unit", "unit": "Dinas Kependudukan dan Pencatatan Sipil"},
}


def case() -> Reference:
    """A case of its own."""
    return Reference(kind="application", number=make_number("PMH"))


@remembered
def issued(organisation: Organisation, actor: Actor, *, now: datetime = MONDAY, **given: Any) -> Document:
    """A valid document about a case of its own."""
    usual: dict[str, Any] = {
        "template": "documents/result",
        "title": "Surat keterangan penggantian KTP-el",
        "kind": "result",
        "inputs": LETTER,
        "reference": case(),
        "holder_name": "Siti Aminah",
    }
    return issue(organisation=organisation, actor=actor, now=now, **{**usual, **given})


def revoked(organisation: Organisation, actor: Actor, *, reason: str = "Data pemohon keliru") -> Document:
    """A document that was revoked an hour after it was issued."""
    document = issued(organisation, actor)
    return revoke(document=document, reason=reason, actor=actor, now=MONDAY.replace(hour=3))


def replaced(organisation: Organisation, actor: Actor) -> tuple[Document, Document]:
    """A document and the one that took its place."""
    older = issued(organisation, actor)
    newer = replace(document=older, inputs=LETTER, reason="Salah ketik nama", actor=actor, now=MONDAY)
    older.refresh_from_db()
    return older, newer
