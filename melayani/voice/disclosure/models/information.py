"""The public list (Daftar Informasi Publik), exclusions and their consequence tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models
from django.db.models import Q

from melayani.foundation.organisations.models import at_or_below
from melayani.voice.disclosure.rules import law, listing
from melayani.voice.disclosure.states import entries, exclusions


class CategoryKey(models.TextChoices):
    PERIODIC = law.PERIODIC, "Berkala"
    IMMEDIATE = law.IMMEDIATE, "Serta-merta"
    ALWAYS = law.ALWAYS, "Tersedia setiap saat"
    EXEMPT = law.EXEMPT, "Dikecualikan"


class EntryState(models.TextChoices):
    DRAFT = entries.DRAFT, entries.LABELS[entries.DRAFT]
    PUBLISHED = entries.PUBLISHED, entries.LABELS[entries.PUBLISHED]
    WITHDRAWN = entries.WITHDRAWN, entries.LABELS[entries.WITHDRAWN]


class InformationQuerySet(models.QuerySet["Information"]):
    def within(self, paths: Iterable[str]) -> InformationQuerySet:
        return self.filter(at_or_below(paths, "organisation__"))

    def published(self) -> InformationQuerySet:
        return self.filter(state=entries.PUBLISHED)

    def overdue_review(self, today: date) -> InformationQuerySet:
        """Published entries that were to be renewed by now."""
        return self.published().filter(review_on__lt=today)


class Information(models.Model):
    """An entry of the public list."""

    # PROTECT: an entry outlives the unit, which is closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    entry_number = models.PositiveIntegerField()  # per organisation
    title = models.CharField(max_length=200)
    summary = models.TextField()
    category = models.CharField(max_length=10, choices=CategoryKey.choices)
    holding_unit = models.CharField(max_length=160)
    responsible = models.CharField(max_length=160)
    made_on = models.DateField(null=True)
    place = models.CharField(max_length=160, blank=True)
    soft = models.BooleanField(default=True)
    hard = models.BooleanField(default=False)
    retention = models.CharField(max_length=160, blank=True)
    link = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=EntryState.choices, default=EntryState.DRAFT)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)  # a periodic entry is to be renewed by this day
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    # PROTECT: the exclusion is the proof of the test, the request of why it was disclosed
    exclusion = models.ForeignKey("disclosure.Exclusion", null=True, on_delete=models.PROTECT, related_name="entries")
    from_request = models.ForeignKey(
        "disclosure.InformationRequest", null=True, on_delete=models.PROTECT, related_name="entries"
    )

    objects = InformationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "category", "-published_at"], name="disclosure_information_list"),
            models.Index(fields=["organisation", "state", "-published_at"], name="disclosure_information_office"),
            models.Index(fields=["state", "-published_at"], name="disclosure_information_news"),
            models.Index(fields=["state", "review_on"], name="disclosure_information_review"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "entry_number"], name="disclosure_information_number"),
            models.CheckConstraint(
                name="disclosure_information_category_known", condition=Q(category__in=CategoryKey.values)
            ),
            models.CheckConstraint(
                name="disclosure_information_published_has_moment",
                condition=~Q(state=entries.PUBLISHED) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="disclosure_information_exempt_is_tested",
                condition=~Q(category=law.EXEMPT) | Q(exclusion__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class InformationFile(models.Model):
    """A file of an entry, in its order."""

    information = models.ForeignKey(Information, on_delete=models.CASCADE, related_name="files")
    # PROTECT: published files go only by an action
    attachment = models.OneToOneField("attachments.Attachment", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class InformationWord(models.Model):
    """A word by which a published entry is found; beginnings of words are found by the index."""

    information = models.ForeignKey(Information, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=40, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["information", "word"], name="disclosure_word_once")]

    def __str__(self) -> str:
        return self.word


class ExclusionState(models.TextChoices):
    PROPOSED = exclusions.PROPOSED, exclusions.LABELS[exclusions.PROPOSED]
    TESTED = exclusions.TESTED, exclusions.LABELS[exclusions.TESTED]
    IN_FORCE = exclusions.IN_FORCE, exclusions.LABELS[exclusions.IN_FORCE]
    DROPPED = exclusions.DROPPED, exclusions.LABELS[exclusions.DROPPED]
    ENDED = exclusions.ENDED, exclusions.LABELS[exclusions.ENDED]


class ExclusionQuerySet(models.QuerySet["Exclusion"]):
    def within(self, paths: Iterable[str]) -> ExclusionQuerySet:
        return self.filter(at_or_below(paths, "organisation__"))

    def in_force(self, day: date) -> ExclusionQuerySet:
        still = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        return self.filter(still, state=exclusions.IN_FORCE)

    def lapsed(self, day: date) -> ExclusionQuerySet:
        return self.filter(state=exclusions.IN_FORCE, ends_on__lt=day)


class Exclusion(models.Model):
    """Information that is not opened: what, by which law, with which consequences, for how long."""

    # PROTECT: what was refused by it must stay explained
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    content = models.TextField()
    ground = models.CharField(max_length=8)  # key of law.refusal_grounds()
    legal_basis = models.TextField()
    consequence_open = models.TextField()
    consequence_closed = models.TextField()
    duration = models.CharField(max_length=160)
    ends_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=ExclusionState.choices, default=ExclusionState.PROPOSED)
    created_at = models.DateTimeField()
    # PROTECT: who proposed and who decided stay known
    proposed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # PROTECT: the decree is the proof
    decree = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "state"], name="disclosure_exclusion_office")]
        constraints = [
            models.CheckConstraint(
                name="disclosure_exclusion_decided_whole",
                condition=~Q(state=exclusions.IN_FORCE) | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"exclusion {self.pk}"

    def holds_at(self, moment: datetime) -> bool:
        """Whether it is in force on the day of `moment` where the office is."""
        day = moment.astimezone(self.organisation.zone).date()
        return self.state == exclusions.IN_FORCE and (self.ends_on is None or self.ends_on >= day)


class Occasion(models.TextChoices):
    BEFORE = listing.BEFORE, "Sebelum ada permintaan"
    ON_REQUEST = listing.ON_REQUEST, "Atas permintaan"
    BY_ORDER = listing.BY_ORDER, "Perintah dalam sengketa"


class TestResult(models.TextChoices):
    EXCLUDE = listing.EXCLUDE, "Dikecualikan"
    PARTLY = listing.PARTLY, "Dikecualikan sebagian"
    OPEN = listing.OPEN, "Dibuka"


class ConsequenceTest(models.Model):
    """A consequence test (uji konsekuensi): append-only; a later one stands beside the earlier."""

    exclusion = models.ForeignKey(Exclusion, on_delete=models.CASCADE, related_name="tests")
    document = models.TextField()  # which document was examined
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    # PROTECT: the request that led to the test
    request = models.ForeignKey(
        "disclosure.InformationRequest", null=True, on_delete=models.PROTECT, related_name="tests"
    )
    participants = models.TextField()
    analysis = models.TextField()
    result = models.CharField(max_length=8, choices=TestResult.choices)
    held_on = models.DateField()
    recorded_at = models.DateTimeField()
    # PROTECT: who recorded it stays known
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"test of exclusion {self.exclusion_id} on {self.held_on}"
