"""Applications by situation. Each is brought there by the real actions, so that its record and messages are real."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from melayani.delivery.applications import actions, clock, drafts, reality, rules, states
from melayani.delivery.applications.models import Answer, Application, Draft, equality_hash
from melayani.delivery.applications.outlines import outline_of
from melayani.delivery.catalogue.models import Service, Standard
from melayani.delivery.catalogue.queries import published_standard
from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.audit import Actor
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import Contact
from melayani.foundation.numbers.rules import make_number
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World
from tests.remembered import remembered

REQUIREMENTS = ("Surat kelahiran", "Salinan KK", "Surat kuasa (bila dikuasakan)")
EMAIL = "pemohon@contoh.id"
SITI = rules.Identity(name="Contoh Siti", address="Jalan Contoh 1", email=EMAIL)


def birth_certificate(organisation: Organisation, **over: Any) -> Service:
    """A free service of five working days with three requirements, the last a conditional one, and no variants."""
    settings: dict[str, Any] = {"title": "Akta kelahiran", "requirements": REQUIREMENTS, "clock_starts": ""}
    return published_service(organisation, **{**settings, **over})


def licence_with_levy(organisation: Organisation) -> Service:
    """A service for which money may be asked."""
    return birth_certificate(organisation, title="Izin reklame", fee=25_000, group="perizinan")


def lost_card(organisation: Organisation) -> Service:
    """A service with two variants, whose time starts when the papers are complete."""
    return published_service(organisation)


def brought(service: Service, variant: str = "") -> list[rules.Given]:
    """Everything is brought to the counter (or told, where the standard lists nothing)."""
    outline = outline_of(_standard(service))
    if not outline.requirements:
        return [rules.Given(number=0, kind=rules.TEXT, text="Saya perlu surat pengantar.")]
    return [
        rules.Given(number=item.number, kind=rules.BRING) for item in rules.requirements_of(outline, variant or None)
    ]


@remembered
def filed(
    world: World,
    *,
    now: datetime,
    service: Service | None = None,
    identity: rules.Identity = SITI,
    variant: str = "",
    answers: list[rules.Given] | None = None,
) -> Application:
    """Filed at Bontang's counter for Siti, who reads e-mail."""
    chosen = service or birth_certificate(world.bontang)
    return actions.submit_application(
        actor=world.bontang_counter,
        service=chosen,
        standard=_standard(chosen),
        identity=identity,
        variant=variant,
        answers=answers if answers is not None else brought(chosen, variant),
        channel=rules.COUNTER,
        now=now,
    )


def without_phone(world: World, *, now: datetime) -> Application:
    """Filed at the counter for a citizen with neither telephone nor e-mail: `paper_code` opens it."""
    return filed(world, now=now, identity=rules.Identity(name="Contoh Mbah"))


@remembered
def application_in(state: str, *, world: World, now: datetime, service: Service | None = None) -> Application:
    """A case that went the whole way to `state`; each step an hour after the one before."""
    chosen = service or (licence_with_levy if state == states.AWAITING_PAYMENT else birth_certificate)(world.bontang)
    row = filed(world, now=now, service=chosen)
    for place, verb in enumerate(_ROUTES[state], 1):
        _STEPS[verb](world, row, now + timedelta(hours=place))
        row = Application.objects.get(pk=row.pk)
    return row


@remembered
def returned_case(world: World, *, now: datetime, service: Service | None = None, number: int = 2) -> Application:
    """Everything is met but requirement `number`, for which it was returned an hour after filing."""
    row = filed(world, now=now, service=service)
    later = now + timedelta(hours=1)
    actions.take(actor=world.bontang_processor, application=row, now=later)
    judge_all(world, row, later)
    actions.judge(
        actor=world.bontang_processor,
        application=row,
        number=number,
        judgement=rules.NOT_MET,
        reason="Cap tidak terbaca.",
        now=later,
    )
    actions.return_for_correction(actor=world.bontang_processor, application=row, now=later)
    return Application.objects.get(pk=row.pk)


def overdue(world: World, *, now: datetime, service: Service | None = None) -> Application:
    """Filed 30 days before `now`, never taken: the promise is broken."""
    return filed(world, now=now - timedelta(days=30), service=service)


@remembered
def answered_again(world: World, *, now: datetime) -> Application:
    """Returned and answered a day later; requirement 2 waits to be judged again."""
    row = returned_case(world, now=now)
    actions.answer_return(
        actor=world.bontang_counter,
        application=row,
        answers=[rules.Given(number=2, kind=rules.BRING)],
        now=now + timedelta(days=1),
    )
    return Application.objects.get(pk=row.pk)


