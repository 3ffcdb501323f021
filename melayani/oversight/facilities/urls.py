"""Addresses of this module. A citizen's report is opened by its secret; a photo by its id, while a list shows it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.oversight.facilities import citizen_views as pages
from melayani.oversight.facilities import officer_views as desk

citizen: list[URLPattern | URLResolver] = [
    path("laporan/<str:secret>/", pages.report, name="report"),
    path("foto/<uuid:file>/", pages.photo, name="photo"),
    path("<slug:slug>/", pages.place, name="place"),
    path("<slug:slug>/lapor/<slug:item>/", pages.mismatch, name="mismatch"),
]
officer: list[URLPattern | URLResolver] = [
    path("", desk.places, name="places"),
    path("banding/", desk.compare, name="compare"),
    path("banding.xlsx", desk.compare_xlsx, name="compare_xlsx"),
    path("menunggu/", desk.waiting, name="waiting"),
    path("tempat/<slug:slug>/", desk.place, name="place"),
    path("tempat/<slug:slug>/bantuan/", desk.help_note, name="help"),
    path("tempat/<slug:slug>/periksa/<slug:section>/", desk.check, name="check"),
    path("tempat/<slug:slug>/riwayat/<slug:item>/", desk.history, name="history"),
    path("tempat/<slug:slug>/foto/<uuid:file>/", desk.photo, name="photo"),
    path("tempat/<slug:slug>/rencana/<slug:item>/", desk.plan, name="plan"),
    path("tempat/<slug:slug>/perbaikan/<int:pk>/", desk.improvement, name="improvement"),
    path("tempat/<slug:slug>/perbaikan/<int:pk>/kemajuan/", desk.progress, name="progress"),
    path("tempat/<slug:slug>/perbaikan/<int:pk>/selesai/", desk.complete, name="complete"),
    path("tempat/<slug:slug>/perbaikan/<int:pk>/hentikan/", desk.drop, name="drop"),
    path("tempat/<slug:slug>/laporan/<int:pk>/", desk.report, name="report"),
    path("tempat/<slug:slug>/laporan/<int:pk>/sisihkan/", desk.set_aside, name="set_aside"),
]
