"""An office's own promise, and the words of its yearly report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from melayani.foundation.audit import SYSTEM, Actor, record
from melayani.foundation.documents import actions as documents
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.voice.disclosure import access, reports, rules
from melayani.voice.disclosure.models import AnnualReport, LocalLimit
from melayani.voice.disclosure.rules import law, limits

REPORT_TEXTS = (
    "policy",
    "facilities",
    "staff",
    "budget",
    "disputes",
    "internal_constraints",
    "external_constraints",
    "recommendations",
    "plan",
)
TEXT_MAX, BASIS_MAX = 8000, 200
REPORT_KIND, REPORT_DOCUMENT = "disclosure_report", "information_report"


def set_limit(
    *, actor: Actor, organisation: Organisation, stage: str, amount: int, basis: str, since: date, now: datetime
) -> LocalLimit:
    """Promise an answer sooner than the law demands, for new cases from a day on; a longer time is refused.

    Raises NotAllowed, InputRefused.
    """
    access.demand_at(actor, access.SET_LIMIT, organisation)
    problems = {}
    if problem := limits.local_limit_problem(law.stages(since).get(stage), amount):
        problems["amount"] = problem
    if not basis.strip() or len(basis) > BASIS_MAX:
        problems["basis"] = f"Tulis dasarnya (surat keputusan), paling panjang {BASIS_MAX} huruf."
    if since < now.astimezone(organisation.zone).date():
        problems["since"] = "Berlaku paling cepat hari ini; permintaan yang berjalan tidak berubah."
    if problems:
        raise rules.InputRefused(problems)
    with transaction.atomic():
        older = LocalLimit.objects.select_for_update().filter(organisation=organisation, stage=stage)
        for row in older.filter(valid_until__isnull=True):
            _end(row, since)
        limit = LocalLimit.objects.create(
            organisation=organisation,
            stage=stage,
            amount=amount,
            basis=basis.strip(),
            valid_from=since,
            set_at=now,
            set_by_id=actor.person_id,
        )
        data = {"stage": law.stages(since)[stage].label.lower(), "amount": amount, "since": since.strftime("%d/%m/%Y")}
        subject = Reference(kind="disclosure_limits", number=organisation.slug)
        record("disclosure_limit.set", actor=actor, subject=subject, organisation=organisation, data=data, now=now)
    return limit


def save_report(
    *, actor: Actor, organisation: Organisation, year: int, texts: Mapping[str, str], now: datetime
) -> AnnualReport:
    """Keep the officer's words of the yearly report; figures come from the rows. Raises NotAllowed, InputRefused."""
    access.demand_at(actor, access.WRITE_REPORT, organisation)
    if unknown := set(texts) - set(REPORT_TEXTS):
        raise rules.InputRefused(dict.fromkeys(sorted(unknown), "Bab ini tidak dikenal."))
    if long := [name for name, text in texts.items() if len(text) > TEXT_MAX]:
        raise rules.InputRefused(dict.fromkeys(long, f"Paling panjang {TEXT_MAX} huruf."))
    if not 2010 <= year <= now.astimezone(organisation.zone).year:
        raise rules.InputRefused({"year": "Laporan hanya untuk tahun ini atau tahun yang lalu."})
    with transaction.atomic():
        row, _ = AnnualReport.objects.get_or_create(organisation=organisation, year=year, defaults={"updated_at": now})
        row = AnnualReport.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if row.published_at is not None:
            raise rules.ActionRefused("Laporan tahun ini sudah terbit.")
        for name, text in texts.items():
            setattr(row, name, text.strip())
        row.updated_at, row.updated_by_id = now, actor.person_id
        row.save()
        _note("saved", row, actor, now, {"year": year})
    return row


def publish_report(*, actor: Actor, organisation: Organisation, year: int, now: datetime) -> AnnualReport:
    """Issue the yearly report as a document that everybody can check; a finished year only. Raises as `save_report`."""
    access.demand_at(actor, access.WRITE_REPORT, organisation)
    if year >= now.astimezone(organisation.zone).year:
        raise rules.ActionRefused("Laporan diterbitkan setelah tahunnya selesai.")
    with transaction.atomic():
        row = AnnualReport.objects.select_for_update(of=("self",)).filter(organisation=organisation, year=year).first()
        if row is None or not row.recommendations.strip():
            raise rules.ActionRefused("Tulis dahulu rekomendasi dan rencana tindak lanjut laporan ini.")
        if row.published_at is not None:
            raise rules.ActionRefused("Laporan tahun ini sudah terbit.")
        row.document = documents.issue(
            template="disclosure/report",
            title=reports.title_of(organisation, year),
            kind=REPORT_DOCUMENT,
            inputs=reports.inputs(row, actor),
            reference=_reference(row),
            organisation=organisation,
            holder_name=organisation.name,
            actor=SYSTEM,
            now=now,
        )
        row.published_at = now
        row.save(update_fields=["document", "published_at"])
        _note("published", row, actor, now, {"year": year, "document": row.document.number})
    return row


def _end(row: LocalLimit, since: date) -> None:
    """A promise that would never have held goes; another ends on the day before."""
    if row.valid_from >= since:
        row.delete()
        return
    row.valid_until = since - timedelta(days=1)
    row.save(update_fields=["valid_until"])


def _reference(row: AnnualReport) -> Reference:
    return Reference(kind=REPORT_KIND, number=f"{row.organisation.slug}-{row.year}"[:64])


def _note(what: str, row: AnnualReport, actor: Actor, now: datetime, data: dict[str, object]) -> None:
    record(
        f"disclosure_report.{what}",
        actor=actor,
        subject=_reference(row),
        organisation=row.organisation,
        data=data,
        now=now,
    )
