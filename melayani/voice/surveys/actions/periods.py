"""Open a period, close it after its last day, publish its frozen figures."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from melayani.foundation.audit import SYSTEM, Actor, record
from melayani.foundation.organisations.models import TIME_ZONES, Organisation
from melayani.voice.surveys import access, queries, rules, states
from melayani.voice.surveys.figures import IndexResult, freeze, published
from melayani.voice.surveys.models import Period, Response

LONGEST = timedelta(days=366)  # at least once a year the result must be published


class PeriodRefused(Exception):
    """The period cannot be opened or published; the text says why and what to do."""


def open_period(
    *,
    actor: Actor,
    organisation: Organisation,
    starts_on: date,
    ends_on: date,
    minimum: int = rules.MINIMUM_SHOWN,
    users: int | None = None,
    now: datetime,
) -> Period:
    """Open a survey period of `organisation`; it may have begun already, but not ended.

    `users` is how many were served, where the unit counts them itself: the sample is asked from them.
    Raises PeriodRefused without the right to do so, for days that make no sense, or when it overlaps another.
    """
    _demand(
        access.may_publish(actor, organisation), "Hanya kepala unit atau biro organisasi yang membuka periode survei."
    )
    today = now.astimezone(organisation.zone).date()
    _demand_days(starts_on, ends_on, today)
    _demand_minimum(minimum)
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)  # one opener at a time
        others = Period.objects.filter(organisation=organisation).overlapping(starts_on, ends_on)
        _demand(not others.exists(), "Periode ini bertumpang tindih dengan periode lain dari unit yang sama.")
        period = Period.objects.create(
            organisation=organisation,
            starts_on=starts_on,
            ends_on=ends_on,
            minimum=minimum,
            users=users,
            state=states.FIRST,
        )
        _record("survey.period_opened", actor, period, now)
    return period


def change_period(
    *, actor: Actor, period: Period, starts_on: date, ends_on: date, minimum: int, users: int | None, now: datetime
) -> Period:
    """Correct a period that is not published: its days while it runs; its minimum and its users also afterwards.

    Raises PeriodRefused without the right to do so, for days that make no sense, or when it would overlap another.
    """
    _demand(access.may_publish(actor, period.organisation), "Hanya kepala unit atau biro organisasi yang mengubahnya.")
    _demand_minimum(minimum)
    with transaction.atomic():
        row = _unpublished(period)
        same_days = (starts_on, ends_on) == (row.starts_on, row.ends_on)
        _demand(same_days or row.state == states.RUNNING, "Hari periode yang sudah selesai tidak diubah lagi.")
        if not same_days:
            _demand_days(starts_on, ends_on, now.astimezone(row.organisation.zone).date())
            others = Period.objects.filter(organisation=row.organisation).exclude(pk=row.pk)
            free = not others.overlapping(starts_on, ends_on).exists()
            _demand(free, "Periode ini bertumpang tindih dengan periode lain dari unit yang sama.")
        before = f"{row.starts_on.isoformat()} – {row.ends_on.isoformat()}, {row.minimum}"
        row.starts_on, row.ends_on, row.minimum, row.users = starts_on, ends_on, minimum, users
        row.save(update_fields=["starts_on", "ends_on", "minimum", "users"])
        _record("survey.period_changed", actor, row, now, before=before)
    return row


def withdraw_period(*, actor: Actor, period: Period, now: datetime) -> None:
    """Take away a period that was opened by mistake and is not published; the answers stay and count as before.

    Raises PeriodRefused.
    """
    _demand(access.may_publish(actor, period.organisation), "Hanya kepala unit atau biro organisasi yang menghapusnya.")
    with transaction.atomic():
        row = _unpublished(period)
        _record("survey.period_withdrawn", actor, row, now)
        row.delete()


def close_periods(*, now: datetime) -> int:
    """Close the running periods whose last day is over and fully counted; return how many."""
    closed = 0
    for zone, _name in TIME_ZONES:
        today = now.astimezone(ZoneInfo(zone)).date()
        over = Period.objects.running().filter(organisation__time_zone=zone, ends_on__lt=today)
        for pk in list(over.order_by("pk").values_list("pk", flat=True)[:200]):
            closed += _close(pk, now)
    return closed


def publish_period(*, actor: Actor, period: Period, now: datetime) -> Period:
    """Freeze and publish the figures of a closed period.

    Raises PeriodRefused without the right to do so, when it is not closed, or with fewer answers than its minimum.
    """
    _demand(
        access.may_publish(actor, period.organisation), "Hanya kepala unit atau biro organisasi yang menerbitkan hasil."
    )
    with transaction.atomic():
        row = Period.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=period.pk)
        _demand(
            states.next_state(row.state, "publish") is not None,
            f"Periode ini {states.STATES[row.state].lower()}; yang dapat diterbitkan hanya periode yang sudah selesai.",
        )
        result = queries.index_of(period=row, now=now)
        if not isinstance(result, IndexResult) or result.n < row.minimum:
            raise PeriodRefused(
                f"Baru {result.n} jawaban; paling sedikit {row.minimum} agar tidak seorang pun dapat dikenali."
            )
        row.frozen = _frozen(row, result)
        row.state, row.published_at = states.PUBLISHED, now
        row.save(update_fields=["frozen", "state", "published_at"])
        _record("survey.period_published", actor, row, now, index=str(result.index), grade=result.grade, n=result.n)
    return row


def _unpublished(period: Period) -> Period:
    """The row and its unit under a lock, when its figures are not frozen; raises PeriodRefused."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=period.organisation_id)  # one opener at a time
    row = Period.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=period.pk).first()
    if row is None or states.next_state(row.state, "change") is None:
        raise PeriodRefused("Hasil yang sudah terbit tidak berubah lagi.")
    return row


