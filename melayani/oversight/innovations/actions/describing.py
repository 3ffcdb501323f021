"""Register an innovation and say what it is: words, figures, evidence, contests."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from melayani.delivery.catalogue.models import Service
from melayani.delivery.catalogue.rules import searchable, slug
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.rules import NotYours
from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Organisation
from melayani.oversight.innovations import access, rules
from melayani.oversight.innovations.models import ContestEntry, Evidence, Figure, Innovation
from melayani.oversight.innovations.questions import question_set, questions_on
from melayani.oversight.innovations.telling import InnovationRefused, demand, local_day, open_to_change, record_step

TITLE_MAX, ANSWER_MAX, CRITERION_MAX = 160, 4000, 800
FIGURES_MOST, EVIDENCE_MOST, SERVICES_MOST = 8, 10, 20


@dataclass(frozen=True)
class Description:
    """What an officer writes about an innovation; empty where nothing is known yet."""

    title: str
    summary: str = ""
    initiators: str = ""
    phase: str = rules.CREATION
    is_digital: bool = False
    trial_from: date | None = None
    used_from: date | None = None
    cost: int | None = None
    legal_state: str = rules.NO_BASIS
    legal_basis: str = ""
    resources: Sequence[str] = ()
    goals: Sequence[int] = ()
    answers: Mapping[str, str] | None = None
    criteria: Mapping[str, str] | None = None
    services: Sequence[int] = ()


@dataclass(frozen=True)
class FigureGiven:
    """A figure before and, if known, after; days are those of the measurement."""

    name: str
    unit: str
    baseline: Decimal
    baseline_on: date
    result: Decimal | None = None
    result_on: date | None = None
    lower_is_better: bool = False
    source: str = ""


def start_innovation(*, actor: Actor, organisation: Organisation, title: str, now: datetime) -> Innovation:
    """Begin a record of that title, as a draft. Raises InnovationRefused; records innovation.started."""
    demand(access.may_keep(actor, organisation), "Anda tidak berwenang mendaftarkan inovasi untuk tempat ini.")
    with transaction.atomic():
        row = begun(organisation, title, now)
        record_step("innovation.started", actor, row, now, title=row.title)
    return row


def begun(organisation: Organisation, title: str, now: datetime, original: Innovation | None = None) -> Innovation:
    """The row of a new draft; the caller asked for the right and writes the event."""
    words = " ".join(title.split())
    demand(bool(words), "Tulis judul inovasinya.", "title")
    demand(len(words) <= TITLE_MAX, f"Judul paling panjang {TITLE_MAX} huruf.", "title")
    today = now.astimezone(organisation.zone).date()
    return Innovation.objects.create(
        slug=_free_slug(f"{slug(words)[:90] or 'inovasi'}-{organisation.slug}"[:130]),
        organisation=organisation,
        title=words,
        question_set=questions_on(today).version,
        search_text=searchable([words, organisation.name]),
        original=original,
        created_at=now,
    )


def describe_innovation(*, actor: Actor, innovation: Innovation, given: Description, now: datetime) -> Innovation:
    """Replace what the record says. Incomplete is allowed; what is missing is asked for when it is sent.

    Raises InnovationRefused for what makes no sense; records innovation.described.
    """
    with transaction.atomic():
        row = open_to_change(actor, innovation)
        _demand_sense(given, local_day(row, now))
        known = question_set(row.question_set).keys
        row.title = " ".join(given.title.split())
        for name in ("summary", "initiators", "legal_basis"):
            setattr(row, name, getattr(given, name).strip())
        for name in ("phase", "is_digital", "trial_from", "used_from", "cost", "legal_state"):
            setattr(row, name, getattr(given, name))
        row.resources = [key for key in rules.RESOURCES if key in given.resources]
        row.goals = sorted(set(given.goals))
        row.answers = {key: text.strip() for key, text in (given.answers or {}).items() if key in known}
        row.criteria = {key: text.strip() for key, text in (given.criteria or {}).items() if key in rules.CRITERIA}
        row.search_text = searchable(_texts(row))
        row.save()
        row.services.set(Service.objects.filter(pk__in=list(given.services)[:SERVICES_MOST]))
        record_step("innovation.described", actor, row, now)
    return row


def set_figures(*, actor: Actor, innovation: Innovation, figures: Sequence[FigureGiven], now: datetime) -> list[Figure]:
    """Replace the figures, in this order. Raises InnovationRefused; records innovation.figures_set."""
    demand(len(figures) <= FIGURES_MOST, f"Paling banyak {FIGURES_MOST} ukuran.")
    with transaction.atomic():
        row = open_to_change(actor, innovation)
        today = local_day(row, now)
        for one in figures:
            _demand_figure(one, today)
        row.figures.all().delete()
        made = [
            Figure(innovation=row, position=place, **{**vars(one), "name": one.name.strip(), "unit": one.unit.strip()})
            for place, one in enumerate(figures, start=1)
        ]
        Figure.objects.bulk_create(made)
        record_step("innovation.figures_set", actor, row, now, count=len(made))
    return made


def add_evidence(*, actor: Actor, innovation: Innovation, file: uuid.UUID, title: str, now: datetime) -> Evidence:
    """Make an upload of the actor's part of the record. Raises InnovationRefused; records innovation.evidence_added."""
    demand(bool(title.strip()), "Tulis apa yang ditunjukkan berkas ini.", "title")
    with transaction.atomic():
        row = open_to_change(actor, innovation)
        demand(row.evidence.count() < EVIDENCE_MOST, f"Paling banyak {EVIDENCE_MOST} berkas bukti.", "papers")
        try:
            taken = attachments.claim(ids=[file], owner=row.reference, actor=actor, now=now)
        except NotYours as refused:
            raise InnovationRefused(str(refused), "papers") from refused
        made = Evidence.objects.create(innovation=row, attachment=taken[0], title=title.strip()[:160], added_at=now)
        record_step("innovation.evidence_added", actor, row, now, title=made.title)
    return made


