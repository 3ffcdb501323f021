"""How the events of facilities read."""

from __future__ import annotations

from melayani.foundation.audit import describe

describe("facility.checked", officer="{section} diperiksa pada {checked_on}: {items} butir, {changed} berubah")
describe("facility.help_described", officer="Cara meminta bantuan di tempat diubah")
describe("facility.improvement_planned", officer="Perbaikan direncanakan sampai {deadline}: {plan}")
describe("facility.improvement_moved", officer="Perbaikan {percent} persen: {plan}")
describe("facility.improvement_done", officer="Perbaikan selesai: {plan}")
describe("facility.improvement_dropped", officer="Perbaikan dihentikan: {reason}")
describe("facility.improvement_overdue", officer="Tenggat perbaikan {deadline} lewat: {plan}")
describe("facility.mismatch_reported", officer="Warga melaporkan butir {item} tidak sesuai")
describe("facility.report_settled", officer="Laporan warga tentang {item} dijawab dengan pemeriksaan: {outcome}")
describe("facility.report_set_aside", officer="Laporan warga tentang {item} tidak ditindaklanjuti: {reason}")
