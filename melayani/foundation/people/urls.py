"""Addresses of this module: sign-in, invitations, people and keys. All stand under /kantor/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

citizen: list[URLPattern | URLResolver] = []
officer: list[URLPattern | URLResolver] = [path("akun/", include("allauth.urls"))]
