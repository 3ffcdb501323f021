"""Fixtures for every test: a fixed clock, strict templates, quick databases, and which tests a second round repeats."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import pytest_django
from django.db import connections
from django.test import Client

LONG_JOURNEYS = {"test_mall_day", "test_whole_story", "test_heard", "test_visit"}

if TYPE_CHECKING:
    from melayani.foundation.people.actors import Officer
    from melayani.foundation.people.tests.factories import World
    from tests.databases import Prepared


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--second-round", action="store_true", help="only tests that speak to the database under test")


def pytest_configure() -> None:
    """A property is proven or not, however busy the machine is."""
    from hypothesis import HealthCheck, settings

    settings.register_profile("unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("unhurried")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest begin first of their folder; on the second database nothing is proven that is proven already."""
    from tests.databases import is_proven

    items.sort(key=_turn)
    if config.getoption("--second-round"):
        proven = {item for item in items if is_proven(item)}
        config.hook.pytest_deselected(items=[item for item in items if item in proven])
        items[:] = [item for item in items if item not in proven]


def _turn(item: pytest.Item) -> int:
    """Tests of modules, the rules of the house, journeys: and of these the long ones first, so that none is last."""
    if "journeys" not in item.path.parts:
        return 0
    return 1 if item.path.stem in LONG_JOURNEYS else 2


def pytest_collection_finish() -> None:
    """What is loaded now stays until the end: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)  # what a test leaves behind is small


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """Within scripts/test.py a copy of the database it migrated; else a database that pytest-django makes."""
    from tests import databases

    with pytest.MonkeyPatch.context() as patch:
        databases.empty_quickly(patch)
        if databases.MIGRATED not in os.environ:
            request.getfixturevalue("django_db_setup")
            yield
            return
        with django_db_blocker.unblock():
            databases.use_copy(getattr(request.config, "workerinput", {}).get("workerid", "main"))
        yield
        with django_db_blocker.unblock():
            connections.close_all()


@pytest.fixture(autouse=True, scope="session")
def undefined_variables_fail() -> None:
    """A template of ours that reads what its page does not give fails its test."""
    from tests.strict_templates import be_strict

    be_strict()


@pytest.fixture(autouse=True)
def known_rows(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that is rolled back begins in known rows: until it patches something, factories remember."""
    from tests import databases, remembered

    remembered.begin(known=databases.is_rolled_back(request.node), patches=monkeypatch)


@pytest.fixture(autouse=True, scope="session")
def time_to_send() -> Iterator[None]:
    """A round of the outbox ends when it is done, however busy the machine is; what is about pace sets it back."""
    from melayani.foundation.messaging import delivery

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivery, "ROUND_SECONDS", 60.0)
        patch.setattr(delivery, "CHANNEL_SECONDS", 30.0)
        yield


@pytest.fixture(autouse=True)
def indonesian_first() -> None:
    """Each test begins in the source language: an English page asked for before leaves its language on the thread."""
    from django.utils import translation

    translation.activate("id")


@pytest.fixture
def now() -> datetime:
    """Monday, 16 March 2026, 09.00 in Jakarta: five working days later is 30 March (Nyepi and Eid between)."""
    return datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture(scope="session")
def migrated_file() -> Path | None:
    """The SQLite file that scripts/test.py migrated by `python -m melayani migrate`, if it did."""
    from tests import databases

    return databases.migrated_file()


@pytest.fixture(scope="session")
def prepared_world(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Prepared[World]:
    from melayani.foundation.people.tests import factories
    from tests.databases import Prepared

    with django_db_blocker.unblock():
        return Prepared(factories.world)


@pytest.fixture
def world(db: None, prepared_world: Prepared[World]) -> World:
    """Two governments with a civil registry each and three standing people in each registry."""
    return prepared_world.put()


@pytest.fixture
def bontang_processor(world: World) -> Officer:
    return world.bontang_processor


@pytest.fixture
def bengkalis_processor(world: World) -> Officer:
    return world.bengkalis_processor


@pytest.fixture
def sign_in(client: Client) -> Callable[[Officer], Client]:
    """`sign_in(world.bontang_processor).get("/kantor/")`: signed in with the second factor passed."""

    def enter(officer: Officer) -> Client:
        from melayani.foundation.people.tests import factories

        return factories.signed_in(client, officer)

    return enter
