"""Every line of docs/open311-checklist.md is kept by a test that begins with its id, and no such test is alone."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

from tests.house_rules.source import PACKAGE, ROOT

CHECKLIST = ROOT / "docs" / "open311-checklist.md"
TESTS = PACKAGE / "entrances" / "open311" / "tests"
LINE = re.compile(r"^- O311-(\d+)\.(\d+) \S", re.M)
TEST = re.compile(r"^test_o311_(\d+)_(\d+)_\w+")


def ids_of_lines(text: str) -> list[tuple[int, int]]:
    return [(int(section), int(line)) for section, line in LINE.findall(text)]


def ids_of_tests(folder: Path) -> dict[tuple[int, int], list[str]]:
    """The ids that tests name, with the tests."""
    found: dict[tuple[int, int], list[str]] = {}
    for path in sorted(folder.glob("test_*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and (match := TEST.match(node.name)):
                found.setdefault((int(match[1]), int(match[2])), []).append(f"{path.name}::{node.name}")
    return found


def test_every_line_has_a_test_and_every_such_test_a_line() -> None:
    lines, tests = ids_of_lines(CHECKLIST.read_text(encoding="utf-8")), ids_of_tests(TESTS)
    assert [line for line, count in Counter(lines).items() if count > 1] == []
    assert sorted(set(lines) - set(tests)) == []
    assert sorted(set(tests) - set(lines)) == []


def test_the_lines_of_each_section_are_counted_without_a_gap() -> None:
    lines = ids_of_lines(CHECKLIST.read_text(encoding="utf-8"))
    for section in {section for section, _ in lines}:
        found = [line for own, line in lines if own == section]
        assert found == list(range(1, len(found) + 1)), section


def test_a_missing_test_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "test_x.py").write_text("def test_o311_1_1_formats(): ...\ndef test_o311_1_10_key(): ...\n")
    assert set(ids_of_tests(tmp_path)) == {(1, 1), (1, 10)}
    assert ids_of_lines("- O311-1.1 Formats\n- O311-1.10 Key\n") == [(1, 1), (1, 10)]
