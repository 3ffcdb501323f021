"""What the minutes of an evaluation print: figures with every step, objections, recommendations, signatures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from melayani.foundation.ui.format import format_day, format_decimal2
from melayani.oversight.evaluation import queries
from melayani.oversight.evaluation.models import Assessment, Signature

TEMPLATE, KIND = "evaluation/minutes", "evaluation_minutes"


def minutes_inputs(assessment: Assessment, figures: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of the template; four queries."""
    campaign = assessment.campaign
    index = format_decimal2(figures["ipp"]["shown"])
    return {
        "lang": "id",
        "intro": [
            f"{campaign.organisation.name} menilai kinerja {assessment.unit.name} tahun {campaign.year} "
            f"({campaign.title}) dengan instrumen {assessment.code}.",
            f"Indeks Pelayanan Publik: {index}, kategori {figures['category']} ({figures['label']['id']}).",
            f"Hitungan: {figures['sentence']}. F-03 dijawab {figures['respondents']} pengguna.",
        ],
        "aspects": [_aspect(one) for one in figures["aspects"]],
        "indicators": [_indicator(term) for one in figures["aspects"] for term in one["terms"]],
        "objections": [
            [f"{row.number}", row.text, "Diterima" if row.accepted else "Ditolak", row.decision]
            for row in queries.objections_of(assessment)
        ],
        "recommendations": queries.recommendation_texts(assessment),
        "signatures": [_signature(assessment, row) for row in queries.signatures_of(assessment)],
    }


def draft_inputs(assessment: Assessment, figures: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The same for a page that is not signed yet: it says so where the number will stand; four queries."""
    return {
        **minutes_inputs(assessment, figures),
        "title": f"Berita acara evaluasi {assessment.unit.name} {assessment.campaign.year}",
        "number": "Konsep, belum ditetapkan",
        "date": format_day(now.astimezone(assessment.unit.zone).date()),
    }


def _aspect(one: Mapping[str, Any]) -> list[str]:
    f03 = format_decimal2(one["f03"]["shown"]) if one["f03"] else "–"
    name = f"{one['code']} {one['names']['id']}"
    return [name, one["weight"], one["total"], format_decimal2(one["index"]["shown"]), one["part"], f03]


def _indicator(term: Mapping[str, Any]) -> list[str]:
    name = f"{term['number']} {term['names']['id']}"
    return [name, term["weight"], str(term["score"]), term["product"], term["reason"] or term["words"]]


def _signature(assessment: Assessment, row: Signature) -> list[str]:
    day = format_day(row.signed_at.astimezone(assessment.unit.zone).date())
    return [row.person.name, row.get_capacity_display(), day]