def remove_evidence(*, actor: Actor, innovation: Innovation, file: uuid.UUID, now: datetime) -> None:
    """Take a file away from the record; its bytes go, a trace stays. Raises InnovationRefused."""
    with transaction.atomic():
        row = open_to_change(actor, innovation)
        held = row.evidence.select_related("attachment").filter(attachment=file).first()
        if held is None:
            return
        title, attachment = held.title, held.attachment
        held.delete()
        attachments.remove(attachment=attachment, actor=actor, now=now)
        record_step("innovation.evidence_removed", actor, row, now, title=title)


def note_contest(
    *,
    actor: Actor,
    innovation: Innovation,
    contest: str,
    year: int,
    result: str,
    now: datetime,
    group: str = "",
    words: str = "",
) -> ContestEntry:
    """Keep that the innovation took part in a contest and how far it came; the same contest and year is replaced.

    Raises InnovationRefused; records innovation.contest_noted.
    """
    name = " ".join(contest.split())[:120]
    demand(bool(name), "Tulis nama lombanya.", "contest")
    demand(result in rules.RESULTS, "Pilih hasilnya.", "result")
    with transaction.atomic():
        row = open_to_change(actor, innovation)
        demand(2014 <= year <= local_day(row, now).year + 1, "Tahunnya antara 2014 dan tahun depan.", "year")
        told: dict[str, Any] = {"group": group.strip()[:80], "result": result, "note": words.strip()[:200]}
        entry, _made = ContestEntry.objects.update_or_create(innovation=row, contest=name, year=year, defaults=told)
        record_step("innovation.contest_noted", actor, row, now, contest=name, year=year, result=result)
    return entry


def _demand_sense(given: Description, today: date) -> None:
    demand(bool(given.title.strip()), "Tulis judul inovasinya.", "title")
    demand(len(given.title) <= TITLE_MAX, f"Judul paling panjang {TITLE_MAX} huruf.", "title")
    demand(given.phase in rules.PHASES, "Pilih tahapnya.", "phase")
    ahead = given.trial_from is None or given.trial_from <= today
    demand(ahead, "Hari mulai dicoba belum tiba.", "trial_from")
    demand(given.used_from is None or given.used_from <= today, "Hari mulai dipakai belum tiba.", "used_from")
    in_order = given.trial_from is None or given.used_from is None or given.trial_from <= given.used_from
    demand(in_order, "Dipakai sesudah atau pada hari mulai dicoba.", "used_from")
    demand(given.cost is None or 0 <= given.cost < 10**15, "Biaya ditulis dalam rupiah, tanpa titik.", "cost")
    demand(all(1 <= goal <= rules.GOALS for goal in given.goals), "Pilih tujuan SDG 1 sampai 17.", "goals")
    stated = (given.legal_state == rules.NO_BASIS) == (not given.legal_basis.strip())
    words = "Tulis dasar hukumnya: jenis, nomor, tahun." if given.legal_state else "Pilih keadaan dasar hukum itu."
    demand(stated, words, "legal_basis" if given.legal_state else "legal_state")
    for key, text in (given.answers or {}).items():
        demand(len(text) <= ANSWER_MAX, f"Paling panjang {ANSWER_MAX} huruf.", f"answer_{key}")
    for key, text in (given.criteria or {}).items():
        demand(len(text) <= CRITERION_MAX, f"Paling panjang {CRITERION_MAX} huruf.", f"criterion_{key}")


def _demand_figure(one: FigureGiven, today: date) -> None:
    demand(bool(one.name.strip()) and bool(one.unit.strip()), f"Isi nama dan satuan ukuran “{one.name.strip()}”.")
    demand(one.baseline_on <= today, f"Hari ukuran awal “{one.name}” belum tiba.")
    demand((one.result is None) == (one.result_on is None), f"Isi hasil “{one.name}” bersama harinya.")
    if one.result_on is not None:
        demand(one.baseline_on < one.result_on <= today, f"Hari hasil “{one.name}” di antara ukuran awal dan hari ini.")


def _texts(row: Innovation) -> list[str]:
    return [row.title, row.summary, row.initiators, row.organisation.name, *row.answers.values()]


def _free_slug(wanted: str) -> str:
    base = wanted.rstrip("-")
    taken = set(Innovation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    while (free := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return free
