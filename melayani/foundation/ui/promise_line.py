"""The promise line: a bar of days with the promise, the median of real cases, and the 90th percentile."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from melayani.foundation.ui.format import format_number, unit_word

TOO_FEW = 5
ROOM = Decimal("1.07")  # free room behind the farthest mark


@dataclass(frozen=True)
class Line:
    """Places in percent of the width; None where there is nothing to draw."""

    promise: str | None
    median: str | None
    tail_start: str | None
    tail_width: str | None
    end: str | None
    late_start: str | None
    late_width: str | None
    now: str | None
    ticks: tuple[str, ...]
    sentence: str


def promise_geometry(
    *,
    promised: int | Decimal | None,
    median: Decimal | None = None,
    p90: Decimal | None = None,
    count: int = 0,
    unit: str = "working_day",
    now: Decimal | None = None,
    real_unit: str = "working_day",
) -> Line:
    """Where each part of the line stands. Real times are drawn only from TOO_FEW cases on and in the promise's unit."""
    comparable = count >= TOO_FEW and median is not None and p90 is not None and unit == real_unit
    low, high = (Decimal(median or 0), Decimal(p90 or 0)) if comparable else (Decimal(0), Decimal(0))
    goal = Decimal(promised) if promised else Decimal(0)
    whole = max(goal, high, Decimal(now or 0), Decimal(1)) * ROOM

    def place(value: Decimal) -> str:
        return f"{value * 100 / whole:.2f}%"

    late = comparable and goal and high > goal
    late_from = max(goal, low)
    tail_end = min(high, late_from) if late else high
    return Line(
        promise=place(goal) if goal else None,
        median=place(low) if comparable else None,
        tail_start=place(low) if comparable else None,
        tail_width=place(max(tail_end - low, Decimal(0))) if comparable else None,
        end=place(high) if comparable else None,
        late_start=place(late_from) if late else None,
        late_width=place(high - late_from) if late else None,
        now=place(Decimal(now)) if now is not None else None,
        ticks=tuple(place(Decimal(day)) for day in range(1, int(goal))) if 1 < goal <= 31 else (),
        sentence=promise_sentence(promised, median, p90, count, unit),
    )


def promise_sentence(
    promised: int | Decimal | None,
    median: Decimal | None,
    p90: Decimal | None,
    count: int,
    unit: str = "working_day",
) -> str:
    """The same as the line, in words."""
    first = (
        gettext("Dijanjikan %(amount)s %(unit)s.") % {"amount": promised, "unit": unit_word(unit, promised)}
        if promised
        else gettext("Standar belum mencantumkan janji waktu.")
    )
    return f"{first} {reality_sentence(median, p90, count)}"


def reality_sentence(median: Decimal | None, p90: Decimal | None, count: int) -> str:
    """How long finished cases took, or that there are too few to say."""
    if count < TOO_FEW or median is None or p90 is None:
        if not count:
            return gettext("Belum ada permohonan selesai yang bisa diukur.")
        words = gettext("Baru %(count)s permohonan selesai: terlalu sedikit untuk menyebut waktu nyata.")
        return words % {"count": count}
    if p90 < 1:
        words = gettext("9 dari 10 selesai pada hari yang sama (%(count)s permohonan).")
        return words % {"count": format_number(count)}
    words = gettext("Separuh selesai dalam %(median)s hari, 9 dari 10 dalam %(p90)s hari (%(count)s permohonan).")
    return words % {"median": _days(median), "p90": _days(p90), "count": format_number(count)}


def _days(value: Decimal | int) -> str:
    value = Decimal(value)
    whole = value.to_integral_value()
    return format_number(int(whole)) if value == whole else format_number(value.normalize())
