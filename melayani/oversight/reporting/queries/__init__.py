"""Reads of reporting: lists, one report, completeness, figures by place, constraints, presentations."""

from melayani.oversight.reporting.queries.lists import Todo, mine
from melayani.oversight.reporting.queries.writing import Line, ReportView, report_view

__all__ = ["Line", "ReportView", "Todo", "mine", "report_view"]
