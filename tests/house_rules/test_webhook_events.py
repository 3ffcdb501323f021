"""What webhooks publish exists: each event is one that a module records, each state one of that module's life cycle."""

from __future__ import annotations

import pytest

from melayani.delivery.applications import states as applications
from melayani.delivery.appointments import states as bookings
from melayani.foundation.audit import news
from melayani.foundation.webhooks.rules import EVENTS, GROUPS
from melayani.voice.complaints import states as complaints
from melayani.voice.disclosure import states as disclosure

LIVES = {
    "application": set(applications.STATES),
    "booking": set(bookings.STATES),
    "complaint": set(complaints.STATES),
    "information_request": set(disclosure.STATES),
    "announcement": {"published", "withdrawn"},
}


@pytest.mark.parametrize(("name", "state"), EVENTS.items())
def test_each_published_event_leads_to_a_state_of_its_module(name: str, state: str) -> None:
    group = name.split(".")[0]
    assert group in GROUPS
    assert state in LIVES[group]
    if group != "announcement":  # described by its own module
        assert name in news.described()
