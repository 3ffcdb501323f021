"""Services with published standards, as other modules' tests need them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from django.core.management import call_command

from melayani.delivery.catalogue import actions
from melayani.delivery.catalogue.actions import import_standard, publish
from melayani.delivery.catalogue.actions.import_standard import fill_standard
from melayani.delivery.catalogue.models import Pledge, Service, Standard
from melayani.delivery.catalogue.readings import shipped_standards
from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.actions import create_organisation
from melayani.foundation.organisations.models import Organisation, Region
from tests.databases import once
from tests.remembered import remembered

LONG_AGO = datetime(2020, 1, 2, 8, 0, tzinfo=UTC)
LOST_OR_DAMAGED = ("Rusak: KTP-el yang rusak; salinan KK", "Hilang: surat kehilangan polisi; salinan KK")


@remembered
def agency(name: str = "Dinas Kependudukan dan Pencatatan Sipil Kota Uji", **fields: Any) -> Organisation:
    """An agency below a ministry of its own tree (the first ministry found is used again)."""
    return create_organisation(actor=SYSTEM, kind="agency", name=name, parent=_ministry(), now=LONG_AGO, **fields)


def _ministry() -> Organisation:
    return Organisation.objects.filter(depth=1).first() or create_organisation(
        actor=SYSTEM, kind="ministry", name="Kementerian PANRB", slug="kemenpanrb", parent=None, now=LONG_AGO
    )


@remembered
def published_service(
    organisation: Organisation | None = None,
    *,
    title: str = "KTP-el rusak atau hilang",
    requirements: Sequence[str] = LOST_OR_DAMAGED,
    steps: Sequence[str] = ("Pemohon menyerahkan berkas", "Petugas memproses", "Serah terima"),
    amount: int | None = 5,
    unit: str = "working_day",
    text: str = "",
    fee: int | None = 0,
    clock_starts: str = "berkas lengkap dan benar",
    group: str = "adminduk",
    now: datetime = LONG_AGO,
) -> Service:
    """A service of `organisation` (one of its own when None) with a standard in force: two variants, 5 working days."""
    owner = organisation or Organisation.objects.filter(kind="agency").first() or agency()
    draft = Standard.objects.create(
        service=Service.objects.create(
            slug=f"layanan-{Service.objects.count() + 1}",
            title=title,
            agency=owner,
            group=group,
            channels=["online", "counter"],
            created_at=now,
        ),
        duration_text=text or (f"{amount} hari kerja" if amount else "tidak diketahui"),
        duration_min=amount,
        duration_max=amount,
        duration_unit=unit if amount or unit == "external_sla" else "",
        clock_starts=clock_starts,
        fee_amount=fee,
        fee_text="Tidak dipungut biaya" if fee == 0 else "",
        product=title,
    )
    fill_standard(draft, {"requirements": requirements, "procedure_steps": steps})
    publish(standard=draft, actor=SYSTEM, now=now)
    return draft.service


def service_without_promise(organisation: Organisation | None = None) -> Service:
    """A service whose standard states no time: a case has no due date."""
    return published_service(organisation, title="Akta kelahiran", amount=None, requirements=("Surat kelahiran",))


def service_with_fee(organisation: Organisation | None = None, *, amount: int = 25_000) -> Service:
    return published_service(organisation, title="Izin reklame", fee=amount, group="perizinan")


def imported(*source_ids: str) -> list[Service]:
    """Services as agencies have published them (all 28 without arguments), with their agencies and regions."""
    if not source_ids:
        return once(_all_imported)
    if not Region.objects.exists():
        once(_regions_imported)
    return _import(*source_ids)


def _all_imported() -> list[Service]:
    if not Region.objects.exists():
        _regions_imported()
    return _import(*(record["id"] for record in shipped_standards()["services"]))


def _regions_imported() -> None:
    call_command("import_regions", stdout=StringIO())


@remembered
def _import(*source_ids: str) -> list[Service]:
    records = shipped_standards()["services"]
    return [
        import_standard(source=record, actor=SYSTEM, now=LONG_AGO).service
        for record in records
        if record["id"] in source_ids
    ]


@remembered
def mall_of_bogor(**fields: Any) -> Organisation:
    """A mall with its region and province, and nothing else known of it."""
    province, _ = Region.objects.get_or_create(code="32", defaults={"level": "province", "name": "Jawa Barat"})
    city, _ = Region.objects.get_or_create(
        code="32.71", defaults={"level": "regency", "name": "Kota Bogor", "parent": province}
    )
    return create_organisation(
        actor=SYSTEM,
        kind="mall",
        name="Mal Pelayanan Publik Kota Bogor",
        short_name="MPP Kota Bogor",
        slug="mpp-kota-bogor",
        parent=_ministry(),
        region=city,
        now=LONG_AGO,
        **fields,
    )


def on_paper(standard: Standard, actor: Any, now: datetime) -> Standard:
    """A draft with a team, its present state and a complaint channel: ready to be discussed."""
    actions.add_member(standard=standard, name="Contoh Sekar", function="owner", actor=actor, now=now)
    actions.note_present_state(
        standard=standard, words="Selesai dalam empat hari.", seen_on=now.date(), actor=actor, now=now
    )
    channels = {"complaint_handling": ["Loket pengaduan"]}
    return actions.save_draft(standard=standard, sections=channels, actor=actor, now=now)


def discussed(standard: Standard, actor: Any, now: datetime) -> Standard:
    """A draft that was discussed with the public, with minutes."""
    actions.move(standard=on_paper(standard, actor, now), action="consult", actor=actor, now=now)
    actions.record_discussion(
        standard=standard,
        kind="consultation",
        number="FKP-1",
        held_on=now.date(),
        words="Warga meminta waktu yang lebih pendek.",
        minutes_number="BA-1",
        actor=actor,
        now=now,
    )
    return standard


def decreed(standard: Standard, actor: Any, now: datetime) -> Standard:
    """A draft that was discussed, agreed and decreed: it can be published."""
    actions.move(standard=discussed(standard, actor, now), action="agree", actor=actor, now=now)
    return actions.decree(
        standard=standard, decree_no="188/1", decree_date=now.date(), decree_by="Kepala Dinas", actor=actor, now=now
    )


def pledge(unit: Organisation, actor: Any, now: datetime) -> Pledge:
    """The pledge of the unit, signed and published."""
    return actions.publish_pledge(
        unit=unit,
        statements=actions.Statements("Kami sanggup.", "Kami berkewajiban.", "Kami menerima sanksi."),
        signer_name="Contoh Kepala",
        signer_post="Kepala Dinas",
        place="Bontang",
        signed_on=now.date(),
        actor=actor,
        now=now,
    )
