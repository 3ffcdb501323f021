"""Addresses of this module. What citizens read stands on the pages of the portal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.oversight.facilities import officer_views as pages

citizen: list[URLPattern | URLResolver] = []
officer: list[URLPattern | URLResolver] = [
    path("", pages.places, name="places"),
    path("<slug:slug>/", pages.place, name="place"),
    path("<slug:slug>/bantuan/", pages.help_note, name="help"),
    path("<slug:slug>/periksa/<slug:section>/", pages.check, name="check"),
    path("<slug:slug>/riwayat/<slug:item>/", pages.history, name="history"),
]
