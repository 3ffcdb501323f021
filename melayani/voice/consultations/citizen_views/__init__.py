"""Pages of the public, one file per errand."""

from melayani.voice.consultations.citizen_views.answering import attend, invitation
from melayani.voice.consultations.citizen_views.own import own
from melayani.voice.consultations.citizen_views.reading import feed, index, material, minutes, page, sheet
from melayani.voice.consultations.citizen_views.speaking import contribute, follow, leave

__all__ = [
    "attend",
    "contribute",
    "feed",
    "follow",
    "index",
    "invitation",
    "leave",
    "material",
    "minutes",
    "own",
    "page",
    "sheet",
]
