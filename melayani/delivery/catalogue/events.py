"""How the events of services and standards read."""

from __future__ import annotations

from melayani.foundation.audit import describe

describe("service.created", officer="Layanan dicatat")
describe("standard.drafted", officer="Versi {version} mulai disusun")
describe("standard.changed", officer="Rancangan versi {version} diubah")
describe("standard.consultation_opened", officer="Versi {version} dibahas dengan masyarakat")
describe("standard.redrafted", officer="Versi {version} dikembalikan menjadi rancangan")
describe("standard.agreed", officer="Versi {version} disepakati")
describe("standard.decreed", officer="Versi {version} ditetapkan dengan keputusan")
describe("standard.published", officer="Versi {version} berlaku dan diumumkan")
describe("standard.review_started", officer="Versi {version} mulai ditinjau")
describe("standard.kept", officer="Versi {version} tetap berlaku setelah ditinjau")
describe("standard.superseded", officer="Versi {version} diganti")
describe("mall.registered", officer="Mal dicatat dalam daftar; sumber: {source}")
describe("readiness.judged", officer="Kesiapan {name}: {before} menjadi {after}")
