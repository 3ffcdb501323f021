"""Importing the published standards: every record, its agency and region, its variants; twice makes no double."""

from __future__ import annotations

import copy
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from melayani.delivery.catalogue import queries
from melayani.delivery.catalogue.actions import UnknownRegion, import_standard
from melayani.delivery.catalogue.exporting import export_services
from melayani.delivery.catalogue.models import Service, Standard
from melayani.delivery.catalogue.readings import shipped_standards
from melayani.delivery.catalogue.tests.factories import LONG_AGO, imported, published_service
from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import ancestors_and_self

pytestmark = pytest.mark.django_db


def load_all() -> None:
    call_command("import_regions", stdout=StringIO())
    call_command("import_services", stdout=StringIO())


def variants(source_id: str) -> dict[str, list[str]]:
    service = Service.objects.get(source_id=source_id)
    page = queries.service_page(service.slug)
    assert page is not None
    return {str(view.variant or ""): [row.text for row in view.requirements] for view in page.variants}


def test_import_is_idempotent() -> None:
    load_all()
    call_command("import_services", stdout=StringIO())
    assert (Service.objects.count(), Standard.objects.in_force().count()) == (28, 28)
    assert Event.objects.filter(name="standard.published").count() == 28
    assert Service.objects.filter(slug="ktp-el-rusak-hilang-disdukcapil-kab-bengkalis").exists()


def test_export_equals_the_published_file() -> None:
    load_all()
    shipped = shipped_standards()
    exported = json.loads(json.dumps(export_services()))
    assert exported == shipped
    out = StringIO()
    call_command("export_services", stdout=out)
    assert json.dumps(json.loads(out.getvalue()), sort_keys=True) == json.dumps(shipped, sort_keys=True)


def test_export_to_a_file_and_back(tmp_path: Path) -> None:
    load_all()
    file = tmp_path / "standards.json"
    call_command("export_services", str(file), stdout=StringIO())
    call_command("import_services", str(file), stdout=StringIO())
    assert Service.objects.count() == 28


def test_what_the_platform_adds_stands_apart_in_the_export() -> None:
    imported("kk-bontang")
    published_service(title="Layanan baru")
    content = export_services()
    assert [row["id"] for row in content["services"]] == ["kk-bontang"]
    assert [row["service"] for row in content["platform"]] == ["Layanan baru"]


def test_a_changed_row_changes_the_export() -> None:
    service = imported("kk-bontang")[0]
    Service.objects.filter(pk=service.pk).update(title="Nama lain")
    assert export_services()["services"][0]["service"] == "Nama lain"


@pytest.mark.parametrize(
    ("source_id", "region", "zone", "government"),
    [
        ("ktpel-waykanan", "18.08", "Asia/Jakarta", "Pemerintah Kabupaten Way Kanan"),
        ("kk-bontang", "64.74", "Asia/Makassar", "Pemerintah Kota Bontang"),
        ("kawin-halsel", "82.04", "Asia/Jayapura", "Pemerintah Kabupaten Halmahera Selatan"),
        ("akta-lahir-jembrana", "51.01", "Asia/Makassar", "Pemerintah Kabupaten Jembrana"),
        ("reklame-kotim", "62.02", "Asia/Jakarta", "Pemerintah Kabupaten Kotawaringin Timur"),
        ("pengaduan-puskesmas-palembang", "16.71", "Asia/Jakarta", "Pemerintah Kota Palembang"),
    ],
)
def test_agency_stands_below_its_government(source_id: str, region: str, zone: str, government: str) -> None:
    agency = imported(source_id)[0].agency
    above = ancestors_and_self(agency)
    assert (agency.region_id, agency.time_zone) == (region, zone)
    assert [above[0].kind, above[1].kind, above[2].name] == ["ministry", "province", government]


