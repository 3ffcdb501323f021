"""Many rows fast: copies of one real case, made in the database itself."""

from __future__ import annotations

from time import perf_counter

from melayani.foundation.numbers.rules import ALPHABET


def insert_cases(count: int) -> float:
    """Insert `count` finished cases as copies of one that the real action filed; return the seconds it took."""
    from django.db import connection

    from bench.intake import file_one
    from melayani.delivery.applications.models import Application

    first = file_one(0)
    columns = [str(field.column) for field in Application._meta.concrete_fields if field.column != "id"]
    services = "(SELECT array_agg(id) FROM catalogue_service)"
    replaced = {
        "number": "'PMH-' || lpad(to_hex(i), 8, '0') || '-' || substr(%(alphabet)s, 1 + i %% 32, 1)",
        "secret_hash": "md5(i::text) || md5((i + 1)::text)",
        "draft_id": "NULL",
        "state": "'refused'",
        "service_id": f"{services}[1 + i %% array_length({services}, 1)]",
        "submitted_at": "now() - (i %% 300) * interval '1 day' - interval '20 days'",
        "clock_started_at": "now() - (i %% 300) * interval '1 day' - interval '20 days'",
        "due_at": "NULL",
        "due_explanation": "NULL",
        "decided_at": "now() - (i %% 300) * interval '1 day'",
        "closed_at": "now() - (i %% 300) * interval '1 day'",
        "working_days_taken": "1 + i %% 17",
    }
    values = ", ".join(replaced.get(column, f'a."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    statement = (
        f"INSERT INTO applications_application ({names}) SELECT {values} "
        "FROM applications_application a, generate_series(1, %(count)s) i WHERE a.id = %(first)s"
    )
    start = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(statement, {"alphabet": ALPHABET, "count": count, "first": first.pk})
        cursor.execute("ANALYZE")
    return perf_counter() - start
