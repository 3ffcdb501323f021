"""What officers read: the list of their consultations, one with its next steps, the bureau's overview, the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Max, Q

from melayani.foundation.audit.queries import Line, history
from melayani.foundation.organisations.models import Kind, Organisation
from melayani.foundation.people import Officer
from melayani.foundation.ui.format import format_day, format_moment
from melayani.voice.consultations import access, case, lists, states
from melayani.voice.consultations.models import Commitment, Consultation, Record, Topic
from melayani.voice.consultations.queries.pages import Stage, counted, stages
from melayani.voice.consultations.rules import Guest, Seats, planning, stakeholders

PAGE_SIZE, OFFICES, REGISTER_MOST, HISTORY = 30, 50, 5_000, 40
AGENCIES = (Kind.AGENCY, Kind.UNIT, Kind.MALL)


@dataclass(frozen=True)
class Step:
    """A verb of the state table on the officer's page: possible now, or why not."""

    verb: str
    label: str
    why_not: tuple[str, ...] = ()


@dataclass(frozen=True)
class CasePage:
    """One consultation for its officers."""

    row: Consultation
    stages: list[Stage]
    steps: list[Step]
    seats: list[Seats]
    topics: list[Topic]
    facts: states.Facts
    lines: Sequence[Line]
    may_work: bool
    may_decide: bool


@dataclass(frozen=True)
class OverviewRow:
    """One agency in one year: whether it held one, what it promised, what is late."""

    unit: Organisation
    held: int
    last: date | None
    open: int
    late: int
    is_due: bool  # a year has gone by, or it never held one


@dataclass(frozen=True)
class Overview:
    """The bureau's page: agencies in tree order, paged, and sums over all of them."""

    page: Page[Organisation]
    rows: list[OverviewRow]
    year: int
    units: int
    held: int  # agencies that held one in the year
    open: int
    late: int


LABELS = {
    states.ANNOUNCE: "Umumkan",
    states.HOLD: "Pertemuan sudah selesai",
    states.PUBLISH: "Terbitkan hasil",
    states.FINISH: "Tutup konsultasi",
    states.CANCEL: "Batalkan",
}


def desk_page(officer: Officer, *, q: str, stage: str, page: str) -> Page[Consultation]:
    """The officer's consultations, newest first; by stage and words."""
    rows = access.visible_to(officer)
    chosen = next((members for key, _, members in states.STAGES if key == stage), None)
    if chosen is not None:
        rows = rows.filter(state__in=sorted(chosen))
    if q:
        rows = rows.filter(Q(title__icontains=q) | Q(number__iexact=q) | Q(organisation__name__icontains=q))
    return Paginator(counted(rows).order_by("-created_at", "-pk"), PAGE_SIZE).get_page(page)


def case_page(officer: Officer, row: Consultation, now: datetime) -> CasePage:
    """All that stands on the officers' page of one consultation; the number of queries is fixed."""
    facts = case.facts_of(row, now)
    decides = access.may_decide(officer, row.organisation)
    return CasePage(
        row=row,
        stages=stages(row),
        steps=_steps(row, facts) if decides else [],
        seats=seats_of(row),
        topics=list(row.topics.order_by("pk")),
        facts=facts,
        lines=history(row.reference)[:HISTORY],
        may_work=access.may_work(officer, row.organisation),
        may_decide=decides,
    )


def seats_of(row: Consultation) -> list[Seats]:
    """The quota beside invitations and attendance; two queries."""
    invited = [Guest(*one) for one in row.invitations.values_list("kind", "vulnerable", "state")]
    came = [Guest(*one) for one in row.attendances.values_list("kind", "vulnerable")]
    return stakeholders.quota(row.quota, invited, came)


def overview(officer: Officer, *, year: int, page: str, today: date) -> Overview:
    """Which agencies held one in `year`, what they promised and what is late; the sums span every page."""
    units = access.places_read_by(officer).filter(kind__in=AGENCIES).open_on(today)
    paged = Paginator(units, OFFICES).get_page(page)
    shown = list(paged.object_list)
    everything = Consultation.objects.filter(organisation__in=units.order_by().values("pk"))
    promised = Commitment.objects.filter(
        consultation__in=everything.order_by().values("pk"), state=states.commitments.OPEN
    ).exclude(consultation__state__in=(states.INVITED, states.HELD))
    rows = _rows(shown, everything, promised, year, today)
    return Overview(
        page=paged,
        rows=rows,
        year=year,
        units=paged.paginator.count,
        held=everything.held_in(year).order_by().values("organisation").distinct().count(),
        open=promised.count(),
        late=promised.filter(due__lt=today).count(),
    )


