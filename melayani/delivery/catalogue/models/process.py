"""How a version came to be and what became of it: team, discussions, media, checks, and what caused a change."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from melayani.delivery.catalogue.models.parts import Part, PartQuerySet
from melayani.delivery.catalogue.models.standards import Standard

FUNCTIONS = [
    ("head", "Pimpinan unit"),
    ("owner", "Pemilik layanan"),
    ("front", "Petugas layanan"),
    ("administration", "Tata usaha"),
    ("other", "Anggota lain"),
]


class TeamMember(Part):
    """Who drafts the version: a name with a function (service-standards, section 3)."""

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="team")
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=16, choices=FUNCTIONS)
    post = models.CharField(max_length=120, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["standard", "name", "function"], name="team_member_once")]

    def __str__(self) -> str:
        return self.name


class Discussion(Part):
    """A talk with the public about the version: a consultation by its number, or another meeting; with its minutes."""

    KINDS = [("consultation", "Forum konsultasi publik"), ("other", "Pertemuan lain")]

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="discussions")
    kind = models.CharField(max_length=12, choices=KINDS)
    number = models.CharField(max_length=64, blank=True)
    held_on = models.DateField()
    words = models.TextField(max_length=2000)
    minutes_number = models.CharField(max_length=64, blank=True)
    # PROTECT: the paper of the minutes is evidence
    minutes_file = models.ForeignKey("attachments.Attachment", null=True, on_delete=models.PROTECT, related_name="+")

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="discussion_consultation_has_number", condition=~Q(kind="consultation") | ~Q(number="")
            )
        ]

    def __str__(self) -> str:
        return self.number or self.words[:40]

    @property
    def has_minutes(self) -> bool:
        return bool(self.minutes_number) or self.minutes_file_id is not None


class Publication(models.Model):
    """A medium in which a decreed version was made public, with its evidence: an address or a file."""

    MEDIA = [
        ("sippn", "SIPPN"),
        ("website", "Laman instansi"),
        ("social", "Media sosial"),
        ("board", "Papan atau layar di kantor"),
        ("print", "Brosur atau cetakan"),
        ("mass_media", "Media massa"),
        ("other", "Media lain"),
    ]

    # PROTECT: published versions are never removed
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="publications")
    medium = models.CharField(max_length=12, choices=MEDIA)
    published_on = models.DateField()
    address = models.URLField(max_length=400, blank=True)
    # PROTECT: a photo of the board is evidence
    file = models.ForeignKey("attachments.Attachment", null=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=250, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="publication_has_evidence", condition=~Q(address="") | Q(file__isnull=False))
        ]
        indexes = [models.Index(fields=["standard", "medium"], name="publication_medium")]

    def __str__(self) -> str:
        return self.get_medium_display()


class StandardCheck(models.Model):
    """One look at whether the standard is kept, with what was found. Rows are added, never changed."""

    STATES = [("kept", "Dijalankan"), ("partly", "Sebagian"), ("not_kept", "Belum dijalankan")]

    # PROTECT: published versions are never removed
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="checks")
    component = models.CharField(max_length=24, blank=True)  # "" for the standard as a whole
    state = models.CharField(max_length=8, choices=STATES)
    checked_on = models.DateField()
    finding = models.TextField(max_length=2000)
    # PROTECT: accounts are closed, never deleted
    checked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["standard", "-checked_on"], name="check_of_standard")]

    def __str__(self) -> str:
        return f"{self.checked_on} {self.state}"


class ClauseOrigin(models.Model):
    """What caused a component of a version to change: a consultation, finding, complaint or survey, by its number."""

    KINDS = [
        ("consultation", "Forum konsultasi publik"),
        ("finding", "Temuan pemantauan"),
        ("complaint", "Pengaduan"),
        ("survey", "Survei kepuasan"),
        ("other", "Sebab lain"),
    ]

    # PROTECT: an origin is the record of a promise
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="origins")
    component = models.CharField(max_length=24)
    kind = models.CharField(max_length=12, choices=KINDS)
    number = models.CharField(max_length=64, blank=True)
    words = models.CharField(max_length=500)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "component", "kind", "number"], condition=~Q(number=""), name="origin_once"
            ),
            models.CheckConstraint(
                name="origin_consultation_has_number", condition=~Q(kind="consultation") | ~Q(number="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component}: {self.words[:40]}"
