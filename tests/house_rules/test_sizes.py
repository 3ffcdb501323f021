"""Files, functions and public docstrings keep to their measure. No list of exemptions."""

from __future__ import annotations

import ast

from tests.house_rules.source import functions_of, package_sources, sources

FILE_LINES, TEST_FILE_LINES, FUNCTION_LINES = 400, 600, 40
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "services", "misc"}
PUBLIC_LAYERS = {"actions", "rules", "queries", "access", "states"}


def test_files_are_short() -> None:
    long = []
    for source in sources():
        lines = source.path.read_text().count("\n") + 1
        if lines > (TEST_FILE_LINES if source.is_test else FILE_LINES):
            long.append(f"{source.path}: {lines}")
    assert not long


def test_functions_are_short() -> None:
    long = [
        f"{source.name}.{node.name}: {(node.end_lineno or 0) - node.lineno + 1}"
        for source in sources()
        if not source.is_test
        for node in functions_of(source)
        if (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]
    assert not long


def test_no_vague_file_names() -> None:
    assert not [source.name for source in sources() if FORBIDDEN_NAMES & set(source.name.split("."))]


def test_the_public_face_is_documented() -> None:
    bare = [
        f"{source.name}.{node.name}"
        for source in package_sources()
        if source.layer in {"actions", "rules"}
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not bare


def test_actions_take_keywords_only_and_the_clock() -> None:
    wrong = []
    for source in package_sources():
        if source.layer != "actions" or source.path.name in {"__init__.py"}:
            continue
        for node in source.tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _records(node):
                keywords = {argument.arg for argument in node.args.kwonlyargs}
                if node.args.args or node.args.posonlyargs or "now" not in keywords:
                    wrong.append(f"{source.name}.{node.name}")
    assert not wrong


def _records(node: ast.FunctionDef) -> bool:
    return any(
        isinstance(call.func, ast.Name) and call.func.id == "record"
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
    )
