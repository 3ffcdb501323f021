"""The public list and what is excluded from it, as citizens read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.organisations.models import Organisation
from melayani.voice.disclosure import access, queries
from melayani.voice.disclosure.composing.words import ground_words
from melayani.voice.disclosure.models import (
    ConsequenceTest,
    Exclusion,
    Information,
    InformationFile,
)
from melayani.voice.disclosure.rules import law
from melayani.voice.disclosure.states import entries

PAGE_SIZE, EXCLUSIONS_A_PAGE, UNITS_AT_MOST = 20, 10, 500
TONES = {law.PERIODIC: "note", law.IMMEDIATE: "warn", law.ALWAYS: "good", law.EXEMPT: "off"}
KINDS = {"application/pdf": "PDF", "image/jpeg": "JPG", "image/png": "PNG", "image/webp": "WEBP"}


@dataclass(frozen=True)
class CategoryCard:
    """A category with how many entries it has."""

    key: str
    label: str
    hint: str
    count: int
    url: str


@dataclass(frozen=True)
class Asked:
    """What the reader narrowed the list to."""

    q: str = ""
    category: str = ""
    unit: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.category or self.unit)


def category_cards() -> list[CategoryCard]:
    """The categories with their counts; one query. The exempt one leads to the exclusions."""
    counts = dict(Information.objects.published().values_list("category").annotate(n=Count("pk")).order_by())
    return [
        CategoryCard(
            key=one.key,
            label=gettext(one.citizen),
            hint=gettext(one.hint),
            count=counts.get(one.key, 0),
            url=_category_url(one.key),
        )
        for one in law.categories().values()
    ]


def categories() -> list[tuple[str, str]]:
    """Key and words of each category, in the active language."""
    return [(one.key, gettext(one.citizen)) for one in law.categories().values()]


def units_with_entries() -> list[Organisation]:
    """Offices that announced something, by name."""
    some = Information.objects.published().filter(organisation=OuterRef("pk"))
    return list(Organisation.objects.filter(Exists(some)).order_by("name")[:UNITS_AT_MOST])


def entries_page(asked: Asked, *, page: str) -> Page[Information]:
    """A page of the list, newest first; by the beginnings of words, never by a scan."""
    rows = queries.found_entries(asked.q)
    if asked.category in law.CATEGORIES:
        rows = rows.filter(category=asked.category)
    if asked.unit:
        rows = rows.filter(organisation__slug=asked.unit)
    return Paginator(rows.order_by("-published_at", "-pk"), PAGE_SIZE).get_page(page)


@dataclass(frozen=True)
class FileLine:
    """A file of an entry."""

    attachment_id: UUID
    title: str
    kind: str
    size: int


@dataclass(frozen=True)
class EntryPage:
    """One entry as a citizen reads it."""

    entry: Information
    files: list[FileLine]

    @property
    def category(self) -> str:
        return category_words(self.entry)

    @property
    def tone(self) -> str:
        return TONES[self.entry.category]

    @property
    def forms(self) -> str:
        """In which forms it is to be had."""
        soft, hard = gettext("berkas digital"), gettext("cetakan")
        return ", ".join(
            words for words, there in ((soft, self.entry.soft), (hard, self.entry.hard)) if there
        ).capitalize()

    @property
    def unstated(self) -> str:
        return gettext("Belum dicantumkan")


def category_words(entry: Information) -> str:
    return gettext(law.categories()[entry.category].citizen)


def entry_page(pk: int) -> EntryPage:
    """A published entry with its files; raises Http404."""
    entry = access.get_public_entry(pk)
    return EntryPage(entry, file_lines(entry))


def file_lines(entry: Information) -> list[FileLine]:
    """The files of an entry, in their order; one query."""
    rows = InformationFile.objects.filter(information=entry).select_related("attachment")[:100]
    return [
        FileLine(row.attachment_id, row.title, KINDS.get(row.attachment.content_type, ""), row.attachment.size)
        for row in rows
    ]


def public_file(pk: int, file: UUID) -> Attachment:
    """A file of a published entry; raises Http404."""
    rows = InformationFile.objects.filter(information=pk, information__state=entries.PUBLISHED, attachment=file)
    found = rows.select_related("attachment").first()
    if found is None:
        raise Http404
    return found.attachment


@dataclass(frozen=True)
class ExclusionLine:
    """What is not opened, with the law and the tests."""

    row: Exclusion
    ground: str
    tests: list[ConsequenceTest]


def exclusions_page(*, page: str, now: datetime) -> Page[Any]:
    """Exclusions in force with their tests; three queries. The items are ExclusionLine."""
    rows = Exclusion.objects.in_force(now.date()).select_related("organisation").prefetch_related("tests")
    found: Page[Any] = Paginator(rows.order_by("-decided_at", "-pk"), EXCLUSIONS_A_PAGE).get_page(page)
    found.object_list = [ExclusionLine(row, ground_words(row.ground), _tests(row)) for row in found.object_list]
    return found


def _tests(row: Exclusion) -> list[ConsequenceTest]:
    return sorted(row.tests.all(), key=lambda test: test.recorded_at, reverse=True)


def _category_url(key: str) -> str:
    return reverse("disclosure:excluded") if key == law.EXEMPT else f"{reverse('disclosure:list')}?jenis={key}"
