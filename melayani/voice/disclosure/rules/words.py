"""What every part of the rules shares: marking texts, how states and verbs read, and the refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogue of translations and leave it as it is."""
    return text


class ActionRefused(Exception):
    """The action is not possible; the text tells the person what is wrong and what helps."""


class NotAllowed(ActionRefused):
    """The actor does not hold the role, or not at this organisation, or lacks the secret of the case."""


class InputRefused(ActionRefused):
    """Something typed is wrong: `problems` maps a field (`name`, `nik`, `information` …) to a sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


@dataclass(frozen=True)
class Words:
    """How a state reads for the citizen and for the officer, what comes next for the citizen, and its sign."""

    citizen: str
    officer: str
    next: str
    tone: str  # good, note, warn, bad: never shown without the words


@dataclass(frozen=True)
class Verb:
    """How an action reads on the officer's button, and the key that presses it."""

    label: str
    key: str
    primary: bool = False


@dataclass(frozen=True)
class Possible:
    """An action with its button, whether it can be done now, and if not why not yet (whole sentences)."""

    action: str
    label: str
    key: str
    primary: bool
    why_not: tuple[str, ...]

    @property
    def allowed(self) -> bool:
        return not self.why_not
