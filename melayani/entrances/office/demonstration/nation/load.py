"""Fill the country around what the small demonstration has already loaded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from melayani.entrances.office.demonstration.nation.cases import load_answers, load_cases, open_services
from melayani.entrances.office.demonstration.nation.reports import MONTHS, load_months
from melayani.entrances.office.demonstration.nation.tree import open_units


def load_nation(*, now: datetime, say: Callable[[str], None], months: int = MONTHS) -> None:
    """A unit in every regency and city of the database, `months` of verified reports, some cases and answers."""
    say("Instansi contoh di setiap kabupaten dan kota …")
    units = open_units(now=now)
    say(f"Laporan {months} bulan dari {len(units)} daerah …")
    load_months(units, months=months, now=now)
    say("Layanan, permohonan, dan jawaban survei contoh tiap daerah …")
    standards = open_services(units, now=now)
    load_cases(standards, now=now)
    load_answers(standards, now=now)