def _demand_days(starts_on: date, ends_on: date, today: date) -> None:
    _demand(starts_on <= ends_on, "Hari terakhir harus sesudah hari pertama.")
    _demand(ends_on >= today, "Hari terakhir sudah lewat. Pilih periode yang masih berjalan atau akan datang.")
    _demand(ends_on - starts_on <= LONGEST, "Satu periode paling lama satu tahun.")
    _demand(starts_on >= today - LONGEST, "Hari pertama paling lama satu tahun yang lalu.")


def _demand_minimum(minimum: int) -> None:
    _demand(minimum >= rules.MINIMUM_SHOWN, f"Jumlah jawaban paling sedikit {rules.MINIMUM_SHOWN}.")
    _demand(minimum <= 1_000_000, "Jumlah jawaban paling sedikit itu terlalu besar.")


def _frozen(period: Period, result: IndexResult) -> dict[str, Any]:
    unit, since, until = period.organisation, period.starts_on, period.ends_on
    instrument = queries.instrument_for(unit, until)
    services = queries.services_of(unit, since=since, until=until, limit=None)
    spread = queries.spread_of(unit, since=since, until=until)
    sample = queries.progress_of(unit, n=result.n, users=period.users, since=since, until=until)
    return {
        "instrument": instrument.id,
        "regulation": rules.load_instrument(period.instrument).table_on(until).regulation,
        "unit": freeze(published(result)),
        "services": [
            {"id": row.service_id, "slug": row.slug, "title": row.title, "figures": freeze(row.figures)}
            for row in services
        ],
        "forms": {
            "complete": spread.complete,
            "incomplete": spread.incomplete,
            "margin": None if spread.margin is None else str(spread.margin),
        },
        "sample": {"users": sample.users, "required": sample.required},
        "groups": _frozen_groups(unit, since, until),
    }


def _frozen_groups(unit: Organisation, since: date, until: date) -> dict[str, Any]:
    """The break-downs by counter, by way and by what respondents said about themselves."""
    sides = ["loket", "cara", *queries.attributes_answered(unit, since=since, until=until)]
    return {
        side: [
            {"label": group.label, "n": group.n, "figures": freeze(group.figures)}
            for group in queries.breakdown(unit, side, since=since, until=until)
        ]
        for side in sides
    }


def _close(pk: int, now: datetime) -> int:
    with transaction.atomic():
        row = Period.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)
        uncounted = Response.objects.filter(
            organisation__path__startswith=row.organisation.path, counted=False, day__lte=row.ends_on
        )
        following = states.next_state(row.state, "close")
        if following is None or uncounted.exists():
            return 0
        row.state = following
        row.save(update_fields=["state"])
        _record("survey.period_closed", SYSTEM, row, now)
    return 1


def _record(name: str, actor: Actor, period: Period, now: datetime, **data: Any) -> None:
    span = {"from": period.starts_on.isoformat(), "until": period.ends_on.isoformat()}
    record(
        name, actor=actor, subject=period.reference, organisation=period.organisation, data={**span, **data}, now=now
    )


def _demand(allowed: bool, why: str) -> None:
    if not allowed:
        raise PeriodRefused(why)
