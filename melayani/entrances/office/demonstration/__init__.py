"""Demonstration data: real agencies and standards; citizens, cases, hours and answers that are clearly made up."""

from melayani.entrances.office.demonstration.load import load, machines, sign_ins
from melayani.entrances.office.demonstration.nation import load_nation

__all__ = ["load", "load_nation", "machines", "sign_ins"]
