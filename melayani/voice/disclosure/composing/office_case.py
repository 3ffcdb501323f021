"""A request as the office works on it: what was asked, the clock, files and originals, objections, what may be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit.queries import Line, history
from melayani.foundation.documents.models import Document
from melayani.foundation.documents.queries import documents_of
from melayani.foundation.messaging import correspondence
from melayani.foundation.messaging import queries as messaging
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Officer
from melayani.foundation.ui import format as words
from melayani.voice.disclosure import access, case, states, windows
from melayani.voice.disclosure.composing.clocks import Clock, Reality, clock_of, days_late, days_so_far, reality_of
from melayani.voice.disclosure.models import (
    Exclusion,
    FileKind,
    InformationObjection,
    InformationRequest,
    RedactionMark,
    RequestFile,
)
from melayani.voice.disclosure.rules import law
from melayani.voice.disclosure.rules.objecting import Option
from melayani.voice.disclosure.rules.words import Possible

AT_MOST = 100
MASKED_FIELDS: dict[str, tuple[str, Callable[[str], str]]] = {
    "name": ("Nama", words.mask_name),
    "nik": ("NIK", words.mask_nik),
    "address": ("Alamat", words.mask_address),
    "phone": ("Telepon", words.mask_phone),
    "email": ("Surel", words.mask_email),
    "occupation": ("Pekerjaan", str),
    "body_name": ("Badan atau kelompok", str),
    "body_paper": ("Akta", str),
    "principal": ("Pemberi kuasa", words.mask_name),
    "authority": ("Surat kuasa", str),
}
IN_CLEAR = frozenset({"occupation", "body_name", "body_paper", "authority"})


@dataclass(frozen=True)
class Personal:
    """One value of the applicant; `shown` is in clear on the one answer after it was unmasked."""

    field: str
    label: str
    masked: str
    shown: str = ""

    @property
    def in_clear(self) -> bool:
        return self.field in IN_CLEAR

    @property
    def refused(self) -> str:
        """How a refused unmasking of this value is called."""
        return f"unmask-{self.field}"


@dataclass(frozen=True)
class OfficeCase:
    """Everything that the officer's page of a request shows."""

    row: InformationRequest
    clock: Clock
    day: int
    days_late: int | None
    possible: Sequence[Possible]
    files: Sequence[RequestFile]
    objections: Sequence[InformationObjection]
    options: Sequence[Option]
    letters: Sequence[Document]
    lines: Sequence[Line]
    messages: Sequence[OutboxMessage]
    personal: Sequence[Personal]
    may_unmask: bool
    may_object: bool
    may_convert: bool
    may_list: bool
    ground: str
    reality: Reality
    written: Sequence[correspondence.Said]
    settle_url: str

    @property
    def promised(self) -> int:
        return self.row.promised_days + (self.row.extension_days or 0)

    @property
    def open_actions(self) -> list[Possible]:
        return [action for action in self.possible if action.allowed]

    @property
    def closed_actions(self) -> list[Possible]:
        return [action for action in self.possible if not action.allowed]

    def files_of(self, *kinds: str) -> list[RequestFile]:
        return [file for file in self.files if file.kind in kinds]

    @property
    def open_as_entry(self) -> bool:
        """Whether what was handed over can become an entry of the public list."""
        return self.may_list and self.row.delivered_at is not None

    @property
    def given(self) -> list[RequestFile]:
        """What came with the request and with objections."""
        return self.files_of(FileKind.IDENTITY, FileKind.AUTHORITY, FileKind.OBJECTION)

    @property
    def delivered(self) -> list[RequestFile]:
        return self.files_of(FileKind.DELIVERED)

    @property
    def has_marks(self) -> bool:
        """Whether the list of what was blacked out says anything: it names the files of the last notice."""
        return any(file.round == self.row.round and file.marks.all() for file in self.delivered)


