"""Look whether an innovation still runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from melayani.foundation.audit import Actor
from melayani.oversight.innovations import rules, states
from melayani.oversight.innovations.models import Innovation, SustainabilityCheck
from melayani.oversight.innovations.telling import demand, demand_keeper, local_day, locked, record_step


@dataclass(frozen=True)
class Look:
    """What was found: whether it runs, who owns it now, who used it since the look before, what shows that."""

    found: str
    owner: str
    evidence: str
    last_used: date | None = None
    users: int | None = None
    budget: str = ""
    legal_basis: str = ""
    in_standard: bool = False
    reason: str = ""
    note: str = ""


def check_sustainability(
    *, actor: Actor, innovation: Innovation, look: Look, checked_on: date, now: datetime
) -> SustainabilityCheck:
    """Record a look; the next one is due INNOVATION_CHECK_MONTHS later, none after it stopped.

    Raises InnovationRefused: not published, a look older than the last one, stopped without a reason; records
    innovation.checked.
    """
    demand_keeper(actor, innovation)
    with transaction.atomic():
        row = locked(innovation)
        demand(row.state == states.PUBLISHED, "Yang dipantau hanya inovasi yang sudah terbit.")
        _demand_sense(row, look, checked_on, local_day(row, now))
        stopped = look.found == rules.STOPPED
        again = None if stopped else rules.add_months(checked_on, settings.INNOVATION_CHECK_MONTHS)
        made = SustainabilityCheck.objects.create(
            innovation=row,
            checked_on=checked_on,
            next_check=again,
            checked_by_id=actor.person_id,
            **{name: text.strip() if isinstance(text, str) else text for name, text in vars(look).items()},
        )
        row.found, row.checked_on, row.next_check, row.reminded_on = look.found, checked_on, again, None
        row.save(update_fields=["found", "checked_on", "next_check", "reminded_on"])
        told = {"checked_on": checked_on.strftime("%d/%m/%Y"), "found": rules.HEALTH[look.found].lower()}
        record_step("innovation.checked", actor, row, now, **told)
    return made


def _demand_sense(row: Innovation, look: Look, checked_on: date, today: date) -> None:
    demand(look.found in rules.FOUND, "Pilih keadaannya.", "found")
    demand(checked_on <= today, "Hari pemantauan belum tiba.", "checked_on")
    newer = row.checked_on is None or checked_on >= row.checked_on
    demand(newer, "Sudah ada pemantauan yang lebih baru.", "checked_on")
    demand(bool(look.owner.strip()), "Tulis siapa yang menjalankan sekarang.", "owner")
    demand(bool(look.evidence.strip()), "Tulis bukti yang menunjukkannya.", "evidence")
    used = look.last_used is None or look.last_used <= checked_on
    demand(used, "Terakhir dipakai paling lambat hari pemantauan.", "last_used")
    reasoned = look.found != rules.STOPPED or look.reason in rules.STOP_REASONS
    demand(reasoned, "Pilih mengapa berhenti.", "reason")
