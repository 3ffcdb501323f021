"""File an application from another system. The key's holder vouches for the contact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from melayani.delivery.applications import actions, case, rules, words
from melayani.delivery.applications.outlines import outline_of
from melayani.delivery.catalogue import queries as catalogue
from melayani.delivery.catalogue.models import Standard
from melayani.foundation.people import ApiClient

router = Router(tags=["applications"])
NOT_ASKED = "Jawaban ini tidak diminta oleh standar layanan."


class ApiRequest(HttpRequest):
    """A request whose key was accepted."""

    auth: ApiClient


class CitizenIn(Schema):
    """Who applies; a telephone number or an e-mail address is needed."""

    name: str = Field(min_length=1, max_length=rules.NAME_MAX)
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)
    nik: str = Field("", max_length=32)
    birth_date: date | None = None
    address: str = Field("", max_length=rules.ADDRESS_MAX)


class AnswerIn(Schema):
    """The long form of an answer."""

    kind: Literal["upload", "bring", "text", "not_applicable"]
    text: str = Field("", max_length=rules.TEXT_MAX)
    files: list[UUID] = Field(default_factory=list, max_length=rules.FILES_MAX)


Text = Annotated[str, Field(max_length=rules.TEXT_MAX)]
Files = Annotated[list[UUID], Field(max_length=rules.FILES_MAX)]
ServiceName = Annotated[int, Field(ge=1, le=2**53)] | Annotated[str, Field(min_length=1, max_length=140)]


class ApplicationIn(Schema):
    """`answers` by field key (GET /services/{id}): a text, a file id or a list of them, "bring", "not_applicable", or
    the long form. A requirement without an answer takes the files of `attachments` that no answer names, and is else
    noted as brought to the counter."""

    service: ServiceName = Field(description="Nomor atau slug layanan.")
    variant: str = Field("", max_length=80)
    answers: dict[str, Text | Files | AnswerIn] = Field(default_factory=dict, max_length=100)
    citizen: CitizenIn
    attachments: list[UUID] = Field(default_factory=list, max_length=50)
    channel: Literal["api"] = "api"


class ApplicationOut(Schema):
    """`due` is null where no time is promised; `explanation` says why it is that day."""

    number: str
    due: datetime | None
    explanation: str
    track_url: str


@router.post("", response={201: ApplicationOut}, operation_id="create_application", summary="Ajukan permohonan")
def create_application(request: ApiRequest, payload: ApplicationIn) -> Any:
    """Permohonan atas nama warga; pemegang kunci menjamin nomor telepon atau e-mailnya. Izin: applications:write."""
    standard = _standard(payload.service)
    outline = outline_of(standard)
    citizen = payload.citizen
    application = actions.submit_application(
        actor=request.auth,
        service=standard.service,
        standard=standard,
        variant=payload.variant,
        identity=rules.Identity(
            name=citizen.name,
            nik=citizen.nik,
            birth_date=citizen.birth_date,
            address=citizen.address,
            phone=citizen.phone,
            email=citizen.email,
        ),
        answers=_given(rules.requirements_of(outline, payload.variant or None), payload),
        channel=rules.API,
        now=timezone.now(),
    )
    zone = application.organisation.zone
    return Status(
        201,
        {
            "number": application.number,
            "due": application.due_at.astimezone(zone) if application.due_at else None,
            "explanation": " ".join(words.due_sentences(application)),
            "track_url": settings.PUBLIC_URL + case.case_path(application),
        },
    )


def _standard(name: int | str) -> Standard:
    found: Standard | None = None
    if isinstance(name, int) or (name.isascii() and name.isdigit()):
        found = catalogue.published_standard(int(name)) if len(str(name)) <= 16 else None
    elif service := catalogue.get_service(name):
        found = catalogue.published_standard(service)
    if found is None:
        raise rules.InputRefused({"service": "Layanan ini tidak ada. Lihat GET /services."})
    return found


def _given(asked: Sequence[rules.Asked], payload: ApplicationIn) -> list[rules.Given]:
    """The answers in the shape of the rules; raises InputRefused for keys that nobody asked for."""
    keys = {rules.field_key(item.number): item for item in asked}
    story = {} if keys else {rules.STORY: rules.Asked(0, "")}
    unknown = sorted(set(payload.answers) - set(keys) - set(story))
    if unknown:
        raise rules.InputRefused({key[:40]: NOT_ASKED for key in unknown[:10]})
    given = [_answer((keys | story)[key], value) for key, value in payload.answers.items()]
    return given + _unanswered(keys, payload, named={file for item in given for file in item.files})


def _answer(asked: rules.Asked, value: str | list[UUID] | AnswerIn) -> rules.Given:
    if isinstance(value, AnswerIn):
        return rules.Given(number=asked.number, kind=value.kind, text=value.text, files=tuple(value.files))
    if isinstance(value, list):
        return rules.Given(number=asked.number, kind=rules.UPLOAD, files=tuple(value))
    if value in (rules.BRING, rules.NOT_APPLICABLE):
        return rules.Given(number=asked.number, kind=value)
    try:
        return rules.Given(number=asked.number, kind=rules.UPLOAD, files=(UUID(value),))
    except ValueError:
        return rules.Given(number=asked.number, kind=rules.TEXT, text=value)


def _unanswered(keys: Mapping[str, rules.Asked], payload: ApplicationIn, *, named: set[UUID]) -> list[rules.Given]:
    """Requirements without an answer: the first takes the files that no answer names, the others are brought."""
    loose = tuple(file for file in dict.fromkeys(payload.attachments) if file not in named)
    open_ones = [item for key, item in keys.items() if key not in payload.answers]
    if loose and not open_ones:
        raise rules.InputRefused({"attachments": "Sebutkan berkas ini pada jawaban syaratnya."})
    given = []
    for item in open_ones:
        kind, files = (rules.UPLOAD, loose) if loose else (rules.BRING, ())
        given.append(rules.Given(number=item.number, kind=kind, files=files))
        loose = ()
    return given
