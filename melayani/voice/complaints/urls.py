"""Addresses of this module. Citizens' addresses are Indonesian; a case is opened by its number and its secret."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

citizen: list[URLPattern | URLResolver] = []
officer: list[URLPattern | URLResolver] = []
