"""The world of complaints: the shared world with liaison officers."""

from __future__ import annotations

import pytest
import pytest_django

from melayani.foundation.people.tests import factories as people
from melayani.foundation.people.tests.factories import World
from melayani.voice.complaints.tests import factories
from melayani.voice.complaints.tests.factories import Town
from tests.databases import Prepared


@pytest.fixture(scope="session")
def prepared_town(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Prepared[Town]:
    with django_db_blocker.unblock():
        return Prepared(lambda: factories.town(people.world()))


@pytest.fixture
def town(db: None, prepared_town: Prepared[Town]) -> Town:
    return prepared_town.put()


@pytest.fixture
def world(request: pytest.FixtureRequest, prepared_world: Prepared[World]) -> World:
    """The people of the test's town; without a town the shared world alone."""
    if "town" in request.fixturenames:
        people_of: World = request.getfixturevalue("town").people
        return people_of
    request.getfixturevalue("db")
    return prepared_world.put()
