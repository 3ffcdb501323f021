"""How the events of a complaint read: for officers, and for the reporter. Their data holds nothing personal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from melayani.foundation.audit import describe

describe("complaint.filed", officer="Laporan diterima lewat {via}.{note}", citizen=_("Laporan Anda diterima."))
describe(
    "complaint.verified",
    officer="Diverifikasi sebagai {class_words}.",
    citizen=_("Laporan Anda sudah diperiksa dan akan ditangani."),
)
describe("complaint.reclassified", officer="Golongan diubah dari {from_words} menjadi {class_words}: {reason}")
describe(
    "complaint.completion_requested",
    officer="Pelapor diminta melengkapi. Jam berhenti.",
    citizen=_("Kami meminta Anda melengkapi laporan. Jam tindak lanjut berhenti."),
)
describe(
    "complaint.completed",
    officer="Pelapor melengkapi laporan. Jam jalan lagi.",
    citizen=_("Anda melengkapi laporan. Jam tindak lanjut jalan lagi."),
)
describe(
    "complaint.forwarded",
    officer="Didisposisikan dari {from} ke {to}.",
    citizen=_("Laporan Anda diteruskan ke {to}."),
)
describe(
    "complaint.disposition_returned",
    officer="Disposisi dikembalikan dari {from} ke {to}.",
    citizen=_("Laporan Anda kembali ke {to}, yang mencari unit yang tepat."),
)
describe(
    "complaint.followed_up",
    officer="Tindak lanjut dicatat.",
    citizen=_("Unit yang berwenang mencatat tindak lanjut."),
)
describe("complaint.answered", officer="Dijawab.", citizen=_("Laporan Anda dijawab."))
describe("complaint.answer_corrected", officer="Jawaban diperbaiki.", citizen=_("Jawaban diperbaiki."))
describe("complaint.replied", officer="Pelapor menanggapi.", citizen=_("Anda menanggapi."))
describe(
    "complaint.confirmed",
    officer="Pelapor menyatakan selesai.",
    citizen=_("Anda menyatakan laporan ini selesai."),
)
describe(
    "complaint.contested",
    officer="Pelapor menyatakan belum selesai; laporan dibuka lagi.",
    citizen=_("Anda menyatakan laporan ini belum selesai. Laporan dibuka lagi."),
)
describe(
    "complaint.closed_silent",
    officer="Ditutup: pelapor tidak menanggapi jawaban.",
    citizen=_("Laporan ditutup karena tidak ada tanggapan setelah jawaban."),
)
describe("complaint.reopened", officer="Dibuka lagi: {reason}", citizen=_("Laporan Anda dibuka lagi."))
describe("complaint.withdrawn", officer="Dicabut oleh pelapor.", citizen=_("Anda mencabut laporan ini."))
describe(
    "complaint.rejected",
    officer="Ditolak: {outcome_words}.",
    citizen=_("Laporan ini tidak dapat ditangani. Alasannya ada di halaman ini."),
)
describe(
    "complaint.transferred",
    officer="Dilimpahkan ke {body}.",
    citizen=_("Laporan Anda dilimpahkan ke {body}."),
)
describe(
    "complaint.merged",
    officer="Digabung ke {master}.",
    citizen=_("Laporan Anda digabung dengan laporan serupa dan ditangani bersama."),
)
describe("complaint.joined_to", officer="Laporan {number} digabung ke sini.")
describe("complaint.about_changed", officer="Unit, layanan atau kategori diubah: {what}.")
describe(
    "complaint.converted",
    officer="Jenis diubah dari {from_words} menjadi {kind_words}.",
    citizen=_("Petugas mengubah jenis laporan ini menjadi {kind_words}."),
)
describe("complaint.published", officer="Ditayangkan untuk umum.", citizen=_("Laporan ini tayang untuk umum."))
describe("complaint.withheld", officer="Tidak ditayangkan: {reason}")
describe("complaint.redacted", officer="Bagian yang tayang disamarkan; aslinya tetap tersimpan.")
describe(
    "complaint.escalated",
    officer="Melewati batas {clock_words}: {level_words} diberi tahu ({told} orang).",
    citizen=_("Batas waktu terlampaui; atasan unit diberi tahu."),
)
describe("complaint.reminded", officer="Pengingat batas {clock_words}: {level_words} diberi tahu ({told} orang).")
describe("complaint.joined", officer="Seseorang ikut mendukung laporan ini.")
describe("complaint.left", officer="Seseorang berhenti mengikuti laporan ini.")
describe("complaint.note_added", officer="Catatan internal ditulis.")
describe("complaint.external_number_recorded", officer="Nomor SP4N-LAPOR!: {external}.")
describe("complaint.paper_code_given", officer="Kode lacak baru dicetak untuk pelapor.")
describe(
    "complaint.due_moved",
    officer="Batas waktu mundur dari {was} ke {will}: {reason}.",
    citizen=_("Batas waktu bergeser dari {was} ke {will}: {reason}."),
)
# an earlier date binds the officers only: the reporter was told the later one and reads no news
describe("complaint.due_moved_earlier", officer="Batas waktu maju dari {was} ke {will}: {reason}.")
describe(
    "complaint.closed_incomplete",
    officer="Ditutup: pelapor tidak melengkapi laporan sampai batas waktunya.",
    citizen=_("Laporan ditutup karena tidak dilengkapi. Anda boleh melapor lagi."),
)
describe("complaint.rated", officer="Pelapor menilai penanganan: {satisfaction} dari 4.", citizen=_("Anda menilai."))
describe(
    "complaint.became_master",
    officer="{before} berakhir tanpa jawaban; laporan ini menjadi induk dari {count} laporan lain.",
)
describe("complaint.joined_answered", officer="{count} pelapor yang digabung mendapat jawaban yang sama.")
describe("complaint.joined_corrected", officer="{count} pelapor yang digabung mendapat perbaikan jawaban.")
describe("complaint.exported", officer="Diekspor sebagai {form} untuk diserahkan ke SP4N-LAPOR!.")
describe("complaint.template_kept", officer="Templat jawaban “{title}” disimpan.")
describe("complaint.template_retired", officer="Templat jawaban “{title}” tidak dipakai lagi.")
describe("complaint.category_kept", officer="Kategori “{title}” disimpan.")
describe("complaint.question_kept", officer="Pertanyaan {code} pada kategori “{title}” disimpan.")
describe("complaint.clock_kept", officer="Batas waktu sendiri {limit} ditetapkan: {source}.")
describe("complaint.clock_ended", officer="Batas waktu sendiri ({limit}) diakhiri.")
describe("complaint.ladder_changed", officer="Anak tangga eskalasi {step} diubah.")
describe("complaint_categories.imported", officer="{made} kategori awal dimuat.")
