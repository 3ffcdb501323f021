"""Addresses of this module."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.voice.surveys import citizen_views, officer_views

citizen: list[URLPattern | URLResolver] = [
    path("terima-kasih/", citizen_views.thanks, name="thanks"),
    path("permohonan/<str:number>/<str:secret>/", citizen_views.of_case, name="of_case"),
    path("kunjungan/<str:number>/<str:secret>/", citizen_views.of_visit, name="of_visit"),
    path("<str:token>/", citizen_views.answer, name="answer"),
]
officer: list[URLPattern | URLResolver] = [
    path("", officer_views.overview, name="overview"),
    path("<slug:slug>/", officer_views.unit, name="unit"),
    path("<slug:slug>/periode/", officer_views.open_period, name="open_period"),
    path("<slug:slug>/periode/<int:pk>/", officer_views.period, name="period"),
    path("<slug:slug>/periode/<int:pk>/terbitkan/", officer_views.publish, name="publish"),
]
