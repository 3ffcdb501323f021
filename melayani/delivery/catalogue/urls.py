"""Addresses of this module: the malls. Services are read on the pages of the portal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.delivery.catalogue import officer_views as pages

mall = "<slug:slug>/"

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
