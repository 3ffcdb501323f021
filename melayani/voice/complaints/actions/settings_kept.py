"""What an organisation sets for itself: categories with their questions, limits shorter than the national ones, its
ladder. Cases that run keep the limit that was in force when they came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.voice.complaints import access, national, rules
from melayani.voice.complaints.models import Category, LadderStep, LocalClock, Question
from melayani.voice.complaints.rules import filing

SUBJECT = "complaint_settings"
LISTS = frozenset({filing.SINGLE, filing.MULTI})
UNIT_WORDS = {"hour": "jam", "calendar_day": "hari kalender", "working_day": "hari kerja"}
HOURS = {"hour": 1, "calendar_day": 24, "working_day": 24}
ORGANISATIONS_CLOCKS = frozenset({rules.VERIFY_CLOCK, rules.FOLLOW_UP_CLOCK, rules.CASE})
OWN_LIMITS = ORGANISATIONS_CLOCKS | rules.LENGTHENED


def keep_category(
    *,
    actor: Actor,
    organisation: Organisation,
    details: Mapping[str, Any],
    now: datetime,
    category: Category | None = None,
) -> Category:
    """Write a category of an organisation, or change its own `category`. It is never deleted, only taken out of use.

    Raises NotAllowed for the national ones and for another organisation's, ActionRefused without a name.
    """
    _demand(actor, organisation)
    if category is not None and category.organisation_id != organisation.pk:
        raise rules.NotAllowed("Kategori ini milik instansi lain atau berlaku nasional; tidak dapat diubah di sini.")
    if not str(details.get("name", "")).strip():
        raise rules.ActionRefused("Tulis nama kategori dahulu.")
    with transaction.atomic():
        row = category or Category(organisation=organisation, slug=_free_slug(str(details["name"])))
        for name, value in details.items():
            setattr(row, name, value)
        row.save()
        _record_setting("complaint.category_kept", actor, organisation, now, title=row.name)
    return row


def keep_question(
    *, actor: Actor, category: Category, code: str, details: Mapping[str, Any], now: datetime
) -> Question:
    """Write a question of a category, or change the one with this code; answers that were given stay as they were.

    Raises NotAllowed, ActionRefused for a list without choices or an order that is taken.
    """
    organisation = _owner(actor, category)
    if details["datatype"] in LISTS and len(details["values"]) < 2:
        raise rules.ActionRefused("Tulis paling sedikit dua pilihan jawaban, satu per baris.")
    with transaction.atomic():
        row = Question.objects.filter(category=category, code=code).first() or Question(category=category, code=code)
        for name, value in details.items():
            setattr(row, name, value)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise rules.ActionRefused("Urutan ini sudah dipakai pertanyaan lain.") from error
        _record_setting("complaint.question_kept", actor, organisation, now, title=category.name, code=code)
    return row


def keep_clock(
    *,
    actor: Actor,
    organisation: Organisation,
    clock: str,
    complaint_class: str,
    amount: int,
    unit: str,
    source: str,
    valid_from: date,
    now: datetime,
    valid_until: date | None = None,
) -> LocalClock:
    """Give an organisation a limit of its own, from a day on, for itself and the units below it.

    Raises NotAllowed; ActionRefused when it serves reporters worse than the national one, has no source or is past.
    """
    _demand(actor, organisation)
    today = now.astimezone(organisation.zone).date()
    if clock not in OWN_LIMITS:
        raise rules.ActionRefused("Jangka waktu ini melindungi pelapor dan hanya ditetapkan secara nasional.")
    if valid_from < today:
        raise rules.ActionRefused("Tanggal mulai sudah lewat. Laporan yang sudah masuk memakai janji yang lama.")
    if valid_until is not None and valid_until < valid_from:
        raise rules.ActionRefused("Tanggal selesai mendahului tanggal mulai.")
    if not source.strip():
        raise rules.ActionRefused("Tulis keputusan atau standar yang menetapkannya.")
    _demand_better(clock, complaint_class, amount, unit, valid_from)
    with transaction.atomic():
        row, _ = LocalClock.objects.update_or_create(
            organisation=organisation,
            clock=clock,
            complaint_class=complaint_class,
            valid_from=valid_from,
            defaults={"amount": amount, "unit": unit, "source": source.strip(), "valid_until": valid_until},
        )
        _record_setting(
            "complaint.clock_kept", actor, organisation, now, limit=f"{amount} {UNIT_WORDS[unit]}", source=row.source
        )
    return row


def end_clock(*, actor: Actor, clock: LocalClock, now: datetime) -> LocalClock:
    """Let an own limit hold for no report that comes after today. Raises NotAllowed."""
    _demand(actor, clock.organisation)
    today = now.astimezone(clock.organisation.zone).date()
    with transaction.atomic():
        clock.valid_until = max(today, clock.valid_from)
        clock.save(update_fields=["valid_until"])
        _record_setting("complaint.clock_ended", actor, clock.organisation, now, limit=str(clock.amount))
    return clock


def keep_step(
    *, actor: Actor, organisation: Organisation, key: str, clock: str, hours: int, level: str, now: datetime
) -> LadderStep:
    """Write a rung of an organisation's own ladder. With its first own rung it climbs none of the national ones.

    Raises NotAllowed, ActionRefused for an unknown clock or level.
    """
    _demand(actor, organisation)
    if clock not in ORGANISATIONS_CLOCKS or level not in rules.LEVELS:
        raise rules.ActionRefused("Pilih jangka waktu dan jabatan dari daftar.")
    with transaction.atomic():
        row, _ = LadderStep.objects.update_or_create(
            organisation=organisation, key=key, defaults={"clock": clock, "hours": hours, "level": level}
        )
        _record_setting("complaint.ladder_changed", actor, organisation, now, step=key)
    return row


def drop_step(*, actor: Actor, step: LadderStep, now: datetime) -> None:
    """Take a rung away; without any of its own the organisation climbs the national ladder again. Raises NotAllowed."""
    _demand(actor, step.organisation)
    with transaction.atomic():
        key, organisation = step.key, step.organisation
        step.delete()
        _record_setting("complaint.ladder_changed", actor, organisation, now, step=key)


def _demand_better(clock: str, complaint_class: str, amount: int, unit: str, day: date) -> None:
    """The office's own limit is shorter than the national one, the reporter's own time longer."""
    rule = rules.rule_for(national.clock_rules(), clock, complaint_class, day)
    if rule is None:
        return
    if clock in rules.LENGTHENED:
        _demand_longer(rule, amount, unit)
    else:
        _demand_shorter(rule, amount, unit)


def _demand_shorter(rule: rules.ClockRule, amount: int, unit: str) -> None:
    """In the unit of the national one, day for day; working days are never shorter than calendar days."""
    words = f"Batas nasional {rule.amount} {UNIT_WORDS[rule.unit]}; batas sendiri harus lebih pendek."
    if unit == "working_day" and rule.unit != "working_day":
        raise rules.ActionRefused(f"{words} Tulis dalam {UNIT_WORDS[rule.unit]}.")
    own, national_one = amount * HOURS[unit], rule.amount * HOURS[rule.unit]
    if own > national_one or (own == national_one and unit == rule.unit):
        raise rules.ActionRefused(words)


def _demand_longer(rule: rules.ClockRule, amount: int, unit: str) -> None:
    if amount * HOURS[unit] <= rule.amount * HOURS[rule.unit]:
        words = f"Waktu pelapor paling sedikit {rule.amount} {UNIT_WORDS[rule.unit]}; waktu sendiri harus lebih lama."
        raise rules.ActionRefused(words)


def _owner(actor: Actor, category: Category) -> Organisation:
    if category.organisation is None:
        raise rules.NotAllowed("Kategori nasional tidak dapat diubah di sini.")
    _demand(actor, category.organisation)
    return category.organisation


def _demand(actor: Actor, organisation: Organisation) -> None:
    if not access.may_at(actor, access.KEEP_SETTINGS, organisation):
        raise rules.NotAllowed("Anda tidak berwenang mengatur pengaduan instansi ini.")


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50] or "kategori"
    taken: Sequence[str] = list(Category.objects.filter(slug__startswith=stem).values_list("slug", flat=True)[:1000])
    return next(slug for slug in (stem, *(f"{stem}-{count}" for count in range(2, 1002))) if slug not in taken)


def _record_setting(name: str, actor: Actor, organisation: Organisation, now: datetime, **data: Any) -> None:
    subject = Reference(kind=SUBJECT, number=organisation.slug)
    record(name, actor=actor, subject=subject, organisation=organisation, data=data, now=now)
