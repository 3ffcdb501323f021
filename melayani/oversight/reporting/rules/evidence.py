"""How much evidence a report may carry: a choice of the house, enough to prove it and not too much to look at."""

from __future__ import annotations

FILES_AT_MOST = 10
BYTES_AT_MOST = 40_000_000
TITLE_AT_MOST = 160


def why_not_more(files: int, size: int, new: int) -> str:
    """Why a file of `new` bytes cannot join `files` of together `size` bytes; "" when it can."""
    if files >= FILES_AT_MOST:
        return f"Laporan ini sudah memuat {FILES_AT_MOST} berkas bukti. Hapus satu lebih dahulu."
    if size + new > BYTES_AT_MOST:
        return f"Semua bukti satu laporan paling besar {BYTES_AT_MOST // 1_000_000} MB. Perkecil berkasnya."
    return ""
