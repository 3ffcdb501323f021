"""Made-up survey answers to the invitations of the demonstration's cases, and a published quarter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from melayani.foundation.audit import react_to_news
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.voice.surveys import actions, queries, rules
from melayani.voice.surveys.models import Invitation, Period

AT_MOST = 2000
AT_EACH_POINT = 40
EACH_YEAR = 15
COMMENTS = {
    5: "Petugasnya ramah dan menjelaskan syarat dengan sabar.",
    11: "Antrean di loket masih panjang pada hari Senin.",
    23: "Senang bisa memantau dari rumah.",
}


def answer_invitations(*, now: datetime) -> None:
    """Let the invitations go out as the worker would, and answer four of five on the day after the decision."""
    while react_to_news(now):
        continue
    keys = rules.load_instrument().keys
    for count, invitation in enumerate(Invitation.objects.filter(used=False).order_by("pk")[:AT_MOST]):
        if count % 5 == 4:
            continue
        scores = {key: _score(count, place) for place, key in enumerate(keys)}
        moment = min(invitation.created_at + timedelta(days=1), now - timedelta(days=1))
        actions.answer_survey(token=invitation.token, scores=scores, comment=COMMENTS.get(count, ""), now=moment)
    actions.close_days(now=now)


def publish_last_quarter(heads: Iterable[tuple[Officer, Organisation]], *, now: datetime) -> None:
    """Publish the quarter before this one: it was answered at a counter's code and at a kiosk, too."""
    for head, unit in heads:
        first, last = _quarter_before(now.astimezone(unit.zone).date())
        _answer_in_earlier_years(head, unit, now)
        _open_points(head, unit, first, now)
        found = queries.figures_between(unit, since=first, until=last)
        if isinstance(found, queries.TooFew):
            continue
        inside = datetime.combine(last, datetime.min.time(), tzinfo=unit.zone)
        period = actions.open_period(actor=head, organisation=unit, starts_on=first, ends_on=last, now=inside)
        actions.close_periods(now=now)
        period.refresh_from_db()
        published = actions.publish_period(actor=head, period=period, now=now)
        _follow(head, published, now)


PLAN = {
    "time": ("Buka loket kedua pada Senin dan Jumat pagi", "Kepala bidang pelayanan"),
    "complaints": ("Balas setiap pengaduan dalam tiga hari kerja", "Pejabat penghubung"),
}


def _follow(head: Officer, period: Period, now: datetime) -> None:
    """Made-up lines of a plan, the first of them done, and a board on which the result hangs."""
    today = now.astimezone(period.organisation.zone).date()
    for place, (element, (action, responsible)) in enumerate(PLAN.items()):
        line = actions.plan_follow_up(
            actor=head,
            period=period,
            element=element,
            action=action,
            target=today + timedelta(days=30 * (place + 1)),
            responsible=responsible,
            now=now,
        )
        if place == 0:
            evidence = "Jadwal loket di papan pengumuman (contoh)"
            actions.finish_follow_up(actor=head, follow_up=line, done_on=today, evidence=evidence, now=now)
    board = "Papan pengumuman di ruang tunggu (contoh)"
    actions.record_publication(actor=head, period=period, medium="print", published_on=today, evidence=board, now=now)


def _answer_in_earlier_years(head: Officer, unit: Organisation, now: datetime) -> None:
    """A few made-up answers at another counter in each of the two years before, a little worse the longer ago."""
    keys = rules.load_instrument().keys
    services = queries.services_at(unit)[:1]
    year = now.astimezone(unit.zone).year
    opened = datetime(year - 2, 3, 2, 8, tzinfo=unit.zone)
    point = actions.open_point(actor=head, organisation=unit, kind="qr", name="Loket 2", now=opened)
    for ago in (2, 1):
        for count in range(EACH_YEAR if services else 0):
            scores = {key: max(2, _score(count, place) - (count % 3 < ago - 1)) for place, key in enumerate(keys)}
            moment = datetime(year - ago, 5, 4 + count, 10, tzinfo=unit.zone)
            actions.answer_at_point(point=point, service=services[0], scores=scores, now=moment)


def _open_points(head: Officer, unit: Organisation, first: date, now: datetime) -> None:
    """A code at a counter and a kiosk since the first day of that quarter, each with made-up answers ever since."""
    opened = datetime.combine(first, time(8), tzinfo=unit.zone)
    keys = rules.load_instrument().keys
    for kind, name, every in (("qr", "Loket 1", 3), ("kiosk", "Kios depan", 4)):
        point = actions.open_point(actor=head, organisation=unit, kind=kind, name=name, now=opened)
        services = queries.services_at(unit)[:2]
        moments = [opened + timedelta(days=2 + every * count, hours=2) for count in range(AT_EACH_POINT)]
        for count, moment in enumerate(one for one in moments if services and one < now - timedelta(days=1)):
            scores = {key: _score(count + every, place) for place, key in enumerate(keys)}
            comment = COMMENTS.get(count, "")
            service = services[count % len(services)]
            actions.answer_at_point(point=point, service=service, scores=scores, comment=comment, now=moment)
    actions.close_days(now=now)


def _quarter_before(today: date) -> tuple[date, date]:
    first_month = 3 * ((today.month - 1) // 3) + 1
    last = date(today.year, first_month, 1) - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last


def _score(count: int, place: int) -> int:
    """Mostly 3 and 4; time and complaints a little lower, as published results usually are."""
    lean = 3 if (count + 2 * place) % 5 < 2 else 4
    return max(2, lean - 1) if place in (2, 8) and (count + place) % 3 == 0 else lean
