"""Addresses of this module: malls, and standards with coverage and pledges. Services are read in the portal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.delivery.catalogue.officer_views import coverage, drafting, pledges, standards
from melayani.delivery.catalogue.officer_views import malls as pages

mall = "<slug:slug>/"
version = "<slug:slug>/<int:number>/"

citizen: list[URLPattern | URLResolver] = []
officer: list[URLPattern | URLResolver] = [
    path("", pages.malls, name="malls"),
    path("ajakan/<int:pk>/setuju/", pages.agree, name="agree"),
    path("ajakan/<int:pk>/tolak/", pages.decline, name="decline"),
    path(mall, pages.mall, name="mall"),
    path(f"{mall}keterangan/", pages.details, name="details"),
    path(f"{mall}gerai/", pages.add_tenant, name="add_tenant"),
    path(f"{mall}gerai/<int:pk>/akhiri/", pages.end_tenant, name="end_tenant"),
    path(f"{mall}gerai/<int:pk>/batal/", pages.withdraw, name="withdraw"),
    path(f"{mall}kesiapan/<slug:criterion>/", pages.readiness, name="readiness"),
]
standard: list[URLPattern | URLResolver] = [
    path("", standards.services, name="services"),
    path("baru/", standards.new_service, name="new_service"),
    path("cakupan/", coverage.coverage, name="coverage"),
    path("kekurangan/", coverage.gaps, name="gaps"),
    path("kekurangan/lembar/", coverage.gaps_sheet, name="gaps_sheet"),
    path("maklumat/", pledges.pledges, name="pledges"),
    path("maklumat/<slug:slug>/", pledges.pledge, name="pledge"),
    path("maklumat/<slug:slug>/tarik/", pledges.withdraw_pledge, name="withdraw_pledge"),
    path("layanan/<slug:slug>/", standards.service, name="service"),
    path("layanan/<slug:slug>/rancang/", standards.draft, name="draft"),
    path(f"layanan/{version}", standards.version, name="version"),
    path(f"layanan/{version}isi/", drafting.edit, name="edit"),
    path(f"layanan/{version}banding/", drafting.compare, name="compare"),
    path(f"layanan/{version}cetak/", drafting.printed, name="printed"),
    path(f"layanan/{version}berkas/<uuid:file>/", standards.evidence, name="evidence"),
    path(f"layanan/{version}<slug:verb>/", standards.act, name="act"),
]
