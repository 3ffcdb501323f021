"""How the events of training read: for officers, and for the person who registered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from melayani.foundation.audit import describe

describe("training.drafted", officer="Acara disusun.")
describe("training.changed", officer="Acara diubah: {what}.")
describe("training.session_saved", officer="Sesi {number} disimpan.")
describe("training.publish", officer="Acara diumumkan.")
describe("training.close", officer="Pendaftaran ditutup.")
describe("training.reopen", officer="Pendaftaran dibuka lagi.")
describe("training.finish", officer="Acara selesai.")
describe("training.cancel", officer="Acara dibatalkan: {reason}")
describe("training.invited", officer="{units} unit diundang.")
describe("training.declined", officer="Undangan ditolak: {reason}")
describe("training.questions_saved", officer="Soal tes disimpan: {count}.")
describe("training.material_added", officer="Materi ditambahkan: {title}")
describe("training.material_removed", officer="Materi dihapus: {title}")
describe("training.scanned", officer="Pindaian masuk: {marked} hadir, {known} sudah tercatat, {unknown} tidak dikenal.")
describe("training.room_seen", officer="Ruang daring dilihat: {people} orang.")
describe("training.feedback_given", officer="Satu umpan balik masuk.")
describe("training.task_given", officer="Tindak lanjut ditugaskan: {text}")
describe("training.task_done", officer="Tindak lanjut selesai: {text}")
describe("training.registered", officer="Pendaftaran masuk.", citizen=_("Pendaftaran Anda dicatat."))
describe("training.withdrawn", officer="Mengundurkan diri.", citizen=_("Anda membatalkan pendaftaran."))
describe("training.approved", officer="Disetujui.", citizen=_("Pendaftaran Anda disetujui."))
describe("training.rejected", officer="Ditolak: {reason}", citizen=_("Pendaftaran belum dapat diterima: {reason}"))
describe("training.promoted", officer="Mendapat tempat dari daftar tunggu.", citizen=_("Anda mendapat tempat."))
describe("training.lapsed", officer="Gugur: {reason}", citizen=_("Pendaftaran tidak berlaku lagi: {reason}"))
describe("training.attended", officer="Hadir, bagian {part}.", citizen=_("Kehadiran Anda tercatat."))
describe("training.attendance_undone", officer="Tanda hadir dicabut, bagian {part}.")
describe("training.missed", officer="Tidak hadir.")
describe("training.tested", officer="Tes {moment} diisi.", citizen=_("Anda mengisi tes."))
describe(
    "training.certified", officer="Sertifikat {number} diterbitkan.", citizen=_("Sertifikat {number} diterbitkan.")
)
describe(
    "training.certificate_revoked",
    officer="Sertifikat {number} dicabut: {reason}",
    citizen=_("Sertifikat {number} dicabut: {reason}"),
)
describe("training.erased", officer="Data pribadi peserta dihapus.")
