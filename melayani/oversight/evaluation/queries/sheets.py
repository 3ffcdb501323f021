"""One unit's sheet: what it says, what was found, files, objections, recommendations, signatures, and the sum."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.documents import queries as documents
from melayani.foundation.documents.models import Document
from melayani.oversight.evaluation import figures, rules
from melayani.oversight.evaluation.instrument import Indicator, Instrument
from melayani.oversight.evaluation.models import (
    Assessment,
    Evaluator,
    Objection,
    Recommendation,
    Score,
    SelfAnswer,
    Signature,
    UserAnswer,
)

EVIDENCE, PHOTO = "evaluation_evidence", "evaluation_photo"
MOST_FILES = 12  # of one indicator and one side
HISTORY = 50


@dataclass(frozen=True)
class Line:
    """One indicator of a unit with everything that stands beside it."""

    indicator: Indicator
    own: SelfAnswer | None = None
    score: Score | None = None
    evidence: Sequence[Attachment] = ()
    photos: Sequence[Attachment] = ()
    objection: Objection | None = None

    @property
    def differs(self) -> bool:
        """Whether the evaluators see it otherwise than the unit."""
        return self.own is not None and self.score is not None and self.own.score != self.score.score


@dataclass(frozen=True)
class Signing:
    """Who has signed and who has not; `digest` is what stands to be signed now."""

    digest: str
    signed: Sequence[Signature]
    missing: Sequence[str]
    head_missing: bool

    @property
    def is_complete(self) -> bool:
        return not self.missing and not self.head_missing


@dataclass(frozen=True)
class Figures:
    """The sum of a unit: `whole` is the finished one, else `problem` says what it lacks and `part` what there is."""

    part: Mapping[str, Any]
    whole: Mapping[str, Any] | None = None
    problem: str = ""


def lines_of(assessment: Assessment) -> list[Line]:
    """Every indicator in order, those for information last; four queries."""
    instrument = assessment.instrument
    own = {row.number: row for row in SelfAnswer.objects.filter(assessment=assessment)}
    scores = {row.number: row for row in Score.objects.current().filter(assessment=assessment)}
    files = files_by_number(assessment)
    contested = {row.number: row for row in Objection.objects.filter(assessment=assessment)}
    return [
        Line(
            one,
            own.get(one.number),
            scores.get(one.number),
            files.get((EVIDENCE, one.number), []),
            files.get((PHOTO, one.number), []),
            contested.get(one.number),
        )
        for one in (*instrument.indicators, *instrument.extra)
    ]


def line_of(assessment: Assessment, number: int) -> Line | None:
    """The indicator of that number; None when the instrument has none."""
    return next((line for line in lines_of(assessment) if line.indicator.number == number), None)


def files_by_number(assessment: Assessment) -> dict[tuple[str, int], list[Attachment]]:
    """Evidence and photos by their indicator; one query."""
    instrument = assessment.instrument
    numbers = [f"{assessment.pk}-{one.number}" for one in (*instrument.indicators, *instrument.extra)]
    rows = Attachment.objects.filter(
        owner_kind__in=(EVIDENCE, PHOTO), owner_number__in=numbers, state="claimed"
    ).order_by("created_at", "id")
    found: dict[tuple[str, int], list[Attachment]] = defaultdict(list)
    for row in rows:
        found[(row.owner_kind, int(row.owner_number.rpartition("-")[2]))].append(row)
    return dict(found)


def current_scores(assessment: Assessment) -> tuple[dict[int, int], dict[int, str]]:
    """The scores that hold and their reasons, by number; one query."""
    rows = list(Score.objects.current().filter(assessment=assessment))
    return {row.number: row.score for row in rows}, {row.number: row.reason for row in rows}


def missing_scores(instrument: Instrument, scores: Mapping[int, int]) -> list[int]:
    """Numbers of indicators that count and have no score."""
    return [one.number for one in instrument.indicators if one.number not in scores]


def history_of(assessment: Assessment, number: int) -> list[Score]:
    """Every score of an indicator, newest first; one query."""
    rows = Score.objects.filter(assessment=assessment, number=number).select_related("person")
    return list(rows.order_by("-pk")[:HISTORY])


def count_answers(assessment: Assessment) -> int:
    """How many users have answered F-03; one query."""
    return UserAnswer.objects.filter(assessment=assessment).count()


def answers_by_day(assessment: Assessment) -> list[tuple[date, int]]:
    """How many users answered on which day; one query."""
    days = UserAnswer.objects.filter(assessment=assessment).values_list("day", flat=True)
    return sorted(Counter(days).items())


def answers_of(assessment: Assessment, instrument: Instrument) -> list[list[int]]:
    """The users' answers, items in the order of the form, users in the order of random ids; one query."""
    keys = [item.key for item in instrument.items]
    rows = UserAnswer.objects.filter(assessment=assessment).order_by("id").values_list("answers", flat=True)
    return [[answers[key] for key in keys] for answers in rows]


def figures_for(assessment: Assessment) -> Figures:
    """The sum as it stands, or as it was frozen; two queries, none when frozen."""
    if assessment.frozen:
        return Figures(assessment.frozen, assessment.frozen)
    instrument = assessment.instrument
    scores, reasons = current_scores(assessment)
    part = figures.unfinished(instrument, scores, reasons)
    try:
        whole = figures.figures_of(instrument, scores, answers_of(assessment, instrument), reasons)
    except (rules.BadInstrument, rules.BadScores) as lack:
        return Figures(part, problem=str(lack))
    return Figures(whole, whole)


def objections_of(assessment: Assessment) -> list[Objection]:
    """What the unit contests, by indicator; one query."""
    return list(Objection.objects.filter(assessment=assessment).order_by("number"))


def recommendations_of(assessment: Assessment) -> list[Recommendation]:
    """What should change, with the notes of progress, by indicator; two queries."""
    rows = Recommendation.objects.filter(assessment=assessment).prefetch_related("notes")
    return list(rows.order_by("number", "pk")[:200])


def recommendation_texts(assessment: Assessment) -> list[str]:
    """The recommendations as the minutes print them; one query."""
    rows = Recommendation.objects.filter(assessment=assessment).order_by("number", "pk")
    return [f"{row.number}: {row.text}" for row in rows]


def signatures_of(assessment: Assessment) -> list[Signature]:
    """Who signed, in the order of signing; one query."""
    return list(Signature.objects.filter(assessment=assessment).select_related("person").order_by("signed_at", "pk"))


def issued_minutes(assessment: Assessment) -> Document | None:
    """The minutes as a document that stands; one query."""
    found = documents.documents_of(assessment.reference)
    return next((one for one in found if one.state == "valid"), None)


def state_of_signing(assessment: Assessment) -> Signing | None:
    """Who still has to sign; None while there is nothing to sign. A signature under other figures does not count."""
    found = figures_for(assessment)
    if found.whole is None:
        return None
    stands = figures.digest(found.whole, recommendation_texts(assessment))
    signed = [row for row in signatures_of(assessment) if row.digest == stands]
    people = {row.person_id for row in signed}
    judges = Evaluator.objects.filter(assessment=assessment).select_related("person").order_by("-leads", "pk")
    missing = [row.person.name for row in judges if row.person_id not in people]
    return Signing(stands, signed, missing, head_missing=not any(row.capacity == "head" for row in signed))
