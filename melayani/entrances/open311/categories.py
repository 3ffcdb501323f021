"""Services are the complaint categories offered at an agency, definitions are their questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language, gettext

from melayani.entrances.open311 import codec
from melayani.entrances.open311.door import Answer, Call
from melayani.entrances.open311.keys import reaches
from melayani.entrances.open311.refusals import invalid, not_found
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import ApiClient
from melayani.voice.complaints.models import Category, Question

FRESH_FOR = 300
GENERAL = "umum"  # the service of reports without a category
SWITCHES = {"private", "inactive", "staff", "waste_only"}  # words that FixMyStreet takes for orders
NO_CODE = "service_code: Sebutkan kode layanan dari services."
UNKNOWN_CODE = "service_code: Kode ini tidak ada pada endpoint ini. Lihat services."
NO_DEFINITION = "service_code: Layanan ini tidak memiliki pertanyaan tambahan (metadata false)."


def show_all(call: Call) -> Answer:
    """The services of the agency that is asked."""
    found = offered(call.agency, call.caller)
    general = [] if any(category.slug == GENERAL for category in found) else [None]
    rows = [_service(category) for category in [*found, *general]]
    return Answer("services", codec.Many("service", rows), FRESH_FOR)


def show_definition(call: Call, code: str) -> Answer:
    """The questions of one service."""
    if not code.strip():
        raise invalid(NO_CODE)
    questions = questions_of(find(call.agency, code, call.caller))
    if not questions:
        raise not_found(NO_DEFINITION)
    value = {"service_code": code, "attributes": codec.Many("attribute", [_attribute(one) for one in questions])}
    return Answer("service_definition", value, FRESH_FOR)


def offered(agency: Organisation, caller: ApiClient | None) -> Sequence[Category]:
    """Categories with their questions; the private ones only for a key that reaches the agency. Two queries."""
    own_and_above = [agency.path[:end] for end in range(agency.steplen, len(agency.path) + 1, agency.steplen)]
    rows = Category.objects.offered_at(own_and_above).prefetch_related("questions").order_by("position", "slug")
    return list(rows if reaches(caller, agency) else rows.filter(listed=True))


def find(agency: Organisation, code: str, caller: ApiClient | None) -> Category | None:
    """The category with this code; None for the general service. Raises 404."""
    for category in offered(agency, caller):
        if category.slug == code:
            return category
    if code == GENERAL:
        return None
    raise not_found(UNKNOWN_CODE)


def questions_of(category: Category | None) -> list[Question]:
    """In their order; no query for a category that `offered` loaded."""
    return sorted(category.questions.all(), key=lambda one: one.order) if category else []


def waits_for_moderation(category: Category | None) -> bool:
    """Whether a report's words are read by an officer before anybody else reads them."""
    return category is None or category.moderated


def _service(category: Category | None) -> dict[str, Any]:
    listed = category is None or category.listed
    return {
        "service_code": code_of(category),
        "service_name": name_of(category),
        "description": _in_language(category.description, category.description_en) if category else "",
        "metadata": bool(questions_of(category)),
        "type": "batch" if listed and waits_for_moderation(category) else "realtime",
        "keywords": ", ".join(_keywords(category)),
        "group": category.group if category else "",
    }


def name_of(category: Category | None) -> str:
    """In the caller's language."""
    return _in_language(category.name, category.name_en) if category else gettext("Laporan umum")


def code_of(category: Category | None) -> str:
    return category.slug if category else GENERAL


def of_codes(codes: Sequence[str]) -> Q:
    """A filter for reports of these services."""
    found = Q(category__slug__in=codes)
    return found | Q(category__isnull=True) if GENERAL in codes else found


def known_codes(codes: Sequence[str]) -> set[str]:
    """Those of `codes` that exist, here or at another agency, also the ones that are no longer offered."""
    return {GENERAL, *Category.objects.filter(slug__in=codes).values_list("slug", flat=True)}


def _in_language(indonesian: str, english: str) -> str:
    return english if english and get_language() == "en" else indonesian


def _keywords(category: Category | None) -> list[str]:
    words = [str(word).replace(",", " ").strip() for word in category.keywords] if category else []
    return [word for word in words if word and word.lower() not in SWITCHES]


def _attribute(question: Question) -> dict[str, Any]:
    value = {
        "variable": question.variable,
        "code": question.code,
        "datatype": question.datatype,
        "required": question.required and question.variable,
        "datatype_description": question.hint,
        "order": question.order,
        "description": question.words,
    }
    if question.values:
        choices = [{"key": key, "name": name} for key, name in question.choices]
        value["values"] = codec.Many("value", choices)
    return value
