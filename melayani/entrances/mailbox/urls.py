"""Addresses of the mail door: the webhook under /webhooks/mail/, the operators' page under /kantor/surat-masuk/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.entrances.mailbox import machine_views, officer_views

machine: list[URLPattern | URLResolver] = [path("", machine_views.receive, name="receive")]
officer: list[URLPattern | URLResolver] = [
    path("", officer_views.letters, name="list"),
    path("<int:pk>/", officer_views.one, name="letter"),
    path("<int:pk>/baca-lagi/", officer_views.read_again, name="again"),
]
