"""Server time of citizen pages with 100,000 cases in the table, against an empty table and a view that does nothing.

Over real HTTP against one worker of the real server; each round asks every page once, so that noise meets all alike.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bench.database import copied_database
from bench.result import Result, middle

if TYPE_CHECKING:
    import httpx

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
    """Each page empty and full; the worst ratio decides. Both are asked in turns, on two databases."""
    from bench.rows import insert_cases

    pages = citizen_pages()
    with copied_database("empty") as environment:
        seconds = insert_cases(CASES)
        print(f"     {CASES} finished cases inserted in {seconds:.1f} s")
        with server(environment=environment) as before, server() as after:
            empty, full = times([before, after], [NOTHING, *pages])
    for path in [NOTHING, *pages]:
        print(f"     {empty[path]:6.1f} ms empty  {full[path]:6.1f} ms full  {path}")
    worst = max(pages, key=lambda path: full[path] / empty[path])
    slowest = max(pages, key=lambda path: full[path])
    slower = full[slowest] / full[NOTHING]
    return [
        Result("page time, full against empty", full[worst] / empty[worst], AGAINST_EMPTY, True, worst),
        Result("page time, full against a view that does nothing", slower, AGAINST_NOTHING, True, slowest),
    ]


def times(
    addresses: Sequence[str], paths: Sequence[str], *, cookies: Mapping[str, str] | None = None
) -> list[dict[str, float]]:
    """The median milliseconds of each path at each address; the addresses take turns with every path."""
    taken: list[dict[str, list[float]]] = [{path: [] for path in paths} for _ in addresses]
    with ExitStack() as stack:
        clients = [stack.enter_context(_client(address, cookies)) for address in addresses]
        for turn in range(ROUNDS + WARM_UP):
            for path in paths:
                for client, found in zip(clients, taken, strict=True):
                    start = time.perf_counter()
                    status = client.get(path).status_code
                    if status != 200:
                        raise SystemExit(f"{path} answered {status}")
                    if turn >= WARM_UP:
                        found[path].append((time.perf_counter() - start) * 1000)
    return [{path: middle(one) for path, one in found.items()} for found in taken]


def _client(address: str, cookies: Mapping[str, str] | None) -> httpx.Client:
    import httpx

    return httpx.Client(base_url=address, timeout=30, cookies=dict(cookies or {}))


@contextmanager
def server(workers: int = 1, environment: Mapping[str, str] | None = None, *, site: str = "") -> Iterator[str]:
    """The real server on a free port of this machine; another `site` in its place, or another `environment`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"MELAYANI_PORT": str(port), "MELAYANI_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    command = [sys.executable, "-m", "melayani", "serve", "--workers", str(workers)]
    if site:
        command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--port", str(port)]
        command += ["--workers", str(workers), "--blocking-threads", "4", site]
    process = subprocess.Popen(
        command, env={**os.environ, **(environment or {}), **own}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
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
