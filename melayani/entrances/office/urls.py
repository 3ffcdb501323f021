"""Addresses of the office door, under /kantor/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.entrances.office import officer_views

officer: list[URLPattern | URLResolver] = [
    path("", officer_views.desk, name="office_desk"),
    path("cari/", officer_views.search, name="office_search"),
    path("alihkan/pengaduan/<str:number>/", officer_views.convert_report, name="office_convert_report"),
    path("alihkan/informasi/<str:number>/", officer_views.convert_request, name="office_convert_request"),
    path("riwayat/", officer_views.history, name="office_history"),
]
