"""A unit registers one of its people: by the link of its invitation, or at its desk."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from melayani.foundation.audit import Actor
from melayani.foundation.people import contact_typed
from melayani.oversight.training import actions
from melayani.oversight.training.models import Invitation


def send_from_unit(actor: Actor, invitation: Invitation, form: Any, way: str) -> bool:
    """Register the person of a valid SendForm; False when it was refused, and the form says why.

    The unit vouches for the contact of its own people, so that no code is asked for.
    """
    data = form.cleaned_data
    contact = contact_typed(email=data["email"].strip(), phone=data["phone"].strip())
    if contact is None:
        form.add_error("email", gettext("Isi e-mail atau nomor telepon yang benar, supaya peserta dikabari."))
        return False
    unit = invitation.organisation
    who = form.participant(office=invitation.office, agency_name=unit.name, organisation=unit, region=unit.region)
    try:
        actions.register(
            actor=actor,
            session=invitation.session,
            who=who,
            contact=contact,
            invitation=invitation,
            way=way,
            now=timezone.now(),
        )
    except actions.InputRefused as refused:
        for name, text in refused.problems.items():
            form.add_error(name if name in form.fields else None, text)
    except actions.ActionRefused as refused:
        form.add_error(None, str(refused))
    except actions.Busy:
        form.add_error(None, gettext("Banyak orang mendaftar pada saat yang sama. Coba lagi sebentar."))
    else:
        return True
    return False
