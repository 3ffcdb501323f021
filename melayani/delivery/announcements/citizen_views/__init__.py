"""Pages of the public, one file per errand."""

from melayani.delivery.announcements.citizen_views.following import follow, leave
from melayani.delivery.announcements.citizen_views.reading import calendar, card, feed, index, page

__all__ = ["calendar", "card", "feed", "follow", "index", "leave", "page"]
