"""The shape of what is typed: `citizen` by participants, `office` by officers."""

from melayani.oversight.training.forms import citizen as citizen
from melayani.oversight.training.forms import office as office

__all__ = ["citizen", "office"]
