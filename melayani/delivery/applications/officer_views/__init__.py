"""The officers' pages of applications: the list, the case, its actions, filing on behalf."""

from melayani.delivery.applications.officer_views.acting import act, unmask
from melayani.delivery.applications.officer_views.filing import choose_service, file, receipt, receipt_code
from melayani.delivery.applications.officer_views.reading import case, download, listing

__all__ = [
    "act",
    "case",
    "choose_service",
    "download",
    "file",
    "listing",
    "receipt",
    "receipt_code",
    "unmask",
]
