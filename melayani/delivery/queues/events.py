"""How the events of queues read: for officers, and for the citizen whose number it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from melayani.foundation.audit import describe

describe("ticket.taken", officer="Nomor {code} diambil.", citizen=_("Anda mengambil nomor {code}."))
describe("ticket.called", officer="Dipanggil ke loket {counter}.", citizen=_("Dipanggil ke loket {counter}."))
describe("ticket.recalled", officer="Dipanggil ulang.", citizen=_("Dipanggil sekali lagi."))
describe("ticket.served", officer="Mulai dilayani.", citizen=_("Anda mulai dilayani."))
describe("ticket.finished", officer="Selesai dilayani.", citizen=_("Anda selesai dilayani."))
describe("ticket.went_on", officer="Lanjut ke layanan berikutnya.", citizen=_("Lanjut ke layanan berikutnya."))
describe("ticket.missed", officer="Tidak datang ke loket.", citizen=_("Nomor Anda terlewat."))
describe("ticket.returned", officer="Dikembalikan ke antrean.", citizen=_("Anda kembali dalam antrean."))
describe("ticket.held", officer="Nomor disimpan.", citizen=_("Nomor Anda disimpan."))
describe("ticket.resumed", officer="Dilanjutkan.", citizen=_("Anda kembali dalam antrean."))
describe("ticket.transferred", officer="Dialihkan.", citizen=_("Anda dialihkan ke antrean lain."))
describe("ticket.left", officer="Keluar dari antrean.", citizen=_("Anda keluar dari antrean."))
describe("ticket.expired", officer="Hari berakhir tanpa dilayani.", citizen=_("Harinya sudah berakhir."))
describe("ticket.printed", officer="Dicetak, kali ke-{times}.")
describe("ticket.became_case", officer="Menjadi permohonan {case}.", citizen=_("Menjadi permohonan {case}."))
describe("ticket.letter_received", officer="Warga mengirim surat.", citizen=_("Anda mengirim surat kepada kantor."))
describe("ticket.letter_read", officer="Surat warga dibaca.", citizen=_("Surat Anda sudah dibaca petugas."))
describe("ticket.letter_answered", officer="Surat warga dijawab.", citizen=_("Surat Anda dijawab."))
describe("counter.opened", officer="Loket {counter} dijaga.")
describe("counter.closed", officer="Loket {counter} ditinggalkan.")
describe("counter.break_began", officer="Istirahat dimulai di loket {counter}.")
describe("counter.break_ended", officer="Istirahat selesai di loket {counter}, {minutes} menit.")
describe("queue.planned", officer="Rencana antrean diubah: {what}.")
describe("queue.stopped", officer="Nomor baru dihentikan: {reason}.")
describe("queue.resumed", officer="Nomor baru diberikan lagi.")
