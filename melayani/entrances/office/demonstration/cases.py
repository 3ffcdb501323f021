"""Made-up cases, moved through the real actions at moments of the past, so that clocks and figures are real."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from melayani.delivery.applications import actions, rules
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.queries import outline_of
from melayani.delivery.catalogue.models import Service, Standard
from melayani.delivery.catalogue.queries import published_standard
from melayani.foundation.people import Citizen, Officer

GIVEN_NAMES = ("Ani", "Budi", "Citra", "Dewi", "Eko", "Fitri", "Gilang", "Hana", "Iwan", "Juwita", "Kiki", "Lukman")
STREETS = ("Melati", "Kenanga", "Anggrek", "Cempaka", "Mawar", "Flamboyan")
CHANNELS = (rules.COUNTER, rules.COUNTER, rules.PHONE, rules.COUNTER, rules.POST)
UNREADABLE = "Foto terpotong di sisi kanan; tulisannya tidak terbaca. Foto ulang seluruh lembar di tempat terang."


@dataclass(frozen=True)
class Desk:
    """Who works on the cases of one agency."""

    front: Officer
    approver: Officer


@dataclass(frozen=True)
class Plan:
    """A service of the demonstration: how many working days each finished case takes, by turns."""

    source_id: str
    finished: int
    days: Sequence[int]


def file_case(service: Service, standard: Standard, desk: Desk, *, count: int, now: datetime) -> Application:
    """File case number `count` for a made-up citizen."""
    outline = outline_of(standard)
    variants = [key for key, _ in outline.variants]
    variant = variants[count % len(variants)] if variants else ""
    asked = rules.requirements_of(outline, variant or None)
    answers = [_given(item, count) for item in asked]
    if not outline.requirements:
        answers = [rules.Given(number=0, kind=rules.TEXT, text="Contoh keperluan untuk peragaan.")]
    return actions.submit_application(
        actor=desk.front,
        service=service,
        standard=standard,
        variant=variant,
        identity=_identity(count),
        answers=answers,
        channel=CHANNELS[count % len(CHANNELS)],
        now=now,
    )


def finish(application: Application, desk: Desk, *, decided: datetime, count: int) -> Application:
    """Check, decide and issue at moments between submission and `decided`; one in eight was returned once."""
    start = application.submitted_at
    check = start + (decided - start) / 4
    actions.take(actor=desk.front, application=application, now=check)
    if count % 8 == 3 and application.answers.filter(kind=rules.BRING).exists():
        _return_once(application, desk, at=check, answered=start + (decided - start) / 2)
    late = start + (decided - start) * 3 / 4
    judge_all(application, desk, now=late)
    actions.verify(actor=desk.front, application=application, now=late)
    if count % 29 == 17:
        reason = "Data pada berkas tidak cocok dengan data kependudukan. Perbaiki dahulu di loket data."
        return actions.refuse(actor=desk.approver, application=application, reason=reason, now=decided)
    actions.approve(actor=desk.approver, application=application, now=decided)
    return actions.issue_result(actor=desk.approver, application=application, now=decided)


def judge_all(application: Application, desk: Desk, *, now: datetime) -> None:
    """Every answer meets its requirement, or does not apply."""
    for answer in application.answers.order_by("number"):
        verdict = rules.NOT_APPLICABLE if answer.kind == rules.NOT_APPLICABLE else rules.MET
        actions.judge(actor=desk.front, application=application, number=answer.number, judgement=verdict, now=now)


def send_back_to_citizen(application: Application, desk: Desk, *, now: datetime) -> None:
    """Return the case for its first brought paper."""
    number = application.answers.filter(kind=rules.BRING).order_by("number").values_list("number", flat=True)[0]
    actions.judge(
        actor=desk.front,
        application=application,
        number=number,
        judgement=rules.NOT_MET,
        reason=UNREADABLE,
        now=now,
    )
    actions.return_for_correction(actor=desk.front, application=application, now=now)


def write_to_officers(application: Application, desk: Desk, *, now: datetime) -> None:
    """The citizen asks and is answered a day later; after two days another question waits at the desk."""
    _say(application, "Bolehkah kakak saya yang mengambil hasilnya? Saya bekerja di luar kota sampai akhir bulan.", now)
    answer = "Boleh. Mintalah kakak Anda membawa surat kuasa dari Anda dan KTP-nya sendiri."
    actions.settle_letters(actor=desk.front, application=application, answer=answer, now=now + timedelta(days=1))
    _say(application, "Terima kasih. Apakah surat kuasanya harus bermeterai?", now + timedelta(days=2))


def ask_for_patience(application: Application, *, now: datetime) -> None:
    """Words of a citizen from whom the office waits for something: the case rises at the desk."""
    _say(application, "Foto ulangnya baru dapat saya kirim hari Senin. Permohonan saya tetap disimpan, kan?", now)


def _say(application: Application, text: str, now: datetime) -> None:
    citizen = Citizen(contact_id=application.contact_id)
    actions.write(actor=citizen, application=application, text=text, secret=application.secret, now=now)


def standard_of(source_id: str) -> tuple[Service, Standard]:
    """The service imported under `source_id` with its standard in force."""
    service = Service.objects.select_related("agency").get(source_id=source_id)
    standard = published_standard(service)
    if standard is None:
        raise LookupError(source_id)
    return service, standard


def office_morning(day: date, service: Service, count: int) -> datetime:
    """A moment in the morning of `day` where the office is."""
    return datetime.combine(day, time(8, 10), tzinfo=service.agency.zone) + timedelta(minutes=17 * (count % 9))


def _return_once(application: Application, desk: Desk, *, at: datetime, answered: datetime) -> None:
    send_back_to_citizen(application, desk, now=at)
    brought = [
        rules.Given(number=answer.number, kind=rules.BRING)
        for answer in application.answers.filter(judgement=rules.NOT_MET)
    ]
    actions.answer_return(actor=desk.front, application=application, answers=brought, now=answered)


def _given(asked: rules.Asked, count: int) -> rules.Given:
    ways = rules.ways_for(asked)
    if rules.NOT_APPLICABLE in ways and count % 3:
        return rules.Given(number=asked.number, kind=rules.NOT_APPLICABLE)
    if rules.TEXT in ways:
        return rules.Given(number=asked.number, kind=rules.TEXT, text="Contoh isian untuk peragaan.")
    return rules.Given(number=asked.number, kind=rules.BRING)


def _identity(count: int) -> rules.Identity:
    name = f"Contoh {GIVEN_NAMES[count % len(GIVEN_NAMES)]} {GIVEN_NAMES[(count * 5 + 3) % len(GIVEN_NAMES)]}"
    return rules.Identity(
        name=name,
        birth_date=date(1960 + count % 40, 1 + count % 12, 1 + count % 28),
        address=f"Jalan {STREETS[count % len(STREETS)]} {1 + count % 90}",
        email=f"warga{count}@contoh.example" if count % 4 else "",
        phone="" if count % 4 else f"0812000{count:05d}",
    )
