"""`python -m bench [names]`: page weight, pages at 100,000 cases, intake."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module

from bench.database import fresh_database
from bench.result import Result

BENCHES = ("weight", "pages", "intake")


def main(names: list[str]) -> int:
    """Run the named benchmarks (default: all) on one fresh database; 1 when a budget is missed, 2 for a wrong name."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no benchmark called {', '.join(unknown)}; there are {', '.join(BENCHES)}")
        return 2
    missed = 0
    with fresh_database():
        for name in names or BENCHES:
            measure: Callable[[], list[Result]] = import_module(f"bench.{name}").measure
            print(f"--- {name}", flush=True)
            for result in measure():
                print(result, flush=True)
                missed += not result.kept
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
