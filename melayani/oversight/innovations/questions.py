"""The questions of a proposal as versioned data with their source."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from melayani.oversight.innovations.rules import Question

DATA = Path(__file__).resolve().parent / "data" / "questions.json"


@dataclass(frozen=True)
class QuestionSet:
    """A version of the questions; `contest_age_months` is how long a contest wants an innovation to have been used."""

    version: str
    valid_from: date
    source: str
    contest_age_months: int
    questions: tuple[Question, ...]

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(one.key for one in self.questions)


@cache
def versions() -> tuple[QuestionSet, ...]:
    """Every version, oldest first."""
    return tuple(
        QuestionSet(
            version=row["version"],
            valid_from=date.fromisoformat(row["valid_from"]),
            source=row["source"],
            contest_age_months=row["contest_age_months"],
            questions=tuple(Question(**one) for one in row["questions"]),
        )
        for row in json.loads(DATA.read_text())["versions"]
    )


def questions_on(day: date) -> QuestionSet:
    """The version in force on `day`, else the first one."""
    return next((one for one in reversed(versions()) if one.valid_from <= day), versions()[0])


def question_set(version: str) -> QuestionSet:
    """The version of that name, else the newest."""
    return next((one for one in versions() if one.version == version), versions()[-1])
