"""Reads: the public list and page, the officers' desks, the worker's lists, and facts for other modules.

For others: public_by_number, public_state, commitments_touching, topics_touching, consultation_facts (facts.py),
load_of (desk.py) and the lines of the general desk (work.py).
"""

from melayani.voice.consultations.queries.desk import (
    Overview,
    OverviewRow,
    case_page,
    desk_page,
    overview,
    register_rows,
)
from melayani.voice.consultations.queries.facts import (
    ConsultationFacts,
    PublicConsultation,
    TouchingCommitment,
    commitments_touching,
    consultation_facts,
    overdue_to_tell,
    public_by_number,
    to_forget,
    topics_touching,
)
from melayani.voice.consultations.queries.pages import (
    Asked,
    Fate,
    PublicPage,
    fate_of,
    latest,
    public_list,
    public_page,
    units_with_consultations,
)

__all__ = [
    "Asked",
    "ConsultationFacts",
    "Fate",
    "Overview",
    "OverviewRow",
    "PublicConsultation",
    "PublicPage",
    "TouchingCommitment",
    "case_page",
    "commitments_touching",
    "consultation_facts",
    "desk_page",
    "fate_of",
    "latest",
    "overdue_to_tell",
    "overview",
    "public_by_number",
    "public_list",
    "public_page",
    "register_rows",
    "to_forget",
    "topics_touching",
    "units_with_consultations",
]
