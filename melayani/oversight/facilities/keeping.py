"""What the verbs share: one at a time per place, how a place is named in the record, whose photos belong to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from melayani.foundation.attachments.actions import claim
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.rules import IMAGES, FileRefused
from melayani.foundation.audit import Actor
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation


def locked(organisation: Organisation) -> Organisation:
    """The place, locked until the end of the transaction: walks, plans and reports there wait for each other."""
    found: Organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    return found


def place_reference(organisation: Organisation) -> Reference:
    return Reference(kind="organisation", number=organisation.slug)


def claim_photos(*, ids: Iterable[UUID], organisation: Organisation, actor: Actor, now: datetime) -> None:
    """Make the photos that `actor` uploaded part of the place. Raises NotYours, or FileRefused for what is no photo."""
    wanted = list(ids)
    if not wanted:
        return
    if Attachment.objects.filter(pk__in=wanted).exclude(content_type__in=list(IMAGES)).exists():
        raise FileRefused(_("Unggah foto (JPG, PNG, atau WEBP), bukan berkas lain."))
    claim(ids=wanted, owner=Reference("facility", organisation.slug), actor=actor, now=now)
