"""The officers' pages of complaints: desk, case and verbs, intake, moderation, texts, figures, settings."""

from melayani.voice.complaints.officer_views.acting import act, unmask
from melayani.voice.complaints.officer_views.configuring import (
    category,
    clock,
    drop_step,
    end_clock,
    ladder,
    new_category,
    question,
    settings,
)
from melayani.voice.complaints.officer_views.figures import statistics, statistics_csv, statistics_xlsx
from melayani.voice.complaints.officer_views.filing import file, receipt, receipt_code
from melayani.voice.complaints.officer_views.handing import export, handover, take_numbers
from melayani.voice.complaints.officer_views.listing import listing
from melayani.voice.complaints.officer_views.moderating import moderation
from melayani.voice.complaints.officer_views.reading import case, download, ombudsman
from melayani.voice.complaints.officer_views.texts import new_template, retire_template, template, templates

__all__ = [
    "act",
    "case",
    "category",
    "clock",
    "download",
    "drop_step",
    "end_clock",
    "export",
    "file",
    "handover",
    "ladder",
    "listing",
    "moderation",
    "new_category",
    "new_template",
    "ombudsman",
    "question",
    "receipt",
    "receipt_code",
    "retire_template",
    "settings",
    "statistics",
    "statistics_csv",
    "statistics_xlsx",
    "take_numbers",
    "template",
    "templates",
    "unmask",
]
