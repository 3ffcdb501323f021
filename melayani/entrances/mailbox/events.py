"""Words for the events of this door."""

from __future__ import annotations

from melayani.foundation.audit import describe

describe("letter.read_again", officer="Surat masuk dibaca ulang; sebelumnya: {why}.")
