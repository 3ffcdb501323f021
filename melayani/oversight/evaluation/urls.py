"""Addresses of this module."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.oversight.evaluation import citizen_views
from melayani.oversight.evaluation import officer_views as pages

citizen: list[URLPattern | URLResolver] = [
    path("terima-kasih/", citizen_views.thanks, name="thanks"),
    path("<str:token>/", citizen_views.answer, name="answer"),
]
officer: list[URLPattern | URLResolver] = [
    path("", pages.desk, name="desk"),
    path("baru/", pages.new, name="new"),
    path("banding/", pages.compare, name="compare"),
    path("banding.xlsx", pages.compare_xlsx, name="compare_xlsx"),
    path("<int:pk>/", pages.campaign, name="campaign"),
    path("<int:pk>/unit/", pages.add_unit, name="add_unit"),
    path("<int:pk>/bobot/<str:code>/", pages.weights, name="weights"),
    path("<int:pk>/mulai/", pages.start, name="start"),
    path("<int:pk>/tutup/", pages.close, name="close"),
    path("unit/<int:pk>/", pages.unit, name="unit"),
    path("unit/<int:pk>/langkah/<slug:verb>/", pages.act, name="act"),
    path("unit/<int:pk>/penilai/", pages.appoint, name="appoint"),
    path("unit/<int:pk>/penilai/<int:evaluator>/lepas/", pages.release, name="release"),
    path("unit/<int:pk>/f01/", pages.f01, name="f01"),
    path("unit/<int:pk>/f01/<int:number>/", pages.own, name="own"),
    path("unit/<int:pk>/f01/<int:number>/<uuid:file>/hapus/", pages.remove_evidence, name="remove_evidence"),
    path("unit/<int:pk>/berkas/<int:number>/<uuid:file>/", pages.file, name="file"),
    path("unit/<int:pk>/f02/", pages.f02, name="f02"),
    path("unit/<int:pk>/f02/<int:number>/", pages.score, name="score"),
    path("unit/<int:pk>/lapangan/", pages.field, name="field"),
    path("unit/<int:pk>/f03/", pages.f03, name="f03"),
    path("unit/<int:pk>/sanggah/", pages.object_to, name="object"),
    path("unit/<int:pk>/sanggah/<int:objection>/", pages.decide, name="decide"),
    path("unit/<int:pk>/saran/", pages.recommend, name="recommend"),
    path("unit/<int:pk>/saran/<int:recommendation>/rencana/", pages.plan, name="plan"),
    path("unit/<int:pk>/saran/<int:recommendation>/kemajuan/", pages.progress, name="progress"),
    path("unit/<int:pk>/berita-acara.pdf", pages.minutes, name="minutes"),
    path("unit/<int:pk>/hitungan.xlsx", pages.workbook, name="workbook"),
]
