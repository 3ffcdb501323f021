"""Server time of citizen pages with 100,000 cases in the table, against an empty table and a view that does nothing.

Over real HTTP against one worker of the real server; each round asks every page once, so that noise meets all alike.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.result import Result, middle

CASES = 100_000
AGAINST_EMPTY, AGAINST_NOTHING = 1.3, 25.0
ROUNDS, WARM_UP = 40, 4
NOTHING = "/healthz"


def citizen_pages() -> list[str]:
    """Addresses of the citizen pages that anybody can open."""
    from melayani.delivery.catalogue.models import Service

    service = Service.objects.select_related("agency").order_by("pk").first()
    if service is None:
        raise SystemExit("no services were imported")
    fixed = ["/", "/layanan/", "/lacak/", "/kinerja/", "/verifikasi/", "/privasi/", "/aksesibilitas/", "/en/"]
    return [*fixed, f"/layanan/{service.slug}/", f"/instansi/{service.agency.slug}/", f"/en/layanan/{service.slug}/"]


def measure() -> list[Result]:
    """Each page empty and full; the worst ratio decides."""
    from bench.rows import insert_cases

    pages = citizen_pages()
    with server() as address:
        empty = times(address, [NOTHING, *pages])
        seconds = insert_cases(CASES)
        print(f"     {CASES} finished cases inserted in {seconds:.1f} s")
        full = times(address, [NOTHING, *pages])
    for path in [NOTHING, *pages]:
        print(f"     {empty[path]:6.1f} ms empty  {full[path]:6.1f} ms full  {path}")
    worst = max(pages, key=lambda path: full[path] / empty[path])
    slowest = max(pages, key=lambda path: full[path])
    slower = full[slowest] / full[NOTHING]
    return [
        Result("page time, full against empty", full[worst] / empty[worst], AGAINST_EMPTY, True, worst),
        Result("page time, full against a view that does nothing", slower, AGAINST_NOTHING, True, slowest),
    ]


def times(address: str, paths: Sequence[str]) -> dict[str, float]:
    """The median milliseconds of each path."""
    import httpx

    taken: dict[str, list[float]] = {path: [] for path in paths}
    with httpx.Client(base_url=address) as client:
        for turn in range(ROUNDS + WARM_UP):
            for path in paths:
                start = time.perf_counter()
                status = client.get(path).status_code
                if status != 200:
                    raise SystemExit(f"{path} answered {status}")
                if turn >= WARM_UP:
                    taken[path].append((time.perf_counter() - start) * 1000)
    return {path: middle(one) for path, one in taken.items()}


@contextmanager
def server(workers: int = 1, *, site: str = "") -> Iterator[str]:
    """The real server on a free port of this machine, on the benchmark's database; or another `site` in its place."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "MELAYANI_PORT": str(port), "MELAYANI_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    command = [sys.executable, "-m", "melayani", "serve", "--workers", str(workers)]
    if site:
        command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--port", str(port)]
        command += ["--workers", str(workers), "--blocking-threads", "4", site]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")
