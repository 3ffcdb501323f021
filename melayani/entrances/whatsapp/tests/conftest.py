"""The channel switched on, and two telephones."""

from __future__ import annotations

from datetime import datetime

import pytest
from pytest_django import Settings

from melayani.entrances.whatsapp.tests.factories import SARI, TONO, Phone, switched_on


@pytest.fixture
def on(db: None, settings: Settings) -> None:
    switched_on(settings)


@pytest.fixture
def sari(on: None, now: datetime) -> Phone:
    return Phone(SARI, now)


@pytest.fixture
def tono(on: None, now: datetime) -> Phone:
    return Phone(TONO, now)
