"""What the address of a page of figures asks for; anything odd falls back to what is usual."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

from melayani.foundation.people import Officer
from melayani.oversight.reporting import access, definitions
from melayani.oversight.reporting.queries.places import SPANS, Asked, last_periods, periods_of
from melayani.oversight.reporting.rules import week_of

CODE = re.compile(r"[0-9]{2}(\.[0-9]{2})?")
MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])(-[0-3][0-9])?")
KINDS = (("mall", "Mal pelayanan publik"), ("agency", "Instansi"))
TEMPLATES = (("monthly", "Bulanan"), ("weekly", "Mingguan"))


@dataclass(frozen=True)
class Choice:
    """What was asked, and the same as an address for links."""

    asked: Asked
    span: int
    last: date

    def link(self, **changed: str) -> str:
        now = {
            "wilayah": self.asked.code,
            "angka": self.asked.indicator.key,
            "jenis": self.asked.kind,
            "bentuk": self.asked.template,
            "sampai": self.last.isoformat(),
            "periode": str(self.span),
            "dasar": "" if self.asked.verified else "masuk",
        }
        return urlencode({key: value for key, value in {**now, **changed}.items() if value})

    @cached_property
    def here(self) -> str:
        return self.link()

    @cached_property
    def base(self) -> str:
        """The same without a place, for links to another one."""
        return self.link(wilayah="")

    @cached_property
    def above(self) -> str:
        """The place above this one."""
        return self.link(wilayah=self.asked.code[:2] if "." in self.asked.code else "")


def choice_of(given: Mapping[str, str], officer: Officer, today: date, *, newest: bool = True) -> Choice:
    """Read the address. Without a period: the newest with figures (one query), or, not `newest`, the one before
    today's. Without a kind of unit: malls, or agencies where only they have figures of the newest period."""
    template = given.get("bentuk", "") if given.get("bentuk") in dict(TEMPLATES) else "monthly"
    code = given.get("wilayah", "") if CODE.fullmatch(given.get("wilayah", "")) else ""
    shown = indicators_of(template)
    key = given.get("angka", "")
    indicator = next((one for one in shown if one.key == key), next(one for one in shown if one.key == "visits"))
    span = int(given["periode"]) if given.get("periode") in {str(one) for one in SPANS} else 12
    verified = not (given.get("dasar") == "masuk" and access.sees_unverified(officer))
    known = last_periods(template, verified) if newest and not day_of(given.get("sampai", "")) else {}
    last = _last(given.get("sampai", ""), template, today, known, newest=newest)
    kind = _kind(given.get("jenis", ""), known)
    return Choice(Asked(code, indicator, kind, template, periods_of(template, last, span), verified), span, last)


def indicators_of(template: str) -> list[definitions.Indicator]:
    """What can be shown as a number."""
    form = next(one for one in definitions.templates() if one.key == template)
    return [item.indicator for item in form.items if item.indicator.kind != definitions.CHOICE]


def day_of(text: str) -> date | None:
    """The day 2020-03-30, or the first of the month 2020-03; None for anything else."""
    if not MONTH.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text if len(text) > len("2020-03") else f"{text}-01")
    except ValueError:
        return None


def month_of(text: str) -> date | None:
    """The first of the month 2020-03, or None."""
    if not MONTH.fullmatch(text):
        return None
    return date.fromisoformat(f"{text[:7]}-01")


def _kind(text: str, known: Mapping[str, date]) -> str:
    kinds = dict(KINDS)
    if text in kinds:
        return text
    return max(kinds, key=lambda one: known.get(one, date.min))  # of equals the first: malls


def _last(text: str, template: str, today: date, known: Mapping[str, date], *, newest: bool) -> date:
    named = day_of(text)
    if named is not None:
        return named
    if template == "weekly" and not newest:
        return week_of(today - timedelta(days=7)).first
    return max(known.values(), default=(today.replace(day=1) - timedelta(days=1)).replace(day=1))
