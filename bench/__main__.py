"""`python -m bench [names]`: page weight, pages at 100,000 cases, intake, the rush for places."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib import import_module

from bench.database import fresh_database
from bench.result import Result

BENCHES = (
    "weight",
    "pages",
    "intake",
    "complaints",
    "rush",
    "waiting",
    "displays",
    "outbox",
    "announce",
    "indices",
    "reports",
)


def main(names: list[str]) -> int:
    """Run the named benchmarks (default: all), each on a fresh database; 1 for a missed budget, 2 for a wrong name."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no benchmark called {', '.join(unknown)}; there are {', '.join(BENCHES)}")
        return 2
    if len(names) == 1:
        return run(names[0])
    # a process of its own for each: rows of one must not weigh on the next
    codes = [subprocess.run([sys.executable, "-m", "bench", name]).returncode for name in names or BENCHES]
    return max(codes)


def run(name: str) -> int:
    """Measure one benchmark on a fresh database and print each result; 1 when a budget is missed."""
    print(f"--- {name}", flush=True)
    with fresh_database():
        measure: Callable[[], list[Result]] = import_module(f"bench.{name}").measure
        results = measure()
        print("\n".join(map(str, results)), flush=True)
    return 0 if all(result.kept for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
