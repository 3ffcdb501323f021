"""Evaluations of two regions: two finished years, one year that runs. Every score, answer and name is made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from melayani.entrances.office.demonstration import people
from melayani.entrances.office.demonstration.people import DOMAIN, SignIn
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people import Officer, Role
from melayani.oversight.evaluation import actions
from melayani.oversight.evaluation.models import Assessment

TITLE = "PEKPPP (contoh)"
REASON = "Contoh: sesuai bukti dan kunjungan."
ADVICE = (
    (18, "Contoh: pasang jalur pemandu dari pintu masuk ke loket prioritas."),
    (8, "Contoh: selesaikan rencana tindak lanjut survei sebelum periode berikutnya."),
)
USERS = 10
HALF_DONE = 18  # indicators that are scored where the desk check still runs


def bureau_sign_in(place: str) -> SignIn:
    """Who conducts evaluations of the region, and leads their judgement."""
    name = f"Contoh Biro {place.title()}"
    return SignIn(
        f"organisasi.{place}@{DOMAIN}", name, (Role.BUREAU,), "menyelenggarakan dan menilai evaluasi (PEKPPP)"
    )


def judge_sign_in(place: str) -> SignIn:
    """Who judges beside the leader."""
    name = f"Contoh Penilai {place.title()}"
    return SignIn(f"penilai.{place}@{DOMAIN}", name, (Role.AUDITOR,), "menilai unit (PEKPPP)")


def open_evaluations(
    places: Sequence[tuple[str, Officer, Organisation]], *, hashed: str, since: datetime, now: datetime
) -> None:
    """The first place has two published years and fills F-01 of this one; the second is checked at the desk."""
    for number, (place, head, unit) in enumerate(places):
        home = ancestors_and_self(unit)[-2]
        bureau = people.make(bureau_sign_in(place), home, hashed=hashed, since=since)
        judge = people.make(judge_sign_in(place), home, hashed=hashed, since=since)
        if number == 0:
            for year, ago in ((now.year - 2, 130), (now.year - 1, 60)):
                row = _begin(bureau, judge, home, unit, year, now - timedelta(days=ago))
                _finish(row, bureau, judge, head, now - timedelta(days=ago))
            row = _begin(bureau, judge, home, unit, now.year, now - timedelta(days=3))
            _answer(row, head, numbers_of(row)[:12], now - timedelta(days=1))
        else:
            row = _begin(bureau, judge, home, unit, now.year, now - timedelta(days=20))
            _run(row, judge, head, now - timedelta(days=6))


def sign_ins(places: Sequence[str]) -> list[SignIn]:
    """The accounts to print."""
    return [one for place in places for one in (bureau_sign_in(place), judge_sign_in(place))]


def _begin(
    bureau: Officer, judge: Officer, home: Organisation, unit: Organisation, year: int, now: datetime
) -> Assessment:
    day = now.astimezone(unit.zone).date()
    campaign = actions.prepare_campaign(
        actor=bureau,
        organisation=home,
        title=TITLE,
        year=year,
        schedule=actions.Schedule(day + timedelta(14), day + timedelta(28), day + timedelta(42)),
        now=now,
    )
    row = actions.add_unit(actor=bureau, campaign=campaign, unit=unit, code="A", now=now)
    actions.appoint(actor=bureau, assessment=row, person=bureau.person, leads=True, now=now)
    actions.appoint(actor=bureau, assessment=row, person=judge.person, leads=False, now=now)
    actions.start_campaign(actor=bureau, campaign=campaign, now=now)
    row.campaign.refresh_from_db()
    return row


def _finish(row: Assessment, bureau: Officer, judge: Officer, head: Officer, now: datetime) -> None:
    """The whole way, one objection refused and two improvements on their way."""
    _answer(row, head, numbers_of(row), now)
    actions.send(actor=head, assessment=row, now=now)
    _score(row, judge, numbers_of(row), now)
    actions.finish_desk(actor=judge, assessment=row, now=now)
    _hear(row, now)
    actions.finish_field(actor=judge, assessment=row, now=now)
    advice = [
        actions.recommend(actor=judge, assessment=row, number=number, text=text, now=now) for number, text in ADVICE
    ]
    actions.announce(actor=bureau, assessment=row, now=now)
    text = "Contoh: media publikasi standar sudah lima, tangkapan layar terlampir."
    objection = actions.object_to(actor=head, assessment=row, number=3, text=text, now=now)
    row.refresh_from_db()
    reason = "Contoh: dua dari lima media tidak memuat semua komponen."
    actions.decide_objection(actor=bureau, objection=objection, accepted=False, score=None, reason=reason, now=now)
    actions.settle(actor=bureau, assessment=row, now=now)
    for who in (bureau, judge, head):
        actions.sign(actor=who, assessment=row, now=now)
    actions.publish(actor=bureau, assessment=row, now=now)
    for percent, one in zip((60, 100), advice, strict=True):
        target = now.astimezone(row.unit.zone).date() + timedelta(days=90)
        actions.plan_action(actor=head, recommendation=one, owner="Sekretaris dinas", target=target, now=now)
        actions.report_progress(actor=head, recommendation=one, progress=percent, text="Contoh kemajuan.", now=now)
    actions.close_campaign(actor=bureau, campaign=row.campaign, now=now)


def _run(row: Assessment, judge: Officer, head: Officer, now: datetime) -> None:
    """F-01 sent, the desk check half done, the first users heard."""
    _answer(row, head, numbers_of(row), now)
    actions.send(actor=head, assessment=row, now=now)
    _score(row, judge, numbers_of(row)[:HALF_DONE], now)
    keys = [item.key for item in row.instrument.items]
    for number in range(4):
        answers = {key: 3 + (number + place) % 3 for place, key in enumerate(keys)}
        actions.answer_as_user(assessment=row, answers=answers, now=now)
    actions.recommend(actor=judge, assessment=row, number=ADVICE[0][0], text=ADVICE[0][1], now=now)


def numbers_of(row: Assessment) -> list[int]:
    """The indicators of the unit's instrument, those for information last."""
    return [one.number for one in (*row.instrument.indicators, *row.instrument.extra)]


def _answer(row: Assessment, head: Officer, numbers: Sequence[int], now: datetime) -> None:
    for number in numbers:
        score = min(5, _value(row, number) + (number % 4 == 0))
        actions.answer_self(
            actor=head, assessment=row, number=number, score=score, note="Contoh: bukti di arsip unit.", now=now
        )


def _score(row: Assessment, judge: Officer, numbers: Sequence[int], now: datetime) -> None:
    for number in numbers:
        score = _value(row, number)
        actions.give_score(actor=judge, assessment=row, number=number, score=score, reason=REASON, now=now)


def _hear(row: Assessment, now: datetime) -> None:
    keys = [item.key for item in row.instrument.items]
    for number in range(USERS):
        answers = {key: 3 + (number + place + row.campaign.year) % 3 for place, key in enumerate(keys)}
        actions.answer_as_user(assessment=row, answers=answers, now=now + timedelta(days=number // 5))


def _value(row: Assessment, number: int) -> int:
    """A made-up score that is a little better every year."""
    return min(5, 3 + (number * 7 + row.campaign.year) % 3 - (row.campaign.year % 2 and number % 5 == 0))
