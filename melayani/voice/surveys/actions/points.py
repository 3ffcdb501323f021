"""Open and close the places where anybody served may answer, and take an answer there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from melayani.delivery.catalogue import queries as catalogue
from melayani.delivery.catalogue.models import Service
from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import make_secret
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.actions import throttle
from melayani.voice.surveys import access, queries
from melayani.voice.surveys.actions.answering import NOTHING, SurveyRefused, demand_answers
from melayani.voice.surveys.keeping import Form, keep, record_answered
from melayani.voice.surveys.models import Channel, Point, PointKind

PER_HOUR = {PointKind.QR: 60, PointKind.KIOSK: 120}  # of one counter or kiosk: more is no queue of people


class PointRefused(Exception):
    """The point cannot be opened or closed; the text says why and what to do."""


class PointClosed(SurveyRefused):
    """The counter's code is no longer in use."""


def open_point(
    *,
    actor: Actor,
    organisation: Organisation,
    kind: str,
    name: str,
    shift: str = "",
    service: Service | None = None,
    now: datetime,
) -> Point:
    """Open a counter's code or a kiosk of `organisation`, for one service or for the visitor to choose.

    Raises PointRefused.
    """
    _demand(
        access.may_publish(actor, organisation), "Hanya kepala unit atau biro organisasi yang membuka titik survei."
    )
    _demand(kind in PointKind.values and bool(name.strip()), "Isi nama titik dan jenisnya.")
    _demand(service is None or queries.is_served_at(organisation, service), "Layanan itu bukan layanan unit ini.")
    try:
        with transaction.atomic():
            point = Point.objects.create(
                organisation=organisation,
                kind=kind,
                name=name.strip()[:60],
                shift=shift.strip()[:30],
                service=service,
                token=make_secret(),
                created_at=now,
            )
            _record("survey.point_opened", actor, point, now)
    except IntegrityError as error:
        raise PointRefused("Titik dengan nama dan giliran itu sudah ada.") from error
    return point


def close_point(*, actor: Actor, point: Point, now: datetime) -> Point:
    """Close a point: its address opens nothing any more, its answers stay. Raises PointRefused."""
    _demand(
        access.may_publish(actor, point.organisation),
        "Hanya kepala unit atau biro organisasi yang menutup titik survei.",
    )
    with transaction.atomic():
        row = Point.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=point.pk)
        _demand(row.closed_at is None, "Titik ini sudah ditutup.")
        row.closed_at = now
        row.save(update_fields=["closed_at"])
        _record("survey.point_closed", actor, row, now)
    return row


def answer_at_point(
    *,
    point: Point,
    service: Service,
    scores: Mapping[str, int],
    comment: str = "",
    traits: Mapping[str, str] = NOTHING,
    complete: bool = True,
    now: datetime,
) -> None:
    """Take an answer of somebody who was served here. Who it was is neither asked nor kept.

    With `complete` False some scores may be missing: kept and counted apart.
    Guarded by the point's own rate (PER_HOUR), which counts answers of the point and knows no visitor.
    Raises TooMany, PointClosed, BadAnswers.
    """
    if not Point.objects.open().filter(pk=point.pk).exists() or not queries.is_served_at(point.organisation, service):
        raise PointClosed(_("Kode survei ini tidak dipakai lagi. Tanyakan kode yang baru kepada petugas."))
    today = now.astimezone(point.organisation.zone).date()
    instrument = queries.instrument_for(point.organisation, today)
    words = comment.strip()
    demand_answers(scores, words, traits, instrument=instrument, complete=complete)
    limit = PER_HOUR[PointKind(point.kind)]
    throttle(scope="survey.point", key=str(point.pk), limit=limit, window=timedelta(hours=1), now=now)
    standard = catalogue.published_standard(service)
    with transaction.atomic():
        form = Form(
            organisation=point.organisation,
            service_id=service.pk,
            standard_id=standard.pk if standard else None,
            instrument=instrument,
            day=today,
            scores=scores,
            channel=Channel.KIOSK if point.kind == PointKind.KIOSK else Channel.QR,
            comment=words,
            traits=traits,
            point=point,
        )
        keep(form)
        record_answered(form, service.slug)


def _record(name: str, actor: Actor, point: Point, now: datetime) -> None:
    record(
        name,
        actor=actor,
        subject=point.reference,
        organisation=point.organisation,
        data={"kind": point.kind, "name": point.name, "shift": point.shift},
        now=now,
    )


def _demand(allowed: bool, why: str) -> None:
    if not allowed:
        raise PointRefused(why)
