"""Words for the events of this door."""

from __future__ import annotations

from melayani.foundation.audit import describe

describe("call.noted", officer="Telepon: {topic}{promised}")
