"""How the events of appointments read: for officers, and for the citizen whose visit it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from melayani.foundation.audit import describe

describe("booking.made", officer="Janji temu dibuat.", citizen=_("Janji temu Anda dicatat."))
describe("booking.changed", officer="Waktu diubah.", citizen=_("Anda memilih waktu lain."))
describe("booking.cancelled", officer="Dibatalkan.", citizen=_("Janji temu dibatalkan."))
describe("booking.accepted", officer="Usulan waktu diterima warga.", citizen=_("Anda menerima waktu yang baru."))
describe("booking.checked_in", officer="Warga hadir.", citizen=_("Anda lapor hadir."))
describe("booking.check_in_undone", officer="Lapor hadir dibatalkan.")
describe("booking.served", officer="Selesai dilayani.", citizen=_("Anda selesai dilayani."))
describe("booking.missed", officer="Tidak hadir.", citizen=_("Waktu janji temu lewat."))
describe("booking.collided", officer="Bentrok: tempatnya berkurang.", citizen=_("Tempat pada waktu ini berkurang."))
describe("booking.restored", officer="Bentrok selesai: tempatnya ada lagi.", citizen=_("Tempat Anda ada lagi."))
describe("booking.kept", officer="Bentrok diselesaikan: tetap dilayani.", citizen=_("Anda tetap dilayani."))
describe("booking.letter_received", officer="Warga mengirim surat.", citizen=_("Anda mengirim surat kepada kantor."))
describe("booking.erased", officer="Data pribadi dihapus: {reason}", citizen=_("Data pribadi Anda dihapus."))
describe("booking.letter_read", officer="Surat warga dibaca.", citizen=_("Surat Anda sudah dibaca petugas."))
describe("booking.letter_answered", officer="Surat warga dijawab.", citizen=_("Surat Anda dijawab."))
describe("booking.proposed", officer="Diusulkan pindah: {reason}", citizen=_("Kami mengusulkan waktu lain: {reason}"))
describe("booking.waits", officer="Masuk daftar tunggu: {reason}", citizen=_("Anda masuk daftar tunggu: {reason}"))
describe("slots.changed", officer="Slot: {made} baru, {changed} berubah, {withdrawn} ditarik, {conflicts} bentrok.")
describe("visits.planned", officer="Rencana janji temu diubah: {what}.")
describe("visits.closed", officer="Janji temu ditutup mendadak: {reason}")
describe("release.planned", officer="Pembagian tempat direncanakan: {what}.")
describe("draw.registered", officer="Pendaftaran undian diterima.")
describe("draw.lost", officer="Tanpa tempat dari undian: {why}.")
describe("draw.published", officer="Hasil undian diumumkan, benih {seed}.")
describe("draw.done", officer="Undian selesai: {what}.")
describe("waiting.joined", officer="Masuk daftar tunggu.")
describe("waiting.left", officer="Keluar dari daftar tunggu.")
describe("waiting.offered", officer="Ditawari tempat dari daftar tunggu.")
describe("waiting.lapsed", officer="Tawaran dari daftar tunggu tidak diambil.")
