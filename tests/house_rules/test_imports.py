"""What the import contracts cannot see."""

from __future__ import annotations

import ast
from importlib import import_module

from tests.house_rules.source import FLOORS, Source, calls_in, imports_of, package_sources

PAGES = {"citizen_views", "officer_views", "forms"}
PUBLIC_FACE = {"actions", "queries", "access", "models", "rules", "states"}
WHOLLY_PUBLIC = {"foundation.ui", "foundation.numbers"}


def _target(name: str) -> tuple[str, list[str]] | None:
    """Split `melayani.delivery.applications.forms.Draft` into its module and what stands behind it."""
    parts = name.split(".")
    if len(parts) < 3 or parts[0] != "melayani" or parts[1] not in FLOORS:
        return None
    return ".".join(parts[1:3]), parts[3:]


def _crossings(source: Source) -> list[tuple[str, list[str]]]:
    found = [target for name in imports_of(source) if (target := _target(name))]
    return [(module, rest) for module, rest in found if module != source.module]


def test_pages_and_forms_stay_in_their_module() -> None:
    assert not [
        f"{source.name} imports {module}.{'.'.join(rest)}"
        for source in package_sources()
        for module, rest in _crossings(source)
        if rest and rest[0] in PAGES
    ]


def test_other_modules_are_entered_by_their_public_face() -> None:
    wrong = []
    for source in package_sources():
        for module, rest in _crossings(source):
            if module in WHOLLY_PUBLIC or not rest or rest[0] in PUBLIC_FACE:
                continue
            listed = getattr(import_module(f"melayani.{module}"), "__all__", [])
            mounted = rest == ["api", "router"] and source.module == "entrances.api"
            if rest[0] not in listed and not mounted:
                wrong.append(f"{source.name} imports {module}.{'.'.join(rest)}")
    assert not wrong


def test_views_reach_rows_only_through_access() -> None:
    assert not [
        f"{source.name}:{node.lineno}"
        for source in package_sources()
        if source.layer in PAGES - {"forms"} | {"api"}
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]


def test_bulk_updates_stand_in_actions_and_models_only() -> None:
    assert not [
        f"{source.name}:{call.lineno}"
        for source in package_sources()
        if source.layer in PAGES | {"queries", "access", "rules", "states", "api", "urls"}
        for call in calls_in(source.tree)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"update", "bulk_update"}
        and call.keywords
        and isinstance(call.func.value, ast.Call | ast.Attribute)
        and "objects" in ast.dump(call.func.value)
    ]


def test_every_action_that_changes_a_case_records_one_event() -> None:
    """A public function of an actions file that writes rows in `atomic` must reach `record` or another action."""
    silent = []
    for source in package_sources():
        if source.layer != "actions":
            continue
        local = {node.name: node for node in source.tree.body if isinstance(node, ast.FunctionDef)}
        for node in local.values():
            if not node.name.startswith("_") and _opens_transaction(node) and not _reaches_record(node, local, set()):
                silent.append(f"{source.name}.{node.name}")
    assert not silent


def _opens_transaction(node: ast.FunctionDef) -> bool:
    return any("atomic" in ast.dump(item) for item in ast.walk(node) if isinstance(item, ast.With)) or any(
        "atomic" in ast.dump(decorator) for decorator in node.decorator_list
    )


def _reaches_record(node: ast.FunctionDef, local: dict[str, ast.FunctionDef], seen: set[str]) -> bool:
    for call in calls_in(node):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name == "record" or name.startswith(("record_", "_record")):
            return True
        if name in local and name not in seen and _reaches_record(local[name], local, seen | {name}):
            return True
    return False