def office_case(officer: Officer, number: str, *, shown: Mapping[str, str], now: datetime) -> OfficeCase:
    """The request for the officer's page; raises Http404 for a stranger's. The number of queries is fixed."""
    row = access.get_for_officer(officer, number)
    may = access.actions_of(officer, row.organisation)
    lodged = list(row.objections.select_related("desk").order_by("-lodged_at", "-pk")[:AT_MOST])
    stands_at = row.first_notified_at or row.closed_at
    identity = access.may_see_identity(officer, row)
    return OfficeCase(
        row=row,
        clock=clock_of(row.due_explanation, row.desk, now=None if stands_at else now),
        day=row.days_taken
        if row.days_taken is not None
        else days_so_far(row.due_explanation, row.desk, stands_at or now),
        days_late=days_late(row.desk, row.due_at, stands_at or now),
        possible=states.available_actions(row.state, case.facts_of(row, now), may),
        files=_files(row),
        objections=lodged,
        options=windows.options(row, now),
        letters=_letters(row, lodged),
        lines=history(row.reference),
        messages=messaging.outbox_of(row.reference, limit=20),
        personal=personal_of(row, shown) if identity else [],
        may_unmask=access.UNMASK in may and identity,
        may_object=access.OBJECT_ON_BEHALF in may and bool(windows.open_options(row, now)),
        may_convert=states.CLOSE_CONVERTED in may and states.next_state(row.state, states.CLOSE_CONVERTED) is not None,
        may_list=access.ADD_INFORMATION in may,
        ground=law.refusal_grounds()[row.ground].words if row.ground else "",
        reality=reality_of(row.desk_id, now),
        written=_written(row) if identity else [],
        settle_url=_settle_url(row) if access.SETTLE_LETTERS in may else "",
    )


def _written(row: InformationRequest) -> list[correspondence.Said]:
    """What the requester wrote; whoever may not know who asks does not read it, because people sign their letters."""
    return correspondence.thread(row.reference, lambda file: reverse("disclosure_office:file", args=[row.number, file]))


def _settle_url(row: InformationRequest) -> str:
    return reverse("disclosure_office:act", args=[row.number, access.SETTLE_LETTERS])


def personal_of(row: InformationRequest, shown: Mapping[str, str]) -> list[Personal]:
    """The applicant's values that are there, masked."""
    found = []
    for field, (label, mask) in MASKED_FIELDS.items():
        value = str(getattr(row, field) or "")
        if value:
            found.append(Personal(field, label, mask(value), shown.get(field, "")))
    return found


def office_file(officer: Officer, number: str, file: UUID) -> Attachment:
    """Any file of the request, originals too; raises Http404. Whoever may not see who asks, gets no identity paper."""
    row = access.get_for_officer(officer, number)
    found = RequestFile.objects.filter(request=row, attachment=file).select_related("attachment").first()
    if found is None:
        return _letter_file(officer, row, file)
    personal = found.kind in (FileKind.IDENTITY, FileKind.AUTHORITY)
    if personal and not access.may_see_identity(officer, row):
        raise Http404
    return found.attachment


def _letter_file(officer: Officer, row: InformationRequest, file: UUID) -> Attachment:
    found = correspondence.file_of(row.reference, file)
    if found is None or not access.may_see_identity(officer, row):
        raise Http404
    return found


def office_letter(officer: Officer, number: str, letter: str) -> Attachment:
    """A letter of the request or of an objection against it; raises Http404."""
    row = access.get_for_officer(officer, number)
    lodged = list(row.objections.order_by("-lodged_at", "-pk")[:AT_MOST])
    found = next((one for one in _letters(row, lodged) if one.number == letter), None)
    if found is None:
        raise Http404
    return found.attachment


def exclusion_choices(row: InformationRequest, now: datetime) -> list[tuple[str, str]]:
    """Exclusions in force that can carry a refusal by this office, for a select; at most 200."""
    paths = [
        row.organisation.path[:step]
        for step in range(row.desk.steplen, len(row.organisation.path) + 1, row.desk.steplen)
    ]
    rows = Exclusion.objects.in_force(now.astimezone(row.desk.zone).date())
    above, below = rows.filter(organisation__path__in=paths), rows.filter(organisation__path__startswith=row.desk.path)
    grounds = law.refusal_grounds()
    return [
        (str(one.pk), f"Pasal {grounds[one.ground].article} huruf {grounds[one.ground].letter}: {one.content[:90]}")
        for one in (above | below).distinct().order_by("ground", "pk")[:200]
    ]


def exclusion_of(row: InformationRequest, chosen: str, now: datetime) -> Exclusion | None:
    """The exclusion that was chosen, when it is one of the choices."""
    if chosen not in dict(exclusion_choices(row, now)):
        return None
    return Exclusion.objects.select_related("organisation").filter(pk=int(chosen)).first()


def _files(row: InformationRequest) -> list[RequestFile]:
    marks = Prefetch("marks", queryset=RedactionMark.objects.order_by("position"))
    rows = RequestFile.objects.filter(request=row).select_related("attachment", "original__attachment")
    return list(rows.prefetch_related(marks).order_by("round", "pk")[:AT_MOST])


def _letters(row: InformationRequest, lodged: Sequence[InformationObjection]) -> list[Document]:
    found = [*documents_of(row.reference), *(letter for one in lodged for letter in documents_of(one.reference))]
    return sorted(found, key=lambda letter: letter.issued_at, reverse=True)
