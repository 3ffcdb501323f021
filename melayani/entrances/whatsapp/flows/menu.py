"""The menu: everything that can be done here, in one list."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from melayani.entrances.whatsapp.talk import GO, Reply, Talk
from melayani.entrances.whatsapp.understanding import Option


def begin(talk: Talk, about: str) -> Reply:
    """Greet and show the list."""
    hello = _("Halo! Ini layanan pesan Melayani. Pilih dari daftar, atau tulis saja keperluan Anda.")
    return talk.end(hello, options())


def options() -> list[Option]:
    """What can be done, as rows of a list."""
    rows = [
        ("services", _("Cari layanan"), _("Syarat, biaya, waktu, dan jam buka hari ini")),
        ("book", _("Buat janji temu"), _("Pilih hari dan jam, tanpa antre lama")),
        ("visits", _("Janji temu saya"), _("Lihat, ubah, atau batalkan")),
        ("queue", _("Antrean"), _("Nomor Anda dan perkiraan tunggu")),
        ("status", _("Cek status"), _("Dengan nomor permohonan atau laporan")),
        ("complain", _("Sampaikan pengaduan"), _("Boleh dengan foto dan lokasi")),
        ("officer", _("Bicara dengan petugas"), _("Dijawab di sini pada jam kerja")),
        ("survey", _("Nilai pelayanan"), _("Sesudah urusan Anda selesai")),
    ]
    language = Option(f"{GO}bahasa", "Bahasa Indonesia") if _is_english() else Option(f"{GO}english", "English")
    return [Option(f"{GO}{name}", title, line) for name, title, line in rows] + [language]


def can_do() -> str:
    """What can be done, in one sentence: said wherever something else was asked."""
    return _(
        "Yang bisa saya bantu: syarat layanan, janji temu, antrean, status urusan, pengaduan, atau menghubungkan Anda "
        "dengan petugas. Tulis “menu” kapan saja."
    )


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
