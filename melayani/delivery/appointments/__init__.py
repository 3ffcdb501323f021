"""Visits by appointment (janji temu): sessions, places, bookings, fair release, closing in an emergency."""
