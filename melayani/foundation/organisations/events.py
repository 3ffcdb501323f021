"""How the events of the tree and of malls read."""

from __future__ import annotations

from melayani.foundation.audit import describe

describe("organisation.created", officer="Instansi dicatat")
describe("organisation.changed", officer="Keterangan instansi diubah")
describe("organisation.moved", officer="Instansi dipindahkan dalam susunan")
describe("tenancy.proposed", officer="{name} diajak menempati gerai sejak {since}")
describe("tenancy.agreed", officer="{name} setuju menempati gerai sejak {since}")
describe("tenancy.declined", officer="Ajakan menempati gerai untuk {name} tidak jadi")
describe("tenancy.started", officer="{name} menempati gerai sejak {since}")
describe("tenancy.ended", officer="{name} menempati gerai sampai {until}")
