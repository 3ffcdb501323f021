"""The yearly report on information service: figures from the rows, words from the officer, chapters in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Avg, Count, F, Max, Q
from django.utils.translation import override

from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Organisation
from melayani.voice.disclosure import letters
from melayani.voice.disclosure.models import (
    AnnualReport,
    DecisionKind,
    InformationObjection,
    InformationRequest,
    Outcome,
)
from melayani.voice.disclosure.rules import deciding, law

WITHIN = (2, 5, 10, 20, 30)  # working days to the written notice
NOTHING = "Belum diisi."

Table = dict[str, Any]


@dataclass(frozen=True)
class YearFigures:
    """A year of one desk, counted from the register."""

    received: int
    notified: int
    on_time: int
    late: int
    waiting: int
    withdrawn: int
    extended: int
    average_days: Decimal | None
    longest_days: int | None
    within: tuple[int, ...]  # notices within WITHIN working days
    decisions: tuple[tuple[str, int], ...]  # key, count, in the order of DECISIONS
    refusals: tuple[tuple[str, int], ...]  # ground of refusal, count
    objections: int
    outcomes: tuple[tuple[str, int], ...]
    objections_late: int

    def share(self, count: int) -> str:
        """A share of the notices in percent with one decimal, "-" of none."""
        if not self.notified:
            return "-"
        value = (Decimal(count) * 100 / self.notified).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return f"{value}".replace(".", ",") + " %"


def figures_of(desk: Organisation, year: int) -> YearFigures:
    """The figures of the register of `year`; four queries, nothing read of the rows."""
    rows = InformationRequest.objects.filter(desk=desk, register_year=year)
    lodged = InformationObjection.objects.filter(desk=desk, register_year=year)
    counted = rows.aggregate(**_COUNTED)
    refusals = rows.exclude(ground="").order_by().values_list("ground").annotate(count=Count("pk"))
    outcomes = dict(lodged.exclude(outcome="").order_by().values_list("outcome").annotate(count=Count("pk")))
    objected = lodged.aggregate(count=Count("pk"), late=Count("pk", filter=Q(answered_at__gt=F("due_at"))))
    average = counted["average"]
    order = list(law.refusal_grounds())
    return YearFigures(
        received=counted["received"],
        notified=counted["notified"],
        on_time=counted["on_time"],
        late=counted["notified"] - counted["on_time"],
        waiting=counted["waiting"],
        withdrawn=counted["withdrawn"],
        extended=counted["extended"],
        average_days=None if average is None else Decimal(str(average)).quantize(Decimal("0.1"), ROUND_HALF_UP),
        longest_days=counted["longest"],
        within=tuple(counted[f"within_{days}"] for days in WITHIN),
        decisions=tuple((key, counted[key]) for key in deciding.DECISIONS),
        refusals=tuple(sorted(refusals, key=lambda pair: order.index(pair[0]))),
        objections=objected["count"],
        outcomes=tuple((key, outcomes.get(key, 0)) for key in Outcome.values),
        objections_late=objected["late"],
    )


_NOTIFIED = Q(first_notified_at__isnull=False)
_COUNTED: dict[str, Any] = {
    "received": Count("pk"),
    "notified": Count("pk", filter=_NOTIFIED),
    "on_time": Count("pk", filter=_NOTIFIED & Q(first_notified_at__lte=F("due_at"))),
    "waiting": Count("pk", filter=Q(state__in=["received", "in_process"])),
    "withdrawn": Count("pk", filter=Q(state="withdrawn")),
    "extended": Count("pk", filter=Q(extended_at__isnull=False)),
    "average": Avg("days_taken"),
    "longest": Max("days_taken"),
    **{key: Count("pk", filter=Q(decision=key)) for key in deciding.DECISIONS},
    **{f"within_{days}": Count("pk", filter=Q(days_taken__lte=days)) for days in WITHIN},
}


def title_of(organisation: Organisation, year: int) -> str:
    """The title of the report."""
    return f"Laporan layanan informasi publik {year}: {organisation.name}"


def inputs(report: AnnualReport, actor: Actor) -> dict[str, Any]:
    """What the report's template needs beyond number, date and letterhead."""
    with override("id"):
        found = figures_of(report.organisation, report.year)
        return {
            "chapters": chapters(report, found),
            "signer": letters.ppid_signer(report.organisation, actor),
        }


