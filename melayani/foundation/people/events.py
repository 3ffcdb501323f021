"""The words of this module's events. No citizen reads them."""

from __future__ import annotations

from melayani.foundation.audit import describe

MASKED = {  # the words of every value that a page masks, whichever module keeps it
    "name": "nama",
    "nik": "NIK",
    "birth_date": "tanggal lahir",
    "address": "alamat",
    "phone": "telepon",
    "email": "surel",
    "contact": "kontak",
    "principal": "pemberi kuasa",
    "position": "jabatan",
    "needs": "bantuan yang diminta",
}

describe("person.invited", officer="Diundang sebagai {role} di {organisation}")
describe("invitation.withdrawn", officer="Undangan dibatalkan")
describe("person.joined", officer="Menerima undangan sebagai {role}")
describe("person.signed_in", officer="Masuk")
describe("person.signed_out_everywhere", officer="Keluar dari semua perangkat")
describe("person.password_changed", officer="Kata sandi diganti")
describe("person.mornings_on", officer="Kabar pagi dinyalakan")
describe("person.mornings_off", officer="Kabar pagi dimatikan")
describe("person.second_factor_reset", officer="Verifikasi dua langkah dihapus: {reason}")
describe("membership.granted", officer="Diberi tugas {role} di {organisation}")
describe("membership.ended", officer="Tugas {role} di {organisation} diakhiri")
describe("api_key.created", officer="Kunci API {prefix} dibuat: {scopes}")
describe("api_key.revoked", officer="Kunci API {prefix} dicabut")
describe("personal.unmasked", officer="Data {field} dibuka: {reason}", names={"field": MASKED})
