"""The world of complaints: the shared world with liaison officers."""

from __future__ import annotations

import pytest

from melayani.foundation.people.tests.factories import World
from melayani.voice.complaints.tests import factories
from melayani.voice.complaints.tests.factories import Town


@pytest.fixture
def town(world: World) -> Town:
    return factories.town(world)
