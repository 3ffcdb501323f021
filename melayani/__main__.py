"""`python -m melayani <command>`: operators' commands, and small tools that need no server and no database."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module

TOOLS = {
    "due": "melayani.foundation.workdays.tools",
    "pekppp_score": "melayani.oversight.evaluation.tools",
    "skm_index": "melayani.voice.surveys.tools",
    "sample_size": "melayani.voice.surveys.tools",
}


def main(arguments: list[str]) -> int:
    """Run the tool or the management command that `arguments` name; return the exit code."""
    if arguments and arguments[0] in TOOLS:
        tool: Callable[[list[str]], int] = getattr(import_module(TOOLS[arguments[0]]), arguments[0])
        return tool(arguments[1:])
    if arguments in ([], ["help"], ["--help"]):
        print(
            f"Tools that need no server and no database: {', '.join(TOOLS)}. All commands: docs/operators/commands.md\n"
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "melayani.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["python -m melayani", *arguments])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
