"""Addresses of this module."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.entrances.portal import citizen_views as pages

citizen: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("layanan/", pages.services, name="services"),
    path("layanan/<slug:slug>/", pages.service, name="service"),
    path("layanan/<slug:slug>/riwayat/", pages.standard_history, name="standard_history"),
    path("layanan/<slug:slug>/lembar/", pages.standard_sheet, name="standard_sheet"),
    path("instansi/<slug:slug>/", pages.agency, name="agency"),
    path("instansi/<slug:slug>/maklumat/", pages.pledge, name="pledge"),
    path("instansi/<slug:slug>/maklumat/lembar/", pages.pledge_sheet, name="pledge_sheet"),
    path("mal/", pages.malls, name="malls"),
    path("mal/<slug:slug>/", pages.mall, name="mall"),
    path("mal/<slug:slug>/kepuasan/", pages.mall_index, name="mall_index"),
    path("kinerja/", pages.performance, name="performance"),
    path("kinerja/umpan.atom", pages.results_feed, name="results_feed"),
    path("data/", pages.data_index, name="data"),
    path("data/datapackage.json", pages.data_package, name="data_package"),
    path("data/<slug:key>.csv", pages.data_csv, name="data_csv"),
    path("data/<slug:key>.json", pages.data_json, name="data_json"),
    path("data/<slug:key>.xlsx", pages.data_xlsx, name="data_xlsx"),
    path("lacak/", pages.track, name="track"),
    path("privasi/", pages.privacy, name="privacy"),
    path("pemberitahuan/", pages.preferences, name="preferences"),
    path("pemberitahuan/gawai/<str:tag>/", pages.device, name="device"),
    path("berhenti/<str:token>/", pages.unsubscribe, name="unsubscribe"),
    path("aksesibilitas/", pages.accessibility, name="accessibility"),
    path("sematan/<slug:slug>/", pages.embed, name="embed"),
    path("sematan/<slug:slug>/lencana.svg", pages.badge, name="badge"),
    path("sematan/<slug:slug>/pasang/", pages.snippets, name="snippets"),
    path("luring/", pages.offline, name="offline"),
    path("manifest.webmanifest", pages.manifest, name="manifest"),
    path("demo/pesan/", pages.demo_messages, name="demo_messages"),
]
machine: list[URLPattern | URLResolver] = [
    path("healthz", pages.healthz, name="healthz"),
    path("data.json", pages.data_catalogue, name="data_catalogue"),
    path("readyz", pages.readyz, name="readyz"),
    path("service-worker.js", pages.service_worker, name="service_worker"),
]
officer: list[URLPattern | URLResolver] = []