REGISTER_COLUMNS = (
    "Nomor",
    "Penyelenggara",
    "Judul",
    "Tujuan",
    "Bentuk",
    "Keadaan",
    "Pertemuan",
    "Masukan daring",
    "Pokok bahasan",
    "Hadir",
    "Unsur hadir",
    "Kelompok rentan",
    "Masukan",
    "Usulan",
    "Komitmen",
    "Selesai",
    "Terlambat",
    "Berita acara",
    "Terbit",
)


def register_rows(officer: Officer, year: int, today: date) -> list[list[str]]:
    """The register of a year: what was held in it, and what was begun in it and is not held yet; at most 5,000 rows."""
    rows = access.visible_to(officer).filter(Q(held_on__year=year) | Q(held_on__isnull=True, created_at__year=year))
    found = list(rows.order_by("held_on", "pk")[:REGISTER_MOST])
    parts = _parts([row.pk for row in found])
    return [_register_line(row, parts[row.pk], today) for row in found]


def _register_line(row: Consultation, parts: dict[str, list[Any]], today: date) -> list[str]:
    came = [Guest(*one) for one in parts["came"]]
    promised = parts["promised"]
    window = f"{format_day(row.opens_on)} – {format_day(row.closes_on)}" if row.opens_on else ""
    return [
        row.number,
        row.organisation.name,
        row.title,
        row.get_purpose_display(),
        row.get_form_display(),
        row.get_state_display(),
        format_moment(row.starts_at, row.organisation) if row.starts_at else "",
        window,
        "; ".join(parts["topics"]),
        str(len(came)),
        str(stakeholders.kinds_present(came)),
        "ya" if any(guest.vulnerable for guest in came) else "tidak",
        str(len(parts["said"])),
        str(len(parts["proposed"])),
        str(len(promised)),
        str(sum(done is not None for _, done in promised)),
        str(sum(planning.is_late(due=due, done_on=done, today=today) for due, done in promised)),
        "".join(parts["record"]),
        format_day(row.published_at, row.organisation) if row.published_at else "",
    ]


def _parts(keys: list[int]) -> dict[int, dict[str, list[Any]]]:
    """The parts of many consultations; six queries."""
    found: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    some = Consultation.objects.filter(pk__in=keys)
    for pk, title in some.filter(topics__isnull=False).order_by("topics__pk").values_list("pk", "topics__title"):
        found[pk]["topics"].append(title)
    came = some.filter(attendances__isnull=False).values_list("pk", "attendances__kind", "attendances__vulnerable")
    for pk, kind, vulnerable in came:
        found[pk]["came"].append((kind, vulnerable))
    for name, relation in (("said", "contributions"), ("proposed", "proposals")):
        for pk, one in some.filter(**{f"{relation}__isnull": False}).values_list("pk", f"{relation}__pk"):
            found[pk][name].append(one)
    for pk, due, done in Commitment.objects.filter(consultation__in=keys).values_list("consultation", "due", "done_on"):
        found[pk]["promised"].append((due, done))
    signed = Record.objects.filter(consultation__in=keys, document__isnull=False)
    for pk, number in signed.values_list("consultation", "document__number"):
        found[pk]["record"].append(number)
    return found


def _rows(shown: list[Organisation], everything: Any, promised: Any, year: int, today: date) -> list[OverviewRow]:
    here = everything.filter(organisation__in=[unit.pk for unit in shown])
    last = dict(here.order_by().values_list("organisation").annotate(last=Max("held_on")))
    held: dict[int, int] = defaultdict(int)
    for unit in here.held_in(year).values_list("organisation", flat=True):
        held[unit] += 1
    opened: dict[int, int] = defaultdict(int)
    late: dict[int, int] = defaultdict(int)
    ours = promised.filter(consultation__organisation__in=[unit.pk for unit in shown])
    for unit, due in ours.values_list("consultation__organisation", "due"):
        opened[unit] += 1
        late[unit] += due < today
    return [
        OverviewRow(
            unit=unit,
            held=held[unit.pk],
            last=last.get(unit.pk),
            open=opened[unit.pk],
            late=late[unit.pk],
            is_due=planning.due_again(last.get(unit.pk), today),
        )
        for unit in shown
    ]


def _steps(row: Consultation, facts: states.Facts) -> list[Step]:
    verbs = [verb for verb in LABELS if states.next_state(row.state, verb) is not None]
    return [Step(verb, LABELS[verb], states.why_not_yet(row.state, verb, facts)) for verb in verbs]


def component_label(key: str) -> str:
    return lists.components().get(key, key)
