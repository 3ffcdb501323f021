"""Take a report. Everything is checked as everywhere else: by the action of complaints, by the checks of files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from melayani.entrances.open311 import codec, media, tokens
from melayani.entrances.open311.categories import NO_CODE, find, name_of, questions_of
from melayani.entrances.open311.door import Answer, Call
from melayani.entrances.open311.keys import demand_reach
from melayani.entrances.open311.parameters import attributes, degree, lines, text
from melayani.entrances.open311.refusals import Refusal, forbidden, invalid, of_fields
from melayani.foundation.attachments.rules import NotYours
from melayani.foundation.organisations.models import Organisation
from melayani.voice.complaints import actions, rules
from melayani.voice.complaints.models import Category, Complaint
from melayani.voice.complaints.rules.filing import OPEN311, TEXT_MIN

DESCRIPTION_MOST = 4_000
NO_PLACE = "lat, long: Sebutkan tempatnya dengan lat dan long, dengan address_string, atau dengan address_id."
HALF_PLACE = "lat, long: Kirim keduanya."
NAMES = {
    "text": "description",
    "latitude": "lat, long",
    "longitude": "lat, long",
    "address": "address_string",
    "region": "address_id",
    "name": "first_name, last_name",
    "contact": "email, phone",
    "category": "service_code",
    "about": "jurisdiction_id",
    "files": "media",
}
SHORT = "(laporan singkat)"


def take(call: Call) -> Answer:
    """File a report for the agency that is asked, on behalf of somebody at another system."""
    agency = call.agency
    demand_reach(call.caller, agency)
    category = _category(call, agency)
    report, reporter = _report(call, category), _reporter(call)
    files, notices = media.store_all(call)
    try:
        complaint = _file(call, agency=agency, category=category, report=report, reporter=reporter, files=files)
    except rules.InputRefused as error:
        raise _in_their_words(error) from error
    except rules.NotAllowed as error:
        raise forbidden(f"api_key: {error}") from error
    except (rules.ActionRefused, NotYours) as error:
        raise invalid(str(error)) from error
    if call.test:
        notices = [*notices, "Endpoint uji: laporan diperiksa seluruhnya dan tidak disimpan."]
    return Answer("service_requests", codec.Many("request", [_receipt(complaint, category, notices)]))


def _file(
    call: Call,
    *,
    agency: Organisation,
    category: Category | None,
    report: rules.Report,
    reporter: rules.Reporter,
    files: Sequence[UUID],
) -> Complaint:
    """File it; on a test endpoint it is taken back before anybody could see it."""
    with transaction.atomic():
        complaint = actions.file_complaint(
            actor=call.sender,
            report=report,
            reporter=reporter,
            channel=OPEN311,
            now=call.now,
            about=agency,
            category=category,
            files=files,
        )
        if call.test:
            transaction.set_rollback(True)
    return complaint


def _category(call: Call, agency: Organisation) -> Category | None:
    code = text(call.given, "service_code")
    if not code:
        raise invalid(NO_CODE)
    return find(agency, code, call.caller)


def _report(call: Call, category: Category | None) -> rules.Report:
    given = call.given
    latitude, longitude = _position(call)
    address, region = text(given, "address_string"), text(given, "address_id")
    if latitude is None and not address and not region:
        raise invalid(NO_PLACE)
    return rules.Report(
        kind=category.kind if category else rules.KINDS[0],
        text=_text(call, category),
        title=text(given, "title")[: rules.TITLE_MAX],
        address=address,
        region=region,
        latitude=latitude,
        longitude=longitude,
        anonymous=not _name(call),
        answers=_answers(call, category),
    )


def _position(call: Call) -> tuple[Decimal | None, Decimal | None]:
    latitude, longitude = degree(call.given, "lat", 90), degree(call.given, "long", 180)
    if (latitude is None) != (longitude is None):
        raise invalid(HALF_PLACE)
    return latitude, longitude


def _text(call: Call, category: Category | None) -> str:
    """The description; GeoReport lets it be short or absent, so that the service's name then says what it is about."""
    said = lines(call.given.get("description", ""))
    if len(said) > DESCRIPTION_MOST:
        raise invalid(f"description: Paling panjang {DESCRIPTION_MOST} huruf.")
    return said if len(said) >= TEXT_MIN else f"{name_of(category)} {SHORT}: {said}".rstrip(": ")


def _answers(call: Call, category: Category | None) -> Mapping[str, tuple[str, ...]]:
    given = attributes(call.given)
    known = {question.code for question in questions_of(category)}
    if unknown := sorted(set(given) - known):
        raise invalid(*[f"attribute[{code}]: Layanan ini tidak menanyakannya." for code in unknown[:10]])
    return {code: tuple(values) for code, values in given.items()}


def _name(call: Call) -> str:
    return f"{text(call.given, 'first_name')} {text(call.given, 'last_name')}".strip()


def _reporter(call: Call) -> rules.Reporter:
    return rules.Reporter(name=_name(call), phone=text(call.given, "phone"), email=text(call.given, "email"))


def _in_their_words(error: rules.InputRefused) -> Refusal:
    """An action's refusal with the names under which GeoReport sends the fields."""
    names = {field: f"attribute[{field.removeprefix('question-')}]" for field in error.problems if "question-" in field}
    return of_fields(error.problems, NAMES | names)


def _receipt(complaint: Complaint, category: Category | None, notices: Sequence[str]) -> dict[str, Any]:
    waits = not tokens.is_ready(complaint)
    named = {"token": tokens.token_of(complaint)} if waits else {"service_request_id": complaint.number}
    return {**named, "service_notice": " ".join(notices), "account_id": None}
