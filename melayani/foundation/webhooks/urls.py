"""Addresses of this module, under /kantor/webhook/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.foundation.webhooks import officer_views as pages

officer: list[URLPattern | URLResolver] = [
    path("", pages.endpoints, name="list"),
    path("baru/", pages.register, name="register"),
    path("panduan/", pages.guide, name="guide"),
    path("<int:pk>/", pages.endpoint, name="endpoint"),
    path("<int:pk>/ubah/", pages.change, name="change"),
    path("<int:pk>/rahasia/", pages.rotate, name="rotate"),
    path("<int:pk>/kiriman/<int:delivery>/ulang/", pages.replay, name="replay"),
    path("<int:pk>/<slug:verb>/", pages.act, name="act"),
]
