"""Addresses of this module: citizens under `informasi-publik/`, officers under `kantor/informasi-publik/`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

citizen: list[URLPattern | URLResolver] = []
officer: list[URLPattern | URLResolver] = []