def test_an_agency_whose_region_is_not_named_has_none() -> None:
    agency = imported("skck-pengantar-paria")[0].agency
    assert agency.region is None
    assert ancestors_and_self(agency)[1].name == "Belum diketahui wilayahnya"


def test_a_joint_agency_has_one_owner_and_keeps_its_published_name() -> None:
    service = imported("pbg-pematangsiantar")[0]
    assert str(service.agency) == "DPMPTSP Kota Pematangsiantar"
    assert service.standards.get().source["agency"] == "DPMPTSP + Dinas PUTR Kota Pematangsiantar"
    assert not Organisation.objects.filter(short_name__contains="PUTR").exists()


def test_services_of_one_agency_share_it() -> None:
    assert len({service.agency_id for service in imported("kk-bontang", "akta-lahir-bontang", "kawin-bontang")}) == 1


@pytest.mark.parametrize(
    ("source_id", "labels"),
    [
        ("ktpel-waykanan", ["Baru (WNI)", "Hilang/rusak", "Perubahan data", "Orang asing izin tinggal tetap"]),
        ("ktpel-rusak-hilang-bengkalis", ["Rusak", "Hilang"]),
        (
            "kk-bontang",
            ["Baru", "Perubahan data", "Menumpang", "Orang asing", "Pengurangan anggota", "Hilang/rusak"],
        ),
        ("nib-rendah-tarakan", ["Perseorangan", "Badan usaha"]),
        ("sip-dokter-spesialis-magelang", [""]),
        ("akta-mati-bandung", [""]),
        ("skck-pengantar-paria", []),
    ],
)
def test_variants_are_read_from_the_lines(source_id: str, labels: list[str]) -> None:
    imported(source_id)
    assert list(variants(source_id)) == labels


def test_requirements_are_numbered_within_their_variant() -> None:
    service = imported("ktpel-rusak-hilang-bengkalis")[0]
    standard = queries.published_standard(service)
    assert standard is not None
    damaged, lost = queries.variants_of(standard)
    assert [(r.number, r.published_line, r.text) for r in queries.requirements_for(standard, lost)] == [
        (1, 2, "Surat kehilangan dari kepolisian"),
        (2, 3, "Surat pernyataan kehilangan"),
        (3, 4, "Salinan KK"),
    ]
    assert [(r.number, r.text) for r in queries.requirements_for(standard, damaged)] == [
        (1, "KTP-el yang rusak"),
        (2, "Salinan KK"),
    ]
    assert variants("ktpel-rusak-hilang-bengkalis") == {
        "Rusak": ["KTP-el yang rusak", "Salinan KK"],
        "Hilang": ["Surat kehilangan dari kepolisian", "Surat pernyataan kehilangan", "Salinan KK"],
    }


def test_days_without_working_are_calendar_days_and_say_so() -> None:
    service = imported("akta-mati-bandungbarat")[0]
    standard = queries.published_standard(service)
    assert standard is not None
    assert (standard.duration_unit, standard.days_are_ambiguous, standard.duration_text) == (
        "calendar_day",
        True,
        "14 hari",
    )


def test_an_unknown_region_is_refused_and_leaves_nothing() -> None:
    imported("kk-bontang")
    record: dict[str, Any] = copy.deepcopy(shipped_standards()["services"][0])
    record["region_text"] = "Kab. Entah, Lampung"
    with pytest.raises(UnknownRegion):
        import_standard(source=record, actor=SYSTEM, now=LONG_AGO)
    assert Service.objects.count() == 1


@pytest.mark.parametrize("content", ["", "[]", '{"meta": {}}', '{"services": 5}'])
def test_a_file_that_is_none_is_refused_with_a_sentence(tmp_path: Path, content: str) -> None:
    call_command("import_regions", stdout=StringIO())
    file = tmp_path / "broken.json"
    file.write_text(content)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_services", str(file), stdout=StringIO())


def test_import_without_regions_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="import_regions"):
        call_command("import_services", stdout=StringIO())
