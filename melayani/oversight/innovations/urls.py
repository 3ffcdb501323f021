"""Addresses of this module."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.oversight.innovations import citizen_views as public
from melayani.oversight.innovations import officer_views as pages

citizen: list[URLPattern | URLResolver] = [
    path("", public.library, name="library"),
    path("<slug:slug>/", public.innovation, name="innovation"),
    path("<slug:slug>/berkas/<uuid:file>/", public.evidence, name="evidence"),
]
officer: list[URLPattern | URLResolver] = [
    path("", pages.records, name="list"),
    path("baru/", pages.start, name="start"),
    path("ringkasan/", pages.overview, name="overview"),
    path("ringkasan/lembar/", pages.overview_sheet, name="sheet"),
    path("<slug:slug>/", pages.record, name="record"),
    path("<slug:slug>/ubah/", pages.describe, name="describe"),
    path("<slug:slug>/ukuran/", pages.figures, name="figures"),
    path("<slug:slug>/bukti/", pages.evidence, name="evidence"),
    path("<slug:slug>/bukti/<uuid:file>/", pages.evidence_file, name="file"),
    path("<slug:slug>/bukti/<uuid:file>/hapus/", pages.remove_file, name="remove_file"),
    path("<slug:slug>/lomba/", pages.contest, name="contest"),
    path("<slug:slug>/kirim/", pages.submit, name="submit"),
    path("<slug:slug>/kembalikan/", pages.send_back, name="send_back"),
    path("<slug:slug>/terbitkan/", pages.publish, name="publish"),
    path("<slug:slug>/tarik/", pages.withdraw, name="withdraw"),
    path("<slug:slug>/pantau/", pages.look, name="look"),
    path("<slug:slug>/replikasi/", pages.replicate, name="replicate"),
    path("<slug:slug>/peniru/", pages.outside, name="outside"),
    path("<slug:slug>/peniru/<int:pk>/akui/", pages.confirm, name="confirm"),
    path("<slug:slug>/peniru/<int:pk>/tolak/", pages.decline, name="decline"),
]