def chapters(report: AnnualReport, found: YearFigures) -> list[dict[str, Any]]:
    """The chapters in their usual order; figures stand where the law asks for them."""
    return [
        _chapter("1. Kebijakan layanan informasi dan PPID", report.policy),
        _chapter("2. Sarana dan prasarana", report.facilities),
        _chapter("3. Sumber daya manusia", report.staff),
        _chapter("4. Anggaran", report.budget),
        _chapter("5. Rincian pelayanan informasi publik", _summary(found), *service_tables(found)),
        _chapter("6. Penyelesaian sengketa", report.disputes, *objection_tables(found)),
        _chapter("7. Kendala internal", report.internal_constraints),
        _chapter("8. Kendala eksternal", report.external_constraints),
        _chapter("9. Rekomendasi", report.recommendations),
        _chapter("10. Rencana tindak lanjut", report.plan),
    ]


def service_tables(found: YearFigures) -> list[Table]:
    """Received, decisions, time needed and reasons of refusal."""
    labels, grounds = dict(DecisionKind.choices), law.refusal_grounds()
    decided = [[str(labels[key]), str(count)] for key, count in found.decisions]
    received = [
        ["Diterima", str(found.received)],
        ["Diberi pemberitahuan", str(found.notified)],
        ["Tepat waktu", str(found.on_time)],
        ["Lewat waktu", str(found.late)],
        ["Waktunya diperpanjang", str(found.extended)],
        ["Dibatalkan pemohon", str(found.withdrawn)],
        ["Masih diproses", str(found.waiting)],
    ]
    speed = [
        [f"Sampai {days} hari kerja", str(count), found.share(count)]
        for days, count in zip(WITHIN, found.within, strict=True)
    ]
    refused = [[grounds[key].words, str(count)] for key, count in found.refusals]
    tables = [
        _table("Permintaan informasi", ["Keadaan", "Jumlah"], received),
        _table("Keputusan", ["Keputusan", "Jumlah"], decided),
        _table("Waktu pemberitahuan", ["Dijawab dalam", "Jumlah", "Bagian"], speed),
    ]
    return [*tables, _table("Alasan penolakan", ["Dasar", "Jumlah"], refused)] if refused else tables


def objection_tables(found: YearFigures) -> list[Table]:
    """Objections and how the superiors answered."""
    labels = dict(Outcome.choices)
    rows = [["Keberatan diterima kantor", str(found.objections)]]
    rows += [[str(labels[key]), str(count)] for key, count in found.outcomes]
    rows.append(["Dijawab lewat waktu", str(found.objections_late)])
    return [_table("Keberatan", ["Keadaan", "Jumlah"], rows)]


def _summary(found: YearFigures) -> str:
    if found.average_days is None:
        return f"Diterima {found.received} permintaan; belum ada yang diberi pemberitahuan."
    average = str(found.average_days).replace(".", ",")
    return (
        f"Diterima {found.received} permintaan. Pemberitahuan tertulis rata-rata dalam {average} hari kerja, "
        f"paling lama {found.longest_days} hari kerja."
    )


def _chapter(heading: str, text: str, *tables: Table) -> dict[str, Any]:
    paragraphs: Sequence[str] = [line.strip() for line in text.splitlines() if line.strip()]
    return {"heading": heading, "paragraphs": paragraphs or [NOTHING], "tables": list(tables)}


def _table(caption: str, headers: list[str], rows: list[list[str]]) -> Table:
    return {"caption": caption, "headers": headers, "rows": rows}
