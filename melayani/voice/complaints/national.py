"""The national data of this module: limits, ladder, phrases of advertisements. Read once per process."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from melayani.voice.complaints import rules

FOLDER = Path(__file__).resolve().parent / "data"


@cache
def clock_rules() -> tuple[rules.ClockRule, ...]:
    return rules.read_clock_rules(document("clock_rules")["limits"])


@cache
def ladder() -> tuple[rules.Step, ...]:
    return rules.read_ladder(document("ladder")["steps"])


@cache
def spam_words() -> rules.SpamWords:
    return rules.read_spam_words(document("spam_words"))


def document(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
