"""Write one questionnaire: scores by question, what was said about oneself, the free line. Nothing leads to a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from melayani.foundation.audit import record
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Citizen
from melayani.voice.surveys import rules
from melayani.voice.surveys.models import Channel, Comment, Point, Response, Score, Trait

COMMENT_LENGTH = 2000
SOMEBODY = Citizen()  # a citizen without session or contact: the record must not say who answered


@dataclass(frozen=True)
class Form:
    """A filled questionnaire: `scores` by question (some may be missing: it is incomplete), `traits` by attribute."""

    organisation: Organisation
    service_id: int
    standard_id: int | None
    instrument: rules.Instrument
    day: date
    scores: Mapping[str, int]
    channel: str = Channel.LINK
    comment: str = ""
    traits: Mapping[str, str] = field(default_factory=dict)
    point: Point | None = None


def problems_of(
    scores: Mapping[str, int], comment: str, traits: Mapping[str, str], *, instrument: rules.Instrument, complete: bool
) -> dict[str, str]:
    """What is wrong, by question, attribute or "comment"; `complete` demands an answer to every question."""
    keys = [question.key for question in instrument.questions]
    wrong = {key for key in keys if key in scores and scores[key] not in rules.SCORES}
    missing = {key for key in keys if key not in scores} if complete else set()
    problems = {key: _("Pilih salah satu jawaban.") for key in keys if key in wrong | missing}
    problems |= {key[:40]: _("Pertanyaan ini tidak ada di dalam survei.") for key in scores if key not in keys}
    known = {one.key: {value for value, _words in one.values} for one in instrument.attributes}
    problems |= {
        key[:40]: _("Pilih salah satu jawaban yang tersedia.")
        for key, value in traits.items()
        if value not in known.get(key, ())
    }
    if len(comment) > COMMENT_LENGTH:
        problems["comment"] = _("Saran paling panjang 2.000 huruf. Ringkas sedikit.")
    return problems


def keep(form: Form) -> Response:
    """Write the questionnaire and the event that one answer about this service came, dated at the start of its day."""
    instrument = form.instrument
    response = Response.objects.create(
        organisation=form.organisation,
        service_id=form.service_id,
        standard_id=form.standard_id,
        instrument=instrument.id,
        comparable=instrument.comparable,
        channel=form.channel,
        point=form.point,
        value=rules.form_value(form.scores, instrument=instrument),
        day=form.day,
    )
    element = {question.key: question.element for question in instrument.questions}
    Score.objects.bulk_create(
        Score(
            response=response,
            element=element[key],
            question=key,
            parts=instrument.parts(element[key]),
            score=form.scores[key],
        )
        for key in sorted(form.scores)
    )
    Trait.objects.bulk_create(
        Trait(response=response, attribute=key, value=value) for key, value in sorted(form.traits.items())
    )
    if form.comment:
        Comment.objects.create(response=response, text=form.comment)
    return response


def record_answered(form: Form, slug: str) -> None:
    """The start of the day, and the service as the subject: the record must not join the answer to anybody."""
    record(
        "survey.answered",
        actor=SOMEBODY,
        subject=Reference(kind="service", number=slug),
        organisation=form.organisation,
        now=datetime.combine(form.day, time.min, tzinfo=form.organisation.zone),
    )
