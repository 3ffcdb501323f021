"""What pages of constraints read instead of all remarks: counts by place, and the words by which remarks are found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from melayani.oversight.reporting.models.reports import Remark

BEGINNING = 4  # letters from which on a typed word is also the beginning of longer ones
LAST = "z" * 40  # a word with this behind it stands behind all that begin with the word


class RemarkTotal(models.Model):
    """One kind of constraint at a place ("" the country, as `PlaceTotal`) in verified reports. A recount, always.

    `indicator` "" is whatever figure a remark explains, or none. `named` and `units`: constraints, and how many units
    wrote them. `strategies` and `overcome`: strategies, and those that solved it. `open`, `helps`, `solved`: strategies
    and innovations by outcome.
    """

    place = models.CharField(max_length=8, blank=True)
    code = models.CharField(max_length=16)
    indicator = models.CharField(max_length=24, blank=True)
    named = models.PositiveIntegerField()
    units = models.PositiveIntegerField()
    strategies = models.PositiveIntegerField()
    overcome = models.PositiveIntegerField()
    open = models.PositiveIntegerField()
    helps = models.PositiveIntegerField()
    solved = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "indicator", "code"], name="remark_total_once"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.code} {self.indicator}"


class RemarkWordQuerySet(models.QuerySet["RemarkWord"]):
    def meant_by(self, word: str) -> RemarkWordQuerySet:
        """Entries of the word, and from four letters on of longer words that begin with it."""
        if len(word) < BEGINNING:
            return self.filter(word=word)
        return self.filter(Q(word__gte=word, word__lte=word + LAST), word__startswith=word)


class RemarkWord(models.Model):
    """A word by which a remark of a verified report is found."""

    remark = models.ForeignKey(Remark, on_delete=models.CASCADE, related_name="words", db_index=False)
    word = models.CharField(max_length=40)

    objects = RemarkWordQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["remark", "word"], name="remark_word_once")]
        indexes = [models.Index(fields=["word", "-remark"], name="remark_word_newest")]

    def __str__(self) -> str:
        return self.word
