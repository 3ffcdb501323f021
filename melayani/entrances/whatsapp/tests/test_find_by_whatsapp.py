"""A service in many places: the title first, then one's own region; else one is asked where."""

from __future__ import annotations

import pytest

from melayani.delivery.catalogue.tests.factories import agency, published_service
from melayani.entrances.whatsapp.tests.factories import Phone
from melayani.foundation.organisations.models import Region

PLACES = {
    "14.03": ("Kabupaten Bengkalis", "Riau"),
    "12.78": ("Kota Gunungsitoli", "Sumatera Utara"),
    "64.74": ("Kota Bontang", "Kalimantan Timur"),
    "35.78": ("Kota Surabaya", "Jawa Timur"),
}


@pytest.fixture
def everywhere(db: None) -> None:
    """The same service in three regencies; in Gunungsitoli with more words that match elsewhere than in the title."""
    for code, (name, province) in PLACES.items():
        parent, _ = Region.objects.get_or_create(code=code[:2], defaults={"level": "province", "name": province})
        Region.objects.get_or_create(code=code, defaults={"level": "regency", "name": name, "parent": parent})
    for code in ("14.03", "12.78", "64.74"):
        name = PLACES[code][0]
        office = agency(f"Disdukcapil {name}", region=Region.objects.get(code=code))
        title = "KTP-el bagi penduduk" if code == "12.78" else "Penggantian KTP-el hilang"
        published_service(office, title=title, requirements=("KTP lama yang hilang", "Salinan KK"))


def test_the_region_is_asked_for_and_remembered(sari: Phone, everywhere: None) -> None:
    told = sari.write("ktp hilang gmn ya kak")
    assert "Di kabupaten atau kota mana" in told
    assert "Kabupaten Bengkalis" in sari.offered()
    told = sari.write("bengklis")  # a typing error in a long word
    assert told.index("Bengkalis") < told.index("Bontang")  # two bear the very title: whose, stands beside
    told = sari.write("ktp hilang")  # another time nobody asks
    assert "Di kabupaten" not in told
    assert sari.last.offers.index("Bengkalis") < sari.last.offers.index("Bontang")


def test_the_title_comes_before_the_place(sari: Phone, everywhere: None) -> None:
    sari.write("ktp hilang")
    sari.write("gunungsitoli")
    offers = sari.last.offers
    assert offers.index("Bengkalis") < offers.index("Gunungsitoli")  # the very title, though farther away


def test_a_place_without_the_service_is_said(sari: Phone, everywhere: None) -> None:
    sari.write("ktp hilang")
    assert "Di daerah itu layanan ini belum ada" in sari.write("surabaya")


@pytest.mark.parametrize("word", ["ya", "ok", "di", "a"])
def test_two_letters_name_no_regency(sari: Phone, everywhere: None, word: str) -> None:
    sari.write("ktp hilang")
    assert "belum mengenali nama daerahnya" in sari.write(word)
    sari.write("lapor")
    sari.write("saya tidak tahu")
    assert "belum mengenali namanya" in sari.write(word)


def test_all_may_be_shown_and_other_words_are_looked_for(sari: Phone, everywhere: None) -> None:
    sari.write("ktp hilang")
    assert "Saya menemukan 3 layanan" in sari.tap("Tampilkan semua")
    sari.write("menu")
    sari.write("ktp hilang")
    sari.write("bontang")
    assert sari.conversation.state.count('"region": "64.74"') == 1
