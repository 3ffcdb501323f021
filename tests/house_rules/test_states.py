"""Life cycles: each state reachable, each non-final one with a way out. Reads every `states.py` of the house."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

import pytest

from tests.house_rules.source import package_sources

MODULES = [source.name for source in package_sources() if source.layer == "states"]


@pytest.mark.parametrize("name", MODULES)
def test_each_state_is_reachable_and_has_a_way_out(name: str) -> None:
    module = import_module(name)
    first, final, steps = _table(module)
    reached = {first}
    while True:
        more = {target for state, _, target in steps if state in reached} - reached
        if not more:
            break
        reached |= more
    states = {state for state, _, _ in steps} | {target for _, _, target in steps} | {first}
    assert states == reached
    assert {state for state, _, _ in steps} == states - final


def _table(module: ModuleType) -> tuple[str, frozenset[str], list[tuple[str, str, str]]]:
    """A life cycle offers FIRST, FINAL and TRANSITIONS: (state, action, next state)."""
    steps = [(str(state), str(action), str(target)) for state, action, target in module.TRANSITIONS]
    return str(module.FIRST), frozenset(str(state) for state in module.FINAL), steps


def test_there_is_a_life_cycle_to_read() -> None:
    assert MODULES
