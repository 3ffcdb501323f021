"""Fill a fresh database with the demonstration, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.urls import reverse

from melayani.delivery.applications import actions as applications
from melayani.entrances.office.demonstration import (
    announcements,
    appointments,
    cases,
    evaluations,
    innovations,
    mall,
    people,
    queues,
    standards,
    training,
)
from melayani.entrances.office.demonstration.answers import answer_invitations, publish_last_quarter
from melayani.entrances.office.demonstration.complaints import load_complaints, printed_sign_ins
from melayani.entrances.office.demonstration.consultations import open_consultations
from melayani.entrances.office.demonstration.disclosure import open_information
from melayani.entrances.office.demonstration.disclosure import sign_in as information_officer
from melayani.entrances.office.demonstration.reports import load_reports
from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.actions import mark_installation
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.foundation.workdays import actions as workdays
from melayani.foundation.workdays.queries import calendar_for
from melayani.foundation.workdays.rules import Calendar, Hours

PLANS = (
    cases.Plan("ktpel-rusak-hilang-bengkalis", 26, (4, 6, 6, 5, 12, 7, 3, 9, 6, 11)),
    cases.Plan("kk-bontang", 18, (1, 2, 2, 3, 1, 2)),
    cases.Plan("akta-lahir-bontang", 14, (2, 3, 3, 4, 6, 2)),
    cases.Plan("akta-lahir-jembrana", 8, (1, 1, 2, 1)),
    cases.Plan("kia-surabaya", 10, (3, 4, 6, 4, 5)),
    cases.Plan("sip-bidan-inhil", 3, (4, 3, 5)),
)
OPEN_AT = ("ktpel-rusak-hilang-bengkalis", "akta-lahir-bontang", "kk-bontang")
PATIENT = "kk-bontang"  # whose returned case has a letter
SIGN_IN_PLACES = {"bengkalis": "ktpel-rusak-hilang-bengkalis", "bontang": "kk-bontang"}
PLACES = tuple(sorted(SIGN_IN_PLACES, reverse=True))  # the first has finished evaluations
HISTORY = timedelta(days=120)
Say = Callable[[str], None]


def load(*, now: datetime, say: Say) -> None:
    """Load everything; each part says a word, because it takes a while."""
    mark_installation(demonstration=True, now=now)
    say("Wilayah, hari libur, dan 28 standar pelayanan …")
    call_command("import_regions", verbosity=0, stdout=_Silent())
    call_command(
        "import_holidays", "--from", "2024", "--until", "2028", verbosity=0, stdout=_Silent(), stderr=_Silent()
    )
    call_command("import_services", verbosity=0, stdout=_Silent())
    hashed, before = make_password(people.SHARED_WORD), now - HISTORY - timedelta(days=30)
    say("Petugas, jam layanan, dan pembatasan …")
    desks = {plan.source_id: _open_desk(plan.source_id, hashed, before) for plan in PLANS}
    root = Organisation.objects.get(depth=1)
    for sign_in in people.CENTRAL:
        people.make(sign_in, root, hashed=hashed, since=before)
    _limit_visitors(now)
    say("Permohonan contoh …")
    for plan in PLANS:
        _finish_cases(plan, desks[plan.source_id], now)
    for number, source_id in enumerate(OPEN_AT):
        _leave_open(source_id, desks[source_id], 900 + 20 * number, now)
    say("Janji temu contoh …")
    for place in SIGN_IN_PLACES:
        head, unit = _head(place)
        front = desks[SIGN_IN_PLACES[place]].front
        appointments.open_visits(unit=unit, head=head, front=front, now=now)
    appointments.announce_draw(unit=unit, head=head, now=now)
    say("Mal pelayanan publik …")
    mall.open_malls(hashed=hashed, since=before, now=now)
    say("Standar yang sedang disusun …")
    standards.open_standards(mall.registry(), _head("bontang"), now=now)
    say("Antrean contoh …")
    queues.open_queue(fallback=unit, now=now)
    say("Jawaban survei contoh …")
    answer_invitations(now=now)
    publish_last_quarter([_head(place) for place in SIGN_IN_PLACES], now=now)
    _hear_and_improve(hashed=hashed, before=before, now=now, say=say)


def _hear_and_improve(*, hashed: str, before: datetime, now: datetime, say: Say) -> None:
    """What citizens say and what comes of it."""
    say("Pengaduan contoh …")
    load_complaints(hashed=hashed, before=before, now=now)
    say("Laporan keadaan layanan, 2020 dan contoh …")
    load_reports(now=now)
    say("Informasi publik contoh …")
    open_information([(place, *_head(place)) for place in SIGN_IN_PLACES], hashed=hashed, since=before, now=now)
    say("Evaluasi pelayanan contoh …")
    evaluations.open_evaluations([(one, *_head(one)) for one in PLACES], hashed=hashed, since=before, now=now)
    say("Inovasi contoh …")
    heads = {place: _head(place)[0] for place in SIGN_IN_PLACES}
    innovations.load_innovations(**heads, hashed=hashed, since=before, now=now)
    say("Konsultasi publik contoh …")
    open_consultations([_head(place) for place in SIGN_IN_PLACES], now=now)
    say("Pengumuman contoh …")
    announcements.open_announcements(mall.place(), [_head(place) for place in SIGN_IN_PLACES], now=now)
    say("Acara dan pelatihan …")
    training.open_training(hashed=hashed, since=before, units=[_head(place)[1] for place in SIGN_IN_PLACES], now=now)


def sign_ins() -> list[people.SignIn]:
    """The accounts to print, those of the registries first."""
    registries = [one for place in SIGN_IN_PLACES for one in people.registry_sign_ins(place)]
    information = [information_officer(place) for place in SIGN_IN_PLACES]
    return [
        *registries,
        *mall.sign_ins(),
        *printed_sign_ins(),
        *information,
        innovations.sign_in(),
        *evaluations.sign_ins(PLACES),
        training.sign_in(),
        *people.CENTRAL,
    ]


def machines() -> list[tuple[str, str]]:
    """What stands in the mall: a name and the path of its page."""
    return [
        ("Layar antrean", reverse("queue_screen", args=[queues.SCREEN])),
        ("Kios antrean", reverse("queue_kiosk", args=[queues.KIOSK])),
    ]


class _Silent:
    """Where commands write what nobody needs to read here."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Nothing is kept."""
        return


