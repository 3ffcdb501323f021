"""Pages under /kantor/acara/: events, participants, the door, invitations, tasks."""

from melayani.oversight.training.officer_views.attending import code, host, scan
from melayani.oversight.training.officer_views.inviting import (
    decline,
    finish_task,
    give_task,
    invitation,
    invite,
    join,
    task,
)
from melayani.oversight.training.officer_views.learning import material, questions, remove_material
from melayani.oversight.training.officer_views.people import (
    act as act_on_person,
)
from melayani.oversight.training.officer_views.people import (
    figures,
    figures_xlsx,
    registration,
    session,
    unmask,
)
from melayani.oversight.training.officer_views.planning import (
    act,
    add_session,
    cancel,
    change,
    change_session,
    event,
    events,
    new,
)

__all__ = [
    "act",
    "act_on_person",
    "add_session",
    "cancel",
    "change",
    "change_session",
    "code",
    "decline",
    "event",
    "events",
    "figures",
    "figures_xlsx",
    "finish_task",
    "give_task",
    "host",
    "invitation",
    "invite",
    "join",
    "material",
    "new",
    "questions",
    "registration",
    "remove_material",
    "scan",
    "session",
    "task",
    "unmask",
]
