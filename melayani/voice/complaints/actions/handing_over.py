"""Hand-over to SP4N-LAPOR!: tracking numbers on cases, reports taken out as a file, an adapter where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from melayani.foundation.audit import Actor
from melayani.foundation.people import Officer
from melayani.voice.complaints import access, case, entries, exchange, handover, rules, states
from melayani.voice.complaints.exchange import Line
from melayani.voice.complaints.models import Complaint

UNKNOWN = "Laporan ini tidak ada, atau bukan milik unit Anda."


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do: its lines with their problems, and how many are or would be written."""

    lines: Sequence[Line]
    written: int
    dry_run: bool

    @property
    def problems(self) -> list[Line]:
        return [line for line in self.lines if line.problem]


def record_external_number(*, actor: Actor, complaint: Complaint, external_number: str, now: datetime) -> Complaint:
    """Note the tracking number of SP4N-LAPOR! on the case. Raises NotAllowed, InputRefused for a malformed one."""
    number = rules.clean(external_number)
    if problem := exchange.tracking_problem(number):
        raise rules.InputRefused({"external_number": problem})
    with transaction.atomic():
        row = case.begin(states.RECORD_EXTERNAL_NUMBER, actor=actor, complaint=complaint)
        case.keep(row, now=now, external_number=number)
        entries.record_event("complaint.external_number_recorded", actor, row, now, external=number)
    return row


def import_tracking(*, actor: Officer, content: bytes, dry_run: bool, now: datetime) -> Imported:
    """Read tracking numbers from a file and write them on the cases; with `dry_run` only say what would happen.

    Lines with a problem are left out, all others are written. Raises exchange.NotReadable for a file that is none.
    """
    lines = [_matched(actor, line) for line in exchange.read_tracking(content)]
    good = [line for line in lines if not line.problem and line.before != line.tracking]
    if not dry_run:
        with transaction.atomic():
            for line in good:
                row = access.visible_to(actor).only("pk").get(number=line.number)
                record_external_number(actor=actor, complaint=row, external_number=line.tracking, now=now)
    return Imported(lines=lines, written=len(good), dry_run=dry_run)


def export_reports(*, actor: Officer, numbers: Sequence[str], form: str, now: datetime) -> bytes:
    """The named cases as a CSV or JSON file by the field map; each is recorded, because personal data leave the house.

    Raises ActionRefused for a case that is not the actor's, too many cases, or an unknown form.
    """
    if form not in (exchange.CSV, exchange.JSON):
        raise rules.ActionRefused("Pilih CSV atau JSON.")
    with transaction.atomic():
        rows = _chosen(actor, numbers)
        content = handover.contents(rows)
        for row in rows:
            entries.record_event("complaint.exported", actor, row, now, form=form.upper())
    return exchange.as_csv(content) if form == exchange.CSV else exchange.as_json(content)


def hand_over(*, actor: Officer, numbers: Sequence[str], now: datetime) -> int:
    """Give the named cases to the adapter of this installation and keep the tracking numbers; return how many it took.

    The call goes out before anything is written. Raises ActionRefused while there is no adapter.
    """
    adapter = exchange.adapter()
    if adapter is None:
        raise rules.ActionRefused("Belum ada sambungan langsung ke SP4N-LAPOR!. Serahkan dengan berkas.")
    rows = _chosen(actor, numbers)
    taken = adapter.hand_over(exchange.named(handover.contents(rows)), now=now)
    with transaction.atomic():
        kept = [row for row in rows if row.number in taken]
        for row in kept:
            record_external_number(actor=actor, complaint=row, external_number=taken[row.number], now=now)
    return len(kept)


def _chosen(actor: Officer, numbers: Sequence[str]) -> list[Complaint]:
    wanted = list(dict.fromkeys(numbers))
    if not wanted or len(wanted) > exchange.EXPORT_MAX:
        raise rules.ActionRefused("Pilih 1 sampai 2.000 laporan.")
    rows = handover.loaded(access.visible_to(actor).filter(number__in=wanted))
    if len(rows) != len(wanted) or not all(access.may(actor, states.RECORD_EXTERNAL_NUMBER, row) for row in rows):
        raise rules.NotAllowed(UNKNOWN)
    return rows


def _matched(actor: Officer, line: Line) -> Line:
    if line.problem:
        return line
    row = access.visible_to(actor).select_related(*access.LOADED).filter(number=line.number).first()
    if row is None or not access.may(actor, states.RECORD_EXTERNAL_NUMBER, row):
        return replace(line, problem=UNKNOWN)
    return replace(line, before=row.external_number)
