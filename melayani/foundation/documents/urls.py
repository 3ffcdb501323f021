"""Addresses of this module."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.foundation.documents import citizen_views, officer_views

citizen: list[URLPattern | URLResolver] = [
    path("", citizen_views.verify, name="verify"),
    path("<str:code>/", citizen_views.verified, name="verified"),
]
officer: list[URLPattern | URLResolver] = [
    path("", officer_views.document_list, name="list"),
    path("<str:number>/", officer_views.document, name="document"),
    path("<str:number>/cabut/", officer_views.revoke, name="revoke"),
    path("<str:number>/berkas/", officer_views.file, name="file"),
]