def many(count: int, *, service: Service, now: datetime, state: str = states.SUBMITTED) -> list[Application]:
    """`count` cases of one service quickly, one minute apart, without record, messages and calendar."""
    decided = state in states.DECIDED
    standard = _standard(service)
    explanation = _explanation(service, now)
    rows = [
        Application(
            number=make_number("PMH"),
            secret=f"rahasia-{place}",
            secret_hash=equality_hash(f"{service.pk}-{state}-{place}-{now.timestamp()}", field="secret"),
            organisation=service.agency,
            service=service,
            standard=standard,
            state=state,
            channel=rules.WEB,
            name=f"Contoh Warga {place}",
            submitted_at=now - timedelta(minutes=place),
            clock_started_at=now - timedelta(minutes=place),
            promised_amount=5,
            promised_unit="working_day",
            due_at=now + timedelta(days=7, minutes=-place),
            due_explanation=explanation,
            decided_at=now if decided else None,
            closed_at=now if state in states.FINAL else None,
            working_days_taken=place % 7 if decided else None,
        )
        for place in range(count)
    ]
    made = Application.objects.bulk_create(rows)
    Answer.objects.bulk_create(
        Answer(application=row, number=1, requirement="Salinan KK", field_key="syarat-1", kind=rules.BRING)
        for row in made
    )
    if decided:
        reality.keep(service.pk, now=now)
    return made


def judge_all(world: World, row: Application, now: datetime, judgement: str = rules.MET) -> None:
    for answer in row.answers.order_by("number"):
        actions.judge(
            actor=world.bontang_processor, application=row, number=answer.number, judgement=judgement, now=now
        )


def contact_of(email: str = EMAIL, *, now: datetime, language: str = "id") -> Contact:
    return keep_contact(email=email, language=language, now=now)


def draft_of(service: Service, *, token: str, now: datetime) -> Draft:
    """An empty draft of the session with `token`."""
    return drafts.begin(citizen=Citizen(token=token), service=service, standard=_standard(service), now=now)


@lru_cache(maxsize=1)
def _jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), (11, 91, 99)).save(buffer, "JPEG")
    return buffer.getvalue()


def photo(name: str = "kk.jpg") -> SimpleUploadedFile:
    """A small real photo."""
    return SimpleUploadedFile(name, _jpeg(), content_type="image/jpeg")


def uploaded(actor: Actor, *, now: datetime) -> UUID:
    """The id of a photo that `actor` has just uploaded."""
    return attachments.store(upload=photo(), actor=actor, now=now).pk


def _standard(service: Service) -> Standard:
    standard = published_standard(service)
    assert standard is not None
    return standard


def _explanation(service: Service, now: datetime) -> object:
    probe = Application(
        organisation=service.agency, clock_started_at=now, promised_amount=5, promised_unit="working_day"
    )
    found = clock.due_of(probe, [])
    return found.to_json() if found else None


def _take(world: World, row: Application, now: datetime) -> None:
    actions.take(actor=world.bontang_processor, application=row, now=now)


def _return(world: World, row: Application, now: datetime) -> None:
    processor = world.bontang_processor
    actions.judge(
        actor=processor, application=row, number=1, judgement=rules.NOT_MET, reason="Foto terpotong.", now=now
    )
    actions.return_for_correction(actor=processor, application=row, now=now)


def _ask_money(world: World, row: Application, now: datetime) -> None:
    actions.request_payment(actor=world.bontang_processor, application=row, amount=25_000, now=now)


def _verify(world: World, row: Application, now: datetime) -> None:
    judge_all(world, row, now)
    actions.verify(actor=world.bontang_processor, application=row, now=now)


def _approve(world: World, row: Application, now: datetime) -> None:
    actions.approve(actor=world.bontang_approver, application=row, now=now)


def _refuse(world: World, row: Application, now: datetime) -> None:
    actions.refuse(actor=world.bontang_approver, application=row, reason="Bukan wewenang kami.", now=now)


def _issue(world: World, row: Application, now: datetime) -> None:
    actions.issue_result(actor=world.bontang_approver, application=row, now=now)


def _hand_over(world: World, row: Application, now: datetime) -> None:
    actions.hand_over(actor=world.bontang_counter, application=row, now=now)


def _withdraw(world: World, row: Application, now: datetime) -> None:
    actions.withdraw(actor=world.bontang_counter, application=row, now=now)


_STEPS = {
    "take": _take,
    "return": _return,
    "ask_money": _ask_money,
    "verify": _verify,
    "approve": _approve,
    "refuse": _refuse,
    "issue": _issue,
    "hand_over": _hand_over,
    "withdraw": _withdraw,
}
_ROUTES: dict[str, tuple[str, ...]] = {
    states.SUBMITTED: (),
    states.IN_REVIEW: ("take",),
    states.RETURNED: ("take", "return"),
    states.AWAITING_PAYMENT: ("take", "ask_money"),
    states.VERIFIED: ("take", "verify"),
    states.APPROVED: ("take", "verify", "approve"),
    states.ISSUED: ("take", "verify", "approve", "issue"),
    states.COMPLETED: ("take", "verify", "approve", "issue", "hand_over"),
    states.REFUSED: ("take", "refuse"),
    states.WITHDRAWN: ("withdraw",),
}
