"""What the tests of public information need around them."""

from __future__ import annotations

import pytest

from melayani.foundation.people.tests.factories import World
from melayani.voice.disclosure.tests import factories
from melayani.voice.disclosure.tests.factories import Desk


@pytest.fixture
def desk(world: World) -> Desk:
    """Bontang's registry with its PPID, superiors, an auditor, and strangers of Bengkalis."""
    return factories.desk_of(world)
