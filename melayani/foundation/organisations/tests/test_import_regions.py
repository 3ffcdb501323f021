"""Regions of the country by Kemendagri codes: 38 provinces, 514 regencies and cities, 7,285 districts."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F, Q
from django.db.models.functions import Length

from melayani.foundation.organisations.models import Region
from melayani.foundation.organisations.queries import provinces, regions_within

pytestmark = pytest.mark.django_db


@pytest.fixture
def regions() -> None:
    call_command("import_regions", stdout=StringIO())


@pytest.mark.usefixtures("regions")
def test_every_region_is_there_once_even_after_a_second_import() -> None:
    out = StringIO()
    call_command("import_regions", stdout=out)
    counts = {level: Region.objects.filter(level=level).count() for level in ("province", "regency", "district")}
    assert counts == {"province": 38, "regency": 514, "district": 7285}
    assert out.getvalue() == "7837 regions\n"


@pytest.mark.usefixtures("regions")
def test_each_region_stands_below_the_one_its_code_begins_with() -> None:
    children = Region.objects.exclude(level="province")
    assert not children.filter(parent__isnull=True).exists()
    assert not children.exclude(code__startswith=F("parent__code")).exists()
    assert not Region.objects.filter(level="province", parent__isnull=False).exists()


@pytest.mark.usefixtures("regions")
def test_416_regencies_and_98_cities() -> None:
    """A city's code is 71 or more within its province."""
    codes = list(Region.objects.filter(level="regency").values_list("code", "name"))
    cities = [name for code, name in codes if int(code.partition(".")[2]) >= 71]
    assert len(cities) == 98
    assert len(codes) - len(cities) == 416
    assert all(name.startswith("Kota") for name in cities)


@pytest.mark.usefixtures("regions")
@pytest.mark.parametrize(("code", "part"), [("64.74", "Bontang"), ("14.03", "Bengkalis"), ("96", "Barat Daya")])
def test_known_places_have_their_codes(code: str, part: str) -> None:
    assert part in Region.objects.get(code=code).name


@pytest.mark.usefixtures("regions")
def test_other_spellings_are_kept() -> None:
    assert "Jogjakarta" in Region.objects.get(code="34").aliases
    assert Region.objects.get(code="11").aliases == []


@pytest.mark.usefixtures("regions")
def test_provinces_are_listed_and_regions_found_within() -> None:
    assert len(provinces()) == 38
    within = regions_within("64.74")
    assert within[0] == "64.74"
    assert all(code.startswith("64.74") for code in within)
    assert len(within) > 1


@pytest.mark.usefixtures("regions")
def test_codes_have_the_shape_of_their_level() -> None:
    shapes = Q(level="province", size=2) | Q(level="regency", size=5) | Q(level="district", size=8)
    assert not Region.objects.annotate(size=Length("code")).exclude(shapes).exists()
