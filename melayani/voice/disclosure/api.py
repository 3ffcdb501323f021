"""Ask for public information from another system. The key's holder vouches for the contact."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from melayani.foundation.organisations import queries as organisations
from melayani.foundation.people import ApiClient
from melayani.foundation.workdays.rules import Due, explain
from melayani.voice.disclosure import actions, case, rules
from melayani.voice.disclosure.rules import asking

router = Router(tags=["information requests"])
Paper = Annotated[str, Field(max_length=asking.PAPER_MAX)]
Files = Annotated[list[UUID], Field(max_length=asking.FILES_MAX)]


class ApiRequest(HttpRequest):
    """A request whose key was accepted."""

    auth: ApiClient


class RequesterIn(Schema):
    """Who asks. The law wants name and address; a telephone number or an e-mail address is needed for the answer."""

    name: str = Field(min_length=1, max_length=asking.NAME_MAX)
    address: str = Field(min_length=1, max_length=asking.ADDRESS_MAX)
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)
    kind: Literal["person", "body", "group", "proxy"] = "person"
    occupation: str = Field("", max_length=asking.OCCUPATION_MAX)
    nik: str = Field("", max_length=32)
    body_name: Paper = ""
    body_paper: Paper = ""
    principal: Paper = ""
    authority: Paper = ""
    secret: bool = False


class InformationRequestIn(Schema):
    """`unit` is the slug of the public body. `form`: only to be seen, a digital copy, a copy on paper."""

    unit: str = Field(min_length=1, max_length=80)
    information: str = Field(min_length=1, max_length=asking.INFORMATION_MAX)
    purpose: str = Field(min_length=1, max_length=asking.PURPOSE_MAX)
    form: Literal["see", "soft", "hard"] = "soft"
    delivery: Literal["online", "email", "post", "pick_up"] = "online"
    citizen: RequesterIn
    identity: Files = Field(default_factory=list)
    authority: Files = Field(default_factory=list)


class InformationRequestOut(Schema):
    """When the answer is due by law, why then, and where the requester follows it."""

    number: str
    due: datetime
    explanation: str
    track_url: str


@router.post(
    "",
    response={201: InformationRequestOut},
    operation_id="create_information_request",
    summary="Minta informasi publik",
)
def create_information_request(request: ApiRequest, payload: InformationRequestIn) -> Any:
    """Permintaan atas nama warga; pemegang kunci menjamin kontaknya. Izin: information:write."""
    body = organisations.by_slug(payload.unit)
    if body is None:
        raise rules.InputRefused({"unit": "Badan publik ini tidak ada. Kirim slug-nya."})
    row = actions.file_request(
        actor=request.auth,
        organisation=body,
        applicant=rules.Applicant(**payload.citizen.dict()),
        asked=_asked(payload),
        channel=asking.API,
        files=actions.Papers(identity=tuple(payload.identity), authority=tuple(payload.authority)),
        now=timezone.now(),
    )
    return Status(
        201,
        {
            "number": row.number,
            "due": row.due_at.astimezone(row.desk.zone),
            "explanation": " ".join(explain(Due.from_json(row.due_explanation))),
            "track_url": settings.PUBLIC_URL + case.case_path(row),
        },
    )


def _asked(payload: InformationRequestIn) -> rules.Asked:
    seen = payload.form == asking.SEE
    return rules.Asked(
        information=payload.information,
        purpose=payload.purpose,
        manner=asking.SEE if seen else asking.COPY,
        copy_form="" if seen else payload.form,
        medium=payload.delivery,
    )
