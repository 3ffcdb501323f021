"""The lists a form offers: elements of the survey and components of a standard, as the module's own versioned data."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_noop, pgettext_lazy

DATA = Path(__file__).parent / "data" / "elements.json"


@cache
def _read() -> dict[str, list[list[str]]]:
    content: dict[str, list[list[str]]] = json.loads(DATA.read_text(encoding="utf-8"))
    return content


def elements() -> dict[str, str]:
    """The nine elements of the survey: key and Indonesian label."""
    return {key: label for key, label in _read()["elements"]}


def components() -> dict[str, str]:
    """The fourteen components of a standard: key and Indonesian label."""
    return {key: label for key, label in _read()["components"]}


# what the public pages translate: words of the rules, which know no language
WORDS = (
    gettext_noop("Pengguna layanan"),
    gettext_noop("Ahli, praktisi, akademisi"),
    gettext_noop("Instansi terkait"),
    gettext_noop("Organisasi masyarakat sipil"),
    gettext_noop("Media massa"),
    gettext_noop("Kelompok rentan (dari unsur mana pun)"),
    gettext_noop("Menyusun standar baru"),
    gettext_noop("Mengubah standar"),
    gettext_noop("Meninjau standar yang berlaku"),
    gettext_noop("Menilai pelayanan"),
    gettext_noop("Tatap muka"),
    gettext_noop("Diskusi kelompok"),
    gettext_noop("Lokakarya"),
    gettext_noop("Daring"),
    gettext_noop("Standar pelayanan"),
    gettext_noop("Unsur survei yang rendah"),
    gettext_noop("Pengaduan"),
    gettext_noop("Pokok lain"),
    pgettext_lazy("jawaban usulan", "Diterima"),
    pgettext_lazy("jawaban usulan", "Diterima sebagian"),
    pgettext_lazy("jawaban usulan", "Tidak diterima"),
    gettext_noop("Diumumkan"),
    gettext_noop("Pertemuan selesai"),
    gettext_noop("Berita acara ditandatangani"),
    gettext_noop("Hasil terbit"),
    gettext_noop("Semua komitmen selesai"),
    gettext_noop("Dibatalkan"),
    gettext_noop("Tulis masukan Anda, paling sedikit beberapa kata."),
    gettext_noop("Pilih dari unsur mana Anda berbicara."),
    gettext_noop("Isi nama yang boleh ditampilkan."),
    gettext_noop("Persyaratan"),
    gettext_noop("Sistem, mekanisme, dan prosedur"),
    gettext_noop("Jangka waktu"),
    gettext_noop("Biaya"),
    gettext_noop("Produk pelayanan"),
    gettext_noop("Penanganan pengaduan"),
    gettext_noop("Dasar hukum"),
    gettext_noop("Sarana, prasarana, dan fasilitas"),
    gettext_noop("Kompetensi pelaksana"),
    gettext_noop("Pengawasan internal"),
    gettext_noop("Jumlah pelaksana"),
    gettext_noop("Jaminan pelayanan"),
    gettext_noop("Jaminan keamanan dan keselamatan"),
    gettext_noop("Evaluasi kinerja pelaksana"),
    gettext_noop("Kode hadir ini tidak berlaku lagi. Pindai kode yang tampil sekarang."),
    gettext_noop("Buktikan dahulu surel atau nomor telepon Anda."),
    gettext_noop("Masa masukan konsultasi ini sudah berakhir atau belum dimulai."),
    gettext_noop("Undangan ini sudah menyampaikan sebanyak yang dapat kami terima."),
    gettext_noop("Konsultasi ini sudah selesai; tidak ada kabar lagi yang akan dikirim."),
    gettext_noop("Undangan ini tidak dapat dijawab lagi."),
)
