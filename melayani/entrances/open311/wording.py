"""How a request reads for somebody who did not file it: its status, where it stands, how it ended."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from melayani.foundation.organisations.models import Region
from melayani.voice.complaints import states

OPEN, CLOSED = "open", "closed"
CLOSED_STATES = frozenset({states.ANSWERED, *states.FINAL})
OPEN_STATES = frozenset(states.STATES) - CLOSED_STATES

STANDING = {
    states.RECEIVED: _("Diterima, belum diperiksa petugas."),
    states.NEEDS_COMPLETION: _("Menunggu keterangan tambahan dari pelapor."),
    states.VERIFIED: _("Sudah diperiksa, akan diteruskan ke unit yang berwenang."),
    states.FORWARDED: _("Diteruskan ke unit yang berwenang."),
    states.IN_PROGRESS: _("Sedang ditangani."),
    states.ANSWERED: _("Sudah dijawab; pelapor dapat menanggapi."),
    states.REOPENED: _("Dibuka lagi karena belum selesai."),
    states.CLOSED: _("Selesai."),
    states.REJECTED: _("Tidak dapat ditangani."),
}
ENDINGS = {
    states.RESOLVED: _("Selesai menurut pelapor."),
    states.AUTO_CLOSED: _("Ditutup karena tidak ada tanggapan setelah jawaban."),
    states.WITHDRAWN: _("Dicabut pelapor."),
    states.TRANSFERRED: _("Dilimpahkan ke lembaga lain yang berwenang."),
    states.UNCLEAR: _("Tidak ditangani: keterangannya belum cukup."),
    states.NOT_WITHIN_AUTHORITY: _("Tidak ditangani: bukan kewenangan instansi ini."),
    states.DUPLICATE: _("Sama dengan laporan lain."),
    states.OUTSIDE_SCOPE: _("Tidak ditangani: di luar hal yang dapat diadukan."),
}
# of the updates extension, as FixMyStreet writes and reads them
UPDATE_STATUS = {
    states.RECEIVED: "OPEN",
    states.NEEDS_COMPLETION: "OPEN",
    states.VERIFIED: "OPEN",
    states.FORWARDED: "IN_PROGRESS",
    states.IN_PROGRESS: "IN_PROGRESS",
    states.REOPENED: "IN_PROGRESS",
    states.ANSWERED: "FIXED",
    states.CLOSED: "CLOSED",
    states.REJECTED: "CLOSED",
}


def status_of(state: str) -> str:
    return CLOSED if state in CLOSED_STATES else OPEN


def note_of(state: str, outcome: str) -> str:
    """The fine state, or how the case ended."""
    return str(ENDINGS.get(outcome) or STANDING[state])


def place_of(region: Region | None) -> str:
    """The district with its regency; what is finer could lead to a person's door."""
    if region is None:
        return ""
    if region.level == "district" and region.parent:
        return gettext("Kecamatan %(district)s, %(regency)s") % {
            "district": region.name,
            "regency": region.parent.name,
        }
    return region.name
