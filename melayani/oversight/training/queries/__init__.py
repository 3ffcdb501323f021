"""Reads for pages, doors and evaluation: `events`, `figures`, `people`, `work` for the desk, `due` for the worker."""

from melayani.oversight.training.queries import due as due
from melayani.oversight.training.queries import events as events
from melayani.oversight.training.queries import figures as figures
from melayani.oversight.training.queries import people as people
from melayani.oversight.training.queries import work as work
from melayani.oversight.training.queries.figures import trained_by

__all__ = ["due", "events", "figures", "people", "trained_by", "work"]
