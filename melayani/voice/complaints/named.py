"""What another system names by a slug, in a report that it sends."""

from __future__ import annotations

from melayani.delivery.catalogue import queries as catalogue
from melayani.delivery.catalogue.models import Service
from melayani.foundation.organisations import queries as organisations
from melayani.foundation.organisations.models import Organisation
from melayani.voice.complaints import rules
from melayani.voice.complaints.models import Category


def unit(slug: str) -> Organisation | None:
    """The unit of this slug, None for an empty one; raises InputRefused for one that does not exist."""
    found = organisations.by_slug(slug) if slug else None
    if slug and found is None:
        raise rules.InputRefused({"unit": "Instansi atau unit ini tidak ada. Kirim slug-nya."})
    return found


def service(slug: str) -> Service | None:
    """The service of this slug, None for an empty one; raises InputRefused for one that does not exist."""
    found = catalogue.get_service(slug) if slug else None
    if slug and found is None:
        raise rules.InputRefused({"service": "Layanan ini tidak ada. Lihat GET /services."})
    return found


def category(slug: str, organisation: Organisation) -> Category | None:
    """The category of this slug that is offered at `organisation`; raises InputRefused for any other."""
    if not slug:
        return None
    path, step = organisation.path, organisation.steplen
    paths = [path[:end] for end in range(step, len(path) + 1, step)]
    found = Category.objects.offered_at(paths).filter(slug=slug).first()
    if found is None:
        raise rules.InputRefused({"category": "Kategori ini tidak ada di instansi ini. Lihat layanan Open311-nya."})
    return found
