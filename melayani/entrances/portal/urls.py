"""Addresses of this module."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

citizen: list[URLPattern | URLResolver] = []
officer: list[URLPattern | URLResolver] = []
machine: list[URLPattern | URLResolver] = []
