"""What an organisation decides for itself: categories with their questions, shorter limits, its ladder, reply texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from melayani.foundation.ui.format import format_day
from melayani.voice.complaints import rules
from melayani.voice.complaints.models.choices import ComplaintClass, Kind
from melayani.voice.complaints.rules import filing, ladder


def _reads_english() -> bool:
    return (get_language() or "id").startswith("en")


def _day(text: str) -> str:
    """A day as it is kept, or a moment of an Open311 client, as people read it; anything else as it is."""
    try:
        return format_day(date.fromisoformat(text[:10]))
    except ValueError:
        return text


class CategoryQuerySet(models.QuerySet["Category"]):
    def active(self) -> CategoryQuerySet:
        return self.filter(active=True)

    def offered_at(self, paths: Sequence[str]) -> CategoryQuerySet:
        """Categories of everybody and of the organisations with these tree paths (a unit's own and those above it)."""
        return self.active().filter(Q(organisation__isnull=True) | Q(organisation__path__in=paths))


class Category(models.Model):
    """What a report is about, with the questions that belong to it. Never deleted: cases keep theirs."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    description = models.CharField(max_length=400, blank=True)
    description_en = models.CharField(max_length=400, blank=True)
    group = models.CharField(max_length=60, blank=True)
    keywords = models.JSONField(default=list)
    # PROTECT: organisations are closed, never deleted; None is offered everywhere
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=24, choices=Kind.choices, default=Kind.COMPLAINT)
    listed = models.BooleanField(default=True)  # False: never in public lists
    anonymous_allowed = models.BooleanField(default=True)
    moderated = models.BooleanField(default=True)  # the content is public only after an officer looked at it
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["active", "position"], name="complaint_category_order")]
        constraints = [
            models.CheckConstraint(name="complaint_category_kind_known", condition=Q(kind__in=Kind.values)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def words(self) -> str:
        """Its name in the reader's language, as far as there is one."""
        return self.name_en if _reads_english() and self.name_en else self.name


class Question(models.Model):
    """A question of a category, in the shapes that GeoReport v2 knows."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField(max_length=40)
    datatype = models.CharField(max_length=16, choices=[(name, name) for name in filing.DATATYPES])
    variable = models.BooleanField(default=True)  # False: a text to read, nothing to answer
    required = models.BooleanField(default=False)
    description = models.CharField(max_length=300)
    description_en = models.CharField(max_length=300, blank=True)
    hint = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField()
    values = models.JSONField(default=list)  # [{"key", "name", "name_en"?}]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "code"], name="complaint_question_code_once"),
            models.UniqueConstraint(fields=["category", "order"], name="complaint_question_order_once"),
            models.CheckConstraint(
                name="complaint_question_datatype_known", condition=Q(datatype__in=filing.DATATYPES)
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def words(self) -> str:
        """The question in the reader's language, as far as it was given in it."""
        return self.description_en if _reads_english() and self.description_en else self.description

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What may be chosen: keys with names in the reader's language."""
        name = "name_en" if _reads_english() else "name"
        return [(str(one["key"]), str(one.get(name) or one["name"])) for one in self.values]

    def answered(self, given: Sequence[str]) -> str:
        """What was answered, in words: names of choices, days as people write them."""
        names = dict(self.choices)
        words = [_day(one) if self.datatype == "datetime" else names.get(one, one) for one in given]
        return ", ".join(words)

    @property
    def asked(self) -> filing.Asked:
        """The question as rules judge its answer."""
        choices = tuple((str(value["key"]), str(value["name"])) for value in self.values)
        return filing.Asked(self.code, self.datatype, self.required and self.variable, choices)


class ReplyTemplate(models.Model):
    """A text that officers of an organisation (and below) start an answer from."""

    # PROTECT: organisations are closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    text = models.TextField()
    for_action = models.CharField(max_length=24, blank=True)  # a verb of states.py; "" is any
    active = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "active"], name="complaint_template_place")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="complaint_template_title_once"),
        ]

    def __str__(self) -> str:
        return self.title


class LocalClock(models.Model):
    """An organisation's own limit for itself and below. It only shortens: the earlier of both due moments holds."""

    # PROTECT: organisations are closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    clock = models.CharField(max_length=12, choices=[(name, name) for name in rules.CLOCKS])
    complaint_class = models.CharField(max_length=24, choices=ComplaintClass.choices, blank=True)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16)
    source = models.CharField(max_length=200)  # the decree or standard that says so
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "clock", "complaint_class", "valid_from"], name="complaint_clock_once"
            ),
            models.CheckConstraint(name="complaint_clock_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="complaint_clock_unit", condition=Q(unit__in=["hour", "calendar_day", "working_day"])
            ),
            models.CheckConstraint(name="complaint_clock_known", condition=Q(clock__in=rules.CLOCKS)),
        ]

    def __str__(self) -> str:
        return f"{self.clock}: {self.amount} {self.unit}"


class LadderStep(models.Model):
    """A rung of an organisation's own ladder; with any row of its own it climbs none of the national ones."""

    # PROTECT: organisations are closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    clock = models.CharField(max_length=12, choices=[(name, name) for name in rules.CLOCKS])
    hours = models.IntegerField()
    level = models.CharField(max_length=12, choices=[(name, name) for name in ladder.LEVELS])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="complaint_ladder_step_once"),
            models.CheckConstraint(name="complaint_ladder_level_known", condition=Q(level__in=ladder.LEVELS)),
        ]

    def __str__(self) -> str:
        return self.key

    def as_row(self) -> dict[str, Any]:
        """The rung as data/ladder.json writes it."""
        return {"key": self.key, "clock": self.clock, "hours": self.hours, "level": self.level}
