"""A result as plain data: for pages, for the workbook, for the minutes, and frozen when it is sealed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from melayani.oversight.evaluation import rules
from melayani.oversight.evaluation.instrument import Instrument
from melayani.oversight.evaluation.rules import AspectResult, Result

DIGITS = 6


def figures_of(
    instrument: Instrument,
    scores: Mapping[int, int],
    answers: Sequence[Sequence[int]],
    reasons: Mapping[int, str],
) -> dict[str, Any]:
    """The whole sum with every step. Raises what rules.compute raises."""
    found = rules.compute(instrument, scores, answers)
    return {
        **_shell(instrument),
        "aspects": [_aspect(one, reasons) for one in found.aspects],
        "f02": _both(found.f02),
        "f03": _both(found.f03),
        "ipp": _both(found.ipp),
        "shares": {"f02": exact(instrument.f02_share), "f03": exact(instrument.f03_share)},
        "respondents": found.respondents,
        "category": found.category.code,
        "label": dict(found.category.names),
        "zone": found.category.zone,
        "extra": _extra(instrument, scores),
        "sentence": _sentence(instrument, found),
    }


def unfinished(instrument: Instrument, scores: Mapping[int, int], reasons: Mapping[int, str]) -> dict[str, Any]:
    """The aspects as far as they are scored, without an index."""
    parts = rules.partial(instrument, scores)
    aspects = [_aspect(one, reasons) for one in parts]
    return {**_shell(instrument), "aspects": aspects, "extra": _extra(instrument, scores)}


def digest(figures: Mapping[str, Any], lines: Sequence[str]) -> str:
    """What a signature stands for: the figures and the recommendations, as one fingerprint."""
    text = json.dumps([figures, list(lines)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def exact(value: Fraction) -> str:
    """The value in full where it ends within six decimals, else with an ellipsis and the fraction itself."""
    scaled = value * 10**DIGITS
    if scaled.denominator == 1:
        text = f"{int(scaled) / 10**DIGITS:.{DIGITS}f}".rstrip("0").rstrip(".")
        return text.replace(".", ",")
    whole, rest = divmod(int(scaled), 10**DIGITS)
    return f"{whole},{rest:0{DIGITS}d}… ({value.numerator}/{value.denominator})"


def _shell(instrument: Instrument) -> dict[str, Any]:
    return {"version": instrument.version, "code": instrument.code, "form": instrument.form}


def _both(value: Fraction) -> dict[str, str]:
    return {"exact": exact(value), "shown": str(rules.rounded(value))}


def _aspect(one: AspectResult, reasons: Mapping[int, str]) -> dict[str, Any]:
    return {
        "code": one.aspect.code,
        "names": dict(one.aspect.names),
        "weight": exact(one.aspect.weight),
        "terms": [
            {
                "number": term.indicator.number,
                "names": dict(term.indicator.names),
                "weight": exact(term.weight),
                "score": term.score,
                "product": exact(term.product),
                "words": term.indicator.words(term.score),
                "reason": reasons.get(term.indicator.number, ""),
            }
            for term in one.terms
        ],
        "total": exact(one.total),
        "index": _both(one.index),
        "part": exact(one.part),
        "f03": None
        if one.f03 is None
        else {**_both(one.f03), "sum": exact(one.answered or Fraction(0)), "answers": one.answers},
    }


def _extra(instrument: Instrument, scores: Mapping[int, int]) -> list[dict[str, Any]]:
    return [
        {"number": one.number, "names": dict(one.names), "score": scores[one.number]}
        for one in instrument.extra
        if one.number in scores
    ]


def _sentence(instrument: Instrument, found: Result) -> str:
    return (
        f"{exact(instrument.f02_share)} × {exact(found.f02)} + {exact(instrument.f03_share)} × {exact(found.f03)} = "
        f"{exact(found.ipp)}, dibulatkan sekali menjadi {str(found.shown).replace('.', ',')}"
    )
