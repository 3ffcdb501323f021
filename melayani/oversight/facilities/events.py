"""How the events of facilities read."""

from __future__ import annotations

from melayani.foundation.audit import describe

describe("facility.checked", officer="{section} diperiksa pada {checked_on}: {items} butir, {changed} berubah")
describe("facility.help_described", officer="Cara meminta bantuan di tempat diubah")
