"""The project's own source, parsed once and only when asked for, for the rules below."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "melayani"
FLOORS = ["foundation", "delivery", "voice", "oversight", "entrances"]


@dataclass(frozen=True)
class Source:
    """A Python file: its path, its dotted name and its tree, which is read when a rule asks for it."""

    path: Path
    name: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text())

    @property
    def module(self) -> str:
        """The house's module it belongs to, such as `delivery.applications`; empty outside the floors."""
        parts = self.name.split(".")
        return ".".join(parts[1:3]) if len(parts) > 2 and parts[1] in FLOORS else ""

    @property
    def layer(self) -> str:
        """The name inside the module: actions, citizen_views, models …"""
        parts = self.name.split(".")
        return parts[3] if len(parts) > 3 else ""

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.parts or self.path.name == "conftest.py"


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the package, its tests, the scripts and the benchmarks; migrations left out."""
    found = []
    for top in ("melayani", "tests", "scripts", "bench"):
        for path in sorted((ROOT / top).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            found.append(Source(path=path, name=dotted))
    return tuple(found)


def package_sources() -> Iterator[Source]:
    return (source for source in sources() if source.module and not source.is_test)


def imports_of(source: Source) -> Iterator[str]:
    """Dotted names that `source` imports, with the imported member where it may be a module."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions_of(source: Source) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef))


def calls_in(node: ast.AST) -> Iterator[ast.Call]:
    return (child for child in ast.walk(node) if isinstance(child, ast.Call))
