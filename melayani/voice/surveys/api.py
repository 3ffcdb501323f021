"""Published and running indexes for everybody; an answer for who holds an invitation."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema, Status

from melayani.foundation.organisations.models import Organisation
from melayani.voice.surveys import access, actions, queries, rules
from melayani.voice.surveys.figures import Figures, IndexResult

router = Router(tags=["surveys"])
FURTHEST = 100_000
PERIOD = r"^(running|published|20[0-9]{2}(-(0[1-9]|1[0-2]))?)$"


class ElementOut(Schema):
    key: str
    name: str
    mean: float
    index: float
    grade: str


class IndexRow(Schema):
    """The index of a unit: all answers at or below it. Below 10 answers the figures are null."""

    unit: str
    unit_name: str
    since: date
    until: date
    n: int
    index: float | None
    grade: str | None
    label: str | None
    provisional: bool
    published: bool
    elements: list[ElementOut]


class IndexList(Schema):
    items: list[IndexRow]
    next: str | None


class AnswerIn(Schema):
    """Scores from 1 to 4 by question, and a suggestion if there is one.

    Nine by element key (`requirements` or `persyaratan` …), unless the unit has its own version of the questionnaire.
    """

    answers: dict[str, Annotated[int, Field(ge=1, le=4)]] = Field(min_length=1, max_length=45)
    comment: str = Field("", max_length=2000)


class ThanksOut(Schema):
    message: str


Slug = Annotated[str, Query(max_length=80, description="Slug instansi. Kosongkan untuk semua.")]
Period = Annotated[
    str, Query(pattern=PERIOD, description="running, published, atau tahun atau bulan akhir periode: 2026, 2026-06.")
]
Limit = Annotated[int, Query(ge=1, le=100, description="Banyaknya per halaman, paling banyak 100.")]
After = Annotated[int, Query(ge=0, le=FURTHEST, description="Lewati sekian butir; dipakai oleh `next`.")]
Token = Annotated[str, Path(min_length=1, max_length=100, description="Kode dari tautan survei.")]


@router.get("/indices/skm", response=IndexList, operation_id="list_satisfaction_indices", summary="Indeks kepuasan")
def list_indices(
    request: HttpRequest, unit: Slug = "", period: Period = "running", limit: Limit = 20, after: After = 0
) -> dict[str, Any]:
    """Indeks berjalan (sementara) per unit, atau periode terbit yang angkanya tidak berubah lagi."""
    organisation = access.find_unit(unit) if unit else None
    if unit and organisation is None:
        raise Http404
    rows = (
        _running(organisation, limit + 1, after)
        if period == "running"
        else _published(organisation, period, limit + 1, after)
    )
    following = {"unit": unit, "period": period, "limit": limit, "after": after + limit}
    more = f"{settings.PUBLIC_URL}{request.path}?{urlencode(following)}"
    return {"items": rows[:limit], "next": more if len(rows) > limit and after + limit <= FURTHEST else None}


@router.post(
    "/surveys/{token}/responses", response={201: ThanksOut}, operation_id="answer_survey", summary="Isi survei"
)
def answer_survey(request: HttpRequest, token: Token, payload: AnswerIn) -> Any:
    """Satu jawaban per undangan. Jawaban tidak dapat dihubungkan dengan permohonan atau pengirimnya."""
    names = {element.id_key: element.key for element in rules.load_instrument().elements}
    scores = {names.get(key, key): score for key, score in payload.answers.items()}
    actions.answer_survey(token=token, scores=scores, comment=payload.comment, now=timezone.now())
    return Status(201, {"message": "Terima kasih, jawaban Anda kami terima."})


def _running(unit: Organisation | None, limit: int, after: int) -> list[dict[str, Any]]:
    rows = queries.indices(unit=unit, limit=limit, offset=after, now=timezone.now())
    return [_row(row.unit, row.running) for row in rows]


def _published(unit: Organisation | None, period: str, limit: int, after: int) -> list[dict[str, Any]]:
    ended = "" if period == "published" else period
    rows = queries.published_periods(unit=unit, ended=ended, limit=limit, offset=after)
    return [_row(row.organisation, queries.index_of(period=row)) for row in rows]


def _row(unit: Organisation, figures: Figures) -> dict[str, Any]:
    known: dict[str, Any] = {
        "unit": unit.slug,
        "unit_name": unit.name,
        "since": figures.since,
        "until": figures.until,
        "n": figures.n,
    }
    if not isinstance(figures, IndexResult):
        nothing = dict.fromkeys(("index", "grade", "label"))
        return {**known, **nothing, "provisional": True, "published": False, "elements": []}
    elements = [
        {
            "key": one.key,
            "name": one.name,
            "mean": float(one.mean),
            "index": float(one.index),
            "grade": one.grade,
        }
        for one in figures.elements
    ]
    return {
        **known,
        "index": float(figures.index),
        "grade": figures.grade,
        "label": figures.label,
        "provisional": figures.provisional,
        "published": figures.published,
        "elements": elements,
    }
