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
describe("standard.member_added", officer="Anggota tim versi {version} dicatat: {function}")
describe("standard.member_removed", officer="Anggota tim versi {version} dihapus: {function}")
describe("standard.present_state_noted", officer="Keadaan sekarang dicatat untuk versi {version}")
describe("standard.discussed", officer="Pembahasan versi {version} dicatat")
describe("standard.minutes_added", officer="Berita acara pembahasan versi {version} dicatat")
describe("standard.medium_recorded", officer="Versi {version} diumumkan di: {medium}")
describe("standard.checked", officer="Pelaksanaan versi {version} diperiksa")
describe("standard.review_planned", officer="Versi {version} ditinjau paling lambat {due}")
describe("standard.review_reminded", officer="Unit diingatkan meninjau versi {version} sampai {due}")
describe("standard.medium_withdrawn", officer="Media {medium} dihapus dari catatan versi {version}")
describe("standard.origin_noted", officer="Sebab perubahan versi {version} dicatat")
describe("standard.origin_withdrawn", officer="Sebab perubahan versi {version} yang keliru dihapus")
describe("pledge.published", officer="Maklumat pelayanan ditandatangani dan diumumkan: {number}")
describe("pledge.withdrawn", officer="Maklumat pelayanan ditarik: {reason}")
describe("mall.registered", officer="Mal dicatat dalam daftar; sumber: {source}")
describe("readiness.judged", officer="Kesiapan {name}: {before} menjadi {after}")
