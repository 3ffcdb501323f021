"""The citizen's pages: the questionnaire behind a link, at a counter, on a kiosk; published results."""

from melayani.voice.surveys.citizen_views.answering import answer, of_case, of_visit, thanks
from melayani.voice.surveys.citizen_views.here import point
from melayani.voice.surveys.citizen_views.results import badge, report, result, wall, workbook
from melayani.voice.surveys.citizen_views.touching import kiosk

__all__ = ["answer", "badge", "kiosk", "of_case", "of_visit", "point", "report", "result", "thanks", "wall", "workbook"]
