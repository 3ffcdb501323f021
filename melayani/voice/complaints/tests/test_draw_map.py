"""The map: what stands where, what is too near to be told apart, and what an address may ask for."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from melayani.voice.complaints import checks, maps, tiles

DURI = maps.Point(1.27, 101.20, "Jalan rusak", "/a/")
MANDAU = maps.Point(1.35, 101.32, "Lampu mati", "/b/")
places = st.builds(
    maps.Point,
    latitude=st.floats(-11, 6),
    longitude=st.floats(95, 141),
    label=st.just("x"),
    url=st.just("/"),
)


def test_nothing_to_show_is_no_picture() -> None:
    assert maps.compose([]) is None
    assert maps.compose([DURI], within=maps.Box(-1, 100, 0, 101)) is None


def test_a_single_place_stands_in_the_middle_of_its_surroundings() -> None:
    picture = maps.compose([DURI])
    assert picture is not None
    (dot,) = picture.dots
    assert (dot.left, dot.top) == ("50.00%", "50.00%")
    assert picture.bar_km <= 1


def test_north_is_up_and_east_is_right() -> None:
    picture = maps.compose([DURI, MANDAU])
    assert picture is not None
    south, north = picture.dots
    assert north.y < south.y
    assert north.x > south.x


def test_the_scale_is_true() -> None:
    """The bar's share of the width times the width in kilometres is what the bar says."""
    picture = maps.compose([DURI, MANDAU])
    assert picture is not None
    wide = (picture.box.east - picture.box.west) * 111.32
    assert float(picture.bar.rstrip("%")) / 100 * wide == pytest.approx(picture.bar_km, rel=0.01)


def test_places_that_cover_one_another_are_one_dot_that_opens() -> None:
    beside = maps.Point(1.2701, 101.2001, "Jalan rusak lagi", "/c/")
    picture = maps.compose([DURI, beside, MANDAU])
    assert picture is not None
    assert sorted(dot.count for dot in picture.dots) == [1, 2]
    both = next(dot for dot in picture.dots if dot.count == 2)
    assert both.box.holds(DURI.latitude, DURI.longitude)
    assert not both.box.holds(MANDAU.latitude, MANDAU.longitude)
    closer = maps.compose([DURI, beside, MANDAU], within=both.box)
    assert closer is not None
    assert closer.count == 2


@given(st.lists(places, min_size=1, max_size=60))
def test_every_point_is_shown_once_and_inside(points: list[maps.Point]) -> None:
    picture = maps.compose(points)
    assert picture is not None
    assert picture.count == len(points)
    for dot in picture.dots:
        assert 0 <= dot.x <= 100
        assert 0 <= dot.y <= 100
    for line in (*picture.meridians, *picture.parallels):
        assert 0 < float(line.at.rstrip("%")) < 100
    assert len(picture.meridians) <= 12


@pytest.mark.parametrize(
    "typed",
    ["", "x", "1,2,3", "1,2,3,4,5", "2,101,1,102", "1,102,2,101", "nan,1,2,3", "-91,0,0,1", "inf,0,1,2", "1;2;3;4"],
)
def test_an_address_that_is_no_box_is_none(typed: str) -> None:
    assert maps.read_box(typed) is None


def test_a_box_can_be_written_and_read() -> None:
    box = maps.Box(1.2, 101.1, 1.4, 101.5)
    assert maps.read_box(str(box)) == box


ADDRESS = "https://ubin.contoh.example/{z}/{x}/{y}.png"


@given(st.lists(places, min_size=1, max_size=5))
def test_tiles_cover_the_whole_picture_and_are_few(points: list[maps.Point]) -> None:
    picture = maps.compose(points)
    assert picture is not None
    ground = tiles.tiles_of(picture.box, ADDRESS)
    assert 1 <= len(ground) <= 30
    sides = [tuple(float(part.rstrip("%")) for part in (one.left, one.top, one.width, one.height)) for one in ground]
    assert min(left for left, _, _, _ in sides) <= 0.01
    assert min(top for _, top, _, _ in sides) <= 0.01
    assert max(left + width for left, _, width, _ in sides) >= 99.99
    assert max(top + height for _, top, _, height in sides) >= 99.99


def test_a_tile_is_named_as_map_servers_name_it() -> None:
    """Jakarta's Monas, -6.1754 106.8272, lies in tile 13/6526/4236 (the usual formula of slippy maps)."""
    box = maps.Box(-6.1754 - 0.06, 106.8272 - 0.08, -6.1754 + 0.06, 106.8272 + 0.08)
    assert "https://ubin.contoh.example/12/3263/2118.png" in [one.href for one in tiles.tiles_of(box, ADDRESS)]


def test_without_an_address_no_picture_is_fetched(client: Client, db: None) -> None:
    assert tiles.tiles_of(maps.Box(-1, 100, 1, 102), "") == []
    assert "<image" not in client.get("/pengaduan/peta/").content.decode()


@pytest.mark.parametrize(
    ("address", "credit", "wrong"),
    [
        ("", "", []),
        (ADDRESS, "© Contoh", []),
        (ADDRESS, "", ["complaints.E003"]),
        ("http://ubin.contoh.example/{z}/{x}/{y}.png", "© Contoh", ["complaints.E001"]),
        ("https://ubin.contoh.example/{z}/{x}.png", "© Contoh", ["complaints.E002"]),
    ],
)
def test_a_map_server_named_by_half_is_refused(address: str, credit: str, wrong: list[str], settings: Settings) -> None:
    settings.MAP_TILES, settings.MAP_CREDIT = address, credit
    assert [one.id for one in checks.map_server_is_whole(None)] == wrong
