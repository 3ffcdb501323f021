"""Refusals in the words of GeoReport: what does not exist is 404, the key is 403, what is asked wrongly is 400.

Four more come from HTTP itself and carry the same body: another method (405), too large (413), too many requests (429),
and a store that takes no writes (503).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from melayani.entrances.open311.codec import Many


class Refusal(Exception):
    """An answer with errors; each is a sentence for people."""

    def __init__(self, status: int, *sentences: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(*sentences)
        self.status, self.sentences = status, sentences
        self.headers = dict(headers or {})

    @property
    def body(self) -> Many:
        return Many("error", [{"code": str(self.status), "description": one} for one in self.sentences])


def invalid(*sentences: str) -> Refusal:
    return Refusal(400, *sentences)


def not_found(sentence: str) -> Refusal:
    return Refusal(404, sentence)


def forbidden(sentence: str) -> Refusal:
    return Refusal(403, sentence)


def of_fields(problems: Mapping[str, str], names: Mapping[str, str]) -> Refusal:
    """400 with one error per field of an action's refusal, each called by the name under which it was sent."""
    return invalid(*_sentences(problems.items(), names))


def _sentences(problems: Iterable[tuple[str, Any]], names: Mapping[str, str]) -> list[str]:
    return [f"{names.get(field, field)}: {sentence}" for field, sentence in problems]
