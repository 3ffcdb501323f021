"""From the catalogue: is each standard published, complete, set by decree, renewed, in which media; the pledge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from melayani.delivery.catalogue import queries as catalogue
from melayani.delivery.catalogue.rules import COMPONENTS
from melayani.foundation.organisations.models import Organisation
from melayani.oversight.evaluation import suggesting
from melayani.oversight.evaluation.suggesting import Proposal

SOURCE = "Katalog layanan"
SIPPN = "sippn"


def propose(unit: Organisation, since: date, until: date) -> Iterator[Proposal]:
    """Indicators 1, 3, 4, 5 and 21; nothing for a unit without services."""
    facts = catalogue.standard_facts(unit)
    services, total, published = facts.services, len(facts.services), facts.published
    if not services:
        return
    url = reverse("portal:agency", args=[unit.slug])
    held = catalogue.published_standards([one.service for one in services])
    decreed = sum(1 for one in held.values() if one.decree_no)
    complete = sum(1 for one in services if len(one.components) == len(COMPONENTS))
    standard = suggesting.standard(services=total, published=published, complete=complete, decreed=decreed)
    words = (
        f"{published} dari {total} layanan punya standar yang terbit; {complete} memuat 14 komponen, {decreed} "
        "ditetapkan dengan keputusan. Pelibatan masyarakat dan pemantauan perlu bukti sendiri."
    )
    yield Proposal("A", 1, SOURCE, standard, words, url)
    whole = all(one.states_all_public for one in services)
    listed = sum(1 for one in services if SIPPN in one.media)
    media = suggesting.published_in(published=published, whole=whole, media=facts.media_count, sippn=listed == total)
    words = f"Semua layanan tercatat di {facts.media_count} media; {listed} dari {total} layanan tercatat di SIPPN."
    yield Proposal("A", 3, SOURCE, media, words, url)
    days = [(until - one.reviewed_on).days if one.reviewed_on else None for one in services]
    words = f"{total - days.count(None)} dari {total} standar tercatat ditinjau ulang."
    yield Proposal("A", 4, SOURCE, suggesting.reviewed(days), words, url)
    if facts.pledge_published:
        words = "Maklumat terbit di sini sebagai dokumen bernomor. Isi dan publikasi luring perlu bukti sendiri."
        yield Proposal("A", 5, SOURCE, 2, words, url)
    if published:
        words = f"Standar dapat dibaca daring; {listed} dari {total} layanan tercatat di SIPPN."
        yield Proposal("A", 21, SOURCE, 5 if listed == total else 4, words, url)
