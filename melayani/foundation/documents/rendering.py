"""From a template and its inputs to an accessible PDF (PDF/A-2a and PDF/UA-1), by typst.

Data reaches a template only as one JSON text in `sys.inputs`, never as source, so nothing a citizen writes is markup.
A template is `<app>/<name>` (the file `<name>.typ` in the app's `typst` folder); `<name>` alone is one of ours.
"""

from __future__ import annotations

import hashlib
import io
import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import segno
import typst
from django.apps import apps

from melayani.foundation.documents.rules import printable
from melayani.foundation.organisations.models import Kind, Organisation
from melayani.foundation.organisations.queries import ancestors_and_self

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]  # archivable, and readable by a screen reader
GOVERNMENTS = {Kind.MINISTRY, Kind.PROVINCE, Kind.REGENCY, Kind.CITY}
PICTURES = frozenset({"qr"})  # inputs that are drawings made here, not words


class RenderFailed(Exception):
    """The template is absent, or asks for an input that was not given: a fault of the caller, not of the citizen."""


def render(template: str, inputs: dict[str, Any], *, at: datetime | None = None) -> bytes:
    """Return the PDF of `template` filled with `inputs` (values as JSON knows them).

    `at` becomes the date in the file; equal inputs and `at` give equal bytes. Raises RenderFailed.
    """
    words = {key: value if key in PICTURES else printable(value) for key, value in inputs.items()}
    try:
        return typst.compile(
            template_path(template),
            root=ROOT,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(words, ensure_ascii=False)},
            pdf_standards=[*STANDARDS],
            timestamp=int(at.timestamp()) if at else None,
        )
    except typst.TypstError as error:
        raise RenderFailed(f"{template}: {error.message}") from error


def draw(template: str, inputs: dict[str, Any]) -> bytes:
    """Return the one page of `template` as a PNG, one pixel for each point; equal inputs give equal bytes.

    Raises RenderFailed. A picture has no text for a screen reader: who shows it says the same in words.
    """
    words = {key: value if key in PICTURES else printable(value) for key, value in inputs.items()}
    try:
        drawn = typst.compile(
            template_path(template),
            root=ROOT,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(words, ensure_ascii=False)},
            format="png",
            ppi=72,
        )
    except typst.TypstError as error:
        raise RenderFailed(f"{template}: {error.message}") from error
    if not isinstance(drawn, bytes):
        raise RenderFailed(f"{template}: more than one page")
    return drawn


def template_path(template: str) -> Path:
    """The file of `template`; raise RenderFailed when there is none."""
    label, _, name = template.rpartition("/")
    home = apps.app_configs.get(label or "documents")
    path = Path(home.path) / "typst" / f"{name}.typ" if home and name.isidentifier() else None
    if path is None or not path.is_file():
        raise RenderFailed(f"{template}: no such template")
    return path


def template_version(template: str) -> str:
    """Twelve digits that change with the template or the sheet all templates share."""
    content = template_path(template).read_bytes() + (HERE / "typst" / "letter.typ").read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]


def qr_svg(text: str) -> str:
    """A QR code of `text` (level M: readable with 15 % damaged) as an SVG drawing without a declaration."""
    drawing = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawing, kind="svg", scale=4, border=2, xmldecl=False, nl=False)
    return drawing.getvalue().decode()


def letterhead(organisation: Organisation) -> dict[str, str]:
    """What stands at the top of a letter of `organisation`: its government, name and where to find it; one query."""
    above = ancestors_and_self(organisation)[:-1]
    governments = [node.name for node in above if node.kind in GOVERNMENTS]
    return {
        "parent": governments[-1] if governments else "",
        "name": organisation.name,
        "address": organisation.address,
        "phone": organisation.phone,
        "email": organisation.email,
        "website": organisation.website,
    }


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[HERE / "fonts"])
