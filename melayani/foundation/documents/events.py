"""How this module's events read in histories."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from melayani.foundation.audit import describe

describe(
    "document.issued",
    officer=_("Dokumen {number} diterbitkan: {title}"),
    citizen=_("Dokumen {number} diterbitkan: {title}"),
)
describe(
    "document.replaced",
    officer=_("Dokumen {number} diganti dengan {newer}: {reason}"),
    citizen=_("Dokumen {number} diganti dengan {newer}: {reason}"),
)
describe(
    "document.revoked",
    officer=_("Dokumen {number} dicabut: {reason}"),
    citizen=_("Dokumen {number} dicabut: {reason}"),
)
