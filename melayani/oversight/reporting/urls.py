"""Addresses of this module. What citizens read of it stands on the API and on the pages of the portal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.oversight.reporting import officer_views as pages

citizen: list[URLPattern | URLResolver] = []
officer: list[URLPattern | URLResolver] = [
    path("", pages.mine, name="mine"),
    path("<int:pk>/", pages.report, name="report"),
    path("<int:pk>/kirim/", pages.send, name="send"),
    path("<int:pk>/hitung-ulang/", pages.refresh, name="refresh"),
    path("<int:pk>/catatan/", pages.add_entry, name="add_entry"),
    path("<int:pk>/catatan/<int:entry>/hapus/", pages.remove_entry, name="remove_entry"),
    path("<int:pk>/kesepakatan/<int:point>/", pages.point, name="point"),
    path("<int:pk>/nilai/<slug:verb>/", pages.act, name="act"),
]
