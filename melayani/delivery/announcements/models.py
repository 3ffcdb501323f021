"""Announcements, their sending, who follows them, and where else they were made known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from melayani.delivery.announcements import rules, states
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation, at_or_below

REFERENCE = "announcement"
FOLLOWING = "announcement_subscription"
PURPOSE = "announcements"  # of consents


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def public(self) -> AnnouncementQuerySet:
        """Everything that was published once, also what is over or withdrawn: the archive stays readable."""
        return self.filter(published_at__isnull=False)

    def published(self) -> AnnouncementQuerySet:
        return self.filter(state=states.PUBLISHED)

    def within(self, paths: Iterable[str]) -> AnnouncementQuerySet:
        return self.filter(at_or_below(paths, "organisation__"))

    def not_ended(self, now: datetime) -> AnnouncementQuerySet:
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=now))

    def in_force(self, now: datetime) -> AnnouncementQuerySet:
        return self.published().not_ended(now).filter(valid_from__lte=now)

    def ended(self, now: datetime) -> AnnouncementQuerySet:
        """Published ones whose time is over."""
        return self.published().filter(valid_until__lte=now)

    def for_place(self, path: str, region: str) -> AnnouncementQuerySet:
        """What concerns the office at `path` of the tree in `region`, as rules.concerns says."""
        step = Organisation.steplen
        above = [path[:end] for end in range(step, len(path) + 1, step)]
        around = [region[:end] for end in (2, 5, 8) if len(region) >= end]
        return self.filter(
            Q(audience=rules.ALL)
            | Q(audience=rules.UNIT, unit__path__in=above)
            | Q(audience=rules.SERVICE, service__agency__path=path)
            | Q(audience=rules.REGION, region__in=around)
        )


class Announcement(models.Model):
    """One announcement. Published words are corrected, never replaced in silence: `version` rises and says why."""

    slug = models.SlugField(max_length=140, unique=True)
    # PROTECT throughout: what was said stays with who said it; units and services are closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=list(rules.KINDS.items()))
    severity = models.CharField(max_length=6, choices=list(rules.SEVERITIES.items()), default=rules.NOTE)
    title = models.CharField(max_length=rules.TITLE_MAX)
    text = models.TextField()
    title_en = models.CharField(max_length=rules.TITLE_MAX, blank=True)
    text_en = models.TextField(blank=True)
    audience = models.CharField(max_length=8, choices=list(rules.AUDIENCES.items()))
    unit = models.ForeignKey("organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("catalogue.Service", null=True, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("organisations.Region", null=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)  # the first moment at which it no longer holds; None: till withdrawn
    affects_from = models.DateTimeField(null=True)  # what it is about, when it is told beforehand; None: while it holds
    affects_until = models.DateTimeField(null=True)
    tell_bookings = models.BooleanField(default=False)  # holders of bookings in that time
    tell_cases = models.BooleanField(default=False)  # people with an open application
    tell_subscribers = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=list(states.LABELS.items()), default=states.FIRST)
    version = models.PositiveSmallIntegerField(default=1)
    correction = models.CharField(max_length=rules.REASON_MAX, blank=True)  # what the newest version set right
    corrected_at = models.DateTimeField(null=True)
    origin = models.CharField(max_length=160, blank=True)  # the entry of a calendar that it was drafted from
    withdrawal_proposed = models.CharField(max_length=200, blank=True)  # why the calendar says it may go
    written_by = models.CharField(max_length=40)  # id of the actor whose words they are
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # withdrawn or over
    reason = models.CharField(max_length=rules.REASON_MAX, blank=True)  # of the withdrawal

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="announcement_state_known", condition=Q(state__in=sorted(states.STATES))),
            models.CheckConstraint(name="announcement_kind_known", condition=Q(kind__in=sorted(rules.KINDS))),
            models.CheckConstraint(
                name="announcement_severity_known", condition=Q(severity__in=sorted(rules.SEVERITIES))
            ),
            models.CheckConstraint(
                name="announcement_audience_whole",
                condition=Q(audience=rules.ALL, unit__isnull=True, service__isnull=True, region__isnull=True)
                | Q(audience=rules.UNIT, unit__isnull=False, service__isnull=True, region__isnull=True)
                | Q(audience=rules.SERVICE, unit__isnull=True, service__isnull=False, region__isnull=True)
                | Q(audience=rules.REGION, unit__isnull=True, service__isnull=True, region__isnull=False),
            ),
            models.CheckConstraint(
                name="announcement_ends_after_start",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="announcement_affects_in_order",
                condition=Q(affects_until__isnull=True) | Q(affects_until__gt=F("affects_from")),
            ),
            models.CheckConstraint(
                name="announcement_published_has_moment",
                condition=~Q(state__in=[states.PUBLISHED, states.OVER]) | Q(published_at__isnull=False),
            ),
            models.UniqueConstraint(fields=["origin"], condition=~Q(origin=""), name="announcement_origin_once"),
        ]
        indexes = [
            models.Index(fields=["valid_until"], condition=Q(state="published"), name="announcement_in_force"),
            models.Index(fields=["-published_at", "-id"], name="announcement_newest"),
            models.Index(fields=["organisation", "state"], name="announcement_of_office"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> Reference:
        return Reference(kind=REFERENCE, number=self.slug, title=self.title)

    @property
    def scope(self) -> rules.Scope:
        """Whom it is for; `unit` or `service__agency` must be loaded."""
        path = self.unit.path if self.unit else self.service.agency.path if self.service else ""
        return rules.Scope(self.audience, path, self.service_id, self.region_id or "")

    @property
    def tone(self) -> str:
        return rules.TONES[self.severity]

    @property
    def span(self) -> tuple[datetime, datetime | None]:
        """When what it tells happens: the closed days, not the weeks in which it is announced."""
        if self.affects_from is None:
            return self.valid_from, self.valid_until
        return self.affects_from, self.affects_until

    @property
    def last_moment(self) -> datetime | None:
        """Until when it holds, as it is said: what ends at midnight ends on the day before, at 23.59."""
        return rules.as_said(self.valid_until, self.organisation.zone)

    @property
    def affects_last(self) -> datetime | None:
        """Until when what it tells lasts, as it is said."""
        return rules.as_said(self.affects_until, self.organisation.zone)

    def is_in_force(self, now: datetime) -> bool:
        return self.state == states.PUBLISHED and rules.is_in_force(self.valid_from, self.valid_until, now)

    def words(self, language: str) -> tuple[str, str]:
        """Title and text in `language`; Indonesian where English was not written."""
        if language == "en" and self.title_en:
            return self.title_en, self.text_en
        return self.title, self.text


class Telling(models.Model):
    """The sending of one announcement: how far it has come. `source` and `cursor` are where the next batch begins."""

    announcement = models.OneToOneField(Announcement, on_delete=models.PROTECT, related_name="telling")
    state = models.CharField(max_length=8, choices=list(states.TELLING.items()), default=states.RUNNING)
    source = models.PositiveSmallIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)
    expected = models.PositiveIntegerField()  # people when it began
    queued = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    reach = models.JSONField(default=list)  # its messages by channel, as they were counted last (reach.py)
    counted_at = models.DateTimeField(null=True)
    count_at = models.DateTimeField(null=True)  # when they are counted anew; None: not any more

    class Meta:
        constraints = [
            models.CheckConstraint(name="telling_state_known", condition=Q(state__in=sorted(states.TELLING))),
            models.CheckConstraint(
                name="telling_done_has_moment",
                condition=Q(state=states.DONE, finished_at__isnull=False)
                | (~Q(state=states.DONE) & Q(finished_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["changed_at", "id"], condition=Q(state="running"), name="telling_running"),
            models.Index(fields=["count_at", "id"], condition=Q(count_at__isnull=False), name="telling_to_count"),
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id}: {self.state}"

    @property
    def percent(self) -> int:
        """How far, of a hundred; a list that grew while it was told is full at a hundred."""
        if self.state == states.DONE:
            return 100
        return min(99, self.queued * 100 // self.expected) if self.expected else 0


class Subscription(models.Model):
    """Somebody wants the announcements of an office, a service or a region. The contact was proven by a code."""

    contact = models.ForeignKey("messaging.Contact", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("catalogue.Service", null=True, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("organisations.Region", null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="subscription_one_scope",
                condition=Q(unit__isnull=False, service__isnull=True, region__isnull=True)
                | Q(unit__isnull=True, service__isnull=False, region__isnull=True)
                | Q(unit__isnull=True, service__isnull=True, region__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["contact", "unit"], condition=Q(unit__isnull=False), name="subscription_unit_once"
            ),
            models.UniqueConstraint(
                fields=["contact", "service"], condition=Q(service__isnull=False), name="subscription_service_once"
            ),
            models.UniqueConstraint(
                fields=["contact", "region"], condition=Q(region__isnull=False), name="subscription_region_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} follows {self.about}"

    @property
    def about(self) -> str:
        """What is followed, by name."""
        if self.service:
            return self.service.title
        return str(self.unit or self.region)


class Publication(models.Model):
    """That an announcement was made known outside the platform: by what, where, when."""

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="publications")
    medium = models.CharField(max_length=12, choices=list(rules.MEDIA.items()))
    place = models.CharField(max_length=200)  # station, account, newspaper and page, village
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["announcement", "at"], name="publication_of_announcement")]
        constraints = [
            models.CheckConstraint(name="publication_medium_known", condition=Q(medium__in=sorted(rules.MEDIA)))
        ]

    def __str__(self) -> str:
        return f"{self.medium} {self.place}"


class PublicationFile(models.Model):
    """A file that shows a publication: a picture of the board, a recording's page, a cutting."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="files")
    # PROTECT: evidence is removed by its own action, which leaves a trace
    attachment = models.OneToOneField("attachments.Attachment", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.attachment_id)
