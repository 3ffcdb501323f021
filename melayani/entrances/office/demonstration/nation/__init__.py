"""The demonstration at the size of the country: a made-up unit in every regency and city, with two years of reports.

Organisations, services, campaigns and periods are made by the real actions. Reports, figures, remarks, cases and
answers are written in bulk, without an event for each; their sums are counted by the modules themselves.
"""

from melayani.entrances.office.demonstration.nation.load import load_nation

__all__ = ["load_nation"]
