"""Prepare a campaign, fill what the instrument leaves open, choose units and who judges them, start, close."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db import IntegrityError, transaction

from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import make_secret
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.models import Person
from melayani.oversight.evaluation import access, rules, states
from melayani.oversight.evaluation.instrument import CODES, CURRENT, UnknownInstrument, load
from melayani.oversight.evaluation.models import Assessment, Campaign, Evaluator
from melayani.oversight.evaluation.moving import EvaluationRefused, demand, record_about

NOT_YOURS = "Hanya biro organisasi atau kementerian yang menyelenggarakan evaluasi ini."


@dataclass(frozen=True)
class Schedule:
    """Until when each step is to be done, and how many days a unit has to object."""

    f01_until: date
    desk_until: date
    field_until: date
    objection_days: int = 7


def prepare_campaign(
    *,
    actor: Actor,
    organisation: Organisation,
    title: str,
    year: int,
    schedule: Schedule,
    version: str = CURRENT,
    f02_share: Decimal | None = None,
    fewest: int | None = None,
    most: int | None = None,
    now: datetime,
) -> Campaign:
    """Prepare an evaluation of the year's performance; it is seen by those who conduct it until it starts.

    The shares and the users' sample are those of the instrument unless given. Raises EvaluationRefused; records
    evaluation.campaign_prepared.
    """
    demand(access.conducts(actor, organisation) and organisation.kind in access.CONDUCTORS, NOT_YOURS)
    demand(bool(title.strip()), "Isi nama evaluasi.")
    demand(2000 <= year <= now.year, "Yang dinilai adalah tahun yang sudah berjalan.")
    draft = Campaign(
        organisation=organisation,
        title=title.strip()[:160],
        year=year,
        version=version,
        f01_until=schedule.f01_until,
        desk_until=schedule.desk_until,
        field_until=schedule.field_until,
        objection_days=schedule.objection_days,
        created_at=now,
    )
    _set_terms(draft, f02_share, fewest, most)
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
            _record("evaluation.campaign_prepared", actor, draft, now)
    except IntegrityError as error:
        raise EvaluationRefused("Evaluasi dengan nama dan tahun itu sudah ada.") from error
    return draft


def _set_terms(draft: Campaign, f02_share: Decimal | None, fewest: int | None, most: int | None) -> None:
    """Shares and sample as given or as the instrument has them; refused when they or the schedule make no sense."""
    days = (draft.f01_until, draft.desk_until, draft.field_until)
    demand(list(days) == sorted(days), "Tenggatnya berurutan: F-01, lalu meja, lalu lapangan.")
    demand(1 <= draft.objection_days <= 90, "Masa sanggah 1 sampai 90 hari.")
    try:
        base = load(draft.version, "A")
    except UnknownInstrument as error:
        raise EvaluationRefused(str(error)) from error
    share = f02_share if f02_share is not None else Decimal(base.f02_share.numerator) / base.f02_share.denominator
    demand(0 <= share <= 1, "Bagian F-02 di antara 0 dan 1.")
    draft.f02_share, draft.f03_share = share, 1 - share
    draft.fewest, draft.most = fewest or base.fewest, most or base.most
    demand(
        1 <= draft.fewest <= draft.most <= 10_000,
        "Jumlah responden paling sedikit tidak boleh di atas yang paling banyak.",
    )


def enter_weights(
    *, actor: Actor, campaign: Campaign, code: str, weights: Mapping[int, Fraction], source: str, now: datetime
) -> Campaign:
    """Enter the weights that the instrument leaves open, and where they come from; they may change until the start.

    Raises EvaluationRefused, for weights that are missing or do not sum to 100 as well; records
    evaluation.weights_entered.
    """
    demand(access.conducts(actor, campaign.organisation), NOT_YOURS)
    demand(code in CODES, "Instrumen ini tidak dikenal.")
    demand(bool(source.strip()), "Tulis dari mana bobot itu: pedoman, keputusan, atau surat.")
    with transaction.atomic():
        row = Campaign.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=campaign.pk)
        demand(row.started_at is None, "Evaluasi sudah dimulai: bobotnya tidak berubah lagi.")
        bare = load(row.version, code)
        demand(bool(bare.open_weights), "Instrumen ini sudah berbobot lengkap.")
        kept = {number: weights[number] for number in bare.open_weights if number in weights}
        try:
            rules.demand_weights(bare.with_weights(kept))
        except rules.BadInstrument as error:
            raise EvaluationRefused(str(error)) from error
        row.weights = {**row.weights, code: {str(number): str(weight) for number, weight in kept.items()}}
        row.weights_source = source.strip()[:300]
        row.save(update_fields=["weights", "weights_source"])
        _record("evaluation.weights_entered", actor, row, now, code=code, source=row.weights_source)
    return row


def add_unit(*, actor: Actor, campaign: Campaign, unit: Organisation, code: str, now: datetime) -> Assessment:
    """Take a unit into the campaign by an instrument. Raises EvaluationRefused; records evaluation.unit_added."""
    home = campaign.organisation
    demand(access.conducts(actor, home), NOT_YOURS)
    demand(code in CODES, "Pilih instrumen A atau B.")
    demand(
        unit.path.startswith(home.path) and unit.kind in access.PLACES,
        "Unit itu bukan kantor di bawah penyelenggara evaluasi.",
    )
    with transaction.atomic():
        row = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
        demand(row.closed_at is None, "Evaluasi ini sudah ditutup.")
        demand(row.started_at is None, "Evaluasi sudah dimulai: daftar unitnya tetap.")
        demand(not Assessment.objects.filter(campaign=row, unit=unit).exists(), "Unit itu sudah ada dalam daftar.")
        made = Assessment.objects.create(campaign=campaign, unit=unit, code=code, token=make_secret())
        record_about(made, "evaluation.unit_added", actor, now, unit=unit.name, code=code)
    return made


def appoint(*, actor: Actor, assessment: Assessment, person: Person, leads: bool, now: datetime) -> Evaluator:
    """Appoint somebody to judge the unit; nobody judges the own one. With `leads` this one leads, another no more.

    Raises EvaluationRefused; records evaluation.evaluator_appointed.
    """
    demand(access.conducts(actor, assessment.campaign.organisation), NOT_YOURS)
    demand(person.is_active, "Akun orang ini tidak aktif.")
    demand(
        access.may_be_appointed(person),
        "Penilai diambil dari biro organisasi, auditor, kementerian, atau kepala unit lain.",
    )
    demand(
        not access.is_of_unit(person.pk, assessment),
        "Orang ini bekerja untuk unit yang dinilai. Tidak seorang pun menilai unitnya sendiri.",
    )
    with transaction.atomic():
        row = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
        demand(row.state not in {states.SIGNING, *states.FIXED}, "Nilai unit ini sudah selesai ditetapkan.")
        if leads:
            Evaluator.objects.filter(assessment=row, leads=True).update(leads=False)
        evaluator, _made = Evaluator.objects.update_or_create(
            assessment=assessment, person=person, defaults={"leads": leads, "appointed_at": now}
        )
        capacity = "ketua penilai" if leads else "penilai"
        told = {"name": person.name, "capacity": capacity, "person": person.pk}
        record_about(assessment, "evaluation.evaluator_appointed", actor, now, **told)
    return evaluator


def release(*, actor: Actor, evaluator: Evaluator, now: datetime) -> None:
    """Take somebody off who has not scored yet; who has stays on record and signs.

    Raises EvaluationRefused; records evaluation.evaluator_released.
    """
    assessment = evaluator.assessment
    demand(access.conducts(actor, assessment.campaign.organisation), NOT_YOURS)
    with transaction.atomic():
        Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
        scored = assessment.scores.filter(person=evaluator.person_id).exists()
        demand(not scored, "Orang ini sudah memberi nilai dan tetap tercatat sebagai penilai.")
        Evaluator.objects.filter(pk=evaluator.pk).delete()
        record_about(assessment, "evaluation.evaluator_released", actor, now, name=evaluator.person.name)


def start_campaign(*, actor: Actor, campaign: Campaign, now: datetime) -> Campaign:
    """Start: units may fill F-01, the instrument stands still. Raises EvaluationRefused; records the start.

    Refused without units, while a unit has nobody who leads its judgement, and while a weight of an instrument in use
    is open or a sum is not 100.
    """
    demand(access.conducts(actor, campaign.organisation), NOT_YOURS)
    with transaction.atomic():
        row = Campaign.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=campaign.pk)
        demand(row.started_at is None, "Evaluasi ini sudah dimulai.")
        units = list(Assessment.objects.filter(campaign=row).select_related("unit"))
        demand(bool(units), "Pilih dulu unit yang dinilai.")
        led = set(Evaluator.objects.filter(assessment__in=units, leads=True).values_list("assessment", flat=True))
        for one in units:
            demand(one.pk in led, f"Tunjuk dulu ketua penilai untuk {one.unit}.")
        for code in sorted({one.code for one in units}):
            try:
                rules.demand_weights(row.instrument(code))
            except rules.BadInstrument as error:
                raise EvaluationRefused(str(error)) from error
        row.started_at = now
        row.save(update_fields=["started_at"])
        _record("evaluation.campaign_started", actor, row, now, units=len(units))
    return row


def close_campaign(*, actor: Actor, campaign: Campaign, now: datetime) -> Campaign:
    """Close a campaign in which every unit has its sealed index. Raises EvaluationRefused; records the closing."""
    demand(access.conducts(actor, campaign.organisation), NOT_YOURS)
    with transaction.atomic():
        row = Campaign.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=campaign.pk)
        demand(row.is_running, "Hanya evaluasi yang berjalan yang dapat ditutup.")
        left = Assessment.objects.filter(campaign=row).exclude(state__in=sorted(states.FIXED)).count()
        demand(left == 0, f"Masih ada {left} unit yang nilainya belum tetap.")
        row.closed_at = now
        row.save(update_fields=["closed_at"])
        _record("evaluation.campaign_closed", actor, row, now)
    return row


def _record(name: str, actor: Actor, campaign: Campaign, now: datetime, **data: object) -> None:
    told = {"title": campaign.title, "year": campaign.year, **data}
    home = campaign.organisation
    record(name, actor=actor, subject=campaign.reference, organisation=home, data=told, now=now)
