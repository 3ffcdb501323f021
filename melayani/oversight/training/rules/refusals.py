"""Why an action was refused, each with a sentence for whoever asked."""

from __future__ import annotations

from collections.abc import Mapping


class ActionRefused(Exception):
    """It makes no sense now; the text says why."""


class NotAllowed(ActionRefused):
    """The actor may not."""


class AlreadyRegistered(ActionRefused):
    """The person is registered for this event already."""


class AgencyFull(ActionRefused):
    """The agency has sent as many people as a session takes from one agency."""


class Busy(Exception):
    """Many registered at the same moment; nothing was done, try again."""


class InputRefused(Exception):
    """Fields that are missing or wrong, each with a sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)
