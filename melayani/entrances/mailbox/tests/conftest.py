"""The world of complaints: whoever writes is heard by the liaison officers and the PPID of the town."""

from __future__ import annotations

from typing import Any

import pytest
import pytest_django

from melayani.entrances.mailbox.tests import factories
from melayani.foundation.people.tests import factories as people
from melayani.voice.complaints.tests import factories as complaints
from melayani.voice.complaints.tests.factories import Town
from tests.databases import Prepared


@pytest.fixture(scope="session")
def prepared_town(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Prepared[Town]:
    with django_db_blocker.unblock():
        return Prepared(lambda: complaints.town(people.world()))


@pytest.fixture
def town(db: None, prepared_town: Prepared[Town], settings: Any) -> Town:
    """The town, with its mailbox on and an address of its registry."""
    factories.on(settings)
    town = prepared_town.put()
    town.registry.email = "dukcapil@bontang.example"
    town.registry.save(update_fields=["email"])
    return town
