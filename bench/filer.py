"""`python -m bench.filer bench.complaints`: files so many cases as each line of its input says, tells the seconds.

A process of its own on a database of its own: with two of them the same action is measured in turns on a small and on a
full database, so that a busy neighbour meets both alike.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from os import environ
from time import perf_counter

from bench.copies import CALLS, ROUNDS


@dataclass(frozen=True)
class Filer:
    """A process that files cases by the real action."""

    process: subprocess.Popen[str]

    def seconds(self, calls: int) -> float:
        """How long `calls` cases took."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{calls}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


@contextmanager
def filer(module: str, environment: Mapping[str, str] | None = None) -> Iterator[Filer]:
    """A filer on the benchmark's database, or on that of `environment`; warm."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.filer", module],
        env={**environ, **(environment or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        one = Filer(process)
        one.seconds(CALLS)
        yield one
    finally:
        process.communicate(timeout=20)


def rates_of(*filers: Filer) -> list[float]:
    """Cases a second of each, best of ROUNDS; they take turns."""
    best = [0.0] * len(filers)
    for _ in range(ROUNDS):
        for place, one in enumerate(filers):
            best[place] = max(best[place], CALLS / one.seconds(CALLS))
    return best


def main(module: str) -> None:
    import django

    django.setup()
    file_one = import_module(module).file_one
    number = 0
    for line in sys.stdin:
        start = perf_counter()
        for _ in range(int(line)):
            file_one(number % CALLS)  # people who come back: their contacts are known
            number += 1
        print(perf_counter() - start, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
