"""Words for the events of this module."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from melayani.foundation.audit import describe

describe(
    "survey.invited",
    officer=_("Undangan survei dikirim"),
    citizen=_("Kami mengundang Anda menilai layanan ini."),
)
describe("survey.answered", officer=_("Satu jawaban survei diterima"))
describe("survey.period_opened", officer=_("Periode survei {from} sampai {until} dibuka"))
describe("survey.period_closed", officer=_("Periode survei {from} sampai {until} selesai"))
describe(
    "survey.period_published",
    officer=_("Hasil survei {from} sampai {until} terbit: indeks {index} ({grade}) dari {n} jawaban"),
)
describe("survey.version_made", officer=_("Versi {number} kuesioner survei dibuat, berlaku mulai {from}"))
describe("survey.point_opened", officer=_("Titik survei {name} {shift} dibuka"))
describe("survey.point_closed", officer=_("Titik survei {name} {shift} ditutup"))
describe("survey.paper_entered", officer=_("Satu formulir survei kertas dari {day} diketik"))
describe("survey.paper_undone", officer=_("Satu formulir survei kertas dari {day} dibatalkan lagi"))
describe("survey.sheet_read", officer=_("Lembar survei {sheet} diuji coba, {rows} baris"))
describe("survey.sheet_imported", officer=_("Lembar survei {sheet} diimpor, {rows} jawaban"))
describe("survey.follow_up_planned", officer=_("Rencana tindak lanjut survei ditambah, target {target}"))
describe("survey.period_changed", officer=_("Periode survei diubah; sebelumnya {before}"))
describe("survey.period_withdrawn", officer=_("Periode survei {from} sampai {until} dihapus sebelum terbit"))
describe("survey.follow_up_changed", officer=_("Rencana tindak lanjut survei diubah; sebelumnya {before}"))
describe("survey.follow_up_reopened", officer=_("Tindak lanjut survei berjalan lagi; tadinya selesai {before}"))
describe("survey.follow_up_withdrawn", officer=_("Rencana tindak lanjut survei dihapus pada hari ditulis: {before}"))
describe("survey.announcement_withdrawn", officer=_("Pengumuman hasil survei di {medium} pada {day} dihapus"))
describe("survey.follow_up_done", officer=_("Tindak lanjut survei selesai pada {day}"))
describe("survey.result_announced", officer=_("Hasil survei diumumkan di {medium} pada {day}"))
