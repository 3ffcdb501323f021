"""How the events of requests, objections and the list read: for officers, and for the requester."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from melayani.foundation.audit import describe

describe(
    "information_request.filed",
    officer="Permintaan informasi diterima lewat {via}, nomor register {register}.",
    citizen=_("Permintaan informasi Anda diterima."),
)
describe(
    "information_request.filed_from",
    officer="Dialihkan dari {from}, yang diterima {first}; nomor register {register}. Jam mulai {start}.",
    citizen=_("Laporan Anda {from} dilanjutkan sebagai permintaan informasi. Jam mulai {start}."),
)
describe(
    "information_request.taken", officer="Diambil untuk diproses.", citizen=_("Petugas mulai memproses permintaan.")
)
describe(
    "information_request.extended",
    officer="Waktu diperpanjang {days} hari kerja: dari {was} ke {will}.",
    citizen=_("Waktu diperpanjang {days} hari kerja, dari {was} ke {will}. Alasannya ada di surat perpanjangan."),
)
describe(
    "information_request.letter_received",
    officer="Pemohon mengirim surat.",
    citizen=_("Anda mengirim surat kepada kantor."),
)
describe(
    "information_request.letter_read",
    officer="Surat pemohon dibaca.",
    citizen=_("Surat Anda sudah dibaca petugas."),
)
describe("information_request.letter_answered", officer="Surat pemohon dijawab.", citizen=_("Surat Anda dijawab."))
describe(
    "information_request.decided",
    officer="Pemberitahuan tertulis: {decision}. Surat {document}.",
    citizen=_("Pemberitahuan tertulis sudah ada di halaman ini, nomor {document}."),
)
describe(
    "information_request.paid",
    officer="Biaya Rp{amount} dibayar: {way}.",
    citizen=_("Pembayaran biaya Anda dicatat."),
)
describe(
    "information_request.delivered",
    officer="Informasi diserahkan. Bukti penyerahan {document}.",
    citizen=_("Informasi diserahkan."),
)
describe(
    "information_request.reopened",
    officer="Diproses lagi karena keberatan {objection} diterima atasan.",
    citizen=_("Permintaan diproses lagi, karena keberatan Anda diterima."),
)
describe("information_request.closed", officer="Ditutup: {why}.", citizen=_("Permintaan ditutup."))
describe(
    "information_request.converted",
    officer="Ditutup karena dilanjutkan sebagai {to}.",
    citizen=_("Permintaan ini dilanjutkan dengan nomor {to}."),
)
describe("information_request.withdrawn", officer="Dibatalkan pemohon.", citizen=_("Permintaan Anda batalkan."))
describe("information_request.reminded", officer="PPID diingatkan: jatuh tempo {due}.")
describe(
    "information_request.fell_silent",
    officer="Jatuh tempo {due} lewat tanpa jawaban. Pemohon boleh mengajukan keberatan.",
    citizen=_("Batas waktu {due} lewat tanpa jawaban. Anda boleh mengajukan keberatan."),
)
describe("information_request.identity_deleted", officer="Salinan identitas dihapus sesuai jadwal.")
describe("information_request.paper_code_given", officer="Kode lacak baru dicetak untuk pemohon.")
describe(
    "information_request.due_moved",
    officer="Jatuh tempo mundur dari {was} ke {will}: {reason}.",
    citizen=_("Tanggal janji bergeser dari {was} ke {will}: {reason}."),
)
describe("information_request.due_moved_earlier", officer="Jatuh tempo maju dari {was} ke {will}: {reason}.")
describe(
    "information_objection.lodged",
    officer="Keberatan diterima dengan alasan {grounds}, nomor register {register}.",
    citizen=_("Keberatan Anda diterima."),
)
describe(
    "information_objection.answered",
    officer="Atasan menjawab: {outcome}. Surat {document}.",
    citizen=_("Atasan menjawab keberatan Anda, surat nomor {document}."),
)
describe(
    "information_objection.responded",
    officer="Tanggapan pemohon: {response}.",
    citizen=_("Tanggapan Anda atas jawaban atasan dicatat."),
)
describe("information_objection.withdrawn", officer="Keberatan dibatalkan.", citizen=_("Keberatan Anda batalkan."))
describe("information_objection.closed", officer="Keberatan selesai: {why}.", citizen=_("Keberatan selesai."))
describe("information_objection.reminded", officer="Atasan diingatkan: jatuh tempo {due}.")
describe(
    "information_objection.overdue",
    officer="Jatuh tempo {due} lewat tanpa jawaban atasan.",
    citizen=_("Batas waktu jawaban atasan {due} sudah lewat."),
)
describe(
    "information_objection.due_moved",
    officer="Jatuh tempo keberatan mundur dari {was} ke {will}: {reason}.",
    citizen=_("Tanggal jawaban atas keberatan bergeser dari {was} ke {will}: {reason}."),
)
describe(
    "information_objection.due_moved_earlier", officer="Jatuh tempo keberatan maju dari {was} ke {will}: {reason}."
)
describe("information.added", officer="Entri daftar informasi dibuat: {title}.")
describe("information.changed", officer="Entri diubah: {fields}.")
describe("information.published", officer="Entri diterbitkan: {title}.")
describe("information.withdrawn", officer="Entri ditarik: {reason}.")
describe("exclusion.proposed", officer="Pengecualian diusulkan menurut {ground}.")
describe("exclusion.tested", officer="Uji konsekuensi {occasion}: {result}.")
describe("exclusion.decided", officer="Pengecualian ditetapkan. Surat {document}.")
describe("exclusion.dropped", officer="Tidak dikecualikan: {reason}.")
describe("exclusion.ended", officer="Pengecualian berakhir: {reason}.")
describe("disclosure_limit.set", officer="Janji kantor untuk {stage}: {amount} hari kerja, mulai {since}.")
describe("disclosure_report.saved", officer="Laporan layanan informasi {year} disimpan.")
describe("disclosure_report.published", officer="Laporan layanan informasi {year} terbit, dokumen {document}.")
