"""Fixtures for every test: a fixed clock and strict templates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

if TYPE_CHECKING:
    from melayani.foundation.people.actors import Officer
    from melayani.foundation.people.tests.factories import World


@pytest.fixture(autouse=True, scope="session")
def undefined_variables_fail() -> None:
    """A template of ours that reads what its page does not give fails its test."""
    from tests.strict_templates import be_strict

    be_strict()


@pytest.fixture(autouse=True)
def indonesian_first() -> None:
    """Each test begins in the source language: an English page asked for before leaves its language on the thread."""
    from django.utils import translation

    translation.activate("id")


@pytest.fixture
def now() -> datetime:
    """Monday, 16 March 2026, 09.00 in Jakarta: five working days later is 30 March (Nyepi and Eid between)."""
    return datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def world(db: None) -> World:
    """Two governments with a civil registry each and three standing people in each registry."""
    from melayani.foundation.people.tests import factories

    return factories.world()


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
