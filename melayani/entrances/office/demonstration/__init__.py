"""Demonstration data: real agencies and standards; citizens, cases, hours and answers that are clearly made up."""

from melayani.entrances.office.demonstration.load import load, machines, sign_ins

__all__ = ["load", "machines", "sign_ins"]
