"""An office's own promise: shorter than the law allows is welcome, longer is refused."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from melayani.voice.disclosure.rules.law import DUTY, Stage

REMIND_BEFORE = timedelta(days=2)


def local_limit_problem(stage: Stage | None, amount: int) -> str:
    """What is wrong with an office's own limit, or an empty text (Indonesian, for the officer)."""
    if stage is None or stage.kind != DUTY:
        return "Batas ini tidak dapat diubah oleh kantor: itu hak pemohon."
    if amount < 1:
        return "Paling sedikit 1 hari kerja."
    if amount > stage.amount:
        return f"Batas undang-undang {stage.amount} hari kerja. Kantor boleh menjanjikan lebih cepat, tidak lebih lama."
    return ""


def moved(before: datetime, after: datetime, zone: tzinfo) -> int:
    """1 when a date became later, -1 when earlier, 0 for the same date where the office is."""
    was, will = before.astimezone(zone).date(), after.astimezone(zone).date()
    return (will > was) - (will < was)


def breaks(before: datetime, after: datetime, now: datetime) -> bool:
    """Whether a changed calendar would make a case late: what still runs is never brought forward to before now."""
    return after < min(now, before)


def is_late(*, due_at: datetime, notified_at: datetime | None, now: datetime) -> bool:
    """Whether the notice came, or still fails to come, after its time."""
    return (notified_at or now) > due_at
