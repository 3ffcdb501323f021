"""Every value that a page masks has Indonesian words in the history of its case."""

from __future__ import annotations

import pytest

from melayani.delivery.applications.actions import on_the_way
from melayani.delivery.appointments.actions import following
from melayani.foundation.people.events import MASKED
from melayani.oversight.training.actions import registering
from melayani.voice.complaints.actions import unmasking as complaints
from melayani.voice.disclosure.actions import unmasking as disclosure

FIELDS = {
    "applications": tuple(on_the_way.MASKED_FIELDS),
    "appointments": following.MASKED,
    "complaints": complaints.MASKED_FIELDS,
    "disclosure": tuple(disclosure.MASKED_FIELDS),
    "training": (*registering.MASKED, "contact"),
}


@pytest.mark.parametrize("module", sorted(FIELDS))
def test_the_history_names_what_was_opened_in_words(module: str) -> None:
    assert set(FIELDS[module]) <= set(MASKED)
    assert not set(MASKED.values()) & set(FIELDS[module])
