"""What can go wrong, in the words that the form shows."""

from __future__ import annotations

from collections.abc import Mapping

TITLE_MAX, TEXT_MAX, REASON_MAX, POST_MAX, PLACE_MAX = 160, 4_000, 600, 160, 250


class NotAllowed(Exception):
    """The actor's role does not allow it here."""


class ActionRefused(Exception):
    """It cannot be done now; the text says why."""


class InputRefused(ActionRefused):
    """Something typed is missing or wrong: `problems` names the field and says what to do."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(self.problems.values()))


def clean(text: str, most: int) -> str:
    """The text without edges and without what no database takes; at most `most` characters."""
    return text.replace("\x00", "").replace("\r\n", "\n").strip()[:most]


def demand(**problems: str) -> None:
    """Raise InputRefused with every field whose problem is not empty."""
    found = {name: text for name, text in problems.items() if text}
    if found:
        raise InputRefused(found)
