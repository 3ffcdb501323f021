"""An undefined variable in one of our templates fails the test that renders it; libraries' templates are their own."""

from __future__ import annotations

import sys
from pathlib import Path

from django.template import Engine, Node

PACKAGE = Path(__file__).resolve().parents[1] / "melayani"


class UndefinedVariable(AssertionError):
    """A template of ours reads a variable that its page does not give."""


class Undefined(str):
    """Stands where Django would put its text for undefined variables, and says which one was undefined where."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return True  # Django asks for the text only when there is one

    def __contains__(self, part: object) -> bool:
        return part == "%s"  # Django then asks for the text with the variable's name in it

    def __mod__(self, variable: object) -> str:
        where = template_being_rendered()
        if is_ours(where):
            raise UndefinedVariable(f"{where}: “{variable}” is not defined")
        return ""


def template_being_rendered() -> str:
    """The file of the innermost tag that is being rendered; empty outside a template with a file."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return str(node.origin.name)
        frame = frame.f_back
    return ""


def is_ours(where: str) -> bool:
    return where.startswith(f"{PACKAGE}/") and "/templates/" in where


def be_strict() -> None:
    """The engine of pages, form fields and messages."""
    Engine.get_default().string_if_invalid = Undefined()
