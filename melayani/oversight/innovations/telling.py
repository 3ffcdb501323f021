"""What the verbs share: refusing in words, locking a record, writing down what happened."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from melayani.foundation.audit import Actor, record
from melayani.oversight.innovations import access, states
from melayani.oversight.innovations.models import Innovation


class InnovationRefused(Exception):
    """What cannot be done, in words; `field` names the input it is about, "" for the whole."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


def demand(allowed: bool, why: str, field: str = "") -> None:
    if not allowed:
        raise InnovationRefused(why, field)


def demand_keeper(actor: Actor, innovation: Innovation) -> None:
    demand(access.may_keep(actor, innovation.organisation), "Anda tidak berwenang mengisi catatan inovasi ini.")


def locked(innovation: Innovation) -> Innovation:
    """The row as it is now, held until the transaction ends."""
    rows = Innovation.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=innovation.pk)


def open_to_change(actor: Actor, innovation: Innovation) -> Innovation:
    """The locked row, when its keeper may change it now. Raises InnovationRefused."""
    demand_keeper(actor, innovation)
    row = locked(innovation)
    words = "Catatan ini sedang diperiksa biro atau sudah ditarik, jadi belum bisa diubah."
    demand(row.state in states.OPEN_TO_CHANGE, words)
    return row


def step(row: Innovation, action: str) -> str:
    """The state that `action` leads to; raises InnovationRefused when it is not possible now."""
    after = states.next_state(row.state, action)
    if after is None:
        raise InnovationRefused(f"Tidak dapat dilakukan: keadaannya {states.LABELS[row.state].lower()}.")
    return after


def local_day(innovation: Innovation, now: datetime) -> date:
    return now.astimezone(innovation.organisation.zone).date()


def record_step(name: str, actor: Actor, row: Innovation, now: datetime, **data: Any) -> None:
    record(name, actor=actor, subject=row.reference, organisation=row.organisation, data=data, now=now)
