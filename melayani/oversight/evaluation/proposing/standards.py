"""From the catalogue: is each service's standard published, complete, set by decree, renewed, on-line, in SIPPN."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from melayani.delivery.catalogue import queries as catalogue
from melayani.foundation.organisations.models import Organisation
from melayani.oversight.evaluation import suggesting
from melayani.oversight.evaluation.suggesting import Proposal

SOURCE = "Katalog layanan"


def propose(unit: Organisation, since: date, until: date) -> Iterator[Proposal]:
    """Indicators 1, 3 and 21; nothing for a unit without services."""
    services = catalogue.services_of(unit)
    if not services:
        return
    standards = catalogue.published_standards([one.pk for one in services])
    parts = catalogue.components_of([one.pk for one in standards.values()])
    complete = sum(1 for rows in parts.values() if all(row.stated for row in rows))
    decreed = sum(1 for one in standards.values() if one.decree_no)
    url = reverse("portal:agency", args=[unit.slug])
    total, published = len(services), len(standards)
    yield Proposal(
        "A",
        1,
        SOURCE,
        suggesting.standard(services=total, published=published, complete=complete, decreed=decreed),
        f"{published} dari {total} layanan punya standar yang terbit; {complete} memuat 14 komponen, {decreed} "
        "ditetapkan dengan keputusan. Pelibatan masyarakat dan pemantauan perlu bukti sendiri.",
        url,
    )
    listed = sum(1 for one in services if one.sippn_url)
    if published:
        yield Proposal(
            "A",
            3,
            SOURCE,
            1,
            f"Standar terbit di situs ini (satu media); {listed} dari {total} layanan bertaut ke SIPPN. Tambahkan "
            "media lain dengan buktinya.",
            url,
        )
        words = f"Standar dapat dibaca daring; {listed} dari {total} layanan bertaut ke SIPPN."
        yield Proposal("A", 21, SOURCE, 5 if listed == total else 4, words, url)
