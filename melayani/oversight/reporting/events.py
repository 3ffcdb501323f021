"""How the events of reporting read."""

from __future__ import annotations

from melayani.foundation.audit import describe

describe("campaign.started", officer="Laporan diminta mulai {since}")
describe("campaign.ended", officer="Permintaan laporan berakhir {until}: {reason}")
describe("round.opened", officer="Periode mulai {starts_on} dibuka, {owed} laporan ditunggu")
describe(
    "round.renewed", officer="Yang ditunggu dari periode mulai {starts_on} berubah: {changed} diubah, {added} ditambah"
)
describe("report.saved", officer="Isi laporan disimpan")
describe("report.refreshed", officer="Angka laporan dihitung ulang")
describe("report.noted", officer="Kendala, strategi, atau inovasi dicatat di laporan")
describe("report.unnoted", officer="Catatan dihapus dari laporan")
describe("report.proof_added", officer="Bukti ditambahkan di laporan: {title}")
describe("report.proof_removed", officer="Bukti dihapus dari laporan: {title}")
describe("report.sent", officer="Laporan dikirim")
describe("report.returned", officer="Laporan dikembalikan: {note}")
describe("report.verified", officer="Laporan disahkan")
describe("report.reopened", officer="Laporan dibuka lagi: {note}")
describe("report.excused", officer="Unit dibebaskan dari laporan: {note}")
describe("report.owed_again", officer="Laporan ditunggu lagi: {note}")
describe("report.unlocked", officer="Kunci laporan dibuka sampai {until}: {note}")
describe("report.reminded", officer="Pengingat laporan dikirim")
describe("meeting.called", officer="Pertemuan diadakan, {units} unit memaparkan")
describe("meeting.noted", officer="Catatan pertemuan ditulis")
describe("meeting.agreed", officer="Kesepakatan dicatat, selesai {due_on}")
describe("meeting.answered", officer="Kesepakatan dijawab")