def _open_desk(source_id: str, hashed: str, since: datetime) -> cases.Desk:
    service, _ = cases.standard_of(source_id)
    place = next((name for name, source in SIGN_IN_PLACES.items() if source == source_id), service.agency.slug)
    if place == service.agency.slug and source_id == "akta-lahir-bontang":
        place = "bontang"
    front, approver, head = (
        people.make(one, service.agency, hashed=hashed, since=since) for one in people.registry_sign_ins(place)
    )
    _open_hours(head, service.agency, since)
    return cases.Desk(front=front, approver=approver)


def _open_hours(head: Officer, agency: Organisation, since: datetime) -> None:
    usual = Hours(opens=time(8), closes=time(16), break_from=time(12), break_until=time(13))
    friday = Hours(opens=time(8), closes=time(16, 30), break_from=time(11, 30), break_until=time(13))
    hours = {day: friday if day == 4 else usual for day in range(5)}
    first = since.astimezone(agency.zone).date()
    workdays.set_hours(organisation=agency, hours=hours, since=first, actor=head, now=since)


def _limit_visitors(now: datetime) -> None:
    agency = cases.standard_of("ktpel-rusak-hilang-bengkalis")[0].agency
    today = now.astimezone(agency.zone).date()
    workdays.restrict(
        organisation=agency,
        starts_on=today,
        ends_on=today + timedelta(days=12),
        kind="visitor_cap",
        cap=60,
        reason="Ruang tunggu diperbaiki",
        actor=SYSTEM,
        now=now,
    )


def _finish_cases(plan: cases.Plan, desk: cases.Desk, now: datetime) -> None:
    service, standard = cases.standard_of(plan.source_id)
    today = now.astimezone(service.agency.zone).date()
    first, last = today - HISTORY, today - timedelta(days=1)
    calendar = calendar_for(service.agency, around=first)
    days = [day for day in _days(first, last) if calendar.is_working(day)]
    base = PLANS.index(plan) * 100
    for count in range(plan.finished):
        taken = plan.days[count % len(plan.days)]
        place = count * (len(days) - taken - 1) // plan.finished
        start = cases.office_morning(days[place], service, count)
        decided = cases.office_morning(days[place + taken], service, count) + timedelta(hours=2)
        application = cases.file_case(service, standard, desk, count=base + count, now=start)
        done = cases.finish(application, desk, decided=decided, count=count)
        if done.state == "issued" and count % 3:
            applications.hand_over(actor=desk.front, application=done, now=decided + timedelta(hours=1))


def _leave_open(source_id: str, desk: cases.Desk, base: int, now: datetime) -> None:
    """Cases at each step, so that the desk has something late, due, waiting and new."""
    service, standard = cases.standard_of(source_id)
    today = now.astimezone(service.agency.zone).date()
    calendar = calendar_for(service.agency, around=today)
    steps = (("late", 15), ("returned", 6), ("verified", 4), ("asked", 3), ("review", 2), ("new", 1), ("new", 0))
    for count, (step, age) in enumerate(steps):
        start = min(cases.office_morning(_working_day_before(today, age, calendar), service, count), now)
        application = cases.file_case(service, standard, desk, count=base + count, now=start)
        if step != "new":
            applications.take(actor=desk.front, application=application, now=start)
        if step == "returned":
            cases.send_back_to_citizen(application, desk, now=start)
        if step == "returned" and source_id == PATIENT:
            cases.ask_for_patience(application, now=start + timedelta(days=2))
        if step == "asked":
            cases.write_to_officers(application, desk, now=start)
        if step == "verified":
            cases.judge_all(application, desk, now=start)
            applications.verify(actor=desk.front, application=application, now=start)


def _working_day_before(today: date, age: int, calendar: Calendar) -> date:
    days = [day for day in _days(today - timedelta(days=45), today) if calendar.is_working(day)]
    return days[-1 - age] if age < len(days) else days[0]


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _head(place: str) -> tuple[Officer, Organisation]:
    email = people.registry_sign_ins(place)[2].email
    service, _ = cases.standard_of(SIGN_IN_PLACES[place])
    return people.officer_by_email(email), service.agency
