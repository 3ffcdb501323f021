"""Words for the events of this module."""

from __future__ import annotations

from melayani.foundation.audit import describe

describe("consultation.planned", officer="Konsultasi disiapkan: {purpose}")
describe("consultation.changed", officer="Rencana diubah")
describe("consultation.moved", officer="Rencana yang sudah diumumkan diubah; pengikut dikabari")
describe("consultation.topic_added", officer="Pokok bahasan ditambah: {title}")
describe("consultation.topic_removed", officer="Pokok bahasan dihapus: {title}")
describe("consultation.announced", officer="Konsultasi diumumkan")
describe("consultation.cancelled", officer="Dibatalkan: {reason}")
describe("consultation.material_added", officer="Berkas ditambah: {title}")
describe("consultation.material_removed", officer="Berkas dihapus: {title}")
describe("consultation.guest_listed", officer="Tamu masuk daftar undangan ({kind})")
describe("consultation.guest_dropped", officer="Tamu dihapus dari daftar sebelum diundang ({kind})")
describe("consultation.invitations_sent", officer="{count} undangan dikirim")
describe("consultation.guest_accepted", officer="Seorang tamu akan hadir ({kind})")
describe("consultation.guest_declined", officer="Seorang tamu tidak dapat hadir ({kind})")
describe("consultation.attended", officer="Kehadiran dicatat ({kind})")
describe("consultation.attendance_dropped", officer="Kehadiran yang keliru dihapus ({kind})")
describe("consultation.contributed", officer="Masukan nomor {entry} diterima ({way})")
describe("consultation.contribution_shown", officer="Masukan nomor {entry} ditayangkan")
describe("consultation.contribution_hidden", officer="Masukan nomor {entry} tidak ditayangkan: {reason}")
describe("consultation.held", officer="Pertemuan selesai, {count} orang tercatat hadir")
describe("consultation.minutes_written", officer="Jalannya pembahasan ditulis")
describe("consultation.proposal_added", officer="Usulan nomor {entry} dicatat")
describe("consultation.proposal_dropped", officer="Usulan nomor {entry} dihapus sebelum ditandatangani")
describe("consultation.proposal_answered", officer="Usulan nomor {entry} dijawab: {answer}")
describe("consultation.committed", officer="Komitmen {entry} dicatat, target {due}: {action}")
describe("consultation.commitment_dropped", officer="Komitmen {entry} dihapus sebelum ditandatangani: {action}")
describe("consultation.record_signed", officer="Berita acara ditandatangani kedua pihak, terbit sebagai {document}")
describe("consultation.published", officer="Hasil diterbitkan dengan {count} komitmen")
describe("consultation.result_announced", officer="Hasil diumumkan di {medium}")
describe("consultation.progress_reported", officer="Kemajuan komitmen {entry} dilaporkan: {action}")
describe("consultation.commitment_done", officer="Komitmen {entry} selesai: {action}")
describe("consultation.commitment_reopened", officer="Komitmen {entry} dibuka kembali: {action}")
describe("consultation.commitment_overdue", officer="Komitmen {entry} lewat target: {action}")
describe(
    "consultation.clause_linked",
    officer="Klausul {component} standar {service} versi {version} berubah karena konsultasi ini",
)
describe("consultation.finished", officer="Konsultasi ditutup")
describe("consultation.followed", officer="Seorang warga mengikuti konsultasi ini")
describe("consultation.left", officer="Seorang warga berhenti mengikuti")
describe("consultation.people_forgotten", officer="Nama dan kontak orang dihapus, setahun sesudah selesai")
