"""Server time of citizen pages with 100,000 cases in the table, against an empty table and a view that does nothing."""

from __future__ import annotations

from collections.abc import Callable

from bench.result import Result, middle, milliseconds

CASES = 100_000
AGAINST_EMPTY, AGAINST_NOTHING = 1.3, 25.0
ROUNDS = 40


def citizen_pages() -> list[str]:
    """Addresses of the citizen pages that anybody can open."""
    from melayani.delivery.catalogue.models import Service

    service = Service.objects.select_related("agency").order_by("pk").first()
    if service is None:
        raise SystemExit("no services were imported")
    fixed = ["/", "/layanan/", "/lacak/", "/kinerja/", "/verifikasi/", "/privasi/", "/aksesibilitas/"]
    return [
        *fixed,
        f"/layanan/{service.slug}/",
        f"/instansi/{service.agency.slug}/",
        "/en/",
        f"/en/layanan/{service.slug}/",
    ]


def measure() -> list[Result]:
    """Each page twice, empty and full; the worst ratio decides."""
    from bench.rows import insert_cases

    pages = citizen_pages()
    nothing = _time("/healthz")
    empty = {path: _time(path) for path in pages}
    seconds = insert_cases(CASES)
    print(f"     {CASES} finished cases inserted in {seconds:.1f} s")
    full = {path: _time(path) for path in pages}
    for path in pages:
        print(f"     {empty[path]:6.1f} ms empty  {full[path]:6.1f} ms full  {path}")
    worst = max(pages, key=lambda path: full[path] / empty[path])
    slowest = max(pages, key=lambda path: full[path])
    nothing = min(nothing, _time("/healthz"))
    return [
        Result("page time, full against empty", full[worst] / empty[worst], AGAINST_EMPTY, True, worst),
        Result(
            "page time, full against a view that does nothing", full[slowest] / nothing, AGAINST_NOTHING, True, slowest
        ),
    ]


def _time(path: str) -> float:
    return middle(milliseconds(_visit(path), rounds=ROUNDS))


def _visit(path: str) -> Callable[[], None]:
    from django.test import Client

    client = Client(HTTP_HOST="testserver")

    def visit() -> None:
        if client.get(path).status_code != 200:
            raise SystemExit(f"{path} did not answer 200")

    return visit
