"""Search: what people type finds what they mean, best first, within unit, region and group, in pages."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.catalogue import queries
from melayani.delivery.catalogue.models import Service
from melayani.delivery.catalogue.tests.factories import agency, imported, published_service
from melayani.foundation.organisations.models import Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def all_services() -> list[Service]:
    return imported()


def ids(q: str, *, unit: str = "", region: str = "", group: str = "") -> list[str | None]:
    found = queries.search(q, limit=100, unit=unit, region=region, group=group)
    return [service.source_id for service in found.services]


@pytest.mark.usefixtures("all_services")
class TestWords:
    def test_what_people_type(self, subtests: pytest.Subtests) -> None:
        for q in ("KTP hilang", "ktp-el HILANG", "e-KTP hilang", "kartu tanda penduduk hilang"):
            with subtests.test(q):
                assert set(ids(q)[:4]) >= {"ktpel-rusak-hilang-bengkalis", "ktpel-waykanan"}
        for q in ("akta lahir", "akte kelahiran", "Akta Kelahiran", "birth certificate", "àkta lahir"):
            with subtests.test(q):
                assert set(ids(q)[:3]) == {"akta-lahir-bontang", "akta-lahir-jembrana", "akta-lahir-ngawi"}

    def test_short_and_old_names(self, subtests: pytest.Subtests) -> None:
        wanted = {
            "IMB": "pbg",
            "KK": "kk-bontang",
            "KIA": "kia",
            "SKCK": "skck-pengantar-paria",
            "SIP bidan": "sip-bidan",
            "ktp bengkalis": "ktpel-rusak-hilang-bengkalis",
            "reklame riau": "reklame-inhil",
            "F-2.03": "akta-lahir-ngawi",
        }
        for q, first in wanted.items():
            with subtests.test(q):
                assert str(ids(q)[0]).startswith(first)

    def test_title_before_requirement(self) -> None:
        found = ids("akta kelahiran")
        assert found.index("akta-lahir-jembrana") < found.index("kia-surabaya")

    def test_every_word_must_match(self) -> None:
        assert ids("ktp gajah") == []

    def test_one_wrong_letter_is_forgiven_and_said(self) -> None:
        found = queries.search("akta kelahirran")
        assert found.guessed
        assert {service.source_id for service in found.services} >= {"akta-lahir-bontang"}

    def test_odd_input_is_no_error(self, subtests: pytest.Subtests) -> None:
        for q in ("'", '"', "%", "_", "(", "[", "\\", "\x00", "ktp" * 200, "🙂", " ", "a" * 10_000):
            with subtests.test(q):
                assert queries.search(q).total >= 0

    def test_odd_places_are_no_error(self) -> None:
        assert queries.search("", unit="\x00", region="\x00", group="\x00").total == 28
        assert queries.search("", unit="x" * 500).total == 0

    def test_unit_region_and_group_narrow_it(self) -> None:
        assert set(ids("", unit="disdukcapil-kota-bontang")) == {"kk-bontang", "akta-lahir-bontang", "kawin-bontang"}
        assert set(ids("", unit="pemkot-bontang")) == {"kk-bontang", "akta-lahir-bontang", "kawin-bontang"}
        assert set(ids("", region="14")) == {
            "ktpel-rusak-hilang-bengkalis",
            "pindah-datang-dumai",
            "sip-bidan-inhil",
            "reklame-inhil",
        }
        assert ids("", region="14.03") == ["ktpel-rusak-hilang-bengkalis"]
        assert ids("", group="ketertiban") == ["bantuan-personil-kediri"]
        assert ids("", unit="tidak-ada") == []

    def test_pages_give_everything_once(self) -> None:
        seen: list[int] = []
        after: int | None = 0
        while after is not None:
            page = queries.search("", limit=10, after=after)
            seen += [service.pk for service in page.services]
            after = page.after
        assert (len(seen), len(set(seen))) == (28, 28)


def test_search_takes_the_same_queries_with_many_rows(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    owner = agency()
    for number in range(30):
        published_service(owner, title=f"KTP hilang {number}")
    with django_assert_num_queries(3):
        assert [str(service.agency) for service in queries.search("ktp hilang", limit=25).services]


def test_a_service_page_takes_the_same_queries_for_each(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for slug in [service.slug for service in imported("kk-bontang", "akta-mati-purbalingga", "skck-pengantar-paria")]:
        with django_assert_num_queries(10):
            assert queries.service_page(slug)


def test_a_service_that_is_no_longer_offered_is_not_there() -> None:
    service = published_service()
    Service.objects.filter(pk=service.pk).update(is_offered=False)
    assert queries.service_page(service.slug) is None
    assert queries.search("").total == 0


def test_components_say_what_is_stated() -> None:
    service = imported("ktpel-rusak-hilang-bengkalis")[0]
    standard = queries.published_standard(service)
    assert standard is not None
    rows = queries.components(standard)
    assert len(rows) == 14
    assert [row.key for row in rows if row.stated] == [
        "requirements",
        "procedure",
        "duration",
        "fee",
        "product",
        "complaint_handling",
    ]


def test_unknown_is_not_stated() -> None:
    service = imported("akta-lahir-ngawi")[0]
    standard = queries.published_standard(service)
    assert standard is not None
    assert {row.key for row in queries.components(standard) if row.public and not row.stated} == {
        "duration",
        "fee",
        "complaint_handling",
    }


class TestOrder:
    def test_the_title_first_then_what_is_near_then_the_shorter_title(self) -> None:
        places = {"14": "Riau", "12": "Sumatera Utara"}
        regencies = {"14.03": "Kabupaten Bengkalis", "12.78": "Kota Gunungsitoli"}
        for code, name in places.items():
            Region.objects.get_or_create(code=code, defaults={"level": "province", "name": name})
        for code, name in regencies.items():
            Region.objects.get_or_create(code=code, defaults={"level": "regency", "name": name, "parent_id": code[:2]})
        near, far = (agency(name, region=Region.objects.get(code=code)) for code, name in regencies.items())
        published_service(far, title="KTP-el baru karena pindah, rusak, hilang")
        published_service(near, title="KTP-el rusak/hilang")
        published_service(near, title="Kartu penduduk", requirements=("KTP yang hilang",))
        assert titles("ktp hilang")[:2] == ["KTP-el rusak/hilang", "KTP-el baru karena pindah, rusak, hilang"]
        assert titles("ktp hilang", near="12.78")[0] == "KTP-el baru karena pindah, rusak, hilang"
        assert titles("ktp hilang", near="14.03")[2] == "Kartu penduduk"  # near, but not by its title
        published_service(far, title="KTP hilang")
        assert titles("KTP hilang", near="14.03")[0] == "KTP hilang"  # the very title
        assert [row.name for row in queries.regions_of_search("ktp hilang")] == list(regencies.values())
        assert queries.regions_of_search("") == []


def titles(q: str, *, near: str = "") -> list[str]:
    return [service.title for service in queries.search(q, near=near).services]
