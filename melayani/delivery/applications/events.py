"""How the events of an application read: for officers, and for the citizen whose case it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from melayani.foundation.audit import describe

describe(
    "application.submitted",
    officer="Permohonan diterima lewat {via}.",
    citizen=_("Permohonan Anda diterima."),
)
describe(
    "application.taken",
    officer="Diambil untuk diperiksa.",
    citizen=_("Petugas mulai memeriksa berkas Anda."),
)
describe("application.judged", officer="Penilaian {requirement}: {judgement}.")
describe(
    "application.returned",
    officer="Dikembalikan untuk dilengkapi: {requirements}. Jam berhenti.",
    citizen=_("Kami meminta Anda melengkapi {requirements}. Jam janji berhenti."),
)
describe(
    "application.answered",
    officer="Warga menjawab {requirements}. Jam jalan lagi.",
    citizen=_("Anda mengirim perbaikan. Jam janji jalan lagi."),
)
describe(
    "application.verified",
    officer="Semua syarat terpenuhi; diteruskan ke penandatangan.",
    citizen=_("Semua syarat terpenuhi. Permohonan menunggu keputusan."),
)
describe("application.sent_back", officer="Dikembalikan oleh penandatangan ke pemroses.")
describe(
    "application.payment_requested",
    officer="Pembayaran diminta: Rp{amount}, kode {code}. Jam berhenti.",
    citizen=_("Kami meminta pembayaran dengan kode {code}. Jam janji berhenti."),
)
describe(
    "application.payment_proof_given",
    officer="Bukti pembayaran {code} dikirim.",
    citizen=_("Anda mengirim bukti pembayaran."),
)
describe(
    "application.payment_confirmed",
    officer="Pembayaran {code} diterima. Jam jalan lagi.",
    citizen=_("Pembayaran Anda diterima. Jam janji jalan lagi."),
)
describe("application.approved", officer="Disetujui.", citizen=_("Permohonan Anda disetujui."))
describe(
    "application.refused",
    officer="Ditolak.",
    citizen=_("Permohonan Anda ditolak. Alasannya ada di halaman ini."),
)
describe("application.issued", officer="Hasil terbit: {document}.", citizen=_("Hasil terbit dengan nomor {document}."))
describe("application.handed_over", officer="Hasil diserahkan kepada warga.", citizen=_("Hasil diserahkan."))
describe("application.withdrawn", officer="Dibatalkan oleh warga.", citizen=_("Permohonan dibatalkan."))
describe("application.reassigned", officer="Dilimpahkan kepada {to}.")
describe(
    "application.paused",
    officer="Jam dihentikan karena gangguan: {reason}",
    citizen=_("Jam janji berhenti karena gangguan: {reason}"),
)
describe("application.resumed", officer="Gangguan selesai; jam jalan lagi.", citizen=_("Jam janji jalan lagi."))
describe("application.paper_code_given", officer="Kode lacak baru dicetak untuk warga.")
describe(
    "application.due_moved",
    officer="Jatuh tempo mundur dari {was} ke {will}: {reason}.",
    citizen=_("Tanggal janji bergeser dari {was} ke {will}: {reason}."),
)
# an earlier date binds the officers only: the citizen was told the later one and reads no news
describe("application.due_moved_earlier", officer="Jatuh tempo maju dari {was} ke {will}: {reason}.")
describe(
    "application.letter_received", officer="Warga mengirim surat.", citizen=_("Anda mengirim surat kepada kantor.")
)
describe("application.letter_read", officer="Surat warga dibaca.", citizen=_("Surat Anda sudah dibaca petugas."))
describe("application.letter_answered", officer="Surat warga dijawab.", citizen=_("Surat Anda dijawab."))
describe(
    "application.erasure_asked",
    officer="Warga meminta data pribadinya dihapus.",
    citizen=_("Anda meminta data pribadi Anda dihapus."),
)
describe("application.erased", officer="Data pribadi dihapus: {reason}", citizen=_("Data pribadi Anda dihapus."))
