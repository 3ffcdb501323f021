"""How the events of innovations read."""

from __future__ import annotations

from melayani.foundation.audit import describe

describe("innovation.started", officer="Inovasi didaftarkan")
describe("innovation.described", officer="Isian diubah")
describe("innovation.figures_set", officer="Ukuran diisi: {count}")
describe("innovation.evidence_added", officer="Bukti ditambah: {title}")
describe("innovation.evidence_removed", officer="Bukti dihapus: {title}")
describe("innovation.contest_noted", officer="Lomba dicatat: {contest} {year}")
describe("innovation.submitted", officer="Dikirim ke biro organisasi")
describe("innovation.sent_back", officer="Dikembalikan: {reason}")
describe("innovation.published", officer="Terbit di pustaka inovasi")
describe("innovation.withdrawn", officer="Ditarik: {reason}")
describe("innovation.checked", officer="Dipantau pada {checked_on}: {found}")
describe("innovation.reminded", officer="Pengingat pemantauan dikirim: {told} orang")
describe("innovation.replication_started", officer="Replikasi dimulai oleh {where}")
describe("innovation.replication_noted", officer="Replikasi dicatat: {where}")
describe("innovation.replication_confirmed", officer="Replikasi dikonfirmasi: {where}")
describe("innovation.replication_declined", officer="Replikasi tidak diakui: {where}, {reason}")
