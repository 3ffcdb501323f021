"""Addresses of this module."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.voice.surveys import citizen_views, officer_views

citizen: list[URLPattern | URLResolver] = [
    path("terima-kasih/", citizen_views.thanks, name="thanks"),
    path("permohonan/<str:number>/<str:secret>/", citizen_views.of_case, name="of_case"),
    path("loket/<str:token>/", citizen_views.point, name="point"),
    path("kios/<str:token>/", citizen_views.kiosk, name="kiosk"),
    path("lencana/<slug:slug>.svg", citizen_views.badge, name="badge"),
    path("hasil/<slug:slug>/<int:pk>/", citizen_views.result, name="result"),
    path("hasil/<slug:slug>/<int:pk>/lembar/", citizen_views.wall, name="wall"),
    path("hasil/<slug:slug>/<int:pk>/laporan.pdf", citizen_views.report, name="report"),
    path("hasil/<slug:slug>/<int:pk>/hitungan.xlsx", citizen_views.workbook, name="workbook"),
    path("kunjungan/<str:number>/<str:secret>/", citizen_views.of_visit, name="of_visit"),
    path("<str:token>/", citizen_views.answer, name="answer"),
]
officer: list[URLPattern | URLResolver] = [
    path("", officer_views.overview, name="overview"),
    path("isian/", officer_views.collect, name="collect"),
    path("cocokkan/", officer_views.reconcile, name="reconcile"),
    path("<slug:slug>/", officer_views.unit, name="unit"),
    path("<slug:slug>/hasil/", officer_views.results, name="results"),
    path("<slug:slug>/kuesioner/", officer_views.instrument, name="instrument"),
    path("<slug:slug>/titik/", officer_views.points, name="points"),
    path("<slug:slug>/titik/<int:pk>/", officer_views.point_sheet, name="point_sheet"),
    path("<slug:slug>/titik/<int:pk>/tutup/", officer_views.close_point, name="close_point"),
    path("<slug:slug>/kertas/", officer_views.paper, name="paper"),
    path("<slug:slug>/impor/", officer_views.read_sheet, name="read_sheet"),
    path("<slug:slug>/impor/<int:pk>/", officer_views.sheet, name="sheet"),
    path("<slug:slug>/periode/", officer_views.open_period, name="open_period"),
    path("<slug:slug>/periode/<int:pk>/", officer_views.period, name="period"),
    path("<slug:slug>/periode/<int:pk>/terbitkan/", officer_views.publish, name="publish"),
    path("<slug:slug>/periode/<int:pk>/ubah/", officer_views.change, name="change"),
    path("<slug:slug>/periode/<int:pk>/hapus/", officer_views.withdraw, name="withdraw"),
    path("<slug:slug>/periode/<int:pk>/rencana/", officer_views.plan, name="plan"),
    path("<slug:slug>/periode/<int:pk>/umumkan/", officer_views.announce, name="announce"),
    path("<slug:slug>/periode/<int:pk>/tabulasi.xlsx", officer_views.tabulation, name="tabulation"),
    path("<slug:slug>/rencana/<int:pk>/selesai/", officer_views.finish, name="finish"),
    path("<slug:slug>/rencana/<int:pk>/<slug:deed>/", officer_views.correct, name="correct"),
    path("<slug:slug>/pengumuman/<int:pk>/hapus/", officer_views.unannounce, name="unannounce"),
]
